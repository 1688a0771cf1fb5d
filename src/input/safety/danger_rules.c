#include "input/safety/danger_rules.h"

#include "base/array.h"
#include "base/embedded.h"
#include "input/words/wordfile.h"

#include <stdlib.h>
#include <string.h>

enum { PHRASE, KIND, CONCERN, LANGUAGE, MATCH, NEAR };
static const char *const columns[] = {"phrase",   "kind",   "concern",
                                      "language", "match",  "not_before_after",
                                      "source",   "status", NULL};
static const char *const kind_names[] = {"person", "look", "none", "weaken",
                                         NULL};
enum { WORD, STEM, PHRASE_OF_WORDS };
static const char *const match_names[] = {"word", "stem", "phrase", NULL};

enum {
    MOST_PIECES = 16,
    GAP_WORDS = 3,   /* of '~' */
    GUARD_WORDS = 3, /* how far a guard looks */
    LONGEST_STEM = 63
};

typedef struct reading {
    rp_danger_rules *rules;
    const rp_vocabulary *concerns;
} reading;

/* One word of a phrase or guard, '*' behind it seen. False when it is none,
 * or out of memory (the findings know). */
static bool take_piece(rp_danger_piece *out, rp_sheetfile *sheet,
                       rp_arena *arena, rp_text text) {
    rp_danger_words words;
    bool is_stem = text.length > 1 && text.bytes[text.length - 1] == '*';

    *out = (rp_danger_piece){0};
    if (is_stem)
        text.length--;
    bool done = rp_danger_words_split(&words, text, false) && words.count == 1;
    if (done) {
        rp_text letters = rp_danger_letters(&words, 0);
        out->letters = rp_arena_text(arena, letters.bytes, letters.length);
        out->length = (uint32_t)letters.length;
        out->hash = words.words[0].hash;
        out->is_stem = is_stem;
        done = out->letters && out->length <= LONGEST_STEM;
        sheet->findings->out_of_memory |= !out->letters;
    }
    rp_danger_words_clear(&words);
    return done;
}

static bool is_blank(char byte) { return byte == ' '; }

/* The next run without blanks; false at the end. */
static bool next_run(rp_text *rest, rp_text *run) {
    size_t at = 0, from;

    while (at < rest->length && is_blank(rest->bytes[at]))
        at++;
    from = at;
    while (at < rest->length && !is_blank(rest->bytes[at]))
        at++;
    *run = (rp_text){rest->bytes + from, at - from};
    *rest = (rp_text){rest->bytes + at, rest->length - at};
    return run->length > 0;
}

static bool is_in_capitals(rp_text text) {
    bool has_letter = false;

    for (size_t i = 0; i < text.length; i++) {
        if (text.bytes[i] >= 'a' && text.bytes[i] <= 'z')
            return false;
        has_letter |= text.bytes[i] >= 'A' && text.bytes[i] <= 'Z';
    }
    return has_letter;
}

/* The words of a phrase; false with a finding. */
static bool take_pieces(rp_sheetfile *sheet, uint32_t row, rp_arena *arena,
                        rp_danger_rule *rule, bool is_stem) {
    rp_text phrase = rp_sheetfile_cell(sheet, row, PHRASE), rest = phrase, run;
    rp_danger_piece pieces[MOST_PIECES];
    uint32_t count = 0;
    bool is_whole = true;

    while (is_whole && next_run(&rest, &run)) {
        if (count == MOST_PIECES)
            is_whole = false;
        else if (rp_text_equals(run, "~"))
            pieces[count++] = (rp_danger_piece){.is_gap = true};
        else
            is_whole = take_piece(&pieces[count++], sheet, arena, run);
    }
    if (!is_whole || count == 0 || pieces[0].is_gap ||
        pieces[count - 1].is_gap) {
        rp_sheetfile_error(sheet, row, PHRASE,
                           "'%s', expected up to %d words, '*' behind the "
                           "beginning of one, '~' between two",
                           rp_quote(phrase).bytes, (int)MOST_PIECES);
        return false;
    }
    pieces[0].is_stem |= is_stem;
    rp_danger_piece *kept = rp_arena_array(arena, count, sizeof *kept);
    if (kept)
        memcpy(kept, pieces, count * sizeof *kept);
    rule->pieces = kept;
    rule->piece_count = count;
    rule->is_capital = is_in_capitals(phrase);
    return kept != NULL;
}

