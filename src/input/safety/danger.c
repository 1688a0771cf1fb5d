#include "input/safety/danger.h"

#include "base/array.h"

#include <stdlib.h>
#include <string.h>

enum {
    WEAKEN_GAP = 2,  /* words between a weakener and its match */
    UNTIL_WORDS = 3, /* how near "until" stands behind a match */
    SENTENCE_WORDS = 4,
    FEW_MATCHES = 16
};

/* -- loading --------------------------------------------------------------- */

/* Names of concerns whose hits count as graver for a minor, their children
 * with them. */
static const char *const hurting[] = {"self_harm", "domestic_violence",
                                      "harm_to_others", "child_protection",
                                      "sexual_abuse"};

static bool mark_hurting(rp_danger *out, const rp_vocabulary *concerns) {
    out->concerns = concerns->count;
    out->hurts = rp_new_array(concerns->count, 1);
    if (!out->hurts)
        return false;
    for (uint32_t c = 0; c < concerns->count; c++) {
        uint32_t parent = concerns->entries[c].parent;
        for (size_t k = 0; k < sizeof hurting / sizeof *hurting; k++)
            out->hurts[c] |=
                strcmp(concerns->entries[c].name, hurting[k]) == 0 ||
                (parent != RP_NONE &&
                 strcmp(concerns->entries[parent].name, hurting[k]) == 0);
    }
    return true;
}

/* Remembers that a row of another grade holds of a whole name. */
typedef struct whole_match {
    const rp_danger_rules *rules;
    size_t words;
    bool is_found;
} whole_match;

static bool note_whole(void *payload, const rp_danger_match *match) {
    whole_match *w = payload;

    w->is_found |= match->from == 0 && match->to == w->words &&
                   w->rules->rules[match->rule].kind != RP_DANGER_KIND_PERSON;
    return !w->is_found;
}

/* The names, labels and aliases of flagged concerns; one of which a row says
 * that it is less grave has the row's grade. */
static bool add_names(rp_danger *out, const rp_vocabulary *concerns,
                      const uint8_t *is_flagged) {
    bool done = true;

    for (uint32_t k = 0; done && k < rp_tags_count(concerns->keys); k++) {
        uint32_t concern = concerns->entry_of[k];
        if (!is_flagged[concern])
            continue;
        rp_danger_words words;
        const char *name = rp_tags_name(concerns->keys, k);
        done = rp_danger_words_split(&words, rp_text_of(name), false);
        whole_match whole = {&out->rules, words.count, false};
        if (done)
            rp_danger_rules_try(&out->rules, &words, note_whole, &whole);
        if (done && !whole.is_found)
            done = rp_near_names_add(&out->near, &words, false, concern);
        rp_danger_words_clear(&words);
    }
    return done;
}

/* The single words and stems of the table that ask for a person. */
static bool add_rules(rp_danger *out) {
    bool done = true;

    for (size_t i = 0; done && i < out->rules.count; i++) {
        const rp_danger_rule *rule = &out->rules.rules[i];
        rp_danger_words words;
        if (rule->kind != RP_DANGER_KIND_PERSON || !rule->is_word)
            continue;
        rp_text letters = {rule->pieces[0].letters, rule->pieces[0].length};
        done = rp_danger_words_split(&words, letters, false) &&
               rp_near_names_add(&out->near, &words, rule->pieces[0].is_stem,
                                 rule->concern);
        rp_danger_words_clear(&words);
    }
    return done;
}

static void fill_sieve(rp_danger *out) {
    for (size_t i = 0; i < out->rules.count; i++) {
        const rp_danger_piece *first = &out->rules.rules[i].pieces[0];
        rp_sieve_add(&out->sieve, (rp_text){first->letters, first->length},
                     first->is_stem);
    }
}

rp_status rp_danger_load(rp_danger *out, const char *folder,
                         const rp_vocabulary *concerns,
                         const uint8_t *is_flagged, rp_findings *findings) {
    *out = (rp_danger){0};
    rp_status status =
        rp_danger_rules_load(&out->rules, folder, concerns, findings);
    if (status != RP_ERR_MEMORY &&
        !(mark_hurting(out, concerns) && add_names(out, concerns, is_flagged) &&
          add_rules(out)))
        status = RP_ERR_MEMORY;
    if (status == RP_ERR_MEMORY)
        return status;
    rp_near_names_sort(&out->near);
    fill_sieve(out);
    return status;
}

void rp_danger_clear(rp_danger *danger) {
    rp_danger_rules_clear(&danger->rules);
    rp_near_names_clear(&danger->near);
    free(danger->hurts);
    *danger = (rp_danger){0};
}

/* -- searching ------------------------------------------------------------- */

