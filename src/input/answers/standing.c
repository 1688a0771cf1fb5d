#include "input/answers/standing.h"

#include "base/array.h"

#include <stdlib.h>
#include <string.h>

enum { MANY = 3 /* declined therapists */, LONGEST = 240 };

/* What is known of one id of the sheet while its rows are gone through. */
typedef struct person {
    uint32_t client;       /* of the roster, or RP_NONE */
    const rp_said *word;   /* NULL: none counts */
    const rp_said *before; /* as of rp_word */
    const rp_said *hold;
    uint32_t rows;      /* of the sheet */
    uint32_t *declined; /* [count] rows of the answers */
    size_t count, room;
} person;

typedef struct summing {
    rp_standing *out;
    const rp_answers *answers;
    const rp_roster *roster;
    rp_findings *findings;
    rp_tags *ids;
    person *people; /* [count] by the numbers of ids */
    size_t count, room;
} summing;

static bool is_same(const char *a, const char *b) { return strcmp(a, b) == 0; }

/* A therapist is taken again: an earlier decline is over. */
static void take_back(const summing *s, person *p, const char *therapist) {
    size_t kept = 0;

    for (size_t k = 0; k < p->count; k++)
        if (!is_same(s->answers->rows[p->declined[k]].therapist, therapist))
            p->declined[kept++] = p->declined[k];
    p->count = kept;
}

static bool decline(const summing *s, person *p, uint32_t row) {
    const char *therapist = s->answers->rows[row].therapist;

    if (p->word && is_same(p->word->therapist, therapist))
        p->word = NULL;
    if (p->before && is_same(p->before->therapist, therapist))
        p->before = NULL;
    take_back(s, p, therapist); /* once is enough */
    uint32_t *rows =
        rp_grow_array(p->declined, p->count, &p->room, sizeof *rows);
    if (!rows)
        return false;
    p->declined = rows;
    rows[p->count++] = row;
    return true;
}

static bool take(const summing *s, person *p, uint32_t row) {
    const rp_said *said = &s->answers->rows[row];

    p->rows++;
    if (said->kind == RP_SAID_DECLINED)
        return decline(s, p, row);
    if (said->kind == RP_SAID_HOLD) {
        p->hold = said;
        return true;
    }
    if (said->kind != RP_SAID_STARTED)
        take_back(s, p, said->therapist);
    if (said->kind != RP_SAID_CHOSEN)
        p->before = NULL;
    else if (p->word && (p->word->kind == RP_SAID_OFFERED ||
                         p->word->kind == RP_SAID_ACCEPTED))
        p->before = p->word;
    p->word = said;
    p->hold = NULL;
    return true;
}

static bool go_through(summing *s) {
    bool whole = true;

    for (uint32_t row = 0; whole && row < s->answers->count; row++) {
        rp_text id = rp_text_of(s->answers->rows[row].client);
        uint32_t known = rp_tags_count(s->ids);
        uint32_t number = rp_tags_intern(s->ids, id);
        if (number == RP_NONE)
            return false;
        if (number == known) {
            person *people =
                rp_grow_array(s->people, s->count, &s->room, sizeof *people);
            if (!people)
                return false;
            s->people = people;
            people[s->count++] =
                (person){.client = rp_roster_find(s->roster, RP_CLIENTS, id)};
        }
        /* a number that is not new has its person */
        whole = s->people && take(s, &s->people[number], row);
    }
    return whole;
}

/* ---- what it comes to --------------------------------------------------- */

static uint32_t therapist_of(const summing *s, const rp_said *said) {
    return rp_roster_find(s->roster, RP_THERAPISTS,
                          rp_text_of(said->therapist));
}

static void warn(const summing *s, const rp_said *said,
                 enum rp_answer_column column, const char *words) {
    rp_findings_add(s->findings, RP_WARNING,
                    rp_answers_place(s->answers, said->row, column), "%s",
                    words);
}

/* @param[in,out] undated  the first that says nothing of its day */
static void use_opening(const summing *s, const person *p,
                        const rp_said **undated) {
    uint32_t t = therapist_of(s, p->word);

    if (t == RP_NONE)
        return;
    int32_t right = s->roster->therapists[t].updated_on;
    if (right == RP_NO_DAY)
        *undated =
            !*undated || p->word->row < (*undated)->row ? p->word : *undated;
    else if (p->word->on > right)
        s->out->started[t]++;
}

static void settle(const summing *s, const person *p, int32_t as_of) {
    uint32_t c = p->client;
    char words[LONGEST];

    if (p->word)
        s->out->words[c] = (rp_word){.kind = (uint8_t)p->word->kind,
                                     .therapist = therapist_of(s, p->word),
                                     .said = p->word,
                                     .before = p->before};
    if (p->hold && (as_of == RP_NO_DAY || as_of < p->hold->until))
        s->out->hold[c] = p->hold->until;
    if (p->count < MANY)
        return;
    snprintf(words, sizeof words,
             "'%s' has declined three therapists or more: a person should ask "
             "why",
             rp_quote(rp_text_of(s->roster->clients[c].id)).bytes);
    warn(s, &s->answers->rows[p->declined[MANY - 1]], RP_ANSWERS_CLIENT, words);
}

