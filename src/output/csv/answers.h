/**
 * @file answers.h
 * The result files that answer why, why not, and what would help most.
 */
#ifndef RP_OUTPUT_CSV_ANSWERS_H
#define RP_OUTPUT_CSV_ANSWERS_H

#include "output/csv/source.h"

rp_rows_writer rp_answers_options;     /* options.csv */
rp_rows_writer rp_answers_bottlenecks; /* bottlenecks.csv */
rp_rows_writer rp_answers_unknowns;    /* unknowns.csv */
rp_rows_writer rp_answers_prices;      /* prices.csv */
rp_rows_writer rp_answers_envy;        /* envy.csv */
rp_rows_writer rp_answers_moved;       /* moved.csv */

#endif
