#include "input/workbook/filled.h"

#include "base/array.h"

#include <stdlib.h>
#include <string.h>

/* The number behind a letter of a column, from 1; 0: it is none. */
static uint32_t letter_of(char c) {
    static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
                                  "abcdefghijklmnopqrstuvwxyz";
    const char *at = c ? strchr(letters, c) : NULL;

    return at ? (uint32_t)(at - letters) % 26 + 1 : 0;
}

bool rp_cell_at_parse(rp_cell_at *out, const char *text, const char **rest) {
    uint32_t column = 0, row = 0;

    text += *text == '$';
    for (; letter_of(*text) && column <= RP_SHEET_COLUMNS; text++)
        column = column * 26 + letter_of(*text);
    text += *text == '$';
    for (; *text >= '0' && *text <= '9' && row <= RP_SHEET_ROWS; text++)
        row = row * 10 + (uint32_t)(*text - '0');
    if (column == 0 || column > RP_SHEET_COLUMNS || row == 0 ||
        row > RP_SHEET_ROWS || (!rest && *text))
        return false;
    *out = (rp_cell_at){row - 1, column - 1};
    if (rest)
        *rest = text;
    return true;
}

int rp_cell_at_order(const rp_cell_at *a, const rp_cell_at *b) {
    if (a->row != b->row)
        return a->row < b->row ? -1 : 1;
    return (a->column > b->column) - (a->column < b->column);
}

static rp_status add(rp_filled *cells, rp_cell cell) {
    rp_cell *items =
        rp_grow_array(cells->items, cells->count, &cells->room, sizeof *items);

    if (!items)
        return RP_ERR_MEMORY;
    cells->items = items;
    items[cells->count++] = cell;
    return RP_OK;
}

rp_status rp_filled_add(rp_filled *cells, rp_cell_at at, rp_text text) {
    size_t begin = cells->own.length;

    if (text.length == 0)
        return RP_OK;
    if (!rp_buffer_put(&cells->own, text.bytes, text.length))
        return RP_ERR_MEMORY;
    return add(cells,
               (rp_cell){.at = at, .begin = begin, .length = text.length});
}

rp_status rp_filled_share(rp_filled *cells, rp_cell_at at, rp_text text) {
    if (text.length == 0)
        return RP_OK;
    return add(
        cells,
        (rp_cell){.at = at, .shared = text.bytes, .length = text.length});
}

rp_status rp_filled_remark(rp_filled *cells, rp_cell_at at, rp_cell_kind kind) {
    return add(cells, (rp_cell){.at = at, .kind = (unsigned char)kind});
}

rp_status rp_filled_merge(rp_filled *cells, rp_cell_range merged) {
    rp_cell_range *merges = rp_grow_array(cells->merges, cells->merge_count,
                                          &cells->merge_room, sizeof *merges);

    if (!merges)
        return RP_ERR_MEMORY;
    cells->merges = merges;
    merges[cells->merge_count++] = merged;
    return RP_OK;
}

rp_status rp_filled_hide(rp_filled *cells, uint32_t row) {
    uint32_t *hidden = rp_grow_array(cells->hidden, cells->hidden_count,
                                     &cells->hidden_room, sizeof *hidden);

    if (!hidden)
        return RP_ERR_MEMORY;
    cells->hidden = hidden;
    hidden[cells->hidden_count++] = row;
    return RP_OK;
}

static int by_place(const void *left, const void *right) {
    return rp_cell_at_order(&((const rp_cell *)left)->at,
                            &((const rp_cell *)right)->at);
}

static int by_number(const void *left, const void *right) {
    uint32_t a = *(const uint32_t *)left, b = *(const uint32_t *)right;

    return (a > b) - (a < b);
}

/* The first cell in or behind a row. */
static size_t first_in(const rp_filled *cells, uint32_t row) {
    size_t low = 0, high = cells->count;

    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (cells->items[middle].at.row < row)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* @return how many cells were looked at */
static size_t cover(rp_filled *cells, const rp_cell_range *merged) {
    size_t begin = first_in(cells, merged->first.row), k = begin;

    for (; k < cells->count && cells->items[k].at.row <= merged->last.row;
         k++) {
        rp_cell *cell = &cells->items[k];
        if (cell->at.column < merged->first.column ||
            cell->at.column > merged->last.column)
            continue;
        bool is_first = rp_cell_at_order(&cell->at, &merged->first) == 0;
        cell->is_merged |=
            is_first && rp_cell_at_order(&merged->first, &merged->last) != 0;
        cell->is_covered |= !is_first;
    }
    return k - begin;
}

rp_status rp_filled_settle(rp_filled *cells, rp_archive *archive) {
    bool in_order = true;
    rp_status status = RP_OK;

    for (size_t k = 1; k < cells->count && in_order; k++)
        in_order = by_place(&cells->items[k - 1], &cells->items[k]) <= 0;
    if (!in_order)
        qsort(cells->items, cells->count, sizeof *cells->items, by_place);
    if (cells->hidden_count > 1)
        qsort(cells->hidden, cells->hidden_count, sizeof *cells->hidden,
              by_number);
    for (size_t k = 1; k < cells->count; k++)
        if (by_place(&cells->items[k - 1], &cells->items[k]) == 0) {
            archive->trouble = "this workbook is damaged: a cell stands twice; "
                               "open it in a spreadsheet program and save it "
                               "again";
            return RP_ERR_DATA;
        }
    for (size_t k = 0; k < cells->merge_count && status == RP_OK; k++)
        status = rp_archive_charge(archive, cover(cells, &cells->merges[k]));
    return status;
}

const char *rp_filled_text(const rp_filled *cells, const rp_cell *cell) {
    return cell->shared ? cell->shared : cells->own.bytes + cell->begin;
}

void rp_filled_clear(rp_filled *cells) {
    free(cells->items);
    free(cells->merges);
    free(cells->hidden);
    rp_buffer_clear(&cells->own);
    *cells = (rp_filled){0};
}
