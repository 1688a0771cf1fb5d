#include "fit/sweep/week.h"

#include "input/times/times.h"

#include <stdlib.h>
#include <string.h>

enum { WORD = 64, MINUTES = RP_WEEK_MINUTES + 1 };

/* Minute by minute, what the windows of one side do. */
typedef struct side {
    bool begins[MINUTES], ends[MINUTES];
    int32_t change[MINUTES]; /* windows that begin, less those that end */
} side;

typedef struct cutting {
    side sides[RP_SIDES];
    bool is_shared[MINUTES];    /* somebody of both sides is free then */
    uint16_t spans_of[MINUTES]; /* by length; then words before them */
} cutting;

static void note(side *of, const rp_times *times) {
    for (uint32_t k = 0; k < times->count; k++) {
        of->begins[times->windows[k].begin] = true;
        of->ends[times->windows[k].end] = true;
        of->change[times->windows[k].begin]++;
        of->change[times->windows[k].end]--;
    }
}

static void find_shared(cutting *c) {
    int32_t free_there = 0, free_here = 0;

    for (unsigned m = 0; m < MINUTES; m++) {
        free_there += c->sides[RP_THERAPISTS].change[m];
        free_here += c->sides[RP_CLIENTS].change[m];
        c->is_shared[m] = free_there > 0 && free_here > 0;
    }
}

static bool begins_at(const cutting *c, unsigned m) {
    return c->sides[RP_THERAPISTS].begins[m] || c->sides[RP_CLIENTS].begins[m];
}

static bool is_cut_at(const cutting *c, unsigned m) {
    return begins_at(c, m) || c->sides[RP_THERAPISTS].ends[m] ||
           c->sides[RP_CLIENTS].ends[m];
}

/* Starts and spans, their bits not yet given. Nobody is free at the end of the
 * week, so each span that begins ends. */
static void cut(rp_week *week, const cutting *c) {
    for (unsigned m = 0; m < MINUTES; m++) {
        if (week->span_count > 0 && is_cut_at(c, m) &&
            week->spans[week->span_count - 1].end == 0)
            week->spans[week->span_count - 1].end = (uint16_t)m;
        if (!c->is_shared[m] || !is_cut_at(c, m))
            continue;
        if (begins_at(c, m))
            week->starts[week->start_count++] = (uint16_t)m;
        week->spans[week->span_count++] = (rp_week_span){(uint16_t)m, 0, 0};
    }
}

static unsigned length_of(const rp_week_span *span) {
    return (unsigned)(span->end - span->begin);
}

/* Spans of one length take words of their own. */
static bool give_bits(rp_week *week, cutting *c) {
    for (uint32_t k = 0; k < week->span_count; k++)
        c->spans_of[length_of(&week->spans[k])]++;
    for (unsigned length = 1; length < MINUTES; length++) {
        uint32_t words = (c->spans_of[length] + WORD - 1u) / WORD;
        if (words > RP_WEEK_WORDS - week->span_words)
            return false;
        c->spans_of[length] = (uint16_t)(week->span_words * WORD);
        for (; words > 0; words--)
            week->length[week->span_words++] = length;
    }
    for (uint32_t k = 0; k < week->span_count; k++)
        week->spans[k].bit = c->spans_of[length_of(&week->spans[k])]++;
    week->start_words = (week->start_count + WORD - 1) / WORD;
    return week->start_words <= RP_WEEK_WORDS;
}

bool rp_week_cut(rp_week *out, rp_arena *arena, const rp_roster *roster) {
    cutting *c = calloc(1, sizeof *c);
    rp_week week = {0};

    *out = week;
    if (!c)
        return false;
    for (uint32_t t = 0; t < roster->therapist_count; t++)
        note(&c->sides[RP_THERAPISTS], &roster->therapists[t].slots);
    for (uint32_t k = 0; k < roster->client_count; k++)
        note(&c->sides[RP_CLIENTS], &roster->clients[k].slots);
    find_shared(c);
    week.starts = rp_arena_array(arena, MINUTES, sizeof *week.starts);
    week.spans = rp_arena_array(arena, MINUTES, sizeof *week.spans);
    if (week.starts && week.spans) {
        cut(&week, c);
        if (give_bits(&week, c))
            *out = week;
    }
    free(c);
    return week.starts && week.spans;
}

static void set(uint64_t *bits, uint32_t bit) {
    bits[bit / WORD] |= (uint64_t)1 << bit % WORD;
}

/* The first span that begins at a minute or later. */
static uint32_t span_from(const rp_week *week, unsigned minute) {
    uint32_t low = 0, high = week->span_count;

    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (week->spans[middle].begin < minute)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static uint32_t start_from(const rp_week *week, unsigned minute) {
    uint32_t low = 0, high = week->start_count;

    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (week->starts[middle] < minute)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

void rp_week_spans(const rp_week *week, const rp_times *times, uint64_t *bits) {
    memset(bits, 0, week->span_words * sizeof *bits);
    for (uint32_t k = 0; k < times->count; k++) {
        uint32_t at = span_from(week, times->windows[k].begin);
        for (; at < week->span_count &&
               week->spans[at].begin < times->windows[k].end;
             at++)
            set(bits, week->spans[at].bit);
    }
}

void rp_week_starts(const rp_week *week, const rp_times *times, double minutes,
                    uint64_t *bits) {
    memset(bits, 0, week->start_words * sizeof *bits);
    for (uint32_t k = 0; k < times->count; k++) {
        uint32_t at = start_from(week, times->windows[k].begin);
        unsigned end = times->windows[k].end;
        for (; at < week->start_count && week->starts[at] < end &&
               end - week->starts[at] >= minutes;
             at++)
            set(bits, at);
    }
}
