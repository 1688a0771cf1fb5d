#include "why/analyses.h"

#include "base/array.h"
#include "base/text.h"
#include "match/conditions/conditioned.h"
#include "solve/again/residual_distances.h"
#include "solve/conditioned/recall.h"

#include <stdlib.h>
#include <string.h>

#define NAME(bit, name, ...) #name,
#define SEARCHES(bit, name, type, find, clear, searches, tries) searches,
#define TRIES(bit, name, type, find, clear, searches, tries) tries,
#define FIND(bit, name, type, find, ...)                                       \
    case RP_ANALYSIS_##bit:                                                    \
        return find(&a->name, study);
#define CLEAR(bit, name, type, find, clear, ...) clear(&analyses->name);

const char *const rp_analysis_names[RP_ANALYSES] = {RP_ANALYSIS_LIST(NAME)};

/* Does it search for ways of changing hands? */
static const bool searching[RP_ANALYSES] = {RP_ANALYSIS_LIST(SEARCHES)};

/* Does it try edits? */
static const bool trying[RP_ANALYSES] = {RP_ANALYSIS_LIST(TRIES)};

static bool take_name(unsigned *out, rp_text name) {
    for (int k = 0; k < RP_ANALYSES; k++)
        if (rp_text_equals(name, rp_analysis_names[k])) {
            *out |= 1u << k;
            return true;
        }
    return false;
}

bool rp_analyses_parse(unsigned *out, rp_text *wrong, const char *text) {
    bool known = true;

    *out = 0;
    if (strcmp(text, "none") == 0)
        return true;
    if (strcmp(text, "all") == 0) {
        *out = RP_ANALYSE_ALL;
        return true;
    }
    while (known) {
        *wrong = (rp_text){text, strcspn(text, ",")};
        known = take_name(out, *wrong);
        text += wrong->length;
        if (*text++ == '\0')
            break;
    }
    return known;
}

static bool any_of(const bool *which, unsigned wanted) {
    bool any = false;

    for (int k = 0; k < RP_ANALYSES; k++)
        any |= which[k] && wanted & 1u << k;
    return any;
}

/* Costs between all places. */
static rp_status find_distances(rp_analyses *a) {
    size_t nodes = a->residual.nodes;

    a->distances = rp_new_array(nodes * nodes, sizeof *a->distances);
    if (!a->distances)
        return RP_ERR_MEMORY;
    return rp_residual_distances(&a->residual, a->distances);
}

/* The graph of the plan. Hours that are bound are places in it. */
static rp_status make_graph(rp_analyses *a, const rp_outcome *outcome) {
    const rp_dense_problem *g = &a->seating;
    rp_bound_hours bound;

    if (!outcome->suiting)
        return rp_residual_make(&a->residual, g, 1);
    rp_status status = rp_bound_hours_init(&bound, outcome->market);
    if (status == RP_OK)
        status = rp_bound_hours_find(&bound, g, g->placed, outcome->market);
    if (status == RP_OK)
        status = rp_wide_problem_make(&a->wide, g, outcome->market, &bound,
                                      RP_SPARE_HOURS);
    rp_bound_hours_clear(&bound);
    a->is_wide = status == RP_OK;
    return status == RP_OK ? rp_residual_make(&a->residual, &a->wide.problem, 1)
                           : status;
}

/* Prices are of clients who are not held; those stand in no seating. Where a
 * plan is bound the seating lacks pairs that still have a price. */
static rp_status find_choices(rp_choices *out, const rp_study *study) {
    const rp_context context = {.threads = study->threads,
                                .floor = study->floor};

    return rp_choices_make(out, study->outcome,
                           study->outcome->bounds.least ? NULL : study->seating,
                           &context, NULL);
}

static rp_status make_one(rp_analyses *a, const rp_study *study, int which) {
    switch (which) {
        RP_ANALYSIS_LIST(FIND)
    default:
        return RP_OK;
    }
}

/* One analysis after the other, each if it is wanted. */
static rp_status make_all(rp_analyses *a, const rp_study *study,
                          const rp_context *context) {
    rp_status status = RP_OK;

    for (int k = 0; k < RP_ANALYSES && status == RP_OK; k++) {
        if (!(a->made & 1u << k))
            continue;
        rp_context_tell(context, rp_analysis_names[k], (double)k / RP_ANALYSES);
        status = make_one(a, study, k);
    }
    return status;
}

