#include "input/safety/pseudonyms.h"

#include "base/array.h"
#include "base/digest.h"
#include "base/tags.h"

#include <ctype.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

enum { KEY_VARIETY = 8 /* different bytes of a key, at least */ };

struct rp_pseudonyms {
    unsigned char key[RP_KEY_MOST];
    size_t key_length;
    rp_tags *shown;       /* pseudonyms, in the order of `people` */
    rp_tags *spelt;       /* ids and names as messages quote them */
    uint32_t *whose;      /* [spelt] index of `people` */
    rp_pseudonym *people; /* [count] */
    size_t count, room, whose_room, longest;
    rp_arena arena;
};

/* ---- the key ------------------------------------------------------------ */

/* A compiler may leave out what writes memory that is not read again. */
static void wipe(void *bytes, size_t length) {
    volatile unsigned char *at = bytes;

    while (length-- > 0)
        *at++ = 0;
}

static size_t count_different(const unsigned char *bytes, size_t length) {
    bool seen[256] = {false};
    size_t count = 0;

    for (size_t i = 0; i < length; i++) {
        count += !seen[bytes[i]];
        seen[bytes[i]] = true;
    }
    return count;
}

static bool is_open_to_others(FILE *file) {
#ifdef _WIN32
    (void)file; /* has no such bits */
    return false;
#else
    struct stat about;

    return fstat(fileno(file), &about) == 0 && S_ISREG(about.st_mode) &&
           (about.st_mode & (S_IRWXG | S_IRWXO)) != 0;
#endif
}

/* Findings about a key show none of its bytes. */
static void check_key(const rp_pseudonyms *p, FILE *file, rp_place place,
                      rp_findings *findings) {
    if (is_open_to_others(file))
        rp_findings_add(findings, RP_ERROR, place,
                        "key: others can read this file, and with it who is "
                        "who: chmod go-rwx closes it");
    if (p->key_length > RP_KEY_MOST - 2)
        rp_findings_add(findings, RP_ERROR, place,
                        "key: expected at most %d bytes: is this the key file?",
                        RP_KEY_MOST - 2);
    else if (p->key_length < RP_KEY_LEAST)
        rp_findings_add(findings, RP_ERROR, place,
                        "key: expected at least %d bytes, got %zu: head -c 32 "
                        "/dev/urandom | base64 makes one",
                        RP_KEY_LEAST, p->key_length);
    else if (count_different(p->key, p->key_length) < KEY_VARIETY)
        rp_findings_add(findings, RP_ERROR, place,
                        "key: anybody could guess it, as it is made of fewer "
                        "than %d different bytes: head -c 32 /dev/urandom | "
                        "base64 makes one",
                        KEY_VARIETY);
}

static rp_status read_key(rp_pseudonyms *p, const char *path,
                          rp_findings *findings) {
    rp_place place = {rp_findings_source(findings, path), RP_NO_RECORD, 0};
    size_t errors = findings->errors;
    FILE *file = fopen(path, "rb");

    if (file)
        setvbuf(file, NULL, _IONBF, 0); /* no second copy of the key */
    errno = file ? 0 : errno;
    if (file)
        p->key_length = fread(p->key, 1, sizeof p->key, file);
    if (!file || ferror(file)) {
        rp_findings_add(findings, RP_ERROR, place, "file: cannot be read: %s",
                        strerror(errno ? errno : EIO));
        if (file)
            fclose(file);
        return RP_ERR_IO;
    }
    if (p->key_length > 0 && p->key[p->key_length - 1] == '\n')
        p->key_length--;
    if (p->key_length > 0 && p->key[p->key_length - 1] == '\r')
        p->key_length--;
    check_key(p, file, place, findings);
    fclose(file);
    return findings->errors > errors ? RP_ERR_DATA : RP_OK;
}

rp_status rp_pseudonyms_read(rp_pseudonyms **out, const char *path,
                             rp_findings *findings) {
    rp_pseudonyms *p = calloc(1, sizeof *p);
    rp_status status = RP_ERR_MEMORY;

    *out = NULL;
    if (p) {
        p->shown = rp_tags_new();
        p->spelt = rp_tags_new();
        if (p->shown && p->spelt)
            status = read_key(p, path, findings);
    }
    if (status == RP_OK)
        *out = p;
    else
        rp_pseudonyms_free(p);
    return status;
}

