#include "input/layout.h"

#include "base/array.h"
#include "input/cell/stated.h"
#include "input/cell/value.h"
#include "input/check/danger_column.h"
#include "input/sheet/sheetfile.h"
#include "input/times/times.h"

#include <stdlib.h>
#include <string.h>

const char *const rp_sensitive_names[RP_SENSITIVE] = {"gender", "ethnicity",
                                                      "faith", "age"};

static void note_sensitive(rp_layout *layout, rp_text folded) {
    while (folded.length > 0) {
        size_t length = 0;
        while (length < folded.length && !strchr("_:. ", folded.bytes[length]))
            length++;
        for (unsigned k = 0; k < RP_SENSITIVE; k++)
            if (rp_text_equals((rp_text){folded.bytes, length},
                               rp_sensitive_names[k]))
                layout->sensitive |= 1u << k;
        length += length < folded.length;
        folded.bytes += length;
        folded.length -= length;
    }
}

/* Calls `test` on each cell of a column that is not blank; true if there is
 * one and all pass. */
static bool every_cell(const rp_table *table, rp_reader *reader,
                       uint32_t column,
                       bool (*test)(rp_reader *, const rp_column *, rp_text),
                       const rp_column *as) {
    rp_text cells[RP_MAX_COLUMNS];
    bool any = false;

    for (uint32_t row = 1; row <= table->rows; row++) {
        rp_table_row(table, row, cells);
        rp_text cell = rp_cell_plain(cells[column]);
        if (cell.length == 0)
            continue;
        any = true;
        if (!test(reader, as, cell))
            return false;
    }
    return any;
}

static bool is_blank_column(const rp_table *table, uint32_t column) {
    rp_text cells[RP_MAX_COLUMNS];

    for (uint32_t row = 1; row <= table->rows; row++) {
        rp_table_row(table, row, cells);
        if (rp_cell_plain(cells[column]).length > 0)
            return false;
    }
    return true;
}

static bool is_answer(rp_reader *reader, const rp_column *column,
                      rp_text cell) {
    (void)reader;
    (void)column;
    return rp_answer_parse(cell) != RP_UNKNOWN || rp_stated_nothing(cell);
}

static bool misfits(rp_reader *reader, const rp_column *column, rp_text cell) {
    return !rp_cell_fits(reader, column, cell) && rp_cell_other_kind(cell);
}

/* The same column may not be given twice, also through an alias: the column
 * before it that is the same one, or RP_NONE. */
static uint32_t twin_of(const rp_layout *layout, uint32_t column, rp_use use) {
    for (uint32_t before = 0; before < column; before++) {
        const rp_use *other = &layout->uses[before];
        if (!use.column || other->column != use.column)
            continue;
        if (use.column->kind == RP_KIND_AUDIT
                ? use.audit && other->audit &&
                      strcmp(use.audit, other->audit) == 0
                : other->is_tag == use.is_tag &&
                      (!use.is_tag || other->tag == use.tag))
            return before;
    }
    return RP_NONE;
}

/* `monday` and `slots:monday` hold the hours of that day. */
static bool is_day(rp_side side, rp_text name, rp_use *use) {
    int day = rp_times_day(name);

    const rp_column *slots = rp_schema_find(side, rp_text_of("slots"));

    if (day < 0 || !slots)
        return false;
    *use = (rp_use){.column = slots, .is_tag = true, .tag = (uint32_t)day};
    return true;
}

static rp_use use_of_tag(const rp_table *table, rp_reader *reader,
                         uint32_t column, rp_use use, rp_text tag,
                         rp_side side) {
    if (use.column->kind == RP_KIND_TIMES && is_day(side, tag, &use))
        return use;
    if (use.column->kind != RP_KIND_LIST || tag.length == 0)
        return (rp_use){.tag = RP_NONE};
    use.is_tag = true;
    use.tag =
        rp_tag_read(reader, use.column, rp_table_place(table, 0, column), tag);
    if (use.tag == RP_NONE) /* a finding said so */
        return (rp_use){.is_tag = true, .tag = RP_NONE};
    return use;
}

