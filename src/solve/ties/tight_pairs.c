#include "solve/ties/tight_pairs.h"

#include "base/array.h"
#include "base/bits.h"
#include "base/thread_pool.h"

#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

typedef struct sifting {
    const rp_model *model;
    const int64_t *client_price;
    const int64_t *posted; /* prices by the market's numbers */
    const int64_t *price;  /* [therapists] of the model */
    rp_gap_writer *block;  /* [blocks] the lists of each block of clients */
    size_t *start; /* [clients + 1] first the length of each list, at + 1 */
    atomic_bool is_short;
} sifting;

/* A floor that is a constant 0 leaves a shorter loop. */
static inline bool sift_row(const sifting *s, uint32_t i, const rp_row *row,
                            size_t length, rp_floor floor, rp_gap_writer *to) {
    int64_t rest = s->client_price[i] - s->model->base[i];

    to->next = 0;
    for (size_t k = 0; k < length; k++) {
        if (rest + s->posted[row->therapist[k]] !=
            rp_worth_of_gain(floor, row->therapist[k], row->score[k]))
            continue;
        if (!rp_gap_writer_put(to, s->model->local[row->therapist[k]]))
            return false;
    }
    return true;
}

/* Those places of some hours that have a price. */
static bool sift_hours(const sifting *s, const uint64_t *bits, size_t words,
                       uint32_t first, int64_t price, rp_gap_writer *to) {
    for (size_t w = 0; w < words; w++)
        for (uint64_t left = bits[w]; left; left &= left - 1) {
            uint32_t place = first + (uint32_t)(64 * w) + rp_bits_lowest(left);
            if (s->price[place] == price && !rp_gap_writer_put(to, place))
                return false;
        }
    return true;
}

/* The same where therapists are taken apart: no place is cheaper than what is
   posted. */
static bool sift_places(const sifting *s, uint32_t i, int thread,
                        const rp_row *row, size_t length, rp_gap_writer *to) {
    const rp_model *m = s->model;
    rp_floor floor = rp_model_row_floor(m, i);
    int64_t rest = s->client_price[i] - m->base[i];
    uint64_t bits[RP_HOUR_WORDS(RP_HOURS_MOST)];

    to->next = 0;
    for (size_t k = 0; k < length; k++) {
        int64_t price =
            rp_worth_of_gain(floor, row->therapist[k], row->score[k]) - rest;
        uint32_t j = m->local[row->therapist[k]];
        if (s->posted[row->therapist[k]] > price)
            continue;
        size_t words = 1;
        bits[0] = 1;
        if (m->places->is_apart[j])
            words = rp_seats_suits(m->places, m->part->client[i], j,
                                   m->first_thread + thread, bits);
        if (!sift_hours(s, bits, words, m->places->first[j], price, to))
            return false;
    }
    return true;
}

/* An extra's places, all at one therapist. */
static bool sift_extra(sifting *s, uint32_t i, rp_gap_writer *to) {
    const rp_model *m = s->model;
    const rp_seats *places = m->places;
    uint32_t k = i - m->part->clients;
    uint64_t bits[RP_HOUR_WORDS(RP_HOURS_MOST)];
    size_t before = to->used;

    to->next = 0;
    size_t words = rp_seats_extra_suits(places, k, m->first_thread, bits);
    bool is_done =
        sift_hours(s, bits, words, places->first[places->extra[k].therapist],
                   m->base[i] - s->client_price[i], to);
    s->start[i + 1] = to->used - before;
    return is_done;
}

static bool sift_client(sifting *s, uint32_t i, int thread, rp_gap_writer *to) {
    rp_row row;
    size_t length = rp_model_see(s->model, i, thread, &row);
    size_t first = to->used;
    bool is_done =
        s->model->places ? sift_places(s, i, thread, &row, length, to)
        : s->model->floor
            ? sift_row(s, i, &row, length, rp_model_row_floor(s->model, i), to)
            : sift_row(s, i, &row, length, (rp_floor){0}, to);

    s->start[i + 1] = to->used - first;
    return is_done;
}

static void sift_block(void *payload, size_t block, int thread) {
    sifting *s = payload;
    uint32_t i = (uint32_t)block * RP_MODEL_BLOCK;
    uint32_t end = s->model->part->clients;

    if (end - i > RP_MODEL_BLOCK)
        end = i + RP_MODEL_BLOCK;
    for (; i < end; i++)
        if (!sift_client(s, i, thread, &s->block[block])) {
            atomic_store(&s->is_short, true);
            return;
        }
}

/* Put the blocks' lists behind each other, freeing each as it goes; the last
   is that of the extras. */
static bool join_blocks(sifting *s, size_t blocks, rp_gap_lists *out) {
    uint32_t clients = s->model->clients;
    uint32_t real = s->model->part->clients;

    for (uint32_t i = 0; i < clients; i++)
        s->start[i + 1] += s->start[i];
    out->bytes = rp_new_array(s->start[clients], 1);
    if (!out->bytes)
        return false;
    for (size_t b = 0; b < blocks; b++) {
        size_t first = b * RP_MODEL_BLOCK;
        if (s->block[b].used)
            memcpy(out->bytes + s->start[first < real ? first : real],
                   s->block[b].bytes, s->block[b].used);
        free(s->block[b].bytes);
        s->block[b].bytes = NULL;
    }
    return true;
}

static rp_status make_of_client(rp_tight_pairs *out, sifting *s) {
    const rp_model *model = s->model;
    size_t blocks = rp_model_blocks(model) + 1;
    rp_status status = RP_ERR_MEMORY;

    out->of_client.start =
        rp_new_array((size_t)model->clients + 1, sizeof(size_t));
    s->block = rp_new_array(blocks, sizeof *s->block);
    s->start = out->of_client.start;
    if (!s->start || !s->block)
        goto done;
    rp_thread_pool_run(rp_model_pass_threads(model), blocks - 1, sift_block, s);
    for (uint32_t i = model->part->clients; i < model->clients; i++)
        if (!sift_extra(s, i, &s->block[blocks - 1]))
            atomic_store(&s->is_short, true);
    if (!atomic_load(&s->is_short) && join_blocks(s, blocks, &out->of_client))
        status = RP_OK;
done:
    for (size_t b = 0; s->block && b < blocks; b++)
        free(s->block[b].bytes);
    free(s->block);
    return status;
}

rp_status rp_tight_pairs_init(rp_tight_pairs *out, const rp_model *model,
                              const int64_t *client_price,
                              const int64_t *therapist_price) {
    sifting s = {.model = model,
                 .client_price = client_price,
                 .posted = rp_model_posted(model),
                 .price = therapist_price};

    rp_model_post(model, therapist_price);
    *out = (rp_tight_pairs){0};
    atomic_init(&s.is_short, false);
    rp_status status = make_of_client(out, &s);
    if (status == RP_OK &&
        !rp_gap_lists_turn(&out->of_therapist, model->therapists,
                           &out->of_client, model->clients))
        status = RP_ERR_MEMORY;
    if (status != RP_OK)
        rp_tight_pairs_clear(out);
    return status;
}

void rp_tight_pairs_clear(rp_tight_pairs *tight) {
    rp_gap_lists_clear(&tight->of_client);
    rp_gap_lists_clear(&tight->of_therapist);
}
