/**
 * @file filter.h
 * Filters over one client's therapists, as in `--where 'languages=es'`.
 *
 * A filter is a column, a comparison and values: `=` any of the values, `!=`
 * none of them, `< <= > >=` for numbers. Values are read as the cells of the
 * column are, so every alias counts. Beside the columns of therapists.csv
 * there are those of a result: status, score, rank, left; and what a page
 * offers instead of times: days (mon) and times (morning, afternoon, evening).
 *
 * Several filters must all hold. A blank cell is unknown: it passes any
 * filter of its column unless `known` is asked for.
 */
#ifndef RP_OUTPUT_SUGGEST_FILTER_H
#define RP_OUTPUT_SUGGEST_FILTER_H

#include "output/suggest/candidate.h"

typedef struct rp_filter rp_filter;

typedef struct rp_filters {
    rp_filter *items; /* [count] in the arena */
    size_t count;
    bool known; /* what is blank fails */
    rp_arena arena;
} rp_filters;

/**
 * Parse filters.
 *
 * @param texts    [count] as typed; borrowed
 * @param fit      says what values therapists have, and session_minutes
 * @param trouble  what was wrong with the first one that cannot be
 * @return RP_OK, RP_ERR_USAGE (trouble), RP_ERR_MEMORY; clear in any case
 */
rp_status rp_filters_parse(rp_filters *out, const char *const *texts,
                           size_t count, bool known, const rp_fit *fit,
                           rp_buffer *trouble);
void rp_filters_clear(rp_filters *filters);

#define RP_EVERY_FILTER SIZE_MAX

/**
 * Does a therapist pass?
 *
 * @param without  number of a filter that is left out, or RP_EVERY_FILTER
 */
bool rp_filters_pass(const rp_filters *filters, const rp_candidate *candidate,
                     size_t without);

#endif
