/**
 * @file ask.h
 * A client before the tables: what the columns of criteria and the strokes of
 * rules are given.
 */
#ifndef RP_FIT_SWEEP_ASK_H
#define RP_FIT_SWEEP_ASK_H

#include "base/bits.h"
#include "fit/sweep/tables.h"

/** A client, ready for a sweep over many therapists. */
typedef struct rp_ask {
    const rp_tables *tables;
    const rp_fit *fit;
    const rp_need *need;  /* borrowed */
    bool is_on_one_clock; /* with every therapist */
    bool has_times;       /* their times are compared by the sets below */
    uint64_t starts[RP_SESSIONS_MOST][RP_WEEK_WORDS]; /* by session */
    uint64_t spans[RP_WEEK_WORDS];
} rp_ask;

/** Make ready for the client of a need. */
void rp_ask_set(rp_ask *ask, const rp_tables *tables, const rp_need *need);

/** The client's times in common with a therapist, minutes a week; where
 *  has_times. */
static inline unsigned rp_ask_minutes(const rp_ask *ask, uint32_t therapist) {
    const rp_tables *t = ask->tables;
    const rp_week *week = &t->week;
    const uint64_t *spans = t->spans + (size_t)therapist * week->span_words;
    unsigned minutes = 0;

    for (uint32_t w = 0; w < week->span_words; w++)
        minutes += week->length[w] * rp_bits_count(ask->spans[w] & spans[w]);
    return minutes;
}

/** Have they a stretch of one session in common? Where has_times, and hours are
 *  not promised. */
static inline bool rp_ask_has_stretch(const rp_ask *ask, uint32_t therapist) {
    const rp_tables *t = ask->tables;
    const uint64_t *asked = ask->starts[t->codes[therapist].session];
    const uint64_t *starts =
        t->starts + (size_t)therapist * t->week.start_words;
    uint64_t common = 0;

    for (uint32_t w = 0; w < t->week.start_words; w++)
        common |= asked[w] & starts[w];
    return common != 0;
}

/** Therapists as bits; the words that are not listed are empty. */
typedef struct rp_crowd {
    uint64_t *bits;       /* [count] */
    const uint32_t *word; /* [count] which words they are; NULL: all */
    size_t count;
} rp_crowd;

/** Which word of all therapists one of them is. */
static inline uint32_t rp_crowd_word(const rp_crowd *crowd, size_t k) {
    return crowd->word ? crowd->word[k] : (uint32_t)k;
}

/** Strike out those of a set of all therapists (NULL: nobody). */
void rp_crowd_strike(const rp_crowd *crowd, const uint64_t *set);

/** Strike out those who are in none of several sets of all therapists (NULL:
 *  nobody). */
void rp_crowd_keep(const rp_crowd *crowd, const uint64_t *const *sets,
                   size_t count);

/** Strike out the therapists that a list names. */
void rp_crowd_strike_list(const rp_crowd *crowd, const rp_list *named);

#endif
