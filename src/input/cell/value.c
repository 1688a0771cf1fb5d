#include "input/cell/value.h"

#include "input/cell/list.h"
#include "input/cell/stated.h"
#include "input/safety/watch.h"

#include <string.h>

bool rp_value_is_watched(const rp_reader *reader, const rp_column *column) {
    return reader->watches && (column->flags & RP_WATCHED) != 0;
}

/* The nearest known name, label or alias; NULL when none is near. */
static const char *nearest_of(rp_reader *reader, rp_names_id id,
                              rp_text folded) {
    const rp_vocabulary *vocabulary = reader->names->vocabulary[id];

    if (!reader->near[id]) {
        bool whole = (reader->near[id] = rp_nearest_new()) != NULL;
        for (uint32_t key = 0; whole && key < rp_tags_count(vocabulary->keys);
             key++)
            whole = rp_nearest_add(reader->near[id],
                                   rp_tags_name(vocabulary->keys, key));
        if (!whole) {
            reader->out_of_memory = true;
            return NULL;
        }
    }
    return rp_nearest_find(reader->near[id], folded);
}

static void expected_choices(rp_reader *reader, const rp_column *column,
                             rp_place place, rp_text value, rp_text folded) {
    const char *near = nearest_of(reader, column->names, folded);

    rp_findings_add(reader->findings, RP_ERROR, place,
                    "%s: unknown value '%s', expected %s%s%s", column->name,
                    rp_quote(value).bytes,
                    column->names == RP_NAMES_FORMATS
                        ? "in_person, video, phone or hybrid"
                        : "individual, couple, family or group",
                    near ? "; nearest: " : "", near ? near : "");
}

static void warn_unknown(rp_reader *reader, const rp_column *column,
                         rp_place place, rp_text value, rp_text folded) {
    const rp_vocabulary *vocabulary = reader->names->vocabulary[column->names];
    const char *near = nearest_of(reader, column->names, folded);
    const char *elsewhere =
        rp_names_elsewhere(reader->names, column->names, folded);

    if (vocabulary->is_cut)
        return; /* it may be a name: that file was told of */
    if (rp_value_is_watched(reader, column) && rp_danger_is_sentence(value)) {
        if (!reader->is_noted)
            rp_watch_sentence(reader, place, value);
        if (!reader->strict)
            return;
    }
    if (elsewhere)
        rp_findings_add(reader->findings,
                        reader->strict ? RP_ERROR : RP_WARNING, place,
                        "%s: '%s' is not a known name here, but one of "
                        "%s: is this the right column?",
                        column->name, rp_quote(value).bytes, elsewhere);
    else
        rp_findings_add(
            reader->findings, reader->strict ? RP_ERROR : RP_WARNING, place,
            "%s: '%s' is not a known name%s%s", column->name,
            rp_quote(value).bytes, near ? ", nearest: " : "", near ? near : "");
}

uint32_t rp_tag_read(rp_reader *reader, const rp_column *column, rp_place place,
                     rp_text value) {
    if (!rp_text_fold(&reader->key, value)) {
        reader->out_of_memory = true;
        return RP_NONE;
    }
    rp_text folded = {reader->key.bytes, reader->key.length};
    uint32_t tag = rp_names_known(reader->names, column->names, folded);
    if (tag != RP_NONE)
        return tag;
    if (rp_names_closed(column->names)) {
        expected_choices(reader, column, place, value, folded);
        return RP_NONE;
    }
    if (column->names == RP_NAMES_CONCERNS ||
        column->names == RP_NAMES_MODALITIES ||
        column->names == RP_NAMES_LANGUAGES)
        warn_unknown(reader, column, place, value, folded);
    tag = rp_names_tag(reader->names, column->names, folded);
    if (tag == RP_NONE)
        reader->out_of_memory = true;
    return tag;
}

static bool is_digit(char c) { return c >= '0' && c <= '9'; }

static bool is_letter(char c) { return (c | 0x20) >= 'a' && (c | 0x20) <= 'z'; }

static void tell_no_must(rp_reader *reader, const rp_column *column,
                         rp_place place, rp_text value) {
    rp_findings_add(reader->findings, RP_WARNING, place,
                    "%s: '%s' is read as a strong wish: identity is "
                    "honoured as a wish, never used to exclude",
                    column->name, rp_quote(value).bytes);
}

