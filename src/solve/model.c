#include "solve/model.h"

#include "base/array.h"
#include "base/bits.h"
#include "base/thread_pool.h"

#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_PRICED = 8 };

/* Below this a pass takes less time than starting a thread. */
static const uint64_t threaded_pairs = 200000;

/* Of at most so many pairs rows are held; 16 MiB. */
static const uint64_t most_held =
    ((uint64_t)16 << 20) / (sizeof(uint32_t) + sizeof(uint16_t));

/* ---- rows -------------------------------------------------------------- */

rp_row_buffer *rp_row_buffers_new(const rp_market *market) {
    int threads = rp_market_threads(market);
    uint32_t therapists = rp_market_therapists(market);
    rp_row_buffer *rows = rp_new_array((size_t)threads, sizeof *rows);

    for (int t = 0; rows && t < threads; t++) {
        rows[t].therapist = rp_new_array(therapists, sizeof(uint32_t));
        rows[t].score = rp_new_array(therapists, sizeof(uint16_t));
        rows[t].key = rp_new_array(therapists, sizeof(int64_t));
        rows[t].place = rp_new_array(therapists, sizeof(uint32_t));
        rows[t].price = rp_new_array(therapists, sizeof(int64_t));
        rows[t].limit = rp_new_array(therapists, sizeof(int64_t));
        if (!rows[t].therapist || !rows[t].score || !rows[t].key ||
            !rows[t].place || !rows[t].price || !rows[t].limit) {
            rp_row_buffers_free(rows, market);
            return NULL;
        }
        for (uint32_t j = 0; j < therapists; j++)
            rows[t].price[j] = RP_CLOSED_PRICE;
    }
    return rows;
}

void rp_row_buffers_free(rp_row_buffer *rows, const rp_market *market) {
    for (int t = 0; rows && t < rp_market_threads(market); t++) {
        free(rows[t].therapist);
        free(rows[t].score);
        free(rows[t].key);
        free(rows[t].place);
        free(rows[t].price);
        free(rows[t].limit);
    }
    free(rows);
}

/* ---- the model --------------------------------------------------------- */

static uint32_t seats_of(const rp_market *market, uint32_t therapist) {
    uint32_t openings = rp_market_openings(market, therapist);
    uint32_t clients = rp_market_therapist_pairs(market, therapist);

    return openings > clients ? clients + 1 : openings;
}

static void set_bases(rp_model *m) {
    for (uint32_t i = 0; i < m->clients; i++)
        m->base[i] =
            rp_worth_base(m->reward, m->tier[i],
                          rp_market_wait(m->market, m->part->client[i]));
}

rp_status rp_model_init(rp_model *out, const rp_market *market,
                        const rp_parts *parts, size_t part,
                        rp_row_buffer *row) {
    const rp_part *p = &parts->part[part];

    *out = (rp_model){.clients = p->clients,
                      .therapists = p->therapists,
                      .reward = p->start,
                      .least = parts->least,
                      .pairs = p->pairs,
                      .market = market,
                      .part = p,
                      .local = parts->local,
                      .row = row,
                      .threads = 1};
    out->base = rp_new_array(p->clients, sizeof *out->base);
    out->tier = rp_new_array(p->clients, sizeof *out->tier);
    out->seats = rp_new_array(p->therapists, sizeof *out->seats);
    if (!out->base || !out->tier || !out->seats) {
        rp_model_clear(out);
        return RP_ERR_MEMORY;
    }
    for (uint32_t i = 0; i < p->clients; i++)
        out->tier[i] = rp_market_tier(market, p->client[i]);
    set_bases(out);
    for (uint32_t j = 0; j < p->therapists; j++)
        out->seats[j] = seats_of(market, p->therapist[j]);
    return RP_OK;
}

