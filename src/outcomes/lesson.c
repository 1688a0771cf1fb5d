#include "outcomes/lesson.h"

#include "base/array.h"
#include "solve/glpk.h"

#include <math.h>
#include <stdlib.h>

/* How much worse than the least a loss may be to count as equally good. */
static const double looser = 1.01, spare = 1e-6;
/* Shares are sought as parts of so much, as GLPK's tolerances are absolute. */
static const double whole = 1000.0;
/* Within which the search for the nearest shares keeps what it has found. */
static const double held = 1e-7;

enum { MOST_GOALS = 3 * RP_CRITERION_COUNT };

/* The pairs that are looked at, as rows of numbers. */
typedef struct rows {
    rp_history_kind kind;
    int criteria;
    double *value; /* [count][criteria] */
    double *worth; /* [count] y, gain by the spread, or 1 for a comparison */
    double *cost;  /* [count] of its error in the loss */
    size_t count;
} rows;

/* Where the columns of a program stand. */
typedef struct shape {
    size_t share, offset, scale, loss, above, below;
    bool has_offset, has_scale; /* else the scale is 1 */
} shape;

/* ---- rows ---------------------------------------------------------------- */

static double value_of(const rp_sample *s, const rp_sample_facts *f, size_t i,
                       int k) {
    double value = s->value[i].of[k];

    return value < 0.0 ? f->mean[k] : value;
}

static void take_pair(rows *r, const rp_sample *s, const rp_sample_facts *f,
                      size_t i) {
    double *value = r->value + r->count * (size_t)r->criteria;
    double y = s->pairs[i].worth;
    double size = (double)(y > 0.0 ? f->improved : f->pairs - f->improved);

    for (int j = 0; j < r->criteria; j++)
        value[j] = value_of(s, f, i, f->criteria[j]);
    if (r->kind == RP_HISTORY_RESULT) {
        r->worth[r->count] = y;
        r->cost[r->count] = 1.0 / (2.0 * size);
    } else {
        r->worth[r->count] = y / f->spread;
        r->cost[r->count] = 1.0 / (double)f->pairs;
    }
    r->count++;
}

static void take_comparison(rows *r, const rp_sample *s,
                            const rp_sample_facts *f, size_t a, size_t b) {
    double *value = r->value + r->count * (size_t)r->criteria;

    for (int j = 0; j < r->criteria; j++)
        value[j] = value_of(s, f, a, f->criteria[j]) -
                   value_of(s, f, b, f->criteria[j]);
    r->worth[r->count] = 1.0;
    r->cost[r->count++] = 1.0 / (double)f->comparisons;
}

static void take_comparisons(rows *r, const rp_sample *s,
                             const rp_sample_facts *f, size_t i) {
    for (size_t b = i + 1;
         b < s->count && s->pairs[b].client == s->pairs[i].client; b++) {
        double ahead = s->pairs[i].worth - s->pairs[b].worth;
        if (ahead > 0.0)
            take_comparison(r, s, f, i, b);
        else if (ahead < 0.0)
            take_comparison(r, s, f, b, i);
    }
}

static bool make_rows(rows *r, const rp_sample *s, const rp_sample_facts *f,
                      int left_out) {
    size_t most = s->kind == RP_HISTORY_RANK ? f->comparisons : f->pairs;

    *r = (rows){.kind = s->kind, .criteria = f->count};
    r->value = rp_new_array(most * (size_t)f->count, sizeof *r->value);
    r->worth = rp_new_array(most, sizeof *r->worth);
    r->cost = rp_new_array(most, sizeof *r->cost);
    if (!r->value || !r->worth || !r->cost)
        return false;
    for (size_t i = 0; i < s->count; i++) {
        if (s->fold[i] == left_out)
            continue;
        if (s->kind == RP_HISTORY_RANK)
            take_comparisons(r, s, f, i);
        else
            take_pair(r, s, f, i);
    }
    return true;
}

static void clear_rows(rows *r) {
    free(r->value);
    free(r->worth);
    free(r->cost);
}

