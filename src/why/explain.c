#include "why/explain.h"

#include "fit/flags.h"
#include "fit/rules.h"
#include "fit/score.h"
#include "match/absence.h"
#include "match/conditions/words.h"
#include "match/second/words.h"
#include "why/edit/words.h"
#include "why/holders.h"

#include <stdio.h>

enum { LONGEST = 300 };

typedef struct explaining {
    const rp_study *study;
    const rp_outcome *outcome;
    const rp_choices *choices; /* NULL: not asked */
    uint32_t client;
    rp_after after; /* of the study's, for whom waits */
    rp_fact_list list;
    rp_chooser chooser;
} explaining;

static const char *id_of(const explaining *e, uint32_t therapist) {
    return e->outcome->fit->roster->therapists[therapist].id;
}

/* Append "; " and what comes, where anything does. */
static bool put_after(rp_buffer *out, const rp_buffer *more) {
    return more->length == 0 ||
           (rp_buffer_puts(out, "; ") && rp_buffer_puts(out, more->bytes));
}

static rp_seat seat_of(const explaining *e, uint32_t t) {
    return rp_choices_seat(e->choices, e->outcome, e->client, t, 0);
}

/* What a choice costs everybody together. */
static bool put_choice(const explaining *e, uint32_t t, rp_buffer *out) {
    int64_t price = rp_choices_price(e->choices, e->client, t);

    if (price == 0)
        return rp_words_put(out, "can be chosen: nobody loses a place, and no "
                                 "points are lost");
    return rp_words_put(out,
                        "can be chosen: nobody loses a place; %.2f points %s "
                        "in all",
                        (double)(price < 0 ? -price : price) / 100.0,
                        price < 0 ? "more" : "fewer");
}

/* Who has the openings, what one of them would cost, and who would get one
 * more; for whom waits. */
static bool put_holders(explaining *e, uint32_t t, bool has_seats,
                        rp_buffer *out) {
    const rp_outcome *o = e->outcome;
    rp_buffer cost = {0}, next = {0}, barrier = {0};
    bool waits = o->therapist[e->client] == RP_NONE;

    if (rp_absence_of(o->fit, t, o->triage->as_of) != RP_PRESENT)
        return rp_buffer_puts(out, ", but ") &&
               rp_absence_put(out, o->fit, t, o->triage->as_of);
    if (seat_of(e, t) == RP_SEAT_CHOICE)
        return rp_buffer_puts(out, ", and ") && put_choice(e, t, out);
    bool put = rp_holders_put_barrier(&barrier, o, e->client, t, 0);
    const char *before = !has_seats            ? ", but has no opening"
                         : barrier.length > 0  ? ", but "
                         : o->left[t] > 0      ? ", and has an opening left"
                         : o->assigned[t] == 1 ? ", but the opening serves "
                                               : ", but the openings serve ";
    put = put && rp_buffer_puts(out, before);
    if (has_seats && o->left[t] == 0)
        put = put && rp_holders_put(out, o, t);
    if (barrier.length > 0)
        put = put && rp_buffer_puts(out, barrier.bytes);
    else
        put = put && rp_holders_put_hours(out, o, e->client, t, 0);
    put = put &&
          rp_holders_put_cost(&cost, e->study, &e->after, e->client, t) &&
          put_after(out, &cost) &&
          (!waits ||
           (rp_holders_put_next(&next, e->study, &e->after, e->client, t) &&
            put_after(out, &next)));
    rp_buffer_clear(&cost);
    rp_buffer_clear(&next);
    rp_buffer_clear(&barrier);
    return put;
}

