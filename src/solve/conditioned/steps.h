/**
 * @file steps.h
 * The tree of a search: steps that were taken, and those that are left.
 */
#ifndef RP_SOLVE_CONDITIONED_STEPS_H
#define RP_SOLVE_CONDITIONED_STEPS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/** A branch: a unit has a pair, or has it not; or a therapist takes so many who
 *  are alike. */
typedef struct rp_step {
    uint32_t parent; /* RP_NONE: the root */
    uint32_t unit;   /* RP_NONE: one of lines */
    uint32_t line;   /* RP_NONE: one of pairs */
    size_t pair;
    int64_t most; /* of the line */
    bool is_up;
    int64_t bound; /* scaled: of the parent */
} rp_step;

/** What was before a step that was taken. */
typedef struct rp_undo {
    size_t height; /* of the stack `closed` */
    uint32_t unit, line;
    int64_t bound; /* of the line */
    bool must, is_free;
} rp_undo;

/** Arrays are owned; begin with zeros. */
typedef struct rp_steps {
    rp_step *item;  /* [count] */
    uint32_t *open; /* [open_count] steps to be taken: a heap */
    rp_undo *undo;  /* [undos] steps that were taken: a stack */
    uint32_t *path; /* [room] */
    uint32_t count, open_count, undos;
    size_t room;
} rp_steps;

void rp_steps_clear(rp_steps *steps);

/** Add a step: its number. @return RP_NONE: out of memory */
uint32_t rp_steps_add(rp_steps *steps, rp_step step);

/** Leave a step for later; take the one with the best bound, the older of
 *  equals. There is one. */
void rp_steps_push(rp_steps *steps, uint32_t step);
uint32_t rp_steps_pop(rp_steps *steps);

#endif
