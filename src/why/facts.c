#include "why/facts.h"

#include "base/array.h"
#include "fit/rules.h"
#include "fit/score.h"
#include "why/near_hours.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

const char *const rp_fact_names[RP_FACT_KINDS] = {
    "place", "criterion", "detail", "rule", "evidence", "note", "other"};

enum { LONGEST = 400 };

rp_fact *rp_fact_add(rp_fact_list *list, rp_fact_kind kind, const char *name,
                     const char *format, ...) {
    rp_explanation *to = list->to;
    char words[LONGEST];
    va_list arguments;

    va_start(arguments, format);
    int length = vsnprintf(words, sizeof words, format, arguments);
    va_end(arguments);
    if (length < 0)
        *words = '\0';
    rp_text text = rp_text_mend(words);
    rp_fact *facts =
        rp_grow_array(to->facts, to->count, &to->room, sizeof *facts);
    if (facts)
        to->facts = facts;
    const char *kept = rp_arena_text(&to->arena, text.bytes, text.length);
    const char *named =
        rp_arena_text(&to->arena, name, rp_text_of(name).length);
    if (!facts || !kept || !named) {
        list->out_of_memory = true;
        return NULL;
    }
    rp_fact *fact = &facts[to->count++];
    const rp_roster *roster = list->fit->roster;
    *fact = (rp_fact){.kind = kind,
                      .therapist = list->therapist == RP_NONE
                                       ? ""
                                       : roster->therapists[list->therapist].id,
                      .name = named,
                      .verdict = "",
                      .value = NAN,
                      .weight = NAN,
                      .tenths = -1,
                      .words = kept,
                      .source = "",
                      .status = ""};
    return fact;
}

static const rp_therapist *therapist_of(const rp_fact_list *l) {
    return &l->fit->roster->therapists[l->therapist];
}

/* The most that a criterion can give, tenths. Points of a pair are rounded so
 * that they add up to its score, and stand a tenth off by it. */
static int most_of(double share, double value, int tenths) {
    int most = (int)(1000.0 * share + 0.5);

    return value >= 1.0 || most < tenths ? tenths : most;
}

static void put_detail(void *payload, const char *name, double value,
                       const char *words) {
    rp_fact *fact = rp_fact_add(payload, RP_FACT_DETAIL, name, "%s", words);

    if (fact)
        fact->value = value;
}

void rp_facts_criteria(rp_fact_list *l) {
    rp_detail_list details = {l->fit,     l->need, l->therapist,
                              put_detail, l,       0.0};
    rp_score score = rp_score_judge(l->fit, l->need, l->therapist, NULL);
    int tenths[RP_CRITERION_COUNT];
    double weights = 0.0;

    if (!score.computed)
        return;
    rp_score_round(&score, tenths);
    for (int k = 0; k < RP_CRITERION_COUNT; k++)
        weights += score.value[k] >= 0.0 ? l->need->weight[k] : 0.0;
    details.weights = weights;
    for (int k = 0; k < RP_CRITERION_COUNT; k++) {
        if (score.value[k] < 0.0)
            continue;
        char since[RP_PARTED_WORDS] = "";
        int from = l->need->parted.factor_from[k];
        int most =
            most_of(l->need->weight[k] / weights, score.value[k], tenths[k]);
        if (from >= 0)
            rp_parted_words(since, l->need->client, from);
        rp_fact *fact =
            rp_fact_add(l, RP_FACT_CRITERION, rp_criterion_names[k],
                        "%d.%d of %d.%d points%s%s", tenths[k] / 10,
                        tenths[k] % 10, most / 10, most % 10,
                        from < 0 ? "" : ", weighs twice since ", since);
        if (fact) {
            fact->value = score.value[k];
            fact->weight = l->need->weight[k] / weights;
            fact->tenths = tenths[k];
        }
        rp_criterion_rows[k]->details(&details);
    }
}

