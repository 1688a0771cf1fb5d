#include "output/report/binder.h"

#include "base/array.h"
#include "output/csv/files.h"

#include <stdlib.h>
#include <string.h>

/* One sheet with its rows sorted by client. */
typedef struct sheet {
    rp_grid *grid;
    uint32_t *rows;  /* by client; NULL: it has no client_id */
    uint32_t *first; /* [clients + 1] into `rows` */
} sheet;

struct rp_binder {
    sheet *sheets; /* [rp_result_count] */
    uint32_t clients;
};

/* Whom each row is about, by counting: rows stay in their order. */
static bool sort_rows(sheet *s, const rp_roster *roster) {
    uint32_t rows = rp_grid_rows(s->grid), clients = roster->client_count;
    int column = rp_grid_column(s->grid, "client_id");

    if (column < 0)
        return true;
    uint32_t *about = rp_new_array(rows, sizeof *about);
    s->rows = rp_new_array(rows, sizeof *s->rows);
    s->first = rp_new_array((size_t)clients + 2, sizeof *s->first);
    bool whole = about && s->rows && s->first;
    for (uint32_t row = 0; whole && row < rows; row++) {
        about[row] = rp_roster_find(roster, RP_CLIENTS,
                                    rp_grid_cell(s->grid, row, column));
        if (about[row] != RP_NONE)
            s->first[about[row] + 2]++;
    }
    for (uint32_t c = 0; whole && c < clients; c++)
        s->first[c + 2] += s->first[c + 1];
    for (uint32_t row = 0; whole && row < rows; row++)
        if (about[row] != RP_NONE)
            s->rows[s->first[about[row] + 1]++] = row;
    free(about);
    return whole;
}

rp_status rp_binder_read(rp_binder **out, const rp_commit *commit,
                         const rp_roster *roster) {
    rp_binder *binder = calloc(1, sizeof *binder);
    rp_status status = RP_OK;

    *out = NULL;
    if (binder)
        binder->sheets = rp_new_array(rp_result_count, sizeof *binder->sheets);
    if (!binder || !binder->sheets) {
        rp_binder_free(binder);
        return RP_ERR_MEMORY;
    }
    binder->clients = roster->client_count;
    for (size_t k = 0; status == RP_OK && k < rp_result_count; k++) {
        const rp_result_file *file = &rp_result_files[k];
        const char *path = rp_commit_path(commit, file->name);
        if (!file->put || !path)
            continue;
        status = rp_grid_read(&binder->sheets[k].grid, path);
        if (status == RP_OK && !sort_rows(&binder->sheets[k], roster))
            status = RP_ERR_MEMORY;
    }
    if (status == RP_OK)
        *out = binder;
    else
        rp_binder_free(binder);
    return status;
}

void rp_binder_free(rp_binder *binder) {
    if (!binder)
        return;
    for (size_t k = 0; binder->sheets && k < rp_result_count; k++) {
        rp_grid_free(binder->sheets[k].grid);
        free(binder->sheets[k].rows);
        free(binder->sheets[k].first);
    }
    free(binder->sheets);
    free(binder);
}

static const sheet *find(const rp_binder *binder, const char *file) {
    const rp_result_file *row = rp_result_find(file);

    return row ? &binder->sheets[row - rp_result_files] : NULL;
}

rp_grid *rp_binder_grid(const rp_binder *binder, const char *file) {
    const sheet *s = find(binder, file);

    return s ? s->grid : NULL;
}

rp_leaf rp_binder_leaf(const rp_binder *binder, const char *file,
                       uint32_t client) {
    const sheet *s = find(binder, file);

    if (!s || !s->grid || !s->rows)
        return (rp_leaf){s ? s->grid : NULL, NULL, 0};
    uint32_t first = s->first[client];
    return (rp_leaf){s->grid, s->rows + first, s->first[client + 1] - first};
}

rp_text rp_binder_cell(rp_grid *grid, uint32_t row, const char *column) {
    return rp_grid_cell(grid, row, rp_grid_column(grid, column));
}

bool rp_binder_same(rp_grid *a, uint32_t row_a, rp_grid *b, uint32_t row_b,
                    const char *column) {
    char copy[256];
    rp_text one = rp_binder_cell(a, row_a, column);
    size_t length = one.length < sizeof copy ? one.length : sizeof copy;

    if (length > 0)
        memcpy(copy, one.bytes, length);
    rp_text other = rp_binder_cell(b, row_b, column);
    return other.length == length &&
           (length == 0 || memcmp(copy, other.bytes, length) == 0);
}
