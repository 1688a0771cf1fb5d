#include "input/order.h"

#include "input/cell/number.h"
#include "input/cell/stated.h"

/* What the cells of one column of dates allow. */
typedef struct tally {
    bool needs_order;                        /* a cell is two different dates */
    uint32_t month_first_row, day_first_row; /* the first that is a date in this
                                  order alone, 0: none */
    uint32_t first_row;                      /* that is filled, 0: none */
    bool all_serial;
} tally;

static bool is_date(const rp_use *use) {
    return use->column && !use->is_tag &&
           (use->column->kind == RP_KIND_DATE ||
            use->column->kind == RP_KIND_BIRTH);
}

static void count_cell(tally *t, rp_text cell, int32_t least, uint32_t row) {
    rp_dated date;

    if (!t->first_row)
        t->first_row = row;
    t->all_serial &= rp_dates_serial(cell, least) != RP_NO_DAY;
    if (!rp_dates_read(&date, cell, RP_NO_DAY) ||
        date.month_first == date.day_first)
        return;
    t->needs_order = true;
    if (date.day_first == RP_NO_DAY && !t->month_first_row)
        t->month_first_row = row;
    if (date.month_first == RP_NO_DAY && !t->day_first_row)
        t->day_first_row = row;
}

static tally count_column(const rp_table *table, uint32_t column,
                          int32_t least) {
    tally t = {.all_serial = true};
    rp_text cells[RP_MAX_COLUMNS];

    for (uint32_t row = 1; row <= table->rows; row++) {
        rp_table_row(table, row, cells);
        rp_text cell = rp_cell_plain(cells[column]);
        if (cell.length > 0 && !rp_stated_nothing(cell) &&
            !rp_stated_none(cell))
            count_cell(&t, cell, least, row);
    }
    return t;
}

static rp_quoted cell_of(const rp_table *table, uint32_t row, uint32_t column) {
    rp_text cells[RP_MAX_COLUMNS];

    rp_table_row(table, row, cells);
    return rp_quote(rp_text_trim(cells[column]));
}

/* The first cell shows which days are meant. */
static void tell_serial(const rp_use *use, const rp_table *table,
                        uint32_t column, uint32_t row, int32_t least,
                        rp_reader *reader) {
    rp_text cell = rp_cell_plain(rp_table_cell(table, row, column));
    char date[16];

    rp_date_format(date, rp_dates_serial(cell, least));
    rp_findings_add(reader->findings, RP_WARNING,
                    rp_table_place(table, 0, column),
                    "%s: whole numbers are read as day numbers of a "
                    "spreadsheet, '%s' as %s",
                    use->column->name, rp_quote(cell).bytes, date);
}

/* What a column says for itself. */
static void decide(rp_use *use, const rp_table *table, uint32_t column,
                   rp_reader *reader) {
    bool is_birth = use->column->kind == RP_KIND_BIRTH;
    int32_t least = is_birth ? 1 : RP_SERIAL_LEAST;
    tally t = count_column(table, column, least);
    rp_place place = rp_table_place(table, 0, column);

    if (t.first_row && t.all_serial) {
        use->reading.is_serial = true;
        tell_serial(use, table, column, t.first_row, least, reader);
    } else if (t.month_first_row && t.day_first_row) {
        use->reading.order = RP_DATES_BOTH;
        rp_findings_add(reader->findings, RP_ERROR, place,
                        "%s: '%s' begins with the month, '%s' with the day: "
                        "expected one order in the whole column",
                        use->column->name,
                        cell_of(table, t.month_first_row, column).bytes,
                        cell_of(table, t.day_first_row, column).bytes);
    } else if (t.needs_order) {
        use->reading.order = t.month_first_row ? RP_DATES_MDY
                             : t.day_first_row ? RP_DATES_DMY
                                               : RP_DATES_OPEN;
    }
}

/* The order on which all columns that know one agree. */
static rp_date_order agreed(const rp_layout *layout) {
    rp_date_order order = RP_DATES_OPEN;

    for (uint32_t c = 0; c < layout->columns; c++) {
        rp_date_order own = layout->uses[c].reading.order;
        if (!is_date(&layout->uses[c]) ||
            (own != RP_DATES_MDY && own != RP_DATES_DMY))
            continue;
        if (order != RP_DATES_OPEN && order != own)
            return RP_DATES_OPEN;
        order = own;
    }
    return order;
}

static void follow(rp_use *use, rp_date_order others, const rp_table *table,
                   uint32_t column, rp_reader *reader) {
    rp_place place = rp_table_place(table, 0, column);

    if (others != RP_DATES_OPEN) {
        use->reading.order = others;
        rp_findings_add(reader->findings, RP_WARNING, place,
                        "%s: dates are read %s first, as in the file's other "
                        "columns",
                        use->column->name,
                        others == RP_DATES_MDY ? "month" : "day");
    } else if (reader->dates != RP_DATES_UNASKED) {
        use->reading.order = reader->dates;
    } else {
        rp_findings_add(reader->findings, RP_ERROR, place,
                        "%s: the cells do not tell the month from the day; "
                        "say --dates mdy (11/3 is 3 November) or --dates dmy",
                        use->column->name);
    }
}

void rp_order_find(rp_layout *layout, const rp_table *table,
                   rp_reader *reader) {
    uint32_t columns =
        layout->columns < table->columns ? layout->columns : table->columns;

    layout->is_dated = true;
    for (uint32_t c = 0; c < columns; c++)
        if (is_date(&layout->uses[c]))
            decide(&layout->uses[c], table, c, reader);
    rp_date_order others = agreed(layout);
    for (uint32_t c = 0; c < columns; c++)
        if (is_date(&layout->uses[c]) &&
            layout->uses[c].reading.order == RP_DATES_OPEN)
            follow(&layout->uses[c], others, table, c, reader);
}
