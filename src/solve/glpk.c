#include "solve/glpk.h"

#include "base/array.h"

#include <glpk.h>
#include <limits.h>
#include <math.h>
#include <setjmp.h>
#include <stdlib.h>
#include <string.h>

/*
 * GLPK divides the objective by a thousandth of its largest coefficient and
 * calls a reduced cost zero below tol_dj + tol_dj * max / 1000. With rewards
 * of 2e10 one S-unit is 5e-8 of that scale, so the default of 1e-7 would let
 * wrong plans pass. All numbers of a tree basis are whole, so nothing is lost
 * by asking for more.
 */
static const double tight_dual = 1e-10;
static const double tightest_dual = 1e-13;

enum {
    PRICED_EACH = 5, /* pairs a round may add for one client */
    ROUND_LIMIT = 100000
};

typedef struct work {
    jmp_buf bail;
    glp_prob *lp;
    const rp_model *model;
    rp_columns have; /* every pair that GLPK knows */
    rp_pair *pair;   /* [used] by GLPK's column number, from 0 */
    size_t used, room;
    double tolerance;
    rp_solution *out;
    rp_pair *fresh; /* what pricing found; here so that a jump frees it */
} work;

rp_status rp_solution_init(rp_solution *out, const rp_model *model) {
    *out = (rp_solution){0};
    out->therapist = rp_new_array(model->clients, sizeof *out->therapist);
    out->client_price = rp_new_array(model->clients, sizeof *out->client_price);
    out->therapist_price =
        rp_new_array(model->therapists, sizeof *out->therapist_price);
    if (out->therapist && out->client_price && out->therapist_price)
        return RP_OK;
    rp_solution_clear(out);
    return RP_ERR_MEMORY;
}

void rp_solution_clear(rp_solution *solution) {
    free(solution->therapist);
    free(solution->client_price);
    free(solution->therapist_price);
    *solution = (rp_solution){0};
}

/* ---- GLPK's ways out --------------------------------------------------- */

static int silence(void *payload, const char *text) {
    (void)payload;
    (void)text;
    return 1;
}

/* After a fatal mistake GLPK's memory can only be dropped as a whole. */
static void on_fatal(void *payload) {
    work *w = payload;

    glp_free_env();
    w->lp = NULL;
    longjmp(w->bail, 1);
}

/* ---- building ---------------------------------------------------------- */

static int row_of_client(uint32_t i) { return (int)i + 1; }

static int row_of_therapist(const rp_model *m, uint32_t j) {
    return (int)(m->clients + j) + 1;
}

/*
 * maximize sum w_ij x_ij; row i: sum_j x_ij <= 1; row n + j: sum_i x_ij <=
 * seats_j; x >= 0. No upper bound on x is needed: row i implies it.
 */
static void add_rows(work *w) {
    const rp_model *m = w->model;

    glp_set_obj_dir(w->lp, GLP_MAX);
    glp_add_rows(w->lp, (int)(m->clients + m->therapists));
    for (uint32_t i = 0; i < m->clients; i++)
        glp_set_row_bnds(w->lp, row_of_client(i), GLP_UP, 0.0, 1.0);
    for (uint32_t j = 0; j < m->therapists; j++)
        glp_set_row_bnds(w->lp, row_of_therapist(m, j), GLP_UP, 0.0,
                         m->seats[j]);
}

static bool add_columns(work *w, const rp_pair *pair, size_t count) {
    const rp_model *m = w->model;
    static const double ones[3] = {0.0, 1.0, 1.0};

    if (count == 0)
        return true;
    if (w->used + count > w->room) {
        size_t room = w->used + count + w->used / 2;
        rp_pair *grown = rp_resize_array(w->pair, room, sizeof *w->pair);
        if (!grown)
            return false;
        w->pair = grown;
        w->room = room;
    }
    glp_add_cols(w->lp, (int)count);
    for (size_t k = 0; k < count; k++) {
        int column = (int)(w->used + k) + 1;
        int rows[3] = {0, row_of_client(pair[k].client),
                       row_of_therapist(m, pair[k].therapist)};
        w->pair[w->used + k] = pair[k];
        glp_set_col_bnds(w->lp, column, GLP_LO, 0.0, 0.0);
        glp_set_obj_coef(w->lp, column,
                         (double)rp_model_worth(m, pair[k].client,
                                                pair[k].therapist,
                                                pair[k].score));
        glp_set_mat_col(w->lp, column, 2, rows, ones);
    }
    w->used += count;
    return true;
}

