#include "match/outcome.h"

#include "base/array.h"
#include "base/heap.h"
#include "fit/score.h"

#include <math.h>
#include <stdlib.h>

const char *const rp_status_names[RP_STATUS_COUNT] = {
    "human", "assigned", "pinned", "waitlist", "ineligible", "started", "hold"};

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

/* Who competes for what the held have left. */
static rp_status make_market(rp_market **out, const rp_outcome *o,
                             const rp_context *context, const uint8_t *tier,
                             rp_pair_source source) {
    const rp_triage *triage = o->triage;
    const rp_policy *policy = o->fit->policy;
    const rp_keep *keep = triage->keep;
    int64_t waits = triage->is_strict ? 0
                                      : (int64_t)policy->wait_points *
                                            (int64_t)policy->wait_weeks_max;
    int64_t most = RP_SCORE_LIMIT + waits;
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
                             .source = source,
                             .threads = context->threads};

    return rp_market_new(out, &setup);
}

/* All whom nothing has settled. */
static rp_status open_market(rp_outcome *o, const rp_context *context) {
    const rp_triage *triage = o->triage;
    uint32_t clients = o->fit->roster->client_count;
    uint8_t *tier = rp_new_array(clients, sizeof *tier);

    if (!tier)
        return RP_ERR_MEMORY;
    for (uint32_t c = 0; c < clients; c++)
        tier[c] = rp_triage_is_out(triage, c) ? (uint8_t)RP_TIER_NONE
                                              : triage->tier[c];
    rp_status status = make_market(&o->market, o, context, tier,
                                   rp_eligible_source(o->eligible));
    free(tier);
    return status == RP_OK && rp_eligible_failed(o->eligible) ? RP_ERR_MEMORY
                                                              : status;
}

