/**
 * @file engine.h
 * GLPK's linear program, grown row by row and column by column.
 *
 * All costs are to be made as large as possible, all columns are 0 or more.
 * Rows and columns count from 0.
 */
#ifndef RP_SOLVE_PROGRAM_ENGINE_H
#define RP_SOLVE_PROGRAM_ENGINE_H

#include "rapport/status.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct rp_engine rp_engine;

/** NULL: out of memory. Free in the same thread; takes NULL. */
rp_engine *rp_engine_new(void);
void rp_engine_free(rp_engine *engine);

/** Do something with it; GLPK's fatal errors end that.
 *  @return what it returns, RP_ERR_SOLVER */
rp_status rp_engine_guard(rp_engine *engine, rp_status (*body)(void *payload),
                          void *payload);

/** Begin the entries of one row or column, and put them: none twice. */
void rp_engine_begin(rp_engine *engine);
void rp_engine_put(rp_engine *engine, size_t number, double value);

/** Add what was put as a row, at most its bound or just that; or as a column,
 *  which may be closed. @return false: out of memory, then or before */
bool rp_engine_row(rp_engine *engine, bool is_even, double bound);
bool rp_engine_column(rp_engine *engine, double cost, bool is_closed);
bool rp_engine_is_short(const rp_engine *engine);

/** A row is at most a bound, or anything. */
void rp_engine_bind(rp_engine *engine, size_t row, double bound);
void rp_engine_unbind(rp_engine *engine, size_t row);

void rp_engine_cost(rp_engine *engine, size_t column, double cost);
void rp_engine_close(rp_engine *engine, size_t column, bool is_closed);

/** From the basis that is there, by the dual method where `is_dual`.
 *  @return RP_OK, RP_ERR_SOLVER */
rp_status rp_engine_solve(rp_engine *engine, bool is_dual);
double rp_engine_dual(const rp_engine *engine, size_t row);
/** Pivots so far: what solving has cost, whatever the clock says. */
int64_t rp_engine_pivots(const rp_engine *engine);
double rp_engine_value(const rp_engine *engine, size_t column);

#endif
