#include "input/sheet/sheetfile.h"

#include "base/array.h"
#include "input/sheet/locate.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { ABSENT = RP_MAX_COLUMNS };

/* Which columns there are; `read` is what reading the table came to. */
static rp_status find_columns(rp_sheetfile *s, rp_status read) {
    rp_table *table = &s->table;
    rp_buffer key = {0};
    bool is_whole = true;

    s->is_cut = table->is_cut;
    if (read == RP_ERR_MEMORY || table->columns == 0)
        return read;
    s->cells = rp_new_array(table->columns, sizeof *s->cells);
    if (!s->cells)
        return RP_ERR_MEMORY;
    for (int k = 0; s->names[k]; k++)
        s->at[k] = ABSENT;
    rp_table_row(table, 0, s->cells);
    for (uint32_t c = 0; c < table->columns; c++) {
        if (!rp_text_fold(&key, s->cells[c])) {
            rp_buffer_clear(&key);
            return RP_ERR_MEMORY;
        }
        rp_text folded = {key.bytes, key.length};
        rp_nearest nearest = {folded, NULL, 0};
        int k = 0;
        while (s->names[k] && !rp_text_equals(folded, s->names[k]))
            rp_nearest_try(&nearest, s->names[k++]);
        rp_place place = rp_table_place(table, 0, c);
        if (!s->names[k])
            rp_findings_add(s->findings, RP_WARNING, place,
                            "unknown column '%s' ignored%s%s",
                            rp_quote(s->cells[c]).bytes,
                            nearest.best ? ", nearest: " : "",
                            nearest.best ? nearest.best : "");
        else if (s->at[k] != ABSENT)
            rp_findings_add(s->findings, RP_ERROR, place,
                            "%s: the same column twice", s->names[k]);
        else
            s->at[k] = c;
    }
    rp_buffer_clear(&key);
    for (int k = 0; k < 2; k++)
        if (s->at[k] == ABSENT) {
            is_whole = false;
            rp_findings_add(s->findings, RP_ERROR,
                            (rp_place){table->source, RP_NO_RECORD, 0},
                            "%s: missing column", s->names[k]);
        }
    s->rows = is_whole ? table->rows : 0;
    s->is_cut |= !is_whole;
    return s->findings->errors > s->errors_before ? RP_ERR_DATA : RP_OK;
}

/* Is a header one of the names? */
static bool is_name(void *payload, rp_text cell) {
    const char *const *names = payload;
    rp_buffer key = {0};
    bool is_one = false;

    if (rp_text_fold(&key, cell))
        for (int k = 0; names[k] && !is_one; k++)
            is_one = rp_text_equals((rp_text){key.bytes, key.length}, names[k]);
    rp_buffer_clear(&key);
    return is_one;
}

/* Of a workbook the sheet with the most of the names. */
static rp_status read_table(rp_sheetfile *s, const char *path) {
    const rp_known_names known = {.is_name = is_name,
                                  .payload = (void *)(uintptr_t)s->names,
                                  .only_sheets = true};

    return rp_table_read_known(&s->table, path, &known, s->findings);
}

rp_status rp_sheetfile_read(rp_sheetfile *out, const char *path,
                            const char *const *names, rp_findings *findings) {
    *out = (rp_sheetfile){.findings = findings,
                          .names = names,
                          .row = UINT32_MAX,
                          .errors_before = findings->errors};
    return find_columns(out, read_table(out, path));
}

/* Does the header hold a name? *out_of_memory is set when it cannot tell. */
static bool has_name(const rp_table *table, const char *name,
                     bool *out_of_memory) {
    rp_text cells[RP_MAX_COLUMNS];
    rp_buffer key = {0};
    bool found = false;

    if (table->columns > 0)
        rp_table_row(table, 0, cells);
    for (uint32_t c = 0; c < table->columns && !found; c++) {
        if (!rp_text_fold(&key, cells[c])) {
            *out_of_memory = true;
            break;
        }
        found = rp_text_equals((rp_text){key.bytes, key.length}, name);
    }
    rp_buffer_clear(&key);
    return found;
}

