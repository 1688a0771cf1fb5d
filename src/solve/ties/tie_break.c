#include "solve/ties/tie_break.h"

#include "base/array.h"
#include "base/places.h"
#include "solve/ties/tight_pairs.h"

#include <stdlib.h>

/*
 * At optimal prices (u, v) a plan is optimal exactly when it uses tight pairs
 * only, no client with u > 0 waits, and no therapist with v > 0 has a seat
 * left. So from one optimal plan every other is reached by closed chains of
 * moves in a graph of therapists and one more node, WAITING, for clients who
 * wait and seats that stay empty. An arc a -> b says that a, having one too
 * many, can pass one on to b:
 *
 *     a -> b        a client k not settled yet sits at a, (k, b) is tight
 *     a -> WAITING  such a client has u = 0, or a has an empty seat
 *     WAITING -> b  a waiting client k, (k, b) is tight, or v_b = 0: then b
 *                   may pass on a client and keep the seat empty
 *
 * Client i can move from its place to therapist j when a chain leads from j
 * back to that place. Two searches, forward from j and backward from the
 * place, take steps in turn until they meet or one runs out. One that runs
 * out has found a set that no closed chain ever enters and leaves again, and
 * settling more clients only takes arcs away; so the set gets a label of its
 * own, and arcs between labels are dropped for good. The other search has
 * come as far outside of the set: each failed search costs about the smaller
 * of two pieces it has separated, which adds up to arcs * log(arcs) at most,
 * however massive the ties.
 */

typedef struct search {
    uint32_t *queue; /* [nodes] */
    uint32_t head, tail;
    uint32_t *mark; /* [nodes] the number of the search that came here */
    uint32_t *from; /* [nodes] the node it came from */
    uint32_t *via;  /* [nodes] the client that moves; RP_NONE: a seat */
    /* where it is in the arcs of the node at the head of the queue */
    bool is_open;
    uint32_t place;  /* in one of the two zero lists */
    uint32_t client; /* the one whose therapists are being read */
    rp_gap_cursor cursor;
} search;

typedef struct order {
    const rp_ties *ties;
    uint32_t waiting;         /* the number of that node */
    rp_places places;         /* clients at nodes; who is settled keeps the
                                 node, or the group, and is on no list where
                                 that has no other place */
    uint32_t *spare;          /* [therapists] empty seats */
    uint32_t *label;          /* [nodes] */
    uint32_t *free_therapist; /* [free_therapists] with v = 0 */
    uint32_t *free_client;    /* [free_clients] with u = 0 */
    uint32_t free_therapists, free_clients;
    uint32_t labels, number; /* of labels used; of the search at hand */
    bool *is_settled;        /* [clients] has its place for good */
    uint32_t kept;           /* the therapist of an earlier run; RP_NONE */
    uint32_t *size;          /* [groups] places; NULL: each its own */
    search forward, backward;
} order;

/* ---- groups ------------------------------------------------------------ */

static uint32_t group_of(const order *o, uint32_t node) {
    return node != o->waiting && o->ties->group ? o->ties->group[node] : node;
}

static bool is_in_group(const order *o, uint32_t node) {
    return o->size && node != o->waiting && o->size[group_of(o, node)] > 1;
}

/* How many places each group has. */
static bool measure_groups(order *o) {
    const rp_ties *t = o->ties;

    if (!t->group)
        return true;
    o->size = rp_new_array((size_t)t->therapists + 1, sizeof *o->size);
    for (uint32_t j = 0; o->size && j < t->therapists; j++)
        o->size[t->group[j]]++;
    return o->size != NULL;
}

/* Must a client, who has settled, not go there? */
static bool stays(const order *o, uint32_t client, uint32_t node) {
    return o->is_settled[client] &&
           group_of(o, node) != group_of(o, o->places.at[client]);
}

/* ---- the two searches -------------------------------------------------- */

static bool is_marked(const order *o, const search *s, uint32_t node) {
    return s->mark[node] == o->number;
}

/* Come to a node; whether it had not been reached and may be. */
static bool visit(order *o, search *s, uint32_t node, uint32_t from,
                  uint32_t via) {
    if (is_marked(o, s, node) || o->label[node] != o->label[from])
        return false;
    s->mark[node] = o->number;
    s->from[node] = from;
    s->via[node] = via;
    s->queue[s->tail++] = node;
    return true;
}

static void begin(order *o, search *s, uint32_t node) {
    s->head = s->tail = 0;
    s->is_open = false;
    visit(o, s, node, node, RP_NONE);
}

