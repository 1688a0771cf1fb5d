/**
 * @file making.h
 * Tables are made.
 */
#ifndef RP_FIT_SWEEP_MAKING_H
#define RP_FIT_SWEEP_MAKING_H

#include "fit/sweep/tables.h"

/**
 * Make the tables of a clinic.
 *
 * @param[out] out  free with rp_tables_free(); NULL where no score is computed,
 *                  or in a role that has no tables
 * @param fit       borrowed; it must not change
 * @return RP_OK or RP_ERR_MEMORY
 */
rp_status rp_tables_new(rp_tables **out, const rp_fit *fit);
void rp_tables_free(rp_tables *tables);

#endif