/* Take `!` and `?` off the end of a value. */
static bool take_marks(rp_reader *reader, const rp_column *column,
                       rp_place place, rp_text *value, rp_item *item) {
    bool must = false, mild = false;
    rp_text whole = *value;

    while (value->length > 0 && strchr("!?", value->bytes[value->length - 1])) {
        must |= value->bytes[value->length - 1] == '!';
        mild |= value->bytes[value->length - 1] == '?';
        value->length--;
        *value = rp_text_trim(*value);
    }
    if (!must && !mild)
        return true;
    if (!(column->flags & RP_MARKED) || (must && mild)) {
        rp_findings_add(reader->findings, RP_ERROR, place,
                        must && mild
                            ? "%s: '%s': expected '!' or '?', not both"
                            : "%s: '%s': no '!' or '?' has a meaning here",
                        column->name, rp_quote(whole).bytes);
        return false;
    }
    if (must && (column->flags & RP_MUST_WISH))
        tell_no_must(reader, column, place, whole);
    item->strength = (uint8_t)(mild                           ? RP_MILD
                               : column->flags & RP_MUST_WISH ? RP_STRONG
                                                              : RP_MUST);
    return true;
}

/* Does the whole text stand for a known name of the column? */
static bool is_name(rp_reader *reader, const rp_column *column, rp_text text) {
    if (column->names == RP_NAMES_PAYERS) /* "Medicare, Medicaid" is two */
        return !memchr(text.bytes, ',', text.length) &&
               rp_names_known(reader->names, column->names, text) != RP_NONE;
    if (!rp_text_fold(&reader->key, text)) {
        reader->out_of_memory = true;
        return false;
    }
    const rp_vocabulary *vocabulary = reader->names->vocabulary[column->names];
    return vocabulary &&
           rp_vocabulary_find(
               vocabulary, (rp_text){reader->key.bytes, reader->key.length}) !=
               RP_NONE;
}

/* Take `:12` off the end of a value. */
static bool take_number(rp_reader *reader, const rp_column *column,
                        rp_place place, rp_text *value, rp_item *item) {
    size_t colon = value->length;

    while (colon > 0 && value->bytes[colon - 1] != ':')
        colon--;
    if (colon == 0)
        return true;
    rp_text digits =
        rp_text_trim((rp_text){value->bytes + colon, value->length - colon});
    if (digits.length == 0 || !strchr("-+.0123456789", digits.bytes[0]))
        return true; /* the colon belongs to the name */
    double number = 0.0;
    bool whole = digits.length <= 10;
    for (size_t i = 0; i < digits.length && whole; i++) {
        whole = is_digit(digits.bytes[i]);
        number = number * 10.0 + (digits.bytes[i] - '0');
    }
    if (!(column->flags & RP_NUMBERED)) {
        if (is_name(reader, column, *value))
            return true; /* "1:1" is one of client_types */
        rp_findings_add(reader->findings, RP_ERROR, place,
                        "%s: '%s': no number has a meaning here", column->name,
                        rp_quote(*value).bytes);
        return false;
    }
    if (!whole || number < column->min || number > column->max) {
        rp_findings_add(reader->findings, RP_ERROR, place,
                        column->max > 9
                            ? "%s: '%s': expected a whole number of %s"
                            : "%s: '%s': expected a whole %s from 1 to 9",
                        column->name, rp_quote(*value).bytes, column->unit);
        return false;
    }
    item->number = (int32_t)number;
    value->length = colon - 1;
    *value = rp_text_trim(*value);
    return true;
}

uint32_t rp_value_known(rp_reader *reader, const rp_column *column,
                        rp_text text) {
    if (text.length == 0 || column->names == RP_NAMES_FREE)
        return RP_NONE;
    if (!rp_text_fold(&reader->key, text)) {
        reader->out_of_memory = true;
        return RP_NONE;
    }
    return rp_names_known(reader->names, column->names,
                          (rp_text){reader->key.bytes, reader->key.length});
}

void rp_value_add(rp_reader *reader, const rp_column *column, rp_item item) {
    const rp_payers *payers = &reader->names->taxonomy->payers;

    if (item.tag == RP_NONE)
        return;
    if (column->names == RP_NAMES_PAYERS && item.tag < payers->count &&
        payers->payers[item.tag].kind == RP_PAYER_NOBODY)
        return; /* who pays themselves has no insurer, and that is known */
    if (column->names == RP_NAMES_FORMATS && item.tag == RP_HYBRID) {
        item.tag = RP_IN_PERSON;
        rp_list_add(reader, item);
        item.tag = RP_VIDEO;
    }
    rp_list_add(reader, item);
}

