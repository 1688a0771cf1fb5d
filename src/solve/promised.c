#include "solve/promised.h"

#include "base/array.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

static bool list_held(rp_promised *p, const uint32_t *held, uint32_t clients,
                      uint32_t therapists) {
    p->first_held = rp_new_array(therapists, sizeof *p->first_held);
    p->next_held = rp_new_array(clients, sizeof *p->next_held);
    if (!p->first_held || !p->next_held)
        return false;
    for (uint32_t j = 0; j < therapists; j++)
        p->first_held[j] = RP_NONE;
    for (uint32_t i = clients; i-- > 0;) {
        if (held[i] == RP_NONE)
            continue;
        p->next_held[i] = p->first_held[held[i]];
        p->first_held[held[i]] = i;
    }
    return true;
}

rp_status rp_promised_copy(rp_promised *out, const rp_hour_source *source,
                           uint32_t clients, uint32_t therapists) {
    *out = (rp_promised){.count = NULL};
    if (!source)
        return RP_OK;
    out->source = *source;
    out->count = rp_copy_array(source->count, therapists, sizeof *out->count);
    if (source->rhythm)
        out->rhythm =
            rp_copy_array(source->rhythm, clients, sizeof *out->rhythm);
    out->source.count = out->count;
    out->source.rhythm = out->rhythm;
    out->source.held = NULL;
    if (!out->count || (source->rhythm && !out->rhythm) ||
        (source->held && !list_held(out, source->held, clients, therapists)))
        return RP_ERR_MEMORY;
    return RP_OK;
}

bool rp_promised_relax(rp_promised *promised, uint32_t therapists,
                       const bool *is_free) {
    uint16_t *count = rp_copy_array(promised->count, therapists, sizeof *count);

    if (!count)
        return false;
    for (uint32_t j = 0; j < therapists; j++)
        if (is_free[j])
            count[j] = 0;
    promised->count = count;
    promised->source.count = count;
    return true;
}

void rp_promised_clear(rp_promised *promised) {
    free(promised->count);
    free(promised->rhythm);
    free(promised->first_held);
    free(promised->next_held);
    *promised = (rp_promised){.count = NULL};
}
