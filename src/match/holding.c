#include "match/holding.h"

#include "base/array.h"
#include "fit/rules.h"
#include "fit/score.h"
#include "match/absence.h"

#include <stdarg.h>
#include <stdlib.h>

const char *const rp_held_names[RP_HELD_KINDS] = {
    "", "pin", "accepted", "offered", "chosen", "frozen"};

enum { TOLD = 2, LONGEST = 300 };

/* An answer that wants a seat. */
typedef struct claim {
    const rp_word *word;
    uint32_t client, turn;
    uint8_t order; /* of its kind */
} claim;

/* A claim that could not be met, and the rule that forbids it, if any. */
typedef struct refusal {
    const claim *claim;
    uint32_t rule;
    bool has_no_hour; /* no rule forbids it, and there is an opening */
    uint32_t torn;    /* a client from whom a link parts it, or RP_NONE */
} refusal;

/* ---- words -------------------------------------------------------------- */

static bool put(rp_buffer *out, const char *format, ...)
#if defined(__GNUC__)
    __attribute__((format(printf, 2, 3)))
#endif
    ;

static bool put(rp_buffer *out, const char *format, ...) {
    char words[LONGEST];
    va_list arguments;

    va_start(arguments, format);
    vsnprintf(words, sizeof words, format, arguments);
    va_end(arguments);
    return rp_buffer_puts(out, words);
}

static rp_quoted quoted(const char *id) { return rp_quote(rp_text_of(id)); }

bool rp_holding_put_therapist(rp_buffer *out, const rp_roster *roster,
                              uint32_t therapist) {
    const rp_therapist *t = &roster->therapists[therapist];

    return *t->name
               ? put(out, "%s (%s)", quoted(t->id).bytes, quoted(t->name).bytes)
               : put(out, "%s", quoted(t->id).bytes);
}

bool rp_holding_put_seats(rp_buffer *out, const rp_holding *h,
                          uint32_t therapist) {
    const rp_roster *roster = h->fit->roster;
    uint32_t started = h->fit->standing->started[therapist];
    int openings = roster->therapists[therapist].openings;
    uint32_t count = 0;
    rp_absence absence = rp_absence_of(h->fit, therapist, h->as_of);
    bool whole = rp_holding_put_therapist(out, roster, therapist);

    if (absence == RP_NOT_YET || absence == RP_GONE)
        return whole && put(out, " ") &&
               rp_absence_put(out, h->fit, therapist, h->as_of);
    if (openings == 0)
        return whole && put(out, " has no openings");
    whole = whole &&
            put(out, " has %d opening%s", openings, openings == 1 ? "" : "s");
    for (uint32_t c = 0; whole && c < roster->client_count; c++) {
        if (h->pin[c] != therapist || h->away[c] != RP_AWAY_NOT)
            continue;
        if (count++ < TOLD)
            whole = put(out, "%s%s", count == 1 ? ", held by " : " and ",
                        quoted(roster->clients[c].id).bytes);
    }
    if (whole && count > TOLD)
        whole = put(out, " and %u more", (unsigned)(count - TOLD));
    if (whole && started > 0)
        whole = put(out, "%s used by %u who %s started", count ? " and" : ",",
                    (unsigned)started, started == 1 ? "has" : "have");
    return whole;
}

uint32_t rp_holding_rule(const rp_fit *fit, rp_need *need, uint32_t client,
                         uint32_t therapist, int *score) {
    if (!rp_need_set(need, fit, client))
        return RP_NONE;
    int s = rp_score_of(fit, need, therapist);
    if (score)
        *score = s;
    for (rp_rule rule = 0; rule < rp_rule_of_score(); rule++)
        if (rp_rule_forbids(fit, need, therapist, rule))
            return rule;
    return s < rp_rule_least_score(fit) ? rp_rule_of_score() : rp_rule_count();
}

bool rp_holding_put_next_best(rp_buffer *out, const rp_holding *h,
                              uint32_t client, uint32_t but) {
    const rp_roster *roster = h->fit->roster;
    uint32_t best = RP_NONE;
    uint64_t best_number = 0;
    int best_score = -1;
    rp_need need = {0};

    for (uint32_t t = 0; t < roster->therapist_count; t++) {
        int score;
        if (t == but || h->openings[t] == 0 || h->leaves[t])
            continue;
        uint32_t rule = rp_holding_rule(h->fit, &need, client, t, &score);
        if (rule == RP_NONE) {
            rp_need_clear(&need);
            return false;
        }
        uint64_t number = rp_lottery_pair(h->lottery, client, t);
        if (rule == rp_rule_count() &&
            (score > best_score ||
             (score == best_score && number < best_number))) {
            best = t;
            best_score = score;
            best_number = number;
        }
    }
    rp_need_clear(&need);
    return best == RP_NONE
               ? put(out, "nobody else who fits has an opening left")
               : rp_holding_put_therapist(out, roster, best) &&
                     put(out,
                         " fits next best and has an opening that nobody is "
                         "promised");
}

