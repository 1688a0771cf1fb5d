#include "match/levels.h"

#include "base/array.h"

#include <stdlib.h>

/*
 * The market with scores left out: the best plan then is a largest matching
 * that takes higher tiers first. Matchings are a matroid on clients, so each
 * client in turn, by tier, is placed if those before it can stay placed: by
 * a chain of moves to a free seat. Where there is none, no seat can be
 * reached from any therapist that the search has come to, now or later; their
 * level is the tier of the client who found out.
 *
 * The levels are optimal prices v of this market, and with u_i = tier_i less
 * the level where i sits (0 where it waits) u_i + v_j >= tier_i for all
 * pairs. In the whole market a pair with u_i + v_j > tier_i would cost a tier
 * reward, more than all scores together, and is in no optimal plan. So it
 * falls into one market for each level: at level 0 everybody sits, above it
 * no seat stays empty.
 *
 * Chains go along the columns first, and along all pairs of the clients in
 * reach only where the columns do not suffice.
 */

typedef struct levels {
    const rp_model *model;
    rp_columns *columns;
    const int64_t *price;
    uint32_t *therapist;       /* [clients] */
    uint8_t *level;            /* [therapists] */
    uint32_t *left;            /* [therapists] seats */
    uint32_t *first;           /* [therapists] a list of its clients */
    uint32_t *next, *previous; /* [clients] */
    uint32_t *mark;            /* [therapists] the search that came here */
    uint32_t *via;             /* [therapists] the client that moves here */
    uint16_t *score;           /* [therapists] of that move */
    uint32_t *queue;           /* [therapists] */
    uint32_t head, whole, tail; /* seen by columns; by all pairs; reached */
    uint32_t search, alive;    /* its number; therapists of level 0 */
    int is_whole;              /* it has come to look at all pairs */
    rp_pair *extra;            /* pairs to add to the columns */
    size_t extras, room;
} levels;

static void link_client(levels *l, uint32_t i, uint32_t j) {
    l->therapist[i] = j;
    l->previous[i] = RP_NOBODY;
    l->next[i] = l->first[j];
    if (l->next[i] != RP_NOBODY)
        l->previous[l->next[i]] = i;
    l->first[j] = i;
}

static void unlink_client(levels *l, uint32_t i) {
    if (l->previous[i] == RP_NOBODY)
        l->first[l->therapist[i]] = l->next[i];
    else
        l->next[l->previous[i]] = l->next[i];
    if (l->next[i] != RP_NOBODY)
        l->previous[l->next[i]] = l->previous[i];
}

/* Come to a therapist; whether it has a seat left. */
static int visit(levels *l, uint32_t j, uint32_t via, uint16_t score) {
    if (l->mark[j] == l->search || l->level[j] != 0)
        return 0;
    l->mark[j] = l->search;
    l->via[j] = via;
    l->score[j] = score;
    l->queue[l->tail++] = j;
    return l->left[j] > 0;
}

/* Where client i could go; the therapist with a seat, if one is met. */
static uint32_t look_in_columns(levels *l, uint32_t i) {
    const rp_columns *c = l->columns;

    for (size_t k = c->start[i]; k < c->start[i + 1]; k++)
        if (visit(l, c->therapist[k], i, c->score[k]))
            return c->therapist[k];
    return RP_NOBODY;
}

static uint32_t look_in_all(levels *l, uint32_t i) {
    rp_row row;
    size_t length = rp_model_row(l->model, i, 0, &row);

    for (size_t k = 0; k < length; k++)
        if (visit(l, row.therapist[k], i, row.score[k]))
            return row.therapist[k];
    return RP_NOBODY;
}

/* A therapist with a seat left that a chain from client i leads to. */
static uint32_t find_seat(levels *l, uint32_t i) {
    l->search++;
    l->head = l->whole = l->tail = 0;
    l->is_whole = 0;
    uint32_t found = look_in_columns(l, i);
    for (;;) {
        while (found == RP_NOBODY && l->head < l->tail) {
            uint32_t k = l->first[l->queue[l->head++]];
            for (; k != RP_NOBODY && found == RP_NOBODY; k = l->next[k])
                found = look_in_columns(l, k);
        }
        if (found != RP_NOBODY || l->tail == l->alive)
            return found;
        if (!l->is_whole) {
            l->is_whole = 1;
            found = look_in_all(l, i);
        } else if (l->whole < l->tail) {
            uint32_t k = l->first[l->queue[l->whole++]];
            for (; k != RP_NOBODY && found == RP_NOBODY; k = l->next[k])
                found = look_in_all(l, k);
        } else {
            return RP_NOBODY;
        }
    }
}

