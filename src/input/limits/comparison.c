#include "input/limits/comparison.h"

#include "base/nearest.h"
#include "input/cell/number.h"
#include "input/times/times.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

enum { LONGEST_JOIN = 8 }; /* pieces by ',' that may be one known name */

/* -- taking it apart ------------------------------------------------------- */

bool rp_comparison_split(rp_comparison *out, const char *typed, rp_text *name,
                         rp_text *values) {
    static const char *const signs[] = {"=", "!=", "<", "<=", ">", ">="};
    size_t length = strcspn(typed, "=!<>");
    const char *sign = typed + length;
    size_t taken = 0;

    *out = (rp_comparison){.compare = RP_EQUAL};
    for (int k = 0; k < 6; k++) {
        size_t size = strlen(signs[k]);
        if (size > taken && strncmp(sign, signs[k], size) == 0) {
            out->compare = (rp_compare)k;
            taken = size;
        }
    }
    *name = rp_text_trim((rp_text){typed, length});
    *values = rp_text_trim(rp_text_of(sign + taken));
    return taken > 0;
}

bool rp_comparison_has_size(const rp_column *column) {
    return column->kind == RP_KIND_WHOLE || column->kind == RP_KIND_NUMBER ||
           column->kind == RP_KIND_DATE;
}

/* What is about other people is no value, and what is for audits is for those
 * alone. */
bool rp_comparison_takes(const rp_column *column) {
    switch (column->kind) {
    case RP_KIND_ID:
    case RP_KIND_TEXT:
    case RP_KIND_WHOLE:
    case RP_KIND_NUMBER:
    case RP_KIND_DATE:
    case RP_KIND_ANSWER:
    case RP_KIND_CHOICE:
    case RP_KIND_LIST:
    case RP_KIND_TIMES:
        return true;
    case RP_KIND_BIRTH:
    case RP_KIND_ACCEPTING:
    case RP_KIND_RISK:
    case RP_KIND_AGES:
    case RP_KIND_IDS:
    case RP_KIND_PRIORITIES:
    case RP_KIND_AUDIT:
        break;
    }
    return false;
}

/* -- people of a side ------------------------------------------------------ */

static uint32_t count_of(const rp_roster *roster, rp_side side) {
    return side == RP_CLIENTS ? roster->client_count : roster->therapist_count;
}

static const void *record_at(const rp_roster *roster, rp_side side,
                             uint32_t person) {
    return side == RP_CLIENTS ? (const void *)&roster->clients[person]
                              : (const void *)&roster->therapists[person];
}

static const char *id_at(const rp_roster *roster, rp_side side,
                         uint32_t person) {
    const char *id = side == RP_CLIENTS ? roster->clients[person].id
                                        : roster->therapists[person].id;

    return id ? id : "";
}

/* -- reading --------------------------------------------------------------- */

typedef struct parser {
    rp_comparing *how;
    rp_comparison *out;
} parser;

static void put_trouble(rp_comparing *how, const char *what, rp_text value,
                        const char *near) {
    char words[240];

    snprintf(words, sizeof words, "'%s': %s '%s'%s%s",
             rp_quote(rp_text_of(how->typed)).bytes, what,
             rp_quote(value).bytes, near ? ", nearest: " : "",
             rp_quote(rp_text_of(near ? near : "")).bytes);
    how->trouble->length = 0;
    if (!rp_buffer_puts(how->trouble, words))
        how->status = RP_ERR_MEMORY;
}

void rp_comparison_refuse(rp_comparing *how, const char *what, rp_text value,
                          const char *near) {
    how->status = RP_ERR_USAGE;
    put_trouble(how, what, value, near);
}

/* A value that nobody has. */
static void meet_stranger(rp_comparing *how, rp_text value, const char *near) {
    if (!how->lets_strangers)
        rp_comparison_refuse(how, "unknown value", value, near);
    else if (!how->has_strangers)
        put_trouble(how, "nobody here has the value", value, near);
    how->has_strangers = true;
}

static rp_text fold(rp_comparing *how, rp_text value) {
    if (!rp_text_fold(&how->folded, value)) {
        how->status = RP_ERR_MEMORY;
        return (rp_text){"", 0};
    }
    return (rp_text){how->folded.bytes, how->folded.length};
}

static bool anybody_has(const parser *p, uint32_t tag) {
    const rp_roster *roster = p->how->roster;

    for (uint32_t k = 0; k < count_of(roster, p->out->side); k++)
        if (rp_list_has(rp_list_at(record_at(roster, p->out->side, k),
                                   p->out->column->offset),
                        tag))
            return true;
    return false;
}

/* The tag that a text stands for: a known name, or one that somebody has;
 * else RP_NONE. */