/* Why not this therapist, whom the client's own list places better. */
static void other(explaining *e, rp_choice choice, uint32_t rank) {
    const rp_outcome *o = e->outcome;
    uint32_t t = choice.therapist, own = o->therapist[e->client];
    bool has_seats = o->fit->roster->therapists[t].openings > 0, put;
    rp_buffer words = {0};

    if (own == RP_NONE)
        put = rp_words_put(&words, "%.40s fits", id_of(e, t));
    else if (choice.score == o->score[e->client])
        put = rp_words_put(&words, "%.40s fits as well", id_of(e, t));
    else
        put = rp_words_put(&words, "%.40s fits better by %.2f", id_of(e, t),
                           (choice.score - o->score[e->client]) / 100.0);
    put = put && put_holders(e, t, has_seats, &words);
    rp_fact *fact = put ? rp_fact_add(&e->list, RP_FACT_OTHER, id_of(e, t),
                                      "%s", words.bytes)
                        : NULL;
    e->list.out_of_memory |= !put;
    rp_buffer_clear(&words);
    if (!fact)
        return;
    fact->therapist = id_of(e, t);
    fact->value = rank;
    fact->verdict = rp_seat_names[seat_of(e, t)];
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

static void put_hold(char *words, size_t size, const char *id, int32_t until) {
    char day[16];

    rp_date_format(day, until);
    snprintf(words, size, "%.60s is on hold until %s", id, day);
}

/* Some fit; what limits and links say goes before who has the openings. */
static void put_waiting(explaining *e, char words[LONGEST], const char *id) {
    const rp_outcome *o = e->outcome;
    uint32_t fit = o->choices[e->client];
    rp_buffer reason = {0};

    e->list.out_of_memory |=
        !rp_holders_put_reason(&reason, o, e->client, 0, &e->chooser);
    bool has = rp_outcome_has_opening(o, e->client, 0, &e->chooser);
    snprintf(words, LONGEST, "%.60s waits: %u therapist%s fit%s%s %.*s", id,
             (unsigned)fit, fit == 1 ? "" : "s", fit == 1 ? "s" : "",
             reason.length > 0 ? ";" : " and", LONGEST - 100,
             reason.length > 0 ? reason.bytes : rp_words_no_seat(fit, has));
    rp_buffer_clear(&reason);
}

static void place(explaining *e) {
    static const char *const answers[RP_HELD_KINDS] = {
        [RP_HELD_ACCEPTED] = "the client has accepted",
        [RP_HELD_OFFERED] = "the client has been told",
        [RP_HELD_CHOSEN] = "the client has chosen so"};
    const rp_outcome *o = e->outcome;
    uint32_t own = o->therapist[e->client];
    const char *id = o->fit->roster->clients[e->client].id;
    uint8_t status = o->status[e->client];
    char words[LONGEST];

    if (status == RP_STATUS_HUMAN)
        snprintf(words, sizeof words,
                 "a person has to see to %.60s; no program matches them", id);
    else if (status == RP_STATUS_STARTED)
        snprintf(words, sizeof words, "%.60s has started therapy", id);
    else if (status == RP_STATUS_HOLD)
        put_hold(words, sizeof words, id, o->fit->standing->hold[e->client]);
    else if (o->triage->held[e->client] == RP_HELD_FROZEN)
        snprintf(words, sizeof words,
                 "%.60s stays with %.60s: pairs of the earlier run are frozen",
                 id, id_of(e, own));
    else if (status == RP_STATUS_PINNED)
        snprintf(words, sizeof words, "staff pinned %.60s to %.60s", id,
                 id_of(e, own));
    else if (rp_triage_is_held(o->triage, e->client))
        snprintf(words, sizeof words, "%.60s is held for %.60s: %s",
                 id_of(e, own), id, answers[o->triage->held[e->client]]);
    else if (status == RP_STATUS_ASSIGNED)
        snprintf(words, sizeof words, "%.60s goes to %.60s", id, id_of(e, own));
    else if (status == RP_STATUS_GROUP)
        snprintf(words, sizeof words,
                 "%.60s joins a group, and has no therapist", id);
    else if (o->triage->wants_group[e->client])
        snprintf(words, sizeof words,
                 "%.60s waits for a group, and wants no therapist", id);
    else if (o->choices[e->client] == 0)
        snprintf(words, sizeof words, "%.60s waits: no therapist fits", id);
    else
        put_waiting(e, words, id);
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

    if (!rp_flags_texts(e->outcome->fit, e->list.need->client,
                        e->outcome->therapist[e->client], &flags) ||
        !rp_texts_join(&words, &flags, "; "))
        e->list.out_of_memory = true;
    else if (flags.count > 0)
        rp_fact_add(&e->list, RP_FACT_NOTE, "flags", "%s", words.bytes);
    rp_texts_clear(&flags);
    rp_buffer_clear(&words);
}

/* What follows the first plan. */
static void second(explaining *e) {
    static const struct {
        const char *name;
        bool (*put)(rp_buffer *out, const rp_outcome *outcome, uint32_t client);
    } plans[] = {{"linked", rp_terms_put_links},
                 {"group", rp_second_put_seat},
                 {"prescriber", rp_second_put_prescriber}};
    rp_buffer words = {0};

    for (size_t k = 0; k < sizeof plans / sizeof *plans; k++) {
        words.length = 0;
        if (!plans[k].put(&words, e->outcome, e->client))
            e->list.out_of_memory = true;
        else if (words.length > 0)
            rp_fact_add(&e->list, RP_FACT_NOTE, plans[k].name, "%s",
                        words.bytes);
    }
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
        rp_buffer taken = {0}, cost = {0};
        rp_seat seat = seat_of(e, therapist);
        bool put =
            refused || (rp_holders_put(&taken, o, therapist) &&
                        (seat == RP_SEAT_CHOICE
                             ? put_choice(e, therapist, &cost)
                             : rp_holders_put_cost(&cost, e->study, &e->after,
                                                   e->client, therapist)));
        e->list.out_of_memory |= !put;
        bool has_taken = taken.length > 0, has_cost = cost.length > 0;
        rp_fact *fact = rp_fact_add(
            &e->list, RP_FACT_OTHER, id_of(e, therapist), "%s%s%s%s%s",
            refused ? "a rule forbids this pair" : "this pair is possible",
            has_taken ? "; serves " : "", has_taken ? taken.bytes : "",
            has_cost ? "; " : "", has_cost ? cost.bytes : "");
        rp_buffer_clear(&taken);
        rp_buffer_clear(&cost);
        if (fact) {
            fact->verdict = refused ? "forbidden" : rp_seat_names[seat];
            fact->tenths = rp_score_tenths(s);
        }
    }
    rp_facts_criteria(&e->list);
    rp_facts_rules(&e->list);
    rp_facts_evidence(&e->list);
    e->list.therapist = RP_NONE;
}

