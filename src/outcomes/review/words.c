#include "outcomes/review/words.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void rp_score_text(char out[RP_SCORE_TEXT], double score) {
    snprintf(out, RP_SCORE_TEXT, "%.10g", score);
    if (strchr(out, 'e')) /* below what any questionnaire tells apart */
        snprintf(out, RP_SCORE_TEXT, "%.9f", score);
    if (fabs(strtod(out, NULL)) <= 0.0)
        snprintf(out, RP_SCORE_TEXT, "0");
}

const char *rp_measure_label(const rp_taxonomy *taxonomy,
                             const rp_outcome_measure *measure) {
    return measure->known
               ? taxonomy->measures.names
                     .entries[measure->known - taxonomy->measures.measures]
                     .label
               : measure->name;
}

/* Append pieces up to the first NULL. */
static bool put(rp_buffer *out, ...) {
    va_list pieces;
    const char *piece;
    bool whole = true;

    va_start(pieces, out);
    while (whole && (piece = va_arg(pieces, const char *)) != NULL)
        whole = rp_buffer_puts(out, piece);
    va_end(pieces);
    return whole;
}

/* "A", "A or B", "A, B or C" */
static bool put_choice(rp_buffer *out, const rp_texts *texts) {
    const char *text = NULL;
    bool whole = true;

    for (size_t k = 0; whole && k < texts->count; k++) {
        text = rp_texts_next(texts, text);
        whole = put(out,
                    k == 0                 ? ""
                    : k + 1 < texts->count ? ", "
                                           : " or ",
                    text, (char *)NULL);
    }
    return whole;
}

static bool put_day(rp_buffer *out, int32_t day) {
    char date[16];

    rp_date_format(date, day);
    return rp_buffer_puts(out, date);
}

/* -- what was measured ---------------------------------------------------- */

/* Where a last score is, for a status that leaves it open. */
static const char *range_of(const rp_review_course *c, const char *is_case,
                            const char *is_none, const char *unknown) {
    if (isnan(c->scores.measure->known->caseness))
        return unknown;
    return rp_score_is_case(c->scores.measure, c->scores.last) ? is_case
                                                               : is_none;
}

/* What a status is called behind the figures. */
static const char *meaning_of(const rp_review_course *c) {
    const rp_measure *known = c->scores.measure->known;

    switch (c->status) {
    case RP_COURSE_RECOVERED:
        return ": recovered";
    case RP_COURSE_IMPROVED:
        return range_of(c, ": reliably better, but still in the clinical range",
                        ": reliably better", ": reliably better");
    case RP_COURSE_WORSE:
        return ": reliably worse";
    case RP_COURSE_UNCHANGED:
        return range_of(c,
                        ": no reliable change, and still in the clinical range",
                        ": no reliable change, but not in the clinical range",
                        ": no reliable change");
    case RP_COURSE_TOO_EARLY:
        return !known || isnan(known->reliable_change)
                   ? "; how large a change has to be to count is not known"
                   : ": too early to tell";
    case RP_COURSE_NO_STATUS:
    case RP_COURSE_STATUSES:
        break;
    }
    return rp_score_is_case(c->scores.measure, c->scores.last)
               ? ": the sessions do not feel right to the client"
               : "";
}

/* "PHQ-9 (depression) rose from 14 to 21 over 9 questionnaires: worse" */
static bool put_scores(rp_buffer *out, const rp_taxonomy *taxonomy,
                       const rp_review_course *c) {
    const char *label = rp_measure_label(taxonomy, c->scores.measure);
    char first[RP_SCORE_TEXT], last[RP_SCORE_TEXT], count[48];
    bool moved =
        c->scores.first < c->scores.last || c->scores.first > c->scores.last;

    rp_score_text(first, c->scores.first);
    rp_score_text(last, c->scores.last);
    snprintf(count, sizeof count, " over %u questionnaires",
             (unsigned)c->scores.questionnaires);
    if (c->scores.questionnaires == 1)
        return put(out, label, " was ", last, " the one time it was asked",
                   meaning_of(c), (char *)NULL);
    if (!moved)
        return put(out, label, " is at ", last, ", as it was at first,", count,
                   meaning_of(c), (char *)NULL);
    return put(out, label,
               c->scores.first < c->scores.last ? " rose from " : " fell from ",
               first, " to ", last, count, meaning_of(c), (char *)NULL);
}