/* All criteria as one, by their default shares. */
static bool blend(rows *out, const rows *from, const double *shares) {
    *out = *from;
    out->criteria = 1;
    out->value = rp_new_array(from->count, sizeof *out->value);
    for (size_t i = 0; out->value && i < from->count; i++)
        for (int j = 0; j < from->criteria; j++)
            out->value[i] +=
                shares[j] * from->value[i * (size_t)from->criteria + (size_t)j];
    return out->value != NULL;
}

/* ---- programs ------------------------------------------------------------ */

/*
 * A column e_i for every pair would be as many columns, and rows, as there are
 * pairs. Their weighted sum is a convex function of the few other columns, made
 * of planes: each plane is the sum over the pairs that err at some point. So
 * GLPK begins without any, and gets the plane of each point at which its sum is
 * short of the true one, until none is missing (Kelley 1960). That is the same
 * program, and its best points are the same.
 */
typedef struct planes {
    const rows *rows;
    const shape *at;
    double times; /* the loss is counted in parts of so much */
    double most;  /* with a scale: the loss is at most so much of it */
} planes;

/* Planes that are short by less than this are good enough: more than GLPK's
 * tolerance, and far less than four decimals of what is counted. */
static const double short_of = 4e-9;

/* The sum of errors at a point as a plane through it. */
typedef struct plane {
    double share[RP_CRITERION_COUNT], offset, scale;
} plane;

/* Add the error of a pair: scale · aim - y (sum - t), where that is above 0; of
 * a gain its size, a being -t. */
static void add_error(plane *sum, const planes *p, size_t i, const double *x) {
    const rows *r = p->rows;
    const shape *at = p->at;
    const double *value = r->value + i * (size_t)r->criteria;
    bool is_gain = r->kind == RP_HISTORY_GAIN;
    double y = is_gain ? 1.0 : r->worth[i];
    double aim = is_gain ? r->worth[i] : 1.0;
    double t = at->has_offset ? x[at->offset] : 0.0;
    double error = (at->has_scale ? x[at->scale] : 1.0) * aim + y * t;

    for (int j = 0; j < r->criteria; j++)
        error -= y * value[j] * x[at->share + (size_t)j];
    if (!is_gain && !(error > 0.0))
        return;
    double cost = error < 0.0 ? -r->cost[i] : r->cost[i];
    sum->scale += cost * aim;
    sum->offset += cost * y;
    for (int j = 0; j < r->criteria; j++)
        sum->share[j] -= cost * y * value[j];
}

static double height(const plane *sum, const planes *p, const double *x) {
    const shape *at = p->at;
    double scale = at->has_scale ? x[at->scale] : 1.0;
    double found = sum->scale * scale;

    if (at->has_offset)
        found += sum->offset * x[at->offset];
    for (int j = 0; j < p->rows->criteria; j++)
        found += sum->share[j] * x[at->share + (size_t)j];
    return found;
}

/* loss >= times · plane; or with a scale, plane <= most · scale. */
static void put_plane(void *payload, const double *x, rp_linear *more) {
    const planes *p = payload;
    const shape *at = p->at;
    plane sum = {{0}, 0.0, 0.0};

    for (size_t i = 0; i < p->rows->count; i++)
        add_error(&sum, p, i, x);
    double allowed =
        at->has_scale ? p->most * x[at->scale] : x[at->loss] / p->times;
    if (p->times * (height(&sum, p, x) - allowed) <= short_of)
        return;
    rp_linear_row(more, -INFINITY, at->has_scale ? 0.0 : -p->times * sum.scale);
    for (int j = 0; j < p->rows->criteria; j++)
        rp_linear_put(more, at->share + (size_t)j, p->times * sum.share[j]);
    if (at->has_offset)
        rp_linear_put(more, at->offset, p->times * sum.offset);
    if (at->has_scale)
        rp_linear_put(more, at->scale, sum.scale - p->most);
    else
        rp_linear_put(more, at->loss, -1.0);
}

/* Columns of every program: u or x, and t. */
static void put_columns(rp_linear *p, const rows *r, shape *at) {
    at->share = p->column_count;
    for (int j = 0; j < r->criteria; j++)
        rp_linear_column(p, 0.0, INFINITY);
    at->has_offset = r->kind != RP_HISTORY_RANK;
    if (at->has_offset)
        at->offset = rp_linear_column(p, -INFINITY, INFINITY);
}

