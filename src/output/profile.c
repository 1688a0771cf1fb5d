#include "output/profile.h"

#include "input/times/times.h"

#include <math.h>
#include <stdio.h>

static bool add_list(rp_texts *out, const rp_names *names, rp_names_id id,
                     const rp_list *list, bool labels) {
    rp_buffer text = {0};
    char cases[24];
    bool done = true;

    for (uint32_t i = 0; i < list->count && done; i++) {
        const rp_item *item = &list->items[i];
        const char *name = labels ? rp_names_label(names, id, item->tag)
                                  : rp_names_name(names, id, item->tag);
        if (labels || item->number == RP_NO_NUMBER) {
            done = rp_texts_add(out, name);
            continue;
        }
        snprintf(cases, sizeof cases, ":%d", (int)item->number);
        text.length = 0;
        done = rp_buffer_puts(&text, name) && rp_buffer_puts(&text, cases) &&
               rp_texts_add(out, text.bytes);
    }
    rp_buffer_clear(&text);
    return done;
}

double rp_profile_number(const rp_therapist *therapist,
                         const rp_column *column) {
    const void *member = (const char *)therapist + column->offset;

    if (column->kind == RP_KIND_NUMBER)
        return *(const double *)member;
    if (column->kind == RP_KIND_WHOLE && *(const int32_t *)member != RP_BLANK)
        return *(const int32_t *)member;
    return NAN;
}

bool rp_profile_values(rp_texts *out, const rp_roster *roster,
                       const rp_therapist *therapist, const rp_column *column,
                       bool labels) {
    const void *member = (const char *)therapist + column->offset;
    double number = rp_profile_number(therapist, column);
    const char *text;
    char digits[32];

    switch (column->kind) {
    case RP_KIND_ID:
    case RP_KIND_TEXT:
        text = *(const char *const *)member;
        return *text == '\0' || rp_texts_add(out, text);
    case RP_KIND_WHOLE:
    case RP_KIND_NUMBER:
        if (isnan(number))
            return true;
        snprintf(digits, sizeof digits, "%.12g", number);
        return rp_texts_add(out, digits);
    case RP_KIND_ANSWER:
        return *(const int8_t *)member == RP_UNKNOWN ||
               rp_texts_add(out, *(const int8_t *)member ? "yes" : "no");
    case RP_KIND_LIST:
        return add_list(out, &roster->names, column->names,
                        rp_list_at(therapist, column->offset), labels);
    case RP_KIND_TIMES:
        return rp_times_texts(out, member);
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
    return true;
}

bool rp_profile_cell(rp_buffer *out, const rp_roster *roster,
                     const rp_therapist *therapist, const rp_column *column,
                     bool labels) {
    rp_texts values = {0};
    bool is_none = column->kind == RP_KIND_LIST &&
                   rp_list_at(therapist, column->offset)->known;
    bool done = rp_profile_values(&values, roster, therapist, column, labels);

    if (done && values.count == 0 && is_none)
        done = rp_buffer_puts(out, "none");
    else if (done && values.count > 0)
        done = rp_texts_join(out, &values, "; ");
    rp_texts_clear(&values);
    return done;
}

const rp_column *rp_profile_column(const char *name) {
    return rp_schema_find(RP_THERAPISTS, rp_text_of(name));
}
