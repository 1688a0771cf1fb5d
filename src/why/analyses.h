/**
 * @file analyses.h
 * Everything that is asked about a plan after it is made, in one place.
 */
#ifndef RP_WHY_ANALYSES_H
#define RP_WHY_ANALYSES_H

#include "match/outcome.h"
#include "why/bottlenecks.h"
#include "why/envy.h"
#include "why/margins.h"
#include "why/moved.h"
#include "why/options.h"
#include "why/unknowns.h"
#include "why/ways.h"

/** Bits; names in rp_analysis_names, in this order. */
typedef enum rp_analysis {
    RP_ANALYSE_MARGINS = 1,
    RP_ANALYSE_OPTIONS = 2,
    RP_ANALYSE_BOTTLENECKS = 4,
    RP_ANALYSE_UNKNOWNS = 8,
    RP_ANALYSE_PRICES = 16,
    RP_ANALYSE_ENVY = 32
} rp_analysis;

enum { RP_ANALYSES = 6, RP_ANALYSE_ALL = (1 << RP_ANALYSES) - 1 };

extern const char *const rp_analysis_names[RP_ANALYSES];

/** Above so many clients nothing is analysed unless asked for. */
enum { RP_ANALYSED_CLIENTS = 1000 };

/** `all`, `none` or names by ','.
 *  @return false when it is none of these: then `wrong` is the first piece of
 *          the text that is no name */
bool rp_analyses_parse(unsigned *out, rp_text *wrong, const char *text);

/** How to analyse. */
typedef struct rp_analyses_options {
    unsigned wanted;    /* bits of rp_analysis */
    size_t bottlenecks; /* how many to tell */
} rp_analyses_options;

typedef struct rp_analyses {
    unsigned made; /* bits: whose results are here */
    rp_dense_problem seating;
    rp_residual residual;
    int64_t *ways; /* [nodes][nodes] least costs between places */
    rp_margins margins;
    rp_options_found options;
    rp_bottlenecks bottlenecks;
    rp_unknowns unknowns;
    rp_ways_found ways_found;
    rp_envies envies;
    rp_moved_found moved; /* made where an earlier run is kept */
} rp_analyses;

/**
 * @param[out] out  clear with rp_analyses_clear() in any case
 * @param outcome   solved; borrowed until then
 * @param context   that of the outcome
 * @return RP_OK, RP_ERR_MEMORY, RP_ERR_SIZE, RP_ERR_SOLVER
 */
rp_status rp_analyses_make(rp_analyses *out, const rp_outcome *outcome,
                           const rp_context *context,
                           const rp_analyses_options *options);
void rp_analyses_clear(rp_analyses *analyses);

#endif
