#include "input/map/map.h"

#include "base/array.h"
#include "base/formula.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

/* The two forms of a file; the first two columns of each have to be there. */
static const char *const renaming[] = {"from", "to", NULL};
static const char *const placing[] = {"column", "to",  "sheet", "value",
                                      "count",  "why", NULL};
enum { COLUMN, TO, SHEET, VALUE, COUNT, WHY };

static const char scale_words[] = "scale 1-5";

rp_text rp_map_bare(rp_text header) {
    rp_text whole = rp_text_trim(header);

    header = whole;
    while (header.length > 0 && strchr("*?:", header.bytes[header.length - 1]))
        header = rp_text_trim((rp_text){header.bytes, header.length - 1});
    return header.length > 0 ? header : whole;
}

bool rp_map_put_header(rp_buffer *out, rp_text header) {
    bool quoted = false, put = true;

    for (size_t i = 0; i < header.length; i++)
        quoted |= strchr(",;\t\"\r\n", header.bytes[i]) != NULL;
    if (quoted)
        put = rp_buffer_put(out, "\"", 1);
    for (size_t i = 0; put && i < header.length; i++)
        put = rp_buffer_put(out, &header.bytes[i], 1) &&
              (header.bytes[i] != '"' || rp_buffer_put(out, "\"", 1));
    return put && (!quoted || rp_buffer_put(out, "\"", 1));
}

/* ---- keys ---------------------------------------------------------------- */

static bool put_folded(rp_map *map, rp_text text) {
    return rp_text_fold(&map->folded, text) &&
           rp_buffer_put(&map->key, map->folded.bytes, map->folded.length);
}

/* What a row is about, as one text: sheet, header, and the value if it has
 * one. */
static bool make_key(rp_map *map, int side, rp_text header,
                     const rp_text *value) {
    char sheet = (char)('0' + side);

    map->key.length = 0;
    if (!rp_buffer_put(&map->key, &sheet, 1) ||
        !put_folded(map, rp_map_bare(header)))
        return false;
    return !value ||
           (rp_buffer_put(&map->key, "\n", 1) && put_folded(map, *value));
}

static rp_text key_of(const rp_map *map) {
    return (rp_text){map->key.bytes, map->key.length};
}

/* The row about the key made last, or NULL. */
static rp_map_row *row_of_key(const rp_map *map) {
    uint32_t tag = rp_tags_find(map->keys, key_of(map));

    return tag == RP_NONE ? NULL : &map->rows[map->row_of[tag]];
}

/* The row about a header or a value: of this sheet, else of both. */
static rp_map_row *find(rp_map *map, rp_side side, rp_text header,
                        const rp_text *value, bool *no_memory) {
    const int sides[] = {(int)side, RP_BOTH_SIDES};

    if (!map || map->count == 0)
        return NULL;
    for (int k = 0; k < 2; k++) {
        if (!make_key(map, sides[k], header, value)) {
            *no_memory = true;
            return NULL;
        }
        rp_map_row *row = row_of_key(map);
        if (row)
            return row;
    }
    return NULL;
}

/* ---- rows ---------------------------------------------------------------- */

static const char *keep(rp_map *map, const char *text) {
    return rp_arena_text(&map->arena, text ? text : "",
                         text ? strlen(text) : 0);
}

/* Remember that a column has a value row. */
static bool note_value(rp_map *map, rp_map_row *row) {
    if (!make_key(map, row->side, rp_text_of(row->column), NULL))
        return false;
    uint32_t before = rp_tags_count(map->columns);
    uint32_t tag = rp_tags_intern(map->columns, key_of(map));
    unsigned breaks = 0;

    if (tag == RP_NONE)
        return false;
    if (tag == before) {
        rp_map_values *values = rp_grow_array(
            map->values, before, &map->values_room, sizeof *values);
        if (!values)
            return false;
        map->values = values;
        values[tag] = (rp_map_values){0};
    }
    rp_map_values *of = &map->values[tag];
    for (const char *at = row->value; *at; at++)
        breaks += strchr(",;|\r\n", *at) != NULL;
    row->values = tag;
    of->most_breaks = breaks > of->most_breaks ? breaks : of->most_breaks;
    of->is_scale |= *row->to == '\0' && strcmp(row->value, scale_words) == 0;
    return true;
}

