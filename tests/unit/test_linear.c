/* Published programs of preference disaggregation through the module that
 * calibrating uses: errors, ranges of weights and order are those found
 * elsewhere, to a ten-thousandth. */
#include "solve/glpk.h"

#include "unit/suite.h"

#include <math.h>
#include <string.h>

enum { MOST_CRITERIA = 3, MOST_POINTS = 5, MOST_ROWS = 10, MOST_COLUMNS = 64 };

/* A criterion: values from the worst to the best, evenly spaced. */
typedef struct scale {
    double worst, best;
    int points;
} scale;

/* Alternatives from the best to the worst; equal ranks are ties. */
typedef struct instance {
    int criteria, alternatives;
    scale scales[MOST_CRITERIA];
    double value[MOST_ROWS][MOST_CRITERIA];
    int rank[MOST_ROWS];
    double delta;
} instance;

/* Ten cars by speed and price: two of the six criteria of Jacquet-Lagreze and
 * Siskos 1982, European Journal of Operational Research 10:151. */
static const instance cars = {2,
                              10,
                              {{110, 190, 5}, {80000, 20000, 5}},
                              {{173, 49500},
                               {176, 46700},
                               {142, 32100},
                               {148, 39150},
                               {178, 64700},
                               {180, 75700},
                               {182, 68593},
                               {145, 55000},
                               {161, 35200},
                               {117, 24800}},
                              {1, 2, 3, 4, 5, 6, 7, 8, 9, 10},
                              0.01};

/* Five ways to travel by price, time and comfort: Siskos and Yannacopoulos
 * 1985, Investigacao Operacional 5:39. */
static const instance travel = {
    3,
    5,
    {{30, 2, 3}, {40, 10, 4}, {0, 3, 4}},
    {{3, 10, 1}, {4, 20, 2}, {2, 20, 0}, {6, 40, 0}, {30, 30, 3}},
    {1, 2, 2, 3, 4},
    0.05};

typedef enum method { UTA, UTASTAR, UTADIS } method;

typedef struct row {
    const char *name;
    const instance *of;
    method method;
    bool is_linear; /* one segment a criterion */
    double error;
    double ranges[MOST_CRITERIA][2];
} row;

static const row rows[] = {
    {"cars/utastar",
     &cars,
     UTASTAR,
     false,
     0.096174,
     {{0.59627, 0.59627}, {0.40373, 0.40373}}},
    {"cars/uta",
     &cars,
     UTA,
     false,
     0.235,
     {{0.689655, 0.689655}, {0.310345, 0.310345}}},
    {"cars/utastar_linear",
     &cars,
     UTASTAR,
     true,
     0.40433,
     {{0.519251, 0.519251}, {0.480749, 0.480749}}},
    {"cars/uta_linear",
     &cars,
     UTA,
     true,
     0.793122,
     {{0.703925, 0.703925}, {0.296075, 0.296075}}},
    {"travel/utastar",
     &travel,
     UTASTAR,
     false,
     0.0,
     {{0.05, 0.9375}, {0.0, 0.95}, {0.0, 0.43125}}},
    {"travel/uta",
     &travel,
     UTA,
     false,
     0.0,
     {{0.05, 0.9375}, {0.0, 0.95}, {0.0, 0.43125}}},
    {"travel/utastar_linear",
     &travel,
     UTASTAR,
     true,
     0.0,
     {{0.342553, 0.767742}, {0.15, 0.620745}, {0.036702, 0.082258}}},
    {"travel/uta_linear",
     &travel,
     UTA,
     true,
     0.0,
     {{0.342553, 0.767742}, {0.15, 0.620745}, {0.036702, 0.082258}}},
    {"travel/utadis",
     &travel,
     UTADIS,
     false,
     0.0,
     {{0.0, 0.875}, {0.04, 1.0}, {0.0, 0.418519}}},
    {"travel/utadis_linear",
     &travel,
     UTADIS,
     true,
     0.0,
     {{0.0, 0.632258}, {0.3, 1.0}, {0.0, 0.267453}}},
};

/* A program with the columns of its value functions. */
typedef struct uta {
    const instance *of;
    rp_linear program;
    size_t first[MOST_CRITERIA]; /* column of the first step */
    int steps[MOST_CRITERIA];
    size_t errors; /* the first one; two an alternative */
    size_t thresholds;
} uta;

/* How much of a step of a criterion an alternative has: 0..1. */
static double part_of(const uta *u, int alternative, int k, int step) {
    const scale *s = &u->of->scales[k];
    double way = (u->of->value[alternative][k] - s->worst) /
                 (s->best - s->worst) * u->steps[k];

    return fmax(0.0, fmin(1.0, way - step));
}

static void put_utility(uta *u, int alternative) {
    for (int k = 0; k < u->of->criteria; k++)
        for (int step = 0; step < u->steps[k]; step++)
            rp_linear_put(&u->program, u->first[k] + (size_t)step,
                          part_of(u, alternative, k, step));
}

