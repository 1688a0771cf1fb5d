#include "outcomes/figures.h"

#include "base/array.h"
#include "outcomes/slope.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static const double most_z = 3.0, least_s = 1e-9;

/* A complete course that is used. */
typedef struct gain {
    size_t course;
    double gain, z;
    bool is_used; /* its measure tells something */
} gain;

/* What a measure's courses of one concern sum up to. */
typedef struct concern_sum {
    double sum;
    size_t count;
    uint32_t therapists;
} concern_sum;

/* A gain of one client with one therapist. */
typedef struct part {
    uint32_t concern;
    size_t order; /* among the gains */
    double z;
} part;

typedef struct work {
    rp_figures *out;
    const rp_courses *courses;
    const rp_roster *roster;
    const rp_policy *policy;
    gain *gains; /* [count] in the order of the courses */
    size_t count;
    size_t *of_measure; /* [count] indices of gains, by measure, then order */
    size_t *first;      /* [measures + 1] where each begins there */
    double *pre, *post; /* [count] of one measure, turned */
    uint32_t *therapist;
    uint64_t *pairs;     /* [count] concern and therapist */
    rp_score_sums *sums; /* [therapists] */
    concern_sum *means;  /* [concerns] */
    part *parts;         /* [count] */
} work;

/* -- concerns ---------------------------------------------------------------
 */

static int by_text(const void *left, const void *right) {
    return strcmp(*(const char *const *)left, *(const char *const *)right);
}

static uint32_t rank_of(const rp_figures *f, const char *concern) {
    const char **found = bsearch(&concern, f->concerns, f->concern_count,
                                 sizeof *f->concerns, by_text);

    return (uint32_t)(found - f->concerns);
}

/* The concern of every course by its rank, the blank one first. */
static bool rank_concerns(const work *w) {
    rp_figures *f = w->out;
    size_t count = w->courses->count;
    const char **named = rp_new_array(count + 1, sizeof *named);
    const char **all = rp_new_array(count + 1, sizeof *all);
    uint32_t kept = 0;

    f->concerns = all;
    f->concern_of = rp_new_array(count, sizeof *f->concern_of);
    if (!named || !all || !f->concern_of) {
        free(named);
        return false;
    }
    all[count] = "";
    for (size_t i = 0; i < count; i++)
        all[i] = named[i] =
            rp_courses_concern(w->courses, &w->courses->courses[i], w->roster);
    qsort(all, count + 1, sizeof *all, by_text);
    for (size_t i = 0; i <= count; i++)
        if (kept == 0 || strcmp(all[kept - 1], all[i]) != 0)
            all[kept++] = all[i];
    f->concern_count = kept;
    for (size_t i = 0; i < count; i++)
        f->concern_of[i] = rank_of(f, named[i]);
    free(named);
    return true;
}

/* -- who is used ------------------------------------------------------------
 */

/* Whoever lost sight of too many clients is used in no step: those who stayed
 * may be the ones that did well. */
static void count_courses(const work *w) {
    const rp_courses *courses = w->courses;
    rp_figures *f = w->out;

    for (size_t i = 0; i < courses->count; i++) {
        const rp_course *course = &courses->courses[i];
        if (!rp_courses_counts(courses, course))
            continue;
        f->counts[course->therapist].courses++;
        f->counts[course->therapist].without_post +=
            course->state == RP_COURSE_WITHOUT_POST;
    }
    for (uint32_t t = 0; t < courses->therapist_count; t++)
        f->is_missing[t] =
            (double)f->counts[t].without_post >
            w->policy->missing_max * (double)f->counts[t].courses + 1e-9;
}

