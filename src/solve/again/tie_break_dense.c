#include "solve/again/tie_break_dense.h"

#include "base/array.h"
#include "solve/ties/tie_break.h"

#include <stdlib.h>

enum { POOL = 0 };

typedef struct settling {
    rp_residual *r;
    rp_gap_lists of_therapist, of_client; /* of tight pairs */
    int64_t *own;        /* [clients] u: what the price of the place leaves */
    uint32_t *therapist; /* [clients] */
} settling;

static bool list_tight(settling *s, const rp_dense_ties *known) {
    const rp_residual *r = s->r;

    for (uint32_t i = 0; i < r->clients; i++) {
        uint32_t node = r->places.at[i];
        bool is_placed = node != RP_NONE && node != POOL;
        s->therapist[i] = is_placed ? node - 1 : RP_NONE;
        s->own[i] = is_placed ? r->own[i] - r->price[node] : 0;
    }
    return rp_dense_ties_list(&s->of_therapist, r, known) == RP_OK &&
           rp_gap_lists_turn(&s->of_client, r->clients, &s->of_therapist,
                             r->therapists);
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

bool rp_tie_break_dense(rp_residual *r, const rp_dense_ties *known) {
    settling s = {.r = r,
                  .own = rp_new_array(r->clients, sizeof *s.own),
                  .therapist = rp_new_array(r->clients, sizeof *s.therapist)};
    bool whole = s.own && s.therapist && list_tight(&s, known) && settle(&s);

    if (whole)
        move_all(&s);
    rp_gap_lists_clear(&s.of_therapist);
    rp_gap_lists_clear(&s.of_client);
    free(s.own);
    free(s.therapist);
    return whole;
}
