#include "match/outcome.h"

#include "base/array.h"
#include "base/heap.h"
#include "fit/score.h"

#include <math.h>
#include <stdlib.h>

const char *const rp_status_names[RP_STATUS_COUNT] = {
    "human",      "assigned", "pinned",  "waitlist",
    "ineligible", "group",    "started", "hold"};

static rp_status allocate(rp_outcome *o, uint32_t clients,
                          uint32_t therapists) {
    o->status = rp_new_array(clients, sizeof *o->status);
    o->therapist = rp_new_array(clients, sizeof *o->therapist);
    o->score = rp_new_array(clients, sizeof *o->score);
    o->choices = rp_new_array(clients, sizeof *o->choices);
    o->seekers = rp_new_array(therapists, sizeof *o->seekers);
    o->assigned = rp_new_array(therapists, sizeof *o->assigned);
    o->left = rp_new_array(therapists, sizeof *o->left);
    o->score_sum = rp_new_array(therapists, sizeof *o->score_sum);
    return o->status && o->therapist && o->score && o->choices && o->seekers &&
                   o->assigned && o->left && o->score_sum
               ? RP_OK
               : RP_ERR_MEMORY;
}

rp_status rp_outcome_market(rp_market **out, const rp_outcome *o,
                            const rp_context *context, const uint8_t *tier,
                            const rp_conditions *conditions,
                            rp_pair_source source, bool keeps) {
    const rp_triage *triage = o->triage;
    const rp_policy *policy = o->fit->policy;
    const rp_keep *keep = keeps ? triage->keep : NULL;
    int64_t waits = triage->is_strict ? 0
                                      : (int64_t)policy->wait_points *
                                            (int64_t)policy->wait_weeks_max;
    int64_t most = RP_SCORE_LIMIT + waits;
    rp_hour_source hours = {0};
    rp_market_setup setup = {.clients = o->fit->roster->client_count,
                             .therapists = o->fit->roster->therapist_count,
                             .tier = tier,
                             .wait = triage->wait,
                             .openings = triage->openings,
                             .kept = keep ? keep->therapist : NULL,
                             .keep = keep ? keep->points : 0,
                             .worth_limit = most + (keep ? keep->points : 0),
                             .sequence = triage->sequence,
                             .lottery = &triage->lottery,
                             .is_strict = triage->is_strict,
                             .conditions = conditions,
                             .source = source,
                             .is_unkept = o->is_list,
                             .threads = context->threads};

    if (o->suiting) {
        hours = rp_suiting_source(o->suiting);
        setup.hours = &hours;
    }
    return rp_market_new(out, &setup);
}

/* The tiers of those whom nothing has settled, or of some of them. */
static uint8_t *open_tiers(const rp_outcome *o, const bool *is_in) {
    uint32_t clients = o->fit->roster->client_count;
    uint8_t *tier = rp_new_array(clients, sizeof *tier);

    for (uint32_t c = 0; tier && c < clients; c++)
        tier[c] = rp_triage_is_out(o->triage, c) || (is_in && !is_in[c])
                      ? (uint8_t)RP_TIER_NONE
                      : o->triage->tier[c];
    return tier;
}

static rp_status open_market(rp_outcome *o, const rp_context *context) {
    uint8_t *tier = open_tiers(o, NULL);

    if (!tier)
        return RP_ERR_MEMORY;
    rp_status status = rp_outcome_market(&o->market, o, context, tier,
                                         rp_outcome_conditions(o),
                                         rp_eligible_source(o->eligible), true);
    free(tier);
    return status == RP_OK && rp_eligible_failed(o->eligible) ? RP_ERR_MEMORY
                                                              : status;
}

/* Eligible pairs of the held, of those on hold and of those who want a group
 * instead: they are in no market. */
static rp_status count_pinned(rp_outcome *o) {
    uint32_t therapists = o->fit->roster->therapist_count;
    uint32_t *row = rp_new_array(therapists, sizeof *row);
    uint16_t *scores = rp_new_array(therapists, sizeof *scores);
    rp_status status = row && scores ? RP_OK : RP_ERR_MEMORY;

    for (uint32_t c = 0; status == RP_OK && c < o->fit->roster->client_count;
         c++) {
        bool is_held = rp_triage_is_held(o->triage, c);
        if (!is_held && o->triage->away[c] != RP_AWAY_HOLD &&
            !o->triage->wants_group[c])
            continue;
        size_t count = rp_market_row(o->market, c, 0, row, scores);
        o->choices[c] = (uint32_t)count;
        for (size_t i = 0; is_held && i < count; i++)
            o->seekers[row[i]]++;
    }
    free(row);
    free(scores);
    return status;
}

