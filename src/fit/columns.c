#include "fit/columns.h"

#include <assert.h>
#include <math.h>

rp_columns rp_columns_named(rp_side side, const char *names) {
    rp_columns found = {.count = 0};
    rp_text name;

    for (uint32_t k = 0; names && rp_piece(names, k, &name); k++) {
        const rp_column *column = rp_schema_find(side, name);
        assert(column && found.count < RP_COLUMNS_MOST);
        found.items[found.count++] = column;
    }
    return found;
}

uint64_t rp_columns_bits(rp_side side, const char *names) {
    rp_columns columns = rp_columns_named(side, names);
    uint64_t bits = 0;

    for (uint32_t k = 0; k < columns.count; k++)
        bits |= (uint64_t)1 << (columns.items[k] - rp_schemas[side].columns);
    return bits;
}

bool rp_columns_is_filled(const rp_column *column, const void *record) {
    const void *member = (const char *)record + column->offset;

    switch (column->kind) {
    case RP_KIND_LIST:
    case RP_KIND_IDS:
        return rp_list_at(record, column->offset)->count > 0;
    case RP_KIND_WHOLE:
    case RP_KIND_DATE:
    case RP_KIND_BIRTH:
        return *(const int32_t *)member >= 0;
    case RP_KIND_NUMBER:
        return !isnan(*(const double *)member);
    case RP_KIND_ANSWER:
    case RP_KIND_ACCEPTING:
    case RP_KIND_RISK:
    case RP_KIND_CHOICE:
    case RP_KIND_PRIORITIES:
        return *(const int8_t *)member >= 0;
    case RP_KIND_TIMES:
        return ((const rp_times *)member)->count > 0;
    case RP_KIND_TEXT:
        return **(const char *const *)member != '\0';
    case RP_KIND_AGES:
        return ((const rp_ages *)member)->least != RP_BLANK;
    case RP_KIND_ID:
        return true;
    case RP_KIND_AUDIT:
        break;
    }
    return false;
}

bool rp_columns_insists(const rp_column *column, const rp_item *item) {
    bool has_musts =
        column->flags & RP_MARKED && !(column->flags & RP_MUST_WISH);

    return !has_musts || item->strength == RP_MUST;
}

static bool put(rp_buffer *out, const void *bytes, size_t length) {
    return rp_buffer_put(out, bytes, length);
}

bool rp_columns_key_tags(const rp_list *list, rp_buffer *out) {
    bool whole = put(out, &list->count, sizeof list->count);

    for (uint32_t i = 0; whole && i < list->count; i++)
        whole =
            put(out, &list->items[i].tag, sizeof list->items[i].tag) &&
            put(out, &list->items[i].strength, sizeof list->items[i].strength);
    return whole;
}

static bool put_list(rp_buffer *out, const rp_list *list) {
    bool whole = rp_columns_key_tags(list, out) &&
                 put(out, &list->known, sizeof list->known);

    for (uint32_t i = 0; whole && i < list->count; i++)
        whole = put(out, &list->items[i].number, sizeof list->items[i].number);
    return whole;
}

static bool put_times(rp_buffer *out, const rp_times *times) {
    return put(out, &times->count, sizeof times->count) &&
           put(out, times->windows, times->count * sizeof *times->windows) &&
           (!times->sites ||
            put(out, times->sites, times->count * sizeof *times->sites));
}

static bool put_cell(rp_buffer *out, const rp_column *column,
                     const void *record, uint32_t person) {
    const void *member = (const char *)record + column->offset;

    switch (column->kind) {
    case RP_KIND_LIST:
    case RP_KIND_IDS:
        return put_list(out, rp_list_at(record, column->offset));
    case RP_KIND_WHOLE:
    case RP_KIND_DATE:
    case RP_KIND_BIRTH:
        return put(out, member, sizeof(int32_t));
    case RP_KIND_NUMBER:
        return put(out, member, sizeof(double));
    case RP_KIND_ANSWER:
    case RP_KIND_ACCEPTING:
    case RP_KIND_RISK:
    case RP_KIND_CHOICE:
        return put(out, member, sizeof(int8_t));
    case RP_KIND_AGES:
        return put(out, member, sizeof(rp_ages));
    case RP_KIND_PRIORITIES:
        return put(out, member, 3 * sizeof(int8_t));
    case RP_KIND_TIMES:
        return put_times(out, member);
    case RP_KIND_TEXT: {
        const char *text = *(const char *const *)member;
        return put(out, text, rp_text_of(text).length + 1);
    }
    case RP_KIND_ID:
        return put(out, &person, sizeof person);
    case RP_KIND_AUDIT:
        break;
    }
    return true;
}

bool rp_columns_key(const rp_columns *columns, const void *record,
                    uint32_t person, rp_buffer *out) {
    bool whole = put(out, "", 0);

    for (uint32_t k = 0; whole && k < columns->count; k++)
        whole = put_cell(out, columns->items[k], record, person);
    return whole;
}
