#include "input/safety/people.h"

#include <stdlib.h>
#include <string.h>

enum { MANY_NAMES = 4096 }; /* that are not looked through one by one */

/* -- names ----------------------------------------------------------------- */

static const char *const titles[] = {
    "dr",   "doctor",    "dra", "mr", "mrs", "ms",   "miss", "mx",
    "prof", "professor", "rev", "sr", "sra", "srta", NULL};

/* What may follow a name without a comma. */
static const char *const degrees[] = {
    "phd",  "psyd",  "edd",   "dsw",   "dnp",   "md",   "mdiv",  "msw",
    "msed", "med",   "lcsw",  "lcswr", "licsw", "lisw", "lmsw",  "lcmhc",
    "lmft", "lamft", "mft",   "amft",  "lpc",   "lpcc", "lpca",  "lmhc",
    "lcpc", "lcadc", "cadc",  "ladc",  "lac",   "bcba", "pmhnp", "aprn",
    "fnp",  "rn",    "atrbc", "atr",   "bsn",   "msn",  "rpt",   "ncc",
    "acsw", "csw",   "lsw",   "aswb",  "mswac", "esq",  NULL};

/* What may be a name, too: only behind a comma. */
static const char *const short_degrees[] = {
    "ma", "ms", "ba", "bs", "do", "np", "pa", "ed", "mha", "mph", NULL};

static bool is_one_of(const char *const *words, rp_text word) {
    for (; *words; words++)
        if (rp_text_equals(word, *words))
            return true;
    return false;
}

static bool is_of_word(char byte) {
    return (byte >= 'a' && byte <= 'z') || (byte >= '0' && byte <= '9') ||
           (unsigned char)byte >= 0x80;
}

/* Does the dot that the rest begins with stand inside of an abbreviation:
 * "Ph.D.", "L.C.S.W.", "M.Ed."? */
static bool is_inner_dot(rp_text rest, size_t word_length) {
    size_t after = 1;

    while (after < rest.length && is_of_word(rest.bytes[after]))
        after++;
    return after == 2 || (after == 3 && word_length == 1);
}

/* The next word, a run of letters and digits in which "'" and the dots of an
 * abbreviation do not count; false at the end. */
static bool next_word(rp_text *rest, rp_buffer *word) {
    word->length = 0;
    for (; rest->length > 0; rest->bytes++, rest->length--) {
        char byte = *rest->bytes;
        if (is_of_word(byte))
            word->bytes[word->length++] = byte;
        else if (word->length > 0 && byte != '\'' &&
                 !(byte == '.' && is_inner_dot(*rest, word->length)))
            break;
    }
    word->bytes[word->length] = '\0';
    return word->length > 0;
}

/* One part between commas: its words, titles dropped before and degrees
 * behind. `is_first`: it stands before the first comma. */
static bool put_part(rp_buffer *out, rp_text part, rp_buffer *word,
                     bool is_first) {
    size_t start = out->length, words = 0, end = start;

    while (next_word(&part, word)) {
        rp_text text = {word->bytes, word->length};
        if (words == 0 && is_one_of(titles, text))
            continue;
        if (is_one_of(degrees, text) && (words > 1 || !is_first))
            continue;
        if (!is_first && is_one_of(short_degrees, text))
            continue;
        if ((out->length > start && !rp_buffer_puts(out, " ")) ||
            !rp_buffer_put(out, text.bytes, text.length))
            return false;
        words++;
        end = out->length;
    }
    out->length = end;
    return rp_buffer_reserve(out, 0);
}

/* Without what stands in brackets, in place. */
static void drop_brackets(rp_buffer *name) {
    size_t put = 0, depth = 0;

    for (size_t at = 0; at < name->length; at++) {
        char byte = name->bytes[at];
        if (byte == '(' || byte == '[')
            depth++;
        else if ((byte == ')' || byte == ']') && depth > 0)
            depth--;
        else if (depth == 0)
            name->bytes[put++] = byte;
    }
    name->length = put;
}

