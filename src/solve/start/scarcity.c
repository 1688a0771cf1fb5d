#include "solve/start/scarcity.h"

#include "base/array.h"
#include "base/places.h"

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
 * Chains are looked for in passes. A therapist that one search has come to is
 * left out by the others of the pass, which keeps a pass from taking longer
 * than reading all columns once; a pass that places nobody has come to
 * everything there is. Chains go along the columns first, and along all pairs
 * of the clients in reach only when the columns lead nowhere any more; in a
 * seated model never, as its columns have served a plan already.
 */

/* A therapist to go on from, and the move that leads there. */
typedef struct step {
    uint32_t therapist, client;
    uint16_t score;
} step;

typedef struct levels {
    const rp_model *model;
    rp_columns *columns;
    const int64_t *price;
    rp_places places; /* clients at therapists */
    uint8_t *level;   /* [therapists] */
    uint32_t *left;   /* [therapists] seats */
    uint32_t *mark;   /* [therapists] the pass that came here */
    step *by;         /* [therapists] how */
    uint32_t *stack;  /* [depth] therapists to go on from */
    size_t depth, stack_room;
    uint32_t pass;          /* its number */
    uint32_t marked, alive; /* therapists: in the pass; of level 0 */
    bool is_whole;          /* the pass looks at all pairs */
    bool is_short;          /* out of memory */
    rp_pair *extra;         /* pairs to add to the columns */
    size_t extras, extra_room;
} levels;

static void push(levels *l, uint32_t therapist) {
    uint32_t *grown =
        rp_grow_array(l->stack, l->depth, &l->stack_room, sizeof *l->stack);

    if (!grown) {
        l->is_short = true;
        return;
    }
    l->stack = grown;
    l->stack[l->depth++] = therapist;
}

/* Come to a therapist from a client; whether it has a seat left. */
static bool reach(levels *l, step item) {
    uint32_t j = item.therapist;

    if (l->mark[j] == l->pass || l->level[j] != 0)
        return false;
    l->by[j] = item;
    if (l->left[j] > 0)
        return true;
    l->mark[j] = l->pass; /* on the stack once, however many lead here */
    push(l, j);
    return false;
}

/* Where client i could go; a therapist with a seat, if one is met. */
static uint32_t look(levels *l, uint32_t i) {
    const rp_columns *c = l->columns;
    rp_row row;

    if (!l->is_whole) {
        for (size_t k = c->start[i]; k < c->start[i + 1]; k++)
            if (reach(l, (step){c->therapist[k], i, c->score[k]}))
                return c->therapist[k];
        return RP_NONE;
    }
    size_t length = rp_model_row(l->model, i, 0, &row);
    for (size_t k = 0; k < length; k++)
        if (reach(l, (step){row.therapist[k], i, row.score[k]}))
            return row.therapist[k];
    return RP_NONE;
}

/* A therapist with a seat left that a chain from client i leads to; marks
   what it has gone on from, and no more. */
static uint32_t find_seat(levels *l, uint32_t i) {
    l->depth = 0;
    uint32_t found = look(l, i);
    while (found == RP_NONE && l->depth > 0) {
        uint32_t j = l->stack[--l->depth];
        l->marked++;
        uint32_t k = l->places.first[j];
        for (; k != RP_NONE && found == RP_NONE; k = l->places.next[k])
            found = look(l, k);
    }
    while (l->depth > 0)
        l->mark[l->stack[--l->depth]] = 0;
    return found;
}

static void note_extra(levels *l, rp_pair pair) {
    rp_pair *grown =
        rp_grow_array(l->extra, l->extras, &l->extra_room, sizeof *l->extra);

    if (!grown) {
        l->is_short = true;
        return;
    }
    l->extra = grown;
    l->extra[l->extras++] = pair;
}

