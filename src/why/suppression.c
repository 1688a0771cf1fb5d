#include "why/suppression.h"

#include "base/array.h"

#include <stdlib.h>

#define PRIME UINT32_C(2147483647) /* 2^31 - 1 */
#define NONE SIZE_MAX

/* Told sets as rows of an echelon form, in the order told anyway, then the
 * largest first: what a set needs last is the smallest of those it needs. */
typedef struct work {
    rp_group *groups; /* [count] */
    size_t count;
    const bool *placed; /* [clients] */
    uint32_t small;
    uint32_t *mark; /* [clients] stamp of the set that is looked at */
    uint32_t stamp;
    bool *left_out; /* [clients] known to add nothing to what is counted */
    size_t *told;   /* [told_count] groups */
    size_t told_count, width;
    uint32_t *images;        /* [count][width] each group's vector */
    uint32_t *rows;          /* [rank][width] reduced, 1 at the pivot */
    size_t *pivots, *labels; /* [rank] column; index of the group */
    size_t rank;
    uint32_t *vector; /* [width] scratch */
    uint32_t *common; /* [width] of those in both groups */
} work;

typedef struct tally {
    uint32_t n, placed;
} tally;

static bool is_small(const work *w, tally set) {
    return set.n > 0 && (set.n < w->small || set.placed < w->small ||
                         set.n - set.placed < w->small);
}

static tally tally_of(const rp_group *g) { return (tally){g->n, g->placed}; }

/* -- one column ------------------------------------------------------------ */

/* Everybody who is in a hidden group of the column, once. */
static tally hidden_of(work *w, size_t first, size_t last, uint64_t *groups,
                       uint64_t *members) {
    tally all = {0};

    w->stamp++;
    for (size_t k = first; k < last; k++) {
        const rp_group *g = &w->groups[k];
        if (!g->is_hidden)
            continue;
        ++*groups;
        *members += g->n;
        for (uint32_t i = 0; i < g->n; i++) {
            uint32_t c = g->clients[i];
            if (w->mark[c] == w->stamp)
                continue;
            w->mark[c] = w->stamp;
            all.n++;
            all.placed += w->placed[c];
        }
    }
    return all;
}

static rp_group *next_smallest(work *w, size_t first, size_t last) {
    rp_group *best = NULL;

    for (size_t k = first; k < last; k++) {
        rp_group *g = &w->groups[k];
        if (!g->is_hidden && (!best || g->n < best->n))
            best = g;
    }
    return best;
}

static void cover_column(work *w, size_t first, size_t last) {
    for (;;) {
        uint64_t groups = 0, members = 0;
        tally all = hidden_of(w, first, last, &groups, &members);
        if (groups == 0 ||
            (groups >= 2 && members > groups && !is_small(w, all)))
            return;
        rp_group *next = next_smallest(w, first, last);
        if (!next)
            return;
        next->is_hidden = true;
    }
}

static void cover_columns(work *w) {
    size_t first = 0, last;

    for (; first < w->count; first = last) {
        last = first;
        while (last < w->count &&
               w->groups[last].column == w->groups[first].column)
            last++;
        if (w->groups[first].column != RP_NO_COLUMN)
            cover_column(w, first, last);
    }
}

/* -- all columns together -------------------------------------------------- */

/* A client's pseudo-random number, of splitmix64 (Steele, Lea, Flood 2014). */
static uint32_t number_of(uint32_t client, size_t at) {
    uint64_t z =
        ((uint64_t)client << 32 | (uint32_t)at) + UINT64_C(0x9E3779B97F4A7C15);

    z = (z ^ z >> 30) * UINT64_C(0xBF58476D1CE4E5B9);
    z = (z ^ z >> 27) * UINT64_C(0x94D049BB133111EB);
    return (uint32_t)((z ^ z >> 31) % PRIME);
}

static uint32_t add(uint32_t a, uint32_t b) {
    return (uint32_t)(((uint64_t)a + b) % PRIME);
}

static uint32_t subtract(uint32_t a, uint32_t b) { return add(a, PRIME - b); }

static uint32_t multiply(uint32_t a, uint32_t b) {
    return (uint32_t)((uint64_t)a * b % PRIME);
}

/* a to the power of PRIME - 2, which is its inverse (Fermat). */
static uint32_t inverse(uint32_t a) {
    uint32_t result = 1;

    for (uint32_t power = PRIME - 2; power; power >>= 1) {
        if (power & 1)
            result = multiply(result, a);
        a = multiply(a, a);
    }
    return result;
}