static void find_gains(work *w) {
    const rp_courses *courses = w->courses;

    for (size_t i = 0; i < courses->count; i++) {
        const rp_course *course = &courses->courses[i];
        if (rp_courses_counts(courses, course) &&
            course->state == RP_COURSE_COMPLETE &&
            !w->out->is_missing[course->therapist]) {
            w->gains[w->count++] = (gain){.course = i};
            w->first[course->measure + 1]++;
        }
    }
    for (uint32_t m = 0; m < courses->measure_count; m++)
        w->first[m + 1] += w->first[m];
    size_t *next = w->first; /* of one measure; set right below */
    for (size_t i = 0; i < w->count; i++)
        w->of_measure[next[courses->courses[w->gains[i].course].measure]++] = i;
    for (uint32_t m = courses->measure_count; m > 0; m--)
        w->first[m] = w->first[m - 1];
    w->first[0] = 0;
}

/* -- one measure ------------------------------------------------------------
 */

static int by_number(const void *left, const void *right) {
    const uint64_t *a = left, *b = right;

    return (*a > *b) - (*a < *b);
}

static uint32_t concern_of(const work *w, const gain *g) {
    return w->out->concern_of[g->course];
}

/* Sums of gains by concern, and how many therapists each has. */
static void sum_concerns(const work *w, const size_t *which, size_t count) {
    for (size_t i = 0; i < count; i++)
        w->means[concern_of(w, &w->gains[which[i]])] = (concern_sum){0.0, 0, 0};
    for (size_t i = 0; i < count; i++) {
        const gain *g = &w->gains[which[i]];
        concern_sum *of = &w->means[concern_of(w, g)];
        of->sum += g->gain;
        of->count++;
        w->pairs[i] = (uint64_t)concern_of(w, g) << 32 |
                      w->courses->courses[g->course].therapist;
    }
    qsort(w->pairs, count, sizeof *w->pairs, by_number);
    for (size_t i = 0; i < count; i++)
        if (i == 0 || w->pairs[i] != w->pairs[i - 1])
            w->means[w->pairs[i] >> 32].therapists++;
}

/* What a course of a concern is expected to gain. */
static double expected(const work *w, uint32_t concern, double mean) {
    const concern_sum *of = &w->means[concern];
    double therapists = (double)of->therapists;

    if (*w->out->concerns[concern] == '\0')
        return mean;
    return mean + therapists / (therapists + w->policy->concern_pull) *
                      (of->sum / (double)of->count - mean);
}

static double set_gains(const work *w, const size_t *which, size_t count) {
    const rp_score_pairs pairs = {w->pre, w->post, w->therapist, count};
    double sum = 0.0;

    for (size_t i = 0; i < count; i++) {
        const rp_course *c = &w->courses->courses[w->gains[which[i]].course];
        w->pre[i] = rp_courses_turned(w->courses, c, c->first);
        w->post[i] = rp_courses_turned(w->courses, c, c->last);
        w->therapist[i] = c->therapist;
    }
    double b = rp_slope_within(&pairs, w->policy->slope_min, w->sums);
    for (size_t i = 0; i < count; i++) {
        w->gains[which[i]].gain = b * w->pre[i] - w->post[i];
        sum += w->gains[which[i]].gain;
    }
    return sum;
}

static void standardise(const work *w, uint32_t measure) {
    const size_t *which = w->of_measure + w->first[measure];
    size_t count = w->first[measure + 1] - w->first[measure];
    double squares = 0.0;

    if (count < 2)
        return;
    double mean = set_gains(w, which, count) / (double)count;
    sum_concerns(w, which, count);
    for (size_t i = 0; i < count; i++) {
        gain *g = &w->gains[which[i]];
        g->z = g->gain - expected(w, concern_of(w, g), mean);
        squares += g->z * g->z;
    }
    double s = sqrt(squares / ((double)count - 1.0));
    for (size_t i = 0; i < count; i++) {
        gain *g = &w->gains[which[i]];
        g->is_used = s > least_s;
        g->z = g->is_used ? fmax(-most_z, fmin(most_z, g->z / s)) : 0.0;
    }
}

/* -- figures ----------------------------------------------------------------
 */