/* "<x" and ">x" by ';', or for a weakener a lone '<' or '>'. */
static bool take_guards(rp_sheetfile *sheet, uint32_t row, rp_arena *arena,
                        rp_danger_rule *rule) {
    rp_text cell = rp_sheetfile_cell(sheet, row, NEAR), list = cell, piece;
    size_t most = 1;
    bool is_whole = true;

    for (size_t i = 0; i < cell.length; i++)
        most += cell.bytes[i] == ';';
    rp_danger_guard *guards = rp_arena_array(arena, most, sizeof *guards);
    if (!guards)
        return false;
    if (rule->kind == RP_DANGER_KIND_WEAKEN) {
        rule->is_before = rp_text_equals(cell, "<");
        is_whole = rule->is_before || rp_text_equals(cell, ">");
    } else {
        while (is_whole && rp_wordfile_piece(&list, &piece)) {
            rp_danger_guard *g = &guards[rule->guard_count++];
            g->is_before = piece.bytes[0] == '<';
            is_whole = (g->is_before || piece.bytes[0] == '>') &&
                       take_piece(&g->piece, sheet, arena,
                                  (rp_text){piece.bytes + 1, piece.length - 1});
        }
    }
    rule->guards = guards;
    if (!is_whole)
        rp_sheetfile_error(sheet, row, NEAR, "'%s', expected %s",
                           rp_quote(cell).bytes,
                           rule->kind == RP_DANGER_KIND_WEAKEN
                               ? "< or >"
                               : "words after < or >, ';' between");
    return is_whole;
}

static bool take_row(rp_sheetfile *sheet, uint32_t row, const reading *r,
                     rp_danger_rule *rule) {
    rp_arena *arena = &r->rules->arena;
    rp_text kind = rp_sheetfile_cell(sheet, row, KIND);
    rp_text concern = rp_sheetfile_cell(sheet, row, CONCERN);
    rp_text match = rp_sheetfile_cell(sheet, row, MATCH);
    int which = rp_wordfile_choice(kind_names, kind);
    int how = rp_wordfile_choice(match_names, match);

    *rule = (rp_danger_rule){.concern = RP_NONE};
    if (concern.length > 0)
        rule->concern =
            rp_wordfile_entry(sheet, row, CONCERN, r->concerns, concern);
    if (which < 0)
        rp_sheetfile_error(sheet, row, KIND,
                           "'%s', expected person, look, none or weaken",
                           rp_quote(kind).bytes);
    if (how < 0)
        rp_sheetfile_error(sheet, row, MATCH,
                           "'%s', expected word, stem or phrase",
                           rp_quote(match).bytes);
    if (which < 0 || how < 0)
        return false;
    rule->kind = (uint8_t)which;
    if (!take_pieces(sheet, row, arena, rule, how == STEM) ||
        !take_guards(sheet, row, arena, rule))
        return false;
    rule->is_word = how != PHRASE_OF_WORDS;
    if (rule->is_word && rule->piece_count > 1) {
        rp_text phrase = rp_sheetfile_cell(sheet, row, PHRASE);
        rp_sheetfile_error(sheet, row, PHRASE, "'%s', expected a single word",
                           rp_quote(phrase).bytes);
        return false;
    }
    return true;
}

static bool take_rows(rp_sheetfile *sheet, void *into) {
    const reading *r = into;
    rp_danger_rules *rules = r->rules;

    for (uint32_t row = 1; row <= sheet->rows; row++) {
        size_t errors = sheet->findings->errors;
        rp_danger_rule *grown = rp_grow_array(rules->rules, rules->count,
                                              &rules->room, sizeof *grown);
        if (!grown)
            return false;
        rules->rules = grown;
        if (take_row(sheet, row, r, &grown[rules->count]))
            rules->count++;
        else if (sheet->findings->errors == errors)
            return false; /* nothing wrong with the row: no memory */
    }
    return true;
}

/* -- by the first word ----------------------------------------------------- */

/* The key of a first word; never 0. A stem is another key than the word. */
static uint64_t key_of(uint64_t hash, bool is_stem) {
    return ((is_stem ? hash * 31 + 1 : hash) | 1);
}

static size_t slot_of(const rp_danger_rules *rules, uint64_t key) {
    size_t slot = (size_t)(key ^ key >> 29) & (rules->slots - 1);

    while (rules->first_hash[slot] && rules->first_hash[slot] != key)
        slot = (slot + 1) & (rules->slots - 1);
    return slot;
}

static uint64_t key_of_rule(const rp_danger_rule *rule) {
    return key_of(rule->pieces[0].hash, rule->pieces[0].is_stem);
}

/* Count the rules of each key, then put them into runs. */
static bool index_rules(rp_danger_rules *rules) {
    uint32_t start = 0;

    for (rules->slots = 64; rules->slots < rules->count * 4;)
        rules->slots *= 2;
    rules->first_hash = rp_new_array(rules->slots, sizeof *rules->first_hash);
    rules->first_of = rp_new_array(rules->slots, sizeof *rules->first_of);
    rules->by_first = rp_new_array(rules->count, sizeof *rules->by_first);
    rules->run_of = rp_new_array(rules->count, sizeof *rules->run_of);
    uint32_t *counts = rp_new_array(rules->slots, sizeof *counts);
    if (!rules->first_hash || !rules->first_of || !rules->by_first ||
        !rules->run_of || !counts) {
        free(counts);
        return false;
    }
    for (size_t i = 0; i < rules->count; i++) {
        uint64_t key = key_of_rule(&rules->rules[i]);
        size_t slot = slot_of(rules, key);
        rules->first_hash[slot] = key;
        counts[slot]++;
        if (rules->rules[i].pieces[0].is_stem)
            rules->stem_lengths |= (uint64_t)1
                                   << rules->rules[i].pieces[0].length;
    }
    for (size_t slot = 0; slot < rules->slots; slot++) {
        rules->first_of[slot] = start;
        if (counts[slot])
            rules->run_of[start] = counts[slot];
        start += counts[slot];
        counts[slot] = 0;
    }
    for (size_t i = 0; i < rules->count; i++) {
        size_t slot = slot_of(rules, key_of_rule(&rules->rules[i]));
        rules->by_first[rules->first_of[slot] + counts[slot]++] = (uint32_t)i;
    }
    free(counts);
    return true;
}