static void add_client(const work *w, uint32_t *image, uint32_t client) {
    if (w->left_out[client])
        return;
    for (size_t at = 0; at < w->width; at++)
        image[at] = add(image[at], number_of(client, at));
}

/* Take told sets away from w->vector until nothing, or something else, is
 * left. @param[out] last  the group needed last, NONE for the empty set
 * @return is nothing left? */
static bool reduce(work *w, size_t *last) {
    bool is_zero = true;

    *last = NONE;
    for (size_t r = 0; r < w->rank; r++) {
        const uint32_t *row = w->rows + r * w->width;
        uint32_t times = w->vector[w->pivots[r]];
        if (times == 0)
            continue;
        *last = w->labels[r];
        for (size_t at = 0; at < w->width; at++)
            w->vector[at] = subtract(w->vector[at], multiply(times, row[at]));
    }
    for (size_t at = 0; at < w->width; at++)
        is_zero &= w->vector[at] == 0;
    return is_zero;
}

static void add_row(work *w, size_t group) {
    const uint32_t *image = w->images + group * w->width;
    uint32_t *row = w->rows + w->rank * w->width;
    size_t pivot = 0, last;

    for (size_t at = 0; at < w->width; at++)
        w->vector[at] = image[at];
    if (reduce(w, &last))
        return;
    while (w->vector[pivot] == 0)
        pivot++;
    uint32_t scale = inverse(w->vector[pivot]);
    for (size_t at = 0; at < w->width; at++)
        row[at] = multiply(w->vector[at], scale);
    w->pivots[w->rank] = pivot;
    w->labels[w->rank++] = group;
}

/* The told groups: those told anyway as they stand, then the largest first. */
static void list_told(work *w) {
    w->told_count = 0;
    for (size_t k = 0; k < w->count; k++) {
        if (w->groups[k].is_hidden)
            continue;
        size_t at = w->told_count++;
        for (; at > 0; at--) {
            const rp_group *before = &w->groups[w->told[at - 1]];
            if (before->column == RP_NO_COLUMN || before->n >= w->groups[k].n)
                break;
            w->told[at] = w->told[at - 1];
        }
        w->told[at] = k;
    }
}

static void forget(work *w) {
    free(w->images);
    free(w->rows);
    free(w->pivots);
    free(w->labels);
    free(w->vector);
    free(w->common);
}

static bool prepare(work *w) {
    list_told(w);
    w->width = w->told_count + 2;
    w->rank = 0;
    w->images = rp_new_array(w->count, w->width * sizeof *w->images);
    w->rows = rp_new_array(w->told_count, w->width * sizeof *w->rows);
    w->pivots = rp_new_array(w->told_count, sizeof *w->pivots);
    w->labels = rp_new_array(w->told_count, sizeof *w->labels);
    w->vector = rp_new_array(w->width, sizeof *w->vector);
    w->common = rp_new_array(w->width, sizeof *w->common);
    if (!w->images || !w->rows || !w->pivots || !w->labels || !w->vector ||
        !w->common)
        return false;
    for (size_t k = 0; k < w->count; k++)
        for (uint32_t i = 0; i < w->groups[k].n; i++)
            add_client(w, w->images + k * w->width, w->groups[k].clients[i]);
    for (size_t i = 0; i < w->told_count; i++)
        add_row(w, w->told[i]);
    return true;
}

/* What two groups cut out: both, the first without the second, the second
 * without the first, neither. */
enum { BOTH, FIRST, SECOND, NEITHER, PIECES };

static void cut(work *w, const rp_group *a, const rp_group *b,
                tally pieces[PIECES]) {
    tally both = {0};
    const rp_group *all = &w->groups[0];

    for (size_t at = 0; at < w->width; at++)
        w->common[at] = 0;
    for (uint32_t i = 0; i < b->n; i++) {
        uint32_t c = b->clients[i];
        if (w->mark[c] != w->stamp)
            continue;
        both.n++;
        both.placed += w->placed[c];
    }
    pieces[BOTH] = both;
    pieces[FIRST] = (tally){a->n - both.n, a->placed - both.placed};
    pieces[SECOND] = (tally){b->n - both.n, b->placed - both.placed};
    pieces[NEITHER] = (tally){all->n - a->n - pieces[SECOND].n,
                              all->placed - a->placed - pieces[SECOND].placed};
}

static void find_common(work *w, const rp_group *b) {
    for (uint32_t i = 0; i < b->n; i++)
        if (w->mark[b->clients[i]] == w->stamp)
            add_client(w, w->common, b->clients[i]);
}

