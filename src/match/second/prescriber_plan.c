#include "match/second/prescriber_plan.h"

#include "base/array.h"
#include "fit/flags.h"
#include "fit/meeting.h"
#include "fit/rules.h"
#include "fit/score.h"
#include "match/absence.h"
#include "match/second/clashes.h"
#include "match/second/joint_plan.h"

#include <stdlib.h>

enum { TIER_STAGES = 3, STAGES = TIER_STAGES + 1 };

const char *const rp_prescribed_names[RP_PRESCRIBED_COUNT] = {
    "assigned", "waitlist", "ineligible", "offered", "none"};

/* -- who ------------------------------------------------------------------- */

static bool has_flag(const rp_fit *fit, const rp_client *client) {
    unsigned flags = 0;

    for (uint32_t i = 0; i < client->concerns->count; i++)
        flags |=
            rp_flags_of(fit->taxonomy, client, &client->concerns->items[i]);
    return flags & 1u << RP_FLAG_PRESCRIBER;
}

static bool may_want(const rp_fit *fit, const rp_client *client) {
    return client->needs_prescriber == RP_NEED_OPEN ||
           (client->needs_prescriber == RP_BLANK && has_flag(fit, client));
}

static rp_status find_clients(rp_prescriber_plan *plan, const rp_outcome *o) {
    const rp_roster *roster = o->fit->roster;

    plan->rows = rp_new_array(roster->client_count, sizeof *plan->rows);
    plan->given = rp_new_array(roster->therapist_count, sizeof *plan->given);
    if (!plan->rows || !plan->given)
        return RP_ERR_MEMORY;
    for (uint32_t c = 0; c < roster->client_count; c++) {
        const rp_client *client = &roster->clients[c];
        bool needs = client->needs_prescriber == RP_NEED_YES;
        if (rp_status_is_matched(o->status[c]) &&
            (needs || may_want(o->fit, client)))
            plan->rows[plan->count++] = (rp_prescription){.client = c,
                                                          .therapist = RP_NONE,
                                                          .seat = RP_NONE,
                                                          .is_open = !needs};
    }
    return RP_OK;
}

static uint32_t openings_of(const rp_outcome *o, uint32_t t) {
    int32_t openings = o->fit->roster->therapists[t].prescriber_openings;

    return openings > 0 &&
                   rp_absence_of(o->fit, t, o->triage->as_of) == RP_PRESENT
               ? (uint32_t)openings
               : 0;
}

/* -- their lists ----------------------------------------------------------- */

typedef struct listed {
    rp_joint_pair pair;
    uint16_t score;
    uint64_t number;
} listed;

static int by_list(const void *left, const void *right) {
    const listed *a = left, *b = right;

    if (a->score != b->score)
        return a->score > b->score ? -1 : 1;
    if (a->number != b->number)
        return a->number < b->number ? -1 : 1;
    return (a->pair.taker > b->pair.taker) - (a->pair.taker < b->pair.taker);
}

/* In the order of ties, as the joint plan takes them. */
typedef struct joint {
    rp_prescriber_plan *plan;
    const rp_outcome *outcome;
    const rp_list *const *leaders; /* [clients] of their groups */
    rp_need need;
    listed *room;    /* [therapists] */
    uint32_t *order; /* [clients] rows of the plan */
    int *stage;
    size_t *begin, *place;
    rp_joint_pair *pairs;
    uint16_t *scores; /* of pairs */
    uint32_t *hours;  /* [hour_count] seats of pairs */
    size_t pair_room, score_room, hour_count, hour_room;
    uint32_t *least, *most; /* [therapists] */
} joint;

static bool open_joint(joint *j) {
    size_t clients = j->plan->count;
    size_t therapists = j->outcome->fit->roster->therapist_count;

    j->room = rp_new_array(therapists, sizeof *j->room);
    j->order = rp_new_array(clients, sizeof *j->order);
    j->stage = rp_new_array(clients, sizeof *j->stage);
    j->begin = rp_new_array(clients + 1, sizeof *j->begin);
    j->place = rp_new_array(clients, sizeof *j->place);
    j->least = rp_new_array(therapists, sizeof *j->least);
    j->most = rp_new_array(therapists, sizeof *j->most);
    return j->room && j->order && j->stage && j->begin && j->place &&
           j->least && j->most;
}

static void close_joint(joint *j) {
    rp_need_clear(&j->need);
    free(j->room);
    free(j->order);
    free(j->stage);
    free(j->begin);
    free(j->place);
    free(j->pairs);
    free(j->scores);
    free(j->hours);
    free(j->least);
    free(j->most);
}

static bool add_pair(joint *j, size_t at, const listed *from) {
    rp_joint_pair *pairs =
        rp_grow_array(j->pairs, at, &j->pair_room, sizeof *pairs);
    uint16_t *scores =
        rp_grow_array(j->scores, at, &j->score_room, sizeof *scores);

    if (pairs)
        j->pairs = pairs;
    if (scores)
        j->scores = scores;
    if (!pairs || !scores)
        return false;
    pairs[at] = from->pair;
    scores[at] = from->score;
    return true;
}

