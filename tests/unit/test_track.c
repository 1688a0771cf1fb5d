/* Each formula of src/docs/outcomes.md against numbers worked out by hand, and
 * against figures that others published. */
#include "unit/clinic.h"
#include "unit/suite.h"

#include "outcomes/components.h"
#include "outcomes/shrinkage.h"
#include "outcomes/slope.h"
#include "outcomes/track.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

/* -- slope ------------------------------------------------------------------
 */

/* Two therapists whose clients start far apart: within each, a point more at
 * the beginning is half a point at the end; between them it is two points. */
static void test_slope(void **state) {
    static const double pre[] = {10, 12, 14, 30, 32, 34};
    static const double post[] = {5, 6, 7, 45, 46, 47};
    static const uint32_t therapist[] = {0, 0, 0, 2, 2, 2};
    const rp_score_pairs pairs = {pre, post, therapist, 6};
    rp_score_sums sums[3];

    (void)state;
    assert_nearly(rp_slope_within(&pairs, 2, sums), 0.5);
    assert_nearly(rp_slope_within(&pairs, 6, sums), 0.5);
    /* one more than there are: a plain difference */
    assert_nearly(rp_slope_within(&pairs, 7, sums), 1.0);
}

/* Every therapist's clients begin alike: nothing is told of a slope. */
static void test_slope_flat(void **state) {
    static const double pre[] = {10, 10, 30}, post[] = {1, 9, 4};
    static const uint32_t therapist[] = {0, 0, 1};
    const rp_score_pairs pairs = {pre, post, therapist, 3};
    rp_score_sums sums[2];

    (void)state;
    assert_nearly(rp_slope_within(&pairs, 2, sums), 1.0);
}

/* -- variance components ----------------------------------------------------
 */

/* Davies 1947, six batches of dyestuff, and the set that Box and Tiao 1973 made
 * for a variance below 0. Groups are of one size, so the moments are the
 * restricted-likelihood estimates that lme4 documents: 1764.05 and 2451.25, and
 * 0. */
static const double dyestuff[] = {
    1545, 1440, 1440, 1520, 1580, 1540, 1555, 1490, 1560, 1495,
    1595, 1550, 1605, 1510, 1560, 1445, 1440, 1595, 1465, 1545,
    1595, 1630, 1515, 1635, 1625, 1520, 1455, 1450, 1480, 1445};
static const double dyestuff_2[] = {
    7.298, 3.846,  2.434,  9.566, 7.990, 5.220, 6.556, 0.608, 11.788, -0.892,
    0.110, 10.386, 13.434, 5.510, 8.166, 2.212, 4.852, 7.092, 9.288,  4.980,
    0.282, 9.014,  4.458,  9.446, 7.198, 1.722, 4.782, 8.106, 0.758,  3.758};

static rp_components batches(const double *values) {
    uint32_t group[30];
    rp_group_sum sums[6];

    for (uint32_t i = 0; i < 30; i++)
        group[i] = i / 5;
    return rp_components_of(&(rp_grouped){values, group, 30, 6}, sums);
}

static void test_components(void **state) {
    rp_components c = batches(dyestuff);

    (void)state;
    assert_true(c.is_known);
    assert_int_equal(c.figures, 30);
    assert_int_equal(c.groups, 6);
    assert_nearly(c.n0, 5.0);
    check_double(c.between, 11271.5, 1e-9, __FILE__, __LINE__);
    check_double(c.within, 2451.25, 1e-9, __FILE__, __LINE__);
    check_double(c.variance, 1764.05, 1e-9, __FILE__, __LINE__);
    check_double(c.icc, 0.418487, 5e-7, __FILE__, __LINE__);
    c = batches(dyestuff_2);
    assert_true(c.is_known);
    assert_true(c.between < c.within);
    assert_exactly(c.variance, 0.0);
    assert_exactly(c.icc, 0.0);
}

/* Groups of 1 and 3 and one of none: z = 0 | 2 4 6, means 0 and 4, grand mean
 * 3. MSB = 1*9 + 3*1 = 12, MSW = 8/2 = 4, n0 = 4 - 10/4 = 1.5. */