uint32_t rp_value_bare(rp_reader *reader, const rp_column *column,
                       rp_text value) {
    const char *open = memchr(value.bytes, '(', value.length);
    char last = value.bytes[value.length - 1];

    if (open && open > value.bytes && last == ')')
        value.length = (size_t)(open - value.bytes);
    else if (last == '.')
        value.length--;
    else
        return RP_NONE;
    return rp_value_known(reader, column, rp_text_trim(value));
}

/* Where the next `/`, ` & ` or ` and ` begins, and its length; 0: none. */
static size_t joint(rp_text text, size_t from, size_t *at) {
    for (size_t k = from; k < text.length; k++) {
        rp_text rest = {text.bytes + k, text.length - k};
        size_t length =
            rest.bytes[0] == '/'                                     ? 1
            : rest.length > 3 && memcmp(rest.bytes, " & ", 3) == 0   ? 3
            : rest.length > 5 && memcmp(rest.bytes, " and ", 5) == 0 ? 5
                                                                     : 0;
        *at = k;
        if (length > 0)
            return length;
    }
    *at = text.length;
    return 0;
}

/* Names joined by `/`, `&` or `and`, where every piece is a known one. */
static bool take_joined(rp_reader *reader, const rp_column *column,
                        rp_text value, rp_item item) {
    for (int adds = 0; adds < 2; adds++) {
        size_t from = 0, at, length;
        int pieces = 0;
        do {
            length = joint(value, from, &at);
            rp_text piece =
                rp_text_trim((rp_text){value.bytes + from, at - from});
            item.tag = rp_value_known(reader, column, piece);
            if (item.tag == RP_NONE && piece.length > 0)
                item.tag = rp_value_bare(reader, column, piece);
            if (item.tag == RP_NONE)
                return false;
            if (adds)
                rp_value_add(reader, column, item);
            pieces++;
            from = at + length;
        } while (length > 0);
        if (pieces < 2)
            return false;
    }
    return true;
}

static bool drop_front(rp_text *value, const char *words) {
    size_t length = strlen(words);

    if (value->length <= length)
        return false;
    for (size_t i = 0; i < length; i++)
        if ((value->bytes[i] | 0x20) != words[i] && value->bytes[i] != words[i])
            return false;
    *value =
        rp_text_trim((rp_text){value->bytes + length, value->length - length});
    return true;
}

bool rp_value_drop_end(rp_text *value, const char *words) {
    size_t length = strlen(words);

    if (value->length <= length)
        return false;
    rp_text end = {value->bytes + value->length - length, length};
    for (size_t i = 0; i < length; i++)
        if ((end.bytes[i] | 0x20) != words[i] && end.bytes[i] != words[i])
            return false;
    *value = rp_text_trim((rp_text){value->bytes, value->length - length});
    return true;
}

/* Words in brackets that may take back what stands before them. */
static const char doubts[] =
    "not;no;non;never;except;excluding;without;only;pending;expired;inactive;"
    "lapsed;applied;applying;until;former;formerly;past;ended;denied;moving;"
    "soon;basic;limited;some;little;learning;beginner";

/* The word that begins at `*at`, which moves behind it; blank at the end. */
static rp_text next_word(rp_text text, size_t *at) {
    size_t from = *at, to;

    while (from < text.length && !is_letter(text.bytes[from]))
        from++;
    for (to = from; to < text.length && is_letter(text.bytes[to]);)
        to++;
    *at = to;
    return (rp_text){text.bytes + from, to - from};
}

/* A number of a licence: `no. 123`, `No 123`. */
static bool is_numbered(rp_text text, size_t at) {
    while (at < text.length && strchr(" .#:", text.bytes[at]))
        at++;
    return at < text.length && is_digit(text.bytes[at]);
}

void rp_value_tell_bracket(rp_reader *reader, const rp_column *column,
                           rp_place place, rp_text value) {
    const char *open = memchr(value.bytes, '(', value.length);
    size_t at = open ? (size_t)(open - value.bytes) : value.length;

    if (!open || rp_value_known(reader, column, value) != RP_NONE)
        return;
    for (rp_text word; (word = next_word(value, &at)).length > 0;)
        if (rp_stated_among(word, doubts) && !is_numbered(value, at)) {
            rp_findings_add(reader->findings, RP_CAUTION, place,
                            "%s: of '%s' the words in brackets are not read",
                            column->name, rp_quote(value).bytes);
            return;
        }
}

