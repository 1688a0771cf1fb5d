#include "match/second/group_plan.h"

#include "base/array.h"
#include "fit/meeting.h"
#include "fit/rules.h"
#include "fit/score.h"
#include "match/second/clashes.h"
#include "match/second/joint_plan.h"
#include "match/second/visits.h"

#include <stdlib.h>
#include <string.h>

enum { TIER_STAGES = 3 }; /* urgent, soon, routine */

/* -- who wants a seat ------------------------------------------------------ */

static bool has_opening(const rp_outcome *o, uint32_t c) {
    return o->therapist[c] != RP_NONE;
}

bool rp_group_plan_places(const rp_outcome *o, uint32_t c) {
    switch (o->fit->roster->clients[c].wants_group) {
    case RP_GROUP_INSTEAD:
    case RP_GROUP_OPEN:
        return !has_opening(o, c);
    default:
        return false;
    }
}

static bool wants_seat(const rp_outcome *o, uint32_t c) {
    if (!rp_status_is_matched(o->status[c]))
        return false;
    return o->fit->roster->clients[c].wants_group == RP_GROUP_SUPPLEMENT ||
           rp_group_plan_places(o, c);
}

static int stage_of(const rp_outcome *o, uint32_t c) {
    int tier = RP_TIER_URGENT - o->triage->tier[c];

    return rp_group_plan_places(o, c) ? tier : TIER_STAGES + tier;
}

/* -- their lists ----------------------------------------------------------- */

typedef struct listed {
    rp_group_choice choice;
    uint64_t number;
} listed;

static int by_list(const void *left, const void *right) {
    const listed *a = left, *b = right;

    if (a->choice.score != b->choice.score)
        return a->choice.score > b->choice.score ? -1 : 1;
    if (a->number != b->number)
        return a->number < b->number ? -1 : 1;
    return (a->choice.group > b->choice.group) -
           (a->choice.group < b->choice.group);
}

typedef struct listing {
    const rp_group_plan *plan;
    rp_lottery lottery; /* the groups stand for therapists in it */
    uint64_t *lots;     /* [groups] */
    listed *room;       /* [groups] */
    rp_need need;
} listing;

static bool open_listing(listing *l, const rp_group_plan *plan,
                         const rp_lottery *lottery) {
    uint32_t groups = plan->groups->count;

    *l = (listing){.plan = plan,
                   .lots = rp_new_array(groups, sizeof *l->lots),
                   .room = rp_new_array(groups, sizeof *l->room)};
    for (uint32_t g = 0; l->lots && g < groups; g++) {
        const char *id = rp_groups_filed_id(plan->groups, plan->fit.roster, g);
        l->lots[g] = rp_lottery_lot(id, strlen(id));
    }
    l->lottery = *lottery;
    l->lottery.therapists = l->lots;
    return l->lots && l->room;
}

static void close_listing(listing *l) {
    rp_need_clear(&l->need);
    free(l->lots);
    free(l->room);
}

/* The groups that a client may join into l->room, the best first.
 * @return false when out of memory */
static bool list_groups(listing *l, uint32_t client, size_t *count) {
    const rp_group_plan *plan = l->plan;

    *count = 0;
    if (!rp_need_set(&l->need, &plan->fit, client))
        return false;
    for (uint32_t g = 0; g < plan->groups->count; g++) {
        if (plan->groups->items[g].closed == RP_YES ||
            rp_rules_forbidding(&plan->fit, &l->need, g, NULL, 0) > 0)
            continue;
        uint16_t s = (uint16_t)rp_score_of(&plan->fit, &l->need, g);
        l->room[(*count)++] =
            (listed){{g, s}, rp_lottery_pair(&l->lottery, client, g)};
    }
    if (*count > 1)
        qsort(l->room, *count, sizeof *l->room, by_list);
    return true;
}

static bool keep_list(rp_group_plan *plan, const listing *l, uint32_t seeker,
                      size_t count, size_t *capacity) {
    size_t made = plan->begin[seeker];

    for (size_t k = 0; k < count; k++) {
        rp_group_choice *grown =
            rp_grow_array(plan->choices, made, capacity, sizeof *grown);
        if (!grown)
            return false;
        plan->choices = grown;
        grown[made++] = l->room[k].choice;
    }
    plan->begin[seeker + 1] = made;
    return true;
}

/* Leave out groups that somebody leads whom one apart from the client has. */
static size_t leave_apart(const listing *l, const rp_outcome *o,
                          uint32_t client, size_t count) {
    size_t kept = 0;

    for (size_t k = 0; k < count; k++) {
        const rp_list *leaders =
            l->plan->groups->items[l->room[k].choice.group].leaders;
        bool clashes = false;
        for (uint32_t i = 0; i < leaders->count; i++)
            clashes |= rp_clashes_with(o, NULL, client, leaders->items[i].tag);
        if (!clashes)
            l->room[kept++] = l->room[k];
    }
    return kept;
}