rp_status rp_explain(rp_explanation *out, const rp_study *study,
                     const rp_choices *choices, rp_question question) {
    const rp_outcome *outcome = study->outcome;
    rp_need need = {0};
    explaining e = {.study = study,
                    .outcome = outcome,
                    .choices = choices,
                    .client = question.client,
                    .list = {out, outcome->fit, &need, RP_NONE, false}};
    uint32_t own = outcome->therapist[question.client];

    *out = (rp_explanation){0};
    if (!rp_need_set(&need, outcome->fit, question.client) ||
        !rp_chooser_init(&e.chooser, outcome->fit->roster->therapist_count) ||
        ((study->recall || (own == RP_NONE && study->distances)) &&
         rp_after_make(&e.after, study) != RP_OK))
        e.list.out_of_memory = true;
    if (!e.list.out_of_memory) {
        place(&e);
        if (rp_status_is_matched(outcome->status[question.client])) {
            bool is_asked = question.therapist != RP_NONE;
            uint32_t therapist = is_asked ? question.therapist : own;
            if (therapist != RP_NONE)
                pair(&e, therapist, is_asked);
            notes(&e);
            second(&e);
            bool wants_none = outcome->triage->wants_group[question.client];
            if (!is_asked && !wants_none)
                others(&e);
            if (!is_asked && !wants_none &&
                outcome->choices[question.client] == 0)
                forbidden(&e);
        }
    }
    rp_after_clear(&e.after);
    rp_chooser_clear(&e.chooser);
    rp_need_clear(&need);
    return e.list.out_of_memory ? RP_ERR_MEMORY : RP_OK;
}
