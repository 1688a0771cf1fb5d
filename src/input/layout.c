#include "input/layout.h"

#include "base/array.h"
#include "input/cell/list.h"
#include "input/sheetfile.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

typedef struct entry {
    const char *from; /* folded */
    const char *to;   /* as typed; "" silences */
    size_t sheet;
    uint32_t row;
    bool used;
} entry;

struct rp_map {
    rp_arena arena;
    entry *entries; /* [count] */
    size_t count, room;
    rp_sheetfile *sheets; /* [sheet_count] open, for places of findings */
    size_t sheet_count;
    bool is_cut; /* entries are missing */
};

static const char *const map_columns[] = {"from", "to", NULL};

static bool add_entry(rp_map *map, rp_reader *scratch, size_t number,
                      uint32_t row) {
    rp_sheetfile *sheet = &map->sheets[number];
    rp_text from = rp_sheetfile_cell(sheet, row, 0);
    rp_text to = rp_sheetfile_cell(sheet, row, 1);

    if (from.length == 0) {
        rp_sheetfile_error(sheet, row, 0, "missing, expected a header");
        return true;
    }
    entry *entries =
        rp_grow_array(map->entries, map->count, &map->room, sizeof *entries);
    if (!entries || !rp_text_fold(&scratch->key, from))
        return false;
    map->entries = entries;
    for (size_t i = 0; i < map->count; i++)
        if (strcmp(entries[i].from, scratch->key.bytes) == 0) {
            rp_sheetfile_error(sheet, row, 0, "'%s' given twice",
                               rp_quote(from).bytes);
            return true;
        }
    entry e = {
        rp_arena_text(&map->arena, scratch->key.bytes, scratch->key.length),
        rp_arena_text(&map->arena, to.bytes, to.length), number, row, false};
    entries[map->count++] = e;
    return e.from && e.to;
}

static rp_status read_sheet(rp_map *map, rp_reader *scratch, const char *path,
                            rp_input *input, rp_findings *findings) {
    size_t number = map->sheet_count++;
    rp_sheetfile *sheet = &map->sheets[number];
    rp_status status = rp_sheetfile_read(sheet, path, map_columns, findings);

    if (status == RP_ERR_MEMORY)
        return status;
    *input = (rp_input){path, {0}, sheet->table.rows};
    memcpy(input->sha256, sheet->table.sha256, RP_DIGEST_SIZE);
    map->is_cut |= sheet->is_cut;
    for (uint32_t row = 1; row <= sheet->rows; row++)
        if (!add_entry(map, scratch, number, row))
            return RP_ERR_MEMORY;
    return findings->errors > sheet->errors_before
               ? rp_status_graver(status, RP_ERR_DATA)
               : status;
}

rp_status rp_map_read(rp_map **out, const char *const *paths, size_t count,
                      rp_input *inputs, rp_findings *findings) {
    rp_map *map = calloc(1, sizeof *map);
    rp_reader scratch = {0};
    rp_status status = RP_OK;

    *out = NULL;
    if (map)
        map->sheets = rp_new_array(count, sizeof *map->sheets);
    if (!map || !map->sheets)
        status = RP_ERR_MEMORY;
    for (size_t i = 0; i < count && status != RP_ERR_MEMORY; i++)
        status = rp_status_graver(
            status, read_sheet(map, &scratch, paths[i], &inputs[i], findings));
    rp_reader_clear(&scratch);
    if (status == RP_ERR_MEMORY) {
        rp_map_free(map);
        map = NULL;
    }
    *out = map;
    return status;
}

void rp_map_free(rp_map *map) {
    int reason = errno;

    if (!map)
        return;
    for (size_t i = 0; i < map->sheet_count; i++)
        rp_sheetfile_close(&map->sheets[i], RP_OK);
    rp_arena_clear(&map->arena);
    free(map->sheets);
    free(map->entries);
    free(map);
    errno = reason;
}

bool rp_map_is_cut(const rp_map *map) { return map && map->is_cut; }

void rp_map_report_unused(rp_map *map) {
    for (size_t i = 0; map && i < map->count; i++)
        if (!map->entries[i].used)
            rp_sheetfile_warn(&map->sheets[map->entries[i].sheet],
                              map->entries[i].row, 0,
                              "no file has a column '%s'",
                              rp_quote(rp_text_of(map->entries[i].from)).bytes);
}

/* The header of a column after renaming; *silent when it is mapped to
 * nothing. */
static rp_text renamed(rp_map *map, rp_reader *reader, rp_text header,
                       bool *silent) {
    *silent = false;
    if (!map)
        return header;
    if (!rp_text_fold(&reader->key, header)) {
        reader->out_of_memory = true;
        return header;
    }
    for (size_t i = 0; i < map->count; i++)
        if (strcmp(map->entries[i].from, reader->key.bytes) == 0) {
            map->entries[i].used = true;
            *silent = map->entries[i].to[0] == '\0';
            return rp_text_of(map->entries[i].to);
        }
    return header;
}

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
    return rp_answer_parse(cell) != RP_UNKNOWN;
}

