#include "solve/conditioned/first_plan.h"

#include "base/array.h"
#include "solve/conditioned/repair.h"

#include <stdlib.h>
#include <string.h>

/* Take a plan if it keeps everything and is better. */
static rp_status adopt(rp_search *s, const size_t *plan) {
    rp_standing standing = rp_allowed_measure(s->problem, plan);
    bool is_allowed = false;
    rp_status status = rp_allowed_check(s->problem, plan, &is_allowed);

    for (uint32_t u = 0; u < s->problem->units; u++)
        is_allowed &= plan[u] == SIZE_MAX || s->program.closed[plan[u]] == 0;
    if (status != RP_OK || !is_allowed ||
        rp_allowed_compare(&standing, &s->standing) <= 0)
        return status;
    memcpy(s->best, plan, s->problem->units * sizeof *plan);
    s->standing = standing;
    return RP_OK;
}

rp_status rp_search_begin(rp_search *s, const size_t *wish) {
    size_t *plan = rp_new_array(s->problem->units, sizeof *plan);
    rp_status status =
        plan ? rp_repair_plan(s->problem, wish, plan) : RP_ERR_MEMORY;

    if (status == RP_OK)
        status = adopt(s, plan);
    if (status == RP_OK && s->recall) {
        rp_recall_plan(s->recall, s->problem, plan);
        status = adopt(s, plan);
    }
    free(plan);
    return status;
}