static void take_name(rp_reader *reader, const rp_column *column,
                      rp_place place, rp_text value, rp_item item) {
    if (value.length == 0) {
        rp_findings_add(reader->findings, RP_ERROR, place,
                        "%s: a mark without a name", column->name);
        return;
    }
    rp_value_tell_bracket(reader, column, place, value);
    item.tag = rp_value_known(reader, column, value);
    if (item.tag == RP_NONE)
        item.tag = rp_value_bare(reader, column, value);
    if (item.tag == RP_NONE && column->names == RP_NAMES_PAYERS &&
        rp_value_drop_end(&value, " only"))
        item.tag = rp_value_known(reader, column, value);
    if (item.tag == RP_NONE && take_joined(reader, column, value, item))
        return;
    if (item.tag == RP_NONE)
        item.tag = rp_tag_read(reader, column, place, value);
    rp_value_add(reader, column, item);
}

/* Is a value one that says nothing? */
static bool says_nothing(rp_reader *reader, const rp_column *column,
                         rp_text value) {
    return rp_stated_nothing(value) || /* also `na`, a code of languages */
           (rp_stated_anything(value) &&
            rp_value_known(reader, column, value) == RP_NONE);
}

/* All formats, where it is all the same. */
static void take_any_format(rp_reader *reader) {
    for (uint32_t tag = 0; tag < RP_FORMAT_COUNT; tag++)
        rp_list_add(reader, (rp_item){tag, RP_NO_NUMBER, RP_STRONG, 0});
}

/* `female (required)` */
static bool drop_must_bracket(rp_text *value) {
    return rp_value_drop_end(value, "(required)") ||
           rp_value_drop_end(value, "(only)") ||
           rp_value_drop_end(value, "(must)") ||
           rp_value_drop_end(value, "(must have)");
}

/* A wish in words: `must be female`, `only women`, `female only`. */
static bool take_wish_words(rp_reader *reader, const rp_column *column,
                            rp_place place, rp_text *value, rp_item *item) {
    rp_text whole = *value;

    if (!(column->flags & RP_MARKED) ||
        rp_value_known(reader, column, whole) != RP_NONE)
        return true;
    if (drop_front(value, "not ") || drop_front(value, "no ")) {
        rp_findings_add(reader->findings, RP_ERROR, place,
                        "%s: '%s': expected what is wished; whom they do not "
                        "want stands in avoid_therapists",
                        column->name, rp_quote(whole).bytes);
        return false;
    }
    if (drop_front(value, "must be ") || drop_front(value, "only ") ||
        rp_value_drop_end(value, " only") || drop_must_bracket(value)) {
        drop_front(value, "a ");
        if (column->flags & RP_MUST_WISH)
            tell_no_must(reader, column, place, whole);
        else
            item->strength = RP_MUST;
    }
    return true;
}

static rp_text without_marks(rp_text value) {
    while (value.length > 0 && strchr("!?", value.bytes[value.length - 1])) {
        value.length--;
        value = rp_text_trim(value);
    }
    return value;
}

/* Without `!`, `?` and `:12` at the end. */
static rp_text bare_entry(rp_text value) {
    value = without_marks(value);
    size_t digits = value.length;
    while (digits > 0 && is_digit(value.bytes[digits - 1]))
        digits--;
    if (digits > 0 && digits < value.length && value.bytes[digits - 1] == ':')
        value = rp_text_trim((rp_text){value.bytes, digits - 1});
    return value;
}

/* The known names in an entry that is none itself. */
static void take_pieces(rp_reader *reader, const rp_column *column,
                        rp_text value, rp_item item) {
    size_t from = 0, at, length;

    do {
        length = joint(value, from, &at);
        rp_text piece = rp_text_trim((rp_text){value.bytes + from, at - from});
        item.tag = rp_value_known(reader, column, piece);
        if (item.tag == RP_NONE && piece.length > 0)
            item.tag = rp_value_bare(reader, column, piece);
        rp_value_add(reader, column, item);
        from = at + length;
    } while (length > 0);
}

/* An entry that asks for a person: what is known in it stays, the concern of
 * the words follows. */
static void take_danger(rp_reader *reader, const rp_column *column,
                        rp_text value, rp_item item, uint32_t concern) {
    size_t before = reader->count;

    take_pieces(reader, column, value, item);
    item.tag = concern;
    if (reader->count > before)
        item.number = RP_NO_NUMBER; /* it is that of what is known */
    if (concern == RP_NONE && reader->count == before &&
        rp_text_fold(&reader->key, value))
        item.tag =
            rp_names_tag(reader->names, column->names,
                         (rp_text){reader->key.bytes, reader->key.length});
    rp_value_add(reader, column, item);
}

/* A code of a grave concern stays, wherever it stands: `F33.1/R45.851`,
 * `Depression (R45.851)`. */
