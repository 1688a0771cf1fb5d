/**
 * @file grid.h
 * A sheet of a run read back, as the report shows it: whatever its columns
 * are.
 */
#ifndef RP_OUTPUT_EARLIER_RUN_GRID_H
#define RP_OUTPUT_EARLIER_RUN_GRID_H

#include "base/text.h"
#include "rapport/status.h"

#include <stdint.h>

typedef struct rp_grid rp_grid;

/**
 * Read a sheet.
 *
 * @param[out] out  free with rp_grid_free(); NULL on failure
 * @return RP_OK, RP_ERR_DATA (not CSV), RP_ERR_IO (errno), RP_ERR_MEMORY
 */
rp_status rp_grid_read(rp_grid **out, const char *path);
void rp_grid_free(rp_grid *grid);

uint32_t rp_grid_rows(const rp_grid *grid);

uint32_t rp_grid_columns(const rp_grid *grid);

/** The name of a column; borrowed. */
rp_text rp_grid_name(const rp_grid *grid, uint32_t column);

/** The number of a column of that name, or -1. */
int rp_grid_column(const rp_grid *grid, const char *name);

/** A cell of a row from 0, without the guard against formulas. Borrowed until
 *  the next call. */
rp_text rp_grid_cell(rp_grid *grid, uint32_t row, int column);

/** The number in a cell; NAN when there is none. */
double rp_grid_number(rp_grid *grid, uint32_t row, int column);

#endif