static int note_extra(levels *l, rp_pair pair) {
    rp_pair *grown =
        rp_grow_array(l->extra, l->extras, &l->room, sizeof *l->extra);

    if (!grown)
        return 0;
    l->extra = grown;
    l->extra[l->extras++] = pair;
    return 1;
}

/* Everybody on the chain moves one on, up to client i. */
static int move_along(levels *l, uint32_t i, uint32_t found) {
    l->left[found]--;
    for (uint32_t j = found;;) {
        uint32_t k = l->via[j], from = l->therapist[k];
        if (l->is_whole && !note_extra(l, (rp_pair){k, j, l->score[j]}))
            return 0;
        if (k != i)
            unlink_client(l, k);
        link_client(l, k, j);
        if (k == i)
            return 1;
        j = from;
    }
}

/* The cheapest seat on the client's own list, if one is left. */
static uint32_t find_own(const levels *l, uint32_t i) {
    const rp_columns *c = l->columns;
    uint32_t found = RP_NOBODY;
    int64_t best = 0;

    for (size_t k = c->start[i]; k < c->start[i + 1]; k++) {
        uint32_t j = c->therapist[k];
        int64_t gain = c->score[k] - l->price[j];
        if (l->left[j] > 0 && (found == RP_NOBODY || gain > best)) {
            found = j;
            best = gain;
        }
    }
    return found;
}

static int place(levels *l, uint32_t i) {
    uint32_t found = find_own(l, i);

    if (found != RP_NOBODY) {
        l->left[found]--;
        link_client(l, i, found);
        return 1;
    }
    found = find_seat(l, i);
    if (found != RP_NOBODY)
        return move_along(l, i, found);
    for (uint32_t k = 0; k < l->tail; k++)
        l->level[l->queue[k]] = l->model->tier[i];
    l->alive -= l->tail;
    return 1;
}

static int make(levels *l) {
    const rp_model *m = l->model;

    l->left = rp_new_array(m->therapists, sizeof *l->left);
    l->first = rp_new_array(m->therapists, sizeof *l->first);
    l->mark = rp_new_array(m->therapists, sizeof *l->mark);
    l->via = rp_new_array(m->therapists, sizeof *l->via);
    l->score = rp_new_array(m->therapists, sizeof *l->score);
    l->queue = rp_new_array(m->therapists, sizeof *l->queue);
    l->next = rp_new_array(m->clients, sizeof *l->next);
    l->previous = rp_new_array(m->clients, sizeof *l->previous);
    if (!l->left || !l->first || !l->mark || !l->via || !l->score ||
        !l->queue || !l->next || !l->previous)
        return 0;
    for (uint32_t j = 0; j < m->therapists; j++) {
        l->left[j] = m->seats[j];
        l->first[j] = RP_NOBODY;
        l->level[j] = 0;
    }
    for (uint32_t i = 0; i < m->clients; i++)
        l->therapist[i] = RP_NOBODY;
    l->alive = m->therapists;
    return 1;
}

static void clear(levels *l) {
    free(l->left);
    free(l->first);
    free(l->mark);
    free(l->via);
    free(l->score);
    free(l->queue);
    free(l->next);
    free(l->previous);
    free(l->extra);
}

rp_status rp_levels_find(uint32_t *therapist, uint8_t *level,
                         const rp_model *model, rp_columns *columns,
                         const int64_t *price) {
    levels l = {.model = model,
                .columns = columns,
                .price = price,
                .therapist = therapist,
                .level = level};
    rp_status status = make(&l) ? RP_OK : RP_ERR_MEMORY;

    for (uint8_t tier = 3; tier >= 1 && status == RP_OK; tier--)
        for (uint32_t i = 0; i < model->clients && status == RP_OK; i++)
            if (model->tier[i] == tier && !place(&l, i))
                status = RP_ERR_MEMORY;
    if (status == RP_OK && l.extras > 0)
        status = rp_columns_add(columns, l.extra, l.extras);
    clear(&l);
    return status;
}
