/**
 * @file equity.h
 * Who is placed, and how well, by group; groups that are too small are
 * hidden.
 *
 * A rough guide: groups compete for the same openings, so their shares are not
 * independent, as the interval supposes. Nothing here touches a score.
 */
#ifndef RP_WHY_AUDIT_EQUITY_H
#define RP_WHY_AUDIT_EQUITY_H

#include "match/outcome.h"
#include "why/audit/groups.h"

/** A group that is shown. Tenths are rounded half up (those of differences
 *  half away from 0), -1 where there is none. */
typedef struct rp_equity_row {
    const char *column, *group; /* "" is who left the cell blank */
    uint32_t n;
    int placed;         /* tenths of a percent of n */
    int weeks;          /* mean, tenths, of those with a date */
    int score;          /* mean of the placed, tenths of a point */
    int first;          /* rank 1, tenths of a percent of n */
    bool has_rest;      /* anybody is outside the group */
    int64_t difference; /* of the placed share to that of the rest, tenths of
                           a percentage point */
    int64_t low, high;
} rp_equity_row;

typedef struct rp_equity {
    rp_audit_groups groups;
    rp_equity_row *rows; /* [count] by column as asked, then group */
    size_t count;
    uint32_t hidden_columns; /* columns with a hidden group */
} rp_equity;

/**
 * @param[out] out  clear with rp_equity_clear() in any case
 * @param audit     borrowed, as the outcome, until then
 * @param small     the fewest clients, placed or not placed, of a group that
 *                  is shown; 0 shows all. The mean wait is shown where so many
 *                  have a date.
 * @return RP_OK or RP_ERR_MEMORY
 */
rp_status rp_equity_make(rp_equity *out, const rp_outcome *outcome,
                         const rp_audit *audit, uint32_t small);
void rp_equity_clear(rp_equity *equity);

/**
 * An interval for the difference a/n - b/m of two independent shares, from the
 * Wilson interval of each: method 10, hybrid score without continuity
 * correction, of Newcombe RG, Interval estimation for the difference between
 * independent proportions: comparison of eleven methods. Stat Med
 * 1998;17:873-890. z = 1.959964 (95 %).
 *
 * @param n, m  1 or more
 */
void rp_newcombe(uint32_t a, uint32_t n, uint32_t b, uint32_t m, double *low,
                 double *high);

#endif
