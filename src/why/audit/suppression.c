#include "why/audit/suppression.h"

#include "base/array.h"

#include <stdlib.h>

#define PRIME UINT32_C(2147483647) /* 2^31 - 1 */
#define NONE SIZE_MAX

/* Sums of all told sets, and of those told anyway. */
enum { TOLD, ANYWAY, SIDES };

/* Told sets as rows of an echelon form, in the order told anyway, then the
 * largest first: what a set needs last is the smallest of those it needs.
 *
 * For the many sets that are no such sum a single number will do: a client's
 * weights are a random vector that is orthogonal to all told sets, and to
 * those told anyway. The weights of a sum of told sets add up to 0. */
typedef struct work {
    rp_audit_group *groups; /* [count] */
    size_t count;
    const bool *placed; /* [clients] */
    uint32_t clients, small;
    uint32_t *mark; /* [clients] stamp of the set that is looked at */
    uint32_t stamp;
    bool *left_out; /* [clients] known to add nothing to what is counted */
    size_t *told;   /* [told_count] groups */
    size_t told_count, width;
    uint32_t *rows;          /* [rank][width] reduced, 1 at the pivot */
    size_t *pivots, *labels; /* [rank] column; index of the group */
    size_t rank, rank_anyway;
    uint32_t *vector;           /* [width] scratch */
    uint32_t *functional;       /* [width] scratch */
    uint32_t (*weights)[SIDES]; /* [clients] */
} work;

typedef struct tally {
    uint32_t n, placed;
} tally;

static bool is_small(const work *w, tally set) {
    return set.n > 0 && (set.n < w->small || set.placed < w->small ||
                         set.n - set.placed < w->small);
}

static tally tally_of(const rp_audit_group *g) {
    return (tally){g->n, g->placed};
}

/* -- one column ------------------------------------------------------------ */

