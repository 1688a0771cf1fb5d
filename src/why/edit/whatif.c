#include "why/edit/whatif.h"

#include "base/array.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

const char *const rp_move_words[RP_MOVE_KINDS] = {"newly placed", "moved",
                                                  "displaced"};
const char *const rp_move_names[RP_MOVE_KINDS] = {"newly_placed", "moved",
                                                  "displaced"};

/* What a text like "T05.insurance+=aetna" consists of. */
typedef struct wish {
    rp_text id, column, value;
    bool is_more; /* += */
} wish;

static const rp_text nothing = {"", 0};

/* Split behind an id that somebody has; the longest one wins, as an id may
 * have dots in it. */
static bool take_apart_at(wish *out, const rp_roster *roster, rp_side side,
                          const char *text, const char *equals) {
    out->is_more = equals > text && equals[-1] == '+';
    const char *end = out->is_more ? equals - 1 : equals;
    out->value = rp_text_of(equals + 1);
    for (const char *dot = end; dot-- > text;) {
        rp_text id = {text, (size_t)(dot - text)};
        if (*dot != '.' || rp_roster_find_typed(roster, side, id) == RP_NONE)
            continue;
        out->id = id;
        out->column = rp_text_trim((rp_text){dot + 1, (size_t)(end - dot - 1)});
        return out->column.length > 0;
    }
    return false;
}

/* At the first equals sign that has an id and a column before it: an id may
 * have one in it, too. */
static bool take_apart(wish *out, const rp_roster *roster, rp_side side,
                       const char *text) {
    const char *equals = strchr(text, '=');

    while (equals && !take_apart_at(out, roster, side, text, equals))
        equals = strchr(equals + 1, '=');
    return equals != NULL;
}

static bool same_folded(rp_text a, rp_text b) {
    rp_buffer x = {0}, y = {0};
    bool same = rp_text_fold(&x, a) && rp_text_fold(&y, b) &&
                strcmp(x.bytes, y.bytes) == 0;

    rp_buffer_clear(&x);
    rp_buffer_clear(&y);
    return same;
}

/* The file's column with this header, or RP_NONE. */
static uint32_t header_at(const rp_roster *roster, rp_side side, rp_text name) {
    const rp_table *table = &roster->tables[side];
    rp_text headers[RP_MAX_COLUMNS];

    rp_table_row(table, 0, headers);
    for (uint32_t c = 0; c < table->columns; c++)
        if (same_folded(rp_text_trim(headers[c]), name))
            return c;
    return RP_NONE;
}

static const rp_column *schema_of(const rp_roster *roster, rp_side side,
                                  rp_text name, uint32_t at) {
    rp_buffer folded = {0};
    const rp_column *column = NULL;

    if (at != RP_NONE)
        return roster->layouts[side].uses[at].column;
    if (rp_text_fold(&folded, name))
        column = rp_schema_find(side, (rp_text){folded.bytes, folded.length});
    rp_buffer_clear(&folded);
    return column && column->kind != RP_KIND_AUDIT ? column : NULL;
}

/* Set the whole cell of a column of the file. */
static bool set_cell(rp_rewriter *w, rp_edit *out, rp_side side,
                     uint32_t person, uint32_t at, const rp_column *column,
                     rp_text value) {
    const rp_roster *roster = w->roster;
    rp_text cells[RP_MAX_COLUMNS];
    uint32_t row = side == RP_CLIENTS ? roster->clients[person].row
                                      : roster->therapists[person].row;

    *out = (rp_edit){.kind = RP_EDIT_CELL,
                     .side = side,
                     .person = person,
                     .column = (uint32_t)(column - rp_schemas[side].columns),
                     .at = at};
    rp_table_row(&roster->tables[side], 0, cells);
    rp_text header = rp_text_trim(cells[at]);
    out->header = rp_arena_text(w->arena, header.bytes, header.length);
    rp_table_row(&roster->tables[side], row, cells);
    rp_text from = rp_text_trim(cells[at]);
    out->from = rp_arena_text(w->arena, from.bytes, from.length);
    out->to = rp_arena_text(w->arena, value.bytes, value.length);
    w->out_of_memory |= !out->header || !out->from || !out->to;
    return !w->out_of_memory;
}

static bool set_wish(rp_rewriter *w, rp_edit *out, rp_side side,
                     const wish *what, char *wrong, size_t size) {
    uint32_t person = rp_roster_find_typed(w->roster, side, what->id);
    uint32_t at = header_at(w->roster, side, what->column);
    const rp_column *column = schema_of(w->roster, side, what->column, at);
    bool made;

    if (!column) {
        snprintf(wrong, size, "no column '%s' that rapport reads in %s",
                 rp_quote(what->column).bytes, rp_schemas[side].name);
        return false;
    }
    const char *value =
        rp_arena_text(w->arena, what->value.bytes, what->value.length);
    w->out_of_memory |= !value;
    if (!value)
        return false;
    if (what->is_more)
        made = rp_rewrite_append(w, out, side, person, column->name, value);
    else if (at != RP_NONE)
        made = set_cell(w, out, side, person, at, column, what->value);
    else
        made = rp_rewrite_text(w, out, side, person, column->name, value);
    if (!made)
        snprintf(wrong, size, "'%s' %s", column->name,
                 what->is_more ? "is not a list: += cannot add to it"
                               : "is spread over several columns: name one");
    return made;
}

