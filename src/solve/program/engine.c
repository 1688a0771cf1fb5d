#include "solve/program/engine.h"

#include "base/array.h"

#include <glpk.h>
#include <limits.h>
#include <setjmp.h>
#include <stdlib.h>

/* As in solve/glpk.c: rewards are large, and one S-unit has to count. */
static const double tight = 1e-10;

/* Where that goes round in circles: prices that are a little off only make a
   bound worse. */
static const double loose[] = {1e-8, 1e-6, 1e-4};

enum { LOOSE = sizeof loose / sizeof *loose };

/* GLPK can go round in circles: after so many pivots it begins anew. */
enum { FEWEST_PIVOTS = 1000, PIVOTS_EACH = 20, ROWS_MOST = 1000000 };

struct rp_engine {
    jmp_buf bail;
    glp_prob *lp;
    int *index; /* [room + 1] one row or column */
    double *value;
    size_t used, room;
    bool is_short;
};

rp_engine *rp_engine_new(void) {
    rp_engine *e = rp_new_array(1, sizeof *e);

    if (!e)
        return NULL;
    if (glp_init_env() > 1) { /* else GLPK does so itself, and aborts if not */
        free(e);
        return NULL;
    }
    return e;
}

void rp_engine_free(rp_engine *e) {
    if (!e)
        return;
    if (e->lp)
        glp_delete_prob(e->lp);
    glp_free_env(); /* of this thread */
    free(e->index);
    free(e->value);
    free(e);
}

static int silence(void *payload, const char *text) {
    (void)payload;
    (void)text;
    return 1;
}

/* After a fatal mistake GLPK's memory can only be dropped as a whole. */
static void on_fatal(void *payload) {
    rp_engine *e = payload;

    glp_free_env();
    e->lp = NULL;
    longjmp(e->bail, 1);
}

rp_status rp_engine_guard(rp_engine *e, rp_status (*body)(void *payload),
                          void *payload) {
    if (setjmp(e->bail))
        return RP_ERR_SOLVER;
    glp_error_hook(on_fatal, e);
    glp_term_hook(silence, NULL);
    if (!e->lp) {
        e->lp = glp_create_prob();
        glp_set_obj_dir(e->lp, GLP_MAX);
    }
    return body(payload);
}

/* ---- growing ------------------------------------------------------------ */

void rp_engine_begin(rp_engine *e) { e->used = 0; }

void rp_engine_put(rp_engine *e, size_t number, double value) {
    if (e->used == e->room) {
        size_t room = e->room + e->room / 2 + 64;
        int *index = rp_resize_array(e->index, room + 1, sizeof *index);
        if (index)
            e->index = index;
        double *values = rp_resize_array(e->value, room + 1, sizeof *values);
        if (values)
            e->value = values;
        if (!index || !values) {
            e->is_short = true;
            return;
        }
        e->room = room;
    }
    e->used++;
    e->index[e->used] = (int)number + 1;
    e->value[e->used] = value;
}

bool rp_engine_row(rp_engine *e, bool is_even, double bound) {
    if (e->is_short || glp_get_num_rows(e->lp) >= INT_MAX / 2) {
        e->is_short = true;
        return false;
    }
    int row = glp_add_rows(e->lp, 1);
    glp_set_row_bnds(e->lp, row, is_even ? GLP_FX : GLP_UP, bound, bound);
    glp_set_mat_row(e->lp, row, (int)e->used, e->index, e->value);
    return true;
}

bool rp_engine_column(rp_engine *e, double cost, bool is_closed) {
    if (e->is_short || glp_get_num_cols(e->lp) >= INT_MAX / 2) {
        e->is_short = true;
        return false;
    }
    int column = glp_add_cols(e->lp, 1);
    glp_set_col_bnds(e->lp, column, is_closed ? GLP_FX : GLP_LO, 0.0, 0.0);
    glp_set_obj_coef(e->lp, column, cost);
    glp_set_mat_col(e->lp, column, (int)e->used, e->index, e->value);
    return true;
}

bool rp_engine_is_short(const rp_engine *e) { return e->is_short; }

void rp_engine_bind(rp_engine *e, size_t row, double bound) {
    glp_set_row_bnds(e->lp, (int)row + 1, GLP_UP, 0.0, bound);
}

void rp_engine_unbind(rp_engine *e, size_t row) {
    glp_set_row_bnds(e->lp, (int)row + 1, GLP_FR, 0.0, 0.0);
}

void rp_engine_cost(rp_engine *e, size_t column, double cost) {
    glp_set_obj_coef(e->lp, (int)column + 1, cost);
}

void rp_engine_close(rp_engine *e, size_t column, bool is_closed) {
    glp_set_col_bnds(e->lp, (int)column + 1, is_closed ? GLP_FX : GLP_LO, 0.0,
                     0.0);
}

/* ---- solving ------------------------------------------------------------ */

static bool run(rp_engine *e, int method, double tolerance) {
    int rows = glp_get_num_rows(e->lp);
    glp_smcp how;

    glp_init_smcp(&how);
    how.msg_lev = GLP_MSG_OFF;
    how.meth = method;
    how.tol_dj = tolerance;
    how.it_lim =
        FEWEST_PIVOTS + PIVOTS_EACH * (rows < ROWS_MOST ? rows : ROWS_MOST);
    return glp_simplex(e->lp, &how) == 0 && glp_get_status(e->lp) == GLP_OPT;
}

rp_status rp_engine_solve(rp_engine *e, bool is_dual) {
    if (run(e, is_dual ? GLP_DUALP : GLP_PRIMAL, tight))
        return RP_OK;
    glp_std_basis(e->lp);
    if (run(e, GLP_DUALP, tight))
        return RP_OK;
    for (int k = 0; k < LOOSE; k++)
        if (run(e, GLP_PRIMAL, loose[k]))
            return RP_OK;
    return RP_ERR_SOLVER;
}

int64_t rp_engine_pivots(const rp_engine *e) {
    return e->lp ? glp_get_it_cnt(e->lp) : 0;
}

double rp_engine_dual(const rp_engine *e, size_t row) {
    return glp_get_row_dual(e->lp, (int)row + 1);
}

double rp_engine_value(const rp_engine *e, size_t column) {
    return glp_get_col_prim(e->lp, (int)column + 1);
}