/* What the words of a rule leave open. */
static bool put_more(rp_buffer *out, const rp_fact_list *l, rp_rule rule,
                     rp_verdict verdict) {
    const rp_rule_row *row = rp_rule_at(rule);

    if (verdict == RP_FORBID && rule == rp_rule_of_time())
        return rp_near_hours_put(out, l->fit, l->need, l->therapist);
    return verdict == RP_UNCONFIRMED || !row->tell ||
           row->tell(out, l->fit, l->need, l->therapist);
}

static void rule_fact(rp_fact_list *l, rp_rule rule) {
    static const char *const verdicts[] = {"passed", "unconfirmed", "failed"};
    rp_confirm confirm = {0};
    rp_verdict verdict =
        rule == rp_rule_of_score()
            ? (rp_score_of(l->fit, l->need, l->therapist) <
                       rp_rule_least_score(l->fit)
                   ? RP_FORBID
                   : RP_PASS)
            : rp_rule_judge(l->fit, l->need, l->therapist, rule, &confirm);
    char columns[LONGEST] = "";
    size_t used = 0;

    for (uint32_t k = 0; k < confirm.count; k++) {
        int wrote =
            snprintf(columns + used, sizeof columns - used, "%s%s",
                     k ? ", " : "", rp_confirm_column(&confirm, k)->name);
        used += wrote > 0 ? (size_t)wrote : 0;
    }
    bool refused = verdict == RP_UNCONFIRMED && l->fit->unknown_forbids;
    rp_buffer more = {0};
    l->out_of_memory |= !put_more(&more, l, rule, verdict);
    rp_fact *fact = rp_fact_add(
        l, RP_FACT_RULE, rp_rule_name(rule), "%s%s%s%s%s",
        verdict == RP_FORBID ? "forbids this pair"
        : verdict == RP_UNCONFIRMED
            ? "to be confirmed, blank in the therapist's row: "
            : rp_rule_at(rule)->words,
        columns, refused ? "; --unknown forbid refuses it" : "",
        more.length > 0 ? ": " : "", more.length > 0 ? more.bytes : "");
    rp_buffer_clear(&more);
    if (fact)
        fact->verdict = verdicts[verdict];
}

void rp_facts_rules(rp_fact_list *l) {
    for (rp_rule rule = 0; rule < rp_rule_count(); rule++)
        if (rp_rule_asks(l->fit, l->need, rule))
            rule_fact(l, rule);
}

/* The row for a concern of the client and an approach of the therapist. */
static const rp_evidence *row_at(const rp_fact_list *l, uint32_t at) {
    const rp_list *concerns = l->need->client->concerns;
    const rp_list *has = therapist_of(l)->modalities;

    return rp_taxonomy_evidence(l->fit->taxonomy,
                                concerns->items[at / has->count].tag,
                                has->items[at % has->count].tag);
}

void rp_facts_evidence(rp_fact_list *l) {
    const rp_list *concerns = l->need->client->concerns;
    const rp_list *has = therapist_of(l)->modalities;
    const rp_taxonomy *taxonomy = l->fit->taxonomy;

    for (uint32_t k = 0; k < concerns->count * has->count; k++) {
        const rp_evidence *row = row_at(l, k);
        bool is_told = false; /* a child's row may be that of its parent */
        for (uint32_t j = 0; row && j < k && !is_told; j++)
            is_told = row_at(l, j) == row;
        if (!row || is_told)
            continue;
        rp_fact *fact = rp_fact_add(
            l, RP_FACT_EVIDENCE, taxonomy->concerns.entries[row->concern].label,
            "%s%s%s", taxonomy->modalities.entries[row->modality].label,
            row->note && *row->note ? ": " : "", row->note ? row->note : "");
        if (fact) {
            fact->verdict = rp_rating_words[row->rating];
            fact->source = row->source ? row->source : "";
            fact->status = row->status ? row->status : "";
        }
    }
}

void rp_explanation_clear(rp_explanation *explanation) {
    rp_arena_clear(&explanation->arena);
    free(explanation->facts);
    *explanation = (rp_explanation){0};
}