rp_status rp_model_seat(rp_model *out, const rp_model *plain,
                        const rp_seats *places) {
    const int64_t exact_limit = (int64_t)1 << 53;
    uint32_t clients = plain->clients + places->extras;

    *out = *plain;
    out->clients = clients;
    out->therapists = places->places;
    out->places = places;
    out->base = rp_new_array(clients, sizeof *out->base);
    out->tier = rp_new_array(clients, sizeof *out->tier);
    out->seats = rp_new_array(places->places, sizeof *out->seats);
    rp_status status = plain->reward > exact_limit / 16 ? RP_ERR_SIZE : RP_OK;
    if (!out->base || !out->tier || !out->seats)
        status = RP_ERR_MEMORY;
    if (status != RP_OK) {
        rp_model_clear(out);
        return status;
    }
    for (uint32_t i = 0; i < clients; i++) {
        bool is_client = i < plain->clients;
        out->tier[i] = is_client ? plain->tier[i] : RP_EXTRA_TIER;
        out->base[i] =
            is_client ? plain->base[i] : RP_EXTRA_TIER * (int64_t)plain->reward;
    }
    for (uint32_t k = 0; k < places->places; k++) {
        uint32_t j = places->of[k];
        out->seats[k] = places->is_apart[j] ? 1 : plain->seats[j];
    }
    return RP_OK;
}

void rp_model_set_floor(rp_model *model) {
    if (model->part->floor == 0)
        return;
    model->reward = model->part->reward;
    model->floor = model->part->floor;
    set_bases(model);
}

uint32_t rp_model_kept(const rp_model *model, uint32_t client) {
    const rp_part *part = model->part;

    if (client >= part->clients) /* an extra */
        return RP_NONE;
    uint32_t kept = rp_market_kept(model->market, part->client[client]);
    uint32_t local = kept == RP_NONE ? RP_NONE : model->local[kept];

    /* a number of another part is of nobody here */
    return local < part->therapists && part->therapist[local] == kept ? local
                                                                      : RP_NONE;
}

rp_floor rp_model_floor(const rp_model *model, uint32_t client) {
    rp_floor floor = {.reward = model->floor,
                      .least = model->least,
                      .keep = (uint16_t)rp_market_keep(model->market),
                      .kept = rp_model_kept(model, client)};

    if (model->places && floor.kept != RP_NONE) {
        const uint32_t *first = model->places->first + floor.kept;
        floor.kept = first[0];
        floor.others = first[1] - first[0] - 1;
    }
    return floor;
}

rp_floor rp_model_row_floor(const rp_model *model, uint32_t client) {
    rp_floor floor = {.reward = model->floor,
                      .least = model->least,
                      .keep = (uint16_t)rp_market_keep(model->market)};

    floor.kept = rp_market_kept(model->market, model->part->client[client]);
    return floor;
}

void rp_model_clear(rp_model *model) {
    free(model->base);
    free(model->tier);
    free(model->seats);
    if (model->places) { /* all else is another's */
        *model = (rp_model){0};
        return;
    }
    free(model->held_start);
    free(model->held_therapist);
    free(model->held_score);
    *model = (rp_model){0};
}

size_t rp_model_see(const rp_model *model, uint32_t client, int thread,
                    rp_row *row) {
    int workspace = model->first_thread + thread;
    rp_row_buffer *room = &model->row[workspace];

    if (model->held_start) {
        size_t first = model->held_start[client];
        *row =
            (rp_row){model->held_therapist + first, model->held_score + first};
        return model->held_start[client + 1] - first;
    }
    return rp_market_see(model->market, model->part->client[client], workspace,
                         room->therapist, room->score, &row->therapist,
                         &row->score);
}

rp_status rp_model_hold_rows(rp_model *model) {
    uint64_t pairs = model->pairs;

    if (rp_market_is_stored(model->market) || pairs > most_held)
        return RP_OK;
    size_t *start = rp_new_array((size_t)model->clients + 1, sizeof *start);
    model->held_therapist = rp_new_array(pairs, sizeof(uint32_t));
    model->held_score = rp_new_array(pairs, sizeof(uint16_t));
    if (!start || !model->held_therapist || !model->held_score) {
        free(start);
        return RP_ERR_MEMORY;
    }
    for (uint32_t i = 0; i < model->clients; i++) {
        rp_row row;
        size_t count = rp_model_see(model, i, 0, &row);
        memcpy(model->held_therapist + start[i], row.therapist,
               count * sizeof *row.therapist);
        memcpy(model->held_score + start[i], row.score,
               count * sizeof *row.score);
        start[i + 1] = start[i] + count;
    }
    model->held_start = start;
    return RP_OK;
}

