#include "input/check/twice.h"

static bool is_list(rp_kind kind) {
    return kind == RP_KIND_LIST || kind == RP_KIND_IDS || kind == RP_KIND_TIMES;
}

/* The list in which alone two rows differ; NULL when there is no such. */
static const rp_column *only_difference(const rp_rows *rows, uint32_t first,
                                        uint32_t row) {
    const rp_column *found = NULL;
    rp_text a[RP_MAX_COLUMNS], b[RP_MAX_COLUMNS];

    rp_table_row(rows->table, first, a);
    rp_table_row(rows->table, row, b);
    for (uint32_t c = 0; c < rows->table->columns; c++) {
        const rp_use *use = &rows->layout->uses[c];
        if (!use->column ||
            rp_text_compare(rp_text_trim(a[c]), rp_text_trim(b[c])) == 0)
            continue;
        if (found || use->is_tag || !is_list(use->column->kind))
            return NULL;
        found = use->column;
    }
    return found;
}

void rp_twice_tell(const rp_rows *rows, uint32_t first, uint32_t row,
                   const char *id) {
    rp_findings *findings = rows->reader->findings;
    const char *name = rp_schemas[rows->layout->side].columns[0].name;
    const rp_column *list = only_difference(rows, first, row);
    rp_place place = rp_row_place(rows, row, name);

    if (list) {
        rp_findings_add(findings, RP_ERROR, place,
                        "%s: rows with one id, such as '%s', differ in %s "
                        "alone; write one row a person and divide the values "
                        "of that cell by ';'",
                        name, rp_quote(rp_text_of(id)).bytes, list->name);
        rp_findings_kind(findings, list->name);
        return;
    }
    rp_findings_add(findings, RP_ERROR, place, "%s: '%s' given twice", name,
                    rp_quote(rp_text_of(id)).bytes);
    rp_findings_relate(findings, rp_row_place(rows, first, name));
}
