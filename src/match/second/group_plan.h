/**
 * @file group_plan.h
 * Who has a seat in which group, once the first plan is known.
 *
 * Source: src/docs/weeks.md, Groups.
 */
#ifndef RP_MATCH_SECOND_GROUP_PLAN_H
#define RP_MATCH_SECOND_GROUP_PLAN_H

#include "match/outcome.h"

/** A group that a client may join. */
typedef struct rp_group_choice {
    uint32_t group;
    uint16_t score; /* S */
} rp_group_choice;

/** Begin with zeros. */
typedef struct rp_group_plan {
    const rp_groups *groups; /* borrowed */
    rp_roster roster; /* their side of a pair; its people are the clinic's */
    rp_fit fit;
    rp_times *busy;   /* [clients] what the first plan took of their week */
    uint32_t *seeker; /* [seeker_count] clients who want a seat, by id */
    uint32_t *group;  /* [seeker_count] theirs, or RP_NONE */
    size_t *begin;    /* [seeker_count + 1] of their choices */
    rp_group_choice *choices; /* each one's own list, the best first */
    uint32_t seeker_count;
    uint32_t *joined;  /* [groups] how many have a seat in this run */
    uint32_t *waiting; /* [groups] who may join and has no seat anywhere */
} rp_group_plan;

/**
 * Find the plan.
 *
 * @param outcome  solved; borrowed by nothing
 * @return RP_OK, RP_ERR_MEMORY, RP_ERR_SOLVER, RP_ERR_SIZE; clear it in any
 *         case
 */
rp_status rp_group_plan_make(rp_group_plan *out, const rp_outcome *outcome);
void rp_group_plan_clear(rp_group_plan *plan);

/** The number of a client among those who want a seat, or RP_NONE. */
uint32_t rp_group_plan_find(const rp_group_plan *plan, uint32_t client);

/**
 * The groups as their sheet has them, before anybody has a seat: for
 * rp_group_plan_best() alone.
 *
 * @param fit  has groups; borrowed
 * @return RP_OK or RP_ERR_MEMORY; clear it in any case
 */
rp_status rp_group_plan_begin(rp_group_plan *out, const rp_fit *fit);

/**
 * The groups that fit any client best, want they one or not, of those that have
 * a seat left as the plan stands and would come off with them.
 *
 * @param[out] out    [most] the best first
 * @param[out] count  how many
 * @return RP_OK or RP_ERR_MEMORY
 */
rp_status rp_group_plan_best(const rp_group_plan *plan,
                             const rp_lottery *lottery, uint32_t client,
                             rp_group_choice *out, size_t most, size_t *count);

/** Does a group come off: has it, with the new ones, enough members? */
bool rp_group_plan_runs(const rp_group_plan *plan, uint32_t group);

/** Does a client have a seat that stands for a therapist? */
bool rp_group_plan_places(const rp_outcome *outcome, uint32_t client);

#endif