static bool place(rp_outcome *o, rp_need *need, uint32_t c,
                  uint32_t therapist) {
    o->therapist[c] = therapist;
    if (therapist == RP_NONE)
        return true;
    if (!rp_need_set(need, o->fit, c))
        return false;
    o->score[c] = (uint16_t)rp_score_of(o->fit, need, therapist);
    o->assigned[therapist]++;
    o->score_sum[therapist] += o->score[c];
    o->placed[o->triage->tier[c]]++;
    o->fit_total += o->score[c];
    o->wait_total += o->triage->wait[c];
    if (o->worst < 0 || o->score[c] < o->worst)
        o->worst = o->score[c];
    return true;
}

/* The therapist that the plan gave a client, or for whom they are held. */
static uint32_t planned(const rp_outcome *o, uint32_t c) {
    return o->triage->pin[c] != RP_NONE ? o->triage->pin[c]
                                        : o->plan.therapist[c];
}

/* The status of a client who is matched. */
static uint8_t status_of(const rp_outcome *o, uint32_t c, bool solved) {
    const rp_triage *t = o->triage;

    if (o->therapist[c] == RP_NONE)
        return o->choices[c] > 0 || !solved ? RP_STATUS_WAITLIST
                                            : RP_STATUS_INELIGIBLE;
    return t->pin[c] != RP_NONE &&
                   (t->held[c] == RP_HELD_PIN || t->held[c] == RP_HELD_FROZEN)
               ? RP_STATUS_PINNED
               : RP_STATUS_ASSIGNED;
}

/* @param given  [clients], NULL: as planned; with `solved` false nobody has a
 *               place, and everybody waits */
static rp_status settle(rp_outcome *o, const uint32_t *given, bool solved) {
    const rp_triage *triage = o->triage;
    rp_need need = {0};
    bool whole = true;

    o->worst = -1;
    for (uint32_t c = 0; c < o->fit->roster->client_count; c++) {
        uint32_t therapist = !solved ? RP_NONE
                             : given ? given[c]
                                     : planned(o, c);
        o->therapist[c] = RP_NONE;
        if (triage->away[c] != RP_AWAY_NOT) {
            o->status[c] = triage->away[c] == RP_AWAY_HOLD ? RP_STATUS_HOLD
                                                           : RP_STATUS_STARTED;
        } else if (triage->human[c]) {
            o->status[c] = RP_STATUS_HUMAN;
        } else {
            o->in_tier[triage->tier[c]]++;
            whole &= place(o, &need, c, therapist);
            o->status[c] = status_of(o, c, solved);
        }
        o->counts[o->status[c]]++;
    }
    rp_need_clear(&need);
    for (uint32_t c = 0; c < o->fit->roster->client_count; c++)
        if (o->therapist[c] != RP_NONE && triage->pin[c] == RP_NONE)
            o->left[o->therapist[c]]++; /* taken from what the held left */
    for (uint32_t t = 0; t < o->fit->roster->therapist_count; t++)
        o->left[t] = triage->openings[t] - o->left[t];
    rp_terms_settle(o->terms, o->therapist);
    return whole ? RP_OK : RP_ERR_MEMORY;
}

/* Deal the hours of the plan. */
static rp_status open_schedule(rp_outcome *o) {
    const rp_schedule_plan plan = {o->triage, o->suiting, o->therapist};

    if (!o->suiting)
        return RP_OK;
    if (o->schedule)
        rp_schedule_clear(o->schedule);
    else
        o->schedule = rp_new_array(1, sizeof *o->schedule);
    return o->schedule
               ? rp_schedule_make(o->schedule, &plan, o->suiting->threads)
               : RP_ERR_MEMORY;
}

rp_status rp_outcome_adopt(rp_outcome *o, const uint32_t *therapist) {
    const rp_triage *triage = o->triage;

    for (uint32_t t = 0; t < o->fit->roster->therapist_count; t++)
        o->left[t] = 0;
    for (uint32_t c = 0; c < o->fit->roster->client_count; c++) {
        if (triage->human[c] || triage->away[c] != RP_AWAY_NOT
                ? therapist[c] != RP_NONE
                : triage->pin[c] != RP_NONE && therapist[c] != triage->pin[c])
            return RP_ERR_DATA;
        if (therapist[c] != RP_NONE && triage->pin[c] == RP_NONE &&
            ++o->left[therapist[c]] > triage->openings[therapist[c]])
            return RP_ERR_DATA;
    }
    for (uint32_t t = 0; t < o->fit->roster->therapist_count; t++)
        o->left[t] = 0;
    for (int k = 0; k < RP_STATUS_COUNT; k++)
        o->counts[k] = 0;
    for (int k = 0; k <= RP_TIER_CRISIS; k++)
        o->in_tier[k] = 0;
    o->is_adopted = true;
    rp_status status = settle(o, therapist, true);
    return status == RP_OK ? open_schedule(o) : status;
}