/* u_k - bound · sum u, at least or at most 0. */
static void put_share(rp_linear *p, int criteria, int j, double bound,
                      bool is_least) {
    rp_linear_row(p, is_least ? 0.0 : -INFINITY, is_least ? INFINITY : 0.0);
    for (int k = 0; k < criteria; k++)
        rp_linear_put(p, (size_t)k, (k == j) - bound);
}

/* The least loss; `shares` may be NULL: no bounds. */
static rp_status find_least(double *out, const rows *r, const double *shares) {
    rp_linear p = {0};
    shape at = {0};
    planes sums = {.rows = r, .at = &at, .times = whole};
    rp_status status = RP_ERR_MEMORY;

    put_columns(&p, r, &at);
    at.loss = rp_linear_column(&p, 0.0, INFINITY);
    double *cost = rp_new_array(p.column_count, sizeof *cost);
    if (cost)
        cost[at.loss] = 1.0;
    for (int j = 0; shares && j < r->criteria; j++) {
        put_share(&p, r->criteria, j, shares[j] / 2.0, true);
        put_share(&p, r->criteria, j, shares[j] * 2.0, false);
    }
    rp_linear_goal goal = {.cost = cost};
    if (cost && !p.out_of_memory)
        status = rp_glpk_linear(&p, &goal, 1, put_plane, &sums);
    if (status == RP_OK && goal.end != RP_LINEAR_OPTIMAL)
        status = RP_ERR_SOLVER; /* u = 0 is allowed, and no loss is below 0 */
    *out = goal.best / whole;
    free(cost);
    rp_linear_clear(&p);
    return status;
}

/* ---- the nearest shares, and their ranges -------------------------------- */

/* What is asked of the shares that are good enough. */
typedef struct asking {
    rp_linear program;
    shape at;
    double *costs; /* [MOST_GOALS][columns] */
    rp_linear_goal goals[MOST_GOALS];
    size_t count;
    double *point; /* [columns] */
} asking;

static void put_bounds(asking *a, const rows *r, const double *shares,
                       bool is_free) {
    rp_linear *p = &a->program;

    for (int j = 0; j < r->criteria; j++)
        p->columns[a->at.share + (size_t)j] =
            is_free ? (rp_span){0.0, whole}
                    : (rp_span){whole * shares[j] / 2.0,
                                whole * fmin(1.0, shares[j] * 2.0)};
    rp_linear_row(p, whole, whole);
    for (int j = 0; j < r->criteria; j++)
        rp_linear_put(p, a->at.share + (size_t)j, 1.0);
    for (int j = 0; j < r->criteria; j++) { /* x - above + below = default */
        rp_linear_row(p, whole * shares[j], whole * shares[j]);
        rp_linear_put(p, a->at.share + (size_t)j, 1.0);
        rp_linear_put(p, a->at.above + (size_t)j, -1.0);
        rp_linear_put(p, a->at.below + (size_t)j, 1.0);
    }
}

static double *next_cost(asking *a) {
    return a->costs + a->count * a->program.column_count;
}

static void ask_share(asking *a, int j, bool is_greatest, bool holds) {
    double *cost = next_cost(a);

    cost[a->at.share + (size_t)j] = 1.0;
    a->goals[a->count++] = (rp_linear_goal){.cost = cost,
                                            .is_greatest = is_greatest,
                                            .holds = holds,
                                            .slack = whole * held,
                                            .at = a->point};
}

/* Ranges first, as what holds is never taken back. */
static void ask(asking *a, int criteria, bool with_ranges) {
    for (int j = 0; with_ranges && j < criteria; j++) {
        ask_share(a, j, false, false);
        ask_share(a, j, true, false);
    }
    double *cost = next_cost(a);
    for (int j = 0; j < criteria; j++)
        cost[a->at.above + (size_t)j] = cost[a->at.below + (size_t)j] = 1.0;
    a->goals[a->count++] = (rp_linear_goal){
        .cost = cost, .holds = true, .slack = whole * held, .at = a->point};
    for (int j = 0; j + 1 < criteria; j++) /* the last is what is left of 1 */
        ask_share(a, j, false, true);
}

