/* Sheets beside the rosters. */
#include "fuzz/clinic.h"

#include "input/answers/standing.h"
#include "input/outcomes/courses.h"
#include "input/outcomes/history.h"
#include "input/sheet/locate.h"
#include "match/triage.h"
#include "outcomes/review/review.h"
#include "outcomes/track.h"

/* 2026-10-12 */
enum { TODAY = 20738 };

void fuzz_scores(rp_text bytes) {
    rp_scores scores;
    rp_input input;
    rp_findings findings = {0};
    const fuzz_clinic *c = fuzz_sound(&findings);

    rp_status status = rp_scores_read(&scores, fuzz_file(2, bytes), &c->roster,
                                      &input, &findings);
    if (status == RP_OK)
        for (uint32_t k = 0; k < c->roster.client_count; k++)
            for (uint32_t t = 0; t < c->roster.therapist_count; t++)
                FUZZ_EXPECT(rp_scores_find(&scores, k, t) <= 10000);
    rp_scores_clear(&scores);
    fuzz_sound_end(&findings, status);
}

/* What becomes of courses: records of therapists, a review. */
static void follow(fuzz_clinic *c, const rp_courses *courses) {
    rp_triage triage = {0};
    rp_review review;
    rp_track track;

    FUZZ_EXPECT(rp_track_make(&track, courses, &c->roster, &c->policy) ==
                RP_OK);
    FUZZ_EXPECT(rp_fit_measure(&c->fit, &track.measured) == RP_OK);
    FUZZ_EXPECT(rp_triage_make(&triage, &c->fit, TODAY, false, NULL,
                               &c->findings) == RP_OK);
    if (courses->form == RP_FORM_SESSIONS) {
        FUZZ_EXPECT(rp_review_make(&review, courses, &c->fit, &triage, TODAY) ==
                    RP_OK);
        rp_review_clear(&review);
    }
    rp_triage_clear(&triage);
    rp_fit_clear(&c->fit);
    c->has_fit = false;
    rp_track_clear(&track);
}

void fuzz_outcomes(rp_text bytes) {
    rp_courses courses;
    rp_text sheet, words;
    rp_input input;
    fuzz_clinic c;

    fuzz_clinic_open(&c);
    fuzz_part(&bytes, &sheet);
    fuzz_line(&bytes, &words);
    fuzz_reading how = fuzz_reading_of(words);
    const rp_outcome_options options = {.taxonomy = fuzz_known(),
                                        .dates = how.dates,
                                        .strict = how.strict,
                                        .open_days = c.policy.open_days};
    rp_status status = rp_courses_read(&courses, fuzz_file(2, sheet), &options,
                                       &input, &c.findings);
    rp_courses_mark_risk(&courses, &c.roster);
    if (status == RP_OK)
        follow(&c, &courses);
    rp_courses_clear(&courses);
    fuzz_clinic_close(&c, status);
}

void fuzz_history(rp_text bytes) {
    rp_history history;
    rp_findings findings = {0};
    const fuzz_clinic *c = fuzz_sound(&findings);

    const rp_history_options how = {.roster = &c->roster};
    rp_status status =
        rp_history_read(&history, fuzz_file(2, bytes), &how, &findings);
    for (size_t k = 0; status == RP_OK && k < history.count; k++)
        FUZZ_EXPECT(history.pairs[k].client < c->roster.client_count &&
                    history.pairs[k].therapist < c->roster.therapist_count);
    rp_history_clear(&history);
    fuzz_sound_end(&findings, status);
}

void fuzz_limits(rp_text bytes) {
    rp_limits limits;
    rp_input input;
    rp_findings findings = {0};
    const fuzz_clinic *c = fuzz_sound(&findings);

    const rp_limits_options how = {.roster = &c->roster,
                                   .minutes = c->policy.session_minutes};
    rp_status status =
        rp_limits_read(&limits, fuzz_file(2, bytes), &how, &input, &findings);
    for (uint32_t k = 0; status == RP_OK && k < limits.count; k++)
        FUZZ_EXPECT(limits.items[k].min == RP_BLANK ||
                    limits.items[k].max == RP_BLANK ||
                    limits.items[k].min <= limits.items[k].max);
    rp_table_locate(&limits.table, &findings);
    rp_limits_clear(&limits);
    fuzz_sound_end(&findings, status);
}

void fuzz_groups(rp_text bytes) {
    rp_groups groups;
    rp_text sheet, how;
    rp_input input;
    fuzz_clinic c;

    fuzz_clinic_open(&c);
    fuzz_part(&bytes, &sheet);
    fuzz_line(&bytes, &how);
    const rp_groups_options options = {.roster = &c.roster,
                                       .dates = fuzz_reading_of(how).dates,
                                       .parts = c.policy.hours,
                                       .strict = fuzz_reading_of(how).strict};
    rp_status status = rp_groups_read(&groups, fuzz_file(2, sheet), &options,
                                      &input, &c.findings);
    if (status == RP_OK)
        FUZZ_EXPECT(rp_groups_take_hours(&groups, &c.roster) == RP_OK);
    rp_table_locate(&groups.table, &c.findings);
    fuzz_clinic_close(&c, status);
    rp_groups_clear(&groups);
}

void fuzz_answers(rp_text bytes) {
    rp_standing standing = {0};
    rp_answers answers;
    rp_input input;
    rp_findings findings = {0};
    const fuzz_clinic *c = fuzz_sound(&findings);

    rp_status status = rp_answers_read(&answers, fuzz_file(2, bytes),
                                       &c->roster, &input, &findings);
    if (status == RP_OK)
        FUZZ_EXPECT(rp_standing_make(&standing, &answers, &c->roster, TODAY,
                                     &findings) == RP_OK);
    rp_table_locate(&answers.table, &findings);
    rp_standing_clear(&standing);
    rp_answers_clear(&answers);
    fuzz_sound_end(&findings, status);
}

void fuzz_cleared(rp_text bytes) {
    rp_cleared cleared;
    rp_input input;
    rp_findings findings = {0};
    const fuzz_clinic *c = fuzz_sound(&findings);

    rp_status status = rp_cleared_read(&cleared, fuzz_file(2, bytes),
                                       &c->roster, &input, &findings);
    rp_cleared_has(&cleared, "C1");
    rp_cleared_clear(&cleared);
    fuzz_sound_end(&findings, status);
}
