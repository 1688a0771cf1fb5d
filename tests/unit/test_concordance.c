/* Concordance against counting every pair of rows, and shares rounded. */
#include "outcomes/concordance.h"

#include "outcomes/lesson.h"
#include "unit/suite.h"

#include <math.h>
#include <string.h>

enum { ROWS = 60, ROUNDS = 60 };

static unsigned next(unsigned *state) {
    *state = *state * 1664525u + 1013904223u;
    return *state >> 8;
}

/* All pairs of rows, one by one; a client may be left out. */
static rp_concordant count_all(rp_history_kind kind, const rp_past_pair *pairs,
                               const int *s, size_t count, uint32_t left_out) {
    rp_concordant found = {0, 0};

    for (size_t a = 0; a < count; a++)
        for (size_t b = 0; b < count; b++) {
            if (!(pairs[a].worth > pairs[b].worth) ||
                pairs[a].client == left_out || pairs[b].client == left_out ||
                (kind == RP_HISTORY_RANK && pairs[a].client != pairs[b].client))
                continue;
            found.pairs++;
            found.halves += s[a] > s[b] ? 2 : s[a] == s[b];
        }
    return found;
}

static void test_random(void **state) {
    unsigned chance = 7;

    (void)state;
    for (int round = 0; round < ROUNDS; round++) {
        rp_past_pair pairs[ROWS];
        rp_concordant all, without[ROWS];
        int s[ROWS];
        size_t count = 1 + next(&chance) % ROWS;
        uint32_t client = 0;
        rp_history_kind kind = (rp_history_kind)(round % RP_HISTORY_KINDS);
        for (size_t k = 0; k < count; k++) {
            client += next(&chance) % 3 == 0;
            pairs[k] = (rp_past_pair){.client = client,
                                      .worth = (double)(next(&chance) % 4)};
            s[k] = (int)(next(&chance) % (round % 2 ? 6u : 10001u));
        }
        assert_true(rp_concordance(&all, kind, pairs, s, count, without));
        rp_concordant expected = count_all(kind, pairs, s, count, RP_NONE);
        assert_int_equal(all.pairs, expected.pairs);
        assert_int_equal(all.halves, expected.halves);
        for (size_t k = 0; k < count; k++) {
            if (k > 0 && pairs[k].client == pairs[k - 1].client)
                continue;
            expected = count_all(kind, pairs, s, count, pairs[k].client);
            assert_int_equal(without[k].pairs, expected.pairs);
            assert_int_equal(without[k].halves, expected.halves);
        }
    }
    assert_exactly(rp_concordant_share((rp_concordant){3, 2}), 0.75);
    assert_exactly(rp_concordant_share((rp_concordant){0, 0}), 0.5);
}

typedef struct rounding {
    const char *name;
    double shares[3], expected[3];
} rounding;

static const rounding roundings[] = {
    {"round/thirds", {1.0 / 3, 1.0 / 3, 1.0 / 3}, {0.3334, 0.3333, 0.3333}},
    {"round/exact", {0.5, 0.25, 0.25}, {0.5, 0.25, 0.25}},
    {"round/largest", {0.50002, 0.24993, 0.25005}, {0.5, 0.2499, 0.2501}},
    {"round/noise", {0.1 - 1e-12, 0.2, 0.7 + 1e-12}, {0.1, 0.2, 0.7}},
    {"round/nothing", {1.0, 0.0, 0.0}, {1.0, 0.0, 0.0}},
};

static void test_round(void **state) {
    const rounding *r = *state;
    double shares[3];

    memcpy(shares, r->shares, sizeof shares);
    rp_lesson_round(shares, 3);
    for (int k = 0; k < 3; k++)
        assert_nearly(shares[k], r->expected[k]);
}

int main(void) {
    suite s = {0};

    suite_add(&s, "random", test_random, NULL);
    SUITE_TABLE(&s, roundings, test_round);
    return suite_run(&s, "concordance");
}
