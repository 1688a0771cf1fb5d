#include "solve/columns.h"

#include "base/array.h"

#include <stdlib.h>

static bool make(rp_columns *out, uint32_t clients, size_t count) {
    *out = (rp_columns){.clients = clients};
    out->start = rp_new_array((size_t)clients + 1, sizeof *out->start);
    out->therapist = rp_new_array(count, sizeof *out->therapist);
    out->score = rp_new_array(count, sizeof *out->score);
    if (out->start && out->therapist && out->score)
        return true;
    rp_columns_clear(out);
    return false;
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

/* Sort each client's pairs, and close the gaps that thinning leaves. */
static void settle(rp_columns *c) {
    for (uint32_t i = 0; i < c->clients; i++) {
        size_t from = c->start[i];
        size_t kept = sort_and_thin(c->therapist + from, c->score + from,
                                    c->start[i + 1] - from);
        c->start[i] = c->count;
        for (size_t k = 0; k < kept; k++) {
            c->therapist[c->count] = c->therapist[from + k];
            c->score[c->count++] = c->score[from + k];
        }
    }
    c->start[c->clients] = c->count;
}

/* Each client's pairs so far, and behind them the new ones. */
static void place(rp_columns *out, const rp_columns *old, const rp_pair *pair,
                  size_t count, size_t *next) {
    for (uint32_t i = 0; i < out->clients; i++) {
        next[i] = out->start[i];
        for (size_t k = old->start[i]; k < old->start[i + 1]; k++) {
            out->therapist[next[i]] = old->therapist[k];
            out->score[next[i]++] = old->score[k];
        }
    }
    for (size_t k = 0; k < count; k++) {
        size_t at = next[pair[k].client]++;
        out->therapist[at] = pair[k].therapist;
        out->score[at] = pair[k].score;
    }
}

rp_status rp_columns_init(rp_columns *out, uint32_t clients,
                          const rp_pair *pair, size_t count) {
    if (!make(out, clients, 0))
        return RP_ERR_MEMORY;
    rp_status status = rp_columns_add(out, pair, count);
    if (status != RP_OK)
        rp_columns_clear(out);
    return status;
}

rp_status rp_columns_add(rp_columns *columns, const rp_pair *pair,
                         size_t count) {
    uint32_t clients = columns->clients;
    size_t *next = rp_new_array(clients, sizeof *next);
    rp_columns grown = {0};

    if (!next || !make(&grown, clients, columns->start[clients] + count)) {
        free(next);
        return RP_ERR_MEMORY;
    }
    for (size_t k = 0; k < count; k++)
        grown.start[pair[k].client + 1]++;
    for (uint32_t i = 0; i < clients; i++)
        grown.start[i + 1] +=
            grown.start[i] + columns->start[i + 1] - columns->start[i];
    place(&grown, columns, pair, count, next);
    settle(&grown);
    free(next);
    rp_columns_clear(columns);
    *columns = grown;
    return RP_OK;
}

bool rp_columns_has(const rp_columns *columns, const rp_pair *pair) {
    size_t low = columns->start[pair->client];
    size_t high = columns->start[pair->client + 1];

    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (columns->therapist[middle] < pair->therapist)
            low = middle + 1;
        else
            high = middle;
    }
    return low < columns->start[pair->client + 1] &&
           columns->therapist[low] == pair->therapist;
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
