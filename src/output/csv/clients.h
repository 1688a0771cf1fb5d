/**
 * @file clients.h
 * Result files with rows about clients, made by all threads.
 */
#ifndef RP_OUTPUT_CSV_CLIENTS_H
#define RP_OUTPUT_CSV_CLIENTS_H

#include "output/csv/source.h"

rp_rows_writer rp_clients_assigned; /* assignments.csv */
rp_rows_writer rp_clients_ranked;   /* ranked.csv */
rp_rows_writer rp_clients_waiting;  /* waitlist.csv */

#endif
