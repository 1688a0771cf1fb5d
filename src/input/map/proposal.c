#include "input/map/proposal.h"

#include "base/array.h"
#include "input/map/made_ids.h"
#include "input/map/placed_values.h"
#include "input/map/question.h"
#include "input/nobody.h"
#include "input/order.h"
#include "input/sheet/locate.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct work {
    const rp_proposal_options *how;
    rp_proposal *out;
    rp_probe probe;
    rp_findings unseen;
    rp_map *map; /* of what is decided, as reading would have it */
    rp_others *people[RP_SIDES]; /* who may be named by the other sheet */
    rp_tags *open_keys;          /* of the open rows of last time, */
    size_t *open_rows;           /* [open_keys] and where they stand */
    size_t open_room;
    rp_buffer key;
    rp_status status;
    /* of the side at hand */
    rp_side side;
    rp_table *table;
    const rp_table *first; /* of the therapists, while clients are read */
    rp_cells *cells;       /* [cell_count] */
    uint32_t cell_count;
    rp_placing columns;
    uint32_t value_column; /* whose values are listed, */
    const rp_use *use;     /* and what it is: */
    bool is_of_clients;    /* clients, in the sheet of therapists */
} work;

/* ---- rows ---------------------------------------------------------------- */

static bool fine(const work *w) {
    return w->status != RP_ERR_MEMORY && !w->columns.no_memory;
}

static bool need(work *w, bool whole) {
    if (!whole)
        w->status = RP_ERR_MEMORY;
    return whole;
}

/* The row of last time about the same thing, if it was open; NULL. */
static rp_proposed *open_row(work *w, const rp_map_row *row) {
    const char *parts[] = {row->side == RP_THERAPISTS ? "t\n" : "c\n",
                           row->column, row->value ? "\n" : "",
                           row->value ? row->value : ""};

    w->key.length = 0;
    for (size_t k = 0; k < sizeof parts / sizeof *parts; k++)
        need(w, rp_buffer_puts(&w->key, parts[k]));
    uint32_t tag =
        fine(w)
            ? rp_tags_find(w->open_keys, (rp_text){w->key.bytes, w->key.length})
            : RP_NONE;
    return tag == RP_NONE ? NULL : &w->out->rows[w->open_rows[tag]];
}

static void put_row(work *w, const rp_map_row *row, rp_decided_state state) {
    rp_proposed *before = open_row(w, row);
    rp_proposed *rows = before ? w->out->rows
                               : rp_grow_array(w->out->rows, w->out->count,
                                               &w->out->room, sizeof *rows);

    if (before) { /* it keeps its place */
        *before = (rp_proposed){*row, state, false, w->is_of_clients};
        return;
    }
    need(w, rows != NULL);
    if (!rows)
        return;
    w->out->rows = rows;
    rows[w->out->count++] = (rp_proposed){*row, state, false, w->is_of_clients};
}

static void put_proposed(work *w, uint32_t column, const char *value,
                         const char *to, uint64_t count, const char *why,
                         rp_decided_state state) {
    rp_placing *p = &w->columns;
    rp_map_row row = {
        .side = (int)w->side,
        .column = rp_placing_keep(p, rp_placing_header(p, column)),
        .value = value,
        .to = to,
        .count = rp_placing_words(p, "%llu", (unsigned long long)count),
        .why = why,
        .is_open = state == RP_PROPOSED_OPEN};

    if (fine(w))
        put_row(w, &row, state);
}

/* ---- values -------------------------------------------------------------- */

static bool is_danger(work *w, rp_text value) {
    rp_danger_hit hit;

    return w->side == RP_CLIENTS &&
           need(w, rp_danger_find(&w->how->taxonomy->danger, value, &hit)) &&
           hit.grade != RP_DANGER_NONE;
}

/* `Yes, please`, `No thanks`. */
static const char *answer_in(rp_text value) {
    size_t length = 0;

    while (length < value.length && value.bytes[length] != ' ' &&
           value.bytes[length] != ',')
        length++;
    rp_answer answer = rp_answer_plain((rp_text){value.bytes, length});
    return length == value.length || answer == RP_UNKNOWN ? NULL
           : answer == RP_YES                             ? "yes"
                                                          : "no";
}

static bool has_name(const rp_column *column) {
    return column->kind == RP_KIND_LIST || column->kind == RP_KIND_CHOICE;
}

