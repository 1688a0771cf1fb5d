#include "input/safety/sieve.h"

enum { ALL = 37, KEPT = 4 };

/* Of a byte: 1 to 26 for a letter, 27 to 36 for a digit, 0 for what ends a
 * word. */
static const uint8_t codes[256] = {
    ['0'] = 27, 28, 29, 30, 31, 32, 33, 34, 35, 36, ['A'] = 1, 2,  3,
    4,          5,  6,  7,  8,  9,  10, 11, 12, 13, 14,        15, 16,
    17,         18, 19, 20, 21, 22, 23, 24, 25, 26, ['a'] = 1, 2,  3,
    4,          5,  6,  7,  8,  9,  10, 11, 12, 13, 14,        15, 16,
    17,         18, 19, 20, 21, 22, 23, 24, 25, 26};

static unsigned code_of(char byte) { return codes[(unsigned char)byte]; }

static bool is_letter(char byte) {
    unsigned code = code_of(byte);

    return code > 0 && code <= 26;
}

/* Two numbers of 16 bits, which few keys have in common. */
static uint32_t bits_of(uint32_t key) {
    return (uint32_t)(key * 0x9E3779B97F4A7C15u >> 32);
}

static void set(rp_sieve *sieve, uint32_t bit) {
    sieve->begins[bit / 64] |= (uint64_t)1 << bit % 64;
}

static bool is_set(const rp_sieve *sieve, uint32_t bit) {
    return sieve->begins[bit / 64] >> bit % 64 & 1;
}

/* The key is its first four letters, 0 behind a shorter word. */
void rp_sieve_add(rp_sieve *sieve, rp_text letters, bool is_stem) {
    uint32_t key = 0, rest = 1;

    for (size_t i = 0; i < KEPT; i++) {
        unsigned code = i < letters.length ? code_of(letters.bytes[i]) : 0;
        if (i < letters.length && code == 0)
            return; /* beyond ASCII, and a text with it passes anyway */
        key = key * ALL + code;
        if (i >= letters.length)
            rest *= ALL;
    }
    for (uint32_t k = 0; k < (is_stem ? rest : 1); k++) {
        uint32_t bits = bits_of(key + k);
        set(sieve, bits & 0xFFFF);
        set(sieve, bits >> 16);
    }
}

/* Whether words can be told apart without looking closer: no letters beyond
 * ASCII, no apostrophes, no dots as in `S.I.`. */
static bool is_plain(rp_text text, size_t at) {
    char byte = text.bytes[at];

    if (byte == '.')
        return at == 0 || at + 1 == text.length ||
               !is_letter(text.bytes[at - 1]) || !is_letter(text.bytes[at + 1]);
    return (unsigned char)byte < 0x80 && byte != '\'' && byte != '`';
}

static bool begins_phrase(const rp_sieve *sieve, uint32_t key) {
    uint32_t bits = bits_of(key);

    return is_set(sieve, bits & 0xFFFF) && is_set(sieve, bits >> 16);
}

bool rp_sieve_passes(const rp_sieve *sieve, rp_text text, size_t fewest) {
    size_t letters = 0; /* in the sentence so far: no name goes beyond it */

    for (size_t at = 0; at < text.length;) {
        uint32_t key = 0, length = 0, code;
        for (; at < text.length && (code = code_of(text.bytes[at])) > 0; at++) {
            if (length++ < KEPT)
                key = key * ALL + code;
            letters += code <= 26;
        }
        if (length > 0) {
            for (; length < KEPT; length++)
                key *= ALL;
            if (begins_phrase(sieve, key) || letters >= fewest)
                return true;
        }
        if (at < text.length) {
            char sign = text.bytes[at];
            if (!is_plain(text, at))
                return true;
            if (sign == ';' || sign == '!' || sign == '?')
                letters = 0;
            at++;
        }
    }
    return false;
}
