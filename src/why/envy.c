#include "why/envy.h"

#include "base/array.h"

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

bool rp_envy_count(const rp_dense_problem *g, const uint32_t *therapist,
                   rp_envies *out, size_t *count) {
    place *places = see_places(g, therapist);
    int *own = see_own(g, therapist);
    bool whole = places && own;

    *count = 0;
    for (uint32_t t = 0; whole && t < g->therapists; t++) {
        const uint16_t *column = rp_dense_problem_column(g, t);
        for (uint32_t c = 0; whole && c < g->clients; c++) {
            uint16_t s = column[c];
            if (s == RP_NO_PAIR || s <= own[c])
                continue;
            rp_envy_reason reason = reason_of(&places[t], g->tier[c], s);
            if (reason == RP_ENVY_NONE)
                continue;
            ++*count;
            uint16_t mine = (uint16_t)(own[c] < 0 ? 0 : own[c]);
            whole = !out || keep(out, (rp_envy){c, t, s, mine, reason, -1});
        }
    }
    if (out && out->count > 1)
        qsort(out->items, out->count, sizeof *out->items, by_client);
    free(places);
    free(own);
    return whole;
}

rp_status rp_envy_find(rp_envies *out, const rp_study *study) {
    const rp_residual *r = study->residual;
    size_t count;

    *out = (rp_envies){0};
    if (!rp_envy_count(study->seating, study->seating->placed, out, &count))
        return RP_ERR_MEMORY;
    for (size_t k = 0; k < out->count; k++) {
        rp_envy *e = &out->items[k];
        int64_t cost =
            rp_margin_forced(r, study->distances, e->client, e->therapist);
        if (cost == RP_NO_PATH)
            continue;
        rp_change change = rp_scale_split(&study->seating->scale, cost);
        if (rp_change_is_of_points(&change))
            e->cost = change.points;
    }
    return RP_OK;
}

void rp_envies_clear(rp_envies *envies) {
    free(envies->items);
    *envies = (rp_envies){0};
}
