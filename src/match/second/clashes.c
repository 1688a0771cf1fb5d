#include "match/second/clashes.h"

#include "base/array.h"

#include <stdlib.h>

/* With whom a client is by the first plan, or without any: pins of clients who
 * need a person, and those who have started, count. */
static uint32_t therapist_of(const rp_outcome *o, uint32_t client) {
    const rp_standing *standing = o->fit->standing;

    if (o->status[client] == RP_STATUS_STARTED && standing)
        return standing->words[client].therapist;
    return o->therapist[client] != RP_NONE ? o->therapist[client]
                                           : o->triage->pin[client];
}

bool rp_clashes_with(const rp_outcome *o, const rp_list *const *leaders,
                     uint32_t client, uint32_t therapist) {
    const uint32_t *others;
    size_t count = rp_links_apart(&o->triage->links, client, &others);

    for (size_t k = 0; k < count; k++)
        if (therapist_of(o, others[k]) == therapist ||
            (leaders && leaders[others[k]] &&
             rp_list_has(leaders[others[k]], therapist)))
            return true;
    return false;
}

typedef struct finding {
    rp_joint_clash *items;
    size_t count, room;
} finding;

static bool add(finding *f, size_t a, size_t b) {
    rp_joint_clash *items =
        rp_grow_array(f->items, f->count, &f->room, sizeof *items);

    if (!items)
        return false;
    f->items = items;
    items[f->count++] = (rp_joint_clash){a, b};
    return true;
}

static bool add_all(finding *f, const rp_clash_search *s, uint32_t a,
                    uint32_t b) {
    const rp_joint_problem *p = s->problem;

    for (size_t i = p->begin[a]; i < p->begin[a + 1]; i++)
        for (size_t k = p->begin[b]; k < p->begin[b + 1]; k++)
            if (s->meet(s->payload, p->pairs[i].taker, p->pairs[k].taker) &&
                !add(f, i, k))
                return false;
    return true;
}

static bool is_apart(const rp_links *links, uint32_t a, uint32_t b) {
    const uint32_t *others;
    size_t count = rp_links_apart(links, a, &others);

    for (size_t k = 0; k < count; k++)
        if (others[k] == b)
            return true;
    return false;
}

bool rp_clashes_find(rp_joint_clash **out, size_t *count,
                     const rp_clash_search *s) {
    finding f = {0};
    bool whole = true;

    for (uint32_t a = 0; s->links->apart_count > 0 && a < s->problem->clients;
         a++)
        for (uint32_t b = 0; whole && b < a; b++)
            if (is_apart(s->links, s->client[a], s->client[b]))
                whole = add_all(&f, s, a, b);
    *out = f.items;
    *count = f.count;
    return whole;
}