/* The hours of a prescriber that a client can have, behind those of pairs
 * before. */
static bool list_hours(joint *j, uint32_t t) {
    const rp_visits *visits = &j->plan->visits;
    size_t most = visits->first[t + 1] - visits->first[t];

    if (most == 0 || !rp_visits_binds(visits, j->need.index, t))
        return true;
    while (j->hour_count + most > j->hour_room) {
        uint32_t *grown =
            rp_grow_array(j->hours, j->hour_room, &j->hour_room, sizeof *grown);
        if (!grown)
            return false;
        j->hours = grown;
    }
    j->hour_count +=
        rp_visits_list(visits, &j->need, t, j->hours + j->hour_count);
    return true;
}

/* The prescribers of a row that stands at `at` in the line. */
static bool list_prescribers(joint *j, uint32_t at) {
    const rp_fit *fit = &j->plan->fit;
    const rp_outcome *o = j->outcome;
    rp_prescription *row = &j->plan->rows[j->order[at]];
    uint32_t c = row->client, count = 0;

    if (!rp_need_set(&j->need, fit, c))
        return false;
    for (uint32_t t = 0; t < fit->roster->therapist_count; t++) {
        if (fit->roster->therapists[t].prescriber_openings <= 0 ||
            rp_rules_forbidding(fit, &j->need, t, NULL, 0) > 0 ||
            rp_clashes_with(o, j->leaders, c, t))
            continue;
        row->eligible++;
        if (j->most[t] == 0)
            continue;
        size_t hours = j->hour_count;
        if (!list_hours(j, t))
            return false;
        uint32_t found = (uint32_t)(j->hour_count - hours);
        if (found == 0 && rp_visits_binds(&j->plan->visits, c, t)) {
            row->lacks_hour = true; /* no rule: such a client waits */
            continue;
        }
        uint16_t s = (uint16_t)rp_score_of(fit, &j->need, t);
        j->room[count++] =
            (listed){.pair = {.taker = t,
                              .gain = s + o->triage->wait[c],
                              .hours = hours,
                              .hour_count = found},
                     .score = s,
                     .number = rp_lottery_pair(&o->triage->lottery, c, t)};
    }
    row->lacks_hour &= count == 0;
    if (count > 1)
        qsort(j->room, count, sizeof *j->room, by_list);
    for (uint32_t k = 0; k < count; k++)
        if (!add_pair(j, j->begin[at] + k, &j->room[k]))
            return false;
    j->begin[at + 1] = j->begin[at] + count;
    return true;
}

/* -- the plan -------------------------------------------------------------- */

static uint32_t row_of(const rp_prescriber_plan *plan, uint32_t client) {
    const rp_prescription *row = rp_prescriber_plan_find(plan, client);

    return row ? (uint32_t)(row - plan->rows) : RP_NONE;
}

static rp_status fill(joint *j) {
    const rp_outcome *o = j->outcome;
    uint32_t at = 0;

    for (uint32_t t = 0; t < o->fit->roster->therapist_count; t++)
        j->most[t] = openings_of(o, t);
    for (uint32_t k = 0; k < o->fit->roster->client_count; k++) {
        uint32_t row = row_of(j->plan, o->triage->sequence[k]);
        if (row == RP_NONE)
            continue;
        j->order[at] = row;
        j->stage[at] =
            j->plan->rows[row].is_open
                ? TIER_STAGES
                : RP_TIER_URGENT - o->triage->tier[j->plan->rows[row].client];
        if (!list_prescribers(j, at++))
            return RP_ERR_MEMORY;
    }
    return RP_OK;
}

/* Which hour each has: by prescriber, in the order of ties. */
static bool deal(joint *j) {
    uint32_t clients = j->plan->count;
    rp_visitor *visitors = rp_new_array(clients, sizeof *visitors);
    uint32_t *rows = rp_new_array(clients, sizeof *rows);
    bool whole = visitors && rows;

    for (uint32_t t = 0; whole && t < j->outcome->fit->roster->therapist_count;
         t++) {
        uint32_t count = 0;
        for (uint32_t at = 0; at < clients; at++) {
            if (!j->pairs || j->place[at] == RP_NO_PLACE)
                continue;
            const rp_joint_pair *pair = &j->pairs[j->place[at]];
            if (pair->taker != t || pair->hour_count == 0)
                continue;
            rows[count] = j->order[at];
            visitors[count++] =
                (rp_visitor){j->hours + pair->hours, pair->hour_count, RP_NONE};
        }
        if (count > 0)
            whole = rp_visits_deal(&j->plan->visits, visitors, count);
        for (uint32_t k = 0; whole && k < count; k++)
            j->plan->rows[rows[k]].seat = visitors[k].seat;
    }
    free(visitors);
    free(rows);
    return whole;
}

