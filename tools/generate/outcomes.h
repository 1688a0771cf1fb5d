#ifndef GENERATE_OUTCOMES_H
#define GENERATE_OUTCOMES_H

#include <stdio.h>

#include "settings.h"

/**
 * What came of earlier therapies, with the truth behind it.
 *
 * Each therapist has an effect of their own, and one for each concern, drawn
 * with variances that sum to --icc in standard deviations of what clients
 * change. Everything else is chance: severity, who stays out of sight, the
 * questionnaires in between.
 *
 * The three files tell the same therapies: a row for every questionnaire, a
 * row for every course, and the effects themselves.
 */
void outcomes_write_sessions(const settings *s, FILE *file);
void outcomes_write_courses(const settings *s, FILE *file);
void outcomes_write_truth(const settings *s, FILE *file);

#endif
