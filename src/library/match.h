/**
 * @file match.h
 * What stands behind rapport/match.h: from a clinic that was read to its plan,
 * what is asked about it, and its result files.
 */
#ifndef RP_LIBRARY_MATCH_H
#define RP_LIBRARY_MATCH_H

#include "library/clinic.h"
#include "match/chosen.h"
#include "match/second/second.h"
#include "output/directory/results.h"
#include "rapport/match.h"
#include "why/analyses.h"
#include "why/audit/equity.h"

struct rp_match {
    const rp_clinic *clinic;
    rp_context context;
    rp_outcome outcome;
    rp_second second;     /* what followed */
    rp_findings findings; /* choices that cannot be held */
    bool is_solved;
    rp_analyses analyses;
    rp_equity equity;
    bool has_equity;
    rp_analyses study;  /* for explanations, made when first asked */
    rp_result *results; /* [clients] of the public face; else NULL */
};

/** How to match, in the words of the stages. */
typedef struct rp_match_settings {
    rp_context context; /* as of rp_match_context() */
    rp_analyses_options analyses;
    const rp_audit *audit; /* NULL: none */
    uint32_t small_cell;
    const uint32_t *given; /* [clients] a plan that was made elsewhere, to be
                              proven and not solved; NULL: solve */
} rp_match_settings;

/** The context of a match: floor and start are those of the objective. */
rp_context rp_match_context(const rp_clinic *clinic, bool fair, int threads);

/** The analyses that nobody has to ask for: bits. */
unsigned rp_match_default_analyses(const rp_clinic *clinic);

/**
 * The same as rp_match_make() for a match in the caller's memory.
 *
 * @return as rp_match_make(); RP_ERR_SOLVER also where `given` is not one of
 *         the best plans; clear the match in any case
 */
rp_status rp_match_open(rp_match *out, const rp_clinic *clinic,
                        const rp_match_settings *settings);
void rp_match_clear(rp_match *match);

/**
 * Put all result files into a commit.
 *
 * @param command  [count] what run.json tells; borrowed
 * @param options  its analyses and its equity are those of the match
 * @return RP_OK, RP_ERR_IO, RP_ERR_MEMORY; the commit tells the culprit
 */
rp_status rp_match_put(const rp_match *match, rp_commit *commit,
                       const char *const *command, size_t count,
                       const rp_results_options *options);

#endif
