/**
 * @file filled.h
 * The filled cells of one worksheet, as they come, then in order.
 */
#ifndef RP_INPUT_WORKBOOK_FILLED_H
#define RP_INPUT_WORKBOOK_FILLED_H

#include "base/text.h"
#include "input/workbook/archive.h"

#include <stdint.h>

enum { RP_SHEET_ROWS = 1 << 20, RP_SHEET_COLUMNS = 1 << 14 };

/** Both from 0. */
typedef struct rp_cell_at {
    uint32_t row, column;
} rp_cell_at;

typedef struct rp_cell_range {
    rp_cell_at first, last;
} rp_cell_range;

typedef enum rp_cell_kind {
    RP_CELL_TEXT,
    RP_CELL_FORMULA, /* without a value */
    RP_CELL_ERROR
} rp_cell_kind;

typedef struct rp_cell {
    rp_cell_at at;
    size_t begin, length; /* of the text, where it is the sheet's own */
    const char *shared;   /* the text of the workbook; NULL */
    unsigned char kind;   /* an rp_cell_kind */
    bool is_covered;      /* by a merge, and not its first cell */
    bool is_merged;       /* the first of a merge */
} rp_cell;

/** Begin with {0}. */
typedef struct rp_filled {
    rp_cell *items; /* [count] */
    size_t count, room;
    rp_buffer own;         /* texts of cells */
    rp_cell_range *merges; /* [merge_count] */
    size_t merge_count, merge_room;
    uint32_t *hidden; /* [hidden_count] rows, ascending once settled */
    size_t hidden_count, hidden_room;
} rp_filled;

/** Read a reference such as `N3` or `$N$3`.
 *  @param[out] rest  what follows it; NULL: nothing may
 *  @return false where it is none, or of no cell of a sheet */
bool rp_cell_at_parse(rp_cell_at *out, const char *text, const char **rest);

/** By row, then by column: below 0, 0, above 0. */
int rp_cell_at_order(const rp_cell_at *a, const rp_cell_at *b);

/** Add a cell whose text is copied, one whose text is the workbook's, one of
 *  which something is to be said, a merge, a hidden row.
 *  @return RP_OK or RP_ERR_MEMORY */
rp_status rp_filled_add(rp_filled *cells, rp_cell_at at, rp_text text);
rp_status rp_filled_share(rp_filled *cells, rp_cell_at at, rp_text text);
rp_status rp_filled_remark(rp_filled *cells, rp_cell_at at, rp_cell_kind kind);
rp_status rp_filled_merge(rp_filled *cells, rp_cell_range merged);
rp_status rp_filled_hide(rp_filled *cells, uint32_t row);

/** Put the cells in order, and cover those of merges.
 *  @return RP_OK, RP_ERR_DATA (archive->trouble: a cell that stands twice, or
 *          too much work for what the file is) */
rp_status rp_filled_settle(rp_filled *cells, rp_archive *archive);

/** The text of a cell, `length` bytes. */
const char *rp_filled_text(const rp_filled *cells, const rp_cell *cell);

void rp_filled_clear(rp_filled *cells);

#endif
