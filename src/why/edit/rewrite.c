#include "why/edit/rewrite.h"

#include "input/times/times.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* A cell that is being rewritten. */
typedef struct cell {
    const rp_column *column;
    const rp_list *list; /* as read; NULL where it is no list */
    rp_text text;        /* as in the file, trimmed */
    const char *breaks;  /* what stands between its values */
} cell;

static const char *keep(rp_rewriter *w, rp_text text) {
    const char *kept = rp_arena_text(w->arena, text.bytes, text.length);

    w->out_of_memory |= !kept;
    return kept;
}

static const void *record_of(const rp_roster *roster, rp_side side,
                             uint32_t person) {
    return side == RP_CLIENTS ? (const void *)&roster->clients[person]
                              : (const void *)&roster->therapists[person];
}

static rp_text raw_cell(const rp_roster *roster, rp_side side, uint32_t person,
                        uint32_t at) {
    rp_text cells[RP_MAX_COLUMNS];
    uint32_t row = side == RP_CLIENTS ? roster->clients[person].row
                                      : roster->therapists[person].row;

    rp_table_row(&roster->tables[side], row, cells);
    return rp_text_trim(cells[at]);
}

/* Point an edit at a column of the file, or at a new one of a given name. */
static bool aim_at(rp_rewriter *w, rp_edit *out, rp_side side, uint32_t person,
                   uint32_t column, uint32_t at, const char *new_name) {
    rp_text headers[RP_MAX_COLUMNS];

    *out = (rp_edit){RP_EDIT_CELL, side, person, column, at, NULL, "", NULL};
    if (at == RP_NONE) {
        out->header = keep(w, rp_text_of(new_name));
        return out->header != NULL;
    }
    rp_table_row(&w->roster->tables[side], 0, headers);
    out->header = keep(w, rp_text_trim(headers[at]));
    out->from = keep(w, raw_cell(w->roster, side, person, at));
    return out->header && out->from;
}

static uint32_t index_of(rp_side side, const char *column) {
    const rp_column *found = rp_schema_find(side, rp_text_of(column));

    return (uint32_t)(found - rp_schemas[side].columns);
}

/* The column of a yes/no tag, or RP_NONE. */
static uint32_t tag_column(const rp_layout *layout, const rp_column *column,
                           uint32_t tag) {
    for (uint32_t c = 0; c < layout->columns; c++)
        if (layout->uses[c].column == column && layout->uses[c].is_tag &&
            layout->uses[c].tag == tag)
            return c;
    return RP_NONE;
}

static bool ends(char c, const char *breaks) {
    return *breaks && strchr(breaks, c) && c != '\0';
}

static const char *breaks_of(rp_text text, const rp_list *list) {
    for (size_t k = 0; k < text.length; k++)
        if (strchr(";|\r\n", text.bytes[k]))
            return ";|\r\n";
    return list->count > 1 && memchr(text.bytes, ',', text.length) ? "," : "";
}

static cell open_cell(const rp_roster *roster, const rp_edit *e) {
    cell c = {.column = &rp_schemas[e->side].columns[e->column],
              .text = rp_text_of(e->from)};

    c.list =
        rp_list_at(record_of(roster, e->side, e->person), c.column->offset);
    c.breaks = breaks_of(c.text, c.list);
    return c;
}

/* The next value of a cell with the blanks around it; false at the end. */
static bool next_value(const cell *c, size_t *at, rp_text *value) {
    size_t begin = *at;

    if (begin > c->text.length)
        return false;
    size_t end = begin;
    while (end < c->text.length && !ends(c->text.bytes[end], c->breaks))
        end++;
    *value = (rp_text){c->text.bytes + begin, end - begin};
    *at = end + 1;
    return true;
}

/* A value without its number or mark. */
static rp_text name_of(const cell *c, rp_text value) {
    value = rp_text_trim(value);
    if (c->column->flags & RP_MARKED)
        while (value.length > 0 && strchr("!?", value.bytes[value.length - 1]))
            value = rp_text_trim((rp_text){value.bytes, value.length - 1});
    if (c->column->flags & RP_NUMBERED) {
        const char *colon = memchr(value.bytes, ':', value.length);
        if (colon)
            value = rp_text_trim(
                (rp_text){value.bytes, (size_t)(colon - value.bytes)});
    }
    return value;
}

static uint32_t tag_of(const rp_roster *roster, const cell *c, rp_text value) {
    rp_buffer folded = {0};
    uint32_t tag = RP_NONE;

    if (rp_text_fold(&folded, name_of(c, value))) {
        rp_text key = {folded.bytes, folded.length};
        tag = rp_names_known(&roster->names, c->column->names, key);
        if (tag == RP_NONE)
            tag = rp_names_find(&roster->names, c->column->names, key);
    }
    rp_buffer_clear(&folded);
    return tag;
}