/* Of a word, for the matches beside it. */
enum mark {
    TAKEN = 1,       /* part of a harmless use */
    WEAK_BEFORE = 2, /* a weakener of what follows ends before this word */
    WEAK_BEHIND = 4  /* a weakener of what went before begins here */
};

/* All matches of a text. */
typedef struct search {
    const rp_danger *danger;
    const rp_danger_words *words;
    rp_danger_match *matches; /* [count] */
    size_t count, room;
    bool has_kind[4]; /* rp_danger_kind */
    uint8_t *marks;   /* [words + 1] bits of `mark`; NULL: none is set */
    uint8_t few_marks[RP_DANGER_FEW_WORDS + 1];
    bool has_memory;
    rp_danger_match few[FEW_MATCHES];
} search;

static const rp_danger_rule *rule_of(const search *s, size_t match) {
    return &s->danger->rules.rules[s->matches[match].rule];
}

static bool keep_match(void *payload, const rp_danger_match *match) {
    search *s = payload;

    if (s->count == s->room) {
        rp_danger_match *moved =
            rp_resize_array(s->matches == s->few ? NULL : s->matches,
                            s->room * 2, sizeof *moved);
        s->has_memory = moved != NULL;
        if (!moved)
            return false;
        if (s->matches == s->few)
            memcpy(moved, s->few, sizeof s->few);
        s->matches = moved;
        s->room *= 2;
    }
    s->matches[s->count++] = *match;
    s->has_kind[s->danger->rules.rules[match->rule].kind] = true;
    return true;
}

static bool is_taken(const search *s, size_t from, size_t to) {
    for (size_t at = from; s->marks && at < to; at++)
        if (s->marks[at] & TAKEN)
            return true;
    return false;
}

static bool start_marks(search *s) {
    size_t room = s->words->count + 1;

    if (!s->has_kind[RP_DANGER_KIND_NONE] &&
        !s->has_kind[RP_DANGER_KIND_WEAKEN])
        return true;
    s->marks = room <= sizeof s->few_marks ? memset(s->few_marks, 0, room)
                                           : rp_new_array(room, 1);
    return s->marks != NULL;
}

/* Longest first, then in the order of the text, then of rows. */
static int longest_first(const void *one, const void *other) {
    const rp_danger_match *a = one, *b = other;
    size_t long_a = a->to - a->from, long_b = b->to - b->from;

    if (long_a != long_b)
        return long_a > long_b ? -1 : 1;
    if (a->from != b->from)
        return a->from < b->from ? -1 : 1;
    return (a->rule > b->rule) - (a->rule < b->rule);
}

/* Take the words of harmless uses away; what is harmless in a longer phrase
 * does not count by itself. The first one in the text counts. */
static void take_harmless(search *s, rp_danger_match *first) {
    bool has_first = false;

    if (!s->has_kind[RP_DANGER_KIND_NONE])
        return;
    qsort(s->matches, s->count, sizeof *s->matches, longest_first);
    for (size_t i = 0; i < s->count; i++) {
        const rp_danger_match *m = &s->matches[i];
        if (rule_of(s, i)->kind != RP_DANGER_KIND_NONE ||
            is_taken(s, m->from, m->to))
            continue;
        memset(s->marks + m->from, TAKEN, m->to - m->from);
        if (!has_first || m->from < first->from)
            *first = *m;
        has_first = true;
    }
}

/* Mark where weakeners end and begin, those in harmless uses left out. */
static void mark_weakeners(search *s) {
    for (size_t i = 0; s->marks && i < s->count; i++) {
        const rp_danger_match *m = &s->matches[i];
        const rp_danger_rule *rule = rule_of(s, i);
        if (rule->kind != RP_DANGER_KIND_WEAKEN || is_taken(s, m->from, m->to))
            continue;
        if (rule->is_before)
            s->marks[m->to] = (uint8_t)(s->marks[m->to] | WEAK_BEFORE);
        else
            s->marks[m->from] = (uint8_t)(s->marks[m->from] | WEAK_BEHIND);
    }
}

static bool is_word(const search *s, size_t at, const char *word) {
    return rp_text_equals(rp_danger_letters(s->words, at), word);
}

static bool ends_reach(const search *s, size_t at) {
    return is_word(s, at, "until") || is_word(s, at, "now") ||
           is_word(s, at, "current");
}

static bool is_in_sentence(const search *s, size_t at, uint32_t sentence) {
    return at < s->words->count && s->words->words[at].sentence == sentence;
}

/* A weakener before it, as in "denies any suicidal thoughts". */
static bool is_weakened_before(const search *s, size_t from,
                               uint32_t sentence) {
    for (size_t gap = 0; gap <= WEAKEN_GAP && gap < from; gap++) {
        size_t at = from - gap;
        if (gap > 0 && ends_reach(s, at))
            return false;
        if (!is_in_sentence(s, at - 1, sentence))
            return false;
        if (s->marks[at] & WEAK_BEFORE)
            return true;
    }
    return false;
}