static void warn(const rp_holding *h, const rp_said *said,
                 rp_findings *findings, const char *words) {
    rp_findings_add(findings, RP_WARNING,
                    rp_answers_place(h->fit->standing->answers, said->row,
                                     RP_ANSWERS_THERAPIST),
                    "%s", words);
}

/* ---- links --------------------------------------------------------------- */

static uint32_t held_at(const rp_holding *h, uint32_t client) {
    const rp_standing *standing = h->fit->standing;

    return h->away[client] == RP_AWAY_STARTED && standing
               ? standing->words[client].therapist
               : h->pin[client];
}

uint32_t rp_holding_torn(const rp_holding *h, uint32_t client,
                         uint32_t therapist) {
    const uint32_t *others;
    size_t count = rp_links_apart(h->links, client, &others);

    for (size_t k = 0; k < count; k++)
        if (held_at(h, others[k]) == therapist)
            return others[k];
    for (uint32_t c = 0; h->links->kins > 0 && c < h->fit->roster->client_count;
         c++)
        if (rp_links_same(h->links, c, client) && !h->human[c] &&
            held_at(h, c) != RP_NONE && held_at(h, c) != therapist)
            return c;
    return RP_NONE;
}

/* ---- offers that have lapsed -------------------------------------------- */

/* The last day on which an offer stands. */
static int64_t last_day(const rp_holding *h, const rp_said *offer) {
    return offer->on + (int64_t)h->fit->policy->offer_days;
}

static bool has_lapsed(const rp_holding *h, const rp_said *said) {
    return h->as_of != RP_NO_DAY && h->as_of > last_day(h, said);
}

static void tell_lapsed(const rp_holding *h, uint32_t c,
                        rp_findings *findings) {
    const rp_said *said = h->fit->standing->words[c].said;
    char words[LONGEST], day[16];

    rp_date_format(day, said->on);
    snprintf(words, sizeof words,
             "the offer of '%s' to '%s' of %s has lapsed: the place is held no "
             "longer; ask for an answer, or offer it again",
             quoted(said->therapist).bytes,
             quoted(h->fit->roster->clients[c].id).bytes, day);
    warn(h, said, findings, words);
}

/* ---- claims ------------------------------------------------------------- */

static int by_claim(const void *left, const void *right) {
    const claim *a = left, *b = right;

    if (a->order != b->order)
        return a->order < b->order ? -1 : 1;
    if (a->word->said->on != b->word->said->on)
        return a->word->said->on < b->word->said->on ? -1 : 1;
    return (a->turn > b->turn) - (a->turn < b->turn);
}

static uint8_t order_of(uint8_t kind) {
    return kind == RP_SAID_ACCEPTED ? 0 : kind == RP_SAID_OFFERED ? 1 : 2;
}

/* Answers that count today of people who are matched. A pin of the sheet goes
 * before them all. */
static size_t collect(const rp_holding *h, claim *claims,
                      rp_findings *findings) {
    const rp_standing *s = h->fit->standing;
    char words[LONGEST];
    size_t count = 0;

    for (uint32_t c = 0; c < s->clients; c++) {
        const rp_word *word = &s->words[c];
        if (h->human[c] || h->away[c] != RP_AWAY_NOT || !word->said ||
            word->therapist == RP_NONE || word->kind == RP_SAID_STARTED)
            continue;
        if (word->kind == RP_SAID_OFFERED && has_lapsed(h, word->said)) {
            tell_lapsed(h, c, findings);
        } else if (h->pin[c] == word->therapist) {
            continue; /* as staff have it */
        } else if (h->pin[c] != RP_NONE) {
            snprintf(words, sizeof words,
                     "'%s' is pinned to '%s' in the sheet, which goes before "
                     "'%s %s'",
                     quoted(h->fit->roster->clients[c].id).bytes,
                     quoted(h->fit->roster->therapists[h->pin[c]].id).bytes,
                     rp_said_names[word->kind],
                     quoted(word->said->therapist).bytes);
            warn(h, word->said, findings, words);
        } else {
            claims[count++] =
                (claim){word, c, h->turn[c], order_of(word->kind)};
        }
    }
    if (count > 1)
        qsort(claims, count, sizeof *claims, by_claim);
    return count;
}

/* With one more opening the first who is refused for want of one is held. */
static void note_next(const rp_holding *h, uint32_t therapist, uint32_t c,
                      int score) {
    if (h->next[therapist] != RP_NONE)
        return;
    h->next[therapist] = c;
    h->next_score[therapist] = (uint16_t)score;
}

/* What was answered before a choice still stands: the therapist, or RP_NONE. */
static uint32_t before_of(const rp_holding *h, const rp_word *word) {
    const rp_said *said = word->before;

    return !said || (said->kind == RP_SAID_OFFERED && has_lapsed(h, said))
               ? RP_NONE
               : rp_roster_find(h->fit->roster, RP_THERAPISTS,
                                rp_text_of(said->therapist));
}