static rp_status parse_set(rp_edit *out, rp_rewriter *w, const char *text,
                           char *wrong, size_t size) {
    wish found[RP_SIDES] = {{nothing, nothing, nothing, false},
                            {nothing, nothing, nothing, false}};
    bool has[RP_SIDES];

    if (!rp_text_is_utf8(rp_text_of(text))) {
        snprintf(wrong, size, "expected UTF-8");
        return RP_ERR_USAGE;
    }
    for (int side = 0; side < RP_SIDES; side++)
        has[side] = take_apart(&found[side], w->roster, (rp_side)side, text);
    if (has[RP_THERAPISTS] && has[RP_CLIENTS]) {
        snprintf(wrong, size, "both a therapist and a client have this id");
        return RP_ERR_USAGE;
    }
    if (!has[RP_THERAPISTS] && !has[RP_CLIENTS]) {
        snprintf(wrong, size,
                 "expected ID.COLUMN=VALUE with an id from either file");
        return RP_ERR_USAGE;
    }
    rp_side side = has[RP_CLIENTS] ? RP_CLIENTS : RP_THERAPISTS;
    if (set_wish(w, out, side, &found[side], wrong, size))
        return RP_OK;
    return w->out_of_memory ? RP_ERR_MEMORY : RP_ERR_USAGE;
}

rp_status rp_whatif_parse(rp_edit *edits, size_t count, rp_rewriter *w,
                          rp_wish_kind kind, const char *text, char *wrong,
                          size_t size) {
    rp_edit *out = &edits[count];

    if (kind == RP_WISH_SET)
        return parse_set(out, w, text, wrong, size);
    rp_text id = rp_text_of(text);
    uint32_t therapist = rp_roster_find_typed(w->roster, RP_THERAPISTS, id);
    uint32_t client = rp_roster_find_typed(w->roster, RP_CLIENTS, id);
    bool is_copy = kind == RP_WISH_COPY;

    if (!is_copy && therapist != RP_NONE && client != RP_NONE) {
        snprintf(wrong, size, "both a therapist and a client have this id");
        return RP_ERR_USAGE;
    }
    if (therapist == RP_NONE && (is_copy || client == RP_NONE)) {
        snprintf(wrong, size, "no %s has this id",
                 is_copy ? "therapist" : "therapist or client");
        return RP_ERR_USAGE;
    }
    bool is_client = therapist == RP_NONE;
    *out = (rp_edit){.kind = is_copy ? RP_EDIT_COPY : RP_EDIT_REMOVE,
                     .side = is_client ? RP_CLIENTS : RP_THERAPISTS,
                     .person = is_client ? client : therapist,
                     .at = RP_NONE,
                     .header = "",
                     .from = text,
                     .to = ""};
    if (is_copy)
        out->to = rp_edit_new_id(w->roster, therapist, edits, count, w->arena);
    return out->to ? RP_OK : RP_ERR_MEMORY;
}

/* -- comparing ------------------------------------------------------------- */

static const char *therapist_of(const rp_outcome *o, uint32_t client) {
    uint32_t t = o->therapist[client];

    return t == RP_NONE || !rp_status_is_matched(o->status[client])
               ? ""
               : o->fit->roster->therapists[t].id;
}

rp_status rp_whatif_compare(rp_move **out, size_t *count,
                            const rp_outcome *before, const rp_outcome *after) {
    const rp_roster *old = before->fit->roster;

    *count = 0;
    *out = rp_new_array(old->client_count, sizeof **out);
    if (!*out)
        return RP_ERR_MEMORY;
    for (int kind = 0; kind < RP_MOVE_KINDS; kind++)
        for (uint32_t c = 0; c < old->client_count; c++) {
            uint32_t then = rp_roster_find(after->fit->roster, RP_CLIENTS,
                                           rp_text_of(old->clients[c].id));
            if (then == RP_NONE || !rp_status_is_matched(before->status[c]) ||
                !rp_status_is_matched(after->status[then]))
                continue;
            rp_move move = {RP_MOVE_KINDS, old->clients[c].id,
                            therapist_of(before, c), therapist_of(after, then)};
            if (strcmp(move.from, move.to) == 0)
                continue;
            move.kind = !*move.from ? RP_MOVE_PLACED
                        : *move.to  ? RP_MOVE_MOVED
                                    : RP_MOVE_DISPLACED;
            if ((int)move.kind == kind)
                (*out)[(*count)++] = move;
        }
    return RP_OK;
}