static void take_grave_codes(rp_reader *reader, const rp_column *column,
                             rp_text entry) {
    rp_item item = {RP_NONE, RP_NO_NUMBER, RP_STRONG, 0};

    for (size_t at = 0, from; at < entry.length; at++) {
        for (from = at; at < entry.length &&
                        (is_letter(entry.bytes[at]) ||
                         is_digit(entry.bytes[at]) || entry.bytes[at] == '.');)
            at++;
        rp_text code = {entry.bytes + from, at - from};
        if (code.length < 3 || !is_letter(code.bytes[0]) ||
            !is_digit(code.bytes[1]) || !is_digit(code.bytes[2]))
            continue;
        item.tag = rp_value_known(reader, column, code);
        if (item.tag != RP_NONE && rp_watch_is_grave(reader, item.tag))
            rp_value_add(reader, column, item);
    }
}

/* Does an entry end with a weight, `:7`, and not with the time of day? */
static bool ends_with_weight(rp_text value, rp_text entry) {
    size_t length = without_marks(value).length;

    return length >= 2 && entry.length < length &&
           value.bytes[length - 2] == ':' && value.bytes[length - 1] != '0';
}

/* A concern of a client. */
static void take_watched(rp_reader *reader, const rp_column *column,
                         rp_place place, rp_text value) {
    rp_item item = {RP_NONE, RP_NO_NUMBER, RP_STRONG, 0};
    rp_text entry = bare_entry(value);

    if (rp_couple_safety_is_abuse(entry))
        item.wrote = RP_WROTE_ABUSE;
    item.tag = rp_value_known(reader, column, entry);
    if (item.tag != RP_NONE) {
        rp_item more = item;
        more.tag = rp_watch_name(reader, place, entry, &item);
        if (take_marks(reader, column, place, &value, &item) &&
            take_number(reader, column, place, &value, &item)) {
            rp_value_add(reader, column, item);
            rp_value_add(reader, column, more);
            take_grave_codes(reader, column, entry);
        }
        return;
    }
    rp_danger_hit hit = rp_watch_entry(reader, place, entry);
    reader->has_unknown = true;
    reader->is_noted = hit.grade != RP_DANGER_NONE;
    if (rp_danger_is_sentence(entry)) /* it may end like one */
        value = ends_with_weight(value, entry) ? without_marks(value) : entry;
    if (hit.grade == RP_DANGER_PERSON) {
        value = without_marks(value);
        if (take_number(reader, column, place, &value, &item))
            take_danger(reader, column, entry, item, hit.concern);
    } else if (take_marks(reader, column, place, &value, &item) &&
               take_number(reader, column, place, &value, &item))
        take_name(reader, column, place, value, item);
    take_grave_codes(reader, column, entry);
    reader->is_noted = false;
}

static void take_one(rp_reader *reader, const rp_column *column, rp_place place,
                     rp_text value) {
    rp_item item = {RP_NONE, RP_NO_NUMBER, RP_STRONG, 0};

    if (rp_value_is_watched(reader, column)) {
        take_watched(reader, column, place, value);
        return;
    }
    if (take_marks(reader, column, place, &value, &item) &&
        take_wish_words(reader, column, place, &value, &item) &&
        take_number(reader, column, place, &value, &item))
        take_name(reader, column, place, value, item);
}

bool rp_value_take(rp_reader *reader, const rp_column *column, rp_place place,
                   rp_text value) {
    if (column->names == RP_NAMES_FORMATS && rp_stated_all(value)) {
        take_any_format(reader);
        rp_findings_add(reader->findings, RP_WARNING, place,
                        "%s: '%s' is read as all of them", column->name,
                        rp_quote(value).bytes);
        rp_findings_kind(reader->findings, "all formats");
        return true;
    }
    if (says_nothing(reader, column, value)) {
        rp_cell_tell_blank(reader, column, place, value);
        return false;
    }
    if (column->flags & RP_MARKED)
        for (size_t k = 1; k + 4 < value.length; k++)
            if (memcmp(value.bytes + k, " or ", 4) == 0 &&
                rp_value_known(reader, column, value) == RP_NONE) {
                take_one(reader, column, place,
                         rp_text_trim((rp_text){value.bytes, k}));
                return rp_value_take(
                    reader, column, place,
                    rp_text_trim(
                        (rp_text){value.bytes + k + 4, value.length - k - 4}));
            }
    take_one(reader, column, place, value);
    return true;
}

bool rp_value_is_known(rp_reader *reader, const rp_column *column,
                       rp_text text) {
    return is_name(reader, column, bare_entry(text));
}
