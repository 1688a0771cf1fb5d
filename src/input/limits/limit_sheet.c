#include "input/limits/limit_sheet.h"

#include "base/array.h"
#include "input/check/twice.h"
#include "input/limits/columns.h"
#include "input/limits/limit_filters.h"
#include "input/sheet/locate.h"
#include "input/side_sheet.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

typedef struct work {
    const rp_limits_options *options;
    rp_limits *limits;
    rp_names names; /* which the sheet adds nothing to */
    rp_side_sheet sheet;
} work;

/* -- a row ----------------------------------------------------------------- */

static void tell_clash(work *w, const rp_limit *limit, rp_side side,
                       const char *cell, const rp_limit_filters *filters) {
    const char *column =
        rp_limit_filters_clash(filters, w->options->roster, side);

    if (column)
        rp_findings_add(
            w->sheet.reader.findings, RP_WARNING,
            rp_row_place(&w->sheet.rows, limit->row, rp_schemas[side].name),
            "%s: '%s': nobody here passes both filters of %s, and the limit "
            "counts nobody: ';' means and, ',' means or",
            rp_schemas[side].name, rp_quote(rp_text_of(cell)).bytes, column);
}

/* Who counts: read to see whether it can be, and again where it is used. */
static void check_filters(work *w, const rp_limit *limit, rp_side side,
                          const char *cell) {
    const rp_roster *roster = w->options->roster;
    bool is_whole = !roster->is_cut[RP_THERAPISTS] &&
                    !roster->is_cut[RP_CLIENTS] && roster->client_count > 0;
    rp_buffer trouble = {0};
    rp_comparing how = {.roster = roster,
                        .arena = w->sheet.reader.arena,
                        .trouble = &trouble,
                        .lets_strangers = true};
    rp_limit_filters filters;
    rp_status status =
        rp_limit_filters_read(&filters, side, cell, &how, w->options->minutes);

    if (status == RP_ERR_MEMORY)
        w->sheet.reader.out_of_memory = true;
    else if (status != RP_OK || (how.has_strangers && is_whole))
        rp_findings_add(
            w->sheet.reader.findings, status == RP_OK ? RP_WARNING : RP_ERROR,
            rp_row_place(&w->sheet.rows, limit->row, rp_schemas[side].name),
            "%s: %s", rp_schemas[side].name, trouble.bytes);
    else if (is_whole)
        tell_clash(w, limit, side, cell, &filters);
    rp_buffer_clear(&how.folded);
    rp_buffer_clear(&trouble);
}

static void read_row(work *w, uint32_t row, rp_limit *limit) {
    rp_text cells[RP_MAX_COLUMNS];

    rp_table_row(w->sheet.rows.table, row, cells);
    rp_row_start(RP_LIMITS, row, limit);
    for (uint32_t i = 0; i < rp_schemas[RP_LIMITS].count; i++)
        rp_row_read(&w->sheet.rows, row, cells, i, limit);
    check_filters(w, limit, RP_THERAPISTS, limit->therapists);
    check_filters(w, limit, RP_CLIENTS, limit->clients);
    if (limit->min != RP_BLANK && limit->max != RP_BLANK &&
        limit->min > limit->max)
        rp_findings_add(w->sheet.reader.findings, RP_ERROR,
                        rp_row_place(&w->sheet.rows, row, "min"),
                        "min: expected at most max, %d, got '%d'",
                        (int)limit->max, (int)limit->min);
    if (limit->min == RP_BLANK && limit->max == RP_BLANK)
        rp_findings_add(w->sheet.reader.findings, RP_WARNING,
                        rp_row_place(&w->sheet.rows, row, "limit"),
                        "limit: '%s' has neither min nor max: it is counted, "
                        "and binds nobody",
                        rp_quote(rp_text_of(limit->id ? limit->id : "")).bytes);
}

static int by_id(const void *left, const void *right) {
    const rp_limit *a = left, *b = right;
    int order = strcmp(a->id, b->id);

    return order ? order : (a->row > b->row) - (a->row < b->row);
}

static rp_status read_rows(work *w) {
    rp_limits *limits = w->limits;
    uint32_t rows = limits->table.rows;

    limits->items = rp_new_array(rows, sizeof *limits->items);
    if (!limits->items)
        return RP_ERR_MEMORY;
    for (uint32_t row = 1; row <= rows && !w->sheet.reader.out_of_memory;
         row++) {
        rp_limit *limit = &limits->items[limits->count];
        read_row(w, row, limit);
        limits->count += limit->id != NULL;
    }
    if (limits->count > 1)
        qsort(limits->items, limits->count, sizeof *limits->items, by_id);
    for (uint32_t k = 1; k < limits->count; k++)
        if (strcmp(limits->items[k - 1].id, limits->items[k].id) == 0)
            rp_twice_tell(&w->sheet.rows, limits->items[k - 1].row,
                          limits->items[k].row, limits->items[k].id);
    return RP_OK;
}

/* -- the file -------------------------------------------------------------- */

rp_status rp_limits_read(rp_limits *out, const char *path,
                         const rp_limits_options *options, rp_input *input,
                         rp_findings *findings) {
    work w = {.options = options,
              .limits = out,
              .sheet = {.side = RP_LIMITS,
                        .map = options->map,
                        .table = &out->table,
                        .reader = {.findings = findings,
                                   .names = &w.names,
                                   .arena = &out->arena,
                                   .strict = options->strict,
                                   .latest = RP_NO_DAY}}};

    *out = (rp_limits){0};
    rp_status status = rp_names_copy(&w.names, &options->roster->names);
    if (status == RP_OK && rp_side_sheet_open(&w.sheet, path, &status)) {
        out->max_column = w.sheet.layout.own[RP_LIMIT_MAX];
        status = rp_status_graver(status, read_rows(&w));
    }
    int reason = errno;
    *input = (rp_input){path, {0}, out->table.rows};
    memcpy(input->sha256, out->table.sha256, RP_DIGEST_SIZE);
    rp_table_locate(&out->table, findings);
    status = rp_side_sheet_close(&w.sheet, status);
    rp_names_clear(&w.names);
    errno = reason;
    return status;
}

void rp_limits_clear(rp_limits *limits) {
    free(limits->items);
    rp_table_clear(&limits->table);
    rp_arena_clear(&limits->arena);
    *limits = (rp_limits){0};
}
