#include "input/safety/cleared.h"

#include "base/array.h"
#include "input/sheet/sheetfile.h"

#include <stdlib.h>
#include <string.h>

enum { CLIENT, ON, BY };
static const char *const columns[] = {"client_id", "on", "by", NULL};

/* A row of a client of the roster; false when out of memory. */
static bool keep_row(rp_cleared *out, rp_text client, rp_text on, rp_text by) {
    rp_clearance *rows =
        rp_grow_array(out->rows, out->count, &out->room, sizeof *rows);

    if (!rows)
        return false;
    out->rows = rows;
    rows[out->count] =
        (rp_clearance){rp_arena_text(&out->arena, client.bytes, client.length),
                       rp_arena_text(&out->arena, on.bytes, on.length),
                       rp_arena_text(&out->arena, by.bytes, by.length)};
    return rows[out->count].client && rows[out->count].on &&
           rows[out->count++].by;
}

static void refuse_blank(rp_sheetfile *sheet, uint32_t row, uint32_t column,
                         rp_text cell, const char *expected) {
    if (cell.length == 0)
        rp_sheetfile_error(sheet, row, column, "missing, expected %s",
                           expected);
}

static bool take_row(rp_sheetfile *sheet, const rp_roster *roster, uint32_t row,
                     rp_cleared *out) {
    rp_text client = rp_cell_plain(rp_sheetfile_cell(sheet, row, CLIENT));
    rp_text on = rp_cell_plain(rp_sheetfile_cell(sheet, row, ON));
    rp_text by = rp_cell_plain(rp_sheetfile_cell(sheet, row, BY));
    size_t errors = sheet->findings->errors;
    int32_t day;

    refuse_blank(sheet, row, CLIENT, client, "the id of a client");
    refuse_blank(sheet, row, ON, on, "the day on which a person looked");
    refuse_blank(sheet, row, BY, by, "who looked");
    if (on.length > 0 && !rp_date_parse(&day, on))
        rp_sheetfile_error(sheet, row, ON,
                           "expected a date YYYY-MM-DD, got '%s'",
                           rp_quote(on).bytes);
    if (sheet->findings->errors > errors)
        return true;
    uint32_t who = rp_roster_find(roster, RP_CLIENTS, client);
    if (who == RP_NONE) {
        if (!roster->is_cut[RP_CLIENTS])
            rp_sheetfile_warn(sheet, row, CLIENT,
                              "'%s' is not an id of the clients, ignored",
                              rp_quote(client).bytes);
        return true;
    }
    if (roster->clients[who].urgency == RP_CRISIS)
        rp_sheetfile_warn(sheet, row, CLIENT,
                          "'%s' is in crisis, which is not cleared here",
                          rp_quote(client).bytes);
    client = rp_text_of(roster->clients[who].id);
    uint32_t before = rp_tags_count(out->ids);
    uint32_t tag = rp_tags_intern(out->ids, client);
    if (tag != RP_NONE && tag < before) {
        rp_sheetfile_error(sheet, row, CLIENT, "'%s' given twice",
                           rp_quote(client).bytes);
        return true;
    }
    return tag != RP_NONE && keep_row(out, client, on, by);
}

static int by_client(const void *left, const void *right) {
    const rp_clearance *a = left, *b = right;

    return strcmp(a->client, b->client);
}

rp_status rp_cleared_read(rp_cleared *out, const char *path,
                          const rp_roster *roster, rp_input *input,
                          rp_findings *findings) {
    rp_sheetfile sheet;

    *out = (rp_cleared){.ids = rp_tags_new()};
    rp_status status = rp_sheetfile_read(&sheet, path, columns, findings);
    if (!out->ids)
        status = RP_ERR_MEMORY;
    if (status != RP_ERR_MEMORY) {
        *input = (rp_input){path, {0}, sheet.table.rows};
        memcpy(input->sha256, sheet.table.sha256, RP_DIGEST_SIZE);
    }
    for (uint32_t row = 1; status != RP_ERR_MEMORY && row <= sheet.rows; row++)
        if (!take_row(&sheet, roster, row, out))
            status = RP_ERR_MEMORY;
    if (out->count > 1)
        qsort(out->rows, out->count, sizeof *out->rows, by_client);
    return rp_sheetfile_close(&sheet, status);
}

void rp_cleared_clear(rp_cleared *cleared) {
    rp_arena_clear(&cleared->arena);
    rp_tags_free(cleared->ids);
    free(cleared->rows);
    *cleared = (rp_cleared){0};
}

bool rp_cleared_has(const rp_cleared *cleared, const char *id) {
    return cleared && cleared->ids && id &&
           rp_tags_find(cleared->ids, rp_text_of(id)) != RP_NONE;
}
