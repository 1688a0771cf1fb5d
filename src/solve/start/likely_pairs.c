#include "solve/start/likely_pairs.h"

#include "base/array.h"
#include "base/heap.h"
#include "base/thread_pool.h"

#include <stdlib.h>
#include <string.h>

enum {
    NEAREST = 8,
    SOME = 4, /* of those close by, or near ties would be on few lists */
    EACH_CLIENT = NEAREST + SOME,
    EACH_SEAT = 3,
    PLACE_BITS = 24,   /* places in a row */
    WHOLE_PAIRS = 2000 /* a part of so few pairs is taken whole */
};

/* Slacks of prices this far off are all the same; leaves 16 bits of key. */
static const int64_t slack_limit = (int64_t)1 << 47;
/* Nothing further than this is looked for: it leaves room for its bits. */
static const int64_t far_limit = (int64_t)1 << 20;

/* A pair on a therapist's list: a heap, the largest slack on top. */
typedef struct offer {
    uint64_t key; /* slack, then 16 bits of hash */
    uint32_t client;
    uint16_t score;
} offer;

/* The therapists' heaps of one thread. */
typedef struct side {
    offer *offer;    /* [start[therapists]] */
    uint32_t *count; /* [therapists] */
    int64_t *limit;  /* larger slacks do not enter; market's numbers */
    int64_t *key;    /* of the row at hand */
    uint32_t *place; /* in it, of pairs close by */
} side;

/* The nearest pairs of one client's row, and some others close by. */
typedef struct nearest {
    uint64_t near[NEAREST]; /* ascending: slack, 16 bits of hash, place */
    size_t nears;
    size_t seen;   /* pairs close by: of slack up to `reach` */
    int64_t reach; /* S-units; kept from client to client */
} nearest;

typedef struct choosing {
    const rp_model *model;
    const int64_t *posted; /* prices by the market's numbers */
    size_t *start;         /* [therapists + 1] room of each heap */
    side *side;            /* [threads] */
    int threads;
    rp_columns near; /* [clients][EACH_CLIENT] places of the clients' lists */
    uint8_t *count;  /* [clients] how many are taken */
} choosing;

/* ---- the therapists' heaps --------------------------------------------- */

/* A total order, so that the lists do not depend on who looked first. */
static inline bool is_after(const offer *a, const offer *b) {
    return a->key != b->key ? a->key > b->key : a->client > b->client;
}

RP_HEAP(offer, offer, is_after)

static void make_offer(const choosing *c, side *s, uint32_t j, offer item) {
    offer *heap = s->offer + c->start[j];
    uint32_t room = (uint32_t)(c->start[j + 1] - c->start[j]);

    if (s->count[j] < room) {
        offer_rise(heap, s->count[j]++, item);
        if (s->count[j] < room)
            return;
    } else if (is_after(&heap[0], &item)) {
        offer_sink(heap, room, item);
    }
    s->limit[c->model->part->therapist[j]] = (int64_t)(heap[0].key >> 16);
}

/* ---- one client -------------------------------------------------------- */

/* Insert into the short ascending list of the nearest. */
static void note_near(nearest *n, uint64_t item) {
    size_t at = n->nears;

    if (at == NEAREST) {
        if (item >= n->near[NEAREST - 1])
            return;
        at--;
    } else {
        n->nears++;
    }
    for (; at > 0 && n->near[at - 1] > item; at--)
        n->near[at] = n->near[at - 1];
    n->near[at] = item;
}

/* Score less price of each pair of a row; gives the largest. */
static int64_t find_keys(const choosing *c, const rp_row *row, size_t length,
                         int64_t *key) {
    int64_t best = INT64_MIN;

    for (size_t k = 0; k < length; k++) {
        key[k] = row->score[k] - c->posted[row->therapist[k]];
        best = key[k] > best ? key[k] : best;
    }
    return best;
}

/* How many are to be seen: those of therapists who are in the part. */
static size_t find_enough(const int64_t *key, size_t length) {
    size_t open = 0;

    for (size_t k = 0; k < length; k++)
        open += key[k] > -RP_CLOSED_PRICE / 2;
    return open < EACH_CLIENT ? open : EACH_CLIENT;
}

/* Collect the pairs close by. */
static void look_around(const int64_t *key, size_t length, int64_t best,
                        uint32_t *place, nearest *n) {
    int64_t least = best - n->reach;
    size_t seen = 0;

    for (size_t k = 0; k < length; k++) {
        place[seen] = (uint32_t)k;
        seen += key[k] >= least;
    }
    n->seen = seen;
}

