/**
 * @file placing.h
 * Which of our columns each column of a sheet might be.
 *
 * By its name, the whole words of its header, and what its cells are, in this
 * order, over all columns before the next is tried. A question about danger is
 * always left to a person.
 */
#ifndef RP_INPUT_MAP_PLACING_H
#define RP_INPUT_MAP_PLACING_H

#include "input/map/probe.h"

/** How sure it is. */
typedef enum rp_decided_state {
    RP_PROPOSED_PLACED, /* by its own name, or by the map of last time */
    RP_PROPOSED,        /* by words or cells */
    RP_PROPOSED_OPEN    /* a person decides */
} rp_decided_state;

/** What is decided about one column of the file. */
typedef struct rp_decision {
    bool is_made;
    bool is_old; /* the map of last time says it */
    rp_decided_state state;
    const char *to, *why;
    const char *option; /* of `column:tag`: the answer that it stands for */
} rp_decision;

/** The columns of one sheet; everything but the decisions is borrowed. */
typedef struct rp_placing {
    rp_side side;
    const rp_table *table;
    const rp_cells *cells;      /* [table->columns] */
    rp_decision *decisions;     /* [table->columns], zeroed */
    bool taken[RP_MAX_COLUMNS]; /* [schema columns], false */
    rp_probe *probe;
    const rp_taxonomy *taxonomy;
    rp_map *old;     /* what the map of last time says stands; may be NULL */
    rp_arena *arena; /* of words */
    rp_buffer text;  /* clear it at the end */
    bool no_memory;
} rp_placing;

/** Decide about every column that has a header. */
void rp_placing_decide(rp_placing *placing);

/** Note that memory was lacking, unless `whole`, which is returned. */
bool rp_placing_need(rp_placing *placing, bool whole);

/** Words in the arena; "" without memory. */
const char *rp_placing_words(rp_placing *placing, const char *format, ...)
#if defined(__GNUC__)
    __attribute__((format(printf, 2, 3)))
#endif
    ;
const char *rp_placing_keep(rp_placing *placing, rp_text text);

/** The header of a column, blanks trimmed. */
rp_text rp_placing_header(const rp_placing *placing, uint32_t column);

/** Our column of a name; NULL: there is none on this side. */
const rp_column *rp_placing_column(const rp_placing *placing, const char *name);

#endif
