#include "why/envy.h"

#include "base/array.h"
#include "why/draft.h"
#include "why/trial/again.h"

#include <stdlib.h>

const char *const rp_envy_names[RP_ENVY_REASONS] = {"", "open", "lower_tier",
                                                    "lower_score"};

/* What is enviable about a therapist: seats left, the lowest tier served, and
 * the lowest score of each tier there. */
typedef struct place {
    uint32_t left;
    int lowest_tier; /* 0: nobody */
    int lowest_score[RP_TIER_URGENT + 1];
} place;

static place *see_places(const rp_dense_problem *g, const uint32_t *therapist) {
    place *places = rp_new_array(g->therapists, sizeof *places);

    for (uint32_t t = 0; places && t < g->therapists; t++) {
        places[t].left = g->seats[t];
        for (int tier = 0; tier <= RP_TIER_URGENT; tier++)
            places[t].lowest_score[tier] = RP_SCORE_LIMIT + 1;
    }
    for (uint32_t c = 0; places && c < g->clients; c++) {
        if (g->tier[c] == 0 || therapist[c] == RP_NONE)
            continue;
        place *p = &places[therapist[c]];
        int score = rp_dense_problem_column(g, therapist[c])[c];
        p->left--;
        if (p->lowest_tier == 0 || g->tier[c] < p->lowest_tier)
            p->lowest_tier = g->tier[c];
        if (score < p->lowest_score[g->tier[c]])
            p->lowest_score[g->tier[c]] = score;
    }
    return places;
}

static rp_envy_reason reason_of(const place *p, uint8_t tier, int score) {
    if (p->left > 0)
        return RP_ENVY_OPEN;
    if (p->lowest_tier > 0 && p->lowest_tier < tier)
        return RP_ENVY_TIER;
    return p->lowest_score[tier] < score ? RP_ENVY_SCORE : RP_ENVY_NONE;
}

static bool keep(rp_envies *out, rp_envy row) {
    rp_envy *items =
        rp_grow_array(out->items, out->count, &out->room, sizeof *items);

    if (!items)
        return false;
    out->items = items;
    items[out->count++] = row;
    return true;
}

static int by_client(const void *left, const void *right) {
    const rp_envy *a = left, *b = right;

    if (a->client != b->client)
        return a->client < b->client ? -1 : 1;
    return (a->therapist > b->therapist) - (a->therapist < b->therapist);
}

/* What each client has: S, -1 for one who waits, and more than there is for one
   who is not in the seating. */
static int *see_own(const rp_dense_problem *g, const uint32_t *therapist) {
    int *own = rp_new_array(g->clients, sizeof *own);

    for (uint32_t c = 0; own && c < g->clients; c++)
        own[c] = g->tier[c] == 0 ? RP_NO_PAIR
                 : therapist[c] == RP_NONE
                     ? -1
                     : rp_dense_problem_column(g, therapist[c])[c];
    return own;
}

/* A plan and who has what in it. */
typedef struct view {
    const rp_dense_problem *seating;
    place *places; /* [therapists] */
    int *own;      /* [clients] S */
    rp_draft plan;
} view;

static bool open_view(view *v, const rp_study *study,
                      const uint32_t *therapist) {
    const rp_dense_problem *g = study->seating;

    *v = (view){.seating = g,
                .places = see_places(g, therapist),
                .own = see_own(g, therapist)};
    return v->places && v->own &&
           rp_draft_init(&v->plan, study->outcome, g, therapist) == RP_OK;
}

static void close_view(view *v) {
    rp_draft_clear(&v->plan);
    free(v->places);
    free(v->own);
}

/* Why a client envies a therapist of their list. */
static rp_envy_reason find_reason(const view *v, uint32_t c, uint32_t t,
                                  int score) {
    place at = v->places[t];

    if (at.left > 0 && !rp_draft_is_free(&v->plan, c, t))
        at.left = 0;
    return reason_of(&at, v->seating->tier[c], score);
}

bool rp_envy_count(const rp_study *study, const uint32_t *therapist,
                   rp_envies *out, size_t *count) {
    const rp_dense_problem *g = study->seating;
    view v;
    bool whole = open_view(&v, study, therapist);

    *count = 0;
    for (uint32_t t = 0; whole && t < g->therapists; t++) {
        const uint16_t *column = rp_dense_problem_column(g, t);
        for (uint32_t c = 0; whole && c < g->clients; c++) {
            uint16_t s = column[c];
            if (s == RP_NO_PAIR || s <= v.own[c])
                continue;
            rp_envy_reason reason = find_reason(&v, c, t, s);
            if (reason == RP_ENVY_NONE)
                continue;
            ++*count;
            uint16_t mine = (uint16_t)(v.own[c] < 0 ? 0 : v.own[c]);
            whole = !out || keep(out, (rp_envy){c, t, s, mine, reason, -1});
        }
    }
    if (out && out->count > 1)
        qsort(out->items, out->count, sizeof *out->items, by_client);
    whole = whole && !rp_draft_failed(&v.plan);
    close_view(&v);
    return whole;
}

/* What the pair would cost that is envied; -1: it is not to be had. */
static rp_status find_cost(const rp_study *study, rp_after *after, rp_envy *e) {
    const rp_residual *r = study->residual;

    if (study->holds)
        return rp_again_cost(after, e->client, e->therapist, RP_AGAIN_WITH,
                             &e->cost);
    int64_t cost =
        rp_margin_forced(r, study->distances, e->client, e->therapist);
    if (cost == RP_NO_PATH)
        return RP_OK;
    rp_change change = rp_scale_split(&r->problem->scale, cost);
    if (rp_change_is_of_points(&change))
        e->cost = change.points;
    return RP_OK;
}

rp_status rp_envy_find(rp_envies *out, const rp_study *study) {
    rp_after after = {.study = NULL};
    rp_status status = RP_OK;
    size_t count;

    *out = (rp_envies){0};
    if (!rp_envy_count(study, study->seating->placed, out, &count))
        return RP_ERR_MEMORY;
    if (study->holds)
        status = rp_after_make(&after, study);
    for (size_t k = 0; status == RP_OK && k < out->count; k++)
        status = find_cost(study, &after, &out->items[k]);
    rp_after_clear(&after);
    return status;
}

void rp_envies_clear(rp_envies *envies) {
    free(envies->items);
    *envies = (rp_envies){0};
}