static void find_nearest(uint32_t i, const rp_row *row, const int64_t *key,
                         int64_t best, const uint32_t *place, nearest *n) {
    n->nears = 0;
    for (size_t p = 0; p < n->seen; p++) {
        uint32_t k = place[p];
        uint64_t hash = rp_model_hash(i, row->therapist[k]) & 0xffffu;
        note_near(n, (uint64_t)(best - key[k]) << (16 + PLACE_BITS) |
                         hash << PLACE_BITS | k);
    }
}

/* Offer the client to its therapists. */
static void offer_around(choosing *c, side *s, uint32_t i, const rp_row *row,
                         size_t length, const int64_t *key, int64_t best) {
    /* A client priced out waits: u = 0 and not below. */
    int64_t gain = best > -c->model->base[i] ? best : -c->model->base[i];

    for (size_t k = 0; k < length; k++) {
        uint32_t j = row->therapist[k];
        int64_t slack = gain - key[k];
        if (slack > s->limit[j])
            continue;
        slack = slack < slack_limit ? slack : slack_limit;
        make_offer(
            c, s, c->model->local[j],
            (offer){(uint64_t)slack << 16 | (rp_model_hash(i, j) & 0xffffu), i,
                    row->score[k]});
    }
}

static void keep(choosing *c, uint32_t i, const rp_row *row, uint32_t place) {
    size_t at = (size_t)i * EACH_CLIENT + c->count[i]++;

    c->near.therapist[at] = c->model->local[row->therapist[place]];
    c->near.score[at] = row->score[place];
}

/* The nearest, and some of those close by from anywhere on; both may be the
   same, which the columns thin out. */
static void keep_all(choosing *c, uint32_t i, const rp_row *row,
                     const uint32_t *place, const nearest *n) {
    const uint64_t mask = ((uint64_t)1 << PLACE_BITS) - 1;
    size_t some = n->seen < SOME ? n->seen : SOME;

    for (size_t k = 0; k < n->nears; k++)
        keep(c, i, row, (uint32_t)(n->near[k] & mask));
    for (size_t k = 0, at = rp_model_hash(i, 0); k < some; k++)
        keep(c, i, row, place[(at + k) % n->seen]);
}

static void choose_of_client(choosing *c, uint32_t i, int thread, nearest *n) {
    rp_row row;
    int64_t *key = c->side[thread].key;
    uint32_t *place = c->side[thread].place;
    size_t length = rp_model_see(c->model, i, thread, &row);
    int64_t best = find_keys(c, &row, length, key);

    offer_around(c, &c->side[thread], i, &row, length, key, best);
    if (n->reach == 0)
        n->reach =
            RP_SCORE_LIMIT * EACH_CLIENT / (int64_t)(length > 0 ? length : 1) +
            16;
    look_around(key, length, best, place, n);
    size_t enough = n->seen < EACH_CLIENT ? find_enough(key, length) : 0;
    while (n->seen < enough && n->reach < far_limit) {
        n->reach *= 2;
        look_around(key, length, best, place, n);
    }
    find_nearest(i, &row, key, best, place, n);
    keep_all(c, i, &row, place, n);
    if (n->seen > 2 * EACH_CLIENT && n->reach > 16)
        n->reach -= n->reach / 4;
}

static void choose_block(void *payload, size_t block, int thread) {
    choosing *c = payload;
    uint32_t i = (uint32_t)block * RP_MODEL_BLOCK;
    uint32_t end = c->model->clients;

    if (end - i > RP_MODEL_BLOCK)
        end = i + RP_MODEL_BLOCK;
    nearest n = {.reach = 0}; /* by block, so that threads do not matter */
    for (; i < end; i++)
        choose_of_client(c, i, thread, &n);
}

/* ---- all of them ------------------------------------------------------- */

/* Room in proportion to the seats, but where seats abound no more in all
   than a few for each client. */
static void make_rooms(choosing *c) {
    const rp_model *m = c->model;
    uint64_t seats = 0, enough = 2 * (uint64_t)m->clients;

    for (uint32_t j = 0; j < m->therapists; j++)
        seats += m->seats[j];
    if (seats < enough)
        enough = seats;
    for (uint32_t j = 0; j < m->therapists; j++) {
        uint64_t room = EACH_SEAT * (uint64_t)m->seats[j] * enough / seats;
        uint32_t most =
            rp_market_therapist_pairs(m->market, m->part->therapist[j]);
        room = room < 2 ? 2 : room;
        c->start[j + 1] = c->start[j] + (room > most ? most : room);
    }
}

