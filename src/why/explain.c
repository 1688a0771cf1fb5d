#include "why/explain.h"

#include "fit/flags.h"
#include "fit/rules.h"
#include "fit/score.h"
#include "why/edit/words.h"

#include <stdio.h>

enum { LONGEST = 300, SERVED = 3 };

typedef struct explaining {
    const rp_study *study;
    const rp_outcome *outcome;
    uint32_t client;
    rp_residual scratch; /* of the study's, for whom waits */
    rp_fact_list list;
    rp_chooser chooser;
} explaining;

static const char *id_of(const explaining *e, uint32_t therapist) {
    return e->outcome->fit->roster->therapists[therapist].id;
}

/* "C12 (urgent) and C31" or "C12, C31, C40 and 2 more". */
static void served(const explaining *e, uint32_t therapist, char *out,
                   size_t size) {
    const rp_outcome *o = e->outcome;
    const rp_roster *roster = o->fit->roster;
    uint32_t total = o->assigned[therapist], told = 0;
    size_t used = 0;

    *out = '\0';
    for (uint32_t c = 0; c < roster->client_count && told < SERVED; c++) {
        if (o->therapist[c] != therapist)
            continue;
        uint8_t tier = o->triage->tier[c];
        bool last = told + 1 == total;
        int wrote =
            snprintf(out + used, size - used, "%s%.40s%s%s%s",
                     told == 0 ? ""
                     : last    ? " and "
                               : ", ",
                     roster->clients[c].id, tier > RP_TIER_ROUTINE ? " (" : "",
                     tier > RP_TIER_ROUTINE ? rp_tier_names[tier] : "",
                     tier > RP_TIER_ROUTINE ? ")" : "");
        used += wrote > 0 ? (size_t)wrote : 0;
        told++;
    }
    if (total > told)
        snprintf(out + used, size - used, " and %u more",
                 (unsigned)(total - told));
}

/* What giving the client this place would cost. */
static void cost_words(const explaining *e, uint32_t therapist, char *out,
                       size_t size) {
    const char *client = e->outcome->fit->roster->clients[e->client].id;
    int64_t cost = rp_margin_forced(e->study->residual, e->study->distances,
                                    e->client, therapist);
    rp_change change = {0};

    *out = '\0';
    if (e->outcome->status[e->client] == RP_STATUS_PINNED || cost == RP_NO_PATH)
        return;
    change = rp_scale_split(&e->study->seating->scale, cost);
    if (change.tiers != 0 || change.queue != 0)
        snprintf(out, size,
                 "; giving %.40s the place would leave somebody waiting who "
                 "comes first",
                 client);
    else if (change.floors != 0)
        snprintf(out, size,
                 "; giving %.40s the place would make one more poor match",
                 client);
    else
        snprintf(out, size,
                 "; giving %.40s the place would cost %.2f points in all",
                 client, (double)change.points / 100.0);
}

/* Whom one more opening would place in the stead of a client who waits. */
static void taker_words(explaining *e, uint32_t therapist, char *out,
                        size_t size) {
    const rp_study *study = e->study;
    const rp_residual *before = study->residual;
    rp_shift shift = {.therapist = therapist, .seats = 1};
    uint32_t next = rp_effect_next(study, &shift);

    *out = '\0';
    if (e->outcome->therapist[e->client] != RP_NONE)
        return;
    if (!rp_effect_apply(study, &shift, &e->scratch, true)) {
        e->list.out_of_memory = true;
        return;
    }
    if (next == e->client ||
        rp_residual_therapist(&e->scratch, e->client) != RP_NONE)
        return;
    for (uint32_t c = 0; c < before->clients; c++)
        if (rp_residual_therapist(before, c) == RP_NONE &&
            (c == next || rp_residual_therapist(&e->scratch, c) != RP_NONE)) {
            snprintf(out, size, "; one more opening would place %.40s instead",
                     e->outcome->fit->roster->clients[c].id);
            return;
        }
}

