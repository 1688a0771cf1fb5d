/* A workbook of CSV files, written by libxlsxwriter as people's programs would:
 * numbers and dates as such, all else as text. For tests/workbooks.py.
 *
 * usage: as_workbook OUT.xlsx NAME=FILE.csv ... */
#include "input/cell/number.h"
#include "input/sheet/table.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <xlsxwriter.h>

enum { EPOCH = 25569 /* 1970-01-01 as spreadsheets count days */ };

/* Would a spreadsheet take it for a number? Not for an id such as 007. */
static bool is_number(double *value, rp_text cell, bool comma) {
    bool is_id = cell.length > 1 && cell.bytes[0] == '0' &&
                 cell.bytes[1] >= '0' && cell.bytes[1] <= '9';

    return cell.length > 0 && cell.length <= 15 && !is_id &&
           rp_number_parse(value, cell, comma);
}

static void put_cell(lxw_worksheet *sheet, uint32_t row, uint32_t column,
                     rp_text cell, bool comma, lxw_format *day_format) {
    lxw_col_t at = (lxw_col_t)column;
    int32_t day;
    double value;

    if (is_number(&value, cell, comma)) {
        worksheet_write_number(sheet, row, at, value, NULL);
    } else if (cell.length == 10 && rp_date_parse(&day, cell)) {
        worksheet_write_number(sheet, row, at, day + EPOCH, day_format);
    } else {
        rp_buffer text = {0};
        if (!rp_buffer_put(&text, cell.bytes, cell.length))
            exit(4);
        worksheet_write_string(sheet, row, at, text.bytes, NULL);
        rp_buffer_clear(&text);
    }
}

static void put_sheet(lxw_workbook *book, const char *name, const char *path,
                      lxw_format *day_format) {
    lxw_worksheet *sheet = workbook_add_worksheet(book, name);
    rp_text cells[RP_MAX_COLUMNS];
    rp_findings findings = {0};
    rp_table table;

    if (rp_table_read(&table, path, &findings) != RP_OK) {
        rp_findings_print(&findings, stderr, 0);
        exit(1);
    }
    for (uint32_t row = 0; row <= table.rows; row++) {
        rp_table_row(&table, row, cells);
        for (uint32_t c = 0; c < table.columns; c++)
            if (cells[c].length > 0)
                put_cell(sheet, row, c, cells[c], table.delimiter != ',',
                         day_format);
    }
    rp_table_clear(&table);
    rp_findings_clear(&findings);
}

int main(int argc, char **argv) {
    if (argc < 3) {
        fputs("usage: as_workbook OUT.xlsx NAME=FILE.csv ...\n", stderr);
        return 2;
    }
    lxw_workbook *book = workbook_new(argv[1]);
    lxw_format *day_format = workbook_add_format(book);
    format_set_num_format(day_format, "d/m/yyyy");
    for (int k = 2; k < argc; k++) {
        char *path = strchr(argv[k], '=');
        if (!path)
            return 2;
        *path++ = '\0';
        put_sheet(book, argv[k], path, day_format);
    }
    return workbook_close(book) == LXW_NO_ERROR ? 0 : 4;
}
