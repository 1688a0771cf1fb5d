#include "output/workbook/book.h"

#include "base/array.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <xlsxwriter.h>

enum {
    MOST_ROWS = 1 << 20,
    MOST_COLUMNS = 256,
    MOST_BYTES = 32000, /* of a cell: 32767 characters can be held */
    NARROWEST = 8,      /* widths, in digits */
    WIDEST = 56,        /* beyond it a text is wrapped */
    MOST_DECIMALS = 3
};

struct rp_book {
    lxw_workbook *workbook;
    lxw_worksheet *sheet;
    lxw_format *looks[RP_LOOKS];
    lxw_format *decimals[MOST_DECIMALS + 1];
    uint32_t row;
    uint16_t column, columns; /* columns: the most of any row */
    uint16_t widths[MOST_COLUMNS];
    bool failed; /* out of memory */
};

static lxw_format *add_format(rp_book *book) {
    lxw_format *format = workbook_add_format(book->workbook);

    if (format)
        format_set_align(format, LXW_ALIGN_VERTICAL_TOP);
    else
        book->failed = true;
    return format;
}

/* A fill with letters that can be read on it, also in black and white. */
static void colour(lxw_format *format, lxw_color_t fill, lxw_color_t letters) {
    if (!format)
        return;
    format_set_bg_color(format, fill);
    format_set_font_color(format, letters);
}

static void make_formats(rp_book *book) {
    static const char *const codes[MOST_DECIMALS + 1] = {"0", "0.0", "0.00",
                                                         "0.000"};

    for (int look = 0; look < RP_LOOKS; look++)
        book->looks[look] = add_format(book);
    for (int k = 0; k <= MOST_DECIMALS; k++) {
        book->decimals[k] = add_format(book);
        if (book->decimals[k])
            format_set_num_format(book->decimals[k], codes[k]);
    }
    if (book->failed)
        return;
    format_set_text_wrap(book->looks[RP_LOOK_TEXT]);
    format_set_bold(book->looks[RP_LOOK_TITLE]);
    format_set_font_size(book->looks[RP_LOOK_TITLE], 14.0);
    format_set_bold(book->looks[RP_LOOK_HEAD]);
    format_set_text_wrap(book->looks[RP_LOOK_HEAD]);
    format_set_bottom(book->looks[RP_LOOK_HEAD], LXW_BORDER_THIN);
    colour(book->looks[RP_LOOK_HEAD], 0xE7EDF3, 0x1B2733);
    colour(book->looks[RP_LOOK_GOOD], 0xDDF1E0, 0x14532D);
    colour(book->looks[RP_LOOK_WAITS], 0xFFF2CC, 0x6B4E00);
    colour(book->looks[RP_LOOK_ALARM], 0xF9D6D5, 0x7F1D1D);
    colour(book->looks[RP_LOOK_NOBODY], 0xE5E7EB, 0x374151);
}

rp_status rp_book_new(rp_book **out, const char *path, int32_t day) {
    lxw_workbook_options options = {.constant_memory = LXW_FALSE};
    /* 0 would be the clock's time */
    lxw_doc_properties properties = {.title = (char *)(uintptr_t) "rapport",
                                     .author = (char *)(uintptr_t) "rapport",
                                     .created = day ? (time_t)day * 86400 : 1};
    rp_book *book = rp_new_array(1, sizeof *book);

    *out = book;
    if (!book)
        return RP_ERR_MEMORY;
    book->workbook = workbook_new_opt(path, &options);
    if (!book->workbook) {
        free(book);
        *out = NULL;
        return RP_ERR_MEMORY;
    }
    workbook_set_properties(book->workbook, &properties);
    make_formats(book);
    return RP_OK;
}

rp_status rp_book_close(rp_book *book) {
    errno = 0;
    lxw_error error = workbook_close(book->workbook);
    int reason = errno ? errno : EIO;
    rp_status status = RP_OK;

    if (error == LXW_ERROR_MEMORY_MALLOC_FAILED || book->failed)
        status = RP_ERR_MEMORY;
    else if (error != LXW_NO_ERROR)
        status = RP_ERR_IO;
    free(book);
    errno = reason;
    return status;
}

void rp_book_sheet(rp_book *book, const char *name) {
    book->sheet = workbook_get_worksheet_by_name(book->workbook, name);
    if (!book->sheet)
        book->sheet = workbook_add_worksheet(book->workbook, name);
    book->failed |= !book->sheet;
    book->row = 0;
    book->columns = book->column = 0;
    memset(book->widths, 0, sizeof book->widths);
}