static uint32_t tag_of(parser *p, rp_text value) {
    const rp_names *names = &p->how->roster->names;
    rp_names_id id = p->out->column->names;
    rp_text folded = fold(p->how, value);
    uint32_t tag = rp_names_known(names, id, folded);

    if (tag != RP_NONE)
        return tag;
    tag = rp_names_find(names, id, folded);
    return tag != RP_NONE && anybody_has(p, tag) ? tag : RP_NONE;
}

static const char *nearest_tag(parser *p, rp_text value) {
    const rp_roster *roster = p->how->roster;
    const rp_column *column = p->out->column;
    rp_nearest near = {fold(p->how, value), NULL, 0};

    for (uint32_t k = 0; k < count_of(roster, p->out->side); k++) {
        const rp_list *list =
            rp_list_at(record_at(roster, p->out->side, k), column->offset);
        for (uint32_t i = 0; i < list->count; i++)
            rp_nearest_try(&near, rp_names_name(&roster->names, column->names,
                                                list->items[i].tag));
    }
    if (!near.best && roster->names.vocabulary[column->names])
        return rp_vocabulary_nearest(roster->names.vocabulary[column->names],
                                     near.wanted);
    return near.best;
}

static bool grow(parser *p, void **array, size_t size) {
    size_t count = p->out->count;

    if (count & (count - 1)) /* there is room up to a power of two */
        return true;
    void *larger = rp_arena_array(p->how->arena, count ? count * 2 : 1, size);
    if (!larger) {
        p->how->status = RP_ERR_MEMORY;
        return false;
    }
    if (count)
        memcpy(larger, *array, count * size);
    *array = larger;
    return true;
}

static void add_tag(parser *p, uint32_t tag) {
    void *array = p->out->tags;

    if (grow(p, &array, sizeof *p->out->tags)) {
        p->out->tags = array;
        p->out->tags[p->out->count++] = tag;
    }
}

static void take_tag(parser *p, rp_text value) {
    const rp_column *column = p->out->column;
    uint32_t tag = tag_of(p, value);

    if (p->how->status != RP_OK)
        return;
    if (tag == RP_NONE) {
        meet_stranger(p->how, value, nearest_tag(p, value));
    } else if (column->names == RP_NAMES_FORMATS && tag == RP_HYBRID) {
        add_tag(p, RP_IN_PERSON);
        add_tag(p, RP_VIDEO);
    } else {
        add_tag(p, tag);
    }
}

static void add_number(parser *p, double number) {
    void *array = p->out->numbers;

    if (grow(p, &array, sizeof *p->out->numbers)) {
        p->out->numbers = array;
        p->out->numbers[p->out->count++] = number;
    }
}

void rp_comparison_read_number(rp_comparison *out, rp_comparing *how,
                               rp_text value) {
    parser p = {how, out};
    double number;

    if (!rp_number_parse(&number, value, false))
        rp_comparison_refuse(how, "expected a number, got", value, NULL);
    else
        add_number(&p, number);
}

static void take_date(parser *p, rp_text value) {
    int32_t day;

    if (!rp_date_parse(&day, value))
        rp_comparison_refuse(p->how, "expected a date YYYY-MM-DD, got", value,
                             NULL);
    else
        add_number(p, day);
}

static void take_text(parser *p, rp_text value, bool is_id) {
    const rp_roster *roster = p->how->roster;
    rp_side side = p->out->side;
    uint32_t person = is_id ? rp_roster_find_typed(roster, side, value) : 0;
    void *array = (void *)p->out->texts;

    if (person == RP_NONE) {
        rp_nearest near = {value, NULL, 0};
        for (uint32_t k = 0; k < count_of(roster, side); k++)
            rp_nearest_try(&near, id_at(roster, side, k));
        meet_stranger(p->how, value, near.best);
        return;
    }
    rp_text text =
        is_id ? rp_text_of(id_at(roster, side, person)) : fold(p->how, value);
    char *kept = rp_arena_text(p->how->arena, text.bytes, text.length);
    if (!kept)
        p->how->status = RP_ERR_MEMORY;
    else if (grow(p, &array, sizeof *p->out->texts)) {
        p->out->texts = array;
        p->out->texts[p->out->count++] = kept;
    }
}

/* "expected one of a b c, got", or the nearest of them. */
static void refuse_word(rp_comparing *how, rp_text value, rp_nearest near,
                        rp_text (*word)(const void *words, uint32_t k),
                        const void *words) {
    char expected[160] = "expected one of";
    rp_text next;

    if (near.best) {
        rp_comparison_refuse(how, "unknown value", value, near.best);
        return;
    }
    for (uint32_t k = 0; (next = word(words, k)).length > 0; k++) {
        size_t end = strlen(expected);
        snprintf(expected + end, sizeof expected - end, " %.*s",
                 (int)next.length, next.bytes);
    }
    size_t end = strlen(expected);
    snprintf(expected + end, sizeof expected - end, ", got");
    rp_comparison_refuse(how, expected, value, NULL);
}