static void put_errors(uta *u, int alternative, double plus, double minus) {
    size_t first = u->errors + 2 * (size_t)alternative;

    rp_linear_put(&u->program, first, plus);
    rp_linear_put(&u->program, first + 1, minus);
}

static void put_order(uta *u, method how) {
    const instance *in = u->of;

    for (int a = 0; a + 1 < in->alternatives; a++) {
        bool tie = in->rank[a] == in->rank[a + 1];
        double minus = how == UTASTAR ? 1.0 : 0.0;
        rp_linear_row(&u->program, tie ? 0.0 : in->delta, tie ? 0.0 : INFINITY);
        /* U(a) and U(a + 1) share their columns: as one difference */
        for (int k = 0; k < in->criteria; k++)
            for (int step = 0; step < u->steps[k]; step++)
                rp_linear_put(&u->program, u->first[k] + (size_t)step,
                              part_of(u, a, k, step) -
                                  part_of(u, a + 1, k, step));
        put_errors(u, a, how == UTASTAR ? -1.0 : 1.0, minus);
        put_errors(u, a + 1, how == UTASTAR ? 1.0 : -1.0, -minus);
    }
}

/* Classes: the first rank is good, the second medium, the others bad. */
static void put_classes(uta *u) {
    const double delta = 0.1;

    for (int a = 0; a < u->of->alternatives; a++) {
        int class = u->of->rank[a] < 3 ? u->of->rank[a] : 3;
        if (class < 3) { /* U + e >= lower threshold */
            rp_linear_row(&u->program, 0.0, INFINITY);
            put_utility(u, a);
            put_errors(u, a, 1.0, 0.0);
            rp_linear_put(&u->program, u->thresholds + (size_t) class - 1,
                          -1.0);
        }
        if (class > 1) { /* U - f <= upper threshold - delta */
            rp_linear_row(&u->program, -INFINITY, -delta);
            put_utility(u, a);
            put_errors(u, a, 0.0, -1.0);
            rp_linear_put(&u->program, u->thresholds + (size_t) class - 2,
                          -1.0);
        }
    }
    rp_linear_row(&u->program, delta, INFINITY); /* thresholds in order */
    rp_linear_put(&u->program, u->thresholds, 1.0);
    rp_linear_put(&u->program, u->thresholds + 1, -1.0);
}

static void build(uta *u, const row *r) {
    *u = (uta){.of = r->of};
    for (int k = 0; k < r->of->criteria; k++) {
        u->steps[k] = r->is_linear ? 1 : r->of->scales[k].points - 1;
        u->first[k] = u->program.column_count;
        for (int step = 0; step < u->steps[k]; step++)
            rp_linear_column(&u->program, 0.0, INFINITY);
    }
    u->errors = u->program.column_count;
    for (int a = 0; a < 2 * r->of->alternatives; a++)
        rp_linear_column(&u->program, 0.0, INFINITY);
    u->thresholds = u->program.column_count;
    if (r->method == UTADIS)
        for (int k = 0; k < 2; k++)
            rp_linear_column(&u->program, 0.0, 1.0);
    rp_linear_row(&u->program, 1.0, 1.0);
    for (size_t c = 0; c < u->errors; c++)
        rp_linear_put(&u->program, c, 1.0);
    if (r->method == UTADIS)
        put_classes(u);
    else
        put_order(u, r->method);
}

static void near_to(double got, double expected) {
    if (fabs(got - expected) > 1e-4)
        fail_msg("got %.6f, expected %.6f", got, expected);
}

/* Where no error is left the order is met. */
static void check_order(const uta *u, const double *at) {
    const instance *in = u->of;

    for (int a = 0; a + 1 < in->alternatives; a++) {
        double ahead = 0.0;
        for (int k = 0; k < in->criteria; k++)
            for (int step = 0; step < u->steps[k]; step++)
                ahead += at[u->first[k] + (size_t)step] *
                         (part_of(u, a, k, step) - part_of(u, a + 1, k, step));
        near_to(fmin(ahead, in->delta),
                in->rank[a] == in->rank[a + 1] ? 0.0 : in->delta);
    }
}

/* The least error; then the least and the greatest weight of each criterion
 * that it leaves. */
