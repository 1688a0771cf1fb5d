#include "output/report/people.h"

#include "base/shortage.h"
#include "output/json.h"

#include <string.h>

enum { LONG_NUMBER = 5 };

json_t *rp_people_tag(const char *id, const char *name) {
    return json_pack("{s:s, s:s}", "id", id, "name",
                     strcmp(id, name) != 0 ? name : "");
}

json_t *rp_people_of_cell(const rp_roster *roster, rp_text id) {
    uint32_t therapist = rp_roster_find(roster, RP_THERAPISTS, id);

    if (therapist != RP_NONE)
        return rp_people_tag(roster->therapists[therapist].id,
                             roster->therapists[therapist].name);
    return json_pack("{s:s%, s:s}", "id", id.bytes, id.length, "name", "");
}

static bool is_word(char byte) {
    return (byte >= '0' && byte <= '9') || (byte >= 'A' && byte <= 'Z') ||
           (byte >= 'a' && byte <= 'z') || byte == '-' || byte == '_' ||
           byte == '.' || (unsigned char)byte >= 0x80;
}

static bool is_like_an_id(rp_text word) {
    size_t digits = 0;

    for (size_t i = 0; i < word.length; i++)
        digits += word.bytes[i] >= '0' && word.bytes[i] <= '9';
    return digits > 0 && (digits < word.length || digits >= LONG_NUMBER);
}

enum { MOST_NAMED = 8 }; /* in one sentence; further ones may be named again */

/* A sentence in the making. */
typedef struct speech {
    const rp_roster *roster;
    uint32_t named[MOST_NAMED]; /* [count] clients who need no name any more */
    size_t count;
    rp_buffer words;
} speech;

static bool is_named(const speech *s, uint32_t client) {
    for (size_t i = 0; i < s->count && i < MOST_NAMED; i++)
        if (s->named[i] == client)
            return true;
    return false;
}

/* " (Ana Ruiz)" behind a word that is a client's id; "C38 (soon)" becomes
 * "C38 Ana Ruiz (soon)". */
static bool put_name(speech *s, rp_text word, rp_text rest) {
    uint32_t client = is_like_an_id(word)
                          ? rp_roster_find(s->roster, RP_CLIENTS, word)
                          : RP_NONE;

    if (client == RP_NONE || is_named(s, client) ||
        rp_roster_find(s->roster, RP_THERAPISTS, word) != RP_NONE)
        return true;
    const char *name = s->roster->clients[client].name;
    bool is_followed =
        rest.length > 1 && rest.bytes[0] == ' ' && rest.bytes[1] == '(';
    s->named[s->count++ % MOST_NAMED] = client;
    return !*name || (rp_buffer_puts(&s->words, is_followed ? " " : " (") &&
                      rp_buffer_puts(&s->words, name) &&
                      rp_buffer_puts(&s->words, is_followed ? "" : ")"));
}

static bool put_words(speech *s, rp_text words) {
    size_t at = 0;
    bool whole = rp_buffer_puts(&s->words, "");

    while (whole && at < words.length) {
        size_t end = at;
        while (end < words.length && is_word(words.bytes[end]))
            end++;
        rp_text word = {words.bytes + at, end - at};
        while (word.length > 0 && word.bytes[word.length - 1] == '.')
            word.length--;
        end = at + word.length;
        whole =
            rp_buffer_put(&s->words, word.bytes, word.length) &&
            put_name(s, word, (rp_text){words.bytes + end, words.length - end});
        if (end < words.length)
            whole = whole && rp_buffer_put(&s->words, words.bytes + end, 1);
        at = end + 1;
    }
    return whole;
}

static json_t *speak(const rp_roster *roster, uint32_t about, rp_text words,
                     bool begins) {
    speech s = {.roster = roster, .named = {about}, .count = 1};
    bool whole = put_words(&s, words);
    char *first = s.words.bytes;

    if (begins && s.words.length > 0 && *first >= 'a' && *first <= 'z' &&
        !is_like_an_id((rp_text){first, strcspn(first, " ")}))
        *first = (char)(*first - 'a' + 'A');
    json_t *value = whole ? json_stringn(first, s.words.length) : NULL;
    if (!whole)
        rp_shortage_note();
    rp_buffer_clear(&s.words);
    return value;
}

json_t *rp_people_sentence(const rp_roster *roster, uint32_t about,
                           rp_text words) {
    return speak(roster, about, words, true);
}

json_t *rp_people_clause(const rp_roster *roster, uint32_t about,
                         rp_text words) {
    return speak(roster, about, words, false);
}