bool rp_people_name_key(rp_buffer *out, rp_text name) {
    rp_buffer bare = {0}, word = {0}, last = {0};
    size_t parts = 0;

    out->length = 0;
    bool done = rp_buffer_reserve(out, name.length) &&
                rp_text_bare(&bare, name) &&
                rp_buffer_reserve(&word, bare.length);
    if (done)
        drop_brackets(&bare);
    /* what stands before the first comma waits: it may be the last name */
    for (size_t at = 0; done && at <= bare.length; parts++) {
        const char *comma = memchr(bare.bytes + at, ',', bare.length - at);
        size_t end = comma ? (size_t)(comma - bare.bytes) : bare.length;
        rp_text part = {bare.bytes + at, end - at};
        if (parts == 0) {
            done = put_part(&last, part, &word, true);
        } else {
            size_t before = out->length;
            done = (before == 0 || rp_buffer_puts(out, " ")) &&
                   put_part(out, part, &word, false);
            if (done && before > 0 && out->length == before + 1)
                out->length = before;
        }
        at = end + 1;
    }
    if (done && out->length > 0 && last.length > 0)
        done = rp_buffer_puts(out, " ");
    done =
        done && rp_buffer_put(out, last.bytes ? last.bytes : "", last.length);
    rp_buffer_clear(&bare);
    rp_buffer_clear(&word);
    rp_buffer_clear(&last);
    return done;
}

/* -- ids ------------------------------------------------------------------- */

/* An id without case, blanks and leading zeros of its numbers. */
static bool loose_id(rp_buffer *out, rp_text id) {
    size_t put = 0;
    bool is_number = false;

    if (!rp_text_bare(out, id))
        return false;
    for (size_t at = 0; at < out->length; at++) {
        char byte = out->bytes[at];
        bool is_digit = byte >= '0' && byte <= '9';
        bool is_leading = byte == '0' && !is_number && at + 1 < out->length &&
                          out->bytes[at + 1] >= '0' &&
                          out->bytes[at + 1] <= '9';
        if (byte == ' ' || byte == '\t' || byte == '-' || byte == '_')
            continue;
        is_number = is_digit && !is_leading;
        if (!is_leading)
            out->bytes[put++] = byte;
    }
    out->length = put;
    out->bytes[put] = '\0';
    return true;
}

/* -- the index ------------------------------------------------------------- */

typedef struct rp_person_words {
    rp_text id, name;
} person_words;

rp_status rp_people_init(rp_people *out) {
    *out = (rp_people){0};
    out->ids.tags = rp_tags_new();
    out->loose_ids.tags = rp_tags_new();
    out->names.tags = rp_tags_new();
    return out->ids.tags && out->loose_ids.tags && out->names.tags
               ? RP_OK
               : RP_ERR_MEMORY;
}

static void clear_keys(rp_person_keys *keys) {
    rp_tags_free(keys->tags);
    free(keys->slots);
}

void rp_people_clear(rp_people *people) {
    clear_keys(&people->ids);
    clear_keys(&people->loose_ids);
    clear_keys(&people->names);
    free(people->words);
    *people = (rp_people){0};
}

static bool put_key(rp_person_keys *keys, rp_text key, uint32_t person) {
    if (key.length == 0)
        return true;
    uint32_t before = rp_tags_count(keys->tags);
    uint32_t tag = rp_tags_intern(keys->tags, key);
    if (tag == RP_NONE)
        return false;
    if (tag < before) {
        keys->slots[tag].is_shared = true;
        return true;
    }
    rp_person_slot *grown =
        rp_grow_array(keys->slots, tag, &keys->room, sizeof *grown);
    if (!grown)
        return false;
    keys->slots = grown;
    grown[tag] = (rp_person_slot){person, false};
    return true;
}

bool rp_people_add(rp_people *people, rp_text id, rp_text name) {
    uint32_t person = people->count;
    person_words *words = rp_grow_array(people->words, person,
                                        &people->words_room, sizeof *words);

    if (!words)
        return false;
    people->words = words;
    words[person] = (person_words){rp_text_trim(id), name};
    people->count++;
    return put_key(&people->ids, words[person].id, person);
}

static bool index_person(rp_people *people, uint32_t person, rp_buffer *key) {
    const person_words *words = &people->words[person];

    if (!loose_id(key, words->id) ||
        !put_key(&people->loose_ids, (rp_text){key->bytes, key->length},
                 person))
        return false;
    if (words->name.length == 0)
        return true;
    return rp_people_name_key(key, words->name) &&
           put_key(&people->names, (rp_text){key->bytes, key->length}, person);
}

