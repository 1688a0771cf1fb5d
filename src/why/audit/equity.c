#include "why/audit/equity.h"

#include "base/array.h"
#include "why/audit/suppression.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Who counts, who is placed, and how well. */
typedef struct people {
    const rp_outcome *outcome;
    bool *counted, *placed, *first; /* [clients]; first: at rank 1 */
    bool *in;                       /* [clients] scratch */
} people;

/* -- the interval ---------------------------------------------------------- */

/* The Wilson interval of x of n (Newcombe 1998, method 10). */
static void wilson(double x, double n, double *low, double *high) {
    const double z = 1.959964;
    double p = x / n;
    double middle = 2.0 * x + z * z;
    double half = z * sqrt(z * z + 4.0 * x * (1.0 - p));

    *low = (middle - half) / (2.0 * (n + z * z));
    *high = (middle + half) / (2.0 * (n + z * z));
}

void rp_newcombe(uint32_t a, uint32_t n, uint32_t b, uint32_t m, double *low,
                 double *high) {
    double p = (double)a / n, q = (double)b / m;
    double l1, u1, l2, u2;

    wilson(a, n, &l1, &u1);
    wilson(b, m, &l2, &u2);
    *low = p - q - sqrt((p - l1) * (p - l1) + (u2 - q) * (u2 - q));
    *high = p - q + sqrt((u1 - p) * (u1 - p) + (q - l2) * (q - l2));
}

/* -- who ------------------------------------------------------------------- */

static void clear_people(people *p) {
    free(p->counted);
    free(p->placed);
    free(p->first);
    free(p->in);
}

static rp_status look_at(people *p, const rp_outcome *o) {
    uint32_t clients = o->fit->roster->client_count;
    rp_chooser chooser = {0};

    *p = (people){.outcome = o,
                  .counted = rp_new_array(clients, sizeof *p->counted),
                  .placed = rp_new_array(clients, sizeof *p->placed),
                  .first = rp_new_array(clients, sizeof *p->first),
                  .in = rp_new_array(clients, sizeof *p->in)};
    bool whole = p->counted && p->placed && p->first && p->in &&
                 rp_chooser_init(&chooser, o->fit->roster->therapist_count);
    for (uint32_t c = 0; whole && c < clients; c++) {
        uint32_t rank = 0;
        p->counted[c] = rp_status_is_matched(o->status[c]);
        bool is_paired = p->counted[c] && o->therapist[c] != RP_NONE;
        p->placed[c] = is_paired || o->status[c] == RP_STATUS_GROUP;
        if (is_paired)
            rp_outcome_choices(o, c, 0, 1, &chooser, &rank);
        p->first[c] = rank == 1;
    }
    rp_chooser_clear(&chooser);
    return whole && !rp_eligible_failed(o->eligible) ? RP_OK : RP_ERR_MEMORY;
}

static bool names(const rp_audit *audit, const char *column) {
    for (uint32_t k = 0; k < audit->count; k++)
        if (strcmp(audit->columns[k].name, column) == 0)
            return true;
    return false;
}

/* What run.json tells anyway: everybody, each tier, who is pinned. */
static bool add_told(rp_audit_groups *out, people *p, const rp_audit *audit) {
    const rp_outcome *o = p->outcome;
    uint32_t clients = o->fit->roster->client_count;
    bool has_tiers = names(audit, "urgency"), has_pins = names(audit, "pin");
    bool whole = rp_audit_groups_add(out, clients, p->counted, p->placed, true);

    for (int tier = RP_TIER_ROUTINE; whole && tier <= RP_TIER_URGENT; tier++) {
        for (uint32_t c = 0; c < clients; c++)
            p->in[c] = p->counted[c] && o->triage->tier[c] == tier;
        whole = rp_audit_groups_add(out, clients, p->in, p->placed, has_tiers);
    }
    for (uint32_t c = 0; c < clients; c++)
        p->in[c] = o->status[c] == RP_STATUS_PINNED;
    return whole &&
           rp_audit_groups_add(out, clients, p->in, p->placed, has_pins);
}