static void load_piece(work *w, size_t first, size_t second, int piece) {
    const uint32_t *a = w->images + first * w->width;
    const uint32_t *b = w->images + second * w->width;

    for (size_t at = 0; at < w->width; at++) {
        uint32_t both = w->common[at];
        uint32_t rest =
            subtract(w->images[at], subtract(add(a[at], b[at]), both));
        w->vector[at] = piece == BOTH     ? both
                        : piece == FIRST  ? subtract(a[at], both)
                        : piece == SECOND ? subtract(b[at], both)
                                          : rest;
    }
}

/* The group to hide because of what two groups cut out, or NONE. Nothing can
 * be done about sums of sets that are told anyway. */
static size_t leak_of(work *w, size_t first, size_t second) {
    const rp_group *a = &w->groups[first], *b = &w->groups[second];
    tally pieces[PIECES];
    bool is_loaded = false;

    cut(w, a, b, pieces);
    for (int piece = 0; piece < PIECES; piece++) {
        bool is_hidden_group = first == 0 && piece == BOTH && b->is_hidden;
        size_t last;
        if (!is_hidden_group && !is_small(w, pieces[piece]))
            continue;
        if (!is_loaded)
            find_common(w, b);
        is_loaded = true;
        load_piece(w, first, second, piece);
        if (reduce(w, &last) && last != NONE &&
            w->groups[last].column != RP_NO_COLUMN)
            return last;
    }
    return NONE;
}

/* A small set that is told anyway, such as one pinned client: it lies within
 * some group of each column by chance, which nobody knows. */
static bool is_trivial(const work *w, size_t k) {
    const rp_group *g = &w->groups[k];

    return g->column == RP_NO_COLUMN && is_small(w, tally_of(g));
}

static size_t find_leak(work *w) {
    size_t leak = NONE;

    for (size_t i = 0; i < w->told_count && leak == NONE; i++) {
        const rp_group *a = &w->groups[w->told[i]];
        if (is_trivial(w, w->told[i]))
            continue;
        w->stamp++;
        for (uint32_t k = 0; k < a->n; k++)
            w->mark[a->clients[k]] = w->stamp;
        for (size_t b = 0; b < w->count && leak == NONE; b++)
            if (!is_trivial(w, b))
                leak = leak_of(w, w->told[i], b);
    }
    return leak;
}

/* What is counted: clients, the placed, those who are not. */
enum { CLIENTS, PLACED, NOT_PLACED, COUNTS };

/* Leave out whoever is in an open set of which nobody counts: a tier that
 * is placed to the last client adds nothing to those who are not placed.
 * @return is anybody left out? */
static bool leave_out(work *w, uint32_t clients, int counted) {
    bool any = false;

    for (uint32_t c = 0; c < clients; c++)
        w->left_out[c] = false;
    for (size_t k = 0; k < w->count; k++) {
        const rp_group *g = &w->groups[k];
        if (!g->is_open || counted == CLIENTS ||
            g->placed != (counted == PLACED ? 0 : g->n))
            continue;
        any |= g->n > 0;
        for (uint32_t i = 0; i < g->n; i++)
            w->left_out[g->clients[i]] = true;
    }
    return any;
}

/* Look for a leak in each of the counts. @return false when out of memory */
static bool find_any_leak(work *w, uint32_t clients, size_t *leak) {
    bool whole = true;

    *leak = NONE;
    for (int counted = 0; whole && *leak == NONE && counted < COUNTS;
         counted++) {
        if (!leave_out(w, clients, counted) && counted != CLIENTS)
            continue; /* as of the clients */
        whole = prepare(w);
        if (whole)
            *leak = find_leak(w);
        forget(w);
    }
    return whole;
}

rp_status rp_suppress(rp_groups *groups, uint32_t clients, const bool *placed,
                      uint32_t small) {
    work w = {.groups = groups->items,
              .count = groups->count,
              .placed = placed,
              .small = small};
    size_t leak = NONE;

    w.mark = rp_new_array(clients, sizeof *w.mark);
    w.left_out = rp_new_array(clients, sizeof *w.left_out);
    w.told = rp_new_array(groups->count, sizeof *w.told);
    bool whole = w.mark && w.left_out && w.told;
    for (size_t k = 0; k < groups->count; k++)
        groups->items[k].is_hidden = groups->items[k].column != RP_NO_COLUMN &&
                                     is_small(&w, tally_of(&groups->items[k]));
    while (whole) {
        cover_columns(&w);
        whole = find_any_leak(&w, clients, &leak);
        if (leak == NONE)
            break;
        groups->items[leak].is_hidden = true;
    }
    free(w.mark);
    free(w.left_out);
    free(w.told);
    return whole ? RP_OK : RP_ERR_MEMORY;
}