const char *rp_rewrite_word(const rp_names *names, rp_names_id id,
                            uint32_t tag) {
    return id == RP_NAMES_CONCERNS || id == RP_NAMES_MODALITIES ||
                   id == RP_NAMES_LANGUAGES
               ? rp_names_label(names, id, tag)
               : rp_names_name(names, id, tag);
}

static bool has(const uint32_t *tags, size_t count, uint32_t tag) {
    for (size_t k = 0; k < count; k++)
        if (tags[k] == tag)
            return true;
    return false;
}

/* All values but some, in the names of the program: where the file's own words
 * cannot be told apart. */
static bool put_names(const rp_roster *roster, const cell *c,
                      const uint32_t *without, size_t count, bool unmarked,
                      rp_buffer *out) {
    bool put = rp_buffer_put(out, "", 0);

    for (uint32_t i = 0; put && i < c->list->count; i++) {
        const rp_item *item = &c->list->items[i];
        char number[32] = "";
        if (has(without, count, item->tag))
            continue;
        if (item->number != RP_NO_NUMBER)
            snprintf(number, sizeof number, ":%d", (int)item->number);
        const char *mark = !(c->column->flags & RP_MARKED)          ? ""
                           : item->strength == RP_MILD              ? "?"
                           : item->strength == RP_MUST && !unmarked ? "!"
                                                                    : "";
        put =
            (out->length == 0 || rp_buffer_puts(out, "; ")) &&
            rp_buffer_puts(out, rp_rewrite_word(&roster->names,
                                                c->column->names, item->tag)) &&
            rp_buffer_puts(out, number) && rp_buffer_puts(out, mark);
    }
    return put;
}

static bool finish(rp_rewriter *w, rp_edit *out, rp_buffer *text, bool put) {
    if (put)
        out->to = keep(w, (rp_text){text->bytes, text->length});
    w->out_of_memory |= !put;
    rp_buffer_clear(text);
    return put && out->to;
}

/* Does a list over yes/no columns lose a known, empty list elsewhere when a
 * column is added? */
static bool others_are_safe(const rp_roster *roster, rp_side side,
                            uint32_t person, const rp_column *column) {
    uint32_t count =
        side == RP_CLIENTS ? roster->client_count : roster->therapist_count;

    for (uint32_t k = 0; k < count; k++) {
        const rp_list *list =
            rp_list_at(record_of(roster, side, k), column->offset);
        if (k != person && list->known && list->count == 0)
            return false;
    }
    return true;
}

static bool add_to_cell(rp_rewriter *w, rp_edit *out, const char *word) {
    cell c = open_cell(w->roster, out);
    rp_buffer text = {0};
    bool put = true;

    if (c.list->count > 0 && c.text.length > 0) {
        bool is_list_of_commas = *c.breaks == ',';
        if (is_list_of_commas && strchr(word, ','))
            put = put_names(w->roster, &c, NULL, 0, false, &text) &&
                  rp_buffer_puts(&text, "; ");
        else
            put = rp_buffer_put(&text, c.text.bytes, c.text.length) &&
                  rp_buffer_puts(
                      &text, is_list_of_commas                          ? ", "
                             : memchr(c.text.bytes, '|', c.text.length) ? " | "
                                                                        : "; ");
    }
    put = put && rp_buffer_puts(&text, word);
    return finish(w, out, &text, put);
}

bool rp_rewrite_add(rp_rewriter *w, rp_edit *out, rp_side side, uint32_t person,
                    const char *column, uint32_t tag) {
    uint32_t index = index_of(side, column);
    const rp_column *schema = &rp_schemas[side].columns[index];
    const rp_layout *layout = &w->roster->layouts[side];
    const char *word = rp_rewrite_word(&w->roster->names, schema->names, tag);
    uint32_t at =
        layout->has_tags[index] ? tag_column(layout, schema, tag) : RP_NONE;
    char name[256];

    if (at != RP_NONE) {
        if (!aim_at(w, out, side, person, index, at, NULL))
            return false;
        out->to = "yes";
        return strcmp(out->from, out->to) != 0;
    }
    if (layout->own[index] != RP_NONE)
        return aim_at(w, out, side, person, index, layout->own[index], NULL) &&
               add_to_cell(w, out, word);
    if (!layout->has_tags[index]) {
        if (!aim_at(w, out, side, person, index, RP_NONE, schema->name))
            return false;
        out->to = word;
        return true;
    }
    int length = snprintf(name, sizeof name, "%s:%s", schema->name, word);
    if (length < 0 || (size_t)length >= sizeof name ||
        !others_are_safe(w->roster, side, person, schema) ||
        !aim_at(w, out, side, person, index, RP_NONE, name))
        return false;
    out->to = "yes";
    return true;
}

