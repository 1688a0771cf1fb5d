#include "outcomes/review/course_status.h"

#include <math.h>

const char *const rp_course_statuses[RP_COURSE_STATUSES] = {
    "", "too_early", "recovered", "improved", "unchanged", "worse"};

static const double spare = 1e-9;

static bool higher_is_better(const rp_outcome_measure *measure) {
    return measure->known && !measure->known->higher_is_worse;
}

/* Is a score as bad as a bound, or worse? An unknown bound (NAN) is none. */
static bool reaches(const rp_outcome_measure *measure, double score,
                    double bound) {
    return higher_is_better(measure) ? score <= bound + spare
                                     : score >= bound - spare;
}

bool rp_score_is_case(const rp_outcome_measure *measure, double score) {
    return measure->known && reaches(measure, score, measure->known->caseness);
}

bool rp_score_is_severe(const rp_outcome_measure *measure, double score) {
    return measure->known && reaches(measure, score, measure->known->severe);
}

double rp_course_change(const rp_course_scores *s) {
    return higher_is_better(s->measure) ? s->first - s->last
                                        : s->last - s->first;
}

rp_course_status rp_course_status_of(const rp_course_scores *s, double least) {
    const rp_measure *known = s->measure->known;
    double change = rp_course_change(s);

    if (known && known->is_alliance)
        return RP_COURSE_NO_STATUS;
    /* without a reliable change (NAN) neither of these holds */
    if (known && change <= -known->reliable_change + spare)
        return rp_score_is_case(s->measure, s->first) &&
                       !rp_score_is_case(s->measure, s->last)
                   ? RP_COURSE_RECOVERED
                   : RP_COURSE_IMPROVED;
    if (known && change >= known->reliable_change - spare)
        return RP_COURSE_WORSE;
    return !known || isnan(known->reliable_change) ||
                   (double)s->questionnaires < least
               ? RP_COURSE_TOO_EARLY
               : RP_COURSE_UNCHANGED;
}
