#include "outcomes/concordance.h"

#include "base/array.h"

#include <stdlib.h>

enum { SCORES = 10001 };

double rp_concordant_share(rp_concordant of) {
    return of.pairs ? (double)of.halves / 2.0 / (double)of.pairs : 0.5;
}

static void add(rp_concordant *to, rp_concordant from, int sign) {
    to->halves += sign * from.halves;
    to->pairs += sign * from.pairs;
}

/* Two rows; nothing where the outcomes are equal. */
static rp_concordant compare(const rp_past_pair *pairs, const int *s, size_t a,
                             size_t b) {
    bool up = pairs[a].worth < pairs[b].worth;
    bool down = pairs[a].worth > pairs[b].worth;
    int better = up ? s[b] - s[a] : s[a] - s[b];

    if (!up && !down)
        return (rp_concordant){0, 0};
    return (rp_concordant){better > 0 ? 2 : better == 0, 1};
}

/* The rows of one client among themselves. */
static rp_concordant within(const rp_past_pair *pairs, const int *s,
                            size_t first, size_t end) {
    rp_concordant sum = {0, 0};

    for (size_t a = first; a < end; a++)
        for (size_t b = a + 1; b < end; b++)
            add(&sum, compare(pairs, s, a, b), 1);
    return sum;
}

/* How many scores up to each were counted: a tree of partial sums. */
static void count_score(int64_t *tree, int s) {
    for (int k = s + 1; k <= SCORES; k += k & -k)
        tree[k]++;
}

static int64_t count_up_to(const int64_t *tree, int s) {
    int64_t count = 0;

    for (int k = s + 1; k > 0; k -= k & -k)
        count += tree[k];
    return count;
}

typedef struct ordered {
    double worth;
    size_t row;
} ordered;

static int by_worth(const void *left, const void *right) {
    const ordered *a = left, *b = right;

    if (a->worth < b->worth || a->worth > b->worth)
        return a->worth < b->worth ? -1 : 1;
    return (a->row > b->row) - (a->row < b->row);
}

/* Each row against all with a lower outcome, or with a higher one. */
static void compare_all(const ordered *order, const int *s, size_t count,
                        bool is_up, int64_t *tree, rp_concordant *of_row) {
    int64_t seen = 0;
    size_t end;

    for (int k = 0; k <= SCORES; k++)
        tree[k] = 0;
    for (size_t first = 0; first < count; first = end) {
        const ordered *at = &order[is_up ? first : count - 1 - first];
        for (end = first; end < count; end++) {
            const ordered *o = &order[is_up ? end : count - 1 - end];
            if (o->worth < at->worth || o->worth > at->worth)
                break;
            int64_t below = count_up_to(tree, s[o->row] - 1);
            int64_t equal = count_up_to(tree, s[o->row]) - below;
            int64_t in_order = is_up ? below : seen - below - equal;
            add(&of_row[o->row], (rp_concordant){2 * in_order + equal, seen},
                1);
        }
        for (size_t k = first; k < end; k++, seen++)
            count_score(tree, s[order[is_up ? k : count - 1 - k].row]);
    }
}

/* What every row is part of; a pair of rows counts for both. */
static bool compare_rows(const rp_past_pair *pairs, const int *s, size_t count,
                         rp_concordant *of_row) {
    ordered *order = rp_new_array(count, sizeof *order);
    int64_t *tree = rp_new_array(SCORES + 1, sizeof *tree);
    bool whole = order && tree;

    for (size_t i = 0; whole && i < count; i++) {
        order[i] = (ordered){pairs[i].worth, i};
        of_row[i] = (rp_concordant){0, 0};
    }
    if (whole) {
        if (count > 1)
            qsort(order, count, sizeof *order, by_worth);
        compare_all(order, s, count, true, tree, of_row);
        compare_all(order, s, count, false, tree, of_row);
    }
    free(order);
    free(tree);
    return whole;
}

/* The end of the rows of the client whose first row this is. */
static size_t end_of(const rp_past_pair *pairs, size_t first, size_t count) {
    size_t end = first;

    while (end < count && pairs[end].client == pairs[first].client)
        end++;
    return end;
}

bool rp_concordance(rp_concordant *out, rp_history_kind kind,
                    const rp_past_pair *pairs, const int *s, size_t count,
                    rp_concordant *without) {
    rp_concordant *of_row = rp_new_array(count, sizeof *of_row);
    bool is_pooled = kind != RP_HISTORY_RANK;
    bool whole =
        of_row && (!is_pooled || compare_rows(pairs, s, count, of_row));
    size_t end;

    *out = (rp_concordant){0, 0};
    for (size_t first = 0; whole && first < count; first = end) {
        end = end_of(pairs, first, count);
        rp_concordant own = within(pairs, s, first, end), mine = own;
        if (is_pooled) { /* in the sum of rows these stand twice */
            mine = (rp_concordant){-own.halves, -own.pairs};
            for (size_t k = first; k < end; k++)
                add(&mine, of_row[k], 1);
            add(out, own, 1);
        }
        without[first] = mine;
        add(out, mine, 1);
    }
    if (is_pooled) { /* and every pair of two clients in both of theirs */
        out->halves /= 2;
        out->pairs /= 2;
    }
    for (size_t first = 0; whole && first < count; first = end) {
        rp_concordant rest = *out;
        add(&rest, without[first], -1);
        without[first] = rest;
        end = end_of(pairs, first, count);
    }
    free(of_row);
    return whole;
}
