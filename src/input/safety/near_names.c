#include "input/safety/near_names.h"

#include "base/array.h"

#include <stdlib.h>
#include <string.h>

enum {
    ONE_LETTER = 8, /* of a name this long may be wrong */
    TWO_LETTERS = 12,
    MOST_WORDS = 5, /* of a text that are taken for one name */
    FEWEST = 3      /* letters of its first word: "no suicidal thoughts" is not
                       a name with two letters too many */
};

static size_t slack_of(size_t length) {
    return length >= TWO_LETTERS ? 2 : length >= ONE_LETTER ? 1 : 0;
}

/* Two bits a letter: it is there, it is there twice. One edit changes two bits
 * at most. */
static uint64_t kinds_of(uint64_t kinds, rp_text letters) {
    for (size_t i = 0; i < letters.length; i++) {
        unsigned char byte = (unsigned char)letters.bytes[i];
        unsigned which =
            byte >= 'a' && byte <= 'z' ? byte - 'a' + 0u : 26u + byte % 6u;
        uint64_t bit = (uint64_t)1 << which * 2;
        kinds |= kinds & bit ? bit << 1 : bit;
    }
    return kinds;
}

static unsigned ones(uint64_t bits) {
    bits -= bits >> 1 & 0x5555555555555555u;
    bits = (bits & 0x3333333333333333u) + (bits >> 2 & 0x3333333333333333u);
    bits = (bits + (bits >> 4)) & 0x0F0F0F0F0F0F0F0Fu;
    return (unsigned)(bits * 0x0101010101010101u >> 56);
}

bool rp_near_names_add(rp_near_names *names, const rp_danger_words *words,
                       bool is_stem, uint32_t concern) {
    /* the letters of all words stand one behind the other */
    rp_text letters = {words->letters, words->used};

    if (letters.length < ONE_LETTER || letters.length > RP_NEAR_LONGEST ||
        words->count > MOST_WORDS)
        return true;
    rp_near_name *grown =
        rp_grow_array(names->names, names->count, &names->room, sizeof *grown);
    if (!grown)
        return false;
    names->names = grown;
    char *kept = rp_arena_text(&names->arena, letters.bytes, letters.length);
    grown[names->count++] = (rp_near_name){
        kept, kinds_of(0, letters), (uint32_t)letters.length, concern, is_stem};
    return kept != NULL;
}

/* Stems last, shorter names first; equal ones as they were added, of which the
 * arena's addresses must tell nothing: by their letters, then the concern. */
static int by_length(const void *one, const void *other) {
    const rp_near_name *a = one, *b = other;

    if (a->is_stem != b->is_stem)
        return a->is_stem - b->is_stem;
    if (a->length != b->length)
        return a->length < b->length ? -1 : 1;
    int order = strcmp(a->letters, b->letters);
    return order ? order
                 : (a->concern > b->concern) - (a->concern < b->concern);
}

/* An edit takes one letter away at most. */
static size_t fewest_letters(const rp_near_name *name) {
    size_t letters = 0, slack = slack_of(name->length);

    for (uint32_t i = 0; i < name->length; i++)
        letters += name->letters[i] >= 'a' && name->letters[i] <= 'z';
    return letters > slack ? letters - slack : 0;
}

void rp_near_names_sort(rp_near_names *names) {
    uint32_t at = 0;

    if (names->count > 0)
        qsort(names->names, names->count, sizeof *names->names, by_length);
    names->stems = 0;
    while (names->stems < names->count && !names->names[names->stems].is_stem)
        names->stems++;
    for (uint32_t length = 0; length < RP_NEAR_LONGEST + 4; length++) {
        while (at < names->stems && names->names[at].length < length)
            at++;
        names->from[length] = at;
    }
    names->fewest_letters = SIZE_MAX;
    for (size_t i = 0; i < names->count; i++) {
        size_t letters = fewest_letters(&names->names[i]);
        if (letters < names->fewest_letters)
            names->fewest_letters = letters;
    }
}

void rp_near_names_clear(rp_near_names *names) {
    rp_arena_clear(&names->arena);
    free(names->names);
    *names = (rp_near_names){0};
}

static bool is_near(const rp_near_name *name, rp_text letters) {
    size_t slack = slack_of(name->length);
    rp_text own = {name->letters, name->length};

    return rp_text_distance(letters, own, slack) <= slack;
}

/* A name as long as these letters, two letters more or less. */
static const rp_near_name *whole_name(const rp_near_names *names,
                                      rp_text letters, uint64_t kinds) {
    size_t shortest = letters.length > 2 ? letters.length - 2 : 0;
    uint32_t end = names->from[letters.length + 3];

    for (uint32_t i = names->from[shortest]; i < end; i++)
        if (ones(kinds ^ names->names[i].kinds) <=
                2 * slack_of(names->names[i].length) &&
            is_near(&names->names[i], letters))
            return &names->names[i];
    return NULL;
}

/* A stem that the word begins with, more or less. */
static const rp_near_name *stem(const rp_near_names *names, rp_text letters,
                                uint64_t kinds) {
    for (size_t i = names->stems; i < names->count; i++) {
        const rp_near_name *name = &names->names[i];
        size_t slack = slack_of(name->length);
        if (ones(name->kinds & ~kinds) > slack)
            continue;
        for (size_t length = name->length - slack;
             length <= name->length + slack && length <= letters.length;
             length++)
            if (is_near(name, (rp_text){letters.bytes, length}))
                return name;
    }
    return NULL;
}

bool rp_near_names_find(const rp_near_names *names,
                        const rp_danger_words *words, size_t at,
                        rp_near_match *out) {
    const rp_near_name *name = NULL;
    rp_text letters = rp_danger_letters(words, at);
    uint64_t kinds = kinds_of(0, letters);
    size_t to = at + 1;

    if (letters.length < FEWEST)
        return false;
    if (letters.length + 2 >= ONE_LETTER)
        name = stem(names, letters, kinds);
    while (!name && letters.length <= RP_NEAR_LONGEST) {
        name = whole_name(names, letters, kinds);
        if (name || to == words->count || to == at + MOST_WORDS ||
            words->words[to].sentence != words->words[at].sentence)
            break;
        kinds = kinds_of(kinds, rp_danger_letters(words, to));
        letters.length += words->words[to].length;
        to++;
    }
    if (name)
        *out = (rp_near_match){name->concern, at, to};
    return name != NULL;
}
