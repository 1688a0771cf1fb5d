#include "outcomes/review/ladder.h"

#include "base/array.h"
#include "fit/rules.h"
#include "fit/score.h"
#include "input/times/times.h"

#include <stdlib.h>
#include <string.h>

const char *const rp_steps[RP_STEPS] = {"",    "talk",   "goals", "approach",
                                        "add", "change", "human"};

static const double spare = 1e-9;

/* A client on the ladder. */
typedef struct climb {
    const rp_ladder *ladder;
    const rp_fit *fit;
    const rp_triage *triage;
    rp_need need;
    const rp_client *client;
    uint32_t index;
    uint32_t therapist; /* RP_NONE: has left */
    rp_rung *rung;
} climb;

static bool offer(climb *c, const char *name, const char *shown) {
    return rp_texts_add(&c->rung->options, name) &&
           rp_texts_add(&c->rung->shown, shown);
}

/* -- another approach ----------------------------------------------------- */

/* An approach of the therapist, and how well it is rated. */
typedef struct approach {
    const char *name;
    uint32_t modality;
    double rating;
} approach;

static int by_rating(const void *left, const void *right) {
    const approach *a = left, *b = right;

    if (a->rating > b->rating + spare || b->rating > a->rating + spare)
        return a->rating > b->rating ? -1 : 1;
    return strcmp(a->name, b->name);
}

/* For the client's first concern; one that harms is worth nothing. */
static double rating_of(const climb *c, uint32_t modality) {
    rp_rating rating =
        rp_fit_rating(c->fit, c->client->concerns->items[0].tag, modality);

    return rating == RP_RATING_CONTRAINDICATED ? 0.0
                                               : c->fit->policy->rating[rating];
}

static double best_of(const climb *c, const rp_list *list, double best) {
    for (uint32_t i = 0; i < list->count; i++) {
        double rating = rating_of(c, list->items[i].tag);
        best = rating > best ? rating : best;
    }
    return best;
}

/* What another approach has to be better than. */
static double bar_of(const climb *c) {
    double best = best_of(c, c->client->tried_modalities, -1.0);

    best = best_of(c, c->client->want_modalities, best);
    for (size_t k = 0; k < c->need.parted.tried_count; k++) {
        double rating = rating_of(c, c->need.parted.tried[k].modality);
        best = rating > best ? rating : best;
    }
    return best < 0.0 ? c->fit->policy->rating[RP_RATING_NONE] : best;
}

static bool harms(const climb *c, uint32_t modality) {
    for (uint32_t i = 0; i < c->client->concerns->count; i++)
        if (rp_fit_rating(c->fit, c->client->concerns->items[i].tag,
                          modality) == RP_RATING_CONTRAINDICATED)
            return true;
    return false;
}

static bool find_approaches(climb *c) {
    const rp_names *names = &c->fit->roster->names;

    if (c->therapist == RP_NONE || c->client->concerns->count == 0)
        return true;
    const rp_list *has = c->fit->roster->therapists[c->therapist].modalities;
    approach *found = rp_new_array(has->count, sizeof *found);
    double bar = bar_of(c);
    size_t count = 0;
    bool whole = found != NULL;
    for (uint32_t i = 0; whole && i < has->count; i++) {
        uint32_t m = has->items[i].tag;
        double rating = rating_of(c, m);
        if (rating <= bar + spare || harms(c, m) ||
            rp_modality_is_tried(c->fit, &c->need, m) ||
            rp_modality_in(c->fit, m, c->client->avoid_modalities))
            continue;
        found[count++] =
            (approach){rp_names_name(names, RP_NAMES_MODALITIES, m), m, rating};
    }
    if (count > 1)
        qsort(found, count, sizeof *found, by_rating);
    for (size_t k = 0; whole && k < count; k++)
        whole = offer(
            c, found[k].name,
            rp_names_label(names, RP_NAMES_MODALITIES, found[k].modality));
    free(found);
    return whole;
}

/* -- something beside the therapist --------------------------------------- */

static bool find_prescriber(climb *c) {
    const unsigned wanted =
        1u << RP_FLAG_PRESCRIBER | 1u << RP_OFFER_PRESCRIBER;
    unsigned flags = 0;

    for (uint32_t i = 0; i < c->client->concerns->count; i++)
        flags |= rp_taxonomy_flags(c->fit->taxonomy,
                                   c->client->concerns->items[i].tag);
    return !(flags & wanted) || c->client->needs_prescriber == RP_NEED_NO ||
           offer(c, "prescriber", "a prescriber");
}