bool rp_people_index(rp_people *people) {
    rp_buffer key = {0};
    bool done = true;

    while (done && people->indexed < people->count)
        done = index_person(people, people->indexed++, &key);
    rp_buffer_clear(&key);
    return done;
}

static const rp_person_slot *slot_of(const rp_person_keys *keys, rp_text key) {
    uint32_t tag = rp_tags_find(keys->tags, key);

    return tag == RP_NONE ? NULL : &keys->slots[tag];
}

static bool says_nobody(rp_text loose) {
    static const char *const words[] = {"no",  "never", "none",
                                        "n/a", "na",    NULL};

    return loose.length == 0 || is_one_of(words, loose);
}

bool rp_people_find(rp_people *people, rp_text text, rp_person_match *out) {
    rp_buffer key = {0};
    const rp_person_slot *slot;

    text = rp_text_trim(text);
    *out = (rp_person_match){RP_PERSON_UNKNOWN, RP_NONE};
    slot = slot_of(&people->ids, text);
    if (slot) {
        *out = (rp_person_match){RP_PERSON_ID, slot->person};
        return true;
    }
    bool done = rp_people_index(people) && rp_people_name_key(&key, text);
    slot = done && key.length > 0
               ? slot_of(&people->names, (rp_text){key.bytes, key.length})
               : NULL;
    if (slot) {
        *out = (rp_person_match){
            slot->is_shared ? RP_PERSON_SHARED : RP_PERSON_NAME, slot->person};
    } else if (done && loose_id(&key, text)) {
        rp_text loose = {key.bytes, key.length};
        slot = slot_of(&people->loose_ids, loose);
        if (slot)
            *out = (rp_person_match){RP_PERSON_NEAR, slot->person};
        else if (says_nobody(loose))
            out->how = RP_PERSON_BLANK;
    } else {
        done = false;
    }
    rp_buffer_clear(&key);
    return done;
}

/* Is every word of a key among those of another? */
static bool is_within(rp_text key, rp_text other) {
    while (key.length > 0) {
        const char *end = memchr(key.bytes, ' ', key.length);
        size_t length = end ? (size_t)(end - key.bytes) : key.length;
        bool found = false;
        for (size_t at = 0; at + length <= other.length && !found; at++)
            found = (at == 0 || other.bytes[at - 1] == ' ') &&
                    (at + length == other.length ||
                     other.bytes[at + length] == ' ') &&
                    memcmp(other.bytes + at, key.bytes, length) == 0;
        if (!found)
            return false;
        length += length < key.length;
        key = (rp_text){key.bytes + length, key.length - length};
    }
    return true;
}

/* The id of the person whose name is near to a text, shares all its words, or
 * stands in it; NULL: nobody, or without memory. */
static const char *nearest_by_name(const rp_people *people, rp_text text) {
    rp_buffer key = {0};
    const char *near = NULL, *within = NULL;
    uint32_t person = RP_NONE;

    if (rp_people_name_key(&key, text) && key.length > 0) {
        rp_text name = {key.bytes, key.length};
        rp_nearest nearest = {name, NULL, 0};
        for (uint32_t tag = 0; tag < rp_tags_count(people->names.tags); tag++) {
            const char *other = rp_tags_name(people->names.tags, tag);
            rp_nearest_try(&nearest, other);
            if (nearest.best != near) {
                near = nearest.best;
                person = people->names.slots[tag].person;
            } else if (!near && !within &&
                       (is_within(name, rp_text_of(other)) ||
                        is_within(rp_text_of(other), name))) {
                within = other;
                person = people->names.slots[tag].person;
            }
        }
    }
    rp_buffer_clear(&key);
    for (uint32_t tag = 0;
         person != RP_NONE && tag < rp_tags_count(people->ids.tags); tag++)
        if (people->ids.slots[tag].person == person)
            return rp_tags_name(people->ids.tags, tag);
    return NULL;
}

const char *rp_people_nearest_id(const rp_people *people, rp_text text) {
    rp_nearest nearest = {rp_text_trim(text), NULL, 0};

    for (uint32_t tag = 0; tag < rp_tags_count(people->ids.tags); tag++)
        rp_nearest_try(&nearest, rp_tags_name(people->ids.tags, tag));
    return nearest.best || rp_tags_count(people->names.tags) > MANY_NAMES
               ? nearest.best
               : nearest_by_name(people, text);
}
