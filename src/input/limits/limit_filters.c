#include "input/limits/limit_filters.h"

#include <string.h>

static const char *const tiers[] = {"routine", "soon", "urgent"};

enum { TIERS = sizeof tiers / sizeof *tiers };

/* The column of a name; NULL for the tier of a client. With trouble where there
 * is neither. */
static const rp_column *find_column(rp_comparing *how, rp_side side,
                                    rp_text name) {
    const rp_schema *schema = &rp_schemas[side];
    rp_nearest near = {{"", 0}, NULL, 0};

    if (!rp_text_fold(&how->folded, name)) {
        how->status = RP_ERR_MEMORY;
        return NULL;
    }
    rp_text folded = {how->folded.bytes, how->folded.length};
    if (side == RP_CLIENTS && rp_text_equals(folded, "tier"))
        return NULL;
    const rp_column *column =
        folded.length > 0 ? rp_schema_find(side, folded) : NULL;
    if (column && rp_comparison_takes(column))
        return column;
    near.wanted = folded;
    for (uint32_t i = 0; !column && i < schema->count; i++)
        if (rp_comparison_takes(&schema->columns[i]))
            rp_nearest_try(&near, schema->columns[i].name);
    if (!column && side == RP_CLIENTS)
        rp_nearest_try(&near, "tier");
    rp_comparison_refuse(
        how, column ? "nobody can be counted by the column" : "unknown column",
        name, near.best);
    return NULL;
}

static void read_values(rp_comparison *c, rp_comparing *how, rp_text values) {
    if (c->column) {
        rp_comparison_read(c, how, values);
        return;
    }
    while (values.length > 0 && how->status == RP_OK) {
        rp_text value = rp_comparison_next(&values);
        int word = value.length > 0
                       ? rp_comparison_read_word(how, value, tiers, TIERS)
                       : -1;
        if (word >= 0)
            c->marks |= (uint64_t)1 << word;
    }
}

static void read_one(rp_comparison *c, rp_comparing *how, rp_side side,
                     double minutes) {
    rp_text name, values;

    if (!rp_comparison_split(c, how->typed, &name, &values)) {
        rp_comparison_refuse(
            how,
            "expected a column, one of = != < <= > >=, and values by commas, "
            "in",
            rp_text_of(how->typed), NULL);
        return;
    }
    c->side = side;
    c->minutes = minutes;
    c->column = find_column(how, side, name);
    if (how->status != RP_OK)
        return;
    if (c->compare > RP_UNEQUAL &&
        (!c->column || !rp_comparison_has_size(c->column)))
        rp_comparison_refuse(
            how, "only numbers and dates can be compared by size, not", name,
            NULL);
    else if (values.length == 0)
        rp_comparison_refuse(how, "expected a value after", name, NULL);
    else
        read_values(c, how, values);
    if (how->status == RP_OK && c->compare > RP_UNEQUAL && c->count != 1)
        rp_comparison_refuse(how, "expected one number in",
                             rp_text_of(how->typed), NULL);
}

static size_t count_pieces(const char *cell) {
    size_t count = 1;

    for (; *cell; cell++)
        count += *cell == ';' || *cell == '\n';
    return count;
}

rp_status rp_limit_filters_read(rp_limit_filters *out, rp_side side,
                                const char *cell, rp_comparing *how,
                                double minutes) {
    rp_arena *arena = how->arena;

    *out = (rp_limit_filters){
        .items = rp_arena_array(arena, count_pieces(cell), sizeof *out->items)};
    how->status = out->items ? RP_OK : RP_ERR_MEMORY;
    while (*cell && how->status == RP_OK) {
        size_t length = strcspn(cell, ";\r\n");
        rp_text piece = rp_text_trim((rp_text){cell, length});
        cell += length + (cell[length] != '\0');
        if (piece.length == 0)
            continue;
        how->typed = rp_arena_text(arena, piece.bytes, piece.length);
        if (!how->typed)
            how->status = RP_ERR_MEMORY;
        else
            read_one(&out->items[out->count++], how, side, minutes);
    }
    return how->status;
}