size_t rp_model_row(const rp_model *model, uint32_t client, int thread,
                    rp_row *row) {
    rp_row_buffer *room = &model->row[model->first_thread + thread];
    size_t count = rp_model_see(model, client, thread, row), kept = 0;

    for (size_t k = 0; k < count; k++) {
        uint32_t j = model->local[row->therapist[k]];
        room->therapist[kept] = j;
        room->score[kept] = row->score[k];
        kept += j != RP_NONE;
    }
    *row = (rp_row){room->therapist, room->score};
    return kept;
}

int64_t *rp_model_posted(const rp_model *model) {
    return model->row[model->first_thread].price;
}

void rp_model_post(const rp_model *model, const int64_t *price) {
    int64_t *posted = rp_model_posted(model);
    const rp_seats *places = model->places;

    for (uint32_t j = 0; j < model->part->therapists; j++) {
        int64_t least = price[places ? places->first[j] : j];
        for (uint32_t k = places ? places->first[j] : j;
             places && k < places->first[j + 1]; k++)
            least = price[k] < least ? price[k] : least;
        posted[model->part->therapist[j]] = least;
    }
}

size_t rp_model_blocks(const rp_model *model) {
    return ((size_t)model->part->clients + RP_MODEL_BLOCK - 1) / RP_MODEL_BLOCK;
}

int rp_model_pass_threads(const rp_model *model) {
    return model->pairs < threaded_pairs ? 1 : model->threads;
}

/* ---- pricing ----------------------------------------------------------- */

/* What one block of clients found. */
typedef struct batch {
    rp_pair *pair;
    size_t used, room;
} batch;

typedef struct pricing {
    const rp_model *model;
    const int64_t *client_price;
    const int64_t *posted; /* prices by the market's numbers */
    const int64_t *price;  /* [therapists] of the model */
    batch *batch;          /* [blocks] */
    size_t most;
    atomic_bool is_short;
} pricing;

typedef struct violation {
    int64_t slack;
    uint32_t hash, therapist;
    uint16_t score;
} violation;

static bool is_worse(const violation *a, const violation *b) {
    if (a->slack != b->slack)
        return a->slack < b->slack;
    if (a->hash != b->hash)
        return a->hash < b->hash;
    return a->therapist < b->therapist;
}

/* Insert into a short list, worst first, that holds at most `most`. */
static size_t insert(violation *list, size_t count, size_t most,
                     violation item) {
    size_t at = count;

    while (at > 0 && is_worse(&item, &list[at - 1]))
        at--;
    if (at >= most)
        return count;
    if (count == most)
        count--;
    memmove(&list[at + 1], &list[at], (count - at) * sizeof *list);
    list[at] = item;
    return count + 1;
}

/* How much more than the cheapest hour that client must pay who cannot come
   then; a price that nobody pays where no hour suits. */
static int64_t extra_price(const pricing *p, uint32_t i, uint32_t therapist,
                           int thread) {
    const rp_model *m = p->model;
    uint32_t j = m->local[therapist];
    uint64_t bits[RP_HOUR_WORDS(RP_HOURS_MOST)];
    int64_t least = RP_CLOSED_PRICE;

    if (!m->places->is_apart[j])
        return 0;
    size_t words = rp_seats_suits(m->places, m->part->client[i], j,
                                  m->first_thread + thread, bits);
    const int64_t *price = p->price + m->places->first[j];
    for (size_t w = 0; w < words; w++)
        for (uint64_t left = bits[w]; left; left &= left - 1) {
            int64_t here = price[64 * w + rp_bits_lowest(left)];
            least = here < least ? here : least;
        }
    return least - p->posted[therapist];
}

/* A floor that is a constant 0 leaves a shorter loop. */
static inline size_t price_row(const pricing *p, uint32_t i, int thread,
                               const rp_row *at, size_t length, rp_floor floor,
                               violation *list) {
    int64_t rest = p->client_price[i] - p->model->base[i];
    rp_row row = *at;
    size_t count = 0;

    for (size_t k = 0; k < length; k++) {
        int64_t slack = rest + p->posted[row.therapist[k]] -
                        rp_worth_of_gain(floor, row.therapist[k], row.score[k]);
        if (slack >= 0)
            continue;
        if (p->model->places) {
            slack += extra_price(p, i, row.therapist[k], thread);
            if (slack >= 0)
                continue;
        }
        count = insert(list, count, p->most,
                       (violation){slack, rp_model_hash(i, row.therapist[k]),
                                   row.therapist[k], row.score[k]});
    }
    return count;
}

