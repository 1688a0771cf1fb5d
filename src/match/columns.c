#include "match/columns.h"

#include "base/array.h"

#include <stdlib.h>

static int make(rp_columns *out, uint32_t clients, size_t count) {
    *out = (rp_columns){.clients = clients};
    out->start = rp_new_array((size_t)clients + 1, sizeof *out->start);
    out->therapist = rp_new_array(count, sizeof *out->therapist);
    out->score = rp_new_array(count, sizeof *out->score);
    if (out->start && out->therapist && out->score)
        return 1;
    rp_columns_clear(out);
    return 0;
}

/* Lists are short, so insertion is the fastest sort. */
static size_t sort_and_thin(uint32_t *therapist, uint16_t *score,
                            size_t count) {
    size_t kept = 0;

    for (size_t k = 0; k < count; k++) {
        uint32_t j = therapist[k];
        uint16_t s = score[k];
        size_t at = kept;
        while (at > 0 && therapist[at - 1] > j)
            at--;
        if (at > 0 && therapist[at - 1] == j)
            continue;
        for (size_t m = kept; m > at; m--) {
            therapist[m] = therapist[m - 1];
            score[m] = score[m - 1];
        }
        therapist[at] = j;
        score[at] = s;
        kept++;
    }
    return kept;
}

rp_status rp_columns_init(rp_columns *out, uint32_t clients,
                          const rp_pair *pair, size_t count) {
    size_t *used = rp_new_array(clients, sizeof *used);

    if (!used || !make(out, clients, count)) {
        *out = (rp_columns){0};
        free(used);
        return RP_ERR_MEMORY;
    }
    for (size_t k = 0; k < count; k++)
        out->start[pair[k].client + 1]++;
    for (uint32_t i = 0; i < clients; i++)
        out->start[i + 1] += out->start[i];
    for (size_t k = 0; k < count; k++) {
        uint32_t i = pair[k].client;
        size_t at = out->start[i] + used[i]++;
        out->therapist[at] = pair[k].therapist;
        out->score[at] = pair[k].score;
    }
    for (uint32_t i = 0; i < clients; i++) {
        size_t from = out->start[i];
        size_t kept = sort_and_thin(out->therapist + from, out->score + from,
                                    out->start[i + 1] - from);
        out->start[i] = out->count;
        for (size_t k = 0; k < kept; k++) {
            out->therapist[out->count] = out->therapist[from + k];
            out->score[out->count++] = out->score[from + k];
        }
    }
    out->start[clients] = out->count;
    free(used);
    return RP_OK;
}

rp_status rp_columns_add(rp_columns *columns, const rp_pair *pair,
                         size_t count) {
    size_t total = columns->count + count, used = 0;
    rp_pair *all = rp_new_array(total, sizeof *all);
    rp_columns grown;

    if (!all)
        return RP_ERR_MEMORY;
    for (uint32_t i = 0; i < columns->clients; i++)
        for (size_t k = columns->start[i]; k < columns->start[i + 1]; k++)
            all[used++] =
                (rp_pair){i, columns->therapist[k], columns->score[k]};
    for (size_t k = 0; k < count; k++)
        all[used++] = pair[k];
    rp_status status = rp_columns_init(&grown, columns->clients, all, total);
    free(all);
    if (status != RP_OK)
        return status;
    rp_columns_clear(columns);
    *columns = grown;
    return RP_OK;
}

void rp_columns_clear(rp_columns *columns) {
    free(columns->start);
    free(columns->therapist);
    free(columns->score);
    *columns = (rp_columns){0};
}

rp_status rp_turned_init(rp_turned *out, const rp_columns *columns,
                         uint32_t therapists) {
    const rp_columns *c = columns;

    out->start = rp_new_array((size_t)therapists + 1, sizeof *out->start);
    out->client = rp_new_array(c->count, sizeof *out->client);
    out->score = rp_new_array(c->count, sizeof *out->score);
    if (!out->start || !out->client || !out->score) {
        rp_turned_clear(out);
        return RP_ERR_MEMORY;
    }
    for (size_t k = 0; k < c->count; k++)
        out->start[c->therapist[k] + 1]++;
    for (uint32_t j = 0; j < therapists; j++)
        out->start[j + 1] += out->start[j];
    /* Filling from the end moves the end of each list to its start. */
    for (uint32_t i = c->clients; i-- > 0;)
        for (size_t k = c->start[i]; k < c->start[i + 1]; k++) {
            size_t at = --out->start[c->therapist[k] + 1];
            out->client[at] = i;
            out->score[at] = c->score[k];
        }
    for (uint32_t j = 0; j < therapists; j++)
        out->start[j] = out->start[j + 1];
    out->start[therapists] = c->count;
    return RP_OK;
}

void rp_turned_clear(rp_turned *turned) {
    free(turned->start);
    free(turned->client);
    free(turned->score);
    *turned = (rp_turned){0};
}