static rp_answer has(const rp_comparison *c, const void *record, int tier) {
    if (c->column)
        return rp_comparison_has(c, record);
    return tier < 1 || tier > TIERS                 ? RP_UNKNOWN
           : c->marks & ((uint64_t)1 << (tier - 1)) ? RP_YES
                                                    : RP_NO;
}

static bool passes(const rp_comparison *c, rp_answer answer) {
    return answer != RP_UNKNOWN &&
           (answer == RP_YES) == (c->compare != RP_UNEQUAL);
}

bool rp_limit_filters_pass(const rp_limit_filters *filters, const void *record,
                           int tier) {
    for (size_t i = 0; i < filters->count; i++)
        if (!passes(&filters->items[i], has(&filters->items[i], record, tier)))
            return false;
    return true;
}

/* -- two that clash -------------------------------------------------------- */

typedef struct pair {
    const rp_comparison *a, *b; /* of one column */
} pair;

static bool both_pass(pair p, double value) {
    return passes(p.a, rp_comparison_has_number(p.a, value)) &&
           passes(p.b, rp_comparison_has_number(p.b, value));
}

/* Between two numbers that are named nothing changes: it is enough to look at
 * each, beside it, and halfway. */
static bool leaves_number(pair p) {
    size_t count = p.a->count + p.b->count;
    bool is_whole = p.a->column->kind != RP_KIND_NUMBER;

    for (size_t i = 0; i < count; i++) {
        double at =
            i < p.a->count ? p.a->numbers[i] : p.b->numbers[i - p.a->count];
        if (both_pass(p, at - 1.0) || both_pass(p, at) ||
            both_pass(p, at + 1.0))
            return true;
        for (size_t k = 0; !is_whole && k < p.b->count; k++)
            if (both_pass(p, (at + p.b->numbers[k]) / 2.0))
                return true;
    }
    return false;
}

static bool leaves_word(pair p) {
    bool not_a = p.a->compare == RP_UNEQUAL, not_b = p.b->compare == RP_UNEQUAL;
    uint64_t a = not_a ? ~p.a->marks : p.a->marks;
    uint64_t b = not_b ? ~p.b->marks : p.b->marks;

    return (a & b) != 0;
}

/* Where a cell holds a list it can hold both values: the people tell. */
static bool leaves_person(pair p, const rp_roster *roster, rp_side side) {
    uint32_t count =
        side == RP_CLIENTS ? roster->client_count : roster->therapist_count;
    bool is_a = false, is_b = false;

    for (uint32_t k = 0; k < count; k++) {
        const void *record = side == RP_CLIENTS
                                 ? (const void *)&roster->clients[k]
                                 : (const void *)&roster->therapists[k];
        bool a = passes(p.a, rp_comparison_has(p.a, record));
        bool b = passes(p.b, rp_comparison_has(p.b, record));
        if (a && b)
            return true;
        is_a |= a;
        is_b |= b;
    }
    return !is_a || !is_b;
}

static bool clash(pair p, const rp_roster *roster, rp_side side) {
    const rp_column *column = p.a->column;

    if (!column || column->kind == RP_KIND_ANSWER ||
        column->kind == RP_KIND_CHOICE)
        return !leaves_word(p);
    if (rp_comparison_has_size(column))
        return !leaves_number(p);
    /* who has a value and not another may come next week */
    return p.a->compare == RP_EQUAL && p.b->compare == RP_EQUAL &&
           !leaves_person(p, roster, side);
}

const char *rp_limit_filters_clash(const rp_limit_filters *filters,
                                   const rp_roster *roster, rp_side side) {
    for (size_t i = 0; i < filters->count; i++)
        for (size_t k = 0; k < i; k++) {
            pair p = {&filters->items[k], &filters->items[i]};
            if (p.a->column == p.b->column && clash(p, roster, side))
                return p.a->column ? p.a->column->name : "tier";
        }
    return NULL;
}
