#include "why/edit/words.h"

#include <stdarg.h>
#include <stdio.h>

enum { LONGEST = 600 };

bool rp_words_put(rp_buffer *out, const char *format, ...) {
    char text[LONGEST];
    va_list arguments;

    va_start(arguments, format);
    int length = vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    if (length < 0)
        return false;
    rp_text whole = rp_text_mend(text);
    return rp_buffer_put(out, whole.bytes, whole.length);
}

bool rp_words_therapist(rp_buffer *out, const rp_roster *roster,
                        uint32_t therapist) {
    const rp_therapist *t = &roster->therapists[therapist];

    return *t->name ? rp_words_put(out, "%.60s (%.100s)", t->id, t->name)
                    : rp_words_put(out, "%.60s", t->id);
}

const char *rp_words_no_seat(uint32_t fitting, bool has_opening) {
    return has_opening ? "every opening serves somebody else in the best plan"
           : fitting == 1 ? "has no opening"
                          : "none of them has an opening";
}

bool rp_words_points(rp_buffer *out, int64_t points) {
    if (points == 0)
        return rp_words_put(out, "the same points");
    return rp_words_put(out, "%.2f points %s",
                        (double)(points < 0 ? -points : points) / 100.0,
                        points < 0 ? "less" : "more");
}

/* What the person named does, or is to have. */
static bool put_condition(rp_buffer *out, const rp_remedy *candidate) {
    const rp_edit *e = &candidate->edit;
    const rp_schema *schema = &rp_schemas[e->side];
    const char *column =
        e->kind == RP_EDIT_CELL ? schema->columns[e->column].name : "";
    const char *value = candidate->value ? candidate->value : "";

    if (candidate->row->rank == RP_RANK_CONFIRM) {
        const rp_blank_row *blank =
            rp_rules_blank(rp_schema_find(e->side, rp_text_of(column)));
        return rp_words_put(out, " confirms %s: %.200s", blank->words, value);
    }
    const char *words = candidate->row->words;
    bool put = true;
    for (; put && *words; words++)
        put = words[0] == '%' ? rp_words_put(out, "%.200s", value) && *++words
                              : rp_buffer_put(out, words, 1);
    return put;
}

static bool put_subject(rp_buffer *out, const rp_roster *roster,
                        const rp_remedy *candidate) {
    const rp_edit *e = &candidate->edit;

    if (e->side == RP_LIMITS)
        return rp_words_put(out, "limit %.60s", candidate->value);
    if (e->side == RP_CLIENTS)
        return rp_words_put(out, "%.60s", roster->clients[e->person].id);
    if (e->kind == RP_EDIT_COPY &&
        !rp_words_put(out, "somebody with one opening and otherwise like "))
        return false;
    return rp_words_therapist(out, roster, e->person);
}

bool rp_words_conditions(rp_buffer *out, const rp_roster *roster,
                         const rp_remedy *candidates, uint32_t count) {
    bool put = true;

    for (uint32_t k = 0; put && k < count; k++) {
        const rp_edit *e = &candidates[k].edit;
        const rp_edit *before = k > 0 ? &candidates[k - 1].edit : NULL;
        bool is_same =
            before && before->side == e->side && before->person == e->person;
        put = (k == 0 || rp_words_put(out, is_same ? " and" : " and ")) &&
              (is_same || put_subject(out, roster, &candidates[k])) &&
              put_condition(out, &candidates[k]);
    }
    return put;
}

bool rp_words_placed(rp_buffer *out, const int64_t *placed) {
    bool put = true, is_first = true;

    for (int tier = RP_TIER_URGENT; put && tier >= RP_TIER_ROUTINE; tier--) {
        long long count = (long long)placed[tier];
        if (count == 0)
            continue;
        put = rp_words_put(out, "%s%lld %s %s client%s",
                           is_first ? "" : " and ", count < 0 ? -count : count,
                           count < 0 ? "fewer" : "more", rp_tier_names[tier],
                           count == 1 || count == -1 ? "" : "s");
        is_first = false;
    }
    return put;
}
