#include "input/cell/stated.h"

#include <string.h>

enum { LONGEST = 32 };

static const char *const nothing[] = {"no preference",
                                      "no preferences",
                                      "no pref",
                                      "any",
                                      "either",
                                      "doesn't matter",
                                      "does not matter",
                                      "it doesn't matter",
                                      "don't mind",
                                      "i don't mind",
                                      "don't know",
                                      "do not know",
                                      "i don't know",
                                      "i do not know",
                                      "not sure",
                                      "i'm not sure",
                                      "i am not sure",
                                      "im not sure",
                                      "unsure",
                                      "unknown",
                                      "n/a",
                                      "na",
                                      "n.a.",
                                      "#n/a",
                                      "null",
                                      "tbd",
                                      "prefer not to say",
                                      "-",
                                      "--",
                                      "\xE2\x80\x94",
                                      "\xE2\x80\x93",
                                      "?",
                                      "whatever works",
                                      NULL};
static const char anything[] = "open;flexible;anytime;any time";

/* ASCII letters lower, the typographic apostrophe plain, blanks trimmed and a
 * full stop dropped; the length, LONGEST + 1 when it is too long. */
static size_t flatten(char out[LONGEST + 1], rp_text cell) {
    size_t put = 0;

    cell = rp_text_trim(cell);
    for (size_t at = 0; at < cell.length; at++) {
        char c = cell.bytes[at];
        if (put == LONGEST)
            return LONGEST + 1;
        if (at + 2 < cell.length &&
            memcmp(cell.bytes + at, "\xE2\x80\x99", 3) == 0) {
            c = '\'';
            at += 2;
        }
        out[put++] = (char)(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
    }
    if (put > 4 && out[put - 1] == '.' && out[put - 3] != '.')
        put--;
    return put;
}

bool rp_stated_among(rp_text cell, const char *words) {
    char flat[LONGEST + 1];
    size_t length = flatten(flat, cell);

    if (length == 0 || length > LONGEST)
        return false;
    while (*words) {
        size_t word = strcspn(words, ";");
        if (word == length && memcmp(words, flat, length) == 0)
            return true;
        words += word + (words[word] == ';');
    }
    return false;
}

/* The first byte settles most cells. */
static bool may_be_nothing(rp_text cell) {
    static const char firsts[] = "nNaAeEdDiIuU#tTpP-\xE2?wW";

    return cell.length > 0 && cell.length <= LONGEST + 8 &&
           memchr(firsts, cell.bytes[0], sizeof firsts - 1) != NULL;
}

bool rp_stated_nothing(rp_text cell) {
    char flat[LONGEST + 1];

    cell = rp_text_trim(cell);
    if (!may_be_nothing(cell))
        return false;
    size_t length = flatten(flat, cell);
    for (size_t k = 0; length <= LONGEST && nothing[k]; k++)
        if (nothing[k][0] == flat[0] &&
            rp_text_equals((rp_text){flat, length}, nothing[k]))
            return true;
    return false;
}

bool rp_stated_anything(rp_text cell) {
    return cell.length > 3 && strchr("oOfFaA", cell.bytes[0]) &&
           rp_stated_among(cell, anything);
}

bool rp_stated_all(rp_text cell) { return rp_stated_among(cell, "any;either"); }

bool rp_stated_none(rp_text cell) {
    return cell.length > 3 && (cell.bytes[0] | 0x20) == 'n' &&
           rp_stated_among(cell, "none");
}