/* A header folded and `column:tag` taken apart. */
static rp_use use_of(rp_layout *layout, const rp_table *table,
                     rp_reader *reader, uint32_t column, rp_text header) {
    rp_use use = {.tag = RP_NONE};
    rp_text name = rp_map_bare(header), tag = {NULL, 0};
    const char *colon = memchr(name.bytes, ':', name.length);

    if (colon) {
        tag = rp_map_bare((rp_text){
            colon + 1, name.length - (size_t)(colon + 1 - name.bytes)});
        name = rp_map_bare((rp_text){name.bytes, (size_t)(colon - name.bytes)});
    }
    if (!rp_text_fold(&reader->key, name)) {
        reader->out_of_memory = true;
        return use;
    }
    rp_text folded = {reader->key.bytes, reader->key.length};
    note_sensitive(layout, folded);
    if (!colon && is_day(layout->side, folded, &use))
        return use;
    use.column = rp_schema_find(layout->side, folded);
    if (use.column && strcmp(use.column->name, "telehealth") == 0 && colon)
        use.column = rp_schema_find(layout->side, rp_text_of("formats"));
    if (use.column && strcmp(use.column->name, "telehealth") == 0 &&
        !every_cell(table, reader, column, is_answer, NULL) &&
        !is_blank_column(table, column))
        use.column = rp_schema_find(layout->side, rp_text_of("formats"));
    if (use.column && use.column->kind == RP_KIND_AUDIT && !colon) {
        use.audit = rp_arena_text(reader->arena, folded.bytes, folded.length);
        reader->out_of_memory |= !use.audit;
    }
    return use.column && colon
               ? use_of_tag(table, reader, column, use, tag, layout->side)
               : use;
}

/* Is any text a value of the kind, so that no cell is of another one? */
static bool takes_any_text(rp_kind kind) {
    return kind == RP_KIND_ID || kind == RP_KIND_TEXT || kind == RP_KIND_IDS ||
           kind == RP_KIND_PRIORITIES || kind == RP_KIND_AUDIT ||
           kind == RP_KIND_RISK;
}

/* When all cells of a column are of another kind, one error says so. */
static void check_kind(rp_layout *layout, const rp_table *table,
                       rp_reader *reader, uint32_t column, rp_text header) {
    rp_use *use = &layout->uses[column];
    const rp_column *c = use->column;
    rp_text cells[RP_MAX_COLUMNS];
    const char *kind = NULL;

    if (!c || use->is_tag || takes_any_text(c->kind) ||
        rp_header_asks_danger(layout->side, reader, header) ||
        !every_cell(table, reader, column, misfits, c))
        return;
    for (uint32_t row = 1; row <= table->rows && !kind; row++) {
        rp_table_row(table, row, cells);
        rp_text cell = rp_cell_plain(cells[column]);
        if (cell.length > 0)
            kind = rp_cell_other_kind(cell);
    }
    rp_buffer line = {0};
    if ((c->flags & RP_REQUIRED) || !rp_map_put_header(&line, header))
        line.length = 0; /* what is needed is not to be left out */
    bool advises = line.length > 0;
    rp_findings_add(
        reader->findings, RP_ERROR, rp_table_place(table, 0, column),
        "%s: all cells are %s, expected %s%s%s%s%s", c->name, kind,
        rp_kind_words(c),
        advises ? "; to leave the column out add the line '" : "",
        advises ? line.bytes : "", advises ? ",' to a --map file" : "",
        c->kind == RP_KIND_LIST
            ? ", or map it to one value as in insurance:aetna"
            : "");
    rp_buffer_clear(&line);
    *use = (rp_use){.is_tag = true, .tag = RP_NONE};
}

/* Does a map not tell two headers apart? */
static bool is_alike(rp_reader *reader, rp_text a, rp_text b) {
    rp_buffer other = {0};
    bool folded = rp_text_fold(&reader->key, rp_map_bare(a)) &&
                  rp_text_fold(&other, rp_map_bare(b));
    bool alike = folded && rp_text_equals((rp_text){other.bytes, other.length},
                                          reader->key.bytes);

    reader->out_of_memory |= !folded;
    rp_buffer_clear(&other);
    return alike;
}

