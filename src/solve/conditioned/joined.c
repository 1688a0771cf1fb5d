#include "solve/conditioned/joined.h"

#include "base/array.h"

#include <stdlib.h>

uint32_t rp_joined_find(const rp_joined *joined, uint32_t somebody) {
    uint32_t *parent = joined->parent;

    while (parent[somebody] != somebody) {
        parent[somebody] = parent[parent[somebody]];
        somebody = parent[somebody];
    }
    return somebody;
}

/* The smaller number stands for both. */
static void unite(rp_joined *joined, uint32_t a, uint32_t b) {
    a = rp_joined_find(joined, a);
    b = rp_joined_find(joined, b);
    joined->parent[a > b ? a : b] = a > b ? b : a;
}

static bool counts(const uint64_t *bits, uint32_t k) {
    return !bits || (bits[k / 64] >> k % 64 & 1);
}

/* Which quotas count a therapist; arrays are owned. */
typedef struct quota_lists {
    size_t *first; /* [therapists + 1] */
    uint32_t *quota;
} quota_lists;

static bool list_quotas(quota_lists *out, const rp_conditions *c,
                        uint32_t therapists) {
    size_t used = 0;

    out->first = rp_new_array((size_t)therapists + 1, sizeof *out->first);
    for (int pass = 0; out->first && pass < 2; pass++) {
        used = 0;
        for (uint32_t j = 0; j < therapists; j++) {
            for (uint32_t q = 0; q < c->quotas; q++)
                if (counts(c->quota[q].therapist, j)) {
                    if (pass > 0)
                        out->quota[used] = q;
                    used++;
                }
            out->first[j + 1] = used;
        }
        if (pass == 0)
            out->quota = rp_new_array(used, sizeof *out->quota);
        if (!out->quota)
            return false;
    }
    return out->first != NULL;
}

/* A pair joins its two, and all whose pairs count in one quota. */
static void join_pair(rp_joined *out, const rp_conditions *c,
                      const quota_lists *lists, uint32_t client,
                      uint32_t therapist) {
    uint32_t node = out->clients + therapist;

    unite(out, client, node);
    for (size_t k = lists->first[therapist]; k < lists->first[therapist + 1];
         k++) {
        uint32_t q = lists->quota[k];
        if (!counts(c->quota[q].client, client))
            continue;
        if (out->of_quota[q] == RP_NONE)
            out->of_quota[q] = node;
        else
            unite(out, out->of_quota[q], node);
    }
}

static void join_clients(rp_joined *out, const rp_market *market,
                         const rp_conditions *c, uint32_t *of_party) {
    for (uint32_t k = 0; k < c->parties; k++)
        of_party[k] = RP_NONE;
    for (uint32_t i = 0; c->party && i < out->clients; i++) {
        uint32_t party = c->party[i];
        if (party == RP_NONE || rp_market_tier(market, i) == 0)
            continue;
        if (of_party[party] == RP_NONE)
            of_party[party] = i;
        else
            unite(out, of_party[party], i);
    }
    for (uint32_t k = 0; k < c->aparts; k++)
        unite(out, c->apart[k].a, c->apart[k].b);
}

/* Every pair with a therapist who has openings. */
static bool join_pairs(rp_joined *out, const rp_market *market,
                       const rp_conditions *c, const quota_lists *lists) {
    uint32_t *row = rp_new_array(out->therapists, sizeof *row);
    uint16_t *score = rp_new_array(out->therapists, sizeof *score);
    bool whole = row && score;

    for (uint32_t i = 0; whole && i < out->clients; i++) {
        const uint32_t *therapist = row;
        const uint16_t *gain;
        size_t count = 0;
        if (rp_market_tier(market, i) != 0)
            count = rp_market_see(market, i, 0, row, score, &therapist, &gain);
        for (size_t k = 0; k < count; k++)
            if (rp_market_openings(market, therapist[k]) > 0)
                join_pair(out, c, lists, i, therapist[k]);
    }
    free(row);
    free(score);
    return whole;
}

rp_status rp_joined_init(rp_joined *out, const rp_market *market) {
    static const rp_conditions none;
    const rp_conditions *own = rp_market_conditions(market);
    const rp_conditions *c = own ? own : &none;
    uint32_t clients = rp_market_clients(market);
    uint32_t therapists = rp_market_therapists(market);
    uint32_t *of_party = rp_new_array(c->parties, sizeof *of_party);
    quota_lists lists = {0};

    *out = (rp_joined){.clients = clients, .therapists = therapists};
    out->parent = rp_new_array((size_t)clients + therapists, sizeof(uint32_t));
    out->of_quota = rp_new_array(c->quotas, sizeof *out->of_quota);
    bool whole = of_party && out->parent && out->of_quota &&
                 list_quotas(&lists, c, therapists);
    for (uint32_t k = 0; whole && k < clients + therapists; k++)
        out->parent[k] = k;
    for (uint32_t q = 0; whole && q < c->quotas; q++)
        out->of_quota[q] = RP_NONE;
    whole = whole && join_pairs(out, market, c, &lists);
    if (whole)
        join_clients(out, market, c, of_party);
    free(of_party);
    free(lists.first);
    free(lists.quota);
    return whole ? RP_OK : RP_ERR_MEMORY;
}

void rp_joined_clear(rp_joined *joined) {
    free(joined->parent);
    free(joined->of_quota);
    *joined = (rp_joined){0};
}