/* Declines by client, as the roster has them. */
static bool list_declines(const summing *s) {
    rp_standing *out = s->out;
    size_t count = 0;

    for (size_t k = 0; k < s->count; k++)
        if (s->people[k].client != RP_NONE)
            out->first[s->people[k].client + 1] = s->people[k].count;
    for (uint32_t c = 0; c < out->clients; c++) {
        count += out->first[c + 1];
        out->first[c + 1] = count;
    }
    out->declined = rp_new_array(count, sizeof *out->declined);
    out->whom = rp_new_array(count, sizeof *out->whom);
    if (!out->declined || !out->whom)
        return false;
    for (size_t k = 0; k < s->count; k++) {
        const person *p = &s->people[k];
        for (size_t i = 0; p->client != RP_NONE && i < p->count; i++) {
            size_t at = out->first[p->client] + i;
            out->declined[at] = &s->answers->rows[p->declined[i]];
            out->whom[at] = therapist_of(s, out->declined[at]);
        }
    }
    return true;
}

static bool has_started(const person *p) {
    return p->word && p->word->kind == RP_SAID_STARTED;
}

/* Answers of who is in no sheet and has not started: one note. */
static void tell_strangers(const summing *s) {
    const rp_said *first = NULL;
    uint32_t rows = 0;
    char words[LONGEST];

    for (size_t row = 0; row < s->answers->count; row++) {
        const rp_said *said = &s->answers->rows[row];
        const person *p =
            &s->people[rp_tags_find(s->ids, rp_text_of(said->client))];
        if (p->client != RP_NONE || has_started(p))
            continue;
        rows++;
        if (!first || said->row < first->row)
            first = said;
    }
    snprintf(words, sizeof words,
             rows == 1 ? "%u answer is of a client who is not in the sheet"
                       : "%u answers are of clients who are not in the sheet",
             (unsigned)rows);
    if (first && !s->roster->is_cut[RP_CLIENTS])
        warn(s, first, RP_ANSWERS_CLIENT, words);
}

static bool sum_up(const summing *s, int32_t as_of) {
    const rp_said *undated = NULL;
    char words[LONGEST];

    for (size_t k = 0; k < s->count; k++) {
        const person *p = &s->people[k];
        if (has_started(p))
            use_opening(s, p, &undated);
        if (p->client != RP_NONE)
            settle(s, p, as_of);
        else if (has_started(p) &&
                 rp_tags_intern(s->out->gone, rp_text_of(p->word->client)) ==
                     RP_NONE)
            return false;
    }
    if (undated) {
        snprintf(words, sizeof words,
                 "updated_on is blank for '%s': who has started there uses no "
                 "opening, so a place may be promised twice; enter the day on "
                 "which openings was right, for everybody",
                 rp_quote(rp_text_of(undated->therapist)).bytes);
        warn(s, undated, RP_ANSWERS_THERAPIST, words);
    }
    tell_strangers(s);
    return list_declines(s);
}

static bool allocate(rp_standing *out) {
    out->words = rp_new_array(out->clients, sizeof *out->words);
    out->hold = rp_new_array(out->clients, sizeof *out->hold);
    out->first = rp_new_array((size_t)out->clients + 1, sizeof *out->first);
    out->started = rp_new_array(out->therapists, sizeof *out->started);
    out->gone = rp_tags_new();
    if (!out->gone || !out->words || !out->hold || !out->first || !out->started)
        return false;
    for (uint32_t c = 0; c < out->clients; c++) {
        out->words[c] = (rp_word){.kind = RP_SAID_KINDS, .therapist = RP_NONE};
        out->hold[c] = RP_NO_DAY;
    }
    return true;
}

rp_status rp_standing_make(rp_standing *out, const rp_answers *answers,
                           const rp_roster *roster, int32_t as_of,
                           rp_findings *findings) {
    summing s = {.out = out,
                 .answers = answers,
                 .roster = roster,
                 .findings = findings,
                 .ids = rp_tags_new()};

    *out = (rp_standing){.answers = answers,
                         .clients = roster->client_count,
                         .therapists = roster->therapist_count};
    bool whole = s.ids && allocate(out) && go_through(&s) && sum_up(&s, as_of);
    for (size_t k = 0; k < s.count; k++)
        free(s.people[k].declined);
    free(s.people);
    rp_tags_free(s.ids);
    return whole && !findings->out_of_memory ? RP_OK : RP_ERR_MEMORY;
}

void rp_standing_clear(rp_standing *standing) {
    free(standing->words);
    free(standing->hold);
    free(standing->first);
    free(standing->declined);
    free(standing->whom);
    free(standing->started);
    rp_tags_free(standing->gone);
    *standing = (rp_standing){0};
}

bool rp_standing_is_gone(const rp_standing *s, rp_text id) {
    return s && rp_tags_find(s->gone, id) != RP_NONE;
}

bool rp_standing_declines(const rp_standing *s, uint32_t client,
                          uint32_t therapist) {
    if (!s || client >= s->clients || therapist == RP_NONE)
        return false;
    for (size_t k = s->first[client]; k < s->first[client + 1]; k++)
        if (s->whom[k] == therapist)
            return true;
    return false;
}

bool rp_standing_declines_any(const rp_standing *s, uint32_t client) {
    return s && client < s->clients && s->first[client] < s->first[client + 1];
}
