#include "why/options/best_placings.h"

#include <string.h>

static int compare_ids(const rp_placing *a, const rp_placing *b) {
    for (uint32_t k = 0; k < a->count && k < b->count; k++) {
        const rp_edit *x = &a->remedies[k].edit, *y = &b->remedies[k].edit;
        if (x->person != y->person)
            return x->person < y->person ? -1 : 1;
        int order = strcmp(x->header, y->header);
        if (order == 0)
            order = strcmp(x->to, y->to);
        if (order != 0)
            return order;
    }
    return 0;
}

int rp_best_placings_compare(const rp_placing *a, const rp_placing *b) {
    if (a->effect.displaced != b->effect.displaced)
        return a->effect.displaced < b->effect.displaced ? -1 : 1;
    for (uint32_t k = 0; k < a->count && k < b->count; k++)
        if (a->remedies[k].row->rank != b->remedies[k].row->rank)
            return a->remedies[k].row->rank < b->remedies[k].row->rank ? -1 : 1;
    if (a->effect.points != b->effect.points)
        return a->effect.points > b->effect.points ? -1 : 1;
    return compare_ids(a, b);
}

void rp_best_placings_add(rp_best_placings *best, const rp_placing *next) {
    uint32_t at = best->count;

    while (at > 0 && rp_best_placings_compare(next, &best->items[at - 1]) < 0)
        at--;
    if (at == RP_MOST_PLACINGS ||
        (at > 0 && rp_best_placings_compare(next, &best->items[at - 1]) == 0))
        return;
    if (best->count < RP_MOST_PLACINGS)
        best->count++;
    for (uint32_t k = best->count - 1; k > at; k--)
        best->items[k] = best->items[k - 1];
    best->items[at] = *next;
}

bool rp_best_placings_may_take(const rp_best_placings *best,
                               const rp_placing *next) {
    return best->count < RP_MOST_PLACINGS ||
           rp_best_placings_compare(next, &best->items[RP_MOST_PLACINGS - 1]) <
               0;
}