static bool misfits(rp_reader *reader, const rp_column *column, rp_text cell) {
    return !rp_cell_fits(reader, column, cell) && rp_cell_other_kind(cell);
}

/* Do all values of a list cell belong to the names of `column`? */
static bool is_of_names(rp_reader *reader, const rp_column *column,
                        rp_text cell) {
    bool any = false;

    while (cell.length > 0) {
        size_t length = 0;
        while (length < cell.length && !strchr(";|,\r\n", cell.bytes[length]))
            length++;
        rp_text piece = {cell.bytes, length};
        length += length < cell.length;
        cell.bytes += length;
        cell.length -= length;
        if (rp_text_trim(piece).length == 0)
            continue;
        if (!rp_text_fold(&reader->key, piece)) {
            reader->out_of_memory = true;
            return false;
        }
        if (rp_names_known(reader->names, column->names,
                           (rp_text){reader->key.bytes, reader->key.length}) ==
            RP_NONE)
            return false;
        any = true;
    }
    return any;
}

static void warn_unknown(const rp_table *table, rp_side side, rp_reader *reader,
                         uint32_t column, rp_text header) {
    static const char *const like[] = {"formats", "client_types", "modalities"};
    rp_place place = rp_table_place(table, 0, column);
    rp_quoted name = rp_quote(header);

    for (size_t k = 0; k < sizeof like / sizeof *like; k++) {
        const rp_column *as = rp_schema_find(side, rp_text_of(like[k]));
        if (as && as->kind == RP_KIND_LIST &&
            every_cell(table, reader, column, is_of_names, as)) {
            rp_findings_add(reader->findings, RP_WARNING, place,
                            "unknown column '%s' ignored; its values look "
                            "like %s: to use it add the line '%s,%s' to a "
                            "--map file",
                            name.bytes, as->name, name.bytes, as->name);
            return;
        }
    }
    if (!rp_text_fold(&reader->key, header)) {
        reader->out_of_memory = true;
        return;
    }
    rp_quoted near;
    const rp_column *column_near = rp_schema_nearest(
        side, (rp_text){reader->key.bytes, reader->key.length}, &near);
    bool is_alias = column_near && strcmp(near.bytes, column_near->name) != 0;
    rp_findings_add(
        reader->findings, RP_WARNING, place,
        "unknown column '%s' ignored%s%s%s%s", name.bytes,
        column_near ? ", nearest: " : "", column_near ? near.bytes : "",
        is_alias ? ", which is " : "", is_alias ? column_near->name : "");
}

/* The same column may not be given twice, also through an alias. */
static bool is_twice(const rp_layout *layout, uint32_t column, rp_use use) {
    for (uint32_t before = 0; before < column; before++) {
        const rp_use *other = &layout->uses[before];
        if (!use.column || other->column != use.column)
            continue;
        if (use.column->kind == RP_KIND_AUDIT
                ? use.audit && other->audit &&
                      strcmp(use.audit, other->audit) == 0
                : other->is_tag == use.is_tag &&
                      (!use.is_tag || other->tag == use.tag))
            return true;
    }
    return false;
}

/* A header folded, a trailing '*' and `column:tag` taken apart. */
static rp_use use_of(rp_layout *layout, const rp_table *table,
                     rp_reader *reader, uint32_t column, rp_text header) {
    rp_use use = {.tag = RP_NONE};
    rp_text name = header, tag = {NULL, 0};
    const char *colon = memchr(header.bytes, ':', header.length);

    if (colon) {
        name.length = (size_t)(colon - header.bytes);
        tag =
            rp_text_trim((rp_text){colon + 1, header.length - name.length - 1});
    }
    name = rp_text_trim(name);
    while (name.length > 0 && name.bytes[name.length - 1] == '*')
        name = rp_text_trim((rp_text){name.bytes, name.length - 1});
    while (tag.length > 0 && tag.bytes[tag.length - 1] == '*')
        tag = rp_text_trim((rp_text){tag.bytes, tag.length - 1});
    if (!rp_text_fold(&reader->key, name)) {
        reader->out_of_memory = true;
        return use;
    }
    rp_text folded = {reader->key.bytes, reader->key.length};
    note_sensitive(layout, folded);
    use.column = rp_schema_find(layout->side, folded);
    if (!colon && rp_text_equals(folded, "telehealth") &&
        (every_cell(table, reader, column, is_answer, NULL) ||
         is_blank_column(table, column))) {
        use.is_tag = true;
        use.tag = RP_VIDEO;
        return use;
    }
    if (use.column && use.column->kind == RP_KIND_AUDIT && !colon) {
        use.audit = rp_arena_text(reader->arena, folded.bytes, folded.length);
        reader->out_of_memory |= !use.audit;
    }
    if (!use.column || !colon)
        return use;
    if (use.column->kind != RP_KIND_LIST || tag.length == 0) {
        use.column = NULL;
        return use;
    }
    use.is_tag = true;
    use.tag =
        rp_tag_read(reader, use.column, rp_table_place(table, 0, column), tag);
    if (use.tag == RP_NONE) /* a finding said so */
        return (rp_use){.is_tag = true, .tag = RP_NONE};
    return use;
}