/* Whether a pair is the arc from its client or its therapist to the parent. */
static bool is_basic(const rp_tree *tree, const rp_pair *pair) {
    uint32_t node = tree->clients + pair->therapist;

    return tree->parent[pair->client] == node ||
           tree->parent[node] == pair->client;
}

static void set_basis(work *w, const rp_tree *tree) {
    uint32_t root = tree->clients + tree->therapists;

    for (uint32_t node = 0; node < root; node++)
        glp_set_row_stat(w->lp, (int)node + 1,
                         tree->parent[node] == root ? GLP_BS : GLP_NU);
    for (size_t k = 0; k < w->used; k++)
        glp_set_col_stat(w->lp, (int)k + 1,
                         is_basic(tree, &w->pair[k]) ? GLP_BS : GLP_NL);
}

/* ---- choosing what GLPK gets ------------------------------------------- */

static bool is_tight(const rp_model *m, const rp_tree *tree,
                     const rp_pair *pair) {
    return tree->price[pair->client] +
               tree->price[tree->clients + pair->therapist] ==
           rp_model_worth(m, pair->client, pair->therapist, pair->score);
}

/*
 * The columns of the basis, and next to it one tight column of each client
 * for GLPK to pivot on: with massive ties all tight columns would be all
 * columns, and none of them can improve on an optimal basis.
 */
static size_t choose(const work *w, const rp_columns *columns,
                     const rp_tree *tree, bool only_tight, rp_pair *pair) {
    size_t count = 0;

    for (uint32_t i = 0; i < columns->clients; i++) {
        int others = 0;
        for (size_t k = columns->start[i]; k < columns->start[i + 1]; k++) {
            rp_pair p = {i, columns->therapist[k], columns->score[k]};
            if (only_tight && !is_basic(tree, &p) &&
                (!is_tight(w->model, tree, &p) || others++ > 0))
                continue;
            pair[count++] = p;
        }
    }
    return count;
}

static rp_status build(work *w, const rp_columns *columns, const rp_tree *basis,
                       bool only_tight) {
    rp_status status = RP_ERR_MEMORY;

    w->fresh = rp_new_array(columns->count, sizeof *w->fresh);
    if (!w->fresh)
        return RP_ERR_MEMORY;
    size_t count = choose(w, columns, basis, only_tight, w->fresh);
    add_rows(w);
    if (add_columns(w, w->fresh, count))
        status = rp_columns_init(&w->have, w->model->clients, w->fresh, count);
    free(w->fresh);
    w->fresh = NULL;
    if (status == RP_OK && basis)
        set_basis(w, basis);
    return status;
}

/* ---- solving ----------------------------------------------------------- */

static rp_status pivot(work *w) {
    glp_smcp how;

    glp_init_smcp(&how);
    how.msg_lev = GLP_MSG_OFF;
    how.meth = GLP_PRIMAL;
    how.tol_dj = w->tolerance;
    if (glp_simplex(w->lp, &how) != 0 || glp_get_status(w->lp) != GLP_OPT)
        return RP_ERR_SOLVER;
    return RP_OK;
}

static void read_prices(work *w) {
    const rp_model *m = w->model;

    for (uint32_t i = 0; i < m->clients; i++)
        w->out->client_price[i] =
            llround(glp_get_row_dual(w->lp, row_of_client(i)));
    for (uint32_t j = 0; j < m->therapists; j++)
        w->out->therapist_price[j] =
            llround(glp_get_row_dual(w->lp, row_of_therapist(m, j)));
}

static void read_plan(work *w) {
    for (uint32_t i = 0; i < w->model->clients; i++)
        w->out->therapist[i] = RP_NONE;
    for (size_t k = 0; k < w->used; k++)
        if (glp_get_col_prim(w->lp, (int)k + 1) > 0.5)
            w->out->therapist[w->pair[k].client] = w->pair[k].therapist;
}

static bool is_same(const work *w, const rp_tree *basis) {
    size_t clients = w->model->clients, therapists = w->model->therapists;

    return memcmp(w->out->client_price, basis->price,
                  clients * sizeof(int64_t)) == 0 &&
           memcmp(w->out->therapist_price, basis->price + clients,
                  therapists * sizeof(int64_t)) == 0;
}

/* Give GLPK the violated pairs it does not know. When it knows all of them,
   its tolerance was too wide: narrow it, and after that give up. */
static rp_status add_fresh(work *w, size_t count) {
    size_t kept = 0;

    for (size_t k = 0; k < count; k++)
        if (!rp_columns_has(&w->have, &w->fresh[k]))
            w->fresh[kept++] = w->fresh[k];
    if (kept == 0) {
        w->tolerance /= 10;
        return w->tolerance < tightest_dual ? RP_ERR_SOLVER : RP_OK;
    }
    if (!add_columns(w, w->fresh, kept))
        return RP_ERR_MEMORY;
    return rp_columns_add(&w->have, w->fresh, kept);
}