/* Everybody who is in a hidden group of the column, once. */
static tally hidden_of(work *w, const rp_audit_group *first,
                       const rp_audit_group *last, uint64_t *groups,
                       uint64_t *members) {
    tally all = {0};

    w->stamp++;
    for (const rp_audit_group *g = first; g < last; g++) {
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

static rp_audit_group *next_smallest(rp_audit_group *first,
                                     const rp_audit_group *last) {
    rp_audit_group *best = NULL;

    for (rp_audit_group *g = first; g < last; g++) {
        if (!g->is_hidden && (!best || g->n < best->n))
            best = g;
    }
    return best;
}

static void cover_column(work *w, rp_audit_group *first,
                         const rp_audit_group *last) {
    for (;;) {
        uint64_t groups = 0, members = 0;
        tally all = hidden_of(w, first, last, &groups, &members);
        if (groups == 0 ||
            (groups >= 2 && members > groups && !is_small(w, all)))
            return;
        rp_audit_group *next = next_smallest(first, last);
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
            cover_column(w, w->groups + first, w->groups + last);
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

/* Add a set, or take it away, in w->vector: of those in the marked set only,
 * if `marked`. */
static void add_set(work *w, const rp_audit_group *g, bool marked,
                    bool is_minus) {
    for (uint32_t i = 0; i < g->n; i++) {
        uint32_t c = g->clients[i];
        if (w->left_out[c] || (marked && w->mark[c] != w->stamp))
            continue;
        for (size_t at = 0; at < w->width; at++) {
            uint32_t number = number_of(c, at);
            w->vector[at] = is_minus ? subtract(w->vector[at], number)
                                     : add(w->vector[at], number);
        }
    }
}

static void empty_vector(work *w) {
    for (size_t at = 0; at < w->width; at++)
        w->vector[at] = 0;
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
    uint32_t *row = w->rows + w->rank * w->width;
    size_t pivot = 0, last;

    empty_vector(w);
    add_set(w, &w->groups[group], false, false);
    if (reduce(w, &last))
        return;
    while (w->vector[pivot] == 0)
        pivot++;
    uint32_t scale = inverse(w->vector[pivot]);
    for (size_t at = 0; at < w->width; at++)
        row[at] = multiply(w->vector[at], scale);
    w->pivots[w->rank] = pivot;
    w->labels[w->rank++] = group;
    if (w->groups[group].column == RP_NO_COLUMN)
        w->rank_anyway = w->rank;
}

/* Weights of the clients that are orthogonal to the first `rank` rows. A row is
 * 0 at the pivots of those before it. */
static void weigh(work *w, size_t rank, int side) {
    for (size_t at = 0; at < w->width; at++)
        w->functional[at] = number_of(UINT32_MAX - (uint32_t)side, at);
    for (size_t r = rank; r-- > 0;) {
        const uint32_t *row = w->rows + r * w->width;
        uint32_t sum = 0;
        w->functional[w->pivots[r]] = 0;
        for (size_t at = 0; at < w->width; at++)
            sum = add(sum, multiply(row[at], w->functional[at]));
        w->functional[w->pivots[r]] = subtract(0, sum);
    }
    for (uint32_t c = 0; c < w->clients; c++) {
        uint32_t sum = 0;
        for (size_t at = 0; at < w->width && !w->left_out[c]; at++)
            sum = add(sum, multiply(number_of(c, at), w->functional[at]));
        w->weights[c][side] = sum;
    }
}

/* The told groups: those told anyway as they stand, then the largest first. */
static void list_told(work *w) {
    w->told_count = 0;
    for (size_t k = 0; k < w->count; k++) {
        if (w->groups[k].is_hidden)
            continue;
        size_t at = w->told_count++;
        for (; at > 0; at--) {
            const rp_audit_group *before = &w->groups[w->told[at - 1]];
            if (before->column == RP_NO_COLUMN || before->n >= w->groups[k].n)
                break;
            w->told[at] = w->told[at - 1];
        }
        w->told[at] = k;
    }
}

static void forget(work *w) {
    free(w->rows);
    free(w->pivots);
    free(w->labels);
    free(w->vector);
    free(w->functional);
}

static bool prepare(work *w) {
    list_told(w);
    w->width = w->told_count + 2;
    w->rank = 0;
    w->rank_anyway = 0;
    w->rows = rp_new_array(w->told_count, w->width * sizeof *w->rows);
    w->pivots = rp_new_array(w->told_count, sizeof *w->pivots);
    w->labels = rp_new_array(w->told_count, sizeof *w->labels);
    w->vector = rp_new_array(w->width, sizeof *w->vector);
    w->functional = rp_new_array(w->width, sizeof *w->functional);
    if (!w->rows || !w->pivots || !w->labels || !w->vector || !w->functional)
        return false;
    for (size_t i = 0; i < w->told_count; i++)
        add_row(w, w->told[i]);
    weigh(w, w->rank, TOLD);
    weigh(w, w->rank_anyway, ANYWAY);
    return true;
}

/* What two groups cut out: both, the first without the second, the second
 * without the first, neither. */
enum { BOTH, FIRST, SECOND, NEITHER, PIECES };

/* A set that may be a sum: its counts and the sums of its weights. */
typedef struct piece {
    tally counts;
    uint32_t weight[SIDES];
} piece;

static piece minus(piece a, piece b) {
    a.counts.n -= b.counts.n;
    a.counts.placed -= b.counts.placed;
    for (int side = 0; side < SIDES; side++)
        a.weight[side] = subtract(a.weight[side], b.weight[side]);
    return a;
}

/* A whole group, or what of it is in the marked one. */
static piece weigh_set(const work *w, const rp_audit_group *g, bool marked) {
    piece p = {{0, 0}, {0, 0}};

    for (uint32_t i = 0; i < g->n; i++) {
        uint32_t c = g->clients[i];
        if (marked && w->mark[c] != w->stamp)
            continue;
        p.counts.n++;
        p.counts.placed += w->placed[c];
        for (int side = 0; side < SIDES; side++)
            p.weight[side] = add(p.weight[side], w->weights[c][side]);
    }
    return p;
}

/* The told set that a piece needs last. */
static size_t last_needed(work *w, const rp_audit_group *a,
                          const rp_audit_group *b, int which) {
    size_t last;

    empty_vector(w);
    if (which == NEITHER)
        add_set(w, &w->groups[0], false, false);
    if (which == FIRST || which == NEITHER)
        add_set(w, a, false, which == NEITHER);
    if (which == SECOND || which == NEITHER)
        add_set(w, b, false, which == NEITHER);
    add_set(w, b, true, which == FIRST || which == SECOND);
    return reduce(w, &last) ? last : NONE;
}

/* The group to hide because of what two groups cut out, the first of them
 * marked; or NONE. Nothing can be done about sums of sets told anyway. */
static size_t leak_of(work *w, size_t first, size_t second, piece a,
                      piece all) {
    const rp_audit_group *g = &w->groups[first], *h = &w->groups[second];
    piece b = weigh_set(w, h, false), both = weigh_set(w, h, true);
    piece second_alone = minus(b, both);
    const piece pieces[PIECES] = {both, minus(a, both), second_alone,
                                  minus(minus(all, a), second_alone)};

    for (int which = 0; which < PIECES; which++) {
        const piece *p = &pieces[which];
        bool is_hidden_group = first == 0 && which == BOTH && h->is_hidden;
        if ((is_hidden_group || is_small(w, p->counts)) &&
            p->weight[TOLD] == 0 && p->weight[ANYWAY] != 0) {
            size_t last = last_needed(w, g, h, which);
            if (last != NONE && w->groups[last].column != RP_NO_COLUMN)
                return last;
        }
    }
    return NONE;
}

/* A small set that is shown anyway, such as one pinned client: it lies within
 * some group of each column by chance, which nobody knows. */
static bool is_trivial(const work *w, size_t k) {
    const rp_audit_group *g = &w->groups[k];

    return g->column == RP_NO_COLUMN && is_small(w, tally_of(g));
}

static size_t find_leak(work *w) {
    size_t leak = NONE;
    piece all = weigh_set(w, &w->groups[0], false);

    for (size_t i = 0; i < w->told_count && leak == NONE; i++) {
        const rp_audit_group *a = &w->groups[w->told[i]];
        if (is_trivial(w, w->told[i]))
            continue;
        w->stamp++;
        for (uint32_t k = 0; k < a->n; k++)
            w->mark[a->clients[k]] = w->stamp;
        piece whole = weigh_set(w, a, false);
        for (size_t b = 0; b < w->count && leak == NONE; b++)
            if (!is_trivial(w, b))
                leak = leak_of(w, w->told[i], b, whole, all);
    }
    return leak;
}

/* What is counted: clients, the placed, those who are not. */
enum { CLIENTS, PLACED, NOT_PLACED, COUNTS };

/* Leave out whoever is in an open set of which nobody counts: a tier that
 * is placed to the last client adds nothing to those who are not placed.
 * @return is anybody left out? */
static bool leave_out(work *w, int counted) {
    bool any = false;

    for (uint32_t c = 0; c < w->clients; c++)
        w->left_out[c] = false;
    for (size_t k = 0; k < w->count; k++) {
        const rp_audit_group *g = &w->groups[k];
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
static bool find_any_leak(work *w, size_t *leak) {
    bool whole = true;

    *leak = NONE;
    for (int counted = 0; whole && *leak == NONE && counted < COUNTS;
         counted++) {
        if (!leave_out(w, counted) && counted != CLIENTS)
            continue; /* as of the clients */
        whole = prepare(w);
        if (whole)
            *leak = find_leak(w);
        forget(w);
    }
    return whole;
}

rp_status rp_suppress(rp_audit_groups *groups, uint32_t clients,
                      const bool *placed, uint32_t small) {
    work w = {.groups = groups->items,
              .count = groups->count,
              .placed = placed,
              .clients = clients,
              .small = small};
    size_t leak = NONE;

    w.mark = rp_new_array(clients, sizeof *w.mark);
    w.left_out = rp_new_array(clients, sizeof *w.left_out);
    w.told = rp_new_array(groups->count, sizeof *w.told);
    w.weights = rp_new_array(clients, sizeof *w.weights);
    bool whole = w.mark && w.left_out && w.told && w.weights;
    for (size_t k = 0; k < groups->count; k++)
        groups->items[k].is_hidden = groups->items[k].column != RP_NO_COLUMN &&
                                     is_small(&w, tally_of(&groups->items[k]));
    while (whole) {
        cover_columns(&w);
        whole = find_any_leak(&w, &leak);
        if (leak == NONE)
            break;
        groups->items[leak].is_hidden = true;
    }
    free(w.mark);
    free(w.left_out);
    free(w.told);
    free(w.weights);
    return whole ? RP_OK : RP_ERR_MEMORY;
}
