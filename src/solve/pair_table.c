#include "solve/pair_table.h"

#include <string.h>

static size_t table_pairs(void *payload, uint32_t client, int thread,
                          uint32_t *therapist, uint16_t *score) {
    const rp_pair_table *table = payload;
    size_t first = table->start[client];
    size_t count = table->start[client + 1] - first;

    (void)thread;
    memcpy(therapist, table->therapist + first, count * sizeof *therapist);
    memcpy(score, table->score + first, count * sizeof *score);
    return count;
}

rp_pair_source rp_pair_table_source(const rp_pair_table *table) {
    /* The table is only read; the cast meets the callback's shape. */
    return (rp_pair_source){table_pairs, (void *)(uintptr_t)table};
}
