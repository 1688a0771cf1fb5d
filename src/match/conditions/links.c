#include "match/conditions/links.h"

#include "base/array.h"

#include <stdlib.h>

static uint32_t head_of(uint32_t *head, uint32_t c) {
    while (head[c] != c)
        c = head[c] = head[head[c]];
    return c;
}

static size_t count_links(const rp_roster *roster, bool *any_same) {
    size_t count = 0;

    *any_same = false;
    for (uint32_t c = 0; c < roster->client_count; c++) {
        const rp_list *list = roster->clients[c].linked;
        for (uint32_t i = 0; i < list->count; i++)
            if (list->items[i].number == RP_LINK_SAME)
                *any_same = true;
            else
                count++;
    }
    return count;
}

/* Number those who belong together in the order of the first of each. */
static rp_status find_kin(rp_links *links, const rp_roster *roster) {
    uint32_t clients = roster->client_count;
    uint32_t *head = rp_new_array(clients, sizeof *head);
    uint32_t *size = rp_new_array(clients, sizeof *size);

    links->kin = rp_new_array(clients, sizeof *links->kin);
    bool whole = head && size && links->kin;
    for (uint32_t c = 0; whole && c < clients; c++)
        head[c] = c;
    for (uint32_t c = 0; whole && c < clients; c++) {
        const rp_list *list = roster->clients[c].linked;
        for (uint32_t i = 0; i < list->count; i++) {
            if (list->items[i].number != RP_LINK_SAME)
                continue;
            uint32_t a = head_of(head, c),
                     b = head_of(head, list->items[i].tag);
            head[a > b ? a : b] = a < b ? a : b; /* the first is the head */
        }
    }
    for (uint32_t c = 0; whole && c < clients; c++)
        size[head_of(head, c)]++;
    for (uint32_t c = 0; whole && c < clients; c++) {
        uint32_t h = head_of(head, c);
        links->kin[c] = size[h] < 2 ? RP_NONE
                        : h == c    ? links->kins++
                                    : links->kin[h];
    }
    free(head);
    free(size);
    return whole ? RP_OK : RP_ERR_MEMORY;
}

static int by_pair(const void *left, const void *right) {
    const rp_apart *x = left, *y = right;

    if (x->a != y->a)
        return x->a < y->a ? -1 : 1;
    return (x->b > y->b) - (x->b < y->b);
}

static rp_status find_apart(rp_links *links, const rp_roster *roster,
                            size_t most) {
    uint32_t clients = roster->client_count;
    size_t count = 0, kept = 0;
    rp_apart *pairs = links->aparts = rp_new_array(most, sizeof *pairs);

    links->first = rp_new_array((size_t)clients + 1, sizeof *links->first);
    links->other = rp_new_array(2 * most, sizeof *links->other);
    if (!pairs || !links->first || !links->other)
        return RP_ERR_MEMORY;
    for (uint32_t c = 0; c < clients; c++) {
        const rp_list *list = roster->clients[c].linked;
        for (uint32_t i = 0; i < list->count; i++) {
            uint32_t other = list->items[i].tag;
            if (list->items[i].number != RP_LINK_SAME)
                pairs[count++] =
                    (rp_apart){c < other ? c : other, c < other ? other : c};
        }
    }
    if (count > 1)
        qsort(pairs, count, sizeof *pairs, by_pair);
    for (size_t k = 0; k < count; k++)
        if (kept == 0 || by_pair(&pairs[kept - 1], &pairs[k]) != 0)
            pairs[kept++] = pairs[k];
    links->apart_count = kept;
    for (size_t k = 0; k < kept; k++) {
        links->first[pairs[k].a]++;
        links->first[pairs[k].b]++;
    }
    for (uint32_t c = 0; c < clients; c++)
        links->first[c + 1] += links->first[c];
    for (size_t k = kept; k-- > 0;) /* ends become starts */
        links->other[--links->first[pairs[k].a]] = pairs[k].b;
    for (size_t k = kept; k-- > 0;)
        links->other[--links->first[pairs[k].b]] = pairs[k].a;
    return RP_OK;
}

rp_status rp_links_make(rp_links *out, const rp_roster *roster) {
    bool any_same;
    size_t apart = count_links(roster, &any_same);
    rp_status status = RP_OK;

    *out = (rp_links){0};
    if (any_same)
        status = find_kin(out, roster);
    if (status == RP_OK && apart > 0)
        status = find_apart(out, roster, apart);
    return status;
}

void rp_links_clear(rp_links *links) {
    free(links->kin);
    free(links->aparts);
    free(links->first);
    free(links->other);
    *links = (rp_links){0};
}