static void hold(const rp_holding *h, uint32_t c, uint32_t therapist,
                 rp_said_kind kind) {
    h->openings[therapist]--;
    h->pin[c] = therapist;
    h->held[c] = kind == RP_SAID_ACCEPTED ? RP_HELD_ACCEPTED : RP_HELD_OFFERED;
}

/* A choice waits for the plan. One that a rule forbids has no effect, and what
 * was answered before it counts.
 * @return false when out of memory */
static bool take_choice(const rp_holding *h, const claim *k, rp_need *need,
                        uint32_t rule) {
    uint32_t before = before_of(h, k->word), other = 0;

    if (before != RP_NONE)
        other = rp_holding_rule(h->fit, need, k->client, before, NULL);
    if (other == RP_NONE)
        return false;
    if (other != rp_rule_count())
        before = RP_NONE;
    if (rule == rp_rule_count()) {
        h->wish[k->client] = k->word->therapist;
        h->before[k->client] = before;
    } else if (before != RP_NONE && h->openings[before] > 0 &&
               rp_promises_take(h->promises, k->client, before, NULL)) {
        hold(h, k->client, before, k->word->before->kind);
    }
    return true;
}

/* @return false when out of memory */
static bool take(const rp_holding *h, const claim *k, rp_need *need,
                 refusal *refusals, size_t *refused) {
    uint32_t t = k->word->therapist;
    bool is_choice = k->word->kind == RP_SAID_CHOSEN;
    int score;
    uint32_t rule = rp_holding_rule(h->fit, need, k->client, t, &score);

    if (rule == RP_NONE || (is_choice && !take_choice(h, k, need, rule)))
        return false;
    if (rule == rp_rule_count() && is_choice)
        return true;
    uint32_t torn =
        rule == rp_rule_count() ? rp_holding_torn(h, k->client, t) : RP_NONE;
    bool is_free = rule == rp_rule_count() && h->openings[t] > 0;
    if (torn != RP_NONE) {
        refusals[(*refused)++] = (refusal){k, rule, false, torn};
    } else if (is_free && rp_promises_take(h->promises, k->client, t, NULL)) {
        hold(h, k->client, t, (rp_said_kind)k->word->kind);
    } else {
        if (rule == rp_rule_count() && !is_free)
            note_next(h, t, k->client, score);
        refusals[(*refused)++] = (refusal){k, rule, is_free, RP_NONE};
    }
    return true;
}

/* "'T1' cannot be held for 'C2': …; 'T2' fits next best …" */
static bool tell_refusal(const rp_holding *h, const refusal *r,
                         rp_findings *findings) {
    const rp_word *word = r->claim->word;
    uint32_t c = r->claim->client;
    rp_buffer words = {0};
    bool whole =
        put(&words, "'%s' is not held for '%s' (%s): ",
            quoted(word->said->therapist).bytes,
            quoted(h->fit->roster->clients[c].id).bytes,
            rp_said_names[word->kind]) &&
        (r->rule < rp_rule_count()
             ? rp_rule_put_refusal(&words, h->fit, c, word->therapist, r->rule)
         : r->torn != RP_NONE
             ? rp_buffer_puts(&words, "the client is linked to '") &&
                   rp_buffer_puts(
                       &words,
                       quoted(h->fit->roster->clients[r->torn].id).bytes) &&
                   rp_buffer_puts(&words, "', whose place goes before")
         : r->has_no_hour
             ? rp_holding_put_therapist(&words, h->fit->roster,
                                        word->therapist) &&
                   put(&words, " has no hour left that suits the client, "
                               "beside those held before")
             : rp_holding_put_seats(&words, h, word->therapist)) &&
        rp_buffer_puts(&words, "; ") &&
        rp_holding_put_next_best(&words, h, c, word->therapist);

    if (whole)
        warn(h, word->said, findings, words.bytes);
    rp_buffer_clear(&words);
    return whole;
}

rp_status rp_holding_make(const rp_holding *h, rp_findings *findings) {
    uint32_t clients = h->fit->roster->client_count;
    claim *claims = rp_new_array(clients, sizeof *claims);
    refusal *refusals = rp_new_array(clients, sizeof *refusals);
    size_t refused = 0;
    rp_need need = {0};
    bool whole = claims && refusals;
    size_t count = whole ? collect(h, claims, findings) : 0;

    for (size_t k = 0; whole && k < count; k++)
        whole = take(h, &claims[k], &need, refusals, &refused);
    for (size_t k = 0; whole && k < refused; k++)
        whole = tell_refusal(h, &refusals[k], findings);
    rp_need_clear(&need);
    free(claims);
    free(refusals);
    whole &= !h->promises || !rp_promises_failed(h->promises);
    return whole ? RP_OK : RP_ERR_MEMORY;
}
