#include "solve/tight_pairs.h"

#include "base/array.h"
#include "base/thread_pool.h"

#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

typedef struct sifting {
    const rp_model *model;
    const int64_t *client_price;
    const int64_t *posted; /* prices by the market's numbers */
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

static bool sift_client(sifting *s, uint32_t i, int thread, rp_gap_writer *to) {
    rp_row row;
    size_t length = rp_model_see(s->model, i, thread, &row);
    size_t first = to->used;
    bool is_done =
        s->model->floor
            ? sift_row(s, i, &row, length, rp_model_row_floor(s->model, i), to)
            : sift_row(s, i, &row, length, (rp_floor){0}, to);

    s->start[i + 1] = to->used - first;
    return is_done;
}

static void sift_block(void *payload, size_t block, int thread) {
    sifting *s = payload;
    uint32_t i = (uint32_t)block * RP_MODEL_BLOCK;
    uint32_t end = s->model->clients;

    if (end - i > RP_MODEL_BLOCK)
        end = i + RP_MODEL_BLOCK;
    for (; i < end; i++)
        if (!sift_client(s, i, thread, &s->block[block])) {
            atomic_store(&s->is_short, true);
            return;
        }
}

/* Put the blocks' lists behind each other, freeing each as it goes. */
static bool join_blocks(sifting *s, size_t blocks, rp_gap_lists *out) {
    uint32_t clients = s->model->clients;

    for (uint32_t i = 0; i < clients; i++)
        s->start[i + 1] += s->start[i];
    out->bytes = rp_new_array(s->start[clients], 1);
    if (!out->bytes)
        return false;
    for (size_t b = 0; b < blocks; b++) {
        if (s->block[b].used)
            memcpy(out->bytes + s->start[b * RP_MODEL_BLOCK], s->block[b].bytes,
                   s->block[b].used);
        free(s->block[b].bytes);
        s->block[b].bytes = NULL;
    }
    return true;
}

static rp_status make_of_client(rp_tight_pairs *out, sifting *s) {
    const rp_model *model = s->model;
    size_t blocks = rp_model_blocks(model);
    rp_status status = RP_ERR_MEMORY;

    out->of_client.start =
        rp_new_array((size_t)model->clients + 1, sizeof(size_t));
    s->block = rp_new_array(blocks, sizeof *s->block);
    s->start = out->of_client.start;
    if (!s->start || !s->block)
        goto done;
    rp_thread_pool_run(rp_model_pass_threads(model), blocks, sift_block, s);
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
                 .posted = rp_model_posted(model)};

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
