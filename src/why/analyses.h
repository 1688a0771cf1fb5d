/**
 * @file analyses.h
 * All questions about a plan once it is made, in one place.
 */
#ifndef RP_WHY_ANALYSES_H
#define RP_WHY_ANALYSES_H

#include "match/choices.h"
#include "solve/again/wide_problem.h"
#include "why/bottlenecks.h"
#include "why/comparison.h"
#include "why/envy.h"
#include "why/margins.h"
#include "why/moved.h"
#include "why/options/placings.h"
#include "why/unknowns.h"

/**
 * Every analysis, in the order in which they are made: its bit, its name, what
 * it finds, who finds it, who clears that, whether it searches the plan for
 * ways of changing hands (or looks at the pairs alone), and whether it tries
 * edits. A file of results that it has stands in output/csv/files.c.
 */
#define RP_ANALYSIS_LIST(X)                                                    \
    X(MARGINS, margins, rp_margins, rp_margins_find, rp_margins_clear, true,   \
      false)                                                                   \
    X(OPTIONS, options, rp_placings, rp_placings_find, rp_placings_clear,      \
      true, true)                                                              \
    X(BOTTLENECKS, bottlenecks, rp_bottlenecks, rp_bottlenecks_find,           \
      rp_bottlenecks_clear, true, true)                                        \
    X(UNKNOWNS, unknowns, rp_unknowns, rp_unknowns_find, rp_unknowns_clear,    \
      true, true)                                                              \
    X(PRICES, prices, rp_comparison, rp_comparison_find, rp_comparison_clear,  \
      false, false)                                                            \
    X(ENVY, envy, rp_envies, rp_envy_find, rp_envies_clear, true, false)       \
    X(CHOICES, choices, rp_choices, find_choices, rp_choices_clear, false,     \
      false)

#define RP_ANALYSIS_NUMBER(bit, ...) RP_ANALYSIS_##bit,
#define RP_ANALYSIS_BIT(bit, ...) RP_ANALYSE_##bit = 1 << RP_ANALYSIS_##bit,
#define RP_ANALYSIS_MEMBER(bit, name, type, ...) type name;

/** Their numbers, and how many there are. */
enum { RP_ANALYSIS_LIST(RP_ANALYSIS_NUMBER) RP_ANALYSES };

/** Their bits: RP_ANALYSE_MARGINS, … */
typedef enum rp_analysis {
    RP_ANALYSIS_LIST(RP_ANALYSIS_BIT) RP_ANALYSE_ALL = (1 << RP_ANALYSES) - 1
} rp_analysis;

/** As --analyses names them ("margins"). */
extern const char *const rp_analysis_names[RP_ANALYSES];

/** Above so many clients nothing is analysed unless asked for. */
enum { RP_ANALYSED_CLIENTS = 5000 };

/** `all`, `none` or names by ','.
 *  @return false when it is none of these: then `wrong` is the first piece of
 *          the text that is no name */
bool rp_analyses_parse(unsigned *out, rp_text *wrong, const char *text);

/** How to analyse. */
typedef struct rp_analyses_options {
    unsigned wanted;    /* bits of rp_analysis */
    size_t bottlenecks; /* how many to find at most */
} rp_analyses_options;

typedef struct rp_analyses {
    unsigned made;     /* bits: whose results are here */
    unsigned left_out; /* bits: what was wanted, and is not known of a plan with
                          limits or links, or with clients who come every other
                          week or twice */
    bool holds;        /* no ways are known: changes are solved again */
    rp_dense_problem seating;
    rp_wide_problem wide;     /* where hours are promised */
    bool is_wide;             /* it is made */
    rp_residual residual;     /* of it, or of the seating */
    struct rp_recall *recall; /* where no ways are known: prices of the plan */
    int64_t *distances;       /* [nodes][nodes] least costs between places */
    rp_blockers blockers;     /* where edits are tried */
    RP_ANALYSIS_LIST(RP_ANALYSIS_MEMBER) /* margins, options, … */
    rp_moved_found moved;                /* made where an earlier run is kept */
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

/** The plan of analyses, to be studied further; all is borrowed. */
rp_study rp_analyses_study(const rp_analyses *analyses,
                           const rp_outcome *outcome,
                           const rp_context *context);

/** The choices; NULL where they were not made. @param analyses  or NULL */
const rp_choices *rp_analyses_choices(const rp_analyses *analyses);

#endif