/* Both headers, and the line that settles it. */
static void tell_twice(const rp_layout *layout, rp_reader *reader,
                       rp_place place, uint32_t column, rp_use use) {
    const char *name = use.audit ? use.audit : use.column->name;
    uint32_t before = twin_of(layout, column, use);
    rp_text headers[RP_MAX_COLUMNS];
    rp_buffer line = {0};

    if (layout->table && column < layout->table->columns)
        rp_table_row(layout->table, 0, headers);
    else
        headers[before] = headers[column] = (rp_text){"", 0};
    if (is_alike(reader, headers[before], headers[column])) {
        rp_findings_add(reader->findings, RP_ERROR, place,
                        "%s: the same column twice, expected it once: rename "
                        "one of the two in the sheet, or delete it",
                        name);
        return;
    }
    if (!rp_buffer_put(&line, "", 0) ||
        !rp_map_put_header(&line, rp_text_trim(headers[column])))
        reader->out_of_memory = true;
    else
        rp_findings_add(reader->findings, RP_ERROR, place,
                        "'%s' and '%s' are both %s; keep one: add the line "
                        "'%s,' to a --map file",
                        rp_quote(rp_text_trim(headers[before])).bytes,
                        rp_quote(rp_text_trim(headers[column])).bytes, name,
                        line.bytes);
    rp_buffer_clear(&line);
}

/* @param place  of the header */
static void take_use(rp_layout *layout, rp_reader *reader, rp_place place,
                     uint32_t column, rp_use use) {
    uint32_t index = (uint32_t)(use.column - rp_schemas[layout->side].columns);

    if (twin_of(layout, column, use) != RP_NONE) {
        tell_twice(layout, reader, place, column, use);
        return;
    }
    layout->uses[column] = use;
    if (use.is_tag)
        layout->has_tags[index] = true;
    else if (use.column->kind != RP_KIND_AUDIT)
        layout->own[index] = column;
}

static void take_column(rp_layout *layout, const rp_table *table, rp_map *map,
                        rp_reader *reader, uint32_t column, rp_text header) {
    bool silent;
    rp_text typed = rp_text_trim(header);
    rp_text name = rp_text_trim(rp_map_renamed(
        map, layout->side, typed, &silent, &reader->out_of_memory));

    if (silent) {
        rp_danger_column_left_out(layout->side, reader,
                                  rp_table_place(table, 0, column), typed);
        return;
    }
    if (name.length == 0) {
        layout->uses[column].is_unknown = true;
        return;
    }
    rp_use use = use_of(layout, table, reader, column, name);
    if (!use.column && !use.is_tag &&
        rp_danger_column_asks(layout->side, reader, typed)) {
        rp_danger_column_refuse(reader, rp_table_place(table, 0, column),
                                typed);
        return;
    }
    if (use.column && use.column->kind == RP_KIND_RISK)
        rp_danger_column_turned(reader, rp_table_place(table, 0, column), map,
                                typed);
    if (!use.column) {
        layout->uses[column].is_unknown = !use.is_tag;
        return;
    }
    if (use.column->kind == RP_KIND_ID &&
        rp_header_is_timestamp(reader, typed)) {
        rp_findings_add(reader->findings, RP_ERROR,
                        rp_table_place(table, 0, column),
                        "%s: '%s' is no id: two people may send a form at the "
                        "same time; map it to referred_on, and ids are made",
                        use.column->name, rp_quote(typed).bytes);
        return;
    }
    take_use(layout, reader, rp_table_place(table, 0, column), column, use);
    check_kind(layout, table, reader, column, typed);
}

static bool is_mark(rp_reader *reader, const rp_column *column, rp_text cell) {
    (void)reader;
    (void)column;
    return rp_answer_is_mark(cell);
}

static bool is_above_zero(rp_reader *reader, const rp_column *column,
                          rp_text cell) {
    double value;

    (void)column;
    return rp_stated_nothing(cell) ||
           (rp_number_parse(&value, cell, reader->decimal_comma) &&
            value > 0.0);
}

