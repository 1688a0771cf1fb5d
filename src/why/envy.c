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

static place *see_places(const rp_seating *g, const uint32_t *therapist) {
    place *places = rp_new_array(g->therapists, sizeof *places);

    for (uint32_t t = 0; places && t < g->therapists; t++) {
        places[t].left = g->seats[t];
        for (int tier = 0; tier <= RP_TIER_URGENT; tier++)
            places[t].lowest_score[tier] = RP_SCORE_LIMIT + 1;
    }
    for (uint32_t c = 0; places && c < g->clients; c++) {
        if (g->tier[c] == 0 || therapist[c] == RP_NOBODY)
            continue;
        place *p = &places[therapist[c]];
        int score = rp_seating_column(g, therapist[c])[c];
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

bool rp_envy_count(const rp_seating *g, const uint32_t *therapist,
                   rp_envies *out, size_t *count) {
    place *places = see_places(g, therapist);
    bool whole = places != NULL;

    *count = 0;
    for (uint32_t c = 0; whole && c < g->clients; c++) {
        uint32_t own = g->tier[c] ? therapist[c] : RP_NOBODY;
        int mine = own == RP_NOBODY ? -1 : rp_seating_column(g, own)[c];
        for (uint32_t t = 0; whole && g->tier[c] && t < g->therapists; t++) {
            uint16_t s = rp_seating_column(g, t)[c];
            if (s == RP_NO_PAIR || s <= mine || t == own)
                continue;
            rp_envy_reason reason = reason_of(&places[t], g->tier[c], s);
            if (reason == RP_ENVY_NONE)
                continue;
            ++*count;
            if (out)
                whole = keep(out,
                             (rp_envy){c, t, s, (uint16_t)(mine < 0 ? 0 : mine),
                                       reason, -1});
        }
    }
    free(places);
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
        int64_t price =
            rp_margin_forced(r, study->ways, e->client, e->therapist);
        if (price == RP_NO_WAY)
            continue;
        rp_change change = rp_scale_split(&study->seating->scale, price);
        if (change.tiers == 0 && change.floors == 0)
            e->price = change.points;
    }
    return RP_OK;
}

void rp_envies_clear(rp_envies *envies) {
    free(envies->items);
    *envies = (rp_envies){0};
}
