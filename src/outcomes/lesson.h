/**
 * @file lesson.h
 * What a sample teaches about weights: one linear program, solved by GLPK.
 */
#ifndef RP_OUTCOMES_LESSON_H
#define RP_OUTCOMES_LESSON_H

#include "outcomes/sample.h"
#include "solve/linear.h"

/** Shares of the criteria that have a weight and that some pair has; 0 for
 *  the others. */
typedef struct rp_lesson {
    double share[RP_CRITERION_COUNT];  /* four decimals that sum to 1 */
    rp_span range[RP_CRITERION_COUNT]; /* of equally good programs; with
                                            ranges alone */
    double least;                      /* the least loss there is */
    double usual; /* that of the default shares; with ranges alone */
} rp_lesson;

/**
 * Learn from a sample, or from the rest of it without one fold.
 *
 * With v_ik the value of criterion k for pair i (absent: its mean), u >= 0
 * whose shares u_k / sum u lie within half and twice the default shares, find
 * the least loss:
 *
 *     result  e_i >= 1 - y_i (sum u_k v_ik - t),   y = 1 improved, else -1;
 *             loss = sum e_i / (2 · pairs of that class)
 *     gain    e_i >= |gain_i / sd - (a + sum u_k v_ik)|;  loss = mean e_i
 *     rank    e_ab >= 1 - sum u_k (v_ak - v_bk), a before b of one client;
 *             loss = mean e_ab
 *
 * Many weights are as good but for noise. So of all shares x whose loss is at
 * most 1.01 least + 1e-6 the nearest to the default is taken (sum of absolute
 * differences), then the one with the least share of the first criterion, of
 * the second, and so on; and the range of each share over all of them is told.
 * Shares are not linear in u. With s = 1 / sum u, x = u s and e' = e s the same
 * rows are, and loss' <= (1.01 least + 1e-6) s; sum x = 1.
 *
 * GLPK does not get the e_i one by one: see planes in lesson.c.
 *
 * Source: UTADIS and support vector machines for the first (Zopounidis and
 * Doumpos 2002), least absolute deviations for the second, UTA for the third
 * (Jacquet-Lagreze and Siskos 1982); scaling of ratios: Charnes and Cooper
 * 1962; planes: Kelley 1960.
 *
 * @param facts   of rp_sample_look() with the same fold; not of one class
 * @param is_free no bounds on the shares
 * @return RP_OK, RP_ERR_MEMORY, RP_ERR_SOLVER, RP_ERR_SIZE
 */
rp_status rp_lesson_learn(rp_lesson *out, const rp_sample *sample,
                          const rp_sample_facts *facts, int left_out,
                          bool is_free, bool with_ranges);

/** Numbers as four decimals that sum to 1: the largest remainders are rounded
 *  up, of equal ones the first. */
void rp_lesson_round(double *shares, int count);

#endif
