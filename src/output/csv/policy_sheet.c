#include "output/csv/policy_sheet.h"

#include "base/embedded.h"
#include "input/sheet/sheetfile.h"

#include <stdio.h>
#include <string.h>

static const char *const columns[] = {"setting", "value", "source", NULL};

typedef struct writing {
    rp_sheetfile plain, file; /* the default, and what changes it */
    const rp_new_weights *weights;
    rp_sheet sheet;
} writing;

/* The row of a setting; 0: there is none. */
static uint32_t row_of(rp_sheetfile *file, rp_text setting) {
    for (uint32_t row = 1; row <= file->rows; row++)
        if (rp_text_compare(rp_sheetfile_cell(file, row, 0), setting) == 0)
            return row;
    return 0;
}

/* The criterion whose weight a setting is; -1: none that changes. */
static int changed(const writing *w, rp_text setting) {
    char name[64];

    for (int k = 0; w->weights && k < RP_CRITERION_COUNT; k++) {
        snprintf(name, sizeof name, "weight.%s", rp_criterion_names[k]);
        if (w->weights->is_new[k] && rp_text_equals(setting, name))
            return k;
    }
    return -1;
}

static void put_row(writing *w, rp_sheetfile *from, uint32_t row) {
    rp_text setting = rp_sheetfile_cell(from, row, 0);
    int criterion = changed(w, setting);
    char number[32];

    rp_sheet_bytes(&w->sheet, setting);
    if (criterion >= 0) {
        /* a product of two decimals: ten digits are more than it has */
        snprintf(number, sizeof number, "%.10g", w->weights->weight[criterion]);
        rp_sheet_text(&w->sheet, number);
        rp_sheet_text(&w->sheet, w->weights->source);
    } else {
        rp_sheet_bytes(&w->sheet, rp_sheetfile_cell(from, row, 1));
        rp_sheet_bytes(&w->sheet, rp_sheetfile_cell(from, row, 2));
    }
    rp_sheet_end_row(&w->sheet);
}

static rp_status put_rows(writing *w, char delimiter, rp_put *put,
                          void *payload) {
    rp_sheet_begin(&w->sheet, put, payload, delimiter, false);
    rp_sheet_header(&w->sheet, "setting,value,source");
    for (uint32_t row = 1; row <= w->plain.rows; row++) {
        uint32_t own = row_of(&w->file, rp_sheetfile_cell(&w->plain, row, 0));
        put_row(w, own ? &w->file : &w->plain, own ? own : row);
    }
    for (uint32_t row = 1; row <= w->file.rows; row++)
        if (!row_of(&w->plain, rp_sheetfile_cell(&w->file, row, 0)))
            put_row(w, &w->file, row);
    return rp_sheet_end(&w->sheet) ? RP_OK : RP_ERR_MEMORY;
}

rp_status rp_policy_sheet_write(const char *path, const rp_new_weights *weights,
                                char delimiter, rp_put *put, void *payload) {
    static const rp_builtin_file builtin = {
        "default.csv", rp_embedded_policy_default,
        &rp_embedded_policy_default_size, 0};
    rp_findings findings = {0}; /* of files that were read before */
    writing w = {.weights = weights};

    rp_status status =
        rp_sheetfile_open(&w.plain, NULL, &builtin, columns, &findings);
    if (status == RP_OK && path)
        status = rp_sheetfile_read(&w.file, path, columns, &findings);
    if (status == RP_OK)
        status = put_rows(&w, delimiter, put, payload);
    if (path)
        status = rp_sheetfile_close(&w.file, status);
    status = rp_sheetfile_close(&w.plain, status);
    rp_findings_clear(&findings);
    return status;
}