rp_study rp_analyses_study(const rp_analyses *analyses,
                           const rp_outcome *outcome,
                           const rp_context *context) {
    return (rp_study){.outcome = outcome,
                      .seating = &analyses->seating,
                      .residual = &analyses->residual,
                      .wide = analyses->is_wide ? &analyses->wide : NULL,
                      .recall = analyses->recall,
                      .holds = analyses->holds,
                      .distances = analyses->distances,
                      .blockers = &analyses->blockers,
                      .threads = context->threads,
                      .floor = context->floor};
}

/* Which analyses need ways: those that search, and what a choice costs. */
static unsigned ways_of(unsigned wanted) {
    unsigned bits = RP_ANALYSE_CHOICES;

    for (int k = 0; k < RP_ANALYSES; k++)
        if (searching[k])
            bits |= 1u << k;
    return wanted & bits;
}

/* Solve the plan once more, and keep the prices that prove it. */
static rp_status learn(rp_analyses *a, const rp_outcome *outcome,
                       const rp_context *context) {
    rp_context how = {.threads = context->threads,
                      .floor = context->floor,
                      .is_untied = true};
    rp_plan plan = {0};

    a->recall = how.learns = rp_recall_new(outcome->therapist);
    rp_status status = a->recall
                           ? rp_planner_solve(&plan, outcome->market, &how)
                           : RP_ERR_MEMORY;
    rp_plan_clear(&plan);
    return status;
}

rp_status rp_analyses_make(rp_analyses *out, const rp_outcome *outcome,
                           const rp_context *context,
                           const rp_analyses_options *options) {
    bool keeps = outcome->triage->keep != NULL,
         can = rp_outcome_has_ways(outcome);
    rp_conditioned bound = {NULL, NULL, 0};
    rp_status status = can ? RP_OK : rp_conditioned_find(&bound, outcome);
    bool can_be_again = bound.clients <= RP_SOLVED_AGAIN;
    unsigned left_out = can || can_be_again ? 0 : ways_of(options->wanted);
    unsigned wanted = options->wanted & ~left_out;
    bool searches = can && any_of(searching, wanted);
    bool weighs = searches || (keeps && can && rp_moved_is_small(outcome));
    bool solves = keeps && !can && can_be_again;

    rp_conditioned_clear(&bound);
    *out = (rp_analyses){.made = wanted, .left_out = left_out, .holds = !can};
    if (status == RP_OK && (wanted || weighs || solves))
        status = rp_outcome_problem(&out->seating, outcome, context->floor);
    if (status == RP_OK && weighs)
        status = make_graph(out, outcome);
    if (status == RP_OK && searches)
        status = find_distances(out);
    if (status == RP_OK && !can && can_be_again &&
        (solves || ways_of(wanted) != 0))
        status = learn(out, outcome, context);
    if (status == RP_OK && any_of(trying, wanted))
        status = rp_blockers_make(&out->blockers, outcome, context->threads);
    rp_study study = rp_analyses_study(out, outcome, context);
    if (status == RP_OK && keeps)
        status = rp_moved_find(&out->moved, outcome, solves ? &study : NULL,
                               weighs ? &out->residual : NULL);
    study.bottlenecks = options->bottlenecks;
    return status == RP_OK ? make_all(out, &study, context) : status;
}

const rp_choices *rp_analyses_choices(const rp_analyses *analyses) {
    return analyses && analyses->made & RP_ANALYSE_CHOICES ? &analyses->choices
                                                           : NULL;
}

void rp_analyses_clear(rp_analyses *analyses) {
    RP_ANALYSIS_LIST(CLEAR)
    rp_moved_clear(&analyses->moved);
    rp_recall_free(analyses->recall);
    rp_residual_clear(&analyses->residual);
    rp_wide_problem_clear(&analyses->wide);
    rp_dense_problem_clear(&analyses->seating);
    free(analyses->distances);
    rp_blockers_clear(&analyses->blockers);
    *analyses = (rp_analyses){0};
}