/* A row takes its place in the array, and under its key unless it is open. */
static bool append(rp_map *map, const rp_map_row *row, bool *twice) {
    rp_text value = row->value ? rp_text_of(row->value) : (rp_text){0};
    rp_map_row taken = *row;
    rp_map_row *rows =
        rp_grow_array(map->rows, map->count, &map->room, sizeof *rows);

    *twice = false;
    if (!rows)
        return false;
    map->rows = rows;
    if (!row->is_open) {
        if (!make_key(map, row->side, rp_text_of(row->column),
                      row->value ? &value : NULL))
            return false;
        uint32_t before = rp_tags_count(map->keys);
        uint32_t tag = rp_tags_intern(map->keys, key_of(map));
        if (tag == RP_NONE)
            return false;
        if (tag < before) {
            *twice = true;
            return true;
        }
        uint32_t *row_of = rp_grow_array(map->row_of, before, &map->row_of_room,
                                         sizeof *row_of);
        if (!row_of)
            return false;
        map->row_of = row_of;
        row_of[tag] = (uint32_t)map->count;
        if (taken.value && !note_value(map, &taken))
            return false;
    }
    rows[map->count++] = taken;
    return true;
}

bool rp_map_add(rp_map *map, const rp_map_row *row, bool *twice) {
    rp_map_row kept = *row;

    kept.column = keep(map, row->column);
    kept.value = row->value ? keep(map, row->value) : NULL;
    kept.to = keep(map, row->to);
    kept.count = keep(map, row->count);
    kept.why = keep(map, row->why);
    kept.row = 0;
    return kept.column && (kept.value || !row->value) && kept.to &&
           kept.count && kept.why && append(map, &kept, twice);
}

rp_map *rp_map_new(void) {
    rp_map *map = calloc(1, sizeof *map);

    if (!map)
        return NULL;
    map->keys = rp_tags_new();
    map->columns = rp_tags_new();
    if (!map->keys || !map->columns) {
        rp_map_free(map);
        return NULL;
    }
    return map;
}

/* ---- files --------------------------------------------------------------- */

/* A cell without the apostrophes that guard it against formulas. */
static const char *cell_of(rp_map *map, rp_sheetfile *sheet, uint32_t row,
                           uint32_t column) {
    rp_buffer room = {0};
    rp_text cell =
        rp_formula_unguard(&room, rp_sheetfile_cell(sheet, row, column));
    const char *text =
        cell.bytes ? rp_arena_text(&map->arena, cell.bytes, cell.length) : NULL;

    rp_buffer_clear(&room);
    return text;
}

/* Which sheet a row is about; false when it says something else. */
static bool take_side(rp_sheetfile *sheet, uint32_t row, int *side) {
    rp_text cell = rp_sheetfile_cell(sheet, row, SHEET);

    *side = RP_BOTH_SIDES;
    for (int k = 0; k < RP_SHEETS && cell.length > 0; k++) {
        const char *name = rp_schemas[k].name;
        size_t i = 0;
        if (k == RP_SIDES || k == RP_HISTORY)
            continue;
        while (i < cell.length && name[i] && (cell.bytes[i] | 0x20) == name[i])
            i++;
        if (i == cell.length && !name[i])
            *side = k;
    }
    if (cell.length == 0 || *side != RP_BOTH_SIDES)
        return true;
    rp_sheetfile_error(sheet, row, SHEET,
                       "expected therapists, clients, outcomes, groups or a "
                       "blank cell, got '%s'",
                       rp_quote(cell).bytes);
    return false;
}

static bool read_row(rp_map *map, size_t number, uint32_t row, bool *twice) {
    rp_sheetfile *sheet = &map->sheets[number];
    bool places = sheet->names == placing;
    rp_map_row r = {.side = RP_BOTH_SIDES, .sheet = number, .row = row};

    *twice = false;
    if (rp_sheetfile_cell(sheet, row, COLUMN).length == 0) {
        rp_sheetfile_error(sheet, row, COLUMN, "missing, expected a header");
        return true;
    }
    if (places && !take_side(sheet, row, &r.side))
        return true;
    r.column = cell_of(map, sheet, row, COLUMN);
    r.to = cell_of(map, sheet, row, TO);
    r.count = r.why = "";
    if (places) {
        if (rp_sheetfile_cell(sheet, row, VALUE).length > 0) {
            r.value = cell_of(map, sheet, row, VALUE);
            if (!r.value)
                return false;
        }
        r.count = cell_of(map, sheet, row, COUNT);
        r.why = cell_of(map, sheet, row, WHY);
    }
    if (!r.column || !r.to || !r.count || !r.why)
        return false;
    r.is_open = strcmp(r.to, "?") == 0;
    return append(map, &r, twice);
}