static bool make(choosing *c) {
    const rp_model *m = c->model;
    size_t cells = (size_t)m->clients * EACH_CLIENT;

    c->start = rp_new_array((size_t)m->therapists + 1, sizeof *c->start);
    c->side = rp_new_array((size_t)c->threads, sizeof *c->side);
    c->near.clients = m->clients;
    c->near.start = rp_new_array((size_t)m->clients + 1, sizeof(size_t));
    c->near.therapist = rp_new_array(cells, sizeof *c->near.therapist);
    c->near.score = rp_new_array(cells, sizeof *c->near.score);
    c->count = rp_new_array(m->clients, sizeof *c->count);
    if (!c->start || !c->side || !c->near.start || !c->near.therapist ||
        !c->near.score || !c->count)
        return false;
    make_rooms(c);
    for (int t = 0; t < c->threads; t++) {
        side *s = &c->side[t];
        s->offer = rp_new_array(c->start[m->therapists], sizeof *s->offer);
        s->count = rp_new_array(m->therapists, sizeof *s->count);
        s->limit = m->row[m->first_thread + t].limit;
        s->key = m->row[m->first_thread + t].key;
        s->place = m->row[m->first_thread + t].place;
        if (!s->offer || !s->count)
            return false;
        for (uint32_t j = 0; j < m->therapists; j++)
            s->limit[m->part->therapist[j]] = INT64_MAX;
    }
    return true;
}

static void clear(choosing *c) {
    for (int t = 0; c->side && t < c->threads; t++) {
        free(c->side[t].offer);
        free(c->side[t].count);
    }
    free(c->side);
    free(c->start);
    free(c->count);
    rp_columns_clear(&c->near);
}

static void merge_sides(choosing *c) {
    for (int t = 1; t < c->threads; t++)
        for (uint32_t j = 0; j < c->model->therapists; j++) {
            const offer *heap = c->side[t].offer + c->start[j];
            for (uint32_t k = 0; k < c->side[t].count[j]; k++)
                make_offer(c, &c->side[0], j, heap[k]);
        }
}

/* Close the gaps behind lists that are not full. */
static void close_up(choosing *c) {
    rp_columns *near = &c->near;

    for (uint32_t i = 0; i < near->clients; i++) {
        size_t from = (size_t)i * EACH_CLIENT;
        near->start[i] = near->count;
        for (size_t k = 0; k < c->count[i]; k++) {
            near->therapist[near->count] = near->therapist[from + k];
            near->score[near->count++] = near->score[from + k];
        }
    }
    near->start[near->clients] = near->count;
}

/* The lists of both sides. */
static rp_status join(rp_columns *out, choosing *c) {
    uint32_t therapists = c->model->therapists;
    rp_pair *pair = rp_new_array(c->start[therapists], sizeof *pair);
    size_t used = 0;

    if (!pair)
        return RP_ERR_MEMORY;
    for (uint32_t j = 0; j < therapists; j++)
        for (uint32_t k = 0; k < c->side[0].count[j]; k++) {
            const offer *o = &c->side[0].offer[c->start[j] + k];
            pair[used++] = (rp_pair){o->client, j, o->score};
        }
    close_up(c);
    rp_status status = rp_columns_add(&c->near, pair, used);
    free(pair);
    if (status != RP_OK)
        return status;
    *out = c->near;
    c->near = (rp_columns){0};
    return RP_OK;
}

static rp_status take_whole(rp_columns *out, const rp_model *m) {
    rp_pair *pair = rp_new_array(m->pairs, sizeof *pair);
    size_t used = 0;

    if (!pair)
        return RP_ERR_MEMORY;
    for (uint32_t i = 0; i < m->clients; i++) {
        rp_row row;
        size_t length = rp_model_row(m, i, 0, &row);
        for (size_t k = 0; k < length; k++)
            pair[used++] = (rp_pair){i, row.therapist[k], row.score[k]};
    }
    rp_status status = rp_columns_init(out, m->clients, pair, used);
    free(pair);
    return status;
}

rp_status rp_likely_pairs_choose(rp_columns *out, const rp_model *model,
                                 const int64_t *therapist_price) {
    choosing c = {.model = model,
                  .posted = rp_model_posted(model),
                  .threads = rp_model_pass_threads(model)};
    rp_status status = RP_ERR_MEMORY;

    *out = (rp_columns){0};
    if (model->pairs <= WHOLE_PAIRS)
        return take_whole(out, model);
    rp_model_post(model, therapist_price);
    if (make(&c)) {
        rp_thread_pool_run(c.threads, rp_model_blocks(model), choose_block, &c);
        merge_sides(&c);
        status = join(out, &c);
    }
    clear(&c);
    return status;
}