static rp_status list_all(rp_group_plan *plan, const rp_outcome *o) {
    size_t count, capacity = 0;
    listing l;
    bool whole = open_listing(&l, plan, &o->triage->lottery);

    for (uint32_t k = 0; whole && k < plan->seeker_count; k++)
        whole =
            list_groups(&l, plan->seeker[k], &count) &&
            keep_list(plan, &l, k, leave_apart(&l, o, plan->seeker[k], count),
                      &capacity);
    close_listing(&l);
    return whole ? RP_OK : RP_ERR_MEMORY;
}

/* -- the plan -------------------------------------------------------------- */

/* In the order of ties, as the joint plan takes them. */
typedef struct joint {
    uint32_t *order; /* [seekers] */
    int *stage;
    size_t *begin, *place;
    rp_joint_pair *pairs;
    uint32_t *least, *most;
} joint;

static bool open_joint(joint *j, const rp_group_plan *plan) {
    size_t seekers = plan->seeker_count, groups = plan->groups->count;

    *j = (joint){.order = rp_new_array(seekers, sizeof *j->order),
                 .stage = rp_new_array(seekers, sizeof *j->stage),
                 .begin = rp_new_array(seekers + 1, sizeof *j->begin),
                 .place = rp_new_array(seekers, sizeof *j->place),
                 .pairs = rp_new_array(plan->begin[seekers], sizeof *j->pairs),
                 .least = rp_new_array(groups, sizeof *j->least),
                 .most = rp_new_array(groups, sizeof *j->most)};
    return j->order && j->stage && j->begin && j->place && j->pairs &&
           j->least && j->most;
}

static void close_joint(joint *j) {
    free(j->order);
    free(j->stage);
    free(j->begin);
    free(j->place);
    free(j->pairs);
    free(j->least);
    free(j->most);
}

static void fill_joint(joint *j, const rp_group_plan *plan,
                       const rp_outcome *o) {
    size_t count = 0;
    uint32_t next = 0;

    for (uint32_t g = 0; g < plan->groups->count; g++) {
        const rp_group *group = &plan->groups->items[g];
        int32_t needs = group->min_size - group->current;
        j->least[g] = needs > 0 ? (uint32_t)needs : 0;
        j->most[g] = (uint32_t)(group->max_size - group->current);
    }
    for (uint32_t k = 0; k < o->fit->roster->client_count; k++) {
        uint32_t c = o->triage->sequence[k];
        uint32_t seeker = rp_group_plan_find(plan, c);
        if (seeker == RP_NONE)
            continue;
        j->order[next] = seeker;
        j->stage[next] = stage_of(o, c);
        for (size_t p = plan->begin[seeker]; p < plan->begin[seeker + 1]; p++)
            j->pairs[count++] = (rp_joint_pair){.taker = plan->choices[p].group,
                                                .gain = plan->choices[p].score +
                                                        o->triage->wait[c]};
        j->begin[++next] = count;
    }
}

/* One group, or two that one person leads. */
static bool are_led_alike(const void *payload, uint32_t group, uint32_t other) {
    const rp_groups *groups = payload;
    const rp_list *leaders = groups->items[group].leaders;
    bool alike = group == other;

    for (uint32_t i = 0; i < leaders->count; i++)
        alike |=
            rp_list_has(groups->items[other].leaders, leaders->items[i].tag);
    return alike;
}

/* Two who are to be apart join no such groups. */
static bool find_clashes(const joint *j, rp_joint_problem *problem,
                         const rp_group_plan *plan, const rp_outcome *o) {
    uint32_t *client = rp_new_array(plan->seeker_count, sizeof *client);
    const rp_clash_search search = {&o->triage->links, client, problem,
                                    are_led_alike, plan->groups};
    rp_joint_clash *clashes = NULL;

    for (uint32_t k = 0; client && k < plan->seeker_count; k++)
        client[k] = plan->seeker[j->order[k]];
    bool whole =
        client && rp_clashes_find(&clashes, &problem->clash_count, &search);
    problem->clashes = clashes;
    free(client);
    return whole;
}

static rp_status solve(rp_group_plan *plan, const rp_outcome *o) {
    joint j;
    rp_status status = open_joint(&j, plan) ? RP_OK : RP_ERR_MEMORY;

    if (status == RP_OK) {
        fill_joint(&j, plan, o);
        rp_joint_problem problem = {.clients = plan->seeker_count,
                                    .takers = plan->groups->count,
                                    .stages = 2 * TIER_STAGES,
                                    .stage = j.stage,
                                    .begin = j.begin,
                                    .pairs = j.pairs,
                                    .least = j.least,
                                    .most = j.most};
        status = find_clashes(&j, &problem, plan, o)
                     ? rp_joint_plan(&problem, j.place)
                     : RP_ERR_MEMORY;
        free((void *)(uintptr_t)problem.clashes); /* made here */
    }
    for (uint32_t k = 0; status == RP_OK && k < plan->seeker_count; k++)
        if (j.place[k] != RP_NO_PLACE) {
            uint32_t g = j.pairs[j.place[k]].taker;
            plan->group[j.order[k]] = g;
            plan->joined[g]++;
        }
    close_joint(&j);
    return status;
}