/* Has somebody who fits an opening left, so that an hour is what lacks?
 * @return false when out of memory */
static bool find_obstacle(joint *j, rp_prescription *row) {
    const rp_fit *fit = &j->plan->fit;

    if (!rp_meeting_promises(fit))
        return true;
    if (!rp_need_set(&j->need, fit, row->client))
        return false;
    for (uint32_t t = 0; t < fit->roster->therapist_count; t++)
        row->lacks_hour |= j->most[t] > j->plan->given[t] &&
                           rp_rules_forbidding(fit, &j->need, t, NULL, 0) == 0;
    return true;
}

static bool take(joint *j) {
    bool whole = true;

    for (uint32_t at = 0; at < j->plan->count; at++) {
        rp_prescription *row = &j->plan->rows[j->order[at]];
        bool has = j->pairs && j->place[at] != RP_NO_PLACE;
        if (has) {
            row->therapist = j->pairs[j->place[at]].taker;
            row->score = j->scores[j->place[at]];
            j->plan->given[row->therapist]++;
        }
        row->status = (uint8_t)(row->is_open ? has ? RP_PRESCRIBED_OFFERED
                                                   : RP_PRESCRIBED_NONE
                                : has        ? RP_PRESCRIBED_ASSIGNED
                                : row->eligible > 0 ? RP_PRESCRIBED_WAITLIST
                                                    : RP_PRESCRIBED_INELIGIBLE);
    }
    for (uint32_t k = 0; whole && k < j->plan->count; k++)
        if (j->plan->rows[k].therapist == RP_NONE)
            whole = find_obstacle(j, &j->plan->rows[k]);
    return whole;
}

static bool is_same(const void *payload, uint32_t taker, uint32_t other) {
    (void)payload;
    return taker == other;
}

/* Two who are to be apart have not one prescriber. */
static bool find_clashes(const joint *j, rp_joint_problem *problem) {
    uint32_t *client = rp_new_array(j->plan->count, sizeof *client);
    const rp_clash_search search = {&j->outcome->triage->links, client, problem,
                                    is_same, NULL};
    rp_joint_clash *clashes = NULL;

    for (uint32_t at = 0; client && at < j->plan->count; at++)
        client[at] = j->plan->rows[j->order[at]].client;
    bool whole =
        client && rp_clashes_find(&clashes, &problem->clash_count, &search);
    problem->clashes = clashes;
    free(client);
    return whole;
}

static rp_status solve(rp_prescriber_plan *plan, const rp_outcome *o,
                       const rp_list *const *leaders) {
    joint j = {.plan = plan, .outcome = o, .leaders = leaders};
    rp_status status = open_joint(&j) ? fill(&j) : RP_ERR_MEMORY;

    if (status == RP_OK) {
        rp_joint_problem problem = {.clients = plan->count,
                                    .takers = o->fit->roster->therapist_count,
                                    .stages = STAGES,
                                    .stage = j.stage,
                                    .begin = j.begin,
                                    .pairs = j.pairs,
                                    .least = j.least,
                                    .most = j.most,
                                    .hours = j.hours};
        status = find_clashes(&j, &problem) ? rp_joint_plan(&problem, j.place)
                                            : RP_ERR_MEMORY;
        free((void *)(uintptr_t)problem.clashes); /* made here */
    }
    if (status == RP_OK && !(take(&j) && deal(&j)))
        status = RP_ERR_MEMORY;
    close_joint(&j);
    return status;
}

rp_status rp_prescriber_plan_make(rp_prescriber_plan *out, const rp_outcome *o,
                                  const rp_times *const *groups,
                                  const rp_list *const *leaders) {
    *out = (rp_prescriber_plan){.count = 0};
    rp_status status = find_clients(out, o);

    if (status == RP_OK)
        status = rp_fit_init_role(&out->fit, o->fit, RP_ROLE_PRESCRIBER,
                                  o->fit->roster, o->therapist);
    if (status == RP_OK)
        status = rp_visits_make(&out->visits, o, groups);
    if (status == RP_OK)
        status = solve(out, o, leaders);
    out->visits.groups = NULL;
    return status;
}

void rp_prescriber_plan_clear(rp_prescriber_plan *plan) {
    rp_fit_clear(&plan->fit);
    rp_visits_clear(&plan->visits);
    free(plan->rows);
    free(plan->given);
    *plan = (rp_prescriber_plan){.count = 0};
}

const rp_prescription *rp_prescriber_plan_find(const rp_prescriber_plan *plan,
                                               uint32_t client) {
    uint32_t low = 0, high = plan->count;

    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (plan->rows[middle].client < client)
            low = middle + 1;
        else
            high = middle;
    }
    return low < plan->count && plan->rows[low].client == client
               ? &plan->rows[low]
               : NULL;
}