/* Eligible pairs of the held and of those on hold: they are in no market. */
static rp_status count_pinned(rp_outcome *o) {
    uint32_t therapists = o->fit->roster->therapist_count;
    uint32_t *row = rp_new_array(therapists, sizeof *row);
    uint16_t *scores = rp_new_array(therapists, sizeof *scores);
    rp_status status = row && scores ? RP_OK : RP_ERR_MEMORY;

    for (uint32_t c = 0; status == RP_OK && c < o->fit->roster->client_count;
         c++) {
        bool is_held = rp_triage_is_held(o->triage, c);
        if (!is_held && o->triage->away[c] != RP_AWAY_HOLD)
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
    return whole ? RP_OK : RP_ERR_MEMORY;
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
    return settle(o, therapist, true);
}

/* The eligible pairs, and a market of them. */
static rp_status open_outcome(rp_outcome *out, const rp_fit *fit,
                              const rp_triage *triage,
                              const rp_context *context) {
    *out = (rp_outcome){.fit = fit, .triage = triage};
    rp_status status =
        allocate(out, fit->roster->client_count, fit->roster->therapist_count);

    if (status == RP_OK)
        status = rp_eligible_new(&out->eligible, fit, context->threads);
    rp_context_tell(context, "eligible", 1.0);
    if (status == RP_OK)
        status = open_market(out, context);
    rp_context_tell(context, "pairs", 1.0);
    return status;
}

/* What it comes to for everybody; with `solved` false nobody has a place. */
static rp_status close_outcome(rp_outcome *o, const rp_context *context,
                               bool solved) {
    for (uint32_t c = 0; c < o->fit->roster->client_count; c++)
        o->choices[c] = rp_market_client_pairs(o->market, c);
    for (uint32_t t = 0; t < o->fit->roster->therapist_count; t++)
        o->seekers[t] = rp_market_therapist_pairs(o->market, t);
    rp_status status = count_pinned(o);
    if (status == RP_OK)
        status = settle(o, NULL, solved);
    rp_context_tell(context, "outcome", 1.0);
    return status == RP_OK && rp_eligible_failed(o->eligible) ? RP_ERR_MEMORY
                                                              : status;
}

rp_status rp_outcome_rank(rp_outcome *out, const rp_fit *fit,
                          const rp_triage *triage, const rp_context *context) {
    rp_status status = open_outcome(out, fit, triage, context);

    return status == RP_OK ? close_outcome(out, context, false) : status;
}

rp_status rp_outcome_match(rp_outcome *out, const rp_fit *fit,
                           const rp_triage *triage, const rp_context *context) {
    rp_status status = open_outcome(out, fit, triage, context);

    if (status == RP_OK)
        status = rp_planner_solve(&out->plan, out->market, context);
    return status == RP_OK ? close_outcome(out, context, true) : status;
}

rp_status rp_outcome_prove(rp_outcome *out, const rp_fit *fit,
                           const rp_triage *triage, const rp_context *context,
                           const uint32_t *given) {
    rp_status status = open_outcome(out, fit, triage, context);

    if (status == RP_OK)
        status = rp_planner_prove(&out->plan, out->market, context, given);
    return status == RP_OK ? close_outcome(out, context, true) : status;
}

/* ---- within bounds ------------------------------------------------------ */

static bool is_bound(const rp_outcome *o, uint32_t c) {
    return o->bounds.without[c] != RP_NONE && !rp_triage_is_out(o->triage, c);
}

/* The pairs of a client that are not too low. */
static size_t allowed_pairs(void *payload, uint32_t client, int thread,
                            uint32_t *therapist, uint16_t *score) {
    const rp_outcome *o = payload;
    size_t count =
        rp_market_scores(o->market, client, thread, therapist, score);
    size_t kept = 0;

    for (size_t k = 0; k < count; k++) {
        if (!rp_outcome_allows(o, client, score[k]))
            continue;
        therapist[kept] = therapist[k];
        score[kept++] = score[k];
    }
    return kept;
}

/*
 * A market of those alone who have a place without what was chosen, and of the
 * pairs that do not fall too far. Some plan places all of them, so the best one
 * does; and nobody else could be placed besides: the plan without has as many
 * of each tier as there can be, and each of these plans is one of that market.
 */
static rp_status plan_within(rp_outcome *o, const rp_context *context,
                             const uint32_t *given) {
    uint32_t clients = o->fit->roster->client_count;
    uint8_t *tier = rp_new_array(clients, sizeof *tier);
    rp_market *market = NULL;
    rp_status status = tier ? RP_OK : RP_ERR_MEMORY;

    for (uint32_t c = 0; status == RP_OK && c < clients; c++)
        tier[c] = is_bound(o, c) ? o->triage->tier[c] : (uint8_t)RP_TIER_NONE;
    if (status == RP_OK)
        status = make_market(&market, o, context, tier,
                             (rp_pair_source){allowed_pairs, o});
    if (status == RP_OK)
        status = given ? rp_planner_prove(&o->plan, market, context, given)
                       : rp_planner_solve(&o->plan, market, context);
    for (uint32_t c = 0; status == RP_OK && c < clients; c++)
        if (is_bound(o, c) && o->plan.therapist[c] == RP_NONE)
            status = RP_ERR_SOLVER;
    rp_market_free(market);
    free(tier);
    return status;
}

/* Whoever is not in that market is in no plan that was given. */
static uint32_t *bound_part(const rp_outcome *o, const uint32_t *given) {
    uint32_t clients = o->fit->roster->client_count;
    uint32_t *part = rp_new_array(clients, sizeof *part);

    for (uint32_t c = 0; part && c < clients; c++)
        part[c] = is_bound(o, c) ? given[c] : RP_NONE;
    return part;
}

rp_status rp_outcome_match_within(rp_outcome *out, const rp_fit *fit,
                                  rp_triage *branch, rp_bounds *bounds,
                                  const rp_context *context,
                                  const uint32_t *given) {
    uint32_t *part = NULL;
    rp_status status = open_outcome(out, fit, branch, context);

    out->branch = branch;
    out->bounds = *bounds;
    *bounds = (rp_bounds){NULL, NULL};
    if (status == RP_OK && given) {
        part = bound_part(out, given);
        status = part ? RP_OK : RP_ERR_MEMORY;
    }
    if (status == RP_OK)
        status = plan_within(out, context, part);
    free(part);
    return status == RP_OK ? close_outcome(out, context, true) : status;
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
    *out =
        (rp_chooser){.choices = rp_new_array(therapists, sizeof *out->choices),
                     .row = rp_new_array(therapists, sizeof *out->row),
                     .scores = rp_new_array(therapists, sizeof *out->scores)};
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
    size_t count = rp_market_scores(outcome->market, client, thread,
                                    chooser->row, chooser->scores);
    size_t kept = 0;

    if (own != RP_NONE)
        mine.number = rp_lottery_pair(lottery, client, own);
    if (top == 0 || top > count)
        top = count;
    for (size_t i = 0; i < count; i++) {
        uint32_t t = chooser->row[i];
        rp_choice next = {t, chooser->scores[i],
                          rp_lottery_pair(lottery, client, t)};
        listed |= next.therapist == own;
        better += own != RP_NONE && is_better(next, mine);
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
        if (!is_bound(o, c))
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