/* Everybody on the chain moves one on, up to client i. */
static void move_along(levels *l, uint32_t i, uint32_t found) {
    l->left[found]--;
    for (uint32_t j = found;;) {
        uint32_t k = l->by[j].client, from = l->places.at[k];
        if (l->is_whole)
            note_extra(l, (rp_pair){k, j, l->by[j].score});
        if (k != i)
            rp_places_take(&l->places, k);
        rp_places_put(&l->places, k, j);
        if (k == i)
            return;
        j = from;
    }
}

/* The cheapest seat on the client's own list, if one is left. */
static uint32_t find_own(const levels *l, uint32_t i) {
    const rp_columns *c = l->columns;
    uint32_t found = RP_NONE;
    int64_t best = 0;

    for (size_t k = c->start[i]; k < c->start[i + 1]; k++) {
        uint32_t j = c->therapist[k];
        int64_t gain = c->score[k] - l->price[j];
        if (l->left[j] > 0 && (found == RP_NONE || gain > best)) {
            found = j;
            best = gain;
        }
    }
    return found;
}

/* One pass over the clients of a tier without a seat; how many found one. */
static uint32_t place_some(levels *l, uint8_t tier) {
    uint32_t placed = 0;

    l->pass++;
    l->marked = 0;
    for (uint32_t i = 0; i < l->model->clients && !l->is_short; i++) {
        if (l->model->tier[i] != tier || l->places.at[i] != RP_NONE)
            continue;
        uint32_t found = find_seat(l, i);
        if (found == RP_NONE)
            continue;
        move_along(l, i, found);
        placed++;
    }
    return placed;
}

static void place_tier(levels *l, uint8_t tier) {
    int looks = l->model->places ? 1 : 2;
    uint32_t waiting = 0;

    for (uint32_t i = 0; i < l->model->clients; i++) {
        if (l->model->tier[i] != tier)
            continue;
        uint32_t found = find_own(l, i);
        waiting += found == RP_NONE;
        if (found == RP_NONE)
            continue;
        l->left[found]--;
        rp_places_put(&l->places, i, found);
    }
    for (int look = 0; look < looks; look++) {
        l->is_whole = look == 1;
        for (uint32_t placed = 1; waiting > 0 && placed > 0;) {
            if (l->is_whole && l->marked == l->alive)
                break; /* the columns have led everywhere already */
            placed = place_some(l, tier);
            waiting -= placed;
        }
    }
    if (waiting == 0 || l->is_short)
        return;
    for (uint32_t j = 0; j < l->model->therapists; j++)
        if (l->mark[j] == l->pass && l->level[j] == 0)
            l->level[j] = tier;
    l->alive -= l->marked;
}

static bool make(levels *l) {
    const rp_model *m = l->model;

    l->left = rp_new_array(m->therapists, sizeof *l->left);
    l->mark = rp_new_array(m->therapists, sizeof *l->mark);
    l->by = rp_new_array(m->therapists, sizeof *l->by);
    if (!rp_places_init(&l->places, m->clients, m->therapists) || !l->left ||
        !l->mark || !l->by)
        return false;
    for (uint32_t j = 0; j < m->therapists; j++) {
        l->left[j] = m->seats[j];
        l->level[j] = 0;
    }
    l->alive = m->therapists;
    return true;
}

static void clear(levels *l) {
    rp_places_clear(&l->places);
    free(l->left);
    free(l->mark);
    free(l->by);
    free(l->stack);
    free(l->extra);
}

rp_status rp_scarcity_find(uint32_t *therapist, uint8_t *level,
                           const rp_model *model, rp_columns *columns,
                           const int64_t *price) {
    levels l = {
        .model = model, .columns = columns, .price = price, .level = level};
    rp_status status = RP_ERR_MEMORY;

    if (make(&l)) {
        for (uint8_t tier = RP_EXTRA_TIER; tier >= 1; tier--)
            place_tier(&l, tier);
        status = l.is_short ? RP_ERR_MEMORY : RP_OK;
    }
    if (status == RP_OK && l.extras > 0)
        status = rp_columns_add(columns, l.extra, l.extras);
    if (status == RP_OK)
        for (uint32_t i = 0; i < model->clients; i++)
            therapist[i] = l.places.at[i];
    clear(&l);
    return status;
}
