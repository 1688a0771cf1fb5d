#include "output/words/voice.h"

#include "base/shortage.h"
#include "fit/shown.h"
#include "fit/spoken.h"
#include "output/json.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { LONGEST_KEY = 96 };

static rp_reader_kind reader_of(const rp_client *client) {
    if (client->client_type == RP_COUPLE)
        return RP_READER_BOTH;
    if (client->client_type == RP_FAMILY)
        return RP_READER_FAMILY;
    return rp_shown_is_minor(client) ? RP_READER_CHILD : RP_READER_YOU;
}

rp_voice rp_voice_for(const rp_phrasebooks *books, const rp_fit *fit,
                      const rp_client *client, const rp_contact *contact) {
    return (rp_voice){rp_phrasebooks_of(books, &fit->roster->names, client),
                      fit, reader_of(client), contact};
}

const char *rp_voice_text(const rp_voice *voice, const char *key) {
    static const char *const readers[] = {NULL, "both", "family", "child"};
    const char *reader = readers[voice->reader], *text = NULL;
    char variant[LONGEST_KEY + 8];

    if (reader && strlen(key) < LONGEST_KEY) {
        snprintf(variant, sizeof variant, "%s.%s", key, reader);
        text = rp_phrasebook_find(voice->book, variant);
    }
    return text ? text : rp_phrasebook_find(voice->book, key);
}

/* -- gaps ----------------------------------------------------------------- */

/* A value that is not there was lost for want of memory. */
static bool put_value(rp_buffer *out, const json_t *value) {
    char number[32];

    if (!value)
        return false;
    if (json_is_string(value))
        return rp_buffer_puts(out, json_string_value(value));
    snprintf(number, sizeof number, "%" JSON_INTEGER_FORMAT,
             json_integer_value(value));
    return rp_buffer_puts(out, json_is_integer(value) ? number : "");
}

static bool fill(rp_buffer *out, const char *text, const json_t *values) {
    const char *open, *close;
    char gap[LONGEST_KEY];

    while ((open = strstr(text, "{{")) && (close = strstr(open, "}}"))) {
        snprintf(gap, sizeof gap, "%.*s", (int)(close - open - 2), open + 2);
        if (!rp_buffer_put(out, text, (size_t)(open - text)) ||
            !put_value(out, json_object_get(values, gap)))
            return false;
        text = close + 2;
    }
    return rp_buffer_puts(out, text);
}

static json_t *say_text(const char *text, const json_t *values) {
    rp_buffer words = {0};
    json_t *said = NULL;

    if (!text)
        return json_null();
    if (fill(&words, text, values))
        said = json_stringn(words.bytes, words.length);
    else
        rp_shortage_note();
    rp_buffer_clear(&words);
    return said;
}

json_t *rp_voice_say(const rp_voice *voice, const char *key,
                     const json_t *values) {
    return say_text(rp_voice_text(voice, key), values);
}

/* -- names ---------------------------------------------------------------- */

bool rp_voice_is_english(const rp_voice *voice) {
    return strcmp(voice->book->code, "en") == 0;
}

/* As a person writes it: "north_street" as "North Street". What begins with a
 * small letter gets a capital where it is the clinic's own word. */
static json_t *written(const rp_names *names, rp_names_id id, uint32_t tag) {
    const char *label = rp_names_label(names, id, tag);
    bool is_free = id == RP_NAMES_FREE ||
                   (id == RP_NAMES_PAYERS && tag >= names->payers.count);
    rp_buffer words = {0};
    bool begins = is_free;

    for (const char *at = label; *at; at++) {
        char c = (char)(*at == '_' ? ' ' : *at);
        if (begins && c >= 'a' && c <= 'z')
            c = (char)(c - 'a' + 'A');
        begins = is_free && c == ' ';
        if (!rp_buffer_put(&words, &c, 1)) {
            rp_shortage_note();
            break;
        }
    }
    json_t *value = json_stringn(words.bytes ? words.bytes : "", words.length);
    rp_buffer_clear(&words);
    return value;
}

json_t *rp_voice_name(const rp_voice *voice, uint32_t tag) {
    return written(&voice->fit->roster->names, RP_NAMES_FREE, tag);
}

json_t *rp_voice_label(const rp_voice *voice, rp_names_id id, uint32_t tag) {
    static const char *const kinds[RP_NAMES_COUNT] = {
        [RP_NAMES_CONCERNS] = "concern",   [RP_NAMES_MODALITIES] = "approach",
        [RP_NAMES_LANGUAGES] = "language", [RP_NAMES_FORMATS] = "format",
        [RP_NAMES_GENDERS] = "gender",
    };
    const rp_names *names = &voice->fit->roster->names;
    const char *text = NULL;
    char key[LONGEST_KEY];

    if (id == RP_NAMES_PAYERS)
        return written(names, id, tag); /* companies are called the same */
    if (kinds[id] && strlen(rp_names_name(names, id, tag)) < LONGEST_KEY / 2) {
        snprintf(key, sizeof key, "%s.%s", kinds[id],
                 rp_names_name(names, id, tag));
        text = rp_phrasebook_find(voice->book, key);
    }
    return text                         ? json_string(text)
           : rp_voice_is_english(voice) ? written(names, id, tag)
                                        : json_null();
}

