/**
 * @file comparison.h
 * A comparison with the cells of a column, as people type it: `languages=es`,
 * `fee<=90`, `urgency!=routine`.
 *
 * `=` any of the values, `!=` none of them, `< <= > >=` for numbers and dates.
 * Values are parted by commas and read as the cells of the column are, so every
 * alias counts.
 */
#ifndef RP_INPUT_LIMITS_COMPARISON_H
#define RP_INPUT_LIMITS_COMPARISON_H

#include "input/roster.h"

typedef enum rp_compare {
    RP_EQUAL,
    RP_UNEQUAL,
    RP_LESS,
    RP_AT_MOST,
    RP_MORE,
    RP_AT_LEAST
} rp_compare;

/** Texts and arrays live in the arena of who reads it. */
typedef struct rp_comparison {
    rp_side side;
    const rp_column *column; /* NULL: no column; only words and numbers then */
    rp_compare compare;
    uint64_t marks;     /* bits: of answers no and yes, of words and choices */
    uint32_t *tags;     /* [count] of a list */
    double *numbers;    /* [count] dates as days */
    const char **texts; /* [count] folded, or ids as they are */
    size_t count;
    rp_times times;
    double minutes; /* of a session */
} rp_comparison;

/** What reading one needs and tells. */
typedef struct rp_comparing {
    const rp_roster *roster; /* says what values people have */
    rp_arena *arena;
    rp_buffer *trouble; /* what was wrong, with `typed` before it */
    const char *typed;
    bool lets_strangers; /* a value that nobody has is no trouble, but noted */
    bool has_strangers;  /* one was; `trouble` tells of the first */
    rp_status status;    /* RP_OK, RP_ERR_USAGE (trouble), RP_ERR_MEMORY */
    rp_buffer folded;    /* to be cleared at the end */
} rp_comparing;

/**
 * Take a comparison apart.
 *
 * @param[out] out     gets what is compared how, and no value yet
 * @param[out] name    what stands before it
 * @param[out] values  what stands behind it; empty where it is missing
 * @return false where there is none
 */
bool rp_comparison_split(rp_comparison *out, const char *typed, rp_text *name,
                         rp_text *values);

/** Are a column's values numbers, which can be compared by size? */
bool rp_comparison_has_size(const rp_column *column);

/** Can the cells of a column be compared with anything? */
bool rp_comparison_takes(const rp_column *column);

/** Read the values of a comparison with `out->column`. */
void rp_comparison_read(rp_comparison *out, rp_comparing *how, rp_text values);

/** Read a number. */
void rp_comparison_read_number(rp_comparison *out, rp_comparing *how,
                               rp_text value);

/** Which of a few words a value is; -1 with trouble. */
int rp_comparison_read_word(rp_comparing *how, rp_text value,
                            const char *const *words, int count);

/** The next of some values by commas. */
rp_text rp_comparison_next(rp_text *values);

/** Note a trouble: "'fee=x': expected a number, got 'x', nearest: y".
 *  @param near  NULL: nothing is */
void rp_comparison_refuse(rp_comparing *how, const char *what, rp_text value,
                          const char *near);

/** Is a value among those of a comparison, before `!=` turns it round?
 *  @param value  NAN: unknown */
rp_answer rp_comparison_has_number(const rp_comparison *c, double value);

/** Likewise the cell of a record, rp_therapist or rp_client; blank where it has
 *  no meaning is unknown. */
rp_answer rp_comparison_has(const rp_comparison *c, const void *record);

#endif