static rp_status read_sheet(rp_map *map, const char *path, rp_input *input,
                            rp_findings *findings) {
    size_t number = map->sheet_count++;
    rp_sheetfile *sheet = &map->sheets[number];
    bool twice;
    rp_status status =
        rp_sheetfile_read_either(sheet, path, renaming, placing, findings);

    if (status == RP_ERR_MEMORY)
        return status;
    *input = (rp_input){path, {0}, sheet->table.rows};
    memcpy(input->sha256, sheet->table.sha256, RP_DIGEST_SIZE);
    map->is_cut |= sheet->is_cut;
    for (uint32_t row = 1; row <= sheet->rows; row++) {
        if (!read_row(map, number, row, &twice))
            return RP_ERR_MEMORY;
        rp_text value = sheet->names == placing
                            ? rp_sheetfile_cell(sheet, row, VALUE)
                            : (rp_text){0};
        if (twice)
            rp_sheetfile_error(
                sheet, row, value.length > 0 ? VALUE : COLUMN,
                "'%s' given twice",
                rp_quote(value.length > 0
                             ? value
                             : rp_sheetfile_cell(sheet, row, COLUMN))
                    .bytes);
    }
    return findings->errors > sheet->errors_before
               ? rp_status_graver(status, RP_ERR_DATA)
               : status;
}

rp_status rp_map_read(rp_map **out, const char *const *paths, size_t count,
                      rp_input *inputs, rp_findings *findings) {
    rp_map *map = rp_map_new();
    rp_status status = RP_OK;

    *out = NULL;
    if (map)
        map->sheets = rp_new_array(count, sizeof *map->sheets);
    if (!map || !map->sheets)
        status = RP_ERR_MEMORY;
    for (size_t i = 0; i < count && status != RP_ERR_MEMORY; i++)
        status = rp_status_graver(
            status, read_sheet(map, paths[i], &inputs[i], findings));
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
    rp_buffer_clear(&map->key);
    rp_buffer_clear(&map->folded);
    rp_tags_free(map->keys);
    rp_tags_free(map->columns);
    free(map->sheets);
    free(map->rows);
    free(map->row_of);
    free(map->values);
    free(map);
    errno = reason;
}

/* ---- questions ----------------------------------------------------------- */

bool rp_map_is_cut(const rp_map *map) { return map && map->is_cut; }

void rp_map_report_unused(rp_map *map) {
    for (size_t i = 0; map && i < map->count; i++) {
        const rp_map_row *r = &map->rows[i];
        if (r->is_open || r->row == 0 ||
            (r->value ? map->values[r->values].is_used : r->is_used))
            continue;
        rp_quoted name = rp_quote(rp_text_of(r->column));
        if (r->side == RP_BOTH_SIDES)
            rp_sheetfile_warn(&map->sheets[r->sheet], r->row, COLUMN,
                              "no file has a column '%s'", name.bytes);
        else
            rp_sheetfile_warn(&map->sheets[r->sheet], r->row, COLUMN,
                              "the file of %s has no column '%s'",
                              rp_schemas[r->side].name, name.bytes);
    }
}

bool rp_map_names(rp_map *map, rp_side side, rp_text header) {
    bool no_memory = false;

    return find(map, side, header, NULL, &no_memory) != NULL;
}

rp_text rp_map_renamed(rp_map *map, rp_side side, rp_text header, bool *silent,
                       bool *no_memory) {
    rp_map_row *row = find(map, side, header, NULL, no_memory);

    *silent = false;
    if (!row)
        return header;
    row->is_used = true;
    *silent = row->to[0] == '\0';
    return rp_text_of(row->to);
}

bool rp_map_values_of(rp_map *map, rp_side side, rp_text header,
                      rp_map_values *out, bool *no_memory) {
    const int sides[] = {(int)side, RP_BOTH_SIDES};
    bool any = false;

    *out = (rp_map_values){0};
    for (int k = 0; map && rp_tags_count(map->columns) > 0 && k < 2; k++) {
        if (!make_key(map, sides[k], header, NULL)) {
            *no_memory = true;
            return false;
        }
        uint32_t tag = rp_tags_find(map->columns, key_of(map));
        if (tag == RP_NONE)
            continue;
        rp_map_values *of = &map->values[tag];
        of->is_used = any = true;
        out->is_scale |= of->is_scale;
        if (of->most_breaks > out->most_breaks)
            out->most_breaks = of->most_breaks;
    }
    return any;
}

bool rp_map_is_scale(rp_map *map, rp_side side, rp_text header) {
    rp_map_values values;
    bool no_memory = false;

    return rp_map_values_of(map, side, header, &values, &no_memory) &&
           values.is_scale;
}

const char *rp_map_placed(rp_map *map, rp_side side, rp_text header,
                          rp_text value, bool *no_memory) {
    const rp_map_row *row = find(map, side, header, &value, no_memory);

    return row ? row->to : NULL;
}
