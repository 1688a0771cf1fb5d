#include "output/suggest/filter.h"

#include "fit/score.h"
#include "input/cell/times.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { LONGEST_JOIN = 8 }; /* pieces by ',' that may be one known name */

typedef enum compare { EQUAL, UNEQUAL, LESS, AT_MOST, MORE, AT_LEAST } compare;

struct rp_filter {
    rp_subject subject;
    compare compare;
    bool marks[4];      /* by rp_seat; of an answer: no, yes */
    uint32_t *tags;     /* [count] of a list */
    double *numbers;    /* [count] */
    const char **texts; /* [count] folded, or ids as they are */
    size_t count;
    rp_times times;
    uint32_t cells; /* bits of days and times */
    double minutes; /* of a session */
};

/* -- parsing -------------------------------------------------------------- */

typedef struct parser {
    const rp_fit *fit;
    rp_arena *arena;
    rp_filter *filter;
    rp_buffer folded;
    rp_buffer *trouble;
    const char *typed;
    rp_status status;
} parser;

static void refuse(parser *p, const char *what, rp_text value,
                   const char *near) {
    char words[240];

    snprintf(words, sizeof words, "'%s': %s '%s'%s%s",
             rp_quote(rp_text_of(p->typed)).bytes, what, rp_quote(value).bytes,
             near ? ", nearest: " : "",
             rp_quote(rp_text_of(near ? near : "")).bytes);
    p->trouble->length = 0;
    p->status =
        rp_buffer_puts(p->trouble, words) ? RP_ERR_USAGE : RP_ERR_MEMORY;
}

static rp_text fold(parser *p, rp_text value) {
    if (!rp_text_fold(&p->folded, value)) {
        p->status = RP_ERR_MEMORY;
        return (rp_text){"", 0};
    }
    return (rp_text){p->folded.bytes, p->folded.length};
}

static bool anybody_has(const parser *p, uint32_t tag) {
    const rp_roster *roster = p->fit->roster;

    for (uint32_t t = 0; t < roster->therapist_count; t++)
        if (rp_list_has(rp_list_at(&roster->therapists[t],
                                   p->filter->subject.column->offset),
                        tag))
            return true;
    return false;
}

/* The tag that a text stands for: a known name, or one that a therapist has;
 * else RP_NONE. */
static uint32_t tag_of(parser *p, rp_text value) {
    const rp_names *names = &p->fit->roster->names;
    rp_names_id id = p->filter->subject.column->names;
    rp_text folded = fold(p, value);
    uint32_t tag = rp_names_known(names, id, folded);

    if (tag != RP_NONE)
        return tag;
    tag = rp_names_find(names, id, folded);
    return tag != RP_NONE && anybody_has(p, tag) ? tag : RP_NONE;
}

