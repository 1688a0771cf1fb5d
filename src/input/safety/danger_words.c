#include "input/safety/danger_words.h"

#include "base/array.h"

#include <stdlib.h>
#include <string.h>

/* The word that is being read. */
typedef struct open_word {
    rp_danger_words *out;
    size_t from;       /* where it begins in the text */
    size_t start;      /* where its letters begin */
    size_t since_dot;  /* letters since it began, or since a dot in it */
    size_t dots;       /* that were left out of it */
    uint32_t sentence; /* of this word */
    bool is_capital;
    bool is_header, has_memory;
} open_word;

uint64_t rp_danger_hash(rp_text letters) {
    uint64_t hash = RP_DANGER_HASH_START;

    for (size_t i = 0; i < letters.length; i++)
        hash = rp_danger_hash_on(hash, letters.bytes[i]);
    return hash;
}

static bool is_letter(char byte) {
    return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z');
}

static bool is_digit(char byte) { return byte >= '0' && byte <= '9'; }

static bool is_of_word(char byte) {
    return is_letter(byte) || is_digit(byte) || (unsigned char)byte >= 0x80;
}

static bool is_in_word(const open_word *w) { return w->out->used > w->start; }

/* Room for one more item in an array that begins inside the struct. */
static void *grown(void *array, void *few, size_t used, size_t *room,
                   size_t size) {
    if (used < *room)
        return array;
    size_t wanted = *room * 2;
    void *moved = rp_resize_array(array == few ? NULL : array, wanted, size);
    if (moved && array == few)
        memcpy(moved, few, used * size);
    if (moved)
        *room = wanted;
    return moved;
}

static void put_letter(open_word *w, char letter, size_t at) {
    rp_danger_words *out = w->out;
    char *letters =
        grown(out->letters, out->few_letters, out->used, &out->letters_room, 1);

    if (!letters) {
        w->has_memory = false;
        return;
    }
    out->letters = letters;
    if (!is_in_word(w)) {
        w->from = at;
        w->is_capital = true;
        w->since_dot = w->dots = 0;
    }
    if (letter >= 'A' && letter <= 'Z')
        letter = (char)(letter - 'A' + 'a');
    else if (!is_digit(letter))
        w->is_capital = false;
    letters[out->used++] = letter;
    w->since_dot++;
}

/* In a question to the client: your is my, yourself is myself. */
static void turn_to_me(open_word *w) {
    char *letters = w->out->letters + w->start;
    size_t length = w->out->used - w->start;

    if ((length == 4 && memcmp(letters, "your", 4) == 0) ||
        (length == 8 && memcmp(letters, "yourself", 8) == 0)) {
        memcpy(letters, "my", 2);
        memmove(letters + 2, letters + 4, length - 4);
        w->out->used -= 2;
    }
}

static void end_word(open_word *w, size_t to) {
    rp_danger_words *out = w->out;

    if (!is_in_word(w))
        return;
    if (w->is_header)
        turn_to_me(w);
    rp_danger_word *words = grown(out->words, out->few_words, out->count,
                                  &out->room, sizeof *words);
    if (!words) {
        w->has_memory = false;
        return;
    }
    out->words = words;
    rp_text letters = {out->letters + w->start, out->used - w->start};
    bool is_break =
        rp_text_equals(letters, "but") || rp_text_equals(letters, "pero");
    w->sentence += is_break;
    words[out->count++] = (rp_danger_word){
        rp_danger_hash(letters),  w->start,    w->from,      to,
        (uint32_t)letters.length, w->sentence, w->is_capital};
    w->sentence += is_break;
    w->start = out->used;
}

static char byte_at(rp_text text, size_t at) {
    if (at < text.length)
        return text.bytes[at];
    return ' ';
}

/* A dot between single letters falls away; one behind them or between digits
 * ends a word; any other ends a sentence. */
static void take_dot(open_word *w, rp_text text, size_t at) {
    char next = byte_at(text, at + 1), after = byte_at(text, at + 2);

    if (is_in_word(w) && w->since_dot == 1 &&
        is_letter(text.bytes[at ? at - 1 : 0])) {
        if (is_letter(next) && !is_of_word(after)) {
            w->since_dot = 0;
            w->dots++;
            return;
        }
        if (w->dots > 0) {
            end_word(w, at);
            return;
        }
    }
    bool is_number = at > 0 && is_digit(text.bytes[at - 1]) && is_digit(next);
    end_word(w, at);
    if (!is_number)
        w->sentence++;
}

static void take_sign(open_word *w, char sign, size_t at) {
    if (sign == '\'' || sign == '`')
        return;
    end_word(w, at);
    if (sign == '.' || sign == ';' || sign == '!' || sign == '?')
        w->sentence++;
}

/* A character beyond ASCII: its length. */
static size_t take_wide(open_word *w, rp_text text, size_t at) {
    rp_bare bare;
    size_t length = rp_text_bare_at(text, at, &bare);

    for (size_t i = 0; i < bare.length && w->has_memory; i++)
        if (is_of_word(bare.bytes[i]))
            put_letter(w, bare.bytes[i], at);
        else
            take_sign(w, bare.bytes[i], at);
    if (bare.is_marked)
        w->is_capital = false;
    return length;
}

bool rp_danger_words_split(rp_danger_words *out, rp_text text, bool is_header) {
    open_word w = {.out = out, .is_header = is_header, .has_memory = true};

    out->text = text;
    out->words = out->few_words;
    out->letters = out->few_letters;
    out->count = out->used = 0;
    out->room = RP_DANGER_FEW_WORDS;
    out->letters_room = RP_DANGER_FEW_LETTERS;
    for (size_t at = 0; at < text.length && w.has_memory;) {
        char byte = text.bytes[at];
        if ((unsigned char)byte >= 0x80) {
            at += take_wide(&w, text, at);
            continue;
        }
        if (is_of_word(byte))
            put_letter(&w, byte, at);
        else if (byte == '.')
            take_dot(&w, text, at);
        else
            take_sign(&w, byte, at);
        at++;
    }
    end_word(&w, text.length);
    return w.has_memory;
}

void rp_danger_words_clear(rp_danger_words *words) {
    if (words->words != words->few_words)
        free(words->words);
    if (words->letters != words->few_letters)
        free(words->letters);
    words->words = words->few_words;
    words->letters = words->few_letters;
    words->count = words->used = 0;
}