rp_status rp_sheetfile_read_either(rp_sheetfile *out, const char *path,
                                   const char *const *names,
                                   const char *const *other,
                                   rp_findings *findings) {
    bool out_of_memory = false;

    *out = (rp_sheetfile){.findings = findings,
                          .names = names,
                          .row = UINT32_MAX,
                          .errors_before = findings->errors};
    rp_status status = read_table(out, path);
    if (has_name(&out->table, other[0], &out_of_memory) &&
        !has_name(&out->table, names[0], &out_of_memory))
        out->names = other;
    return out_of_memory ? RP_ERR_MEMORY : find_columns(out, status);
}

rp_status rp_sheetfile_open(rp_sheetfile *out, const char *folder,
                            const rp_builtin_file *file,
                            const char *const *names, rp_findings *findings) {
    *out = (rp_sheetfile){.findings = findings,
                          .names = names,
                          .row = UINT32_MAX,
                          .errors_before = findings->errors};
    if (folder) {
        rp_buffer path = {0};
        if (!rp_buffer_puts(&path, folder) || !rp_buffer_puts(&path, "/") ||
            !rp_buffer_puts(&path, file->name)) {
            rp_buffer_clear(&path);
            return RP_ERR_MEMORY;
        }
        out->path = path.bytes;
        FILE *there = file->optional ? fopen(path.bytes, "rb") : NULL;
        bool fall_back = file->optional && !there && errno == ENOENT;
        if (there)
            fclose(there);
        if (!fall_back)
            return find_columns(out, read_table(out, path.bytes));
    }
    out->is_builtin = true;
    return find_columns(out,
                        rp_table_parse(&out->table, file->name, file->bytes,
                                       *file->size, findings));
}

rp_text rp_sheetfile_cell(rp_sheetfile *sheet, uint32_t row, uint32_t column) {
    uint32_t at = sheet->at[column];

    if (at == ABSENT)
        return (rp_text){"", 0};
    if (sheet->row != row) {
        rp_table_row(&sheet->table, row, sheet->cells);
        sheet->row = row;
    }
    return rp_text_trim(sheet->cells[at]);
}

#if defined(__GNUC__)
__attribute__((format(printf, 5, 0)))
#endif
static void
add(rp_sheetfile *sheet, rp_severity severity, uint32_t row, uint32_t column,
    const char *format, va_list arguments) {
    char message[512];
    uint32_t at = sheet->at[column] == ABSENT ? 0 : sheet->at[column];

    vsnprintf(message, sizeof message, format, arguments);
    rp_findings_add(sheet->findings, severity,
                    rp_table_place(&sheet->table, row, at), "%s: %s",
                    sheet->names[column], message);
}

void rp_sheetfile_error(rp_sheetfile *sheet, uint32_t row, uint32_t column,
                        const char *format, ...) {
    va_list arguments;

    va_start(arguments, format);
    add(sheet, RP_ERROR, row, column, format, arguments);
    va_end(arguments);
}

void rp_sheetfile_warn(rp_sheetfile *sheet, uint32_t row, uint32_t column,
                       const char *format, ...) {
    va_list arguments;

    va_start(arguments, format);
    add(sheet, RP_WARNING, row, column, format, arguments);
    va_end(arguments);
}

rp_status rp_sheetfile_keep(rp_sheetfile *sheet, rp_status status,
                            rp_table *table) {
    int reason = errno;

    rp_table_locate(&sheet->table, sheet->findings);
    *table = sheet->table;
    sheet->table = (rp_table){0};
    errno = reason;
    return rp_sheetfile_close(sheet, status);
}

rp_status rp_sheetfile_close(rp_sheetfile *sheet, rp_status status) {
    int reason = errno;

    rp_table_locate(&sheet->table, sheet->findings);
    if (status == RP_OK && sheet->findings->errors > sheet->errors_before)
        status = RP_ERR_DATA;
    if (sheet->findings->out_of_memory)
        status = RP_ERR_MEMORY;
    rp_table_clear(&sheet->table);
    free(sheet->cells);
    free(sheet->path);
    *sheet = (rp_sheetfile){0};
    errno = reason;
    return status;
}
