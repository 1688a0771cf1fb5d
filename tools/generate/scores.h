#ifndef GENERATE_SCORES_H
#define GENERATE_SCORES_H

#include <stdio.h>

#include "settings.h"

/** A row for each pair of a region that the density lets through. */
void scores_write(const settings *s, FILE *file);

#endif
