#include "input/map.h"

#include "base/array.h"
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
    rp_tags *keys;        /* what they are from: the entry's number */
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
    uint32_t key = rp_tags_intern(
        map->keys, (rp_text){scratch->key.bytes, scratch->key.length});
    if (key < map->count) {
        rp_sheetfile_error(sheet, row, 0, "'%s' given twice",
                           rp_quote(from).bytes);
        return true;
    }
    if (key == RP_NONE)
        return false;
    entry e = {rp_tags_name(map->keys, key),
               rp_arena_text(&map->arena, to.bytes, to.length), number, row,
               false};
    entries[map->count++] = e;
    return e.to != NULL;
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
    if (map)
        map->keys = rp_tags_new();
    if (!map || !map->sheets || !map->keys)
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
    rp_tags_free(map->keys);
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

bool rp_map_names(const rp_map *map, rp_text folded) {
    return map && rp_tags_find(map->keys, folded) != RP_NONE;
}

rp_text rp_map_renamed(rp_map *map, rp_reader *reader, rp_text header,
                       bool *silent) {
    *silent = false;
    if (!map)
        return header;
    if (!rp_text_fold(&reader->key, header)) {
        reader->out_of_memory = true;
        return header;
    }
    uint32_t number = rp_tags_find(
        map->keys, (rp_text){reader->key.bytes, reader->key.length});
    if (number == RP_NONE)
        return header;
    map->entries[number].used = true;
    *silent = map->entries[number].to[0] == '\0';
    return rp_text_of(map->entries[number].to);
}
