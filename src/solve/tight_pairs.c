#include "solve/tight_pairs.h"

#include "base/array.h"
#include "base/thread_pool.h"

#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_BYTES = 5 /* of a gap */ };

/* The lists of one block of clients. */
typedef struct batch {
    uint8_t *bytes;
    size_t used, room;
} batch;

typedef struct sifting {
    const rp_model *model;
    const int64_t *client_price;
    const int64_t *posted; /* prices by the market's numbers */
    batch *batch;          /* [blocks] */
    size_t *start; /* [clients + 1] first the length of each list, at + 1 */
    atomic_bool is_short;
} sifting;

static size_t put_gap(uint8_t *at, uint32_t gap) {
    size_t used = 0;

    for (; gap >= 128; gap >>= 7)
        at[used++] = (uint8_t)(gap | 128u);
    at[used++] = (uint8_t)gap;
    return used;
}

static size_t gap_bytes(uint32_t gap) {
    size_t used = 1;

    for (; gap >= 128; gap >>= 7)
        used++;
    return used;
}

/* A floor that is a constant 0 leaves a shorter loop. */
static inline bool sift_row(const sifting *s, uint32_t i, const rp_row *row,
                            size_t length, rp_floor floor, batch *b) {
    int64_t rest = s->client_price[i] - s->model->base[i];
    uint32_t next = 0;

    for (size_t k = 0; k < length; k++) {
        if (rest + s->posted[row->therapist[k]] !=
            rp_worth_of_gain(floor, row->therapist[k], row->score[k]))
            continue;
        uint32_t j = s->model->local[row->therapist[k]];
        if (b->room - b->used < MOST_BYTES) {
            size_t room = b->room + b->room / 2 + 64;
            uint8_t *grown = rp_resize_array(b->bytes, room, 1);
            if (!grown)
                return false;
            b->bytes = grown;
            b->room = room;
        }
        b->used += put_gap(b->bytes + b->used, j - next);
        next = j + 1;
    }
    return true;
}

static bool sift_client(sifting *s, uint32_t i, int thread, batch *b) {
    rp_row row;
    size_t length = rp_model_see(s->model, i, thread, &row);
    size_t first = b->used;
    bool is_done =
        s->model->floor
            ? sift_row(s, i, &row, length, rp_model_row_floor(s->model, i), b)
            : sift_row(s, i, &row, length, (rp_floor){0}, b);

    s->start[i + 1] = b->used - first;
    return is_done;
}

static void sift_block(void *payload, size_t block, int thread) {
    sifting *s = payload;
    uint32_t i = (uint32_t)block * RP_MODEL_BLOCK;
    uint32_t end = s->model->clients;

    if (end - i > RP_MODEL_BLOCK)
        end = i + RP_MODEL_BLOCK;
    for (; i < end; i++)
        if (!sift_client(s, i, thread, &s->batch[block])) {
            atomic_store(&s->is_short, true);
            return;
        }
}

/* Put the blocks' lists behind each other, freeing each as it goes. */
static bool join_batches(sifting *s, size_t blocks, rp_gap_lists *out) {
    uint32_t clients = s->model->clients;

    for (uint32_t i = 0; i < clients; i++)
        s->start[i + 1] += s->start[i];
    out->bytes = rp_new_array(s->start[clients], 1);
    if (!out->bytes)
        return false;
    for (size_t b = 0; b < blocks; b++) {
        if (s->batch[b].used)
            memcpy(out->bytes + s->start[b * RP_MODEL_BLOCK], s->batch[b].bytes,
                   s->batch[b].used);
        free(s->batch[b].bytes);
        s->batch[b].bytes = NULL;
    }
    return true;
}

static rp_status make_of_client(rp_tight_pairs *out, sifting *s) {
    const rp_model *model = s->model;
    size_t blocks = rp_model_blocks(model);
    rp_status status = RP_ERR_MEMORY;

    out->of_client.start =
        rp_new_array((size_t)model->clients + 1, sizeof(size_t));
    s->batch = rp_new_array(blocks, sizeof *s->batch);
    s->start = out->of_client.start;
    if (!s->start || !s->batch)
        goto done;
    rp_thread_pool_run(rp_model_pass_threads(model), blocks, sift_block, s);
    if (!atomic_load(&s->is_short) && join_batches(s, blocks, &out->of_client))
        status = RP_OK;
done:
    for (size_t b = 0; s->batch && b < blocks; b++)
        free(s->batch[b].bytes);
    free(s->batch);
    return status;
}

/* Turn the lists round: once to measure, once to write. */
static rp_status make_of_therapist(rp_tight_pairs *out, const rp_model *model) {
    uint32_t therapists = model->therapists;
    uint32_t *next = rp_new_array(therapists, sizeof *next);
    size_t *at = rp_new_array((size_t)therapists + 1, sizeof *at);
    rp_gap_lists *turned = &out->of_therapist;
    rp_status status = RP_ERR_MEMORY;

    turned->start = rp_new_array((size_t)therapists + 1, sizeof(size_t));
    if (!next || !at || !turned->start)
        goto done;
    for (uint32_t i = 0; i < model->clients; i++) {
        rp_gap_cursor c = rp_gap_lists_open(&out->of_client, i);
        for (uint32_t j; (j = rp_gap_cursor_next(&c)) != RP_NONE;) {
            turned->start[j + 1] += gap_bytes(i - next[j]);
            next[j] = i + 1;
        }
    }
    for (uint32_t j = 0; j < therapists; j++) {
        turned->start[j + 1] += turned->start[j];
        at[j] = turned->start[j];
        next[j] = 0;
    }
    turned->bytes = rp_new_array(turned->start[therapists], 1);
    if (!turned->bytes)
        goto done;
    for (uint32_t i = 0; i < model->clients; i++) {
        rp_gap_cursor c = rp_gap_lists_open(&out->of_client, i);
        for (uint32_t j; (j = rp_gap_cursor_next(&c)) != RP_NONE;) {
            at[j] += put_gap(turned->bytes + at[j], i - next[j]);
            next[j] = i + 1;
        }
    }
    status = RP_OK;
done:
    free(next);
    free(at);
    return status;
}

rp_status rp_tight_pairs_init(rp_tight_pairs *out, const rp_model *model,
                              const int64_t *client_price,
                              const int64_t *therapist_price) {
    sifting s = {.model = model,
                 .client_price = client_price,
                 .posted = rp_model_posted(model)};

    rp_model_post(model, therapist_price);
    *out = (rp_tight_pairs){0};
    atomic_init(&s.is_short, false);
    rp_status status = make_of_client(out, &s);
    if (status == RP_OK)
        status = make_of_therapist(out, model);
    if (status != RP_OK)
        rp_tight_pairs_clear(out);
    return status;
}

void rp_tight_pairs_clear(rp_tight_pairs *tight) {
    free(tight->of_client.start);
    free(tight->of_client.bytes);
    free(tight->of_therapist.start);
    free(tight->of_therapist.bytes);
    *tight = (rp_tight_pairs){0};
}
