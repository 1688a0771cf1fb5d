#include "output/profile.h"

#include "input/cell/times.h"

#include <math.h>
#include <stdio.h>

static bool put_list(rp_buffer *out, const rp_names *names, rp_names_id id,
                     const rp_list *list, bool labels) {
    char cases[24];

    for (uint32_t i = 0; i < list->count; i++) {
        const rp_item *item = &list->items[i];
        const char *name = labels ? rp_names_label(names, id, item->tag)
                                  : rp_names_name(names, id, item->tag);
        if ((i > 0 && !rp_buffer_puts(out, "; ")) || !rp_buffer_puts(out, name))
            return false;
        if (labels || item->number == RP_NO_NUMBER)
            continue;
        snprintf(cases, sizeof cases, ":%d", (int)item->number);
        if (!rp_buffer_puts(out, cases))
            return false;
    }
    return list->count > 0 || !list->known || rp_buffer_puts(out, "none");
}

static bool put_times(rp_buffer *out, const rp_times *times) {
    rp_buffer words = {0}; /* the times begin a text of their own */
    bool done =
        rp_times_format(&words, times) &&
        rp_buffer_put(out, words.bytes ? words.bytes : "", words.length);

    rp_buffer_clear(&words);
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

bool rp_profile_cell(rp_buffer *out, const rp_roster *roster,
                     const rp_therapist *therapist, const rp_column *column,
                     bool labels) {
    const void *member = (const char *)therapist + column->offset;
    double number = rp_profile_number(therapist, column);
    char text[32];

    switch (column->kind) {
    case RP_KIND_ID:
    case RP_KIND_TEXT:
        return rp_buffer_puts(out, *(const char *const *)member);
    case RP_KIND_WHOLE:
    case RP_KIND_NUMBER:
        if (isnan(number))
            return true;
        snprintf(text, sizeof text, "%.12g", number);
        return rp_buffer_puts(out, text);
    case RP_KIND_ANSWER:
        return *(const int8_t *)member == RP_UNKNOWN ||
               rp_buffer_puts(out, *(const int8_t *)member ? "yes" : "no");
    case RP_KIND_LIST:
        return put_list(out, &roster->names, column->names,
                        rp_list_at(therapist, column->offset), labels);
    case RP_KIND_TIMES:
        return put_times(out, member);
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

const rp_column *rp_profile_column(const char *name) {
    return rp_schema_find(RP_THERAPISTS, rp_text_of(name));
}