static bool open_asking(asking *a, const rows *r) {
    rp_linear *p = &a->program;

    put_columns(p, r, &a->at);
    a->at.has_scale = true;
    a->at.scale = rp_linear_column(p, 0.0, INFINITY);
    a->at.above = p->column_count;
    for (int j = 0; j < r->criteria; j++)
        rp_linear_column(p, 0.0, INFINITY);
    a->at.below = p->column_count;
    for (int j = 0; j < r->criteria; j++)
        rp_linear_column(p, 0.0, INFINITY);
    a->costs = rp_new_array(MOST_GOALS * p->column_count, sizeof *a->costs);
    a->point = rp_new_array(p->column_count, sizeof *a->point);
    return a->costs && a->point && !p->out_of_memory;
}

static void tell(rp_lesson *out, const asking *a, const rp_sample_facts *f,
                 bool with_ranges) {
    double shares[RP_CRITERION_COUNT] = {0};

    for (int j = 0; j < f->count; j++) {
        shares[j] = a->point[a->at.share + (size_t)j] / whole;
        if (with_ranges)
            out->range[f->criteria[j]] = (rp_span){
                a->goals[2 * j].best / whole, a->goals[2 * j + 1].best / whole};
    }
    rp_lesson_round(shares, f->count);
    for (int j = 0; j < f->count; j++)
        out->share[f->criteria[j]] = shares[j];
}

static rp_status find_nearest(rp_lesson *out, const rows *r,
                              const rp_sample_facts *f, const double *shares,
                              bool is_free, bool with_ranges) {
    asking a = {0};
    planes sums = {r, &a.at, 1.0, looser * out->least + spare};
    rp_status status = RP_ERR_MEMORY;

    if (open_asking(&a, r)) {
        put_bounds(&a, r, shares, is_free);
        ask(&a, r->criteria, with_ranges);
        status = rp_glpk_linear(&a.program, a.goals, a.count, put_plane, &sums);
    }
    for (size_t k = 0; k < a.count && status == RP_OK; k++)
        if (a.goals[k].end != RP_LINEAR_OPTIMAL)
            status = RP_ERR_SOLVER; /* the best shares are among them */
    if (status == RP_OK)
        tell(out, &a, f, with_ranges);
    free(a.costs);
    free(a.point);
    rp_linear_clear(&a.program);
    return status;
}

/* ---- all of it ----------------------------------------------------------- */

rp_status rp_lesson_learn(rp_lesson *out, const rp_sample *sample,
                          const rp_sample_facts *facts, int left_out,
                          bool is_free, bool with_ranges) {
    double shares[RP_CRITERION_COUNT] = {0};
    rows all, one = {0};
    rp_status status = RP_ERR_MEMORY;

    *out = (rp_lesson){0};
    for (int j = 0; j < facts->count; j++)
        shares[j] = facts->share[facts->criteria[j]];
    if (make_rows(&all, sample, facts, left_out))
        status = find_least(&out->least, &all, is_free ? NULL : shares);
    if (status == RP_OK)
        status = find_nearest(out, &all, facts, shares, is_free, with_ranges);
    if (status == RP_OK && with_ranges) {
        status = RP_ERR_MEMORY;
        if (blend(&one, &all, shares))
            status = find_least(&out->usual, &one, NULL);
    }
    free(one.value);
    clear_rows(&all);
    return status;
}

void rp_lesson_round(double *shares, int count) {
    enum { UNITS = 10000 };
    long rest[RP_CRITERION_COUNT], missing = UNITS;

    for (int j = 0; j < count; j++) {
        double exact = shares[j] * UNITS;
        double units = floor(exact + 1e-6);
        rest[j] = lround((exact - units) * 1e6);
        missing -= (long)units;
        shares[j] = units;
    }
    for (; missing > 0 && count > 0; missing--) {
        int largest = 0;
        for (int j = 1; j < count; j++)
            if (rest[j] > rest[largest])
                largest = j;
        shares[largest] += 1.0;
        rest[largest] -= 1000000;
    }
    for (int j = 0; j < count; j++)
        shares[j] /= UNITS;
}
