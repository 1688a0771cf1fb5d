#include "solve/again/tie_break_dense.h"

#include "base/array.h"
#include "solve/ties/tie_break.h"

#include <stdlib.h>

enum { POOL = 0, BLOCK = 32 };

typedef struct settling {
    rp_residual *r;
    rp_gap_lists of_therapist, of_client; /* of tight pairs */
    int64_t *own;        /* [clients] u: what the price of the place leaves */
    uint16_t *short_of;  /* [clients] own less what any place is worth, its
                            last bits */
    uint32_t *therapist; /* [clients] */
} settling;

static bool is_tight(const settling *s, uint32_t i, uint32_t t) {
    const rp_residual *r = s->r;
    uint16_t score = rp_residual_score(r, i, t);

    return score != RP_NO_PAIR && r->places.at[i] != RP_NONE &&
           rp_residual_worth_of(r, i, t, score) - r->price[t + 1] == s->own[i];
}

/* Does any S equal its shortage and the price, modulo 2^16? Without branches,
 * so that a compiler can look at several at once. */
static bool any_has(const uint16_t *column, const uint16_t *short_of,
                    uint16_t price, uint32_t count) {
    unsigned any = 0;

    for (uint32_t i = 0; i < count; i++)
        any |= (uint16_t)(short_of[i] + price) == column[i];
    return any;
}

/* Append the tight pairs of one therapist. This goes over every pair of the
 * clinic for every change that is tried, so most are passed over many at once:
 * tight ones have the S that `short_of` and the price say, as far as its bits
 * go, or what that is less the floor and what keeps a pair. */
static bool scan_column(const settling *s, uint32_t t, rp_gap_writer *to) {
    const rp_residual *r = s->r;
    const rp_scale *scale = &r->problem->scale;
    const uint16_t *column = r->column[t];
    uint16_t price = (uint16_t)r->price[t + 1];
    bool plain = scale->floor == 0 && scale->keep == 0;

    for (uint32_t i = 0, end; i < r->clients; i = end) {
        end = r->clients - i > BLOCK ? i + BLOCK : r->clients;
        bool has_edited = r->row && r->edited - i < end - i;
        if (plain && !has_edited &&
            !any_has(column + i, s->short_of + i, price, end - i))
            continue;
        for (uint32_t k = i; k < end; k++) {
            bool may_be = !plain || (has_edited && k == r->edited) ||
                          (uint16_t)(s->short_of[k] + price) == column[k];
            if (may_be && is_tight(s, k, t) && !rp_gap_writer_put(to, k))
                return false;
        }
    }
    return true;
}

static bool list_tight(settling *s) {
    const rp_residual *r = s->r;
    const rp_dense_problem *g = r->problem;
    rp_gap_writer to = {0};
    bool whole = rp_gap_writer_grow(&to);

    for (uint32_t i = 0; i < r->clients; i++) {
        uint32_t node = r->places.at[i];
        bool is_placed = node != RP_NONE && node != POOL;
        s->therapist[i] = is_placed ? node - 1 : RP_NONE;
        s->own[i] = is_placed ? r->own[i] - r->price[node] : 0;
        s->short_of[i] = (uint16_t)(s->own[i] - g->base[i]);
    }
    for (uint32_t t = 0; whole && t < r->therapists; t++) {
        to.next = 0;
        whole = scan_column(s, t, &to);
        s->of_therapist.start[t + 1] = to.used;
    }
    s->of_therapist.bytes = to.bytes;
    return whole && rp_gap_lists_turn(&s->of_client, r->clients,
                                      &s->of_therapist, r->therapists);
}

/* Everybody to the place that was found. */
static void move_all(settling *s) {
    rp_residual *r = s->r;

    for (uint32_t i = 0; i < r->clients; i++) {
        uint32_t t = s->therapist[i], here = r->places.at[i];
        uint32_t node = t == RP_NONE ? POOL : t + 1;
        if (here == RP_NONE || here == node)
            continue;
        r->is_pool_stale |= here == POOL || node == POOL;
        rp_residual_relink(r, i, node);
    }
}

/* Clients who are not in the market are on no list, so they stay waiting. */
static bool settle(settling *s) {
    const rp_residual *r = s->r;

    return rp_tie_break_settle(&(rp_ties){
               .clients = r->clients,
               .therapists = r->therapists,
               .of_client = &s->of_client,
               .of_therapist = &s->of_therapist,
               .client_price = s->own,
               .therapist_price = r->price + 1, /* behind that of the pool */
               .seats = r->seats,
               .sequence = r->problem->sequence,
               .lottery = r->problem->lottery,
               .kept = r->problem->kept,
               .group = r->problem->group ? r->whose : NULL,
               .extras = r->clients - r->problem->people,
               .keep = r->problem->scale.keep,
               .therapist = s->therapist}) == RP_OK;
}

bool rp_tie_break_dense(rp_residual *r) {
    settling s = {.r = r,
                  .own = rp_new_array(r->clients, sizeof *s.own),
                  .short_of = rp_new_array(r->clients, sizeof *s.short_of),
                  .therapist = rp_new_array(r->clients, sizeof *s.therapist)};

    s.of_therapist.start =
        rp_new_array((size_t)r->therapists + 1, sizeof *s.of_therapist.start);
    bool whole = s.own && s.short_of && s.therapist && s.of_therapist.start &&
                 list_tight(&s) && settle(&s);

    if (whole)
        move_all(&s);
    rp_gap_lists_clear(&s.of_therapist);
    rp_gap_lists_clear(&s.of_client);
    free(s.own);
    free(s.short_of);
    free(s.therapist);
    return whole;
}