/* "group G2 (Grief; tue 18:00-19:30)" */
static bool offer_group(climb *c, const rp_group *g) {
    bool has_name = *g->offer.name != '\0', has_hour = g->offer.slots.count > 0;
    rp_buffer words = {0};
    bool whole =
        rp_buffer_puts(&words, "group ") && rp_buffer_puts(&words, g->offer.id);

    if (has_name || has_hour)
        whole = whole && rp_buffer_puts(&words, " (") &&
                rp_buffer_puts(&words, g->offer.name) &&
                rp_buffer_puts(&words, has_name && has_hour ? "; " : "") &&
                (!has_hour || rp_times_format(&words, &g->offer.slots)) &&
                rp_buffer_puts(&words, ")");
    whole = whole && offer(c, g->offer.id, words.bytes);
    rp_buffer_clear(&words);
    return whole;
}

/* A prescriber, and the best three groups with a seat. */
static bool find_additions(climb *c) {
    const rp_group_plan *groups = c->ladder->groups;
    rp_group_choice best[RP_REVIEW_GROUPS];
    size_t count = 0;

    if (!find_prescriber(c))
        return false;
    bool whole =
        !groups || rp_group_plan_best(groups, &c->triage->lottery, c->index,
                                      best, RP_REVIEW_GROUPS, &count) == RP_OK;
    for (size_t k = 0; whole && k < count; k++)
        whole = offer_group(c, &groups->groups->items[best[k].group]);
    return whole;
}

/* -- another therapist ---------------------------------------------------- */

/* One who may see the client and has an opening. */
typedef struct seat {
    uint32_t therapist;
    int s;
    uint64_t number; /* of the lottery */
} seat;

/* The order of ranked.csv. */
static int by_score(const void *left, const void *right) {
    const seat *a = left, *b = right;

    if (a->s != b->s)
        return a->s > b->s ? -1 : 1;
    if (a->number != b->number)
        return a->number < b->number ? -1 : 1;
    return (a->therapist > b->therapist) - (a->therapist < b->therapist);
}

/* Openings of the file, taken or not; who leaves soon takes nobody new. */
static bool may_take(const climb *c, uint32_t therapist) {
    rp_rule forbids;

    return therapist != c->therapist && !c->triage->leaves[therapist] &&
           c->fit->roster->therapists[therapist].openings >= 1 &&
           rp_rules_forbidding(c->fit, &c->need, therapist, &forbids, 1) == 0;
}

static bool find_therapists(climb *c) {
    const rp_roster *roster = c->fit->roster;
    seat *seats = rp_new_array(roster->therapist_count, sizeof *seats);
    int least = rp_rule_least_score(c->fit);
    size_t count = 0;
    bool whole = seats != NULL;

    for (uint32_t t = 0; whole && t < roster->therapist_count; t++) {
        if (!may_take(c, t))
            continue;
        int s = rp_score_of(c->fit, &c->need, t);
        if (s >= least)
            seats[count++] =
                (seat){t, s, rp_lottery_pair(&c->triage->lottery, c->index, t)};
    }
    if (count > 1)
        qsort(seats, count, sizeof *seats, by_score);
    for (size_t k = 0; whole && k < count && k < RP_REVIEW_THERAPISTS; k++) {
        const char *id = roster->therapists[seats[k].therapist].id;
        whole = offer(c, id, id);
    }
    free(seats);
    return whole;
}

/* -- all of it ------------------------------------------------------------ */

/* Of each step, what finds its options; NULL: it always applies. */
static bool (*const finders[RP_LAST_STEP + 1])(climb *c) = {
    [RP_STEP_APPROACH] = find_approaches,
    [RP_STEP_ADD] = find_additions,
    [RP_STEP_CHANGE] = find_therapists};

static bool is_about_coming(rp_trigger trigger) {
    return trigger == RP_TRIGGER_ABSENT || trigger == RP_TRIGGER_HOMEWORK;
}

bool rp_ladder_next(rp_rung *out, const rp_ladder *ladder, uint32_t client,
                    uint32_t therapist, rp_trigger trigger, int taken) {
    int last = is_about_coming(trigger) ? RP_STEP_GOALS : RP_LAST_STEP;
    climb c = {.ladder = ladder,
               .fit = ladder->fit,
               .triage = ladder->triage,
               .client = &ladder->fit->roster->clients[client],
               .index = client,
               .therapist = therapist,
               .rung = out};

    *out = (rp_rung){.step = RP_STEP_HUMAN};
    bool whole = rp_need_set(&c.need, ladder->fit, client);
    for (int step = taken + 1; whole && step <= last; step++) {
        whole = !finders[step] || finders[step](&c);
        if (whole && (!finders[step] || out->options.count > 0)) {
            out->step = (rp_step)step;
            break;
        }
    }
    rp_need_clear(&c.need);
    return whole;
}

void rp_rung_clear(rp_rung *rung) {
    rp_texts_clear(&rung->options);
    rp_texts_clear(&rung->shown);
    *rung = (rp_rung){0};
}
