/* What is typed: filters and edits, one a line. */
#include "fuzz/clinic.h"

#include "match/outcome.h"
#include "output/suggest/filter.h"
#include "why/edit/whatif.h"

#include <string.h>

enum { MOST = 16, ROOM = 512 };

/* 2026-10-12 */
enum { TODAY = 20738 };

/* A list of candidates of the sound clinic, made once. */
static const rp_outcome *ranked(void) {
    static const rp_context context = {.threads = 1, .delimiter = ','};
    static rp_outcome outcome;
    static rp_triage triage;

    if (!outcome.fit) {
        rp_findings findings = {0};
        const fuzz_clinic *clinic = fuzz_sound(&findings);
        FUZZ_EXPECT(rp_triage_make(&triage, &clinic->fit, TODAY, false, NULL,
                                   &findings) == RP_OK);
        FUZZ_EXPECT(rp_outcome_rank(&outcome, &clinic->fit, &triage,
                                    &context) == RP_OK);
        rp_findings_clear(&findings);
    }
    return &outcome;
}

/* Whoever passes all passes without any one of them. */
static void filter(const rp_filters *filters, const rp_outcome *outcome) {
    const rp_roster *roster = outcome->fit->roster;

    for (uint32_t c = 0; c < roster->client_count; c++)
        for (uint32_t t = 0; t < roster->therapist_count; t++) {
            const rp_candidate candidate = {outcome, NULL, c, t, t, 9000};
            bool passes = rp_filters_pass(filters, &candidate, RP_EVERY_FILTER);
            for (size_t k = 0; k < filters->count; k++)
                FUZZ_EXPECT(!passes || rp_filters_pass(filters, &candidate, k));
        }
}

static size_t take_lines(rp_text *rest, char lines[MOST][ROOM],
                         const char *texts[MOST]) {
    size_t count = 0;
    rp_text line;

    while (count < MOST && fuzz_line(rest, &line)) {
        texts[count] = fuzz_copy(lines[count], ROOM, line);
        count++;
    }
    return count;
}

void fuzz_filters(rp_text bytes) {
    static char lines[MOST][ROOM];
    const char *texts[MOST];
    rp_buffer trouble = {0};
    rp_filters filters;
    size_t count = take_lines(&bytes, lines, texts);

    rp_status status = rp_filters_parse(
        &filters, texts, count, bytes.length % 2, ranked()->fit, &trouble);
    FUZZ_EXPECT(status == RP_OK ||
                (status == RP_ERR_USAGE && trouble.length > 0));
    if (status == RP_OK)
        filter(&filters, ranked());
    rp_filters_clear(&filters);
    rp_buffer_clear(&trouble);
}

/* -- edits ----------------------------------------------------------------- */

/* "remove T1", "copy T1", or else what --set says. */
static rp_status parse(rp_edit *edits, size_t count, rp_rewriter *w,
                       const char *line) {
    static const char *const words[] = {"", "remove ", "copy "};
    int kind = RP_WISH_SET;
    char wrong[200] = "";

    for (int k = RP_WISH_REMOVE; k <= RP_WISH_COPY; k++)
        if (strncmp(line, words[k], strlen(words[k])) == 0)
            kind = k;
    rp_status status =
        rp_whatif_parse(edits, count, w, (rp_wish_kind)kind,
                        line + strlen(words[kind]), wrong, sizeof wrong);
    FUZZ_EXPECT(status == RP_OK || (status == RP_ERR_USAGE && *wrong));
    return status;
}

/* The command refuses that somebody is both changed and removed. */
static bool are_sound(const rp_edit *edits, size_t count) {
    for (size_t k = 0; k < count; k++)
        for (size_t i = 0; i < count; i++)
            if (i != k && edits[i].kind == RP_EDIT_REMOVE &&
                edits[i].side == edits[k].side &&
                edits[i].person == edits[k].person)
                return false;
    return true;
}

void fuzz_set(rp_text bytes) {
    static char lines[MOST][ROOM];
    const char *texts[MOST];
    rp_edit edits[MOST];
    rp_arena arena = {0};
    rp_findings findings = {0}, edited_findings = {0};
    rp_roster edited;
    const fuzz_clinic *c = fuzz_sound(&findings);
    size_t count = 0, typed = take_lines(&bytes, lines, texts);

    rp_rewriter w = {&c->roster, &arena, false};
    for (size_t k = 0; k < typed; k++)
        count += parse(edits, count, &w, texts[k]) == RP_OK;
    if (are_sound(edits, count)) {
        const rp_edit_base base = {&c->roster, fuzz_known(), false};
        rp_status status =
            rp_edit_apply(&edited, &base, edits, count, &edited_findings);
        rp_roster_settle(&edited, &edited_findings);
        fuzz_findings_end(&edited_findings, status);
        rp_roster_clear(&edited);
    }
    fuzz_sound_end(&findings, RP_OK);
    rp_arena_clear(&arena);
}