static bool is_answer(const rp_column *column) {
    return column->kind == RP_KIND_ANSWER ||
           column->kind == RP_KIND_ACCEPTING ||
           strcmp(column->name, "needs_prescriber") == 0;
}

/* Whatever the clinic writes is a value. */
static bool is_free(const rp_column *column) {
    return column->kind == RP_KIND_LIST && column->names == RP_NAMES_FREE;
}

/* May a name inside a value stand for all of it? Not where that is little of
 * what was said, nor where it decides who comes first. */
static bool may_stand(const rp_column *column, size_t part, size_t whole) {
    if (strcmp(column->name, "urgency") == 0)
        return false;
    return part * 2 >= whole || (column->names != RP_NAMES_CONCERNS &&
                                 column->names != RP_NAMES_MODALITIES);
}

/* What a column expects, for a person who has to say it. */
static const char *expected(rp_placing *p, const rp_column *as) {
    rp_text piece;

    if (as->kind == RP_KIND_IDS)
        return "no id and no name: an id, or blank for nobody";
    if (as->kind != RP_KIND_CHOICE)
        return rp_placing_words(p, "expected %s",
                                as->kind == RP_KIND_LIST ? "a known name"
                                                         : rp_kind_words(as));
    p->text.length = 0;
    for (uint32_t k = 0; rp_piece(as->choices, k, &piece); k++)
        if (!memchr(piece.bytes, '=', piece.length))
            rp_placing_need(
                p, (k == 0 || rp_buffer_puts(&p->text, ", ")) &&
                       rp_buffer_put(&p->text, piece.bytes, piece.length));
    return p->no_memory
               ? ""
               : rp_placing_words(p, "expected one of %s", p->text.bytes);
}

/* What a value that is unknown or unreadable might stand for. */
static void propose_value(work *w, const rp_column *as, rp_text value,
                          const char **to, const char **why) {
    rp_placing *p = &w->columns;
    const char *option = p->decisions[w->value_column].option;
    size_t part = 0;

    *to = "?";
    *why = expected(p, as);
    if (option && rp_text_equals(value, option)) {
        *to = "yes";
        *why = "the answer itself";
    } else if (is_danger(w, value)) {
        *why = as->kind == RP_KIND_CHOICE
                   ? rp_placing_words(p,
                                      "words of danger: a person looks at "
                                      "them first, whatever you answer; %s",
                                      expected(p, as))
                   : "words of danger: it is read as it stands";
    } else if (is_answer(as) && answer_in(value)) {
        *to = answer_in(value);
        *why = "begins with it";
    } else if (has_name(as)) {
        const char *near = rp_probe_slip(&w->probe, as, value);
        bool is_inside =
            !near && rp_probe_name_in(&w->probe, as, value, &p->text, &part);
        if (near || (is_inside && may_stand(as, part, value.length))) {
            /* labels of words that are built in go with the probe */
            *to = rp_placing_keep(
                p, near ? rp_text_of(near)
                        : (rp_text){p->text.bytes, p->text.length});
            *why = near ? "the nearest known name" : "a known name inside it";
        } else if (is_inside) {
            *why = rp_placing_words(p, "speaks of %s", p->text.bytes);
        }
    }
}

static bool tell_value(void *payload, rp_text value, uint64_t count) {
    work *w = payload;
    const rp_use *use = w->use;
    const char *to, *why;

    propose_value(w, use->column, value, &to, &why);
    if (strcmp(to, "?") != 0 || use->is_tag || !is_free(use->column))
        put_proposed(w, w->value_column, rp_placing_keep(&w->columns, value),
                     to, count, why,
                     strcmp(to, "?") == 0 ? RP_PROPOSED_OPEN : RP_PROPOSED);
    return fine(w);
}

/* A column on a scale from 1 to 5, as far as its cells tell. */
static bool may_be_scale(const work *w, uint32_t column, const rp_column *as) {
    const rp_cells *cells = &w->cells[column];
    uint32_t most = 0;

    if (strncmp(as->name, "style_", 6) != 0)
        return false;
    for (uint32_t k = 0; k < rp_tags_count(cells->texts); k++) {
        double value;
        if (!rp_number_parse(&value, rp_text_of(rp_tags_name(cells->texts, k)),
                             w->table->delimiter != ',') ||
            value < 1.0 || value > 5.0)
            return false;
        most += value > 3.0;
    }
    return cells->filled >= 10 || most > 0;
}

