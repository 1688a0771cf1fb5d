#include "output/earlier_run/grid.h"

#include "base/array.h"
#include "base/formula.h"
#include "input/cell/cell.h"
#include "input/cell/number.h"
#include "input/sheet/table.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

struct rp_grid {
    rp_table table;
    rp_findings findings;
    rp_text *header; /* [columns] */
    rp_text *cells;  /* [columns] of row `at` */
    uint32_t at;
    rp_buffer plain; /* a cell that was guarded inside */
};

rp_status rp_grid_read(rp_grid **out, const char *path) {
    rp_grid *grid = calloc(1, sizeof *grid);

    *out = NULL;
    if (!grid)
        return RP_ERR_MEMORY;
    rp_status status = rp_table_read(&grid->table, path, &grid->findings);
    if (status == RP_OK) {
        grid->header = rp_new_array(grid->table.columns, sizeof *grid->header);
        grid->cells = rp_new_array(grid->table.columns, sizeof *grid->cells);
        status = grid->header && grid->cells ? RP_OK : RP_ERR_MEMORY;
    }
    if (status != RP_OK) {
        rp_grid_free(grid);
        return status;
    }
    rp_table_row(&grid->table, 0, grid->header);
    grid->at = RP_NONE;
    *out = grid;
    return RP_OK;
}

void rp_grid_free(rp_grid *grid) {
    if (!grid)
        return;
    rp_table_clear(&grid->table);
    rp_findings_clear(&grid->findings);
    free(grid->header);
    free(grid->cells);
    rp_buffer_clear(&grid->plain);
    free(grid);
}

uint32_t rp_grid_rows(const rp_grid *grid) { return grid->table.rows; }

uint32_t rp_grid_columns(const rp_grid *grid) { return grid->table.columns; }

rp_text rp_grid_name(const rp_grid *grid, uint32_t column) {
    return grid->header[column];
}

int rp_grid_column(const rp_grid *grid, const char *name) {
    for (uint32_t k = 0; k < grid->table.columns; k++)
        if (rp_text_equals(grid->header[k], name))
            return (int)k;
    return -1;
}

rp_text rp_grid_cell(rp_grid *grid, uint32_t row, int column) {
    if (column < 0)
        return (rp_text){"", 0};
    if (grid->at != row) {
        rp_table_row(&grid->table, row + 1, grid->cells);
        grid->at = row;
    }
    rp_text cell = rp_cell_plain(grid->cells[column]);
    rp_text plain = rp_formula_unguard(&grid->plain, cell);
    return plain.bytes ? plain : cell;
}

double rp_grid_number(rp_grid *grid, uint32_t row, int column) {
    double number;

    return rp_number_parse(&number, rp_grid_cell(grid, row, column), false)
               ? number
               : (double)NAN;
}