void rp_pseudonyms_free(rp_pseudonyms *pseudonyms) {
    if (!pseudonyms)
        return;
    rp_tags_free(pseudonyms->shown);
    rp_tags_free(pseudonyms->spelt);
    free(pseudonyms->whose);
    free(pseudonyms->people);
    rp_arena_clear(&pseudonyms->arena);
    wipe(pseudonyms, sizeof *pseudonyms);
    free(pseudonyms);
}

/* ---- names -------------------------------------------------------------- */

static const char *kind_of(rp_side side) {
    return side == RP_CLIENTS      ? "client"
           : side == RP_THERAPISTS ? "therapist"
                                   : "group";
}

static unsigned nibble(char digit) {
    return (unsigned)(digit <= '9' ? digit - '0' : digit - 'a' + 10);
}

/* Five bits a letter, of a digest in hexadecimal. */
static void put_base32(char *out, size_t letters, const char *hex) {
    unsigned bits = 0, count = 0;

    while (letters-- > 0) {
        while (count < 5) {
            bits = (bits << 4 | nibble(*hex++)) & 0xFFF;
            count += 4;
        }
        count -= 5;
        *out++ = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"[bits >> count & 31];
    }
    *out = '\0';
}

bool rp_pseudonyms_make(char out[RP_PSEUDONYM_SIZE],
                        const rp_pseudonyms *pseudonyms, rp_side side,
                        rp_text id) {
    const char *kind = kind_of(side);
    char digest[RP_DIGEST_SIZE];
    rp_buffer bytes = {0};
    bool whole = rp_buffer_put(&bytes, kind, strlen(kind) + 1) &&
                 (id.length == 0 || rp_buffer_put(&bytes, id.bytes, id.length));

    if (whole) {
        rp_digest_keyed(digest, pseudonyms->key, pseudonyms->key_length,
                        bytes.bytes, bytes.length);
        out[0] = (char)toupper((unsigned char)*kind);
        out[1] = '-';
        put_base32(out + 2, RP_PSEUDONYM_SIZE - 3, digest);
    }
    rp_buffer_clear(&bytes);
    return whole;
}

bool rp_pseudonyms_is(rp_text text) {
    if (text.length != RP_PSEUDONYM_SIZE - 1 || text.bytes[1] != '-' ||
        !strchr("CTG", text.bytes[0]))
        return false;
    for (size_t i = 2; i < text.length; i++) {
        char letter = text.bytes[i];
        if (!((letter >= 'A' && letter <= 'Z') ||
              (letter >= '2' && letter <= '7')))
            return false;
    }
    return true;
}

/* A text that messages may hold instead of the person, and as they cut it. */
static bool note_spelling(rp_pseudonyms *p, const char *text, uint32_t person) {
    rp_text whole = rp_text_trim(rp_text_of(text));
    rp_quoted quoted = rp_quote(whole);
    rp_text cut = rp_text_of(quoted.bytes);

    for (int k = 0; k < 2; k++) {
        rp_text spelling = k == 0 ? whole : cut;
        uint32_t before = rp_tags_count(p->spelt);
        if (spelling.length == 0)
            continue;
        uint32_t tag = rp_tags_intern(p->spelt, spelling);
        uint32_t *whose =
            rp_grow_array(p->whose, before, &p->whose_room, sizeof *whose);
        if (whose)
            p->whose = whose;
        if (tag == RP_NONE || !whose)
            return false;
        if (tag == before)
            whose[tag] = person;
        if (spelling.length > p->longest)
            p->longest = spelling.length;
    }
    return true;
}

static const char *keep(rp_pseudonyms *p, const char *text) {
    return text && *text ? rp_arena_text(&p->arena, text, strlen(text)) : "";
}

const char *rp_pseudonyms_note(rp_pseudonyms *pseudonyms, rp_side side,
                               const char *id, const char *name) {
    rp_pseudonyms *p = pseudonyms;
    char shown[RP_PSEUDONYM_SIZE];

    if (!rp_pseudonyms_make(shown, p, side, rp_text_of(id)))
        return NULL;
    uint32_t before = rp_tags_count(p->shown);
    uint32_t tag = rp_tags_intern(p->shown, rp_text_of(shown));
    if (tag == RP_NONE)
        return NULL;
    if (tag < before)
        return p->people[tag].shown;
    rp_pseudonym *people =
        rp_grow_array(p->people, p->count, &p->room, sizeof *people);
    if (!people)
        return NULL;
    p->people = people;
    people[p->count++] =
        (rp_pseudonym){keep(p, shown), keep(p, id), keep(p, name), side};
    const rp_pseudonym *one = &people[tag];
    if (!one->shown || !one->id || !one->name ||
        !note_spelling(p, one->id, tag) || !note_spelling(p, one->name, tag))
        return NULL;
    return one->shown;
}

