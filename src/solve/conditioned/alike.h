/**
 * @file alike.h
 * How many of those who are alike a therapist takes: a branch that says so
 * binds far more than one about a single client.
 *
 * Two units are alike with a therapist where every quota of that therapist
 * counts them alike. Once it is settled how many of each kind each therapist
 * takes, openings and quotas are a network, and the rest of a program is whole
 * but for hours. A fraction of such a number is nearly always there where
 * quotas make a point fractional.
 */
#ifndef RP_SOLVE_CONDITIONED_ALIKE_H
#define RP_SOLVE_CONDITIONED_ALIKE_H

#include "solve/program/cuts.h"

/** Units that are alike with a therapist, and what binds them. */
typedef struct rp_kin {
    uint64_t kind;
    uint32_t therapist;
    uint32_t most, least; /* lines of the program; free while nobody branched */
    uint32_t next;        /* of the same therapist; RP_NONE */
} rp_kin;

/** Arrays are owned. */
typedef struct rp_alike {
    rp_kin *item;    /* [count] */
    uint32_t *first; /* [therapists] RP_NONE */
    double *sum;     /* [count] what the point at hand has of each */
    size_t room, sum_room;
    uint32_t count;
} rp_alike;

/** @return false: out of memory; clear in any case */
bool rp_alike_init(rp_alike *out, const rp_problem *problem);
void rp_alike_clear(rp_alike *alike);

/**
 * The number that is least whole.
 *
 * @param[out] which  an item; RP_NONE: all numbers are whole
 * @param[out] sum    what the point has of it
 * @return false: out of memory
 */
bool rp_alike_choose(rp_alike *alike, rp_program *program,
                     const rp_point *point, uint32_t *which, double *sum);

#endif
