/**
 * @file taken_apart.h
 * Therapists whose hours are taken apart in the graph of a change.
 *
 * The graph of the plan has places for those hours that bind there
 * (solve/again/bound_hours.h). Others bind only after a change, or are other
 * ones then. Each hour of such a therapist becomes a place behind all others,
 * their own places lose their seats, and who holds an hour outside of the
 * market, and absences, become extras (solve/again/wide_problem.h).
 */
#ifndef RP_WHY_TRIAL_TAKEN_APART_H
#define RP_WHY_TRIAL_TAKEN_APART_H

#include "match/suiting.h"
#include "solve/again/residual_graph.h"
#include "why/trial/shift.h"
#include "why/trial/trials.h"

/** Those of one graph. Everything is owned. */
typedef struct rp_taken_apart {
    uint32_t room;       /* places that there can be, and extras */
    uint32_t clients;    /* of the graph, with extras */
    uint32_t count;      /* therapists */
    uint32_t *therapist; /* [count] */
    uint32_t places;
    uint16_t *hour;    /* [places] by number */
    uint16_t *columns; /* [places][clients] S */
    uint32_t extras;   /* in the market */
} rp_taken_apart;

/** @return false when out of memory; clear in any case */
bool rp_taken_apart_init(rp_taken_apart *out, uint32_t room, uint32_t clients);
void rp_taken_apart_clear(rp_taken_apart *apart);

/** Nobody is. */
void rp_taken_apart_reset(rp_taken_apart *apart);

/** A change that is made in a graph. Everything is borrowed. */
typedef struct rp_taking_change {
    const rp_study *study;
    const rp_shift *shift;
    uint32_t next;             /* who takes an opening outside; RP_NONE */
    const rp_suiting *suiting; /* after it */
    rp_residual *graph;
    uint16_t *row; /* [places] of the graph, of a row that is edited */
} rp_taking_change;

/** Take the extras of a therapist out of the market, with their seats. */
void rp_taken_apart_remove_extras(rp_residual *graph,
                                  const rp_wide_problem *wide,
                                  uint32_t therapist);

/** Take a therapist apart. @return false where that cannot be: there is no
 *  room, or it was done before; then nothing has happened */
bool rp_taken_apart_more(rp_taken_apart *apart, const rp_taking_change *change,
                         uint32_t therapist);

#endif