/* Which hours suit whom; those of the held are taken. */
static rp_status open_suiting(rp_outcome *o, const rp_context *context) {
    o->suiting = rp_new_array(1, sizeof *o->suiting);
    return o->suiting
               ? rp_suiting_init(
                     o->suiting, o->fit, o->triage->pin,
                     o->triage->promises ? o->triage->promises->named : NULL,
                     context->threads)
               : RP_ERR_MEMORY;
}

static rp_status open_outcome(rp_outcome *out, const rp_fit *fit,
                              const rp_triage *triage,
                              const rp_context *context, bool is_list) {
    *out = (rp_outcome){.fit = fit, .triage = triage, .is_list = is_list};
    rp_status status =
        allocate(out, fit->roster->client_count, fit->roster->therapist_count);

    if (status == RP_OK)
        status = rp_terms_make(&out->terms, fit, triage);
    if (status == RP_OK)
        status = rp_eligible_new(&out->eligible, fit, context->threads);
    if (status == RP_OK && rp_meeting_promises(fit))
        status = open_suiting(out, context);
    rp_context_tell(context, "eligible", 1.0);
    if (status == RP_OK)
        status = open_market(out, context);
    rp_context_tell(context, "pairs", 1.0);
    return status;
}

rp_status rp_outcome_open(rp_outcome *out, const rp_fit *fit,
                          const rp_triage *triage, const rp_context *context) {
    return open_outcome(out, fit, triage, context, false);
}

uint32_t rp_outcome_seen_apart(const rp_outcome *o, uint32_t client,
                               uint32_t therapist) {
    const uint32_t *others;
    size_t count = rp_links_apart(&o->triage->links, client, &others);

    for (size_t k = 0; k < count; k++)
        if (rp_later_sees(o->later, others[k], therapist))
            return others[k];
    return RP_NONE;
}

void rp_outcome_follow(rp_outcome *o, const rp_later *later) {
    o->later = later;
    if (o->schedule)
        o->schedule->later = later;
}

bool rp_outcome_has_ways(const rp_outcome *o) {
    if (rp_outcome_conditions(o))
        return false;
    for (uint32_t c = 0; o->suiting && c < o->fit->roster->client_count; c++)
        if (o->suiting->rhythm[c] != RP_WEEKLY &&
            (o->triage->pin[c] != RP_NONE || rp_market_tier(o->market, c) > 0))
            return false;
    return true;
}

bool rp_outcome_is_open(const rp_outcome *o, uint32_t client,
                        uint32_t therapist, int thread) {
    return o->left[therapist] > 0 &&
           rp_terms_allow(o->terms, o->therapist, client, therapist) &&
           rp_outcome_seen_apart(o, client, therapist) == RP_NONE &&
           (!o->schedule ||
            rp_schedule_has_room(o->schedule, client, therapist, thread));
}

rp_status rp_outcome_promises(rp_promises **out, const rp_outcome *o) {
    const rp_triage *t = o->triage;

    *out = o->suiting ? rp_new_array(1, sizeof **out) : NULL;
    if (!o->suiting)
        return RP_OK;
    rp_status status = *out ? rp_promises_init(*out, o->fit) : RP_ERR_MEMORY;
    for (uint32_t c = o->fit->roster->client_count; status == RP_OK && c-- > 0;)
        if (t->pin[c] != RP_NONE)
            rp_promises_take(*out, c, t->pin[c], &t->promises->named[c]);
    return status == RP_OK && rp_promises_failed(*out) ? RP_ERR_MEMORY : status;
}

rp_status rp_outcome_close(rp_outcome *o, const rp_context *context,
                           bool solved) {
    for (uint32_t c = 0; c < o->fit->roster->client_count; c++)
        o->choices[c] = rp_market_client_pairs(o->market, c);
    for (uint32_t t = 0; t < o->fit->roster->therapist_count; t++)
        o->seekers[t] = rp_market_therapist_pairs(o->market, t);
    rp_status status = count_pinned(o);
    if (status == RP_OK)
        status = settle(o, NULL, solved);
    if (status == RP_OK && solved)
        status = open_schedule(o);
    rp_context_tell(context, "outcome", 1.0);
    return status == RP_OK && (rp_eligible_failed(o->eligible) ||
                               (o->suiting && rp_suiting_failed(o->suiting)))
               ? RP_ERR_MEMORY
               : status;
}

