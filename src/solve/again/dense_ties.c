#include "solve/again/dense_ties.h"

#include "base/array.h"

#include <stdlib.h>
#include <string.h>

enum { BLOCK = 32 };

/* One graph whose tight pairs are listed. */
typedef struct listing {
    const rp_residual *r;
    const rp_dense_ties *known;
    rp_gap_writer to;
    int64_t *left;      /* [clients] RP_NO_PATH: in no market */
    uint16_t *short_of; /* [clients] what is left less what any place is worth,
                           its last bits */
    uint16_t *price;    /* [therapists] its last bits */
    bool is_plain;      /* S is all that a place adds to the worth */
    /* where pairs are known */
    bool *is_new;          /* [therapists] all their pairs are looked at */
    uint32_t *changed;     /* [changes] clients of whom all are */
    bool *has_changed;     /* [clients] */
    uint32_t *begin;       /* [therapists + 1] of those below, by therapist */
    uint32_t *their_tight; /* clients who have changed */
    uint32_t changes;
} listing;

static bool is_tight(const listing *l, uint32_t i, uint32_t t) {
    const rp_residual *r = l->r;
    uint16_t score = rp_residual_score(r, i, t);

    return score != RP_NO_PAIR && l->left[i] != RP_NO_PATH &&
           rp_residual_worth_of(r, i, t, score) - r->price[t + 1] == l->left[i];
}

/* -- many pairs at once -----------------------------------------------------
 */

/* Does any S equal its shortage and the price, modulo 2^16? Without branches,
 * so that a compiler can look at several at once. */
static bool any_of_column(const uint16_t *column, const uint16_t *short_of,
                          uint16_t price, uint32_t count) {
    unsigned any = 0;

    for (uint32_t i = 0; i < count; i++)
        any |= (uint16_t)(short_of[i] + price) == column[i];
    return any;
}

static bool any_of_row(const uint16_t *row, uint16_t short_of,
                       const uint16_t *price, uint32_t count) {
    unsigned any = 0;

    for (uint32_t t = 0; t < count; t++)
        any |= (uint16_t)(short_of + price[t]) == row[t];
    return any;
}

/* Append the tight pairs of one therapist. Most are passed over many at once:
 * tight ones have the S that `short_of` and the price say, as far as its bits
 * go, or what that is less the floor and what keeps a pair. */
static bool scan_column(listing *l, uint32_t t) {
    const rp_residual *r = l->r;
    const uint16_t *column = r->column[t];

    for (uint32_t i = 0, end; i < r->clients; i = end) {
        end = r->clients - i > BLOCK ? i + BLOCK : r->clients;
        bool has_edited = r->row && r->edited - i < end - i;
        if (l->is_plain && !has_edited &&
            !any_of_column(column + i, l->short_of + i, l->price[t], end - i))
            continue;
        for (uint32_t k = i; k < end; k++)
            if (is_tight(l, k, t) && !rp_gap_writer_put(&l->to, k))
                return false;
    }
    return true;
}

/* -- what has changed ------------------------------------------------------ */

/* By how much most prices have moved, if it is most of them (Boyer and Moore);
 * else any number will do. */
static int64_t shift_of(const listing *l) {
    int64_t shift = 0;
    uint32_t votes = 0;

    for (uint32_t t = 0; t < l->known->therapists; t++) {
        int64_t moved = l->r->price[t + 1] - l->known->price[t];
        if (votes == 0)
            shift = moved;
        votes = moved == shift ? votes + 1 : votes - 1;
    }
    return shift;
}

static bool is_as_before(const listing *l, uint32_t client, int64_t shift) {
    int64_t now = l->left[client], before = l->known->left[client];

    if (l->r->row && client == l->r->edited)
        return false;
    if (now == RP_NO_PATH || before == RP_NO_PATH)
        return now == before;
    return now - before == -shift;
}