/* The values of a column that somebody has to place. */
static void propose_values(work *w, uint32_t column, const rp_layout *layout) {
    const rp_use *use = &layout->uses[column];
    rp_cells cells;

    if (!use->column || use->column->kind == RP_KIND_TEXT ||
        use->column->kind == RP_KIND_ID || use->column->kind == RP_KIND_AUDIT)
        return;
    if (!use->is_tag && may_be_scale(w, column, use->column)) {
        if (!rp_map_is_scale(w->map, w->side,
                             rp_placing_header(&w->columns, column)))
            put_proposed(w, column, "scale 1-5", "?", w->cells[column].filled,
                         "from 1 to 5? blank if so; else 0 is the middle",
                         RP_PROPOSED_OPEN);
        return;
    }
    /* without values that are placed already */
    need(w, rp_cells_read(&cells, w->table, column) == RP_OK);
    w->value_column = column;
    w->use = use;
    w->is_of_clients =
        w->side == RP_THERAPISTS && use->column->kind == RP_KIND_IDS;
    if (fine(w))
        need(w, rp_probe_values(&w->probe, w->side, use, &cells, tell_value,
                                w) == RP_OK);
    w->is_of_clients = false;
    rp_cells_clear(&cells);
}

/* Are the free values of a client's column said otherwise by therapists? That
 * is asked while reading. */

/* ---- one sheet ----------------------------------------------------------- */

static bool is_known_name(void *payload, rp_text cell) {
    work *w = payload;

    return rp_header_column(w->side, &w->probe.reader, cell) ||
           rp_map_names(w->how->old, w->side, cell);
}

/* The words of a form's questions count as well. */
static bool is_like_name(void *payload, rp_text cell) {
    work *w = payload;
    bool no_memory = false;
    size_t at = 0;

    return is_known_name(payload, cell) ||
           rp_question_next(w->side, cell, &at, &no_memory);
}

static uint32_t known_names(work *w) {
    uint32_t count = 0;

    for (uint32_t c = 0; c < w->table->columns; c++)
        count += rp_placing_header(&w->columns, c).length > 0 &&
                 is_known_name(w, rp_placing_header(&w->columns, c));
    return count;
}

static rp_status read_table(work *w, rp_known_names *known,
                            rp_findings *findings) {
    const char *path = w->how->paths[w->side];
    const rp_table *first = w->first;

    known->payload = w;
    known->is_roster = true;
    known->is_second = w->side == RP_CLIENTS;
    known->sheet = w->how->sheet;
    return first && first->sheet && strcmp(first->path, path) == 0
               ? rp_table_read_beside(w->table, first, known, findings)
               : rp_table_read_known(w->table, path, known, findings);
}

/* The header is where the known names are; where these are few, where the words
 * of questions are, as reading finds it with the map that is proposed. */
static void open_table(work *w, rp_findings *findings) {
    const char *path = w->how->paths[w->side];
    rp_known_names known = {.is_name = is_known_name},
                   like = {.is_name = is_like_name};
    bool again = strcmp(path, "-") != 0;
    rp_status status = read_table(w, &known, again ? &w->unseen : findings);

    if (again && status != RP_ERR_MEMORY) {
        bool is_known = w->table->columns > 0 && known_names(w) >= 2;
        rp_table_clear(w->table);
        status = read_table(w, is_known ? &known : &like, findings);
    }
    w->status = rp_status_graver(w->status, status);
}

/* What is decided, as reading would have it. */
static void note_columns(work *w) {
    bool twice;

    for (uint32_t c = 0; c < w->table->columns && fine(w); c++) {
        const rp_decision *d = &w->columns.decisions[c];
        rp_map_row row = {.side = (int)w->side,
                          .column = rp_placing_keep(
                              &w->columns, rp_placing_header(&w->columns, c)),
                          .to = d->to,
                          .is_open = d->state == RP_PROPOSED_OPEN};
        if (d->is_made)
            need(w, rp_map_add(w->map, &row, &twice));
    }
}

/* What the map of last time places. */
static void note_old_values(work *w) {
    bool twice;

    for (size_t k = 0; w->how->old && k < w->how->old->count; k++) {
        const rp_map_row *row = &w->how->old->rows[k];
        if (row->value && !row->is_open)
            need(w, rp_map_add(w->map, row, &twice));
    }
}

/* Who may be named by the other sheet, also by an id that is made. The table
 * is not looked at again. */