rp_status rp_danger_rules_load(rp_danger_rules *out, const char *folder,
                               const rp_vocabulary *concerns,
                               rp_findings *findings) {
    const rp_wordfile file = {
        {"danger.csv", rp_embedded_danger, &rp_embedded_danger_size, 1},
        columns,
        take_rows};
    reading r = {out, concerns};

    *out = (rp_danger_rules){0};
    rp_status status = rp_wordfile_load(&file, folder, NULL, &r, findings);
    if (status != RP_ERR_MEMORY && !index_rules(out))
        status = RP_ERR_MEMORY;
    return status;
}

void rp_danger_rules_clear(rp_danger_rules *rules) {
    rp_arena_clear(&rules->arena);
    free(rules->rules);
    free(rules->first_hash);
    free(rules->first_of);
    free(rules->by_first);
    free(rules->run_of);
    *rules = (rp_danger_rules){0};
}

/* -- trying ---------------------------------------------------------------- */

static bool is_piece(const rp_danger_words *words, size_t at,
                     const rp_danger_piece *piece) {
    const rp_danger_word *word = &words->words[at];

    if (piece->is_stem
            ? word->length < piece->length
            : word->hash != piece->hash || word->length != piece->length)
        return false;
    return memcmp(words->letters + word->at, piece->letters, piece->length) ==
           0;
}

/* Where the pieces from `k` on end when they begin at word `at`; 0: they do
 * not hold. All of a match is in one sentence. */
static size_t match_end(const rp_danger_words *words, size_t at,
                        const rp_danger_rule *rule, uint32_t k,
                        uint32_t sentence) {
    for (; k < rule->piece_count; k++, at++) {
        if (rule->pieces[k].is_gap) {
            for (size_t skip = 0; skip <= GAP_WORDS; skip++) {
                size_t end = match_end(words, at + skip, rule, k + 1, sentence);
                if (end)
                    return end;
            }
            return 0;
        }
        if (at >= words->count || words->words[at].sentence != sentence ||
            !is_piece(words, at, &rule->pieces[k]))
            return 0;
    }
    return at;
}

/* Does a word stand near that says it is something else? */
static bool is_guarded(const rp_danger_words *words,
                       const rp_danger_match *match,
                       const rp_danger_rule *rule) {
    uint32_t sentence = words->words[match->from].sentence;

    for (uint32_t g = 0; g < rule->guard_count; g++)
        for (size_t step = 1; step <= GUARD_WORDS; step++) {
            const rp_danger_guard *guard = &rule->guards[g];
            size_t at =
                guard->is_before ? match->from - step : match->to - 1 + step;
            /* below 0 wraps to beyond the end */
            if (at >= words->count || words->words[at].sentence != sentence)
                break;
            if (is_piece(words, at, &guard->piece))
                return true;
        }
    return false;
}

/* Try the rules of one first word. */
static bool try_run(const rp_danger_rules *rules, const rp_danger_words *words,
                    size_t at, uint64_t key, rp_danger_matched *matched,
                    void *payload) {
    size_t slot = slot_of(rules, key);

    if (!rules->first_hash[slot])
        return true;
    uint32_t start = rules->first_of[slot];
    for (uint32_t i = 0; i < rules->run_of[start]; i++) {
        rp_danger_match match = {rules->by_first[start + i], at, 0};
        const rp_danger_rule *rule = &rules->rules[match.rule];
        match.to = match_end(words, at, rule, 0, words->words[at].sentence);
        if (match.to == 0 ||
            (rule->is_capital && !words->words[at].is_capital) ||
            is_guarded(words, &match, rule))
            continue;
        if (!matched(payload, &match))
            return false;
    }
    return true;
}

bool rp_danger_rules_try(const rp_danger_rules *rules,
                         const rp_danger_words *words,
                         rp_danger_matched *matched, void *payload) {
    for (size_t at = 0; at < words->count; at++) {
        rp_text letters = rp_danger_letters(words, at);
        uint64_t hash = RP_DANGER_HASH_START;
        for (size_t n = 0; n < letters.length && n < LONGEST_STEM;) {
            hash = rp_danger_hash_on(hash, letters.bytes[n++]);
            if (rules->stem_lengths >> n & 1 &&
                !try_run(rules, words, at, key_of(hash, true), matched,
                         payload))
                return false;
        }
        if (!try_run(rules, words, at, key_of(words->words[at].hash, false),
                     matched, payload))
            return false;
    }
    return true;
}
