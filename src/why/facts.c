#include "why/facts.h"

#include "base/array.h"
#include "fit/rules.h"
#include "fit/score.h"
#include "input/cell/times.h"

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

static const char *label(const rp_fact_list *l, rp_names_id names,
                         uint32_t tag) {
    return rp_names_label(&l->fit->roster->names, names, tag);
}

static void detail(rp_fact_list *l, const char *name, double value,
                   const char *words) {
    rp_fact *fact = rp_fact_add(l, RP_FACT_DETAIL, name, "%s", words);

    if (fact)
        fact->value = value;
}

static void expertise_details(rp_fact_list *l) {
    const rp_client *c = l->need->client;
    char words[LONGEST];

    for (uint32_t i = 0; i < c->concerns->count; i++) {
        uint32_t concern = c->concerns->items[i].tag;
        const char *name = label(l, RP_NAMES_CONCERNS, concern);
        const rp_depth *depth =
            rp_offer_depth(&l->fit->offers[l->therapist], concern);
        int percent = (int)floor(100.0 * l->need->share[i] + 0.5);
        if (!therapist_of(l)->specialties->known)
            snprintf(words, sizeof words,
                     "%d%% of the need; specialties are not known", percent);
        else if (!depth)
            snprintf(words, sizeof words, "%d%% of the need; not listed",
                     percent);
        else if (depth->listed != concern)
            snprintf(words, sizeof words, "%d%% of the need; related to %s",
                     percent, label(l, RP_NAMES_CONCERNS, depth->listed));
        else if (depth->cases == RP_NO_NUMBER)
            snprintf(words, sizeof words,
                     "%d%% of the need; listed without a number of clients",
                     percent);
        else
            snprintf(words, sizeof words,
                     "%d%% of the need; %d client%s treated", percent,
                     (int)depth->cases, depth->cases == 1 ? "" : "s");
        detail(l, name, rp_depth_value(l->fit, l->need, l->therapist, i),
               words);
    }
}

static const char *const rating_words[RP_RATING_COUNT] = {
    "strong evidence",   "modest evidence",           "insufficient evidence",
    "not recommended",   "not as the sole treatment", "contraindicated",
    "no row of evidence"};

static void modality_details(rp_fact_list *l) {
    const rp_client *c = l->need->client;
    const rp_therapist *t = therapist_of(l);
    char words[LONGEST];

    for (uint32_t i = 0; i < c->concerns->count && t->modalities->known; i++) {
        uint32_t modality, concern = c->concerns->items[i].tag;
        double value =
            rp_evidence_value(l->fit, l->need, l->therapist, i, &modality);
        if (modality == RP_NONE)
            snprintf(words, sizeof words,
                     "no approach that the client does not avoid");
        else
            snprintf(words, sizeof words, "%s: %s%s",
                     label(l, RP_NAMES_MODALITIES, modality),
                     rating_words[rp_fit_rating(l->fit, concern, modality)],
                     rp_modality_in(l->fit, modality, c->tried_modalities)
                         ? ", halved: tried before without benefit"
                         : "");
        detail(l, label(l, RP_NAMES_CONCERNS, concern), value, words);
    }
    for (uint32_t i = 0; i < c->want_modalities->count && t->modalities->known;
         i++) {
        uint32_t wanted = c->want_modalities->items[i].tag;
        bool offered =
            rp_offers_modality(l->fit, t, wanted, c->avoid_modalities);
        snprintf(words, sizeof words, "asked for, %s",
                 offered ? "offered" : "not offered");
        detail(l, label(l, RP_NAMES_MODALITIES, wanted), offered, words);
    }
    if (!t->modalities->known)
        detail(l, "modalities", 0.5,
               "the therapist's approaches are not "
               "known: half");
}

static void style_details(rp_fact_list *l) {
    const rp_client *c = l->need->client;
    const rp_therapist *t = therapist_of(l);
    char words[LONGEST];

    for (int k = 0; k < RP_AXIS_COUNT; k++) {
        if (!(l->need->attention[k] > 0.0))
            continue;
        if (isnan(t->style[k]))
            snprintf(words, sizeof words,
                     "client %+g, therapist not known: half", c->style[k]);
        else
            snprintf(words, sizeof words, "client %+g, therapist %+g",
                     c->style[k], t->style[k]);
        detail(l, rp_axis_names[k], 1.0 - rp_style_gap(c, t, k), words);
    }
}