/* The arc between a node and WAITING by an empty seat is looked at as soon
   as the node is reached: it is what ends most searches. */
static void visit_forward(order *o, uint32_t node, uint32_t from,
                          uint32_t via) {
    search *s = &o->forward;

    if (visit(o, s, node, from, via) && node != o->waiting &&
        o->spare[node] > 0)
        visit(o, s, o->waiting, node, RP_NONE);
}

static void visit_backward(order *o, uint32_t node, uint32_t from,
                           uint32_t via) {
    search *s = &o->backward;

    if (visit(o, s, node, from, via) && node != o->waiting &&
        o->ties->therapist_price[node] == 0)
        visit(o, s, o->waiting, node, RP_NONE);
}

static void read_therapists(order *o, search *s, uint32_t client) {
    s->client = client;
    if (client != RP_NONE)
        s->cursor = rp_gap_lists_open(o->ties->of_client, client);
}

/* Follow one arc from the node at the head of the queue. */
static void step_forward(order *o) {
    search *s = &o->forward;
    uint32_t node = s->queue[s->head];

    if (!s->is_open) {
        s->is_open = true;
        s->place = node == o->waiting ? 0 : o->free_therapists;
        read_therapists(o, s, o->places.first[node]);
        if (node != o->waiting)
            for (uint32_t k = s->client; k != RP_NONE; k = o->places.next[k])
                if (o->ties->client_price[k] == 0 && !o->is_settled[k]) {
                    visit_forward(o, o->waiting, node, k);
                    break;
                }
    } else if (s->place < o->free_therapists) {
        visit_forward(o, o->free_therapist[s->place++], node, RP_NONE);
    } else if (s->client != RP_NONE) {
        uint32_t j = rp_gap_cursor_next(&s->cursor);
        if (j == RP_NONE)
            read_therapists(o, s, o->places.next[s->client]);
        else if (!stays(o, s->client, j))
            visit_forward(o, j, node, s->client);
    } else {
        s->head++;
        s->is_open = false;
    }
}

/* Into WAITING: from therapists with an empty seat, and by clients who may
   wait; false at the end of both. */
static bool step_into_waiting(order *o, search *s) {
    uint32_t place = s->place++;

    if (place < o->free_therapists) {
        uint32_t j = o->free_therapist[place];
        if (o->spare[j] > 0)
            visit_backward(o, j, o->waiting, RP_NONE);
        return true;
    }
    place -= o->free_therapists;
    if (place >= o->free_clients)
        return false;
    uint32_t k = o->free_client[place];
    if (!o->is_settled[k])
        visit_backward(o, o->places.at[k], o->waiting, k);
    return true;
}

static void step_backward(order *o) {
    search *s = &o->backward;
    uint32_t node = s->queue[s->head];

    if (!s->is_open) {
        s->is_open = true;
        s->place = 0;
        if (node != o->waiting)
            s->cursor = rp_gap_lists_open(o->ties->of_therapist, node);
        return;
    }
    if (node == o->waiting) {
        if (step_into_waiting(o, s))
            return;
    } else {
        uint32_t k = rp_gap_cursor_next(&s->cursor);
        if (k != RP_NONE) {
            if (!stays(o, k, node))
                visit_backward(o, o->places.at[k], node, k);
            return;
        }
    }
    s->head++;
    s->is_open = false;
}

/* A node both searches have come to, among those reached since. */
static uint32_t meeting(const order *o, const search *s, uint32_t since,
                        const search *other) {
    for (uint32_t k = since; k < s->tail; k++)
        if (is_marked(o, other, s->queue[k]))
            return s->queue[k];
    return RP_NONE;
}

static void separate(order *o, const search *s) {
    o->labels++;
    for (uint32_t k = 0; k < s->tail; k++)
        o->label[s->queue[k]] = o->labels;
}

/* Where a chain from one node to another meets; RP_NONE if there is none,
   and then they have different labels. */
static uint32_t connect(order *o, uint32_t from, uint32_t to) {
    uint32_t met = RP_NONE;

    o->number++;
    begin(o, &o->forward, from);
    if (from != o->waiting && o->spare[from] > 0)
        visit(o, &o->forward, o->waiting, from, RP_NONE);
    begin(o, &o->backward, to);
    if (to != o->waiting && o->ties->therapist_price[to] == 0)
        visit(o, &o->backward, o->waiting, to, RP_NONE);
    met = meeting(o, &o->backward, 0, &o->forward);
    while (met == RP_NONE) {
        if (o->forward.head == o->forward.tail) {
            separate(o, &o->forward);
            break;
        }
        uint32_t since = o->forward.tail;
        step_forward(o);
        met = meeting(o, &o->forward, since, &o->backward);
        if (met != RP_NONE)
            break;
        if (o->backward.head == o->backward.tail) {
            separate(o, &o->backward);
            break;
        }
        since = o->backward.tail;
        step_backward(o);
        met = meeting(o, &o->backward, since, &o->forward);
    }
    return met;
}