/* Is there a place for the next cell? */
static bool has_place(const rp_book *book) {
    return !book->failed && book->row < MOST_ROWS &&
           book->column < MOST_COLUMNS;
}

/* Letters, at least: a character beyond ASCII begins with one such byte. */
static size_t letters_of(rp_text text) {
    size_t count = 0, most = 0;

    for (size_t i = 0; i < text.length; i++) {
        count += ((unsigned char)text.bytes[i] & 0xC0) != 0x80;
        most = count > most ? count : most;
        if (text.bytes[i] == '\n')
            count = 0;
    }
    return most;
}

static void widen(rp_book *book, rp_text text) {
    size_t letters = letters_of(text) + 2;
    uint16_t *width = &book->widths[book->column];

    if (letters > WIDEST)
        letters = WIDEST;
    if (letters > *width)
        *width = (uint16_t)letters;
}

static void step(rp_book *book) {
    book->column++;
    if (book->column > book->columns)
        book->columns = book->column;
}

void rp_book_text(rp_book *book, rp_text text, rp_look look) {
    rp_buffer whole = {0};
    rp_text cut =
        text.length > MOST_BYTES ? rp_text_cut(text, MOST_BYTES) : text;

    if (!has_place(book))
        return;
    if (look != RP_LOOK_TITLE)
        widen(book, cut);
    if (cut.length > 0 && rp_buffer_put(&whole, cut.bytes, cut.length))
        book->failed |=
            worksheet_write_string(book->sheet, book->row, book->column,
                                   whole.bytes, book->looks[look]) ==
            LXW_ERROR_MEMORY_MALLOC_FAILED;
    book->failed |= cut.length > 0 && !whole.bytes;
    rp_buffer_clear(&whole);
    step(book);
}

void rp_book_number(rp_book *book, rp_text text) {
    char number[64];
    const char *point = memchr(text.bytes, '.', text.length);
    size_t decimals =
        point ? (size_t)(text.bytes + text.length - point) - 1 : 0;

    if (!has_place(book))
        return;
    if (text.length >= sizeof number || decimals > MOST_DECIMALS) {
        rp_book_text(book, text, RP_LOOK_TEXT);
        return;
    }
    memcpy(number, text.bytes, text.length);
    number[text.length] = '\0';
    widen(book, text);
    worksheet_write_number(book->sheet, book->row, book->column,
                           strtod(number, NULL), book->decimals[decimals]);
    step(book);
}

void rp_book_end_row(rp_book *book) {
    if (book->row < MOST_ROWS)
        book->row++;
    book->column = 0;
}

uint32_t rp_book_rows(const rp_book *book) { return book->row; }

static void set_widths(rp_book *book) {
    for (uint16_t k = 0; k < book->columns; k++) {
        uint16_t width = book->widths[k];
        worksheet_set_column(book->sheet, k, k,
                             width < NARROWEST ? NARROWEST : width, NULL);
    }
}

/* Numbers that are texts are meant to be: ids. No green corners. */
static void keep_texts(rp_book *book) {
    char range[32];
    lxw_row_t last = book->row ? book->row - 1 : 0;

    lxw_rowcol_to_range(range, 0, 0, last, (lxw_col_t)(book->columns - 1));
    worksheet_ignore_errors(book->sheet, LXW_IGNORE_NUMBER_STORED_AS_TEXT,
                            range);
}

static void set_print(rp_book *book, bool is_wide) {
    if (is_wide)
        worksheet_set_landscape(book->sheet);
    worksheet_fit_to_pages(book->sheet, 1, 0);
    worksheet_set_footer(book->sheet, "&L&A&RPage &P of &N");
}

void rp_book_end_table(rp_book *book, uint32_t head) {
    if (book->failed || book->columns == 0)
        return;
    lxw_row_t last = book->row > head + 1 ? book->row - 1 : head;
    set_widths(book);
    keep_texts(book);
    worksheet_freeze_panes(book->sheet, head + 1, 1);
    worksheet_autofilter(book->sheet, head, 0, last,
                         (lxw_col_t)(book->columns - 1));
    worksheet_repeat_rows(book->sheet, head, head);
    set_print(book, true);
}

void rp_book_end_page(rp_book *book) {
    if (book->failed || book->columns == 0)
        return;
    set_widths(book);
    keep_texts(book);
    set_print(book, false);
}
