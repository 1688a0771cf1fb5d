#include "input/side_sheet.h"

#include "input/check/unknown_column.h"
#include "input/map/placed_values.h"

#include <errno.h>

static bool is_known_name(void *payload, rp_text cell) {
    rp_side_sheet *s = payload;

    return rp_header_column(s->side, &s->reader, cell) ||
           rp_map_names(s->map, s->side, cell);
}

/* Which column is which; a map that is cut has said what is wrong itself. */
static rp_status read_header(rp_side_sheet *s) {
    rp_findings unseen = {0}, *findings = s->reader.findings;

    if (rp_map_is_cut(s->map))
        s->reader.findings = &unseen;
    rp_status status =
        rp_layout_make(&s->layout, s->side, s->table, s->map, &s->reader);
    s->reader.findings = findings;
    rp_findings_clear(&unseen);
    if (status != RP_ERR_MEMORY && !rp_map_is_cut(s->map) &&
        !s->ignores_unknown)
        rp_unknown_columns_tell(&s->layout, s->table, s->map, &s->reader, NULL);
    return status;
}

static rp_status read_table(rp_side_sheet *s, const char *path) {
    rp_known_names known = {.is_name = is_known_name, .payload = s};
    rp_status status =
        rp_table_read_known(s->table, path, &known, s->reader.findings);

    if (status == RP_ERR_MEMORY || s->table->columns == 0)
        return rp_status_graver(status, RP_ERR_DATA);
    s->reader.decimal_comma = s->table->delimiter != ',';
    status = rp_status_graver(
        status, rp_map_apply(s->map, s->side, s->table, &s->reader));
    if (status != RP_ERR_MEMORY)
        status = rp_status_graver(status, read_header(s));
    if (status != RP_ERR_MEMORY)
        s->rows = (rp_rows){
            .reader = &s->reader, .layout = &s->layout, .table = s->table};
    return status;
}

bool rp_side_sheet_open(rp_side_sheet *sheet, const char *path,
                        rp_status *status) {
    sheet->errors = sheet->reader.findings->errors;
    *status = read_table(sheet, path);
    return sheet->rows.table != NULL;
}

rp_status rp_side_sheet_close(rp_side_sheet *sheet, rp_status status) {
    const rp_findings *findings = sheet->reader.findings;
    int reason = errno;

    if (sheet->reader.out_of_memory || findings->out_of_memory)
        status = RP_ERR_MEMORY;
    else if (findings->errors > sheet->errors)
        status = rp_status_graver(status, RP_ERR_DATA);
    rp_layout_clear(&sheet->layout);
    rp_reader_clear(&sheet->reader);
    errno = reason;
    return status;
}
