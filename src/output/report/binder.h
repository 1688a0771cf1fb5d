/**
 * @file binder.h
 * All sheets of a run read back, and which of their rows are about a client.
 *
 * The report is made from them, so that a report of a run that was written
 * long ago is the same.
 */
#ifndef RP_OUTPUT_REPORT_BINDER_H
#define RP_OUTPUT_REPORT_BINDER_H

#include "input/roster.h"
#include "output/directory/commit.h"
#include "output/earlier_run/grid.h"

typedef struct rp_binder rp_binder;

/** Rows of one sheet about one client, in the order of the sheet. */
typedef struct rp_leaf {
    rp_grid *grid;        /* NULL: the run has no such sheet */
    const uint32_t *rows; /* [count] */
    size_t count;
} rp_leaf;

/**
 * Read every sheet that the commit holds.
 *
 * @param[out] out  free with rp_binder_free(); NULL on failure
 * @param roster    borrowed: whose clients the column client_id names
 * @return RP_OK, RP_ERR_IO, RP_ERR_DATA (a sheet is not CSV), RP_ERR_MEMORY
 */
rp_status rp_binder_read(rp_binder **out, const rp_commit *commit,
                         const rp_roster *roster);
void rp_binder_free(rp_binder *binder);

/** A sheet by its file's name; NULL when the run has none. */
rp_grid *rp_binder_grid(const rp_binder *binder, const char *file);

/** What a sheet says about a client; nothing where it has no client_id. */
rp_leaf rp_binder_leaf(const rp_binder *binder, const char *file,
                       uint32_t client);

/** A cell by its column's name, as far as the next call for another row; empty
 *  where there is no such column. */
rp_text rp_binder_cell(rp_grid *grid, uint32_t row, const char *column);

/** Do two rows hold the same in a column? The first 256 bytes tell. */
bool rp_binder_same(rp_grid *a, uint32_t row_a, rp_grid *b, uint32_t row_b,
                    const char *column);

#endif
