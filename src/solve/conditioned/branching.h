/**
 * @file branching.h
 * The best plan of a part, and the proof that none is better, by branching.
 *
 * At the root all pairs are priced. Pairs that are farther from their prices
 * than the bound is from the best plan are in no better plan; the others are
 * the core, to which branching keeps. A branch gives a unit one therapist or
 * takes that away, or says how many of those who are alike a therapist takes.
 * From a node it goes down until it is cut off, then on where the bound is
 * best; on the way plans are made of what points say. Every leaf has a bound
 * of its own, in whole numbers.
 */
#ifndef RP_SOLVE_CONDITIONED_BRANCHING_H
#define RP_SOLVE_CONDITIONED_BRANCHING_H

#include "solve/conditioned/alike.h"
#include "solve/conditioned/recall.h"
#include "solve/conditioned/steps.h"
#include "solve/program/bound.h"

/** Goals whose prices are kept: each tier, quotas, points. */
enum { RP_STAGE_QUOTAS = RP_TIERS_ALL + 1, RP_STAGE_POINTS };

/** What one search is for. */
typedef struct rp_quest {
    rp_aim goal;
    int64_t unit;    /* plans are better where the goal is larger by so much;
                        what is smaller is welcome and not sought */
    int64_t cap;     /* so much is enough: nothing is better by a unit */
    int64_t most;    /* no plan is worth more */
    int64_t target;  /* only plans worth so much are of interest at all */
    bool is_any;     /* one of them is enough */
    uint64_t effort; /* nodes */
    int stage;       /* what its prices are kept for; 0: for nothing */
} rp_quest;

typedef struct rp_search {
    const rp_problem *problem;
    const rp_recall *recall; /* borrowed; NULL: nothing is known */
    rp_recall *learns;       /* borrowed; NULL: nothing is kept */
    uint32_t edited;         /* as of rp_context */
    rp_program program;
    rp_bound bound;
    rp_point point;
    rp_alike alike;
    size_t *best;         /* [units] the best plan so far */
    rp_standing standing; /* of it */
    bool *core;           /* [pairs] */
    bool *is_outside;     /* [pairs] closed, as the core has it not */
    int64_t *slack;       /* [pairs] at the root of the last quest, scaled */
    int64_t *held;        /* [aims] what was reached */
    size_t held_room;
    size_t *closed; /* pairs that branches have closed: a stack */
    size_t closed_count, closed_room;
    uint64_t nodes; /* in all */
    uint64_t work;  /* of programs: pivots times rows, and pairs priced */
    uint64_t looks; /* of the quest at hand */
    rp_steps steps; /* of the quest at hand */
    /* of the quest at hand */
    const rp_quest *quest;
    int64_t wanted; /* scaled: what has to be reached */
    int64_t root;   /* scaled: the bound at the root; INT64_MAX: there was
                       nothing to be sought */
    uint64_t end;   /* of nodes */
    bool is_found, is_stopped, is_rough;
} rp_search;

/** Begin with everybody waiting. @return RP_OK, RP_ERR_MEMORY, RP_ERR_SOLVER;
 *  clear in any case */
rp_status rp_search_init(rp_search *out, const rp_problem *problem);
void rp_search_clear(rp_search *search);

/**
 * Seek a better plan; it becomes the best one.
 *
 * @param[out] is_proven  there is no better one
 * @param[out] bound      what none is worth more than
 * @return RP_OK, RP_ERR_MEMORY, RP_ERR_SOLVER, RP_ERR_SIZE
 */
rp_status rp_search_run(rp_search *search, const rp_quest *quest,
                        bool *is_proven, int64_t *bound);

/** What was spent so far: nodes, and more of them in large parts, whose
 * programs take long. Counted, never timed. */
uint64_t rp_search_spent(const rp_search *search);

/** Keep what the best plan has reached of an aim. */
rp_status rp_search_hold(rp_search *search, const rp_aim *aim);

/** Give a unit a therapist; SIZE_MAX: nobody. @return false: out of memory */
bool rp_search_fix(rp_search *search, uint32_t unit, size_t pair);

/** Undo fixes down to a height of the stack `closed`. */
void rp_search_release(rp_search *search, uint32_t unit, size_t height,
                       bool must);

#endif