rp_status rp_outcome_rank(rp_outcome *out, const rp_fit *fit,
                          const rp_triage *triage, const rp_context *context) {
    rp_status status = rp_outcome_open(out, fit, triage, context);

    return status == RP_OK ? rp_outcome_close(out, context, false) : status;
}

rp_status rp_outcome_list(rp_outcome *out, const rp_fit *fit,
                          const rp_triage *triage, const rp_context *context) {
    rp_status status = open_outcome(out, fit, triage, context, true);

    return status == RP_OK ? rp_outcome_close(out, context, false) : status;
}

rp_status rp_outcome_match(rp_outcome *out, const rp_fit *fit,
                           const rp_triage *triage, const rp_context *context) {
    rp_status status = rp_outcome_open(out, fit, triage, context);

    if (status == RP_OK)
        status = rp_planner_solve(&out->plan, out->market, context);
    return status == RP_OK ? rp_outcome_close(out, context, true) : status;
}

rp_status rp_outcome_prove(rp_outcome *out, const rp_fit *fit,
                           const rp_triage *triage, const rp_context *context,
                           const uint32_t *given) {
    rp_status status = rp_outcome_open(out, fit, triage, context);

    if (status == RP_OK)
        status = rp_planner_prove(&out->plan, out->market, context, given);
    return status == RP_OK ? rp_outcome_close(out, context, true) : status;
}

rp_status rp_outcome_try(rp_plan *out, const rp_outcome *o,
                         const rp_context *context, const bool *is_in,
                         const rp_conditions *conditions) {
    uint8_t *tier = open_tiers(o, is_in);
    rp_market *market = NULL;
    rp_status status =
        tier ? rp_outcome_market(&market, o, context, tier, conditions,
                                 rp_eligible_source(o->eligible), true)
             : RP_ERR_MEMORY;

    *out = (rp_plan){0};
    if (status == RP_OK)
        status = rp_planner_solve(out, market, context);
    rp_market_free(market);
    free(tier);
    return status;
}

void rp_bounds_clear(rp_bounds *bounds) {
    free(bounds->without);
    free(bounds->least);
    *bounds = (rp_bounds){NULL, NULL};
}

void rp_outcome_clear(rp_outcome *outcome) {
    rp_triage_free(outcome->branch);
    rp_bounds_clear(&outcome->bounds);
    rp_plan_clear(&outcome->plan);
    rp_market_free(outcome->market);
    rp_eligible_free(outcome->eligible);
    rp_terms_free(outcome->terms);
    if (outcome->schedule)
        rp_schedule_clear(outcome->schedule);
    free(outcome->schedule);
    if (outcome->suiting)
        rp_suiting_clear(outcome->suiting);
    free(outcome->suiting);
    free(outcome->status);
    free(outcome->therapist);
    free(outcome->score);
    free(outcome->choices);
    free(outcome->seekers);
    free(outcome->assigned);
    free(outcome->left);
    free(outcome->score_sum);
    *outcome = (rp_outcome){0};
}

uint16_t rp_outcome_floor(const rp_policy *policy) {
    return (uint16_t)floor(100.0 * policy->fair_floor + 0.5);
}

int rp_outcome_mean(const rp_outcome *outcome) {
    int64_t count = (int64_t)(outcome->counts[RP_STATUS_ASSIGNED] +
                              outcome->counts[RP_STATUS_PINNED]);

    return count ? (int)((2 * outcome->fit_total + count) / (2 * count)) : -1;
}

int64_t rp_outcome_kept(const rp_outcome *outcome, size_t *pairs) {
    const rp_keep *keep = outcome->triage->keep;

    *pairs = 0;
    for (uint32_t c = 0; keep && c < outcome->fit->roster->client_count; c++)
        *pairs += keep->therapist[c] != RP_NONE &&
                  outcome->therapist[c] == keep->therapist[c];
    return keep ? (int64_t)*pairs * keep->points : 0;
}

static bool is_better(rp_choice a, rp_choice b) {
    if (a.score != b.score)
        return a.score > b.score;
    return a.number != b.number ? a.number < b.number
                                : a.therapist < b.therapist;
}

static int by_choice(const void *left, const void *right) {
    const rp_choice *a = left, *b = right;

    return is_better(*a, *b) ? -1 : is_better(*b, *a);
}

/* The worst of those kept is on top, as the next to be dropped. */
static inline bool is_worse(const rp_choice *a, const rp_choice *b) {
    return is_better(*b, *a);
}

RP_HEAP(choice, rp_choice, is_worse)