/* "suicidal in college" */
static bool is_weakened_behind(const search *s, size_t to, uint32_t sentence) {
    for (size_t at = to; at <= to + WEAKEN_GAP; at++) {
        if (!is_in_sentence(s, at, sentence))
            return false;
        if (s->marks[at] & WEAK_BEHIND)
            return true;
        if (ends_reach(s, at))
            return false;
    }
    return false;
}

/* "never suicidal until now" */
static bool has_until(const search *s, size_t to, uint32_t sentence) {
    for (size_t at = to; at < to + UNTIL_WORDS; at++)
        if (is_in_sentence(s, at, sentence) && is_word(s, at, "until"))
            return true;
    return false;
}

/* Does something near say that it is over, denied, or of somebody else? */
static bool is_weakened(const search *s, size_t from, size_t to) {
    uint32_t sentence = s->words->words[from].sentence;

    return s->marks && (is_weakened_behind(s, to, sentence) ||
                        (is_weakened_before(s, from, sentence) &&
                         !has_until(s, to, sentence)));
}

/* The best so far, and where. */
typedef struct best_hit {
    rp_danger_grade grade;
    uint32_t concern, rule;
    size_t from, to;
} best_hit;

static bool is_better(const best_hit *new_one, const best_hit *old_one) {
    if (new_one->grade != old_one->grade)
        return new_one->grade > old_one->grade;
    if (new_one->from != old_one->from)
        return new_one->from < old_one->from;
    if (new_one->to != old_one->to)
        return new_one->to > old_one->to;
    return new_one->rule < old_one->rule;
}

/* The hit as it counts in its sentence. */
static best_hit in_its_place(const search *s, best_hit hit) {
    if (hit.grade == RP_DANGER_PERSON && is_weakened(s, hit.from, hit.to))
        hit.grade = RP_DANGER_LOOK;
    return hit;
}

static void weigh_matches(const search *s, best_hit *best) {
    for (size_t i = 0; i < s->count; i++) {
        const rp_danger_match *m = &s->matches[i];
        const rp_danger_rule *rule = rule_of(s, i);
        if (rule->kind > RP_DANGER_KIND_LOOK || is_taken(s, m->from, m->to))
            continue;
        best_hit hit = {rule->kind == RP_DANGER_KIND_PERSON ? RP_DANGER_PERSON
                                                            : RP_DANGER_LOOK,
                        rule->concern, m->rule, m->from, m->to};
        hit = in_its_place(s, hit);
        if (is_better(&hit, best))
            *best = hit;
    }
}

/* Flagged names, right or misspelt, where no row has the same grade. */
static void weigh_near_names(const search *s, best_hit *best) {
    for (size_t at = 0; at < s->words->count && best->grade != RP_DANGER_PERSON;
         at++) {
        rp_near_match near;
        if (!rp_near_names_find(&s->danger->near, s->words, at, &near) ||
            is_taken(s, near.from, near.to))
            continue;
        best_hit hit = {RP_DANGER_PERSON, near.concern, RP_NONE, near.from,
                        near.to};
        hit = in_its_place(s, hit);
        if (hit.grade > best->grade)
            *best = hit;
    }
}

static void tell(const rp_danger_words *words, const best_hit *best,
                 rp_danger_hit *out) {
    if (best->to == 0)
        return;
    size_t from = words->words[best->from].from;
    size_t to = words->words[best->to - 1].to;
    out->grade = best->grade;
    out->concern = best->concern;
    out->words = (rp_text){words->text.bytes + from, to - from};
    out->is_whole = best->from == 0 && best->to == words->count;
}

static bool find(const rp_danger *danger, const rp_danger_words *words,
                 rp_danger_hit *out) {
    search s = {.danger = danger,
                .words = words,
                .room = FEW_MATCHES,
                .has_memory = true};
    best_hit best = {RP_DANGER_NONE, RP_NONE, RP_NONE, 0, 0};
    rp_danger_match first = {0, 0, 0};

    s.matches = s.few;
    rp_danger_rules_try(&danger->rules, words, keep_match, &s);
    bool done = s.has_memory;
    if (done)
        done = start_marks(&s);
    if (done) {
        take_harmless(&s, &first);
        mark_weakeners(&s);
        weigh_matches(&s, &best);
        weigh_near_names(&s, &best);
        if (best.grade == RP_DANGER_NONE && first.to > 0)
            best = (best_hit){RP_DANGER_NONE,
                              danger->rules.rules[first.rule].concern, 0,
                              first.from, first.to};
        tell(words, &best, out);
    }
    if (s.marks != s.few_marks)
        free(s.marks);
    if (s.matches != s.few)
        free(s.matches);
    return done;
}