typedef struct word_list {
    const char *const *words;
    uint32_t count;
} word_list;

static rp_text listed_word(const void *words, uint32_t k) {
    const word_list *list = words;

    return k < list->count ? rp_text_of(list->words[k]) : (rp_text){"", 0};
}

int rp_comparison_read_word(rp_comparing *how, rp_text value,
                            const char *const *words, int count) {
    const word_list list = {words, (uint32_t)count};
    rp_text folded = fold(how, value);
    rp_nearest near = {folded, NULL, 0};

    for (int k = 0; k < count; k++) {
        if (rp_text_equals(folded, words[k]))
            return k;
        rp_nearest_try(&near, words[k]);
    }
    refuse_word(how, value, near, listed_word, &list);
    return -1;
}

/* Names of choices, without their aliases. */
static rp_text choice_word(const void *words, uint32_t k) {
    const rp_column *column = words;
    rp_text piece;

    return rp_piece(column->choices, k, &piece) &&
                   !memchr(piece.bytes, '=', piece.length)
               ? piece
               : (rp_text){"", 0};
}

static void take_choice(parser *p, rp_text value) {
    rp_text folded = fold(p->how, value), word;
    int choice = rp_choice_find(p->out->column, folded);
    rp_nearest near = {folded, NULL, 0};
    rp_quoted shown[RP_CHOICES_MOST];

    if (choice >= 0) {
        p->out->marks |= (uint64_t)1 << choice;
        return;
    }
    for (uint32_t k = 0; k < RP_CHOICES_MOST &&
                         (word = choice_word(p->out->column, k)).length > 0;
         k++) {
        shown[k] = rp_quote(word);
        rp_nearest_try(&near, shown[k].bytes);
    }
    refuse_word(p->how, value, near, choice_word, p->out->column);
}

static void take_answer(parser *p, rp_text value) {
    static const char *const answers[] = {"no", "yes"};
    int word = rp_answer_parse(value);

    if (word == RP_UNKNOWN)
        word = rp_comparison_read_word(p->how, value, answers, 2);
    if (word >= 0)
        p->out->marks |= (uint64_t)1 << word;
}

static void take_value(parser *p, rp_text value) {
    switch (p->out->column->kind) {
    case RP_KIND_LIST:
        take_tag(p, value);
        break;
    case RP_KIND_ANSWER:
        take_answer(p, value);
        break;
    case RP_KIND_CHOICE:
        take_choice(p, value);
        break;
    case RP_KIND_WHOLE:
    case RP_KIND_NUMBER:
        rp_comparison_read_number(p->out, p->how, value);
        break;
    case RP_KIND_DATE:
        take_date(p, value);
        break;
    default:
        take_text(p, value, p->out->column->kind == RP_KIND_ID);
    }
}

rp_text rp_comparison_next(rp_text *values) {
    size_t length = 0;

    while (length < values->length && !strchr(",;|", values->bytes[length]))
        length++;
    rp_text piece = {values->bytes, length};
    length += length < values->length;
    values->bytes += length;
    values->length -= length;
    return rp_text_trim(piece);
}

/* Longest known name first: `Pregnancy, Prenatal, Postpartum` is one. */
static rp_text next_value(parser *p, rp_text *rest) {
    rp_text begin = *rest, tail = *rest;
    rp_text value = rp_comparison_next(rest);

    if (p->out->column->kind != RP_KIND_LIST)
        return value;
    for (int k = 0; k < LONGEST_JOIN && tail.length > 0; k++) {
        rp_text piece = rp_comparison_next(&tail);
        rp_text joined = {begin.bytes,
                          (size_t)(piece.bytes + piece.length - begin.bytes)};
        if (k > 0 && tag_of(p, rp_text_trim(joined)) != RP_NONE) {
            value = rp_text_trim(joined);
            *rest = tail;
        }
    }
    return value;
}

static void take_times(parser *p, rp_text values) {
    char *copy = rp_arena_text(p->how->arena, values.bytes, values.length);
    rp_text where = values;

    if (!copy) {
        p->how->status = RP_ERR_MEMORY;
        return;
    }
    for (size_t i = 0; i < values.length; i++)
        if (copy[i] == ',')
            copy[i] = ';';
    rp_times_trouble trouble =
        rp_times_parse(&p->out->times, p->how->arena,
                       (rp_text){copy, values.length}, NULL, NULL, &where);
    if (trouble == RP_TIMES_MEMORY)
        p->how->status = RP_ERR_MEMORY;
    else if (trouble > RP_TIMES_WHOLE_DAY)
        rp_comparison_refuse(
            p->how, "expected times as in mon 17:00-20:00, got", where, NULL);
    p->out->count = p->out->times.count;
}