static bool says_one_to_five(rp_text header) {
    rp_buffer plain = {0};
    bool says = rp_text_plain(&plain, header) &&
                (strstr(plain.bytes, "1-5") || strstr(plain.bytes, "1 to 5"));

    rp_buffer_clear(&plain);
    return says;
}

/* Ten rows or more that are filled? */
static bool has_ten(const rp_table *table, uint32_t column) {
    rp_text cells[RP_MAX_COLUMNS];
    int count = 0;

    for (uint32_t row = 1; row <= table->rows && count < 10; row++) {
        rp_table_row(table, row, cells);
        count += rp_cell_plain(cells[column]).length > 0;
    }
    return count == 10;
}

/* With the row of a map that says so. */
static void ask_scale(const rp_layout *layout, rp_reader *reader,
                      rp_place place, const rp_column *column, rp_text header) {
    rp_buffer line = {0};

    if (rp_map_put_header(&line, rp_text_trim(header)))
        rp_findings_add(reader->findings, RP_CAUTION, place,
                        "%s: is this a scale from 1 to 5? expected -3 to 3 "
                        "with 0 for the middle; if so, add the line "
                        "'%s,%s,scale 1-5,' to a --map file",
                        column->name, rp_schemas[layout->side].name,
                        line.bytes);
    else
        reader->out_of_memory = true;
    rp_buffer_clear(&line);
}

/* What the cells of a column say together. */
static void settle_columns(rp_layout *layout, const rp_table *table,
                           rp_map *map, rp_reader *reader) {
    rp_text headers[RP_MAX_COLUMNS];

    if (table->columns > 0)
        rp_table_row(table, 0, headers);
    for (uint32_t c = 0; c < table->columns; c++) {
        rp_use *use = &layout->uses[c];
        const rp_column *column = use->column;
        if (!column || use->is_tag)
            continue;
        rp_place place = rp_table_place(table, 0, c);
        if (column->kind == RP_KIND_ANSWER &&
            every_cell(table, reader, c, is_mark, NULL)) {
            use->reading.blank_is_no = true;
            rp_findings_add(reader->findings, RP_CAUTION, place,
                            "%s: marks and blanks alone, so a blank cell is "
                            "read as no",
                            column->name);
        }
        if (strncmp(column->name, "style_", 6) == 0 &&
            !rp_map_is_scale(map, layout->side, headers[c]) &&
            (says_one_to_five(headers[c]) ||
             (has_ten(table, c) &&
              every_cell(table, reader, c, is_above_zero, NULL))))
            ask_scale(layout, reader, place, column, headers[c]);
    }
}

/* openings may be told by capacity. */
static bool is_replaced(const rp_layout *layout, uint32_t index) {
    const rp_schema *schema = &rp_schemas[layout->side];
    const rp_column *capacity =
        rp_schema_find(layout->side, rp_text_of("capacity"));

    return capacity && layout->own[capacity - schema->columns] != RP_NONE &&
           strcmp(schema->columns[index].name, "openings") == 0;
}

static size_t index_of(const rp_layout *layout, const char *column) {
    return (size_t)(rp_schema_find(layout->side, rp_text_of(column)) -
                    rp_schemas[layout->side].columns);
}

/* Beside a column of formats telehealth is one of its yes/no columns. */
static void settle_telehealth(rp_layout *layout, const rp_table *table,
                              rp_reader *reader) {
    size_t formats = index_of(layout, "formats");
    size_t telehealth = index_of(layout, "telehealth");
    uint32_t column = layout->own[telehealth];
    bool is_alone =
        layout->own[formats] == RP_NONE && !layout->has_tags[formats];

    layout->telehealth_decides = is_alone || reader->telehealth_decides;
    if (layout->telehealth_decides || column == RP_NONE)
        return;
    layout->own[telehealth] = RP_NONE;
    layout->uses[column] = (rp_use){0};
    rp_use use = {.column = &rp_schemas[layout->side].columns[formats],
                  .is_tag = true,
                  .tag = RP_VIDEO};
    take_use(layout, reader, rp_table_place(table, 0, column), column, use);
}