static void note_people(work *w) {
    rp_made_ids ids = {w->side, w->map, &w->probe.reader, false, 0};
    rp_text cells[RP_MAX_COLUMNS], none = {"", 0};
    rp_layout layout = {0};
    const rp_column *name = rp_placing_column(&w->columns, "name");
    rp_others *people = rp_others_new();

    need(w, rp_made_ids_add(&ids, w->table) != RP_ERR_MEMORY &&
                rp_layout_make(&layout, w->side, w->table, w->map,
                               &w->probe.reader) != RP_ERR_MEMORY);
    w->people[w->side] = people;
    need(w, people != NULL);
    for (uint32_t row = 1; row <= w->table->rows && fine(w); row++) {
        uint32_t id = layout.own[0],
                 called = layout.own[name - rp_schemas[w->side].columns];
        rp_table_row(w->table, row, cells);
        need(w, rp_others_add(
                    people, id == RP_NONE ? none : rp_text_trim(cells[id]),
                    called == RP_NONE ? none : rp_text_trim(cells[called])));
    }
    rp_layout_clear(&layout);
}

static void propose_rows(work *w, const rp_layout *layout) {
    for (uint32_t c = 0; c < w->table->columns && fine(w); c++) {
        const rp_decision *d = &w->columns.decisions[c];
        if (!d->is_made)
            continue;
        if (!d->is_old)
            put_proposed(w, c, NULL, d->to, w->cells[c].filled, d->why,
                         d->state);
        propose_values(w, c, layout);
    }
}

/* The columns as they are decided, then the values in them. */
static void propose(work *w) {
    rp_reader *reader = &w->probe.reader;
    rp_layout layout = {0};

    reader->decimal_comma = w->table->delimiter != ',';
    reader->findings = &w->unseen;
    need(w, rp_nobody_leave(w->table, w->side, w->how->old, reader) !=
                RP_ERR_MEMORY);
    w->cell_count = w->table->columns;
    w->cells = rp_new_array(w->cell_count, sizeof *w->cells);
    w->columns.decisions =
        rp_new_array(w->table->columns, sizeof *w->columns.decisions);
    need(w, w->cells && w->columns.decisions);
    w->columns.cells = w->cells;
    for (uint32_t c = 0; c < w->table->columns && fine(w); c++)
        need(w, rp_cells_read(&w->cells[c], w->table, c) == RP_OK);
    reader->findings = &w->probe.findings;
    w->probe.others = w->people[RP_THERAPISTS];
    if (fine(w))
        rp_placing_decide(&w->columns);
    if (fine(w))
        note_columns(w);
    reader->findings = &w->unseen;
    if (fine(w))
        need(w, rp_map_apply(w->map, w->side, w->table, reader) == RP_OK);
    if (fine(w))
        need(w, rp_layout_make(&layout, w->side, w->table, w->map, reader) !=
                    RP_ERR_MEMORY);
    if (fine(w))
        rp_order_find(&layout, w->table, reader);
    reader->findings = &w->probe.findings;
    if (fine(w))
        propose_rows(w, &layout);
    rp_layout_clear(&layout);
    reader->findings = &w->unseen;
    if (fine(w))
        note_people(w);
    reader->findings = &w->probe.findings;
}

static void forget_side(work *w) {
    for (uint32_t c = 0; w->cells && c < w->cell_count; c++)
        rp_cells_clear(&w->cells[c]);
    free(w->cells);
    free(w->columns.decisions);
    rp_buffer_clear(&w->columns.text);
    w->cells = NULL;
    w->columns.decisions = NULL;
}

/* ---- both ---------------------------------------------------------------- */

/* An open row of last time keeps its place, if it is still there. */
static void note_open(work *w, const rp_map_row *row) {
    rp_proposed *none = open_row(w, row); /* makes the key */
    uint32_t before = rp_tags_count(w->open_keys);

    if (none || !fine(w))
        return;
    uint32_t tag =
        rp_tags_intern(w->open_keys, (rp_text){w->key.bytes, w->key.length});
    size_t *rows = tag == RP_NONE ? NULL
                                  : rp_grow_array(w->open_rows, before,
                                                  &w->open_room, sizeof *rows);
    if (need(w, rows != NULL)) {
        w->open_rows = rows;
        rows[tag] = w->out->count;
    }
}