/* ---- moving ------------------------------------------------------------ */

static void pass_on(order *o, uint32_t from, uint32_t to, uint32_t via) {
    if (via != RP_NONE) {
        rp_places_move(&o->places, via, to);
    } else if (to == o->waiting) {
        o->spare[from]--;
    } else {
        o->spare[to]++;
    }
}

static void move_along(order *o, uint32_t from, uint32_t met, uint32_t to) {
    for (uint32_t a = met; a != from; a = o->forward.from[a])
        pass_on(o, o->forward.from[a], a, o->forward.via[a]);
    for (uint32_t a = met; a != to; a = o->backward.from[a])
        pass_on(o, a, o->backward.from[a], o->backward.via[a]);
}

/* On tight pairs of one client u + v is the worth, which grows with the score
   but for what a kept pair is worth more, so the score is in the order of the
   price less that. */
static int64_t score_of(const order *o, uint32_t j) {
    bool is_kept = group_of(o, j) == o->kept;

    return o->ties->therapist_price[j] - (is_kept ? o->ties->keep : 0);
}

/* The number that the lottery gives a pair; without one the order of ids
   decides, as it does between equal numbers. */
static uint64_t number_of(const order *o, uint32_t i, uint32_t j) {
    return o->ties->lottery
               ? rp_lottery_pair(o->ties->lottery, i, group_of(o, j))
               : 0;
}

/* The best therapist of client i that may still be reached, or its place. */
static uint32_t choose(const order *o, uint32_t i) {
    rp_gap_cursor c = rp_gap_lists_open(o->ties->of_client, i);
    uint32_t place = o->places.at[i], best = place;
    int64_t best_score = INT64_MIN; /* waiting comes last */
    uint64_t best_number = 0;

    if (place != o->waiting) {
        best_score = score_of(o, place);
        best_number = number_of(o, i, place);
    }
    for (uint32_t j; (j = rp_gap_cursor_next(&c)) != RP_NONE;) {
        if (o->label[j] != o->label[place] || j == best ||
            (place != o->waiting && group_of(o, j) == group_of(o, place)))
            continue;
        int64_t score = score_of(o, j);
        if (score < best_score)
            continue;
        uint64_t number = number_of(o, i, j);
        if (score == best_score &&
            (number > best_number || (number == best_number && j > best)))
            continue;
        best = j;
        best_score = score;
        best_number = number;
    }
    return best;
}

static void settle_client(order *o, uint32_t i) {
    uint32_t best;

    o->is_settled[i] = true;
    o->kept = o->ties->kept ? o->ties->kept[i] : RP_NONE;
    rp_places_take(&o->places, i);
    while ((best = choose(o, i)) != o->places.at[i]) {
        uint32_t met = connect(o, best, o->places.at[i]);
        if (met == RP_NONE)
            continue;
        move_along(o, best, met, o->places.at[i]);
        o->places.at[i] = best;
        break;
    }
    if (is_in_group(o, o->places.at[i]))
        rp_places_put(&o->places, i, o->places.at[i]);
}

/* ---- setting up -------------------------------------------------------- */

static bool make_search(search *s, size_t nodes) {
    s->queue = rp_new_array(nodes, sizeof *s->queue);
    s->mark = rp_new_array(nodes, sizeof *s->mark);
    s->from = rp_new_array(nodes, sizeof *s->from);
    s->via = rp_new_array(nodes, sizeof *s->via);
    return s->queue && s->mark && s->from && s->via;
}

static void clear_search(search *s) {
    free(s->queue);
    free(s->mark);
    free(s->from);
    free(s->via);
}

static bool make(order *o) {
    const rp_ties *t = o->ties;
    size_t nodes = (size_t)t->therapists + 1;

    o->free_client = rp_new_array(t->clients, sizeof *o->free_client);
    o->is_settled = rp_new_array(t->clients, sizeof *o->is_settled);
    o->label = rp_new_array(nodes, sizeof *o->label);
    o->spare = rp_new_array(t->therapists, sizeof *o->spare);
    o->free_therapist = rp_new_array(t->therapists, sizeof *o->free_therapist);
    return rp_places_init(&o->places, t->clients, (uint32_t)nodes) &&
           o->free_client && o->is_settled && o->label && o->spare &&
           o->free_therapist && measure_groups(o) &&
           make_search(&o->forward, nodes) && make_search(&o->backward, nodes);
}

