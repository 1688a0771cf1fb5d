#include "outcomes/track.h"

#include "base/array.h"

#include <math.h>
#include <stdlib.h>

const char *const rp_track_notes[RP_TRACK_NOTES] = {"", "missing", "few",
                                                    "below", "above"};

/* A figure, or a course without a last score, which has none. */
typedef struct entry {
    uint32_t therapist, concern;
    bool is_lost;
    size_t order;
    double z;
} entry;

typedef struct work {
    rp_track *out;
    const rp_courses *courses;
    const rp_policy *policy;
    rp_group_sum *sums; /* [therapists] of figures, in their order */
    entry *entries;     /* [count] by therapist, concern, order */
    size_t count;
    rp_cell_mean *means;    /* [concerns] of one therapist, with a figure */
    rp_estimate *estimates; /* likewise */
    uint32_t *concerns;     /* likewise */
    uint32_t *lost;         /* likewise: courses without a last score */
    size_t records_of;      /* so far */
} work;

rp_track_note rp_track_side(double value, double variance) {
    double reach = RP_INTERVAL_80 * sqrt(variance);

    return value + reach < 0.0   ? RP_TRACK_BELOW
           : value - reach > 0.0 ? RP_TRACK_ABOVE
                                 : RP_TRACK_NOTHING;
}

/* -- the clinic as a whole --------------------------------------------------
 */

static bool find_prior(work *w) {
    const rp_figures *f = &w->out->figures;
    const rp_policy *p = w->policy;
    double *values = rp_new_array(f->count, sizeof *values);
    uint32_t *groups = rp_new_array(f->count, sizeof *groups);
    const rp_grouped grouped = {values, groups, f->count,
                                w->courses->therapist_count};
    bool whole = values && groups;

    for (size_t i = 0; whole && i < f->count; i++) {
        values[i] = f->figures[i].z;
        groups[i] = f->figures[i].therapist;
    }
    if (whole) {
        rp_components *c = &w->out->components;
        *c = rp_components_of(&grouped, w->sums);
        w->out->prior = rp_prior_of(rp_components_icc(c, p->icc, p->icc_weight),
                                    p->global_share);
    }
    free(values);
    free(groups);
    return whole;
}

/* -- who has what -----------------------------------------------------------
 */

static int by_therapist(const void *left, const void *right) {
    const entry *a = left, *b = right;

    if (a->therapist != b->therapist)
        return a->therapist < b->therapist ? -1 : 1;
    if (a->concern != b->concern)
        return a->concern < b->concern ? -1 : 1;
    if (a->is_lost != b->is_lost)
        return a->is_lost ? 1 : -1;
    return (a->order > b->order) - (a->order < b->order);
}

static void collect(work *w) {
    const rp_figures *f = &w->out->figures;

    for (size_t i = 0; i < f->count; i++)
        w->entries[w->count++] =
            (entry){f->figures[i].therapist, f->figures[i].concern, false, i,
                    f->figures[i].z};
    for (size_t i = 0; i < w->courses->count; i++) {
        const rp_course *c = &w->courses->courses[i];
        if (rp_courses_counts(w->courses, c) &&
            c->state == RP_COURSE_WITHOUT_POST)
            w->entries[w->count++] =
                (entry){c->therapist, f->concern_of[i], true, i, 0.0};
    }
    if (w->count > 1)
        qsort(w->entries, w->count, sizeof *w->entries, by_therapist);
}

/* -- rows -------------------------------------------------------------------
 */

static rp_track_row *add_row(work *w, rp_track_row row) {
    rp_track_row *added = &w->out->rows[w->out->count++];

    if (row.note == RP_TRACK_NOTHING)
        row.note =
            row.figures < RP_ENOUGH_FIGURES
                ? RP_TRACK_FEW
                : rp_track_side(row.estimate.value, row.estimate.variance);
    *added = row;
    return added;
}

/* The concerns of one therapist that have figures, from entries[from] to
 * before `to`; their means, in the order of names. */
static uint32_t find_cells(work *w, size_t from, size_t to) {
    uint32_t cells = 0;

    for (size_t i = from, after; i < to; i = after) {
        rp_cell_mean mean = {0.0, 0};
        uint32_t lost = 0;
        for (after = i;
             after < to && w->entries[after].concern == w->entries[i].concern;
             after++) {
            mean.mean += w->entries[after].z;
            mean.count += !w->entries[after].is_lost;
            lost += w->entries[after].is_lost;
        }
        if (mean.count == 0)
            continue;
        mean.mean /= (double)mean.count;
        w->means[cells] = mean;
        w->concerns[cells] = w->entries[i].concern;
        w->lost[cells++] = lost;
    }
    return cells;
}