bool rp_chooser_init(rp_chooser *out, uint32_t therapists) {
    out->choices = rp_new_array(therapists, sizeof *out->choices);
    out->row = rp_new_array(therapists, sizeof *out->row);
    out->scores = rp_new_array(therapists, sizeof *out->scores);
    return out->choices && out->row && out->scores;
}

void rp_chooser_clear(rp_chooser *chooser) {
    free(chooser->choices);
    free(chooser->row);
    free(chooser->scores);
    *chooser = (rp_chooser){0};
}

bool rp_outcome_has_opening(const rp_outcome *outcome, uint32_t client,
                            int thread, rp_chooser *chooser) {
    const rp_therapist *therapists = outcome->fit->roster->therapists;
    size_t count = rp_market_row(outcome->market, client, thread, chooser->row,
                                 chooser->scores);

    chooser->count = count;
    for (size_t i = 0; i < count; i++) {
        uint32_t t = chooser->row[i];
        if (therapists[t].openings > 0 &&
            (!outcome->triage->leaves[t] || outcome->assigned[t] > 0))
            return true;
    }
    return false;
}

size_t rp_outcome_choices(const rp_outcome *outcome, uint32_t client,
                          int thread, size_t top, rp_chooser *chooser,
                          uint32_t *rank) {
    rp_choice *choices = chooser->choices;
    uint32_t own = outcome->therapist[client];
    const rp_lottery *lottery = &outcome->triage->lottery;
    rp_choice mine = {.therapist = own, .score = outcome->score[client]};
    uint32_t better = 0;
    bool listed = false;
    size_t count = outcome->is_list
                       ? rp_eligible_best(outcome->eligible, client, thread,
                                          own == RP_NONE ? top : 0,
                                          chooser->row, chooser->scores)
                       : rp_market_scores(outcome->market, client, thread,
                                          chooser->row, chooser->scores);
    size_t kept = 0;

    chooser->count = count;
    if (own != RP_NONE)
        mine.number = rp_lottery_pair(lottery, client, own);
    if (top == 0 || top > count)
        top = count;
    for (size_t i = 0; i < count; i++) {
        rp_choice next = {.therapist = chooser->row[i],
                          .score = chooser->scores[i]};
        listed |= next.therapist == own;
        better += own != RP_NONE && next.score > mine.score;
        bool is_level = own != RP_NONE && next.score == mine.score;
        bool is_out = kept == top && next.score < choices[0].score;
        if (is_out && !is_level)
            continue; /* no lot is drawn where scores are enough */
        next.number = rp_lottery_pair(lottery, client, next.therapist);
        better += is_level && is_better(next, mine);
        if (top == count)
            choices[kept++] = next; /* all of them: nothing to drop */
        else if (kept < top)
            choice_rise(choices, kept++, next);
        else if (is_better(next, choices[0]))
            choice_sink(choices, top, next);
    }
    if (kept > 1)
        qsort(choices, kept, sizeof *choices, by_choice);
    if (rank)
        *rank = listed ? better + 1 : 0;
    return kept;
}

rp_status rp_outcome_pairs(rp_dense_problem *out, const rp_outcome *outcome,
                           uint16_t floor) {
    const rp_triage *triage = outcome->triage;
    const rp_keep *keep = triage->keep;
    const rp_dense_plan plan = {.wait = triage->wait,
                                .seats = triage->openings,
                                .placed = outcome->therapist,
                                .aim = {.floor = floor,
                                        .keep = keep ? keep->points : 0,
                                        .kept = keep ? keep->therapist : NULL,
                                        .is_strict = triage->is_strict}};

    return rp_dense_problem_make(out, outcome->market, &plan);
}

/* Pairs that fall too far are none, and whoever has to have a place is worth
 * more than anybody of any tier. */
static void bind(rp_dense_problem *p, const rp_outcome *o) {
    for (uint32_t c = 0; c < p->clients; c++) {
        if (!rp_outcome_is_bound(o, c))
            continue;
        p->owned_base[c] += RP_TIERS * p->scale.tier;
        for (uint32_t t = 0; t < p->therapists; t++) {
            uint16_t *cell = &p->cells[(size_t)t * p->clients + c];
            if (*cell != RP_NO_PAIR && !rp_outcome_allows(o, c, *cell))
                *cell = RP_NO_PAIR;
        }
    }
}

rp_status rp_outcome_problem(rp_dense_problem *out, const rp_outcome *outcome,
                             uint16_t floor) {
    rp_status status = rp_outcome_pairs(out, outcome, floor);

    if (status == RP_OK && outcome->bounds.least)
        bind(out, outcome);
    return status;
}
