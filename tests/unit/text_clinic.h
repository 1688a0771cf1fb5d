/**
 * @file text_clinic.h
 * Clinics of six people whose cells are invented, as text: the same ones in
 * each run.
 */
#ifndef TESTS_UNIT_TEXT_CLINIC_H
#define TESTS_UNIT_TEXT_CLINIC_H

#include "fit/columns.h"
#include "input/schema.h"

enum { PEOPLE = 6, CELL = 96 };

typedef struct text_clinic {
    char cells[RP_SIDES][PEOPLE][RP_COLUMNS_MOST][CELL];
    char policy[256], scores[1024];
} text_clinic;

/** A number from 0 to sides - 1. */
unsigned text_clinic_roll(unsigned sides);

/** Cells of every column, a policy, maybe scores; by the number of the clinic.
 */
void text_clinic_invent(text_clinic *c, unsigned number);

/** One column anew. */
void text_clinic_fill(text_clinic *c, rp_side side, uint32_t index);

/** Ids anew: people stand in the same order, from the `first` on. */
void text_clinic_name(text_clinic *c, rp_side side, uint32_t first);

/** One side as CSV; free it with free(). */
char *text_clinic_table(const text_clinic *c, rp_side side);

#endif
