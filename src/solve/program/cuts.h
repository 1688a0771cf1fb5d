/**
 * @file cuts.h
 * Rows that a point of the program breaks and every plan keeps.
 */
#ifndef RP_SOLVE_PROGRAM_CUTS_H
#define RP_SOLVE_PROGRAM_CUTS_H

#include "solve/program/program.h"

/** How much of each pair a point has; arrays are owned. */
typedef struct rp_point {
    double *share;  /* [pairs] */
    size_t *pair;   /* [count] those of which it has some, by unit */
    uint32_t *unit; /* [count] */
    size_t count, room, unit_room;
    double *weekly; /* [all hours] */
    rp_rhythms deal;
} rp_point;

/** Shares this near to 0 or 1 are whole. */
#define RP_POINT_NEAR 1e-6

/** @return false: out of memory; clear in any case */
bool rp_point_init(rp_point *out, const rp_problem *problem);
void rp_point_clear(rp_point *point);

/** The last solution. @return false: out of memory */
bool rp_point_read(rp_point *point, const rp_program *program);

/** Add rows that it breaks; therapists whose hours cannot be dealt are taken
 *  apart. @param[out] added  rows, or therapists
 *  @return false: out of memory */
bool rp_cuts_add(rp_point *point, rp_program *program, size_t *added);

#endif