static int by_concern(const void *left, const void *right) {
    const part *a = left, *b = right;

    if (a->concern != b->concern)
        return a->concern < b->concern ? -1 : 1;
    return (a->order > b->order) - (a->order < b->order);
}

/* The figures of one client with one therapist, from gains[from] to before
 * `to`, which stand in the order of measures. */
static void put_figures(work *w, size_t from, size_t to) {
    const rp_course *course = &w->courses->courses[w->gains[from].course];
    rp_figures *f = w->out;
    size_t count = 0, after;

    for (size_t i = from; i < to; i++)
        if (w->gains[i].is_used)
            w->parts[count++] =
                (part){concern_of(w, &w->gains[i]), i, w->gains[i].z};
    if (count > 1)
        qsort(w->parts, count, sizeof *w->parts, by_concern);
    for (size_t i = 0; i < count; i = after) {
        double sum = 0.0;
        for (after = i;
             after < count && w->parts[after].concern == w->parts[i].concern;)
            sum += w->parts[after++].z;
        f->figures[f->count++] =
            (rp_figure){course->client, course->therapist, w->parts[i].concern,
                        sum / (double)(after - i)};
    }
}

static void make_figures(work *w) {
    size_t after;

    for (size_t i = 0; i < w->count; i = after) {
        const rp_course *a = &w->courses->courses[w->gains[i].course];
        for (after = i + 1; after < w->count; after++) {
            const rp_course *b = &w->courses->courses[w->gains[after].course];
            if (a->client != b->client || a->therapist != b->therapist)
                break;
        }
        put_figures(w, i, after);
    }
}

static bool make_room(work *w) {
    size_t courses = w->courses->count;
    uint32_t therapists = w->courses->therapist_count;
    rp_figures *f = w->out;

    f->figures = rp_new_array(courses, sizeof *f->figures);
    f->counts = rp_new_array(therapists, sizeof *f->counts);
    f->is_missing = rp_new_array(therapists, sizeof *f->is_missing);
    w->gains = rp_new_array(courses, sizeof *w->gains);
    w->of_measure = rp_new_array(courses, sizeof *w->of_measure);
    w->first =
        rp_new_array((size_t)w->courses->measure_count + 1, sizeof *w->first);
    w->pre = rp_new_array(courses, sizeof *w->pre);
    w->post = rp_new_array(courses, sizeof *w->post);
    w->therapist = rp_new_array(courses, sizeof *w->therapist);
    w->pairs = rp_new_array(courses, sizeof *w->pairs);
    w->sums = rp_new_array(therapists, sizeof *w->sums);
    w->means = rp_new_array(f->concern_count, sizeof *w->means);
    w->parts = rp_new_array(courses, sizeof *w->parts);
    return f->figures && f->counts && f->is_missing && w->gains &&
           w->of_measure && w->first && w->pre && w->post && w->therapist &&
           w->pairs && w->sums && w->means && w->parts;
}

rp_status rp_figures_make(rp_figures *out, const rp_courses *courses,
                          const rp_roster *roster, const rp_policy *policy) {
    work w = {
        .out = out, .courses = courses, .roster = roster, .policy = policy};
    rp_status status = RP_ERR_MEMORY;

    *out = (rp_figures){0};
    if (rank_concerns(&w) && make_room(&w)) {
        count_courses(&w);
        find_gains(&w);
        for (uint32_t m = 0; m < courses->measure_count; m++)
            standardise(&w, m);
        make_figures(&w);
        status = RP_OK;
    }
    free(w.gains);
    free(w.of_measure);
    free(w.first);
    free(w.pre);
    free(w.post);
    free(w.therapist);
    free(w.pairs);
    free(w.sums);
    free(w.means);
    free(w.parts);
    return status;
}

void rp_figures_clear(rp_figures *figures) {
    free(figures->figures);
    free(figures->concerns);
    free(figures->counts);
    free(figures->is_missing);
    free(figures->concern_of);
    *figures = (rp_figures){0};
}
