/**
 * @file prescriber_plan.h
 * Who prescribes for whom, beside the therapists of the first plan.
 *
 * Source: src/docs/weeks.md, Prescribers.
 */
#ifndef RP_MATCH_SECOND_PRESCRIBER_PLAN_H
#define RP_MATCH_SECOND_PRESCRIBER_PLAN_H

#include "match/second/visits.h"

/** How a client stands in it. */
typedef enum rp_prescribed {
    RP_PRESCRIBED_ASSIGNED,
    RP_PRESCRIBED_WAITLIST,
    RP_PRESCRIBED_INELIGIBLE,
    RP_PRESCRIBED_OFFERED, /* the client may want one, and this one is free */
    RP_PRESCRIBED_NONE,    /* the client may want one, and none is free */
    RP_PRESCRIBED_COUNT
} rp_prescribed;

/** As in prescribers.csv ("offered"). */
extern const char *const rp_prescribed_names[RP_PRESCRIBED_COUNT];

/** A client who needs a prescriber, or may want one. */
typedef struct rp_prescription {
    uint32_t client;
    uint32_t therapist; /* who prescribes, or RP_NONE */
    uint32_t eligible;  /* prescribers whom no rule forbids */
    uint32_t seat;      /* of `visits`: the hour; RP_NONE: none is needed */
    uint16_t score;     /* S of the pair */
    uint8_t status;     /* rp_prescribed */
    bool is_open;       /* the client may want one, and need not have one */
    bool lacks_hour;    /* has none, as all who fit lack an hour for the client,
                           or one has an opening left, and no hour */
} rp_prescription;

/** Begin with zeros. */
typedef struct rp_prescriber_plan {
    rp_fit fit;
    rp_prescription *rows; /* [count] by client */
    uint32_t count;
    uint32_t *given; /* [therapists] openings given in this run */
    rp_visits visits;
} rp_prescriber_plan;

/**
 * Find the plan.
 *
 * @param outcome  solved; borrowed until rp_prescriber_plan_clear()
 * @param groups   [clients] when they meet a group, see rp_visits_make(); NULL
 * @param leaders  [clients] who leads their group, see rp_clashes_with()
 * @return RP_OK, RP_ERR_MEMORY, RP_ERR_SOLVER, RP_ERR_SIZE; clear it in any
 *         case
 */
rp_status rp_prescriber_plan_make(rp_prescriber_plan *out,
                                  const rp_outcome *outcome,
                                  const rp_times *const *groups,
                                  const rp_list *const *leaders);
void rp_prescriber_plan_clear(rp_prescriber_plan *plan);

/** The row of a client, or NULL. */
const rp_prescription *rp_prescriber_plan_find(const rp_prescriber_plan *plan,
                                               uint32_t client);

#endif