bool rp_danger_may_find(const rp_danger *danger, rp_text text) {
    return rp_sieve_passes(&danger->sieve, text, danger->near.fewest_letters);
}

bool rp_danger_find(const rp_danger *danger, rp_text text, rp_danger_hit *out) {
    rp_danger_words words;

    *out = (rp_danger_hit){RP_DANGER_NONE, RP_NONE, {text.bytes, 0}, false};
    if (!rp_danger_may_find(danger, text))
        return true;
    bool done =
        rp_danger_words_split(&words, text, false) && find(danger, &words, out);
    rp_danger_words_clear(&words);
    return done;
}

/* Words that make a question one about danger, '*' behind a stem; two words
 * stand in a row. */
static const char *const header_words[] = {
    "risk",      "crisis",       "safety",    "unsafe",        "danger",
    "dangerous", "harm",         "harmed",    "harming",       "harmful",
    "suicid*",   "selfharm*",    "violence",  "feel safe",     "safe at home",
    "you safe",  "feeling safe", "safe in",   "you were dead", "cssrs*",
    "c ssrs",    "phq9 9",       "phq9 q9",   "phq9 item 9",   "phq 9 9",
    "phq 9 q9",  "phq 9 item 9", "si screen", "si hi",         "current si",
    "active si"};

static bool is_letter(char c) { return (c | 0x20) >= 'a' && (c | 0x20) <= 'z'; }

/* Read the word `you` as another, which is not longer.
 * @return whether it stands there */
static bool turn_you(rp_danger_words *words, const char *from, const char *to) {
    uint32_t length = (uint32_t)strlen(to);
    bool any = false;

    for (size_t k = 0; k < words->count; k++) {
        rp_danger_word *word = &words->words[k];
        if (!rp_text_equals(rp_danger_letters(words, k), from))
            continue;
        memcpy(words->letters + word->at, to, length);
        word->length = length;
        word->hash = rp_danger_hash(rp_danger_letters(words, k));
        any = true;
    }
    return any;
}

/* Do the words from `at` on begin with these? */
static size_t begins(const rp_danger_words *words, size_t at,
                     const char *wanted) {
    for (; *wanted; at++) {
        size_t length = strcspn(wanted, " *");
        if (at == words->count)
            return 0;
        rp_text letters = rp_danger_letters(words, at);
        if (letters.length < length ||
            memcmp(letters.bytes, wanted, length) != 0 ||
            (wanted[length] != '*' && letters.length != length))
            return 0;
        wanted += length + (wanted[length] != '\0');
    }
    return at;
}

bool rp_danger_find_in_header(const rp_danger *danger, rp_text header,
                              rp_danger_hit *out) {
    rp_danger_words words;

    *out = (rp_danger_hit){RP_DANGER_NONE, RP_NONE, {header.bytes, 0}, false};
    bool done = rp_danger_words_split(&words, header, true) &&
                find(danger, &words, out);
    for (size_t at = 0; done && at < words.count; at++)
        for (size_t k = 0; k < sizeof header_words / sizeof *header_words &&
                           out->grade == RP_DANGER_NONE;
             k++) {
            best_hit hit = {RP_DANGER_LOOK, RP_NONE, RP_NONE, at,
                            begins(&words, at, header_words[k])};
            tell(&words, &hit, out);
        }
    if (done && out->grade == RP_DANGER_NONE && turn_you(&words, "you", "i")) {
        done = find(danger, &words, out);
        /* "have you wished", "did your partner threaten you" */
        if (done && out->grade == RP_DANGER_NONE && turn_you(&words, "i", "me"))
            done = find(danger, &words, out);
    }
    rp_danger_words_clear(&words);
    return done;
}

bool rp_danger_asks_safe(rp_text header) {
    static const char word[] = "safe";
    size_t length = sizeof word - 1;

    for (size_t at = 0; at + length <= header.length; at++) {
        size_t k = 0;
        while (k < length && (header.bytes[at + k] | 0x20) == word[k])
            k++;
        if (k == length && (at == 0 || !is_letter(header.bytes[at - 1])) &&
            (at + k == header.length || !is_letter(header.bytes[at + k])))
            return true;
    }
    return false;
}

rp_danger_grade rp_danger_grade_for(const rp_danger *danger,
                                    const rp_danger_hit *hit, bool is_minor) {
    return hit->grade == RP_DANGER_LOOK && is_minor &&
                   hit->concern < danger->concerns &&
                   danger->hurts[hit->concern]
               ? RP_DANGER_PERSON
               : hit->grade;
}

bool rp_danger_is_sentence(rp_text text) {
    rp_danger_words words;
    bool done = rp_danger_words_split(&words, text, false);
    bool is_sentence = !done || words.count >= SENTENCE_WORDS;

    rp_danger_words_clear(&words);
    return is_sentence;
}