/* Is any text a value of the kind, so that no cell is of another one? */
static bool takes_any_text(rp_kind kind) {
    return kind == RP_KIND_ID || kind == RP_KIND_TEXT || kind == RP_KIND_IDS ||
           kind == RP_KIND_PRIORITIES || kind == RP_KIND_AUDIT;
}

/* When all cells of a column are of another kind, one error says so. */
static void check_kind(rp_layout *layout, const rp_table *table,
                       rp_reader *reader, uint32_t column, rp_text header) {
    rp_use *use = &layout->uses[column];
    const rp_column *c = use->column;
    rp_text cells[RP_MAX_COLUMNS];
    const char *kind = NULL;

    if (!c || use->is_tag || takes_any_text(c->kind) ||
        !every_cell(table, reader, column, misfits, c))
        return;
    for (uint32_t row = 1; row <= table->rows && !kind; row++) {
        rp_table_row(table, row, cells);
        rp_text cell = rp_cell_plain(cells[column]);
        if (cell.length > 0)
            kind = rp_cell_other_kind(cell);
    }
    rp_quoted name = rp_quote(header);
    rp_findings_add(reader->findings, RP_ERROR,
                    rp_table_place(table, 0, column),
                    "%s: all cells are %s, expected %s; to leave the column "
                    "out add the line '%s,' to a --map file%s",
                    c->name, kind, rp_kind_words(c), name.bytes,
                    c->kind == RP_KIND_LIST
                        ? ", or map it to one value as in insurance:aetna"
                        : "");
    *use = (rp_use){.is_tag = true, .tag = RP_NONE};
}

/* @param place  of the header */
static void take_use(rp_layout *layout, rp_reader *reader, rp_place place,
                     uint32_t column, rp_use use) {
    uint32_t index = (uint32_t)(use.column - rp_schemas[layout->side].columns);

    if (is_twice(layout, column, use)) {
        rp_findings_add(reader->findings, RP_ERROR, place,
                        "%s: the same column twice, expected it once",
                        use.audit ? use.audit : use.column->name);
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
    rp_text name = rp_text_trim(renamed(map, reader, typed, &silent));

    if (silent)
        return;
    if (name.length == 0) {
        rp_findings_add(reader->findings, RP_WARNING,
                        rp_table_place(table, 0, column),
                        "header: a column without a name ignored");
        return;
    }
    rp_use use = use_of(layout, table, reader, column, name);
    if (!use.column) {
        if (!use.is_tag)
            warn_unknown(table, layout->side, reader, column, name);
        return;
    }
    take_use(layout, reader, rp_table_place(table, 0, column), column, use);
    check_kind(layout, table, reader, column, typed);
}

static void require_columns(const rp_layout *layout, const rp_table *table,
                            rp_reader *reader) {
    const rp_schema *schema = &rp_schemas[layout->side];

    for (uint32_t i = 0; i < schema->count; i++)
        if ((schema->columns[i].flags & RP_REQUIRED) &&
            layout->own[i] == RP_NONE)
            rp_findings_add(reader->findings, RP_ERROR,
                            (rp_place){table->source, RP_NO_RECORD, 0},
                            "%s: missing column%s%s", schema->columns[i].name,
                            schema->columns[i].aliases[0] ? ", also known as "
                                                          : "",
                            schema->columns[i].aliases);
}

rp_status rp_layout_make(rp_layout *out, rp_side side, const rp_table *table,
                         rp_map *map, rp_reader *reader) {
    uint32_t count = rp_schemas[side].count;
    size_t errors = reader->findings->errors;
    rp_text headers[RP_MAX_COLUMNS];

    *out = (rp_layout){.side = side, .columns = table->columns};
    out->uses = rp_new_array(table->columns, sizeof *out->uses);
    out->own = rp_new_array(count, sizeof *out->own);
    out->has_tags = rp_new_array(count, sizeof *out->has_tags);
    if (!out->uses || !out->own || !out->has_tags)
        return RP_ERR_MEMORY;
    for (uint32_t i = 0; i < count; i++)
        out->own[i] = RP_NONE;
    if (table->columns > 0) {
        rp_table_row(table, 0, headers);
        for (uint32_t column = 0; column < table->columns; column++)
            take_column(out, table, map, reader, column, headers[column]);
    }
    require_columns(out, table, reader);
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
