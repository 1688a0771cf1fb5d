/**
 * @file pair.h
 * One client and one therapist: how well they fit, and what forbids it.
 */
#ifndef RAPPORT_PAIR_H
#define RAPPORT_PAIR_H

#include "rapport/clinic.h"

#ifdef __cplusplus
extern "C" {
#endif

/** One criterion of a score. */
typedef struct rp_part_score {
    const char *name; /**< "expertise"; never freed */
    double value;     /**< 0..1; -1: nothing is known to judge by */
    double points;    /**< of 100, one decimal; 0 where nothing is known */
} rp_part_score;

/**
 * What is to be said of a pair. Made and owned by the library; later versions
 * may add members at the end.
 */
typedef struct rp_judgement {
    double score; /**< 0..100, one decimal; the points add up to it. With scores
                       from elsewhere, theirs; 0 where they list no such pair */
    const rp_part_score *parts; /**< [part_count]; none with scores from
                                     elsewhere */
    size_t part_count;
    const char *const *forbidden_by; /**< [forbidden_count] names of rules, as
                                          in waitlist.csv; none: eligible */
    size_t forbidden_count;
    const char *const *confirm; /**< [confirm_count] columns that the therapist
                                     left blank and that have to be asked */
    size_t confirm_count;
    const char *const *because; /**< [because_count] phrases that speak for the
                                     pair, the strongest first */
    size_t because_count;
    const char *const *but; /**< [but_count] what speaks against it,
                             the strongest first */
    size_t but_count;
} rp_judgement;

/**
 * Judge a pair, eligible or not.
 *
 * @param[out] out  NULL on failure; free with rp_judgement_free()
 * @return RP_OK, RP_ERR_USAGE (no such client or therapist), RP_ERR_MEMORY
 */
RP_API rp_status rp_pair_judge(const rp_judgement **out,
                               const rp_clinic *clinic, uint32_t client,
                               uint32_t therapist);

/** Free a judgement; NULL is fine. */
RP_API void rp_judgement_free(const rp_judgement *judgement);

/**
 * Who may see a client: every therapist whom no rule forbids, with or without
 * an opening.
 *
 * @param[out] therapists  [rp_clinic_therapist_count()] ascending
 * @param[out] scores      [rp_clinic_therapist_count()] 0..100, hundredths of
 *                         a point; may be NULL
 * @param[out] count       how many were written
 * @return RP_OK, RP_ERR_USAGE (no such client), RP_ERR_MEMORY
 */
RP_API rp_status rp_pair_eligible(const rp_clinic *clinic, uint32_t client,
                                  uint32_t *therapists, double *scores,
                                  uint32_t *count);

#ifdef __cplusplus
}
#endif
#endif