bool rp_rewrite_append(rp_rewriter *w, rp_edit *out, rp_side side,
                       uint32_t person, const char *column, const char *text) {
    uint32_t index = index_of(side, column);
    const rp_column *schema = &rp_schemas[side].columns[index];
    uint32_t own = w->roster->layouts[side].own[index];
    rp_buffer joined = {0};
    bool put = true;

    if (schema->kind != RP_KIND_LIST && schema->kind != RP_KIND_IDS &&
        schema->kind != RP_KIND_TIMES)
        return false;
    if (!aim_at(w, out, side, person, index, own, schema->name))
        return false;
    if (schema->kind != RP_KIND_TIMES)
        return add_to_cell(w, out, text);
    put = (!*out->from || (rp_buffer_puts(&joined, out->from) &&
                           rp_buffer_puts(&joined, "; "))) &&
          rp_buffer_puts(&joined, text);
    return finish(w, out, &joined, put);
}

/* Values are dropped from the file's own text where each can be told apart. */
static bool put_without(const rp_roster *roster, const cell *c,
                        const uint32_t *tags, size_t count, rp_buffer *out) {
    size_t at = 0, dropped = 0;
    rp_text value;

    while (next_value(c, &at, &value)) {
        if (rp_text_trim(value).length == 0)
            continue;
        if (has(tags, count, tag_of(roster, c, value))) {
            dropped++;
            continue;
        }
        value = rp_text_trim(value);
        if ((out->length &&
             !rp_buffer_puts(out, *c->breaks == ',' ? ", " : "; ")) ||
            !rp_buffer_put(out, value.bytes, value.length))
            return false;
    }
    if (dropped >= count)
        return rp_buffer_put(out, "", 0);
    out->length = 0;
    return put_names(roster, c, tags, count, false, out);
}

bool rp_rewrite_without(rp_rewriter *w, rp_edit *out, rp_side side,
                        uint32_t person, const char *column,
                        const uint32_t *tags, size_t count) {
    uint32_t index = index_of(side, column);
    const rp_column *schema = &rp_schemas[side].columns[index];
    const rp_layout *layout = &w->roster->layouts[side];
    uint32_t own = layout->own[index], at = RP_NONE;
    rp_buffer text = {0};

    if (layout->has_tags[index] && count == 1)
        at = tag_column(layout, schema, tags[0]);
    if (at != RP_NONE && own == RP_NONE) {
        if (!aim_at(w, out, side, person, index, at, NULL))
            return false;
        out->to = "no";
        return true;
    }
    if (own == RP_NONE || layout->has_tags[index])
        return false; /* more than one cell may hold the value */
    if (!aim_at(w, out, side, person, index, own, NULL))
        return false;
    cell c = open_cell(w->roster, out);
    return finish(w, out, &text,
                  put_without(w->roster, &c, tags, count, &text));
}

bool rp_rewrite_unmarked(rp_rewriter *w, rp_edit *out, rp_side side,
                         uint32_t person, const char *column) {
    uint32_t index = index_of(side, column);
    uint32_t own = w->roster->layouts[side].own[index];
    rp_buffer text = {0};
    bool put = true;

    if (own == RP_NONE || !aim_at(w, out, side, person, index, own, NULL))
        return false;
    for (const char *at = out->from; put && *at; at++)
        if (*at != '!')
            put = rp_buffer_put(&text, at, 1);
    return finish(w, out, &text, put && rp_buffer_put(&text, "", 0));
}

bool rp_rewrite_text(rp_rewriter *w, rp_edit *out, rp_side side,
                     uint32_t person, const char *column, const char *text) {
    uint32_t index = index_of(side, column);
    const rp_layout *layout = &w->roster->layouts[side];

    if (layout->own[index] == RP_NONE && layout->has_tags[index])
        return false;
    if (!aim_at(w, out, side, person, index, layout->own[index], column))
        return false;
    out->to = keep(w, rp_text_of(text));
    return out->to != NULL;
}

void rp_number_write(char out[32], double value) {
    for (int digits = 1; digits <= 17; digits++) {
        snprintf(out, 32, "%.*g", digits, value);
        double back = strtod(out, NULL);
        if (!strchr(out, 'e') && back >= value && back <= value)
            return;
    }
}

bool rp_rewrite_number(rp_rewriter *w, rp_edit *out, rp_side side,
                       uint32_t person, const char *column, double value) {
    char text[32];

    rp_number_write(text, value);
    return rp_rewrite_text(w, out, side, person, column, text);
}

bool rp_rewrite_times(rp_rewriter *w, rp_edit *out, rp_side side,
                      uint32_t person, const char *column,
                      const rp_times *more) {
    uint32_t index = index_of(side, column);
    uint32_t own = w->roster->layouts[side].own[index];
    rp_buffer text = {0}, windows = {0};

    if (!aim_at(w, out, side, person, index, own, column))
        return false;
    bool put = rp_times_format(&windows, more) &&
               (!*out->from || (rp_buffer_puts(&text, out->from) &&
                                rp_buffer_puts(&text, "; "))) &&
               rp_buffer_put(&text, windows.bytes, windows.length);
    rp_buffer_clear(&windows);
    return finish(w, out, &text, put);
}