/* Rows of last time stay as they are; what was open is asked again. */
static void put_old(work *w) {
    const rp_map *old = w->how->old;

    for (size_t k = 0; old && k < old->count && fine(w); k++) {
        rp_placing *p = &w->columns;
        rp_map_row row = old->rows[k];
        row.column = rp_placing_keep(p, rp_text_of(row.column));
        row.value =
            row.value ? rp_placing_keep(p, rp_text_of(row.value)) : NULL;
        row.to = rp_placing_keep(p, rp_text_of(row.to));
        row.count = rp_placing_keep(p, rp_text_of(row.count));
        row.why = rp_placing_keep(p, rp_text_of(row.why));
        rp_proposed *rows = rp_grow_array(w->out->rows, w->out->count,
                                          &w->out->room, sizeof *rows);
        if (!need(w, rows != NULL))
            return;
        w->out->rows = rows;
        if (row.is_open)
            note_open(w, &row);
        rows[w->out->count++] =
            (rp_proposed){row, RP_PROPOSED_PLACED, row.is_open, false};
    }
}

/* The sheet of therapists was read before the clients were known: whom these
 * are is no question. */
static void drop_clients(work *w) {
    bool no_memory = false;

    for (size_t k = 0; w->people[RP_CLIENTS] && k < w->out->count; k++) {
        rp_proposed *p = &w->out->rows[k];
        p->is_stale |= p->is_of_clients && p->state == RP_PROPOSED_OPEN &&
                       rp_others_has(w->people[RP_CLIENTS],
                                     rp_text_of(p->row.value), &no_memory);
    }
    need(w, !no_memory);
}

/* What was open and is in no sheet any more. */
static void drop_stale(rp_proposal *out) {
    size_t kept = 0;

    for (size_t k = 0; k < out->count; k++)
        if (!out->rows[k].is_stale)
            out->rows[kept++] = out->rows[k];
    out->count = kept;
}

rp_status rp_proposal_make(rp_proposal *out, const rp_proposal_options *how,
                           rp_findings *findings) {
    rp_table tables[RP_SIDES] = {{0}, {0}};
    work *w = rp_new_array(1, sizeof *w);

    *out = (rp_proposal){0};
    if (!w)
        return RP_ERR_MEMORY;
    w->how = how;
    w->out = out;
    w->status = RP_OK;
    rp_findings_source(&w->unseen, "");
    w->map = rp_map_new();
    w->open_keys = rp_tags_new();
    need(w, rp_probe_init(&w->probe, how->taxonomy) == RP_OK && w->map &&
                w->open_keys);
    w->columns = (rp_placing){.arena = &out->arena};
    if (fine(w)) {
        put_old(w);
        note_old_values(w);
    }
    for (int side = 0; side < RP_SIDES && fine(w); side++) {
        w->side = (rp_side)side;
        w->table = &tables[side];
        w->first = side == RP_CLIENTS ? &tables[RP_THERAPISTS] : NULL;
        w->columns = (rp_placing){.side = w->side,
                                  .table = w->table,
                                  .probe = &w->probe,
                                  .taxonomy = how->taxonomy,
                                  .old = how->old,
                                  .arena = &out->arena};
        open_table(w, findings);
        if (fine(w) && w->table->columns > 0)
            propose(w);
        need(w, fine(w));
        forget_side(w);
        rp_table_locate(w->table, findings);
    }
    need(w, !w->probe.no_memory && !w->unseen.out_of_memory);
    drop_clients(w);
    rp_status status = w->status;
    drop_stale(out);
    rp_tags_free(w->open_keys);
    free(w->open_rows);
    rp_buffer_clear(&w->key);
    for (int side = 0; side < RP_SIDES; side++) {
        rp_table_clear(&tables[side]);
        rp_others_free(w->people[side]);
    }
    rp_probe_clear(&w->probe);
    rp_map_free(w->map);
    rp_findings_clear(&w->unseen);
    free(w);
    return status;
}

void rp_proposal_clear(rp_proposal *proposal) {
    rp_arena_clear(&proposal->arena);
    free(proposal->rows);
    *proposal = (rp_proposal){0};
}

size_t rp_proposal_count(const rp_proposal *proposal, bool of_values,
                         rp_decided_state state) {
    size_t count = 0;

    for (size_t k = 0; k < proposal->count; k++)
        count += (proposal->rows[k].row.value != NULL) == of_values &&
                 proposal->rows[k].state == state;
    return count;
}