bool rp_review_put_severe(rp_buffer *out, const rp_taxonomy *taxonomy,
                          const rp_review_course *c) {
    char first[RP_SCORE_TEXT], last[RP_SCORE_TEXT];

    rp_score_text(first, c->scores.first);
    rp_score_text(last, c->scores.last);
    return put(out, rp_measure_label(taxonomy, c->scores.measure), " is ", last,
               ", which is severe, and ",
               c->status == RP_COURSE_WORSE ? "worse" : "no better",
               " than the first, ", first, (char *)NULL);
}

/* -- why it is to be looked at -------------------------------------------- */

/* What the row's own figures do not say already. */
static bool put_trigger(rp_buffer *out, const rp_fit *fit,
                        const rp_review_row *row) {
    const rp_signs *s = &row->about->signs;

    switch (row->trigger) {
    case RP_TRIGGER_RISK:
        if (s->risk_on != RP_NO_DAY)
            return put(out, "; answered yes to a question about risk on ",
                       (char *)NULL) &&
                   put_day(out, s->risk_on);
        if (row->course == s->severe)
            return rp_buffer_puts(out, "; the last score is severe");
        return rp_buffer_puts(out, "; ") &&
               rp_review_put_severe(out, fit->taxonomy, s->severe);
    case RP_TRIGGER_ALLIANCE:
        return row->course == s->alliance ||
               (put(out, "; ", (char *)NULL) &&
                put_scores(out, fit->taxonomy, s->alliance));
    case RP_TRIGGER_ABSENT:
        return put(out, "; missed the last two sessions, the later one on ",
                   (char *)NULL) &&
               put_day(out, s->absent_on);
    case RP_TRIGGER_HOMEWORK:
        return put(out,
                   "; did not do what was agreed three times in a row, last "
                   "on ",
                   (char *)NULL) &&
               put_day(out, s->homework_on);
    case RP_TRIGGER_NONE:
    case RP_TRIGGER_WORSE:
    case RP_TRIGGER_UNCHANGED:
    case RP_TRIGGERS:
        break;
    }
    return true;
}

/* -- what to do ----------------------------------------------------------- */

static bool put_human(rp_buffer *out, const rp_review_client *r) {
    return rp_buffer_puts(
        out, r->trigger == RP_TRIGGER_RISK || r->is_human
                 ? "; a person has to see to this client before anything else"
                 : "; no further step applies: a person decides what comes "
                   "next");
}

static bool put_none(rp_buffer *out, const rp_fit *fit,
                     const rp_review_client *r) {
    return put(out, "; nothing has come in since the last step on ",
               (char *)NULL) &&
           put_day(out, fit->roster->clients[r->client].reviewed_on);
}

static bool put_step(rp_buffer *out, const rp_fit *fit,
                     const rp_review_client *r) {
    const char *who = r->therapist;

    switch (r->rung.step) {
    case RP_STEP_NONE:
        return put_none(out, fit, r);
    case RP_STEP_TALK:
        return put(out, "; raise it with ", who, (char *)NULL);
    case RP_STEP_GOALS:
        return put(out, "; review goals and frequency together with ", who,
                   (char *)NULL);
    case RP_STEP_APPROACH:
        return put(out, "; try another approach with ", who, ": ",
                   (char *)NULL) &&
               put_choice(out, &r->rung.shown);
    case RP_STEP_ADD:
        return put(out, "; stay with ", who, ", and add ", (char *)NULL) &&
               put_choice(out, &r->rung.shown);
    case RP_STEP_CHANGE:
        return put(out, "; change the therapist: ", (char *)NULL) &&
               put_choice(out, &r->rung.shown) &&
               put(out,
                   r->rung.shown.count > 1
                       ? " fit best of those who have an opening"
                       : " has an opening",
                   (char *)NULL);
    case RP_STEP_HUMAN:
        return put_human(out, r);
    case RP_STEPS:
        break;
    }
    return true;
}

bool rp_review_put_words(rp_buffer *out, const rp_fit *fit,
                         const rp_review_row *row) {
    bool whole = row->course->scores.measure
                     ? put_scores(out, fit->taxonomy, row->course)
                     : rp_buffer_puts(out, "sessions without a questionnaire");

    return whole &&
           (row->trigger == RP_TRIGGER_NONE ||
            (put_trigger(out, fit, row) && put_step(out, fit, row->about)));
}