static rp_status solve(work *w, const rp_tree *priced) {
    for (int round = 0; round < ROUND_LIMIT; round++) {
        size_t count;
        rp_status status = pivot(w);
        if (status != RP_OK)
            return status;
        read_prices(w);
        if (priced && is_same(w, priced)) {
            read_plan(w);
            return RP_OK;
        }
        w->out->rounds++;
        status = rp_model_price(w->model, w->out->client_price,
                                w->out->therapist_price, PRICED_EACH, &w->fresh,
                                &count);
        if (status == RP_OK && count == 0) {
            read_plan(w);
            return RP_OK;
        }
        if (status == RP_OK)
            status = add_fresh(w, count);
        free(w->fresh);
        w->fresh = NULL;
        if (status != RP_OK)
            return status;
    }
    return RP_ERR_SOLVER;
}

static rp_status guarded(work *w, const rp_columns *columns,
                         const rp_tree *basis, bool is_done) {
    if (setjmp(w->bail)) /* on_fatal() dropped GLPK's memory */
        return RP_ERR_SOLVER;
    glp_error_hook(on_fatal, w);
    glp_term_hook(silence, NULL);
    w->lp = glp_create_prob();
    rp_status status = build(w, columns, basis, is_done);
    if (status != RP_OK)
        return status;
    return solve(w, is_done ? basis : NULL);
}

rp_status rp_glpk_run(rp_solution *out, const rp_model *model,
                      const rp_columns *columns, const rp_tree *basis,
                      bool is_done) {
    work w = {.model = model, .out = out, .tolerance = tight_dual};
    rp_status status = RP_ERR_SIZE;

    if (glp_init_env() > 1) /* else GLPK does so itself, and aborts if not */
        status = RP_ERR_MEMORY;
    else if ((uint64_t)model->clients + model->therapists < INT_MAX / 2)
        status = guarded(&w, columns, basis, is_done);
    out->columns += w.used;
    if (w.lp)
        glp_delete_prob(w.lp);
    glp_free_env(); /* of this thread */
    rp_columns_clear(&w.have);
    free(w.fresh);
    free(w.pair);
    return status;
}

/* ---- a program of any kind ---------------------------------------------- */

/*
 * Answers are read to four decimals, so GLPK's own tolerances of 1e-7 are
 * made narrower; what it calls optimal is checked by itself once more.
 */
static const double narrow = 1e-9, usual = 1e-7;
static const double accepted = 1e-6;

typedef struct linear_work {
    jmp_buf bail;
    glp_prob *lp;
    const rp_linear *program;
    rp_linear_cut *cut;
    void *payload;
    rp_linear more; /* rows that a cut adds */
    double *point;  /* [columns] for it */
    int *column;    /* [columns + 1] of one row, from 1 */
    double *value;  /* likewise */
} linear_work;

static void on_linear_fatal(void *payload) {
    linear_work *w = payload;

    glp_free_env();
    w->lp = NULL;
    longjmp(w->bail, 1);
}

static int kind_of(rp_span b) {
    if (isinf(b.low))
        return isinf(b.high) ? GLP_FR : GLP_UP;
    return isinf(b.high) ? GLP_LO : b.high > b.low ? GLP_DB : GLP_FX;
}

static void load_columns(linear_work *w) {
    const rp_linear *p = w->program;

    glp_add_cols(w->lp, (int)p->column_count);
    for (size_t c = 0; c < p->column_count; c++)
        glp_set_col_bnds(w->lp, (int)c + 1, kind_of(p->columns[c]),
                         p->columns[c].low, p->columns[c].high);
    for (size_t c = 0; p->is_whole && c < p->column_count; c++)
        glp_set_col_kind(w->lp, (int)c + 1, GLP_IV);
}

/* Rows behind those that are there. False: one has more entries than columns,
 * which GLPK would refuse. */
static bool add_linear_rows(linear_work *w, const rp_linear *p) {
    if (p->row_count == 0)
        return true;
    int before = glp_get_num_rows(w->lp);
    glp_add_rows(w->lp, (int)p->row_count);
    for (size_t r = 0; r < p->row_count; r++) {
        size_t first = p->begin[r];
        size_t end = r + 1 < p->row_count ? p->begin[r + 1] : p->entries;
        if (end - first > w->program->column_count)
            return false;
        for (size_t k = first; k < end; k++) {
            w->column[k - first + 1] = p->column[k] + 1;
            w->value[k - first + 1] = p->value[k];
        }
        glp_set_mat_row(w->lp, before + (int)r + 1, (int)(end - first),
                        w->column, w->value);
        glp_set_row_bnds(w->lp, before + (int)r + 1, kind_of(p->rows[r]),
                         p->rows[r].low, p->rows[r].high);
    }
    return true;
}