static void test_components_unequal(void **state) {
    static const double z[] = {0, 2, 4, 6};
    static const uint32_t group[] = {2, 0, 0, 0};
    rp_group_sum sums[3];
    rp_components c = rp_components_of(&(rp_grouped){z, group, 4, 3}, sums);

    (void)state;
    assert_int_equal(c.groups, 2);
    assert_nearly(c.between, 12.0);
    assert_nearly(c.within, 4.0);
    assert_nearly(c.n0, 1.5);
    assert_nearly(c.variance, 16.0 / 3.0);
    assert_nearly(c.icc, 4.0 / 7.0);
    /* (2 * 4/7 + 10 * 0.05) / 12, and at most a half */
    assert_nearly(rp_components_icc(&c, 0.05, 10), (8.0 / 7.0 + 0.5) / 12.0);
    assert_nearly(rp_components_icc(&c, 0.05, 0), 0.5);
}

/* One group, or a figure each: nothing is known, the prior stands. */
static void test_components_unknown(void **state) {
    static const double z[] = {1, 2, 3};
    static const uint32_t one[] = {0, 0, 0}, each[] = {0, 1, 2};
    rp_group_sum sums[3];
    rp_components c = rp_components_of(&(rp_grouped){z, one, 3, 1}, sums);

    (void)state;
    assert_false(c.is_known);
    assert_nearly(rp_components_icc(&c, 0.05, 10), 0.05);
    c = rp_components_of(&(rp_grouped){z, each, 3, 3}, sums);
    assert_false(c.is_known);
    assert_nearly(rp_components_icc(&c, 0.2, 10), 0.2);
    c = rp_components_of(&(rp_grouped){z, each, 0, 3}, sums);
    assert_int_equal(c.groups, 0);
    assert_nearly(rp_components_icc(&c, 0.2, 0), 0.2);
}

/* All alike: 0 / 0 is no share. */
static void test_components_alike(void **state) {
    static const double z[] = {1, 1, 1, 1};
    static const uint32_t group[] = {0, 0, 1, 1};
    rp_group_sum sums[2];
    rp_components c = rp_components_of(&(rp_grouped){z, group, 4, 2}, sums);

    (void)state;
    assert_true(c.is_known);
    assert_exactly(c.icc, 0.0);
    assert_nearly(rp_components_icc(&c, 0.05, 10), 0.5 / 12.0);
}

/* -- shrinkage --------------------------------------------------------------
 */

/* A general solver of the same normal model gives these: means .4, -.1, .3 of
 * 12, 5 and 30 figures, .025 for each variance, .95 left. */
static void test_shrinkage(void **state) {
    static const rp_cell_mean cells[] = {{.4, 12}, {-.1, 5}, {.3, 30}};
    static const double theta[] = {.187636, .094925, .199732};
    static const double variance[] = {.027034, .032955, .018314};
    rp_prior prior = rp_prior_of(.05, .5);
    rp_estimate of[3], other;
    rp_estimate all = rp_shrinkage(&prior, cells, 3, of, &other);

    (void)state;
    for (int c = 0; c < 3; c++) {
        check_double(of[c].value, theta[c], 5e-7, __FILE__, __LINE__);
        check_double(of[c].variance, variance[c], 5e-7, __FILE__, __LINE__);
        assert_nearly(of[c].reliability, 1 - of[c].variance / .05);
    }
    assert_nearly(other.value, all.value);
    assert_nearly(other.variance, all.variance + .025);
    assert_nearly(all.reliability, 1 - all.variance / .025);
}

/* One concern and nothing shared: the familiar n / (n + w/d). */
static void test_shrinkage_one(void **state) {
    static const rp_cell_mean cell = {1.0, 19};
    rp_prior prior = rp_prior_of(.05, 0.0);
    rp_estimate of, other;
    rp_estimate all = rp_shrinkage(&prior, &cell, 1, &of, &other);

    (void)state;
    assert_nearly(of.value, 0.5);
    assert_nearly(of.variance, .025);
    assert_exactly(all.value, 0.0);
    assert_exactly(all.reliability, 0.0);
    assert_exactly(other.reliability, 0.0);
}