/* Why not this therapist, whom the client's own list places better. */
static void other(explaining *e, rp_choice choice, uint32_t rank) {
    const rp_outcome *o = e->outcome;
    uint32_t t = choice.therapist, own = o->therapist[e->client];
    char fits[80], taken[LONGEST], cost[LONGEST], taker[LONGEST];
    bool has_seats = o->fit->roster->therapists[t].openings > 0;

    if (own == RP_NONE)
        snprintf(fits, sizeof fits, "%.40s fits", id_of(e, t));
    else if (choice.score == o->score[e->client])
        snprintf(fits, sizeof fits, "%.40s fits as well", id_of(e, t));
    else
        snprintf(fits, sizeof fits, "%.40s fits better by %.2f", id_of(e, t),
                 (choice.score - o->score[e->client]) / 100.0);
    served(e, t, taken, sizeof taken);
    cost_words(e, t, cost, sizeof cost);
    taker_words(e, t, taker, sizeof taker);
    rp_fact *fact =
        rp_fact_add(&e->list, RP_FACT_OTHER, id_of(e, t), "%s%s%s%s%s", fits,
                    !has_seats            ? ", but has no opening"
                    : o->left[t] > 0      ? ", and has an opening left"
                    : o->assigned[t] == 1 ? ", but the opening serves "
                                          : ", but the openings serve ",
                    has_seats && o->left[t] == 0 ? taken : "", cost, taker);
    if (!fact)
        return;
    fact->therapist = id_of(e, t);
    fact->value = rank;
    fact->verdict = o->left[t] > 0 ? "open" : "full";
    fact->tenths = rp_score_tenths(choice.score);
}

static void others(explaining *e) {
    uint32_t rank;
    size_t count =
        rp_outcome_choices(e->outcome, e->client, 0, 0, &e->chooser, &rank);
    size_t better = rank > 0 ? rank - 1 : count;

    for (size_t k = 0; k < better; k++)
        other(e, e->chooser.choices[k], (uint32_t)k + 1);
}

/* The therapists that the rules forbid, when nobody is left. */
static void forbidden(explaining *e) {
    uint32_t blocked[RP_RULES_MOST];

    rp_eligible_blocked(e->outcome->eligible, e->client, 0, blocked);
    for (rp_rule rule = 0; rule < rp_rule_count(); rule++)
        if (blocked[rule] > 0) {
            rp_fact *fact = rp_fact_add(
                &e->list, RP_FACT_RULE, rp_rule_name(rule),
                "rules out %u therapist%s whom no earlier rule rules out",
                (unsigned)blocked[rule], blocked[rule] == 1 ? "" : "s");
            if (fact)
                fact->verdict = "failed";
        }
}

static void place(explaining *e) {
    const rp_outcome *o = e->outcome;
    uint32_t own = o->therapist[e->client];
    const char *id = o->fit->roster->clients[e->client].id;
    uint8_t status = o->status[e->client];
    char words[LONGEST];

    if (status == RP_STATUS_HUMAN)
        snprintf(words, sizeof words,
                 "a person has to see to %.60s; no program matches them", id);
    else if (status == RP_STATUS_PINNED &&
             o->fit->roster->clients[e->client].pin->count == 0)
        snprintf(words, sizeof words,
                 "%.60s stays with %.60s: pairs of the earlier run are frozen",
                 id, id_of(e, own));
    else if (status == RP_STATUS_PINNED)
        snprintf(words, sizeof words, "staff pinned %.60s to %.60s", id,
                 id_of(e, own));
    else if (status == RP_STATUS_ASSIGNED)
        snprintf(words, sizeof words, "%.60s goes to %.60s", id, id_of(e, own));
    else if (o->choices[e->client] == 0)
        snprintf(words, sizeof words, "%.60s waits: no therapist fits", id);
    else
        snprintf(words, sizeof words,
                 "%.60s waits: %u therapist%s fit%s and %s", id,
                 (unsigned)o->choices[e->client],
                 o->choices[e->client] == 1 ? "" : "s",
                 o->choices[e->client] == 1 ? "s" : "",
                 rp_words_no_seat(
                     o->choices[e->client],
                     rp_outcome_has_opening(o, e->client, 0, &e->chooser)));
    rp_fact *fact = rp_fact_add(&e->list, RP_FACT_PLACE, id, "%s", words);
    if (!fact)
        return;
    fact->verdict = rp_status_names[status];
    if (own != RP_NONE) {
        fact->therapist = id_of(e, own);
        fact->tenths = rp_score_tenths(o->score[e->client]);
    }
}