/* Is what GLPK calls optimal so, but for rounding? */
static bool is_exact(glp_prob *lp, int solution) {
    static const int conditions[] = {GLP_KKT_PE, GLP_KKT_PB, GLP_KKT_DE,
                                     GLP_KKT_DB};
    double worst, relative;
    int where, there;

    for (int k = 0; k < (solution == GLP_MIP ? 2 : 4); k++) {
        glp_check_kkt(lp, solution, conditions[k], &worst, &where, &relative,
                      &there);
        if (!(relative <= accepted))
            return false;
    }
    return true;
}

/* One run of the simplex method from the basis that is there. */
static rp_status seek(linear_work *w, int method, double tolerance,
                      rp_linear_end *end) {
    glp_smcp how;

    glp_init_smcp(&how);
    how.msg_lev = GLP_MSG_OFF;
    how.meth = method;
    how.tol_bnd = how.tol_dj = tolerance;
    if (glp_simplex(w->lp, &how) != 0)
        return RP_ERR_SOLVER;
    switch (glp_get_status(w->lp)) {
    case GLP_OPT:
        *end = RP_LINEAR_OPTIMAL;
        return is_exact(w->lp, GLP_SOL) ? RP_OK : RP_ERR_SOLVER;
    case GLP_NOFEAS:
        *end = RP_LINEAR_INFEASIBLE;
        return RP_OK;
    case GLP_UNBND:
        *end = RP_LINEAR_UNBOUNDED;
        return RP_OK;
    default:
        return RP_ERR_SOLVER;
    }
}

static double cost_of(const linear_work *w, const rp_linear_goal *goal,
                      size_t column) {
    size_t count = goal->count ? goal->count : w->program->column_count;

    return column - goal->first < count ? goal->cost[column - goal->first]
                                        : 0.0;
}

static void set_goal(linear_work *w, const rp_linear_goal *goal) {
    glp_set_obj_dir(w->lp, goal->is_greatest ? GLP_MAX : GLP_MIN);
    for (size_t c = 0; c < w->program->column_count; c++)
        glp_set_obj_coef(w->lp, (int)c + 1, cost_of(w, goal, c));
}

/* Later goals stay within the slack of this one. */
static void hold(linear_work *w, const rp_linear_goal *goal) {
    int row = glp_add_rows(w->lp, 1), count = 0;

    for (size_t c = 0; c < w->program->column_count; c++)
        if (fabs(cost_of(w, goal, c)) > 0.0) {
            w->column[++count] = (int)c + 1;
            w->value[count] = cost_of(w, goal, c);
        }
    glp_set_mat_row(w->lp, row, count, w->column, w->value);
    if (goal->is_greatest)
        glp_set_row_bnds(w->lp, row, GLP_LO, goal->best - goal->slack, 0.0);
    else
        glp_set_row_bnds(w->lp, row, GLP_UP, 0.0, goal->best + goal->slack);
}

/* Where GLPK gives up, or loses the point that it had, it gets one more try. */
static rp_status seek_twice(linear_work *w, int method, bool had_point,
                            rp_linear_end *end) {
    rp_status status = seek(w, method, narrow, end);

    if (status == RP_OK && !(had_point && *end == RP_LINEAR_INFEASIBLE))
        return RP_OK;
    glp_std_basis(w->lp);
    return seek(w, GLP_PRIMAL, usual, end);
}

/* Add the rows that the point breaks, if there are any. */
static rp_status cut_off(linear_work *w, bool *is_done) {
    *is_done = true;
    if (!w->cut)
        return RP_OK;
    for (size_t c = 0; c < w->program->column_count; c++)
        w->point[c] = glp_get_col_prim(w->lp, (int)c + 1);
    w->more.row_count = w->more.entries = 0;
    w->cut(w->payload, w->point, &w->more);
    *is_done = w->more.row_count == 0;
    if (w->more.out_of_memory)
        return RP_ERR_MEMORY;
    return add_linear_rows(w, &w->more) ? RP_OK : RP_ERR_SOLVER;
}

/* Branch, from the linear program solved last, until the point is whole. All
 * costs are whole, so bounds are rounded, and what GLPK calls no better is. */
