#include "unit/residual.h"

int64_t residual_worth(const rp_residual *r) {
    int64_t worth = 0;

    for (uint32_t i = 0; i < r->clients; i++)
        if (rp_residual_therapist(r, i) != RP_NONE)
            worth += rp_residual_worth(r, i, rp_residual_therapist(r, i));
    return worth;
}