static rp_record_of record_of(const char *concern, uint32_t figures,
                              rp_estimate estimate) {
    return (rp_record_of){concern, figures, estimate.value, estimate.variance,
                          estimate.reliability};
}

/* The rows of a therapist who is used, and what a score needs of them. */
static void put_therapist(work *w, uint32_t t, size_t from, size_t to) {
    const rp_figures *f = &w->out->figures;
    const char *id = w->courses->therapists[t];
    uint32_t cells = find_cells(w, from, to);
    rp_record_of *records = &w->out->records_of[w->records_of];
    size_t kept = 0;
    rp_estimate other;
    rp_estimate all =
        rp_shrinkage(&w->out->prior, w->means, cells, w->estimates, &other);

    add_row(w, (rp_track_row){.therapist = id,
                              .concern = "",
                              .figures = (uint32_t)w->sums[t].count,
                              .without_post = f->counts[t].without_post,
                              .mean = cells > 0 ? w->sums[t].sum /
                                                      (double)w->sums[t].count
                                                : NAN,
                              .estimate = all});
    for (uint32_t c = 0; c < cells; c++) {
        const char *concern = f->concerns[w->concerns[c]];
        if (*concern == '\0')
            continue; /* figures without a concern count for the whole */
        add_row(w, (rp_track_row){.therapist = id,
                                  .concern = concern,
                                  .figures = w->means[c].count,
                                  .without_post = w->lost[c],
                                  .mean = w->means[c].mean,
                                  .estimate = w->estimates[c]});
        records[kept++] =
            record_of(concern, w->means[c].count, w->estimates[c]);
    }
    if (cells == 0)
        return;
    w->records_of += kept;
    w->out->records[w->out->measured.count++] =
        (rp_records){id, records, kept, record_of(NULL, 0, other)};
}

static void put_rows(work *w) {
    const rp_figures *f = &w->out->figures;
    size_t at = 0, after;

    for (uint32_t t = 0; t < w->courses->therapist_count; t++, at = after) {
        for (after = at; after < w->count && w->entries[after].therapist == t;)
            after++;
        if (f->counts[t].courses == 0)
            continue;
        if (f->is_missing[t])
            add_row(w, (rp_track_row){.therapist = w->courses->therapists[t],
                                      .concern = "",
                                      .without_post = f->counts[t].without_post,
                                      .mean = NAN,
                                      .note = RP_TRACK_MISSING});
        else
            put_therapist(w, t, at, after);
    }
    w->out->measured.records = w->out->records;
}

static bool make_room(work *w) {
    const rp_figures *f = &w->out->figures;
    size_t courses = w->courses->count, concerns = f->concern_count;
    size_t therapists = w->courses->therapist_count;

    w->sums = rp_new_array(therapists, sizeof *w->sums);
    w->entries = rp_new_array(f->count + courses, sizeof *w->entries);
    w->means = rp_new_array(concerns, sizeof *w->means);
    w->estimates = rp_new_array(concerns, sizeof *w->estimates);
    w->concerns = rp_new_array(concerns, sizeof *w->concerns);
    w->lost = rp_new_array(concerns, sizeof *w->lost);
    w->out->rows = rp_new_array(therapists + f->count, sizeof *w->out->rows);
    w->out->records = rp_new_array(therapists, sizeof *w->out->records);
    w->out->records_of = rp_new_array(f->count, sizeof *w->out->records_of);
    return w->sums && w->entries && w->means && w->estimates && w->concerns &&
           w->lost && w->out->rows && w->out->records && w->out->records_of;
}

rp_status rp_track_make(rp_track *out, const rp_courses *courses,
                        const rp_roster *roster, const rp_policy *policy) {
    work w = {.out = out, .courses = courses, .policy = policy};

    *out = (rp_track){0};
    rp_status status = rp_figures_make(&out->figures, courses, roster, policy);
    if (status == RP_OK && !(make_room(&w) && find_prior(&w)))
        status = RP_ERR_MEMORY;
    if (status == RP_OK) {
        collect(&w);
        put_rows(&w);
    }
    free(w.sums);
    free(w.entries);
    free(w.means);
    free(w.estimates);
    free(w.concerns);
    free(w.lost);
    return status;
}

void rp_track_clear(rp_track *track) {
    rp_figures_clear(&track->figures);
    free(track->rows);
    free(track->records);
    free(track->records_of);
    *track = (rp_track){0};
}