static const char *nearest_tag(parser *p, rp_text value) {
    const rp_roster *roster = p->fit->roster;
    const rp_column *column = p->filter->subject.column;
    rp_nearest near = {fold(p, value), NULL, 0};

    for (uint32_t t = 0; t < roster->therapist_count; t++) {
        const rp_list *list =
            rp_list_at(&roster->therapists[t], column->offset);
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
    size_t count = p->filter->count;

    if (count & (count - 1)) /* there is room up to a power of two */
        return true;
    void *larger = rp_arena_array(p->arena, count ? count * 2 : 1, size);
    if (!larger) {
        p->status = RP_ERR_MEMORY;
        return false;
    }
    if (count)
        memcpy(larger, *array, count * size);
    *array = larger;
    return true;
}

static void add_tag(parser *p, uint32_t tag) {
    void *array = p->filter->tags;

    if (grow(p, &array, sizeof *p->filter->tags)) {
        p->filter->tags = array;
        p->filter->tags[p->filter->count++] = tag;
    }
}

static void take_tag(parser *p, rp_text value) {
    const rp_column *column = p->filter->subject.column;
    uint32_t tag = tag_of(p, value);

    if (p->status != RP_OK)
        return;
    if (tag == RP_NONE) {
        refuse(p, "unknown value", value, nearest_tag(p, value));
    } else if (column->names == RP_NAMES_FORMATS && tag == RP_HYBRID) {
        add_tag(p, RP_IN_PERSON);
        add_tag(p, RP_VIDEO);
    } else {
        add_tag(p, tag);
    }
}

static void take_number(parser *p, rp_text value) {
    double number;
    void *array = p->filter->numbers;

    if (!rp_number_parse(&number, value, false)) {
        refuse(p, "expected a number, got", value, NULL);
    } else if (grow(p, &array, sizeof *p->filter->numbers)) {
        p->filter->numbers = array;
        p->filter->numbers[p->filter->count++] = number;
    }
}

static void take_text(parser *p, rp_text value, bool is_id) {
    const rp_roster *roster = p->fit->roster;
    uint32_t person =
        is_id ? rp_roster_find_typed(roster, RP_THERAPISTS, value) : 0;
    void *array = (void *)p->filter->texts;

    if (person == RP_NONE) {
        rp_nearest near = {value, NULL, 0};
        for (uint32_t t = 0; t < roster->therapist_count; t++)
            rp_nearest_try(&near, roster->therapists[t].id);
        refuse(p, "unknown value", value, near.best);
        return;
    }
    rp_text text =
        is_id ? rp_text_of(roster->therapists[person].id) : fold(p, value);
    char *kept = rp_arena_text(p->arena, text.bytes, text.length);
    if (!kept)
        p->status = RP_ERR_MEMORY;
    else if (grow(p, &array, sizeof *p->filter->texts)) {
        p->filter->texts = array;
        p->filter->texts[p->filter->count++] = kept;
    }
}

/* One of a few words; its number, or -1 with a message. */
static int take_word(parser *p, rp_text value, const char *const *words,
                     int count) {
    rp_text folded = fold(p, value);
    rp_nearest near = {folded, NULL, 0};

    for (int k = 0; k < count; k++) {
        if (rp_text_equals(folded, words[k]))
            return k;
        rp_nearest_try(&near, words[k]);
    }
    if (near.best) {
        refuse(p, "unknown value", value, near.best);
    } else {
        char expected[96] = "expected one of";
        for (int k = 0; k < count; k++) {
            size_t end = strlen(expected);
            snprintf(expected + end, sizeof expected - end, " %s", words[k]);
        }
        size_t end = strlen(expected);
        snprintf(expected + end, sizeof expected - end, ", got");
        refuse(p, expected, value, NULL);
    }
    return -1;
}

static void take_days(parser *p, rp_text value) {
    bool days = p->filter->subject.aspect == RP_ASPECT_DAYS;
    rp_text wanted = value;

    if (days && value.length > 3 && strchr("myeshrinda", value.bytes[3] | 32))
        wanted.length = 3; /* monday */
    int word = take_word(p, wanted, days ? rp_day_names : rp_part_names,
                         days ? RP_DAYS : RP_DAY_PARTS);
    for (int cell = 0; word >= 0 && cell < RP_DAYS * RP_DAY_PARTS; cell++)
        if ((days ? cell / RP_DAY_PARTS : cell % RP_DAY_PARTS) == word)
            p->filter->cells |= 1u << cell;
}

static void take_value(parser *p, rp_text value) {
    static const char *const answers[] = {"no", "yes"};
    const rp_column *column = p->filter->subject.column;
    int word;

    switch (p->filter->subject.aspect) {
    case RP_ASPECT_STATUS:
        word = take_word(p, value, rp_seat_names, RP_SEAT_FULL + 1);
        if (word >= 0)
            p->filter->marks[word] = true;
        return;
    case RP_ASPECT_SCORE:
    case RP_ASPECT_RANK:
    case RP_ASPECT_PRICE:
    case RP_ASPECT_LEFT:
        take_number(p, value);
        return;
    case RP_ASPECT_DAYS:
    case RP_ASPECT_TIMES:
        take_days(p, value);
        return;
    case RP_ASPECT_COLUMN:
    case RP_ASPECTS:
        break;
    }
    if (!column)
        return;
    if (column->kind == RP_KIND_LIST) {
        take_tag(p, value);
    } else if (column->kind == RP_KIND_ANSWER) {
        word = rp_answer_parse(value);
        if (word == RP_UNKNOWN)
            word = take_word(p, value, answers, 2);
        if (word >= 0)
            p->filter->marks[word] = true;
    } else if (column->kind == RP_KIND_WHOLE ||
               column->kind == RP_KIND_NUMBER) {
        take_number(p, value);
    } else {
        take_text(p, value, column->kind == RP_KIND_ID);
    }
}

static rp_text next_piece(rp_text *rest) {
    size_t length = 0;

    while (length < rest->length && !strchr(",;|", rest->bytes[length]))
        length++;
    rp_text piece = {rest->bytes, length};
    length += length < rest->length;
    rest->bytes += length;
    rest->length -= length;
    return rp_text_trim(piece);
}

/* Longest known name first: `Pregnancy, Prenatal, Postpartum` is one. */
static rp_text next_value(parser *p, rp_text *rest) {
    rp_text begin = *rest, tail = *rest;
    rp_text value = next_piece(rest);

    if (!p->filter->subject.column ||
        p->filter->subject.column->kind != RP_KIND_LIST)
        return value;
    for (int k = 0; k < LONGEST_JOIN && tail.length > 0; k++) {
        rp_text piece = next_piece(&tail);
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
    char *copy = rp_arena_text(p->arena, values.bytes, values.length);
    rp_text where = values;

    if (!copy) {
        p->status = RP_ERR_MEMORY;
        return;
    }
    for (size_t i = 0; i < values.length; i++)
        if (copy[i] == ',')
            copy[i] = ';';
    rp_times_trouble trouble =
        rp_times_parse(&p->filter->times, p->arena,
                       (rp_text){copy, values.length}, NULL, &where);
    if (trouble == RP_TIMES_MEMORY)
        p->status = RP_ERR_MEMORY;
    else if (trouble > RP_TIMES_WHOLE_DAY)
        refuse(p, "expected times as in mon 17:00-20:00, got", where, NULL);
    p->filter->count = p->filter->times.count;
}

static bool is_number(rp_subject subject) {
    return subject.aspect == RP_ASPECT_SCORE ||
           subject.aspect == RP_ASPECT_RANK ||
           subject.aspect == RP_ASPECT_PRICE ||
           subject.aspect == RP_ASPECT_LEFT ||
           (subject.column && (subject.column->kind == RP_KIND_WHOLE ||
                               subject.column->kind == RP_KIND_NUMBER));
}

/* The column and the comparison; what is left are the values. */
static rp_text parse_head(parser *p) {
    static const char *const signs[] = {"=", "!=", "<", "<=", ">", ">="};
    size_t length = strcspn(p->typed, "=!<>");
    const char *sign = p->typed + length, *near;
    rp_text name = rp_text_trim((rp_text){p->typed, length});
    size_t taken = 0;

    for (int k = 0; k < 6; k++) {
        size_t size = strlen(signs[k]);
        if (size > taken && strncmp(sign, signs[k], size) == 0) {
            p->filter->compare = (compare)k;
            taken = size;
        }
    }
    rp_text values = rp_text_trim(rp_text_of(sign + taken));
    rp_status found = rp_subject_find(&p->filter->subject, name, &near);
    if (found == RP_ERR_MEMORY)
        p->status = found;
    else if (taken == 0)
        refuse(p, "expected a column, one of = != < <= > >=, and values, in",
               rp_text_of(p->typed), NULL);
    else if (found != RP_OK)
        refuse(p, "unknown column", name, near);
    else if (p->filter->compare > UNEQUAL && !is_number(p->filter->subject))
        refuse(p, "only numbers can be compared by size, not", name, NULL);
    else if (values.length == 0)
        refuse(p, "expected a value after", name, NULL);
    return values;
}

static void parse(parser *p) {
    rp_text values = parse_head(p);
    const rp_column *column = p->filter->subject.column;

    if (p->status != RP_OK)
        return;
    p->filter->minutes = p->fit->policy->session_minutes;
    if (column && column->kind == RP_KIND_TIMES) {
        take_times(p, values);
        return;
    }
    while (values.length > 0 && p->status == RP_OK) {
        rp_text value = next_value(p, &values);
        if (value.length > 0)
            take_value(p, value);
    }
    if (p->status == RP_OK && p->filter->compare > UNEQUAL &&
        p->filter->count != 1)
        refuse(p, "expected one number in", rp_text_of(p->typed), NULL);
}

rp_status rp_filters_parse(rp_filters *out, const char *const *texts,
                           size_t count, bool known, const rp_fit *fit,
                           rp_buffer *trouble) {
    parser p = {.fit = fit, .arena = &out->arena, .trouble = trouble};

    *out = (rp_filters){.known = known};
    out->items = rp_arena_array(&out->arena, count, sizeof *out->items);
    if (!out->items)
        return RP_ERR_MEMORY;
    for (size_t i = 0; i < count && p.status == RP_OK; i++) {
        p.filter = &out->items[out->count++];
        p.typed = texts[i];
        if (rp_text_is_utf8(rp_text_of(p.typed)))
            parse(&p);
        else
            refuse(&p, "expected UTF-8 in", rp_text_of("?"), NULL);
    }
    rp_buffer_clear(&p.folded);
    return p.status;
}

void rp_filters_clear(rp_filters *filters) {
    rp_arena_clear(&filters->arena);
    *filters = (rp_filters){0};
}

/* -- testing -------------------------------------------------------------- */

static rp_answer has_number(const rp_filter *f, double value) {
    double tolerance = 1e-9 * (1.0 + fabs(value));

    if (isnan(value))
        return RP_UNKNOWN;
    for (size_t i = 0; i < f->count; i++) {
        double difference = value - f->numbers[i];
        bool equal = fabs(difference) <= tolerance;
        bool holds = f->compare <= UNEQUAL   ? equal
                     : f->compare == LESS    ? !equal && difference < 0.0
                     : f->compare == AT_MOST ? equal || difference < 0.0
                     : f->compare == MORE    ? !equal && difference > 0.0
                                             : equal || difference > 0.0;
        if (holds)
            return RP_YES;
    }
    return RP_NO;
}

static rp_answer has_text(const rp_filter *f, const char *text) {
    rp_buffer folded = {0};
    rp_answer answer = *text ? RP_NO : RP_UNKNOWN;
    bool is_id = f->subject.column->kind == RP_KIND_ID;

    if (answer == RP_UNKNOWN || !rp_text_fold(&folded, rp_text_of(text)))
        return RP_UNKNOWN;
    for (size_t i = 0; i < f->count; i++)
        if (is_id ? strcmp(text, f->texts[i]) == 0
                  : folded.bytes && strstr(folded.bytes, f->texts[i]))
            answer = RP_YES;
    rp_buffer_clear(&folded);
    return answer;
}

static rp_answer has_tag(const rp_filter *f, const rp_list *list) {
    static const rp_item individual = {RP_INDIVIDUAL, RP_NO_NUMBER, RP_STRONG,
                                       0};
    static const rp_list alone = {&individual, 1, true};

    if (f->subject.column->names == RP_NAMES_CLIENT_TYPES && !list->known)
        list = &alone;
    if (!list->known)
        return RP_UNKNOWN;
    for (size_t i = 0; i < f->count; i++)
        if (rp_list_has(list, f->tags[i]))
            return RP_YES;
    return RP_NO;
}

static rp_answer has_times(const rp_filter *f, const rp_times *times) {
    if (times->count == 0)
        return RP_UNKNOWN;
    return rp_times_share(times, &f->times, f->minutes) ? RP_YES : RP_NO;
}

static rp_answer has_in_column(const rp_filter *f,
                               const rp_therapist *therapist) {
    const rp_column *column = f->subject.column;
    const void *member = (const char *)therapist + column->offset;

    switch (column->kind) {
    case RP_KIND_LIST:
        return has_tag(f, rp_list_at(therapist, column->offset));
    case RP_KIND_NUMBER:
        return has_number(f, *(const double *)member);
    case RP_KIND_WHOLE: {
        int32_t value = *(const int32_t *)member;
        return has_number(f, value == RP_BLANK ? (double)NAN : value);
    }
    case RP_KIND_ANSWER: {
        int8_t answer = *(const int8_t *)member;
        return answer < 0 ? RP_UNKNOWN : f->marks[answer] ? RP_YES : RP_NO;
    }
    case RP_KIND_TIMES:
        return has_times(f, member);
    case RP_KIND_ID:
    case RP_KIND_TEXT:
        return has_text(f, *(const char *const *)member);
    case RP_KIND_DATE:
    case RP_KIND_BIRTH:
    case RP_KIND_ACCEPTING:
    case RP_KIND_RISK:
    case RP_KIND_AGES:
    case RP_KIND_CHOICE:
    case RP_KIND_IDS:
    case RP_KIND_PRIORITIES:
    case RP_KIND_AUDIT:
        break;
    }
    return RP_UNKNOWN;
}

static rp_answer has(const rp_filter *f, const rp_candidate *c) {
    const rp_therapist *therapist =
        &c->outcome->fit->roster->therapists[c->therapist];

    switch (f->subject.aspect) {
    case RP_ASPECT_COLUMN:
        return has_in_column(f, therapist);
    case RP_ASPECT_STATUS:
        return f->marks[rp_candidate_seat(c)] ? RP_YES : RP_NO;
    case RP_ASPECT_SCORE: /* what is printed is what is compared */
        return has_number(f, rp_score_tenths(c->score) / 10.0);
    case RP_ASPECT_RANK:
        return has_number(f, c->rank ? c->rank : (double)NAN);
    case RP_ASPECT_PRICE: {
        int64_t price = rp_candidate_price(c);
        return has_number(f, price == RP_NO_PRICE ? (double)NAN
                                                  : (double)price / 100.0);
    }
    case RP_ASPECT_LEFT:
        return has_number(f, c->outcome->left[c->therapist]);
    case RP_ASPECT_DAYS:
    case RP_ASPECT_TIMES:
        if (therapist->slots.count == 0)
            return RP_UNKNOWN;
        return rp_week_cells(&therapist->slots, f->minutes) & f->cells ? RP_YES
                                                                       : RP_NO;
    case RP_ASPECTS:
        break;
    }
    return RP_UNKNOWN;
}

bool rp_filters_pass(const rp_filters *filters, const rp_candidate *candidate,
                     size_t without) {
    const rp_roster *roster = candidate->outcome->fit->roster;
    const rp_times *slots = &roster->therapists[candidate->therapist].slots;
    uint32_t together = UINT32_MAX; /* monday and evening: monday evening */

    for (size_t i = 0; i < filters->count; i++) {
        const rp_filter *f = &filters->items[i];
        if (i == without)
            continue;
        rp_answer answer = has(f, candidate);
        if (answer == RP_UNKNOWN
                ? filters->known
                : (answer == RP_YES) == (f->compare == UNEQUAL))
            return false;
        if (f->cells && f->compare == EQUAL && slots->count > 0)
            together &= f->cells & rp_week_cells(slots, f->minutes);
    }
    return together != 0;
}