static void notes(explaining *e) {
    rp_texts flags = {0};
    rp_buffer words = {0};

    if (!rp_flags_texts(e->outcome->fit, e->list.need->client, &flags) ||
        !rp_texts_join(&words, &flags, "; "))
        e->list.out_of_memory = true;
    else if (flags.count > 0)
        rp_fact_add(&e->list, RP_FACT_NOTE, "flags", "%s", words.bytes);
    rp_texts_clear(&flags);
    rp_buffer_clear(&words);
}

/* The pair itself: score, criteria, rules, evidence. */
static void pair(explaining *e, uint32_t therapist, bool is_asked) {
    const rp_outcome *o = e->outcome;

    e->list.therapist = therapist;
    if (is_asked && therapist != o->therapist[e->client]) {
        uint16_t s = (uint16_t)rp_score_of(o->fit, e->list.need, therapist);
        bool refused =
            s < rp_rule_least_score(o->fit) ||
            rp_rules_forbidding(o->fit, e->list.need, therapist, NULL, 0) > 0;
        char taken[LONGEST] = "", cost[LONGEST] = "";
        if (!refused) {
            served(e, therapist, taken, sizeof taken);
            cost_words(e, therapist, cost, sizeof cost);
        }
        rp_fact *fact = rp_fact_add(
            &e->list, RP_FACT_OTHER, id_of(e, therapist), "%s%s%s%s",
            refused ? "a rule forbids this pair" : "this pair is possible",
            *taken ? "; serves " : "", taken, cost);
        if (fact) {
            fact->verdict = refused                  ? "forbidden"
                            : o->left[therapist] > 0 ? "open"
                                                     : "full";
            fact->tenths = rp_score_tenths(s);
        }
    }
    rp_facts_criteria(&e->list);
    rp_facts_rules(&e->list);
    rp_facts_evidence(&e->list);
    e->list.therapist = RP_NONE;
}

rp_status rp_explain(rp_explanation *out, const rp_study *study,
                     rp_question question) {
    const rp_outcome *outcome = study->outcome;
    rp_need need = {0};
    explaining e = {.study = study,
                    .outcome = outcome,
                    .client = question.client,
                    .list = {out, outcome->fit, &need, RP_NONE, false}};
    uint32_t own = outcome->therapist[question.client];

    *out = (rp_explanation){0};
    if (!rp_need_set(&need, outcome->fit, question.client) ||
        !rp_chooser_init(&e.chooser, outcome->fit->roster->therapist_count) ||
        (own == RP_NONE &&
         rp_residual_copy(&e.scratch, study->residual) != RP_OK))
        e.list.out_of_memory = true;
    if (!e.list.out_of_memory) {
        place(&e);
        if (outcome->status[question.client] != RP_STATUS_HUMAN) {
            bool is_asked = question.therapist != RP_NONE;
            uint32_t therapist = is_asked ? question.therapist : own;
            if (therapist != RP_NONE)
                pair(&e, therapist, is_asked);
            notes(&e);
            if (!is_asked)
                others(&e);
            if (!is_asked && outcome->choices[question.client] == 0)
                forbidden(&e);
        }
    }
    rp_residual_clear(&e.scratch);
    rp_chooser_clear(&e.chooser);
    rp_need_clear(&need);
    return e.list.out_of_memory ? RP_ERR_MEMORY : RP_OK;
}