static rp_status branch(linear_work *w, rp_linear_end *end) {
    glp_iocp how;

    glp_init_iocp(&how);
    how.msg_lev = GLP_MSG_OFF;
    how.tol_obj = narrow;
    int ended = glp_intopt(w->lp, &how);
    if (ended == 0 && glp_mip_status(w->lp) == GLP_NOFEAS)
        *end = RP_LINEAR_INFEASIBLE;
    else if (ended != 0 || glp_mip_status(w->lp) != GLP_OPT ||
             !is_exact(w->lp, GLP_MIP))
        return RP_ERR_SOLVER;
    return RP_OK;
}

static double value_of(const linear_work *w, size_t column) {
    return w->program->is_whole
               ? floor(glp_mip_col_val(w->lp, (int)column + 1) + 0.5)
               : glp_get_col_prim(w->lp, (int)column + 1);
}

/* Does the point before reach a bound that nothing passes? */
static bool is_reached(linear_work *w, rp_linear_goal *goal) {
    goal->best = 0.0;
    for (size_t c = 0; c < w->program->column_count; c++)
        goal->best += cost_of(w, goal, c) * value_of(w, c);
    return goal->is_greatest ? goal->best >= goal->bound - goal->slack
                             : goal->best <= goal->bound + goal->slack;
}

/* The first goal by the dual method, from rows that are all slack, the others
 * by the primal one from the basis before; new rows are for the dual one. */
static rp_status seek_all(linear_work *w, rp_linear_goal *goal,
                          bool had_point) {
    int method = had_point ? GLP_PRIMAL : GLP_DUALP;
    bool is_done = false;

    set_goal(w, goal);
    for (int round = 0; !is_done; round++) {
        rp_status status = seek_twice(w, method, had_point, &goal->end);
        if (status == RP_OK && round == ROUND_LIMIT)
            status = RP_ERR_SOLVER;
        if (status != RP_OK || goal->end != RP_LINEAR_OPTIMAL)
            return status;
        method = GLP_DUALP;
        status = cut_off(w, &is_done);
        if (status != RP_OK)
            return status;
    }
    return w->program->is_whole ? branch(w, &goal->end) : RP_OK;
}

static rp_status reach(linear_work *w, rp_linear_goal *goal, bool had_point) {
    bool is_known = had_point && goal->has_bound && is_reached(w, goal);
    rp_status status = is_known ? RP_OK : seek_all(w, goal, had_point);

    if (status != RP_OK || goal->end != RP_LINEAR_OPTIMAL)
        return status;
    if (!is_known)
        goal->best = w->program->is_whole ? floor(glp_mip_obj_val(w->lp) + 0.5)
                                          : glp_get_obj_val(w->lp);
    for (size_t c = 0; goal->at && c < w->program->column_count; c++)
        goal->at[c] = value_of(w, c);
    if (goal->holds)
        hold(w, goal);
    return RP_OK;
}

static rp_status linear_guarded(linear_work *w, rp_linear_goal *goals,
                                size_t count) {
    rp_status status = RP_OK;

    if (setjmp(w->bail)) /* on_linear_fatal() dropped GLPK's memory */
        return RP_ERR_SOLVER;
    glp_error_hook(on_linear_fatal, w);
    glp_term_hook(silence, NULL);
    w->lp = glp_create_prob();
    load_columns(w);
    if (!add_linear_rows(w, w->program))
        return RP_ERR_SOLVER;
    for (size_t k = 0; k < count && status == RP_OK; k++)
        status = reach(w, &goals[k],
                       k > 0 && goals[k - 1].end != RP_LINEAR_INFEASIBLE);
    return status;
}

rp_status rp_glpk_linear(const rp_linear *program, rp_linear_goal *goals,
                         size_t count, rp_linear_cut *cut, void *payload) {
    linear_work w = {.program = program, .cut = cut, .payload = payload};
    size_t most = program->column_count + 1;
    rp_status status = RP_ERR_MEMORY;

    if (program->out_of_memory)
        return RP_ERR_MEMORY;
    if (program->column_count == 0 || program->column_count > INT_MAX / 2 ||
        program->row_count + count > INT_MAX / 2)
        return RP_ERR_SIZE;
    w.column = rp_new_array(most, sizeof *w.column);
    w.value = rp_new_array(most, sizeof *w.value);
    w.point = rp_new_array(most, sizeof *w.point);
    if (w.column && w.value && w.point && glp_init_env() <= 1) {
        status = linear_guarded(&w, goals, count);
        if (w.lp)
            glp_delete_prob(w.lp);
        glp_free_env(); /* of this thread */
    }
    rp_linear_clear(&w.more);
    free(w.column);
    free(w.value);
    free(w.point);
    return status;
}