static void preference_details(rp_fact_list *l) {
    const rp_client *c = l->need->client;
    const rp_therapist *t = therapist_of(l);

    for (int which = 0; which < RP_WISHES; which++) {
        rp_wish wish = rp_wish_at(c, t, which);
        if (wish.asked->count == 0)
            continue;
        double met = rp_strength_met(wish.asked, wish.had) /
                     rp_strength_asked(wish.asked);
        detail(l, wish.word, wish.had->known ? met : 0.5,
               !wish.had->known ? "asked for, the therapist's side is blank: "
                                  "half"
               : met >= 1.0     ? "asked for, met"
               : met > 0.0      ? "asked for, met in part"
                                : "asked for, not met");
    }
    if (c->languages->count > 0) {
        double met = t->languages->known ? rp_language_value(c, t) : 0.5;
        detail(l, "language", met,
               !t->languages->known
                   ? "the therapist's languages are not known: "
                     "half"
               : met >= 1.0 ? "the client's first language"
               : met > 0.0  ? "a language that the client named later"
                            : "no common language");
    }
    if (c->requested->count > 0) {
        bool met = rp_list_has(c->requested, l->therapist);
        detail(l, "requested", met,
               met ? "asked for by name" : "somebody else was asked for");
    }
}

static void access_details(rp_fact_list *l) {
    const rp_client *c = l->need->client;
    const rp_therapist *t = therapist_of(l);
    double cost = rp_cost_value(l->fit, l->need, l->therapist);
    double format = rp_format_value(l->fit, l->need, l->therapist);
    double time = rp_time_value(l->fit, l->need, l->therapist);
    char words[LONGEST];

    if (cost >= 0.0)
        detail(l, "cost", cost,
               rp_insurer_matches(l->fit, l->need, l->therapist)
                   ? "an insurer of the client is taken"
               : cost >= 1.0 ? "the usual fee is within what the client can pay"
               : cost > 0.0  ? "the lowest fee is within what the client can "
                               "pay"
                             : "neither insurance nor fee fits");
    if (format >= 0.0)
        detail(l, "format", format,
               format >= 1.0  ? "the client's first choice"
               : format > 0.0 ? "a later choice of the client"
                              : "no common format");
    if (time >= 0.0) {
        snprintf(words, sizeof words, "%u common minutes a week",
                 rp_times_overlap(&c->slots, &t->slots));
        detail(l, "time", time, words);
    }
}

void rp_facts_criteria(rp_fact_list *l) {
    static void (*const details[RP_CRITERION_COUNT])(rp_fact_list *) = {
        expertise_details, modality_details, style_details, preference_details,
        access_details};
    rp_score score = rp_score_judge(l->fit, l->need, l->therapist, NULL);
    int tenths[RP_CRITERION_COUNT];
    double weights = 0.0;

    if (!score.computed)
        return;
    rp_score_round(&score, tenths);
    for (int k = 0; k < RP_CRITERION_COUNT; k++)
        weights += score.value[k] >= 0.0 ? l->need->weight[k] : 0.0;
    for (int k = 0; k < RP_CRITERION_COUNT; k++) {
        if (score.value[k] < 0.0)
            continue;
        rp_fact *fact =
            rp_fact_add(l, RP_FACT_CRITERION, rp_criterion_names[k],
                        "%d.%d of %.1f points", tenths[k] / 10, tenths[k] % 10,
                        100.0 * l->need->weight[k] / weights);
        if (fact) {
            fact->value = score.value[k];
            fact->weight = l->need->weight[k] / weights;
            fact->tenths = tenths[k];
        }
        details[k](l);
    }
}

static void rule_fact(rp_fact_list *l, rp_rule rule) {
    static const char *const verdicts[] = {"passed", "unconfirmed", "failed"};
    rp_confirm confirm = {0};
    rp_verdict verdict =
        rule == RP_RULE_MINIMUM
            ? (rp_score_of(l->fit, l->need, l->therapist) <
                       rp_rule_least_score(l->fit)
                   ? RP_FORBID
                   : RP_PASS)
            : rp_rule_judge(l->fit, l->need, l->therapist, rule, &confirm);
    char columns[LONGEST] = "";
    size_t used = 0;

    for (uint32_t k = 0; k < confirm.count; k++) {
        int wrote = snprintf(columns + used, sizeof columns - used, "%s%s",
                             k ? ", " : "", rp_blank_names[confirm.columns[k]]);
        used += wrote > 0 ? (size_t)wrote : 0;
    }
    bool refused = verdict == RP_UNCONFIRMED && l->fit->unknown_forbids;
    rp_fact *fact = rp_fact_add(
        l, RP_FACT_RULE, rp_rule_names[rule], "%s%s%s%s",
        verdict == RP_FORBID        ? "forbids this pair"
        : verdict == RP_UNCONFIRMED ? "to be asked, blank in the therapist's "
                                      "row: "
                                    : "allows this pair",
        columns, refused ? "; --unknown forbid refuses it" : "", "");
    if (fact)
        fact->verdict = verdicts[verdict];
}

void rp_facts_rules(rp_fact_list *l) {
    for (int rule = 0; rule < RP_RULE_COUNT; rule++)
        if (rp_rule_asks(l->fit, l->need, (rp_rule)rule))
            rule_fact(l, (rp_rule)rule);
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
            fact->verdict = rating_words[row->rating];
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