static void test_shrinkage_nothing(void **state) {
    rp_prior prior = rp_prior_of(.05, .5);
    rp_estimate other;
    rp_estimate all = rp_shrinkage(&prior, NULL, 0, NULL, &other);

    (void)state;
    assert_exactly(all.value, 0.0);
    assert_nearly(all.variance, .025);
    assert_exactly(all.reliability, 0.0);
    assert_nearly(other.variance, .05);
    /* where therapists do not differ nothing is reliable */
    prior = rp_prior_of(0.0, .5);
    static const rp_cell_mean cell = {1.0, 100};
    rp_estimate of;
    all = rp_shrinkage(&prior, &cell, 1, &of, NULL);
    assert_exactly(of.value, 0.0);
    assert_exactly(of.reliability, 0.0);
    assert_exactly(all.reliability, 0.0);
}

static void test_side(void **state) {
    (void)state;
    assert_int_equal(rp_track_side(-.13, .01), RP_TRACK_BELOW);
    assert_int_equal(rp_track_side(.13, .01), RP_TRACK_ABOVE);
    assert_int_equal(rp_track_side(.128, .01), RP_TRACK_NOTHING);
}

/* -- figures ----------------------------------------------------------------
 */

typedef struct sheet {
    char *folder;
    rp_findings findings;
    rp_taxonomy taxonomy;
    rp_policy policy;
    rp_courses courses;
} sheet;

static void open_sheet(sheet *s, const char *text) {
    const char *path;
    rp_input input;

    *s = (sheet){.folder = scratch_new()};
    path = scratch_path(s->folder, "outcomes.csv");
    scratch_write(path, text, strlen(text));
    assert_int_equal(rp_taxonomy_load(&s->taxonomy, NULL, &s->findings), RP_OK);
    assert_int_equal(rp_policy_load(&s->policy, NULL, NULL, NULL, &s->findings),
                     RP_OK);
    const rp_outcome_options options = {.taxonomy = &s->taxonomy,
                                        .open_days = s->policy.open_days};
    assert_int_equal(
        rp_courses_read(&s->courses, path, &options, &input, &s->findings),
        RP_OK);
}

static void close_sheet(sheet *s) {
    rp_courses_clear(&s->courses);
    rp_taxonomy_clear(&s->taxonomy);
    rp_findings_clear(&s->findings);
    scratch_remove(s->folder);
}

/* Gains 8, 2, 5, 5, mean 5. PTSD: 8 and 5 of two therapists, mean 6.5, which
 * counts 2/10: expected 5.3. Grief: 2 of one therapist, which counts 1/9:
 * 5 - 1/3. Without a concern: 5. r = 2.7, -8/3, -0.3, 0. */
static void test_figures(void **state) {
    sheet s;
    rp_figures f;

    (void)state;
    open_sheet(&s, "client_id,therapist_id,measure,pre,post,concern\n"
                   "C1,A,mood,18,10,ptsd\n"
                   "C2,A,mood,12,10,grief\n"
                   "C3,B,mood,10,5,ptsd\n"
                   "C4,B,mood,9,4,\n");
    assert_int_equal(rp_figures_make(&f, &s.courses, NULL, &s.policy), RP_OK);
    double sd = sqrt((2.7 * 2.7 + 64.0 / 9.0 + 0.09) / 3.0);
    assert_int_equal(f.count, 4);
    assert_nearly(f.figures[0].z, 2.7 / sd);
    assert_nearly(f.figures[1].z, -8.0 / 3.0 / sd);
    assert_nearly(f.figures[2].z, -0.3 / sd);
    assert_nearly(f.figures[3].z, 0.0);
    assert_string_equal(f.concerns[f.figures[0].concern], "ptsd");
    assert_string_equal(f.concerns[f.figures[3].concern], "");
    rp_figures_clear(&f);
    close_sheet(&s);
}