static void require_columns(const rp_layout *layout, const rp_table *table,
                            rp_reader *reader) {
    const rp_schema *schema = &rp_schemas[layout->side];

    for (uint32_t i = 0; i < schema->count; i++)
        if ((schema->columns[i].flags & RP_REQUIRED) &&
            !(schema->columns[i].flags & RP_ONE_FORM) &&
            layout->own[i] == RP_NONE && !is_replaced(layout, i))
            rp_findings_add(reader->findings, RP_ERROR,
                            (rp_place){table->source, RP_NO_RECORD, 0},
                            "%s: missing column, also known as %s%s%s%s",
                            schema->columns[i].name, schema->columns[i].aliases,
                            table->sheet ? "" : " (cells are divided by '",
                            table->sheet ? ""
                                         : rp_delimiter_words(table->delimiter),
                            table->sheet ? "" : "')");
}

rp_status rp_layout_make(rp_layout *out, rp_side side, const rp_table *table,
                         rp_map *map, rp_reader *reader) {
    uint32_t count = rp_schemas[side].count;
    size_t errors = reader->findings->errors;
    rp_text headers[RP_MAX_COLUMNS];

    *out = (rp_layout){.side = side,
                       .columns = table->columns,
                       .as_of = RP_NO_DAY,
                       .table = table};
    out->uses = rp_new_array(table->columns, sizeof *out->uses);
    out->own = rp_new_array(count, sizeof *out->own);
    out->has_tags = rp_new_array(count, sizeof *out->has_tags);
    if (!out->uses || !out->own || !out->has_tags) {
        rp_layout_clear(out); /* all of them are there, or none */
        return RP_ERR_MEMORY;
    }
    for (uint32_t i = 0; i < count; i++)
        out->own[i] = RP_NONE;
    if (table->columns > 0) {
        rp_table_row(table, 0, headers);
        for (uint32_t column = 0; column < table->columns; column++)
            take_column(out, table, map, reader, column, headers[column]);
    }
    settle_columns(out, table, map, reader);
    if (side < RP_SIDES)
        settle_telehealth(out, table, reader);
    require_columns(out, table, reader);
    out->table = NULL;
    if (reader->out_of_memory || reader->findings->out_of_memory)
        return RP_ERR_MEMORY;
    return reader->findings->errors > errors ? RP_ERR_DATA : RP_OK;
}

bool rp_layout_add(rp_layout *layout, const rp_table *table, rp_reader *reader,
                   const char *header) {
    size_t errors = reader->findings->errors;

    if (layout->columns == RP_MAX_COLUMNS)
        return false;
    uint32_t column = layout->columns++;
    layout->uses[column] = (rp_use){0};
    rp_use use = use_of(layout, table, reader, column, rp_text_of(header));
    if (use.column)
        take_use(layout, reader, rp_table_place(table, 0, column), column, use);
    return layout->uses[column].column && reader->findings->errors == errors;
}

bool rp_layout_fits(const rp_layout *layout, const rp_table *table,
                    rp_reader *reader, uint32_t column, uint32_t row,
                    rp_text cell) {
    const rp_use *use = &layout->uses[column];
    rp_text cells[RP_MAX_COLUMNS];

    cell = rp_cell_plain(cell);
    if (use->is_tag || (cell.length > 0 && !misfits(reader, use->column, cell)))
        return true;
    bool any = cell.length > 0;
    for (uint32_t other = 1; column < table->columns && other <= table->rows;
         other++) {
        rp_table_row(table, other, cells);
        cell = rp_cell_plain(cells[column]);
        if (other == row || cell.length == 0)
            continue;
        if (!misfits(reader, use->column, cell))
            return true;
        any = true;
    }
    return !any;
}

void rp_layout_clear(rp_layout *layout) {
    free(layout->uses);
    free(layout->own);
    free(layout->has_tags);
    *layout = (rp_layout){0};
}
