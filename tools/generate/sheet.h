#ifndef GENERATE_SHEET_H
#define GENERATE_SHEET_H

#include <stdio.h>

#include "settings.h"

/**
 * Write a whole sheet. Failures to write are the stream's: its owner asks it
 * when it is closed.
 */
void sheet_write_therapists(const settings *s, FILE *file);
void sheet_write_clients(const settings *s, FILE *file);

/** The width of an id's number, so that ids sort as their rows do. */
int sheet_width(int64_t rows);

#endif