/* Who is to be looked at. @return whether that is less than all pairs */
static bool find_changes(listing *l) {
    const rp_residual *r = l->r;
    uint64_t all = (uint64_t)r->clients * r->therapists, pairs = 0;
    int64_t shift = shift_of(l);

    for (uint32_t t = 0; t < r->therapists; t++) {
        l->is_new[t] = t >= l->known->therapists || r->exchanged.has[t] ||
                       r->price[t + 1] - l->known->price[t] != shift;
        pairs += l->is_new[t] ? r->clients : 0;
    }
    for (uint32_t i = 0; i < r->clients; i++) {
        l->has_changed[i] = !is_as_before(l, i, shift);
        if (l->has_changed[i])
            l->changed[l->changes++] = i;
    }
    return pairs + (uint64_t)l->changes * r->therapists < all / 2;
}

/* -- rows of those who have changed ---------------------------------------- */

typedef struct tight_pairs {
    uint32_t *therapist, *client;
    size_t count, room, other_room;
} tight_pairs;

static bool put_pair(tight_pairs *p, uint32_t client, uint32_t therapist) {
    uint32_t *grown =
        rp_grow_array(p->therapist, p->count, &p->room, sizeof *grown);

    if (!grown)
        return false;
    p->therapist = grown;
    grown = rp_grow_array(p->client, p->count, &p->other_room, sizeof *grown);
    if (!grown)
        return false;
    p->client = grown;
    p->therapist[p->count] = therapist;
    p->client[p->count++] = client;
    return true;
}

static bool scan_row(const listing *l, uint32_t i, tight_pairs *to) {
    const rp_residual *r = l->r;
    uint32_t count = l->known->therapists;
    const uint16_t *row = r->row && i == r->edited
                              ? r->row
                              : r->rows + (size_t)i * (r->width - 1);

    for (uint32_t t = 0, end; t < count; t = end) {
        end = count - t > BLOCK ? t + BLOCK : count;
        if (l->is_plain &&
            !any_of_row(row + t, l->short_of[i], l->price + t, end - t))
            continue;
        for (uint32_t k = t; k < end; k++)
            if (!l->is_new[k] && is_tight(l, i, k) && !put_pair(to, i, k))
                return false;
    }
    return true;
}

/* By therapist; of each the clients stay in order. */
static bool sort_pairs(listing *l, const tight_pairs *p) {
    uint32_t therapists = l->r->therapists;

    l->begin = rp_new_array((size_t)therapists + 2, sizeof *l->begin);
    l->their_tight = rp_new_array(p->count, sizeof *l->their_tight);
    if (!l->begin || !l->their_tight)
        return false;
    for (size_t k = 0; k < p->count; k++)
        l->begin[p->therapist[k] + 2]++;
    for (uint32_t t = 0; t < therapists; t++)
        l->begin[t + 2] += l->begin[t + 1];
    for (size_t k = 0; k < p->count; k++)
        l->their_tight[l->begin[p->therapist[k] + 1]++] = p->client[k];
    return true;
}

static bool scan_rows(listing *l) {
    tight_pairs pairs = {.count = 0};
    bool whole = true;

    for (uint32_t k = 0; whole && k < l->changes; k++)
        whole = l->left[l->changed[k]] == RP_NO_PATH ||
                scan_row(l, l->changed[k], &pairs);
    whole = whole && sort_pairs(l, &pairs);
    free(pairs.therapist);
    free(pairs.client);
    return whole;
}

/* Of those who have not changed as it was, the others between them. */
static bool merge_column(listing *l, uint32_t t) {
    rp_gap_cursor c = rp_gap_lists_open(&l->known->of_therapist, t);
    uint32_t at = l->begin[t], end = l->begin[t + 1];
    uint32_t before = rp_gap_cursor_next(&c);
    bool whole = true;

    while (whole && (before != RP_NONE || at < end)) {
        if (at < end && l->their_tight[at] < before) {
            whole = rp_gap_writer_put(&l->to, l->their_tight[at++]);
            continue;
        }
        if (!l->has_changed[before])
            whole = rp_gap_writer_put(&l->to, before);
        else if (at < end && l->their_tight[at] == before)
            whole = rp_gap_writer_put(&l->to, l->their_tight[at++]);
        before = rp_gap_cursor_next(&c);
    }
    return whole;
}

