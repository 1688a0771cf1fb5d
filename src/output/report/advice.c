#include "output/report/advice.h"

#include "output/json.h"
#include "output/report/change.h"

#include <math.h>
#include <string.h>

enum { KINDS = 3 };

/* A row that is worth a sentence. */
typedef struct tip {
    int kind;     /* of `kinds` */
    uint32_t row; /* of its sheet */
    double helped;
} tip;

typedef struct desk {
    const rp_material *m;
    tip tips[RP_ADVICE_MOST]; /* [count] chosen */
    size_t count;
} desk;

static double number(rp_grid *grid, uint32_t row, const char *column) {
    double value = rp_grid_number(grid, row, rp_grid_column(grid, column));

    return isnan(value) ? 0.0 : value;
}

static double helped_by_bottleneck(rp_grid *grid, uint32_t row) {
    return number(grid, row, "extra_urgent") + number(grid, row, "extra_soon") +
           number(grid, row, "extra_routine");
}

static double helped_by_option(rp_grid *grid, uint32_t row) {
    return number(grid, row, "placed");
}

static double helped_by_answer(rp_grid *grid, uint32_t row) {
    return number(grid, row, "placed_if_favourable");
}

static const struct {
    const char *file, *title;
    double (*helped)(rp_grid *grid, uint32_t row);
    bool of_client; /* an option of one client, if it displaces nobody */
} kinds[KINDS] = {{"bottlenecks.csv", "Change", helped_by_bottleneck, false},
                  {"options.csv", "For one client", helped_by_option, true},
                  {"unknowns.csv", "Call", helped_by_answer, false}};

/* Is it chosen, or does one that is chosen say the same: of a client of whose
 * options there is one, or the edit of a bottleneck? */
static bool is_said(const desk *d, int kind, rp_grid *grid, uint32_t row) {
    for (size_t i = 0; i < d->count; i++) {
        const tip *t = &d->tips[i];
        rp_grid *other = rp_binder_grid(d->m->binder, kinds[t->kind].file);
        if (t->kind == kind
                ? t->row == row ||
                      (kinds[kind].of_client &&
                       rp_binder_same(grid, t->row, grid, row, "client_id"))
                : rp_binder_same(other, t->row, grid, row, "id") &&
                      rp_binder_same(other, t->row, grid, row, "column") &&
                      rp_binder_same(other, t->row, grid, row, "to"))
            return true;
    }
    return false;
}

static bool is_free(rp_grid *grid, uint32_t row) {
    return rp_binder_cell(grid, row, "placed").length > 0 &&
           number(grid, row, "displaced") < 0.5;
}

/* Equal ones by turns: the next of each sheet, the sheets in their order. */
static bool helps_more(const tip *a, const tip *b) {
    if (a->helped > b->helped || a->helped < b->helped)
        return a->helped > b->helped;
    return a->row != b->row ? a->row < b->row : a->kind < b->kind;
}

/* The row of a sheet that helps most, or its first; false when none is left. */
static bool find(const desk *d, int kind, bool is_first, tip *best) {
    rp_grid *grid = rp_binder_grid(d->m->binder, kinds[kind].file);
    bool found = false;

    for (uint32_t row = 0; grid && row < rp_grid_rows(grid); row++) {
        if ((kinds[kind].of_client && !is_free(grid, row)) ||
            is_said(d, kind, grid, row))
            continue;
        tip one = {kind, row, kinds[kind].helped(grid, row)};
        if (!found || helps_more(&one, best))
            *best = one;
        found = true;
        if (is_first)
            break;
    }
    return found;
}

static void choose(desk *d) {
    tip one = {0}, best = {0};

    for (int kind = 0; kind < KINDS; kind++)
        if (find(d, kind, true, &one))
            d->tips[d->count++] = one;
    while (d->count < RP_ADVICE_MOST) {
        bool found = false;
        for (int kind = 0; kind < KINDS; kind++)
            if (find(d, kind, false, &one)) {
                if (!found || helps_more(&one, &best))
                    best = one;
                found = true;
            }
        if (!found)
            break;
        d->tips[d->count++] = best;
    }
}

/* Those that help most first, equal ones as they were chosen. */
static void sort(tip *tips, size_t count) {
    for (size_t i = 1; i < count; i++) {
        tip one = tips[i];
        size_t at = i;
        for (; at > 0 && one.helped > tips[at - 1].helped; at--)
            tips[at] = tips[at - 1];
        tips[at] = one;
    }
}

json_t *rp_advice_values(const rp_material *m) {
    const rp_roster *roster = m->outcome->fit->roster;
    desk d = {.m = m};
    json_t *list = json_array();

    choose(&d);
    sort(d.tips, d.count);
    for (size_t i = 0; i < d.count; i++) {
        rp_grid *grid = rp_binder_grid(m->binder, kinds[d.tips[i].kind].file);
        json_t *words =
            rp_change_sentence(roster, RP_NONE, grid, d.tips[i].row);
        rp_json_append(list,
                       json_pack("{s:s, s:o}", "kind",
                                 kinds[d.tips[i].kind].title, "words", words));
    }
    return list;
}
