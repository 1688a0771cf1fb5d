#include "outcomes/calibration.h"

#include "base/array.h"
#include "fit/score.h"
#include "outcomes/concordance.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const double one_sided = 1.645; /* 95 % of a normal distribution */

enum { FEWEST_EACH = 10 /* outcomes of the rarer kind for each criterion */ };

/* ---- refusals before anything is learned --------------------------------- */

static void refuse_one_class(rp_calibration *out) {
    static const char *const same[RP_HISTORY_KINDS] = {
        "every result is of the same kind", "every gain is the same",
        "no client has two therapists in an order"};

    out->refusal = RP_REFUSAL_ONE_CLASS;
    snprintf(out->reason, sizeof out->reason,
             "%s, so there is nothing to tell "
             "apart",
             same[out->kind]);
}

static void refuse_too_few(rp_calibration *out, size_t count, size_t least) {
    static const char *const what[RP_HISTORY_KINDS] = {
        "results of the rarer kind", "gains",
        "clients whose therapists differ in rank"};

    out->refusal = RP_REFUSAL_TOO_FEW;
    snprintf(out->reason, sizeof out->reason,
             "%zu %s, expected %zu at least: %d for each of the %d criteria "
             "that differ between pairs",
             count, what[out->kind], least, FEWEST_EACH, out->facts.varying);
}

static size_t rarer(const rp_sample_facts *f, rp_history_kind kind) {
    size_t others = f->pairs - f->improved;

    if (kind == RP_HISTORY_RESULT)
        return f->improved < others ? f->improved : others;
    return kind == RP_HISTORY_GAIN ? f->pairs : f->comparing;
}

static void refuse_early(rp_calibration *out) {
    size_t count = rarer(&out->facts, out->kind);
    size_t least = (size_t)FEWEST_EACH * (size_t)out->facts.varying;

    if (out->facts.varying == 0) {
        out->refusal = RP_REFUSAL_NOTHING_VARIES;
        snprintf(out->reason, sizeof out->reason,
                 "no criterion differs between the pairs, so there is nothing "
                 "to weigh");
    } else if (out->facts.is_one_class) {
        refuse_one_class(out);
    } else if (count < least) {
        refuse_too_few(out, count, least);
    }
}

/* ---- the test ------------------------------------------------------------ */

/* Shares of what the criteria weigh together; the others keep their weight. */
static void share_out(double weight[RP_CRITERION_COUNT],
                      const rp_sample *sample, const rp_sample_facts *facts,
                      const double *share) {
    memcpy(weight, sample->weight.of, sizeof sample->weight.of);
    for (int j = 0; j < facts->count; j++)
        weight[facts->criteria[j]] = share[facts->criteria[j]] * facts->total;
}

static int score_of(const rp_sample *sample, size_t i,
                    const double weight[RP_CRITERION_COUNT]) {
    double own[RP_CRITERION_COUNT];

    for (int k = 0; k < RP_CRITERION_COUNT; k++)
        own[k] = weight[k] * sample->factor[i].of[k];
    return rp_score_weighed(own, sample->value[i].of);
}

/* Scores of the pairs of a fold under what the others teach. */
static rp_status score_fold(int *s, const rp_sample *sample, int fold,
                            bool is_free) {
    rp_sample_facts rest = rp_sample_look(sample, fold);
    double weight[RP_CRITERION_COUNT];
    rp_status status = RP_OK;
    rp_lesson lesson;

    memcpy(weight, sample->weight.of, sizeof weight);
    if (!rest.is_one_class && rest.count > 0) {
        status = rp_lesson_learn(&lesson, sample, &rest, fold, is_free, false);
        if (status == RP_OK)
            share_out(weight, sample, &rest, lesson.share);
    }
    for (size_t i = 0; i < sample->count && status == RP_OK; i++)
        if (sample->fold[i] == fold)
            s[i] = score_of(sample, i, weight);
    return status;
}

static bool has_fold(const rp_sample *sample, int fold) {
    for (size_t i = 0; i < sample->count; i++)
        if (sample->fold[i] == fold)
            return true;
    return false;
}

/* One way of weighing: its scores, and its concordance without each client. */
typedef struct trial {
    int *s;                 /* [count] */
    rp_concordant *without; /* [count] at the first row of a client */
    rp_concordant all;
} trial;

