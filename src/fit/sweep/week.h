/**
 * @file week.h
 * Times of the week as bit sets, so that what two people have in common is an
 * AND.
 *
 * The week is cut wherever a window of anybody begins or ends. A *span* is what
 * lies between two cuts while somebody of both sides is free: the minutes that
 * two people share are those of the spans they share. A *start* is the
 * beginning of a window of anybody: two windows share a stretch of m minutes
 * just when one begins at a start (the later of their beginnings), so that
 * stretches of any length are found exactly.
 *
 * Spans of one length share words, so that a word's minutes are its bits
 * counted, times that length.
 */
#ifndef RP_FIT_SWEEP_WEEK_H
#define RP_FIT_SWEEP_WEEK_H

#include "base/arena.h"
#include "input/roster.h"

/** The most words of a set; a clinic of more cuts has no week. */
enum { RP_WEEK_WORDS = 16 };

/** Between two cuts. */
typedef struct rp_week_span {
    uint16_t begin, end; /* minutes of the week */
    uint16_t bit;        /* in the set of spans */
} rp_week_span;

typedef struct rp_week {
    uint16_t *starts; /* [start_count] ascending; bit k is starts[k] */
    uint32_t start_count, start_words;
    rp_week_span *spans; /* [span_count] ascending */
    uint32_t span_count, span_words;
    unsigned length[RP_WEEK_WORDS]; /* minutes of a span of each word */
} rp_week;

/**
 * Cut the week of a roster.
 *
 * @param[out] out  in the arena; all zero where there would be too many cuts
 * @return false when out of memory
 */
bool rp_week_cut(rp_week *out, rp_arena *arena, const rp_roster *roster);

/** Was it cut? */
static inline bool rp_week_is_cut(const rp_week *week) {
    return week->start_words > 0;
}

/** The spans that lie in these times; `bits` [span_words] is set. */
void rp_week_spans(const rp_week *week, const rp_times *times, uint64_t *bits);

/** The starts from which so many minutes lie in one window; `bits`
 *  [start_words] is set. */
void rp_week_starts(const rp_week *week, const rp_times *times, double minutes,
                    uint64_t *bits);

#endif
