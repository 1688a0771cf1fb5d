/**
 * @file suggestion.h
 * One client's eligible therapists, filtered and put in order.
 */
#ifndef RP_OUTPUT_SUGGEST_SUGGESTION_H
#define RP_OUTPUT_SUGGEST_SUGGESTION_H

#include "output/suggest/filter.h"

typedef struct rp_suggestion_options {
    const char *const *wheres; /* [filters->count] as typed, for messages */
    const rp_filters *filters;
    rp_subject order;
    bool is_reversed;          /* in reverse order */
    size_t top;                /* 0 = all */
    const rp_choices *choices; /* NULL: no prices */
} rp_suggestion_options;

typedef struct rp_suggestion {
    const rp_outcome *outcome;            /* borrowed */
    const rp_suggestion_options *options; /* borrowed */
    uint32_t client;
    bool is_out;         /* no program suggests anybody */
    rp_candidate *items; /* [count] in order */
    size_t count;
    uint32_t *list; /* [eligible] the client's whole list, in no order */
    size_t eligible, passed; /* before the filters, and before `top` */
    size_t *without; /* [filters] how many pass when one is left out; only
                        counted when none passes */
} rp_suggestion;

/**
 * Filter and sort. The order of a column is ascending, of the score
 * descending; what is blank comes last; ties go to the better rank.
 *
 * @return RP_OK or RP_ERR_MEMORY; clear it in any case
 */
rp_status rp_suggestion_make(rp_suggestion *out, const rp_outcome *outcome,
                             uint32_t client,
                             const rp_suggestion_options *options);
void rp_suggestion_clear(rp_suggestion *suggestion);

/**
 * What to tell the user when nobody is left: which single filter to leave
 * out, and how many would then pass. Empty when somebody is left.
 *
 * @return false when out of memory
 */
bool rp_suggestion_advice(rp_buffer *out, const rp_suggestion *suggestion);

#endif
