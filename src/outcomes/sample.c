#include "outcomes/sample.h"

#include "base/array.h"
#include "base/lottery.h"
#include "fit/score.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Values nearer than this are the same. */
static const double same = 1e-9;

/* The clinic as it is judged: nobody's reasons, and each weight 1 or 0. */
typedef struct probe {
    rp_policy policy;
    rp_roster roster;
    rp_fit fit;
} probe;

static bool open_probe(probe *p, const rp_fit *fit) {
    const rp_roster *from = fit->roster;

    p->policy = *fit->policy;
    p->roster = *from;
    p->fit = *fit;
    p->roster.clients =
        rp_new_array(from->client_count, sizeof *p->roster.clients);
    if (!p->roster.clients)
        return false;
    for (uint32_t c = 0; c < from->client_count; c++) {
        p->roster.clients[c] = from->clients[c];
        p->roster.clients[c].parting_count = 0;
    }
    for (int k = 0; k < RP_CRITERION_COUNT; k++)
        p->policy.weight[k] = fit->policy->weight[k] > 0.0;
    p->fit.policy = &p->policy;
    p->fit.roster = &p->roster;
    return true;
}

static int fold_of(const char *id) {
    return (int)((rp_lottery_lot(id, strlen(id)) >> 32) % RP_FOLDS);
}

static bool judge(rp_sample *s, const probe *p) {
    rp_need need = {0};
    uint32_t client = RP_NONE;
    bool whole = true;

    for (size_t k = 0; whole && k < s->count; k++) {
        if (s->pairs[k].client != client) {
            client = s->pairs[k].client;
            s->clients++;
            whole = rp_need_set(&need, &p->fit, client);
        }
        if (!whole)
            break;
        rp_score score =
            rp_score_judge(&p->fit, &need, s->pairs[k].therapist, NULL);
        memcpy(s->value[k].of, score.value, sizeof score.value);
        memcpy(s->factor[k].of, need.weight, sizeof need.weight);
        s->fold[k] = fold_of(p->roster.clients[client].id);
    }
    rp_need_clear(&need);
    return whole;
}

rp_status rp_sample_make(rp_sample *out, const rp_fit *fit,
                         const rp_history *history) {
    probe p = {0};

    *out =
        (rp_sample){.kind = history->kind,
                    .pairs = history->pairs,
                    .count = history->count,
                    .value = rp_new_array(history->count, sizeof *out->value),
                    .factor = rp_new_array(history->count, sizeof *out->factor),
                    .fold = rp_new_array(history->count, sizeof *out->fold)};
    memcpy(out->weight.of, fit->policy->weight, sizeof out->weight.of);
    bool whole = out->value && out->factor && out->fold &&
                 open_probe(&p, fit) && judge(out, &p);
    free(p.roster.clients);
    return whole ? RP_OK : RP_ERR_MEMORY;
}

void rp_sample_clear(rp_sample *sample) {
    free(sample->value);
    free(sample->factor);
    free(sample->fold);
    *sample = (rp_sample){0};
}

/* -- what it has to say ---------------------------------------------------- */

static void look_at_criterion(rp_sample_facts *f, const rp_sample *s, int k,
                              int left_out) {
    double sum = 0.0, least = INFINITY, most = -INFINITY;
    size_t count = 0;

    for (size_t i = 0; i < s->count; i++) {
        double value = s->value[i].of[k];
        if (s->fold[i] == left_out || value < 0.0)
            continue;
        sum += value;
        least = fmin(least, value);
        most = fmax(most, value);
        count++;
    }
    if (count == 0 || !(s->weight.of[k] > 0.0))
        return;
    f->criteria[f->count++] = k;
    f->mean[k] = sum / (double)count;
    f->total += s->weight.of[k];
    f->varies[k] = most - least > same;
    f->varying += f->varies[k];
}

static void look_at_gains(rp_sample_facts *f, const rp_sample *s,
                          int left_out) {
    double sum = 0.0, squares = 0.0;

    for (size_t i = 0; i < s->count; i++)
        if (s->fold[i] != left_out)
            sum += s->pairs[i].worth;
    double mean = f->pairs ? sum / (double)f->pairs : 0.0;
    for (size_t i = 0; i < s->count; i++)
        if (s->fold[i] != left_out)
            squares += (s->pairs[i].worth - mean) * (s->pairs[i].worth - mean);
    f->spread = f->pairs > 1 ? sqrt(squares / (double)(f->pairs - 1)) : 0.0;
    f->is_one_class = !(f->spread > same);
}

/* Pairs of one client stand together. */
static void look_at_ranks(rp_sample_facts *f, const rp_sample *s,
                          int left_out) {
    size_t end;

    for (size_t first = 0; first < s->count; first = end) {
        size_t before = f->comparisons;
        for (end = first;
             end < s->count && s->pairs[end].client == s->pairs[first].client;
             end++)
            for (size_t i = first; s->fold[end] != left_out && i < end; i++)
                f->comparisons +=
                    fabs(s->pairs[i].worth - s->pairs[end].worth) > same;
        f->comparing += f->comparisons > before;
    }
    f->is_one_class = f->comparisons == 0;
}

rp_sample_facts rp_sample_look(const rp_sample *sample, int left_out) {
    rp_sample_facts facts = {0};

    for (size_t i = 0; i < sample->count; i++) {
        if (sample->fold[i] == left_out)
            continue;
        facts.pairs++;
        facts.improved += sample->pairs[i].worth > 0.0;
    }
    for (int k = 0; k < RP_CRITERION_COUNT; k++)
        look_at_criterion(&facts, sample, k, left_out);
    for (int j = 0; j < facts.count; j++)
        facts.share[facts.criteria[j]] =
            sample->weight.of[facts.criteria[j]] / facts.total;
    if (sample->kind == RP_HISTORY_GAIN)
        look_at_gains(&facts, sample, left_out);
    else if (sample->kind == RP_HISTORY_RANK)
        look_at_ranks(&facts, sample, left_out);
    else
        facts.is_one_class =
            facts.improved == 0 || facts.improved == facts.pairs;
    return facts;
}
