#include "output/earlier_run/diff.h"

#include "base/array.h"

#include <stdlib.h>

const char *const rp_diff_names[RP_DIFF_KINDS] = {
    "new", "gone", "newly_placed", "moved", "displaced", "changed"};

/* The columns that are compared. */
enum { CLIENT, STATUS, THERAPIST, TIER, SCORE, COLUMNS };
static const char *const names[COLUMNS] = {"client_id", "status",
                                           "therapist_id", "tier", "score"};

/* One client of one run. */
typedef struct entry {
    rp_text client;
    rp_diff_side side;
} entry;

static bool find_columns(const rp_table *table, uint32_t *at) {
    rp_text cells[RP_MAX_COLUMNS];
    uint32_t found = 0;

    rp_table_row(table, 0, cells);
    for (uint32_t k = 0; k < COLUMNS; k++)
        for (uint32_t c = 0; c < table->columns; c++)
            if (rp_text_equals(rp_text_trim(cells[c]), names[k])) {
                at[k] = c;
                found++;
                break;
            }
    return found == COLUMNS;
}

static int by_client(const void *left, const void *right) {
    return rp_text_compare(((const entry *)left)->client,
                           ((const entry *)right)->client);
}

static rp_status read_rows(const rp_table *table, entry **out, size_t *count) {
    rp_text cells[RP_MAX_COLUMNS];
    uint32_t at[COLUMNS];

    *count = 0;
    *out = NULL;
    if (table->columns == 0 || !find_columns(table, at))
        return RP_ERR_DATA;
    entry *entries = rp_new_array(table->rows, sizeof *entries);
    *out = entries;
    if (!entries)
        return RP_ERR_MEMORY;
    for (uint32_t row = 1; row <= table->rows; row++) {
        rp_table_row(table, row, cells);
        if (rp_text_equals(cells[at[STATUS]], "human"))
            continue;
        entries[(*count)++] = (entry){cells[at[CLIENT]],
                                      {cells[at[STATUS]], cells[at[THERAPIST]],
                                       cells[at[TIER]], cells[at[SCORE]]}};
    }
    if (*count > 1)
        qsort(entries, *count, sizeof *entries, by_client);
    return RP_OK;
}

static bool same(rp_text a, rp_text b) { return rp_text_compare(a, b) == 0; }

static void add(rp_diff *out, rp_text client, rp_diff_kind kind,
                const rp_diff_side *old, const rp_diff_side *now) {
    static const rp_text none = {"", 0};
    const rp_diff_side nothing = {none, none, none, none};

    out->items[out->count++] =
        (rp_diff_row){client, kind, old ? *old : nothing, now ? *now : nothing};
    out->kinds[kind]++;
}

static void compare(rp_diff *out, const entry *a, const entry *b) {
    bool was = a->side.therapist.length > 0, is = b->side.therapist.length > 0;
    rp_diff_kind kind = RP_DIFF_CHANGED;

    if (!was && is)
        kind = RP_DIFF_PLACED;
    else if (was && !is)
        kind = RP_DIFF_DISPLACED;
    else if (!same(a->side.therapist, b->side.therapist))
        kind = RP_DIFF_MOVED;
    else if (same(a->side.status, b->side.status) &&
             same(a->side.tier, b->side.tier) &&
             same(a->side.score, b->side.score)) {
        out->unchanged++;
        return;
    }
    add(out, a->client, kind, &a->side, &b->side);
}

rp_status rp_diff_make(rp_diff *out, const rp_table *old, const rp_table *now) {
    entry *a = NULL, *b = NULL;
    size_t before = 0, after = 0, i = 0, k = 0;

    *out = (rp_diff){0};
    rp_status status = read_rows(old, &a, &before);
    if (status == RP_OK)
        status = read_rows(now, &b, &after);
    if (status == RP_OK) {
        out->items = rp_new_array(before + after, sizeof *out->items);
        status = out->items ? RP_OK : RP_ERR_MEMORY;
    }
    while (status == RP_OK && (i < before || k < after)) {
        int order = i == before ? 1 : k == after ? -1 : by_client(&a[i], &b[k]);
        if (order < 0)
            add(out, a[i].client, RP_DIFF_GONE, &a[i].side, NULL);
        else if (order > 0)
            add(out, b[k].client, RP_DIFF_NEW, NULL, &b[k].side);
        else
            compare(out, &a[i], &b[k]);
        i += order <= 0;
        k += order >= 0;
    }
    free(a);
    free(b);
    return status;
}

void rp_diff_clear(rp_diff *diff) {
    free(diff->items);
    *diff = (rp_diff){0};
}