/* Where higher is better a rise is a gain, and an alliance scale is none. */
static void test_figures_turned(void **state) {
    sheet s;
    rp_figures f;

    (void)state;
    open_sheet(&s, "client_id,therapist_id,measure,pre,post\n"
                   "C1,A,ORS,10,30\n"
                   "C2,B,ORS,10,20\n"
                   "C1,A,SRS,40,10\n"
                   "C2,B,SRS,10,40\n");
    assert_int_equal(rp_figures_make(&f, &s.courses, NULL, &s.policy), RP_OK);
    assert_int_equal(f.count, 2);
    assert_nearly(f.figures[0].z, sqrt(0.5));
    assert_nearly(f.figures[1].z, -sqrt(0.5));
    rp_figures_clear(&f);
    close_sheet(&s);
}

/* Three of ten without a post may be used, four may not. */
static void test_figures_missing(void **state) {
    char text[4096];
    size_t used;
    sheet s;
    rp_figures f;

    (void)state;
    used = (size_t)snprintf(text, sizeof text,
                            "client_id,therapist_id,measure,pre,post\n");
    for (int k = 0; k < 20; k++) {
        bool is_lost = k < 3 || (k >= 10 && k < 14);
        used +=
            (size_t)snprintf(text + used, sizeof text - used,
                             "C%d,%s,mood,9,%s\n", k, k < 10 ? "three" : "four",
                             is_lost ? ""
                             : k % 2 ? "3"
                                     : "5");
    }
    open_sheet(&s, text);
    assert_int_equal(rp_figures_make(&f, &s.courses, NULL, &s.policy), RP_OK);
    assert_string_equal(s.courses.therapists[0], "four");
    assert_true(f.is_missing[0]);
    assert_false(f.is_missing[1]);
    assert_int_equal(f.count, 7);
    for (size_t k = 0; k < f.count; k++)
        assert_int_equal(f.figures[k].therapist, 1);
    rp_figures_clear(&f);
    close_sheet(&s);
}

/* Nobody differs: the measure tells nothing, and whoever has only that has a
 * record of nothing. */
static void test_track_nothing(void **state) {
    sheet s;
    rp_track t;

    (void)state;
    open_sheet(&s, "client_id,therapist_id,measure,pre,post\n"
                   "C1,A,mood,9,5\nC2,B,mood,8,4\nC3,B,mood,8,\n");
    assert_int_equal(rp_track_make(&t, &s.courses, NULL, &s.policy), RP_OK);
    assert_int_equal(t.count, 2);
    assert_int_equal(t.rows[0].note, RP_TRACK_FEW);
    assert_int_equal(t.rows[0].figures, 0);
    assert_true(isnan(t.rows[0].mean));
    assert_nearly(t.rows[0].estimate.variance, .025);
    assert_int_equal(t.rows[1].note, RP_TRACK_MISSING);
    assert_int_equal(t.rows[1].without_post, 1);
    assert_int_equal(t.measured.count, 0);
    rp_track_clear(&t);
    close_sheet(&s);
}

int main(void) {
    static suite s;

    suite_add(&s, "slope/within therapists", test_slope, NULL);
    suite_add(&s, "slope/flat", test_slope_flat, NULL);
    suite_add(&s, "components/published", test_components, NULL);
    suite_add(&s, "components/unequal", test_components_unequal, NULL);
    suite_add(&s, "components/unknown", test_components_unknown, NULL);
    suite_add(&s, "components/alike", test_components_alike, NULL);
    suite_add(&s, "shrinkage/two levels", test_shrinkage, NULL);
    suite_add(&s, "shrinkage/one level", test_shrinkage_one, NULL);
    suite_add(&s, "shrinkage/nothing", test_shrinkage_nothing, NULL);
    suite_add(&s, "side", test_side, NULL);
    suite_add(&s, "figures/concerns", test_figures, NULL);
    suite_add(&s, "figures/turned", test_figures_turned, NULL);
    suite_add(&s, "figures/missing", test_figures_missing, NULL);
    suite_add(&s, "track/nothing", test_track_nothing, NULL);
    return suite_run(&s, "track");
}
