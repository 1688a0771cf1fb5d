#include "solve/plan.h"

#include <stdlib.h>

void rp_plan_clear(rp_plan *plan) {
    free(plan->therapist);
    free(plan->client_price);
    free(plan->therapist_price);
    free(plan->hour);
    free(plan->first_hour);
    free(plan->hour_price);
    *plan = (rp_plan){0};
}