const rp_pseudonym *rp_pseudonyms_find(const rp_pseudonyms *pseudonyms,
                                       rp_text shown) {
    uint32_t tag = rp_tags_find(pseudonyms->shown, shown);

    return tag == RP_NONE ? NULL : &pseudonyms->people[tag];
}

const rp_pseudonym *rp_pseudonyms_all(const rp_pseudonyms *pseudonyms,
                                      size_t *count) {
    *count = pseudonyms->count;
    return pseudonyms->people;
}

/* ---- messages ----------------------------------------------------------- */

/* A byte that may stand within a word: an id ends where none follows. */
static bool is_inner(char byte) {
    return isalnum((unsigned char)byte) || (byte & 0x80);
}

static bool begins_word(rp_text text, size_t at) {
    return at == 0 || !is_inner(text.bytes[at - 1]) ||
           !is_inner(text.bytes[at]);
}

static bool ends_word(rp_text text, size_t end) {
    return end == text.length || !is_inner(text.bytes[end]) ||
           !is_inner(text.bytes[end - 1]);
}

static bool are_digits(rp_text text) {
    for (size_t i = 0; i < text.length; i++)
        if (text.bytes[i] < '0' || text.bytes[i] > '9')
            return false;
    return true;
}

static bool follows(rp_text text, size_t at, const char *words) {
    size_t length = strlen(words);

    return at >= length && memcmp(text.bytes + at - length, words, length) == 0;
}

/* Does a text between two places mean a person, and not a number? */
static bool is_meant(rp_text text, size_t at, size_t length, bool in_quotes) {
    return !are_digits((rp_text){text.bytes + at, length}) || in_quotes ||
           follows(text, at, "client ") || follows(text, at, "therapist ");
}

/* The longest spelling that stands at a place; RP_NONE. */
static uint32_t find_at(const rp_pseudonyms *p, rp_text text, size_t at,
                        bool in_quotes, size_t *length) {
    size_t most = text.length - at;

    if (!begins_word(text, at))
        return RP_NONE;
    for (*length = most < p->longest ? most : p->longest; *length > 0;
         --*length) {
        if (!ends_word(text, at + *length))
            continue;
        uint32_t tag =
            rp_tags_find(p->spelt, (rp_text){text.bytes + at, *length});
        if (tag != RP_NONE && is_meant(text, at, *length, in_quotes))
            return p->whose[tag];
    }
    return RP_NONE;
}

bool rp_pseudonyms_put_hidden(rp_buffer *out, const rp_pseudonyms *pseudonyms,
                              rp_text text) {
    bool whole = true, in_quotes = false;
    size_t at = 0;

    while (at < text.length && whole) {
        size_t length;
        uint32_t who = find_at(pseudonyms, text, at, in_quotes, &length);
        if (who != RP_NONE) {
            whole = rp_buffer_puts(out, pseudonyms->people[who].shown);
            at += length;
            continue;
        }
        in_quotes ^= text.bytes[at] == '\'';
        whole = rp_buffer_put(out, &text.bytes[at++], 1);
    }
    return whole;
}

/* A message about a cell that holds a name, in whatever spelling: the first
 * text in quotes is that name. @return what stands behind it */
static rp_text drop_name(rp_buffer *out, rp_text message, bool *whole) {
    const char *begin = memchr(message.bytes, '\'', message.length);
    const char *end = begin ? strstr(begin + 1, "' is not an id") : NULL;

    if (!end)
        return message;
    *whole =
        rp_buffer_put(out, message.bytes, (size_t)(begin - message.bytes)) &&
        rp_buffer_puts(out, "a name");
    return rp_text_of(end + 1);
}

void rp_pseudonyms_hide(const rp_pseudonyms *pseudonyms,
                        rp_findings *findings) {
    rp_buffer text = {0};

    for (size_t i = 0; i < findings->count; i++) {
        rp_found *f = &findings->items[i];
        rp_text message = rp_text_of(f->message);
        bool whole = true;
        text.length = 0;
        if (f->kind && strcmp(f->kind, RP_KIND_NAMED) == 0)
            message = drop_name(&text, message, &whole);
        f->person = (rp_text){"", 0};
        f->message =
            !whole || !rp_pseudonyms_put_hidden(&text, pseudonyms, message)
                ? NULL
                : rp_arena_text(&findings->arena, text.bytes, text.length);
        if (!f->message) {
            f->message = "";
            findings->out_of_memory = true;
        }
    }
    rp_buffer_clear(&text);
}