void rp_comparison_read(rp_comparison *out, rp_comparing *how, rp_text values) {
    parser p = {how, out};

    if (out->column->kind == RP_KIND_TIMES) {
        take_times(&p, values);
        return;
    }
    while (values.length > 0 && how->status == RP_OK) {
        rp_text value = next_value(&p, &values);
        if (value.length > 0)
            take_value(&p, value);
    }
}

/* -- testing --------------------------------------------------------------- */

rp_answer rp_comparison_has_number(const rp_comparison *c, double value) {
    double tolerance = 1e-9 * (1.0 + fabs(value));

    if (isnan(value))
        return RP_UNKNOWN;
    for (size_t i = 0; i < c->count; i++) {
        double difference = value - c->numbers[i];
        bool equal = fabs(difference) <= tolerance;
        bool holds = c->compare <= RP_UNEQUAL   ? equal
                     : c->compare == RP_LESS    ? !equal && difference < 0.0
                     : c->compare == RP_AT_MOST ? equal || difference < 0.0
                     : c->compare == RP_MORE    ? !equal && difference > 0.0
                                                : equal || difference > 0.0;
        if (holds)
            return RP_YES;
    }
    return RP_NO;
}

static rp_answer has_text(const rp_comparison *c, const char *text) {
    rp_buffer folded = {0};
    rp_answer answer = *text ? RP_NO : RP_UNKNOWN;
    bool is_id = c->column->kind == RP_KIND_ID;

    if (answer == RP_UNKNOWN || !rp_text_fold(&folded, rp_text_of(text)))
        return RP_UNKNOWN;
    for (size_t i = 0; i < c->count; i++)
        if (is_id ? strcmp(text, c->texts[i]) == 0
                  : folded.bytes && strstr(folded.bytes, c->texts[i]))
            answer = RP_YES;
    rp_buffer_clear(&folded);
    return answer;
}

static rp_answer has_tag(const rp_comparison *c, const rp_list *list) {
    static const rp_item individual = {RP_INDIVIDUAL, RP_NO_NUMBER, RP_STRONG,
                                       0};
    static const rp_list alone = {&individual, 1, true};

    if (c->column->names == RP_NAMES_CLIENT_TYPES && !list->known)
        list = &alone;
    if (!list->known)
        return RP_UNKNOWN;
    for (size_t i = 0; i < c->count; i++)
        if (rp_list_has(list, c->tags[i]))
            return RP_YES;
    return RP_NO;
}

/* @param value  a choice or an answer; below 0: blank */
static rp_answer has_mark(const rp_comparison *c, int value) {
    if (value < 0 && c->column->flags & RP_BLANK_IS_FIRST)
        value = 0;
    return value < 0                           ? RP_UNKNOWN
           : c->marks & ((uint64_t)1 << value) ? RP_YES
                                               : RP_NO;
}

rp_answer rp_comparison_has(const rp_comparison *c, const void *record) {
    const rp_column *column = c->column;
    const void *member = (const char *)record + column->offset;

    switch (column->kind) {
    case RP_KIND_LIST:
        return has_tag(c, rp_list_at(record, column->offset));
    case RP_KIND_NUMBER:
        return rp_comparison_has_number(c, *(const double *)member);
    case RP_KIND_WHOLE: {
        int32_t value = *(const int32_t *)member;
        return rp_comparison_has_number(c, value == RP_BLANK ? (double)NAN
                                                             : value);
    }
    case RP_KIND_DATE: {
        int32_t day = *(const int32_t *)member;
        return rp_comparison_has_number(c,
                                        day == RP_NO_DAY ? (double)NAN : day);
    }
    case RP_KIND_ANSWER:
    case RP_KIND_CHOICE:
        return has_mark(c, *(const int8_t *)member);
    case RP_KIND_TIMES: {
        const rp_times *times = member;
        return times->count == 0                              ? RP_UNKNOWN
               : rp_times_share(times, &c->times, c->minutes) ? RP_YES
                                                              : RP_NO;
    }
    case RP_KIND_ID:
    case RP_KIND_TEXT:
        return has_text(c, *(const char *const *)member);
    case RP_KIND_BIRTH:
    case RP_KIND_ACCEPTING:
    case RP_KIND_RISK:
    case RP_KIND_AGES:
    case RP_KIND_IDS:
    case RP_KIND_PRIORITIES:
    case RP_KIND_AUDIT:
        break;
    }
    return RP_UNKNOWN;
}
