/**
 * @file danger_words.h
 * A text as words, the way danger.csv looks at it.
 *
 * Case, marks, width, apostrophes and invisible characters do not count, and
 * `S.I.` is the word si. A word is a run of letters and digits. `. ; ! ?` and
 * the words but and pero break a sentence.
 */
#ifndef RP_INPUT_SAFETY_DANGER_WORDS_H
#define RP_INPUT_SAFETY_DANGER_WORDS_H

#include "base/text.h"

#include <stdint.h>

typedef struct rp_danger_word {
    uint64_t hash;     /* rp_danger_hash() of its letters */
    size_t at;         /* where its letters begin, in `letters` */
    size_t from, to;   /* its bytes in the text */
    uint32_t length;   /* of its letters */
    uint32_t sentence; /* from 0 */
    bool is_capital;   /* in plain capitals, without a mark */
} rp_danger_word;

enum { RP_DANGER_FEW_WORDS = 48, RP_DANGER_FEW_LETTERS = 512 };

/** Most texts are short: these need no memory of their own. */
typedef struct rp_danger_words {
    rp_text text;          /* borrowed */
    rp_danger_word *words; /* [count] */
    char *letters;
    size_t count, used; /* words; letters */
    size_t room, letters_room;
    rp_danger_word few_words[RP_DANGER_FEW_WORDS];
    char few_letters[RP_DANGER_FEW_LETTERS];
} rp_danger_words;

/** Take a text apart.
 *  @param is_header  a question to the client: your is read as my
 *  @return false when out of memory; clear it in any case */
bool rp_danger_words_split(rp_danger_words *out, rp_text text, bool is_header);
void rp_danger_words_clear(rp_danger_words *words);

/** The letters of a word; valid until it is cleared. */
static inline rp_text rp_danger_letters(const rp_danger_words *words,
                                        size_t index) {
    return (rp_text){words->letters + words->words[index].at,
                     words->words[index].length};
}

#define RP_DANGER_HASH_START 14695981039346656037u

/** One more letter of a hash (FNV-1a) that began with RP_DANGER_HASH_START. */
static inline uint64_t rp_danger_hash_on(uint64_t hash, char letter) {
    return (hash ^ (unsigned char)letter) * 1099511628211u;
}
uint64_t rp_danger_hash(rp_text letters);

#endif