static size_t price_client(const pricing *p, uint32_t i, int thread,
                           violation *list) {
    rp_row row;
    size_t length = rp_model_see(p->model, i, thread, &row);

    if (p->model->floor)
        return price_row(p, i, thread, &row, length,
                         rp_model_row_floor(p->model, i), list);
    return price_row(p, i, thread, &row, length, (rp_floor){0}, list);
}

static bool put(batch *b, rp_pair pair) {
    rp_pair *grown = rp_grow_array(b->pair, b->used, &b->room, sizeof *b->pair);

    if (!grown)
        return false;
    b->pair = grown;
    b->pair[b->used++] = pair;
    return true;
}

/* A pair that is missing, with all places that suit. */
static bool put_all(batch *b, const rp_model *m, uint32_t i, const violation *v,
                    int thread) {
    uint32_t j = m->local[v->therapist];
    uint64_t bits[RP_HOUR_WORDS(RP_HOURS_MOST)];

    if (!m->places)
        return put(b, (rp_pair){i, j, v->score});
    uint32_t first = m->places->first[j];
    if (!m->places->is_apart[j])
        return put(b, (rp_pair){i, first, v->score});
    size_t words = rp_seats_suits(m->places, m->part->client[i], j,
                                  m->first_thread + thread, bits);
    for (size_t w = 0; w < words; w++)
        for (uint64_t left = bits[w]; left; left &= left - 1) {
            uint32_t hour = (uint32_t)(64 * w) + rp_bits_lowest(left);
            if (!put(b, (rp_pair){i, first + hour, v->score}))
                return false;
        }
    return true;
}

static void price_block(void *payload, size_t block, int thread) {
    pricing *p = payload;
    batch *b = &p->batch[block];
    uint32_t i = (uint32_t)block * RP_MODEL_BLOCK;
    uint32_t end = p->model->part->clients;
    violation list[MOST_PRICED + 1];

    if (end - i > RP_MODEL_BLOCK)
        end = i + RP_MODEL_BLOCK;
    for (; i < end; i++) {
        size_t count = price_client(p, i, thread, list);
        for (size_t k = 0; k < count; k++)
            if (!put_all(b, p->model, i, &list[k], thread)) {
                atomic_store(&p->is_short, true);
                return;
            }
    }
}

static rp_status gather(const pricing *p, size_t blocks, rp_pair **found,
                        size_t *count) {
    size_t total = 0;

    for (size_t b = 0; b < blocks; b++)
        total += p->batch[b].used;
    if (total == 0)
        return RP_OK;
    *found = rp_new_array(total, sizeof **found);
    if (!*found)
        return RP_ERR_MEMORY;
    for (size_t b = 0; b < blocks; b++) {
        if (p->batch[b].used)
            memcpy(*found + *count, p->batch[b].pair,
                   p->batch[b].used * sizeof **found);
        *count += p->batch[b].used;
    }
    return RP_OK;
}

rp_status rp_model_price(const rp_model *model, const int64_t *client_price,
                         const int64_t *therapist_price, int most,
                         rp_pair **found, size_t *count) {
    size_t blocks = rp_model_blocks(model);
    rp_status status = RP_ERR_MEMORY;
    pricing p = {.model = model,
                 .client_price = client_price,
                 .posted = rp_model_posted(model),
                 .price = therapist_price,
                 .most = (size_t)(most > MOST_PRICED ? MOST_PRICED : most)};

    *found = NULL;
    *count = 0;
    atomic_init(&p.is_short, false);
    rp_model_post(model, therapist_price);
    p.batch = rp_new_array(blocks, sizeof *p.batch);
    if (!p.batch)
        return RP_ERR_MEMORY;
    rp_thread_pool_run(rp_model_pass_threads(model), blocks, price_block, &p);
    if (!atomic_load(&p.is_short))
        status = gather(&p, blocks, found, count);
    for (size_t b = 0; b < blocks; b++)
        free(p.batch[b].pair);
    free(p.batch);
    return status;
}
