/**
 * @file program.h
 * The linear program of a part with conditions, in the hands of GLPK.
 *
 *     x    a pair; with a therapist who is taken apart a pair and hours
 *     w    1: a unit waits
 *     s    what a quota lacks of its least
 *
 *     greatest    goal
 *     subject to  sum of x + w = 1                 each unit
 *                 sum of size x <= openings        each therapist
 *                 sum of count x <= most           quotas that were broken
 *                 sum of count x + s >= least      quotas that ask for some
 *                 sum of x <= n - 1                n pairs that cannot be all:
 *                                                  two who are to be apart, or
 *                                                  units without hours for all
 *                 2 weekly + biweekly <= 2         each hour, taken apart
 *                 weekly + one biweekly <= 1       the same, where broken
 *                 sum of hours = x                 each client of a party
 *                 sum of hours = 1                 who holds hours already
 *                 goal before >= what it reached   each goal before
 *
 * Rows and columns are only ever added. A program is never infeasible: who has
 * to have a place, and goals that were reached, give way at a *penalty*.
 */
#ifndef RP_SOLVE_PROGRAM_PROGRAM_H
#define RP_SOLVE_PROGRAM_PROGRAM_H

#include "solve/conditioned/allowed.h"
#include "solve/program/engine.h"

/** What a plan is worth: a sum of whole weights. */
typedef struct rp_aim {
    int64_t tier[RP_TIERS_ALL + 1]; /* for each client placed */
    int64_t shortfall;              /* for each that a quota lacks; 0 or less */
    int64_t fair, points;
    int64_t fresh; /* for each pair that is marked so */
} rp_aim;

/** What a pair adds to it. */
int64_t rp_aim_of(const rp_aim *aim, const rp_problem *p, uint32_t unit,
                  size_t pair);

/** Worth of a standing. */
int64_t rp_aim_total(const rp_aim *aim, const rp_standing *standing);

typedef enum rp_line_kind {
    RP_LINE_UNIT,
    RP_LINE_SEATS,
    RP_LINE_MOST,
    RP_LINE_LEAST,
    RP_LINE_PAIRS,
    RP_LINE_HOUR,
    RP_LINE_CLIQUE,
    RP_LINE_LINK,
    RP_LINE_HOLDER,
    RP_LINE_AIM
} rp_line_kind;

/** A row; all but units, links and holders are at most their bound. */
typedef struct rp_line {
    rp_line_kind kind;
    uint32_t who;  /* unit, therapist, quota, aim; client of a link; holder;
                      biweekly person of a clique */
    uint32_t next; /* of the same hour; RP_NONE */
    int64_t bound;
    double dual;   /* of the last solution */
    int64_t price; /* the same in whole numbers, scaled; 0 or more */
    bool is_free;  /* binds nobody at present */
} rp_line;

typedef enum rp_column_kind {
    RP_COLUMN_PAIR,
    RP_COLUMN_CLIENT, /* hours of one of a party */
    RP_COLUMN_HOLDER,
    RP_COLUMN_WAIT,
    RP_COLUMN_MUST, /* a unit that has to have a place has none */
    RP_COLUMN_SHORT,
    RP_COLUMN_SLACK /* an aim, or a branch, is not reached */
} rp_column_kind;

typedef struct rp_column {
    rp_column_kind kind;
    bool is_dead;     /* gave way to columns with hours */
    uint16_t hour[2]; /* RP_NOT_DEALT */
    uint32_t who;     /* unit, client, holder, quota, aim */
    uint32_t next;    /* of the same pair or holder; RP_NONE */
    size_t pair;
    double value; /* of the last solution */
} rp_column;

/** A row that a pair is in. */
typedef struct rp_knot {
    uint32_t line, next;
    bool is_less; /* counts as -1 there */
} rp_knot;

typedef struct rp_program {
    const rp_problem *problem;
    rp_engine *engine;
    rp_line *line;     /* [lines] */
    rp_column *column; /* [columns] */
    rp_knot *knot;     /* [knots] */
    uint32_t lines, columns, knots;
    size_t line_room, column_room, knot_room;
    uint32_t *column_of;     /* [pairs] the last; RP_NONE */
    uint32_t *client_column; /* [pairs] the last of kind client; RP_NONE */
    uint32_t *holder_column; /* [holders] likewise */
    uint32_t *knot_of;       /* [pairs] the last; RP_NONE */
    uint32_t *link_of; /* [pairs] line of a party's first client; RP_NONE */
    uint32_t *most_of, *least_of; /* [rations] line; RP_NONE */
    uint32_t *hour_of;   /* [therapists] line of the first hour; RP_NONE: not
                            taken apart */
    uint32_t *clique_of; /* [all hours] the last line; RP_NONE */
    uint16_t *closed;    /* [pairs] how often */
    bool *must;          /* [units] has to have a place */
    rp_aim *aim;         /* [aims] that are held */
    uint32_t *aim_line;  /* [aims] */
    uint32_t aims;
    size_t aim_room;
    rp_aim goal;
    int64_t penalty;
    size_t solved; /* times that GLPK was called */
} rp_program;

/** @return RP_OK, RP_ERR_MEMORY; close in any case */
rp_status rp_program_open(rp_program *out, const rp_problem *problem);
void rp_program_close(rp_program *program);

/**
 * Do something with programs; GLPK's fatal errors end it.
 *
 * @return what it returns, RP_ERR_SOLVER, RP_ERR_MEMORY
 */
rp_status rp_program_guard(rp_program *program,
                           rp_status (*body)(void *payload), void *payload);

/** Seek something else. @param penalty  more than what anything is worth */
void rp_program_seek(rp_program *program, const rp_aim *goal, int64_t penalty);

/** Keep what was reached of an aim. */
bool rp_program_hold(rp_program *program, const rp_aim *aim, int64_t reached);

/** Add a line, or a column, whose entries were put; its number.
 *  @return RP_NONE: out of memory */
uint32_t rp_program_line(rp_program *program, rp_line line);
uint32_t rp_program_column(rp_program *program, rp_column column);

/** What a column has in the row of an aim that is held. */
double rp_program_aim_entry(const rp_program *program, const rp_aim *aim,
                            const rp_column *column);

/** Bind a line of pairs to a bound, or nobody. */
void rp_program_bind(rp_program *program, uint32_t line, int64_t bound);
void rp_program_unbind(rp_program *program, uint32_t line);

/** Close a pair, once more or once less. */
void rp_program_close_pair(rp_program *program, size_t pair);
void rp_program_open_pair(rp_program *program, size_t pair);
void rp_program_set_must(rp_program *program, uint32_t unit, bool must);

/** From the basis that is there, by the dual method where `is_dual`.
 *  @return RP_OK, RP_ERR_SOLVER */
rp_status rp_program_solve(rp_program *program, bool is_dual);

#endif
