/**
 * @file figures.h
 * One comparable number for every client, therapist and concern: how much more
 * or less the client changed than others with that questionnaire and concern.
 */
#ifndef RP_OUTCOMES_FIGURES_H
#define RP_OUTCOMES_FIGURES_H

#include "input/outcomes/courses.h"

/** One client with one therapist and one concern, over all measures. */
typedef struct rp_figure {
    uint32_t client, therapist; /* of the courses */
    uint32_t concern;           /* of rp_figures.concerns */
    double z; /* standard deviations, above 0 is better; at most 3 */
} rp_figure;

/** Courses that count, of one therapist or of one of their concerns. */
typedef struct rp_course_count {
    uint32_t courses, without_post;
} rp_course_count;

typedef struct rp_figures {
    rp_figure *figures; /* [count] by client, therapist, concern */
    size_t count;
    const char **concerns; /* [concern_count] bytewise; "" is none, and first.
                              Borrowed from courses and roster. */
    uint32_t concern_count;
    rp_course_count *counts; /* [therapists] of courses that count */
    bool *is_missing;        /* [therapists] too many without a last score:
                                used in no step */
    uint32_t *concern_of;    /* [courses] of rp_figures.concerns */
} rp_figures;

/**
 * Standardise the complete courses of measures of symptoms. With M the mean
 * gain of a measure, M_c that of its courses of concern c, J_c how many
 * therapists have one, k = track.concern:
 *
 *     gain = b pre - post                         (b: slope.h)
 *     r    = gain - (M + J_c / (J_c + k) (M_c - M))
 *     z    = r / s cut at -3 and 3,  s^2 = sum r^2 / (n - 1)
 *
 * A measure with fewer than two courses, or with s up to 1e-9, is not used.
 * A figure is the mean z over a client's measures for the same concern.
 *
 * Source: residual gain scores; the concern's mean is shrunken like any group
 * mean, with k therapists as its prior weight (src/docs/outcomes.md).
 *
 * @param roster    whose clients name a concern where their course does not;
 *                  NULL: nobody. Lives as long as the figures.
 * @param[out] out  clear with rp_figures_clear() in any case
 * @return RP_OK or RP_ERR_MEMORY
 */
rp_status rp_figures_make(rp_figures *out, const rp_courses *courses,
                          const rp_roster *roster, const rp_policy *policy);
void rp_figures_clear(rp_figures *figures);

#endif