static void clear(order *o) {
    rp_places_clear(&o->places);
    free(o->free_client);
    free(o->is_settled);
    free(o->label);
    free(o->spare);
    free(o->free_therapist);
    free(o->size);
    clear_search(&o->forward);
    clear_search(&o->backward);
}

static void seat(order *o) {
    const rp_ties *t = o->ties;

    o->waiting = t->therapists;
    for (uint32_t j = 0; j < t->therapists; j++) {
        o->spare[j] = t->seats[j];
        if (t->therapist_price[j] == 0)
            o->free_therapist[o->free_therapists++] = j;
    }
    for (uint32_t i = t->clients; i-- > 0;) {
        uint32_t j = t->therapist[i];
        rp_places_put(&o->places, i, j == RP_NONE ? o->waiting : j);
        if (j != RP_NONE)
            o->spare[j]--;
        if (t->client_price[i] == 0)
            o->free_client[o->free_clients++] = i;
    }
}

rp_status rp_tie_break_settle(const rp_ties *ties) {
    order o = {.ties = ties};
    rp_status status = RP_ERR_MEMORY;

    if (make(&o)) {
        seat(&o);
        for (uint32_t i = 0; i < ties->clients - ties->extras; i++)
            settle_client(&o, ties->sequence ? ties->sequence[i] : i);
        for (uint32_t i = 0; i < ties->clients; i++)
            ties->therapist[i] =
                o.places.at[i] == o.waiting ? RP_NONE : o.places.at[i];
        status = RP_OK;
    }
    clear(&o);
    return status;
}

/* ---- the plan of a part ------------------------------------------------ */

/* What the clients and therapists of a part have in the market. */
typedef struct local_ties {
    uint64_t *clients, *therapists; /* lots; NULL: there are none; a therapist's
                                       places have one lot */
    uint32_t *kept;                 /* NULL: none is kept */
    rp_lottery lottery;
} local_ties;

static bool take_local(local_ties *out, const rp_model *model) {
    const rp_lottery *all = rp_market_lottery(model->market);
    const rp_part *part = model->part;

    *out = (local_ties){0};
    if (rp_market_keep(model->market) > 0) {
        out->kept = rp_new_array(model->clients, sizeof *out->kept);
        for (uint32_t i = 0; out->kept && i < model->clients; i++)
            out->kept[i] = rp_model_kept(model, i);
        if (!out->kept)
            return false;
    }
    if (!all)
        return true;
    out->clients = rp_new_array(part->clients, sizeof *out->clients);
    out->therapists = rp_new_array(part->therapists, sizeof *out->therapists);
    if (!out->clients || !out->therapists)
        return false;
    for (uint32_t i = 0; i < part->clients; i++)
        out->clients[i] = all->clients[part->client[i]];
    for (uint32_t j = 0; j < part->therapists; j++)
        out->therapists[j] = all->therapists[part->therapist[j]];
    out->lottery = (rp_lottery){all->seed, out->clients, out->therapists};
    return true;
}

rp_status rp_tie_break_solution(rp_solution *solution, const rp_model *model) {
    rp_tight_pairs tight = {0};
    local_ties local;
    rp_status status = RP_ERR_MEMORY;

    if (take_local(&local, model))
        status = rp_tight_pairs_init(&tight, model, solution->client_price,
                                     solution->therapist_price);
    if (status == RP_OK)
        status = rp_tie_break_settle(
            &(rp_ties){.clients = model->clients,
                       .therapists = model->therapists,
                       .of_client = &tight.of_client,
                       .of_therapist = &tight.of_therapist,
                       .client_price = solution->client_price,
                       .therapist_price = solution->therapist_price,
                       .seats = model->seats,
                       .sequence = model->part->sequence,
                       .lottery = local.clients ? &local.lottery : NULL,
                       .kept = local.kept,
                       .group = model->places ? model->places->of : NULL,
                       .extras = model->clients - model->part->clients,
                       .keep = rp_market_keep(model->market),
                       .therapist = solution->therapist});
    rp_tight_pairs_clear(&tight);
    free(local.clients);
    free(local.therapists);
    free(local.kept);
    return status;
}
