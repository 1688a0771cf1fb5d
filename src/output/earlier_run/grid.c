#include "output/earlier_run/grid.h"

#include "base/array.h"
#include "input/cell/cell.h"
#include "input/cell/number.h"
#include "input/table.h"
#include "output/json.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

struct rp_grid {
    rp_table table;
    rp_findings findings;
    rp_text *cells; /* [columns] of row `at` */
    uint32_t at;
};

rp_status rp_grid_read(rp_grid **out, const char *path) {
    rp_grid *grid = calloc(1, sizeof *grid);

    *out = NULL;
    if (!grid)
        return RP_ERR_MEMORY;
    rp_status status = rp_table_read(&grid->table, path, &grid->findings);
    if (status == RP_OK) {
        grid->cells = rp_new_array(grid->table.columns, sizeof *grid->cells);
        status = grid->cells ? RP_OK : RP_ERR_MEMORY;
    }
    if (status != RP_OK) {
        rp_grid_free(grid);
        return status;
    }
    rp_table_row(&grid->table, 0, grid->cells);
    *out = grid;
    return RP_OK;
}

void rp_grid_free(rp_grid *grid) {
    if (!grid)
        return;
    rp_table_clear(&grid->table);
    rp_findings_clear(&grid->findings);
    free(grid->cells);
    free(grid);
}

uint32_t rp_grid_rows(const rp_grid *grid) { return grid->table.rows; }

int rp_grid_column(const rp_grid *grid, const char *name) {
    rp_text *header = rp_new_array(grid->table.columns, sizeof *header);
    int found = -1;

    if (!header)
        return -1;
    rp_table_row(&grid->table, 0, header);
    for (uint32_t k = 0; k < grid->table.columns && found < 0; k++)
        if (rp_text_equals(header[k], name))
            found = (int)k;
    free(header);
    return found;
}

rp_text rp_grid_cell(rp_grid *grid, uint32_t row, int column) {
    if (column < 0)
        return (rp_text){"", 0};
    if (grid->at != row + 1) {
        rp_table_row(&grid->table, row + 1, grid->cells);
        grid->at = row + 1;
    }
    return rp_cell_plain(grid->cells[column]);
}

double rp_grid_number(rp_grid *grid, uint32_t row, int column) {
    double number;

    return rp_number_parse(&number, rp_grid_cell(grid, row, column), false)
               ? number
               : (double)NAN;
}

/* "weeks_waited" as "weeks waited". */
static json_t *label_of(rp_text name) {
    char words[80];
    size_t length = name.length < sizeof words ? name.length : sizeof words;

    length = rp_text_cut(name, length).length;
    for (size_t i = 0; i < length; i++)
        words[i] = (char)(name.bytes[i] == '_' ? ' ' : name.bytes[i]);
    return json_stringn(words, length);
}

/* Which columns hold anything, and which hold nothing but numbers. */
static void look(rp_grid *grid, bool *filled, bool *words) {
    for (uint32_t row = 0; row < grid->table.rows; row++)
        for (uint32_t k = 0; k < grid->table.columns; k++) {
            double number;
            rp_text cell = rp_grid_cell(grid, row, (int)k);
            filled[k] |= cell.length > 0;
            words[k] |= cell.length > 0 && !words[k] &&
                        !rp_number_parse(&number, cell, false);
        }
}

static json_t *columns_of(rp_grid *grid, const bool *filled,
                          const bool *words) {
    json_t *columns = json_array();
    rp_text *header = rp_new_array(grid->table.columns, sizeof *header);

    if (header)
        rp_table_row(&grid->table, 0, header);
    for (uint32_t k = 0; header && k < grid->table.columns; k++)
        if (filled[k])
            rp_json_append(columns, json_pack("{s:s%, s:o, s:b}", "name",
                                              header[k].bytes, header[k].length,
                                              "label", label_of(header[k]),
                                              "is_number", !words[k]));
    free(header);
    return columns;
}

static json_t *rows_of(rp_grid *grid, const bool *filled) {
    json_t *rows = json_array();

    for (uint32_t row = 0; row < grid->table.rows; row++) {
        json_t *cells = json_array();
        for (uint32_t k = 0; k < grid->table.columns; k++) {
            rp_text cell = rp_grid_cell(grid, row, (int)k);
            if (filled[k])
                rp_json_append(cells, json_stringn(cell.bytes, cell.length));
        }
        rp_json_append(rows, cells);
    }
    return rows;
}

json_t *rp_grid_data(rp_grid *grid) {
    bool *filled = rp_new_array(grid->table.columns, sizeof *filled);
    bool *words = rp_new_array(grid->table.columns, sizeof *words);
    json_t *data = NULL;

    if (filled && words) {
        look(grid, filled, words);
        /* an empty sheet still has a head */
        if (grid->table.rows == 0)
            memset(filled, 1, grid->table.columns * sizeof *filled);
        data =
            json_pack("{s:o, s:o}", "columns", columns_of(grid, filled, words),
                      "rows", rows_of(grid, filled));
    }
    free(filled);
    free(words);
    return data;
}

json_t *rp_grid_first_rows(const json_t *data, size_t most) {
    const json_t *columns = json_object_get(data, "columns");
    const json_t *rows = json_object_get(data, "rows");
    json_t *first = json_array();

    for (size_t i = 0; i < json_array_size(rows) && i < most; i++) {
        const json_t *row = json_array_get(rows, i);
        json_t *cells = json_array();
        for (size_t k = 1; k < json_array_size(row); k++)
            rp_json_append(cells,
                           json_pack("{s:O, s:O}", "text",
                                     json_array_get(row, k), "is_number",
                                     json_object_get(json_array_get(columns, k),
                                                     "is_number")));
        rp_json_append(first,
                       json_pack("{s:O, s:o}", "head", json_array_get(row, 0),
                                 "cells", cells));
    }
    return first;
}