static bool open_trial(trial *t, size_t count) {
    t->s = rp_new_array(count, sizeof *t->s);
    t->without = rp_new_array(count, sizeof *t->without);
    return t->s && t->without;
}

static void score_all(trial *t, const rp_sample *sample,
                      const double weight[RP_CRITERION_COUNT]) {
    for (size_t i = 0; i < sample->count; i++)
        t->s[i] = score_of(sample, i, weight);
}

static bool judge_trial(trial *t, const rp_sample *sample) {
    return rp_concordance(&t->all, sample->kind, sample->pairs, t->s,
                          sample->count, t->without);
}

static double difference_at(const trial *a, const trial *b, size_t first) {
    return rp_concordant_share(a->without[first]) -
           rp_concordant_share(b->without[first]);
}

static double error_of(const trial *a, const trial *b,
                       const rp_sample *sample) {
    double sum = 0.0, squares = 0.0, n = (double)sample->clients;

    for (int round = 0; round < 2; round++) {
        for (size_t i = 0; i < sample->count; i++) {
            if (i > 0 && sample->pairs[i].client == sample->pairs[i - 1].client)
                continue;
            double d = difference_at(a, b, i);
            if (round == 0)
                sum += d;
            else
                squares += (d - sum / n) * (d - sum / n);
        }
    }
    return sqrt((n - 1.0) / n * squares);
}

static void refuse_no_gain(rp_calibration *out) {
    if (out->difference > one_sided * out->error)
        return;
    out->refusal = RP_REFUSAL_NO_GAIN;
    snprintf(out->reason, sizeof out->reason,
             "on clients they were not learned from the weights are not "
             "better than the default beyond chance: concordance %.4f against "
             "%.4f, expected a difference of more than %.4f",
             out->calibrated, out->usual, one_sided * out->error);
}

static rp_status test(rp_calibration *out, const rp_sample *sample,
                      bool is_free) {
    trial learned = {0}, usual = {0}, equal = {0};
    double even[RP_CRITERION_COUNT], weight[RP_CRITERION_COUNT];
    rp_status status = RP_ERR_MEMORY;

    if (open_trial(&learned, sample->count) &&
        open_trial(&usual, sample->count) && open_trial(&equal, sample->count))
        status = RP_OK;
    for (int fold = 0; fold < RP_FOLDS && status == RP_OK; fold++)
        if (has_fold(sample, fold))
            status = score_fold(learned.s, sample, fold, is_free);
    if (status == RP_OK) {
        for (int k = 0; k < RP_CRITERION_COUNT; k++)
            even[k] = 1.0 / out->facts.count;
        share_out(weight, sample, &out->facts, even);
        score_all(&equal, sample, weight);
        score_all(&usual, sample, sample->weight.of);
        if (!judge_trial(&learned, sample) || !judge_trial(&usual, sample) ||
            !judge_trial(&equal, sample))
            status = RP_ERR_MEMORY;
    }
    if (status == RP_OK) {
        out->calibrated = rp_concordant_share(learned.all);
        out->usual = rp_concordant_share(usual.all);
        out->equal = rp_concordant_share(equal.all);
        out->difference = out->calibrated - out->usual;
        out->error = error_of(&learned, &usual, sample);
        refuse_no_gain(out);
    }
    trial *all[] = {&learned, &usual, &equal};
    for (size_t k = 0; k < sizeof all / sizeof *all; k++) {
        free(all[k]->s);
        free(all[k]->without);
    }
    return status;
}

rp_status rp_calibrate(rp_calibration *out, const rp_sample *sample,
                       bool is_free) {
    rp_status status = RP_OK;

    *out = (rp_calibration){.kind = sample->kind,
                            .pairs = sample->count,
                            .clients = sample->clients,
                            .facts = rp_sample_look(sample, RP_NO_FOLD)};
    memcpy(out->weight, sample->weight.of, sizeof out->weight);
    refuse_early(out);
    if (out->refusal != RP_REFUSAL_NONE)
        return RP_OK;
    status = rp_lesson_learn(&out->lesson, sample, &out->facts, RP_NO_FOLD,
                             is_free, true);
    if (status == RP_OK)
        status = test(out, sample, is_free);
    out->has_lesson = status == RP_OK;
    if (status == RP_OK && out->refusal == RP_REFUSAL_NONE)
        share_out(out->weight, sample, &out->facts, out->lesson.share);
    return status;
}
