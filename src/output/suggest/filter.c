#include "output/suggest/filter.h"

#include "fit/score.h"
#include "input/limits/comparison.h"

#include <math.h>
#include <string.h>

struct rp_filter {
    rp_subject subject;
    rp_comparison comparison;
    uint32_t cells; /* bits of days and times */
};

/* -- parsing -------------------------------------------------------------- */

static void take_days(rp_filter *f, rp_comparing *how, rp_text value) {
    bool days = f->subject.aspect == RP_ASPECT_DAYS;
    rp_text wanted = value;

    if (days && value.length > 3 && strchr("myeshrinda", value.bytes[3] | 32))
        wanted.length = 3; /* monday */
    int word = rp_comparison_read_word(how, wanted,
                                       days ? rp_day_names : rp_part_names,
                                       days ? RP_DAYS : RP_DAY_PARTS);
    for (int cell = 0; word >= 0 && cell < RP_DAYS * RP_DAY_PARTS; cell++)
        if ((days ? cell / RP_DAY_PARTS : cell % RP_DAY_PARTS) == word)
            f->cells |= 1u << cell;
}

/* A value of what is no column. */
static void take_value(rp_filter *f, rp_comparing *how, rp_text value) {
    int word;

    switch (f->subject.aspect) {
    case RP_ASPECT_STATUS:
        word = rp_comparison_read_word(how, value, rp_seat_names,
                                       RP_SEAT_FULL + 1);
        if (word >= 0)
            f->comparison.marks |= (uint64_t)1 << word;
        break;
    case RP_ASPECT_SCORE:
    case RP_ASPECT_RANK:
    case RP_ASPECT_PRICE:
    case RP_ASPECT_LEFT:
        rp_comparison_read_number(&f->comparison, how, value);
        break;
    case RP_ASPECT_DAYS:
    case RP_ASPECT_TIMES:
        take_days(f, how, value);
        break;
    case RP_ASPECT_COLUMN:
    case RP_ASPECTS:
        break;
    }
}

static bool has_size(rp_subject subject) {
    return subject.aspect == RP_ASPECT_SCORE ||
           subject.aspect == RP_ASPECT_RANK ||
           subject.aspect == RP_ASPECT_PRICE ||
           subject.aspect == RP_ASPECT_LEFT ||
           (subject.column && rp_comparison_has_size(subject.column));
}

/* The column and the comparison; what is left are the values. */
static rp_text parse_head(rp_filter *f, rp_comparing *how) {
    rp_text name, values;
    const char *near;
    bool is_whole =
        rp_comparison_split(&f->comparison, how->typed, &name, &values);
    rp_status found = rp_subject_find(&f->subject, name, &near);

    f->comparison.side = RP_THERAPISTS;
    f->comparison.column = f->subject.column;
    if (found == RP_ERR_MEMORY)
        how->status = found;
    else if (!is_whole)
        rp_comparison_refuse(
            how, "expected a column, one of = != < <= > >=, and values, in",
            rp_text_of(how->typed), NULL);
    else if (found != RP_OK)
        rp_comparison_refuse(how, "unknown column", name, near);
    else if (f->comparison.compare > RP_UNEQUAL && !has_size(f->subject))
        rp_comparison_refuse(how, "only numbers can be compared by size, not",
                             name, NULL);
    else if (values.length == 0)
        rp_comparison_refuse(how, "expected a value after", name, NULL);
    return values;
}

static void parse(rp_filter *f, rp_comparing *how, double minutes) {
    rp_text values = parse_head(f, how);

    if (how->status != RP_OK)
        return;
    f->comparison.minutes = minutes;
    if (f->subject.column)
        rp_comparison_read(&f->comparison, how, values);
    while (!f->subject.column && values.length > 0 && how->status == RP_OK) {
        rp_text value = rp_comparison_next(&values);
        if (value.length > 0)
            take_value(f, how, value);
    }
    if (how->status == RP_OK && f->comparison.compare > RP_UNEQUAL &&
        f->comparison.count != 1)
        rp_comparison_refuse(how, "expected one number in",
                             rp_text_of(how->typed), NULL);
}

rp_status rp_filters_parse(rp_filters *out, const char *const *texts,
                           size_t count, bool known, const rp_fit *fit,
                           rp_buffer *trouble) {
    rp_comparing how = {
        .roster = fit->roster, .arena = &out->arena, .trouble = trouble};

    *out = (rp_filters){.known = known};
    out->items = rp_arena_array(&out->arena, count, sizeof *out->items);
    if (!out->items)
        return RP_ERR_MEMORY;
    for (size_t i = 0; i < count && how.status == RP_OK; i++) {
        how.typed = texts[i];
        if (rp_text_is_utf8(rp_text_of(how.typed)))
            parse(&out->items[out->count++], &how,
                  fit->policy->session_minutes);
        else
            rp_comparison_refuse(&how, "expected UTF-8 in", rp_text_of("?"),
                                 NULL);
    }
    rp_buffer_clear(&how.folded);
    return how.status;
}

void rp_filters_clear(rp_filters *filters) {
    rp_arena_clear(&filters->arena);
    *filters = (rp_filters){0};
}

/* -- testing -------------------------------------------------------------- */

static rp_answer has(const rp_filter *f, const rp_candidate *c) {
    const rp_comparison *comparison = &f->comparison;
    const rp_therapist *therapist =
        &c->outcome->fit->roster->therapists[c->therapist];

    switch (f->subject.aspect) {
    case RP_ASPECT_COLUMN:
        return rp_comparison_has(comparison, therapist);
    case RP_ASPECT_STATUS:
        return comparison->marks >> rp_candidate_seat(c) & 1 ? RP_YES : RP_NO;
    case RP_ASPECT_SCORE: /* what is printed is what is compared */
        return rp_comparison_has_number(comparison,
                                        rp_score_tenths(c->score) / 10.0);
    case RP_ASPECT_RANK:
        return rp_comparison_has_number(comparison,
                                        c->rank ? c->rank : (double)NAN);
    case RP_ASPECT_PRICE: {
        int64_t price = rp_candidate_price(c);
        return rp_comparison_has_number(
            comparison,
            price == RP_NO_PRICE ? (double)NAN : (double)price / 100.0);
    }
    case RP_ASPECT_LEFT:
        return rp_comparison_has_number(comparison,
                                        c->outcome->left[c->therapist]);
    case RP_ASPECT_DAYS:
    case RP_ASPECT_TIMES:
        if (therapist->slots.count == 0)
            return RP_UNKNOWN;
        return rp_week_cells(&therapist->slots, comparison->minutes) & f->cells
                   ? RP_YES
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
                : (answer == RP_YES) == (f->comparison.compare == RP_UNEQUAL))
            return false;
        if (f->cells && f->comparison.compare == RP_EQUAL && slots->count > 0)
            together &= f->cells & rp_week_cells(slots, f->comparison.minutes);
    }
    return together != 0;
}