/* Begins it with an acronym, which keeps its capitals? */
static bool begins_small(const char *text) {
    return text[0] >= 'A' && text[0] <= 'Z' && text[1] != '\0' &&
           !(text[1] >= 'A' && text[1] <= 'Z');
}

json_t *rp_voice_within(const rp_voice *voice, rp_names_id id, uint32_t tag) {
    json_t *label = rp_voice_label(voice, id, tag);
    const char *text = json_string_value(label);
    rp_buffer words = {0};

    if (!text || !begins_small(text) ||
        (id != RP_NAMES_CONCERNS && rp_voice_is_english(voice)))
        return label;
    char first = (char)(text[0] - 'A' + 'a');
    if (rp_buffer_put(&words, &first, 1) && rp_buffer_puts(&words, text + 1)) {
        json_decref(label);
        label = json_stringn(words.bytes, words.length);
    } else {
        rp_shortage_note();
    }
    rp_buffer_clear(&words);
    return label;
}

/* -- phrases -------------------------------------------------------------- */

static json_t *value_of(const rp_voice *voice, const rp_phrase_value *v) {
    if (v->names == RP_NAMES_NONE)
        return strcmp(v->name, "fee") == 0
                   ? rp_voice_money(voice, v->number)
                   : json_integer((json_int_t)v->number);
    if (v->names == RP_NAMES_PAYERS)
        return json_string(rp_spoken_insurer(voice->fit, v->tag).words);
    if (v->names != RP_NAMES_FREE)
        return rp_voice_within(voice, v->names, v->tag);
    if (!rp_voice_is_english(voice))
        return json_null();
    bool is_name =
        strcmp(v->name, "background") == 0 || strcmp(v->name, "faith") == 0;
    return json_string(is_name ? rp_spoken_name(voice->fit, v->tag).words
                               : rp_spoken_word(voice->fit, v->tag).words);
}

json_t *rp_voice_phrase(const rp_voice *voice, const rp_phrase *phrase,
                        bool wished) {
    json_t *values = json_object();
    const char *dot = strchr(phrase->key, '.');
    char wish[LONGEST_KEY];
    bool whole = true;

    snprintf(wish, sizeof wish, "wish%s", dot ? dot : "");
    for (int k = 0; k < RP_PHRASE_VALUES && phrase->values[k].name; k++) {
        json_t *value = value_of(voice, &phrase->values[k]);
        whole &= !json_is_null(value);
        rp_json_set(values, phrase->values[k].name, value);
    }
    json_t *said =
        whole ? rp_voice_say(voice, wished ? wish : phrase->key, values)
              : json_null();
    json_decref(values);
    return said;
}

/* -- money, days, lists --------------------------------------------------- */

static bool is_code(const char *currency) {
    for (; *currency; currency++)
        if (!((*currency >= 'A' && *currency <= 'Z') ||
              (*currency >= 'a' && *currency <= 'z')))
            return false;
    return true;
}

/* A sign stands before the amount, a code such as USD behind it. */
json_t *rp_voice_money(const rp_voice *voice, double amount) {
    const char *currency = voice->contact ? voice->contact->currency : NULL;
    char text[40 + RP_CONTACT_VALUE];

    if (isnan(amount))
        return json_null();
    bool whole = amount >= floor(amount) && amount <= floor(amount);
    bool behind = currency && is_code(currency);
    snprintf(text, sizeof text, whole ? "%s%.0f%s%s" : "%s%.2f%s%s",
             currency && !behind ? currency : "", amount, behind ? " " : "",
             behind ? currency : "");
    return json_string(text);
}

json_t *rp_voice_date(const rp_voice *voice, int32_t day) {
    char date[16], key[16];

    if (day == RP_NO_DAY)
        return json_null();
    rp_date_format(date, day);
    snprintf(key, sizeof key, "date.%.2s", date + 5);
    json_t *values =
        json_pack("{s:I, s:s#}", "day", (json_int_t)strtol(date + 8, NULL, 10),
                  "year", date, 4);
    json_t *said = rp_voice_say(voice, key, values);
    json_decref(values);
    return said;
}

json_t *rp_voice_sentence(const rp_voice *voice, json_t *list) {
    size_t count = json_array_size(list);
    rp_buffer words = {0};
    json_t *said = NULL, *values = json_object();
    bool whole = true;

    for (size_t i = 0; i + 1 < count && whole; i++)
        whole =
            (i == 0 || rp_buffer_puts(&words, ", ")) &&
            rp_buffer_puts(&words, json_string_value(json_array_get(list, i)));
    if (!whole)
        rp_shortage_note();
    if (count > 1) {
        rp_json_set(values, "before", json_string(words.bytes));
        rp_json_set(values, "last",
                    json_incref(json_array_get(list, count - 1)));
        said = rp_voice_say(voice, "join.and", values);
    } else {
        said = count ? json_incref(json_array_get(list, 0)) : json_null();
    }
    rp_buffer_clear(&words);
    json_decref(values);
    json_decref(list);
    return said;
}
