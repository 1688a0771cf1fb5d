/* The best few changes are the first of all: what bounds spare is never one of
 * them. And of which tiers a new pair places more is what as large a matching
 * as can be says. No hours are promised, so that bounds are exact. */
#include "unit/planned.h"
#include "unit/suite.h"

#include "why/analyses.h"
#include "why/reach.h"

#include <string.h>

enum { THERAPISTS = PLANNED_THERAPISTS, CLIENTS = PLANNED_CLIENTS };
enum { FEW = 4, ALL = 2000 };

static const planned_row rows[] = {
    {"few/scarce", 1, 2, 0, false},
    {"few/scarcer", 2, 1, 0, false},
    {"few/enough", 3, 5, 0, false},
    {"few/fair", 4, 2, 6000, false},
    {"few/strict", 5, 2, 0, true},
    {"few/strict_fair", 6, 2, 6000, true},
    {"few/scarce_again", 7, 2, 0, false},
    {"few/scarcer_again", 8, 1, 0, false},
    {"few/enough_again", 9, 4, 0, false},
    {"few/fair_again", 10, 3, 6000, false},
    {"few/strict_again", 11, 3, 0, true},
    {"few/plain", 12, 3, 0, false},
};

static void find(rp_analyses *out, const rp_outcome *outcome,
                 const rp_context *context, size_t most) {
    rp_analyses_options how = {.wanted = RP_ANALYSE_BOTTLENECKS,
                               .bottlenecks = most};

    assert_int_equal(rp_analyses_make(out, outcome, context, &how), RP_OK);
}

static void test_few(void **state) {
    rp_analyses all, few;
    planned p;

    planned_open(&p, *state);
    find(&all, &p.outcome, &p.context, ALL);
    find(&few, &p.outcome, &p.context, FEW);
    assert_true(all.bottlenecks.count > 2 * FEW);
    assert_int_equal(few.bottlenecks.count, FEW);
    assert_int_equal(few.bottlenecks.tried, all.bottlenecks.tried);
    for (size_t k = 0; k < FEW; k++)
        assert_string_equal(few.bottlenecks.items[k].words,
                            all.bottlenecks.items[k].words);
    rp_analyses_clear(&all);
    rp_analyses_clear(&few);
    planned_close(&p);
}

/* -- a matching, one client after the other ---------------------------------
 */

typedef struct matching {
    const rp_dense_problem *g;
    const rp_shift *shift;
    uint32_t at[CLIENTS]; /* therapist, or RP_NONE */
    bool asked[THERAPISTS];
} matching;

static bool seat(matching *m, uint32_t client) {
    for (uint32_t t = 0; t < THERAPISTS; t++) {
        uint32_t load = 0;
        if (m->asked[t] ||
            rp_shift_score(m->shift, m->g, client, t) == RP_NO_PAIR)
            continue;
        m->asked[t] = true;
        for (uint32_t i = 0; i < CLIENTS; i++)
            load += m->at[i] == t;
        bool has_room = load < m->g->seats[t];
        for (uint32_t i = 0; i < CLIENTS && !has_room; i++)
            has_room = m->at[i] == t && seat(m, i);
        if (has_room) {
            m->at[client] = t;
            return true;
        }
    }
    return false;
}

/* How many of a tier and above can have places at once? */
static uint32_t most_placed(const rp_dense_problem *g, const rp_shift *shift,
                            int tier) {
    matching m = {.g = g, .shift = shift};
    uint32_t count = 0;

    for (uint32_t i = 0; i < CLIENTS; i++)
        m.at[i] = RP_NONE;
    for (uint32_t i = 0; i < CLIENTS; i++) {
        memset(m.asked, 0, sizeof m.asked);
        count += g->tier[i] >= tier && seat(&m, i);
    }
    return count;
}

static int highest_of(const rp_dense_problem *g, const rp_shift *shift) {
    static const rp_shift nothing = {.therapist = RP_NONE};
    int tier = RP_TIER_URGENT;

    while (tier > RP_TIER_NONE &&
           most_placed(g, shift, tier) == most_placed(g, &nothing, tier))
        tier--;
    return tier;
}

static void test_reach(void **state) {
    const planned_row *row = *state;
    uint16_t column[CLIENTS];
    rp_analyses all;
    rp_reach reach;
    planned p;

    planned_open(&p, row);
    find(&all, &p.outcome, &p.context, FEW);
    rp_study study = rp_analyses_study(&all, &p.outcome, &p.context);
    const rp_dense_problem *g = study.seating;
    assert_int_equal(rp_reach_make(&reach, &study), RP_OK);
    for (uint32_t t = 0; t < THERAPISTS; t++)
        for (uint32_t i = 0; i < CLIENTS; i++) {
            const uint16_t *old = rp_dense_problem_column(g, t);
            rp_shift shift = {
                .client = RP_NONE, .therapist = t, .column = column};
            if (old[i] != RP_NO_PAIR || g->tier[i] == RP_TIER_NONE)
                continue;
            memcpy(column, old, sizeof column);
            column[i] = 5000;
            int expected = row->is_strict ? RP_TIER_URGENT /* nothing is said */
                                          : highest_of(g, &shift);
            assert_int_equal(rp_reach_highest(&reach, &shift), expected);
        }
    rp_reach_clear(&reach);
    rp_analyses_clear(&all);
    planned_close(&p);
}

int main(void) {
    suite s = {0};

    SUITE_TABLE(&s, rows, test_few);
    SUITE_TABLE(&s, rows, test_reach);
    return suite_run(&s, "bottlenecks");
}