static void test_published(void **state) {
    const row *r = *state;
    double costs[1 + 2 * MOST_CRITERIA][MOST_COLUMNS] = {{0}};
    double at[MOST_COLUMNS];
    rp_linear_goal goals[1 + 2 * MOST_CRITERIA];
    size_t count = 0;
    uta u;

    build(&u, r);
    assert_true(u.program.column_count <= MOST_COLUMNS);
    for (size_t c = u.errors; c < u.thresholds; c++)
        costs[0][c] = 1.0;
    goals[count++] =
        (rp_linear_goal){.cost = costs[0], .holds = true, .at = at};
    for (int k = 0; k < r->of->criteria; k++)
        for (int greatest = 0; greatest < 2; greatest++) {
            for (int step = 0; step < u.steps[k]; step++)
                costs[count][u.first[k] + (size_t)step] = 1.0;
            goals[count] =
                (rp_linear_goal){.cost = costs[count], .is_greatest = greatest};
            count++;
        }
    assert_int_equal(rp_glpk_linear(&u.program, goals, count, NULL, NULL),
                     RP_OK);
    near_to(goals[0].best, r->error);
    for (size_t k = 1; k < count; k++) {
        assert_int_equal(goals[k].end, RP_LINEAR_OPTIMAL);
        near_to(goals[k].best, r->ranges[(k - 1) / 2][(k - 1) % 2]);
    }
    if (r->method != UTADIS && r->error <= 0.0)
        check_order(&u, at);
    rp_linear_clear(&u.program);
}

/* -- ways in which there is no answer -------------------------------------- */

static void test_infeasible(void **state) {
    const double cost[] = {1.0};
    rp_linear p = {0};
    rp_linear_goal goal = {.cost = cost};

    (void)state;
    size_t x = rp_linear_column(&p, 0.0, 1.0);
    rp_linear_row(&p, 2.0, INFINITY);
    rp_linear_put(&p, x, 1.0);
    assert_int_equal(rp_glpk_linear(&p, &goal, 1, NULL, NULL), RP_OK);
    assert_int_equal(goal.end, RP_LINEAR_INFEASIBLE);
    rp_linear_clear(&p);
}

/* One goal has no best value; the next one has. */
static void test_unbounded(void **state) {
    const double cost[] = {1.0, 0.0}, other[] = {0.0, 1.0};
    rp_linear p = {0};
    rp_linear_goal goals[] = {{.cost = cost, .is_greatest = true},
                              {.cost = other, .is_greatest = true}};

    (void)state;
    rp_linear_column(&p, 0.0, INFINITY);
    rp_linear_column(&p, 0.0, 3.0);
    assert_int_equal(rp_glpk_linear(&p, goals, 2, NULL, NULL), RP_OK);
    assert_int_equal(goals[0].end, RP_LINEAR_UNBOUNDED);
    assert_int_equal(goals[1].end, RP_LINEAR_OPTIMAL);
    near_to(goals[1].best, 3.0);
    rp_linear_clear(&p);
}

/* What GLPK stops the program for is a status here: a column twice in a row,
 * or more entries than there are columns. */
static void test_misuse(void **state) {
    const double cost[] = {1.0, 1.0};
    rp_linear p = {0};
    rp_linear_goal goal = {.cost = cost};

    (void)state;
    size_t x = rp_linear_column(&p, 0.0, 1.0);
    rp_linear_column(&p, 0.0, 1.0);
    rp_linear_row(&p, 0.0, 1.0);
    rp_linear_put(&p, x, 1.0);
    rp_linear_put(&p, x, 1.0);
    assert_int_equal(rp_glpk_linear(&p, &goal, 1, NULL, NULL), RP_ERR_SOLVER);
    rp_linear_put(&p, x, 1.0);
    assert_int_equal(rp_glpk_linear(&p, &goal, 1, NULL, NULL), RP_ERR_SOLVER);
    rp_linear_clear(&p);
    assert_int_equal(rp_glpk_linear(&p, &goal, 1, NULL, NULL), RP_ERR_SIZE);
}

/* A goal that holds binds the next one, within its slack. */
static void test_held(void **state) {
    const double sum[] = {1.0, 1.0}, first[] = {1.0, 0.0};
    rp_linear p = {0};
    rp_linear_goal goals[] = {
        {.cost = sum, .is_greatest = true, .holds = true, .slack = 0.25},
        {.cost = first}};

    (void)state;
    size_t x = rp_linear_column(&p, 0.0, 2.0);
    size_t y = rp_linear_column(&p, 0.0, 1.0);
    rp_linear_row(&p, -INFINITY, 2.0);
    rp_linear_put(&p, x, 1.0);
    rp_linear_put(&p, y, 1.0);
    assert_int_equal(rp_glpk_linear(&p, goals, 2, NULL, NULL), RP_OK);
    near_to(goals[0].best, 2.0);
    near_to(goals[1].best, 0.75); /* 2 - 0.25 - 1 */
    rp_linear_clear(&p);
}

int main(void) {
    suite s = {0};

    SUITE_TABLE(&s, rows, test_published);
    suite_add(&s, "infeasible", test_infeasible, NULL);
    suite_add(&s, "unbounded", test_unbounded, NULL);
    suite_add(&s, "misuse", test_misuse, NULL);
    suite_add(&s, "held", test_held, NULL);
    return suite_run(&s, "linear");
}