/* -- figures --------------------------------------------------------------- */

/* count / whole in tenths times `scale`, half up; -1 of nothing. */
static int tenths(uint64_t count, uint64_t whole, uint64_t scale) {
    return whole ? (int)((20 * scale * count + whole) / (2 * whole)) : -1;
}

/* 1000 (a/n - b/m), half away from 0, in whole numbers. */
static int64_t difference_of(int64_t a, int64_t n, int64_t b, int64_t m) {
    int64_t twice = 2 * 1000 * (a * m - b * n), half = n * m;

    return (twice < 0 ? twice - half : twice + half) / (2 * half);
}

static rp_equity_row figures_of(const people *p, const rp_audit_group *g,
                                const rp_audit_group *all, uint32_t small) {
    const rp_outcome *o = p->outcome;
    uint64_t weeks = 0, dated = 0, score = 0, scored = 0, first = 0;
    uint32_t rest = all->n - g->n, rest_placed = all->placed - g->placed;
    bool has_rest = g->n > 0 && rest > 0;
    double low, high;

    for (uint32_t i = 0; i < g->n; i++) {
        uint32_t c = g->clients[i];
        if (o->triage->weeks[c] != RP_NO_WEEKS) {
            weeks += (uint64_t)o->triage->weeks[c];
            dated++;
        }
        if (p->placed[c] && o->therapist[c] != RP_NONE) {
            score += o->score[c];
            scored++;
        }
        first += p->first[c];
    }
    rp_equity_row row = {.group = g->name,
                         .n = g->n,
                         .placed = tenths(g->placed, g->n, 100),
                         .weeks = dated < small ? -1 : tenths(weeks, dated, 1),
                         .score = tenths(score, scored * 100, 1),
                         .first = tenths(first, g->n, 100),
                         .has_rest = has_rest};
    if (has_rest) {
        row.difference = difference_of(g->placed, g->n, rest_placed, rest);
        rp_newcombe(g->placed, g->n, rest_placed, rest, &low, &high);
        row.low = llround(1000.0 * low);
        row.high = llround(1000.0 * high);
    }
    return row;
}

/* -- all of it ------------------------------------------------------------- */

static void tell(rp_equity *out, const people *p, const rp_audit *audit,
                 uint32_t small) {
    uint32_t hidden = RP_NO_COLUMN; /* the column counted last */

    for (size_t k = 0; k < out->groups.count; k++) {
        const rp_audit_group *g = &out->groups.items[k];
        if (g->column == RP_NO_COLUMN)
            continue;
        if (g->is_hidden) {
            out->hidden_columns += g->column != hidden;
            hidden = g->column;
            continue;
        }
        rp_equity_row *row = &out->rows[out->count++];
        *row = figures_of(p, g, &out->groups.items[0], small);
        row->column = audit->columns[g->column].name;
    }
}

rp_status rp_equity_make(rp_equity *out, const rp_outcome *outcome,
                         const rp_audit *audit, uint32_t small) {
    const rp_roster *roster = outcome->fit->roster;
    people p;

    *out = (rp_equity){0};
    rp_status status = look_at(&p, outcome);
    if (status == RP_OK && !add_told(&out->groups, &p, audit))
        status = RP_ERR_MEMORY;
    if (status == RP_OK)
        status = rp_audit_groups_make(&out->groups, audit, roster, p.counted,
                                      p.placed);
    if (status == RP_OK)
        status =
            rp_suppress(&out->groups, roster->client_count, p.placed, small);
    if (status == RP_OK) {
        out->rows = rp_new_array(out->groups.count, sizeof *out->rows);
        status = out->rows ? RP_OK : RP_ERR_MEMORY;
    }
    if (status == RP_OK)
        tell(out, &p, audit, small);
    clear_people(&p);
    return status;
}

void rp_equity_clear(rp_equity *equity) {
    rp_audit_groups_clear(&equity->groups);
    free(equity->rows);
    *equity = (rp_equity){0};
}