/* -- all of them ----------------------------------------------------------- */

static bool open_listing(listing *l) {
    const rp_residual *r = l->r;
    const rp_scale *scale = &r->problem->scale;
    size_t known = l->known ? r->clients : 0;

    l->is_plain = scale->floor == 0 && scale->keep == 0;
    l->left = rp_new_array(r->clients, sizeof *l->left);
    l->short_of = rp_new_array(r->clients, sizeof *l->short_of);
    l->price = rp_new_array(r->therapists, sizeof *l->price);
    l->is_new = rp_new_array(r->therapists, sizeof *l->is_new);
    l->changed = rp_new_array(known, sizeof *l->changed);
    l->has_changed = rp_new_array(known, sizeof *l->has_changed);
    if (!l->left || !l->short_of || !l->price || !l->is_new || !l->changed ||
        !l->has_changed)
        return false;
    for (uint32_t i = 0; i < r->clients; i++) {
        bool is_in = r->places.at[i] != RP_NONE;
        l->left[i] = is_in ? rp_residual_left(r, i) : RP_NO_PATH;
        l->short_of[i] = (uint16_t)(l->left[i] - r->problem->base[i]);
    }
    for (uint32_t t = 0; t < r->therapists; t++)
        l->price[t] = (uint16_t)r->price[t + 1];
    return true;
}

static void close_listing(listing *l) {
    free(l->left);
    free(l->short_of);
    free(l->price);
    free(l->is_new);
    free(l->changed);
    free(l->has_changed);
    free(l->begin);
    free(l->their_tight);
}

rp_status rp_dense_ties_list(rp_gap_lists *out, const rp_residual *r,
                             const rp_dense_ties *known) {
    listing l = {.r = r, .known = known};

    *out = (rp_gap_lists){
        .start = rp_new_array((size_t)r->therapists + 1, sizeof *out->start)};
    bool whole = out->start && rp_gap_writer_grow(&l.to) && open_listing(&l);
    bool merges = whole && known && find_changes(&l);
    whole = whole && (!merges || scan_rows(&l));
    for (uint32_t t = 0; whole && t < r->therapists; t++) {
        l.to.next = 0;
        whole =
            merges && !l.is_new[t] ? merge_column(&l, t) : scan_column(&l, t);
        out->start[t + 1] = l.to.used;
    }
    out->bytes = l.to.bytes;
    close_listing(&l);
    return whole ? RP_OK : RP_ERR_MEMORY;
}

rp_status rp_dense_ties_make(rp_dense_ties *out, const rp_residual *r) {
    *out = (rp_dense_ties){.clients = r->clients, .therapists = r->therapists};
    out->price = rp_new_array(r->therapists, sizeof *out->price);
    out->left = rp_new_array(r->clients, sizeof *out->left);
    if (!out->price || !out->left)
        return RP_ERR_MEMORY;
    for (uint32_t t = 0; t < r->therapists; t++)
        out->price[t] = r->price[t + 1];
    for (uint32_t i = 0; i < r->clients; i++)
        out->left[i] =
            r->places.at[i] == RP_NONE ? RP_NO_PATH : rp_residual_left(r, i);
    return rp_dense_ties_list(&out->of_therapist, r, NULL);
}

void rp_dense_ties_clear(rp_dense_ties *ties) {
    free(ties->price);
    free(ties->left);
    rp_gap_lists_clear(&ties->of_therapist);
    *ties = (rp_dense_ties){.price = NULL};
}
