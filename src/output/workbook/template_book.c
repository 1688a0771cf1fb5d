#include "output/workbook/template_book.h"

#include "base/text.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <xlsxwriter.h>

enum {
    LAST_ROW = 2000,  /* that has drop-downs */
    DAY_2000 = 10957, /* made on no day that is known */
    NOTE_WIDTH = 280, /* pixels */
    NOTE_HEIGHT = 140,
    PIECE_SIZE = 64
};

static const char list_name[] = "Lists";

typedef struct work {
    lxw_workbook *book;
    lxw_worksheet *lists;
    lxw_col_t list_count;
    lxw_format *head, *required, *text, *day;
} work;

/* `Lists!$A$1:$A$3` of values by ';', those after '=' being other spellings.
 * @return false where there are none */
static bool put_list(work *w, const char *choices, char formula[64]) {
    char range[32], value[PIECE_SIZE];
    rp_text piece;
    lxw_row_t rows = 0;

    for (uint32_t k = 0; rp_piece(choices, k, &piece); k++) {
        if (memchr(piece.bytes, '=', piece.length) || piece.length == 0 ||
            piece.length >= sizeof value)
            continue;
        memcpy(value, piece.bytes, piece.length);
        value[piece.length] = '\0';
        worksheet_write_string(w->lists, rows++, w->list_count, value, NULL);
    }
    if (rows == 0)
        return false;
    lxw_rowcol_to_range_abs(range, 0, w->list_count, rows - 1, w->list_count);
    snprintf(formula, 64, "=%s!%s", list_name, range);
    w->list_count++;
    return true;
}

/* What a closed single value may be; NULL: anything. */
static const char *choices_of(const rp_column *column) {
    return column->kind == RP_KIND_CHOICE   ? column->choices
           : column->kind == RP_KIND_ANSWER ? "yes;no"
                                            : NULL;
}

static void put_choices(work *w, lxw_worksheet *sheet, lxw_col_t at,
                        const rp_column *column) {
    char formula[64];
    const char *choices = choices_of(column);

    if (!choices || !put_list(w, choices, formula))
        return;
    lxw_data_validation only = {
        .validate = LXW_VALIDATION_TYPE_LIST_FORMULA,
        .value_formula = formula,
        .error_title = (char *)(uintptr_t) "Not in the list",
        .error_message = (char *)(uintptr_t) "Choose from the list, or leave "
                                             "the cell blank."};
    worksheet_data_validation_range(sheet, 1, at, LAST_ROW, at, &only);
}

/* Dates and numbers are typed as such; all else is text, so that no program
 * makes a date of 3-4 or a number of 007. */
static lxw_format *format_of(const work *w, const rp_column *column) {
    switch (column->kind) {
    case RP_KIND_DATE:
    case RP_KIND_BIRTH:
        return w->day;
    case RP_KIND_WHOLE:
    case RP_KIND_NUMBER:
        return NULL;
    default:
        return w->text;
    }
}

static void put_column(work *w, lxw_worksheet *sheet, lxw_col_t at,
                       const rp_column *column) {
    char note[1024];
    lxw_comment_options options = {.width = NOTE_WIDTH, .height = NOTE_HEIGHT};
    bool is_required = column->flags & RP_REQUIRED;
    double width = (double)strlen(column->name) + 3.0;

    worksheet_set_column(sheet, at, at, width < 12.0 ? 12.0 : width,
                         format_of(w, column));
    worksheet_write_string(sheet, 0, at, column->name,
                           is_required ? w->required : w->head);
    snprintf(note, sizeof note, "%s%s\n%s%s%s%s%s", column->help,
             is_required ? " (required)" : "", rp_kind_words(column),
             *column->unit ? ", " : "", column->unit,
             *column->example ? "\nfor example: " : "", column->example);
    worksheet_write_comment_opt(sheet, 0, at, note, &options);
    put_choices(w, sheet, at, column);
}

static void put_sheet(work *w, lxw_worksheet *sheet, const rp_schema *schema) {
    lxw_col_t at = 0;

    for (uint32_t k = 0; k < schema->count; k++) {
        const rp_column *column = &schema->columns[k];
        if (column->kind != RP_KIND_AUDIT && !(column->flags & RP_UNLISTED))
            put_column(w, sheet, at++, column);
    }
    worksheet_set_comments_author(sheet, "rapport");
    worksheet_freeze_panes(sheet, 1, 1);
    worksheet_set_landscape(sheet);
    worksheet_repeat_rows(sheet, 0, 0);
}

/* @return false when out of memory */
static bool make_formats(work *w) {
    w->head = workbook_add_format(w->book);
    w->required = workbook_add_format(w->book);
    w->text = workbook_add_format(w->book);
    w->day = workbook_add_format(w->book);
    if (!w->head || !w->required || !w->text || !w->day)
        return false;
    format_set_bold(w->head);
    format_set_bg_color(w->head, 0xE7EDF3);
    format_set_bold(w->required);
    format_set_bg_color(w->required, 0xFFF2CC);
    format_set_num_format(w->text, "@");
    format_set_num_format(w->day, "yyyy-mm-dd");
    return true;
}

rp_status rp_template_book_write(const char *path) {
    lxw_doc_properties properties = {.title = (char *)(uintptr_t) "rapport",
                                     .author = (char *)(uintptr_t) "rapport",
                                     .created = (time_t)DAY_2000 * 86400};
    work w = {.book = workbook_new(path)};

    if (!w.book)
        return RP_ERR_MEMORY;
    workbook_set_properties(w.book, &properties);
    bool whole = make_formats(&w);
    lxw_worksheet *therapists = workbook_add_worksheet(w.book, "Therapists");
    lxw_worksheet *clients = workbook_add_worksheet(w.book, "Clients");
    w.lists = workbook_add_worksheet(w.book, list_name);
    whole = whole && therapists && clients && w.lists;
    if (whole) {
        put_sheet(&w, therapists, &rp_schemas[RP_THERAPISTS]);
        put_sheet(&w, clients, &rp_schemas[RP_CLIENTS]);
        worksheet_hide(w.lists);
    }
    errno = 0;
    lxw_error error = workbook_close(w.book);
    if (!whole || error == LXW_ERROR_MEMORY_MALLOC_FAILED)
        return RP_ERR_MEMORY;
    if (error != LXW_NO_ERROR && errno == 0)
        errno = EIO;
    return error == LXW_NO_ERROR ? RP_OK : RP_ERR_IO;
}