static void count_waiting(rp_group_plan *plan) {
    for (uint32_t k = 0; k < plan->seeker_count; k++)
        for (size_t p = plan->begin[k];
             plan->group[k] == RP_NONE && p < plan->begin[k + 1]; p++)
            plan->waiting[plan->choices[p].group]++;
}

/* -- all of it ------------------------------------------------------------- */

/* The groups in the place of therapists; everything else is the roster's. */
static rp_status open_fit(rp_group_plan *plan, const rp_fit *first) {
    rp_therapist *offers = rp_new_array(plan->groups->count, sizeof *offers);

    plan->roster = *first->roster;
    plan->roster.therapists = offers;
    plan->roster.therapist_count = plan->groups->count;
    plan->roster.taken = NULL;
    if (!offers)
        return RP_ERR_MEMORY;
    for (uint32_t g = 0; g < plan->groups->count; g++)
        offers[g] = plan->groups->items[g].offer;
    return rp_fit_init_role(&plan->fit, first, RP_ROLE_GROUP, &plan->roster,
                            NULL);
}

/* Who meets their therapist cannot meet a group. */
static bool note_busy(rp_group_plan *plan, const rp_outcome *o) {
    uint32_t clients = o->fit->roster->client_count;
    bool whole = true;

    if (!rp_meeting_promises(o->fit))
        return true;
    plan->busy = rp_new_array(clients, sizeof *plan->busy);
    for (uint32_t c = 0; plan->busy && whole && c < clients; c++)
        whole = rp_visits_busy(&plan->busy[c], &plan->fit.arena, o, c);
    plan->fit.busy = plan->busy;
    return plan->busy && whole;
}

rp_status rp_group_plan_begin(rp_group_plan *out, const rp_fit *fit) {
    *out = (rp_group_plan){.groups = fit->groups};
    out->joined = rp_new_array(out->groups->count, sizeof *out->joined);
    out->waiting = rp_new_array(out->groups->count, sizeof *out->waiting);
    return out->joined && out->waiting ? open_fit(out, fit) : RP_ERR_MEMORY;
}

rp_status rp_group_plan_make(rp_group_plan *out, const rp_outcome *o) {
    uint32_t clients = o->fit->roster->client_count;
    rp_status status = rp_group_plan_begin(out, o->fit);

    if (status != RP_OK)
        return status;
    out->seeker = rp_new_array(clients, sizeof *out->seeker);
    if (!out->seeker)
        return RP_ERR_MEMORY;
    for (uint32_t c = 0; c < clients; c++)
        if (wants_seat(o, c))
            out->seeker[out->seeker_count++] = c;
    out->group = rp_new_array(out->seeker_count, sizeof *out->group);
    out->begin =
        rp_new_array((size_t)out->seeker_count + 1, sizeof *out->begin);
    if (!out->group || !out->begin)
        return RP_ERR_MEMORY;
    for (uint32_t k = 0; k < out->seeker_count; k++)
        out->group[k] = RP_NONE;
    if (!note_busy(out, o))
        status = RP_ERR_MEMORY;
    if (status == RP_OK)
        status = list_all(out, o);
    if (status == RP_OK)
        status = solve(out, o);
    if (status == RP_OK)
        count_waiting(out);
    return status;
}

void rp_group_plan_clear(rp_group_plan *plan) {
    rp_fit_clear(&plan->fit);
    free(plan->roster.therapists);
    free(plan->busy);
    free(plan->seeker);
    free(plan->group);
    free(plan->begin);
    free(plan->choices);
    free(plan->joined);
    free(plan->waiting);
    *plan = (rp_group_plan){0};
}

uint32_t rp_group_plan_find(const rp_group_plan *plan, uint32_t client) {
    uint32_t low = 0, high = plan->seeker_count;

    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (plan->seeker[middle] < client)
            low = middle + 1;
        else
            high = middle;
    }
    return low < plan->seeker_count && plan->seeker[low] == client ? low
                                                                   : RP_NONE;
}

/* Is there a seat for one more, and are there enough with them? */
static bool has_seat(const rp_group_plan *plan, uint32_t group) {
    const rp_group *g = &plan->groups->items[group];
    int32_t members = g->current + (int32_t)plan->joined[group];

    return members < g->max_size && members + 1 >= g->min_size;
}

rp_status rp_group_plan_best(const rp_group_plan *plan,
                             const rp_lottery *lottery, uint32_t client,
                             rp_group_choice *out, size_t most, size_t *count) {
    size_t fitting = 0;
    listing l;
    bool whole =
        open_listing(&l, plan, lottery) && list_groups(&l, client, &fitting);

    *count = 0;
    for (size_t k = 0; whole && k < fitting && *count < most; k++)
        if (has_seat(plan, l.room[k].choice.group))
            out[(*count)++] = l.room[k].choice;
    close_listing(&l);
    return whole ? RP_OK : RP_ERR_MEMORY;
}

bool rp_group_plan_runs(const rp_group_plan *plan, uint32_t group) {
    const rp_group *g = &plan->groups->items[group];

    return g->current + (int32_t)plan->joined[group] >= g->min_size;
}
