/**
 * @file table.h
 * A CSV file, or a sheet of a workbook, as rows of cells, with the way back to
 * each cell's place.
 *
 * The only module that reads with libcsv. Cells are kept packed, one run of
 * zero-terminated texts a row; the line and column of a cell are found again,
 * by a second pass, only when a finding needs them.
 */
#ifndef RP_INPUT_SHEET_TABLE_H
#define RP_INPUT_SHEET_TABLE_H

#include "input/heading.h"
#include "input/sheet/decode.h"

enum {
    RP_MAX_COLUMNS = 256,
    RP_MAX_CELL = 1 << 20, /* bytes */
    RP_MAX_ROWS = 1 << 24
};

typedef struct rp_table {
    const char *path; /* as the user typed it; borrowed */
    uint32_t source;  /* number of the file in the findings */
    char delimiter;   /* ',', ';' or TAB */
    uint32_t columns; /* width of the header, trailing blank cells dropped */
    uint32_t rows;    /* rows below the header, blank ones not counted */
    bool is_marked;   /* as of rp_document */
    bool is_cut;      /* rows are missing: not all of the file could be read */
    char *sheet;      /* of a workbook, by its name; NULL: a CSV file */
    char sha256[RP_DIGEST_SIZE];
    /* private to table.c */
    rp_arena arena;
    rp_document document;
    size_t skipped;      /* bytes of a first line `sep=…` */
    const char **packed; /* [rows + 1] header first: `columns` texts each */
    uint32_t *records;   /* [rows + 1] number of the parser's record */
    size_t packed_room, records_room;
    const char **typed; /* [rows + 1] rows that were changed, as they were;
                           NULL: that one, or all, are as they were */
} rp_table;

/**
 * Read and parse a file. Findings name unreadable quotes, rows wider than the
 * header, cells, columns and rows beyond the limits, NUL bytes, no header.
 *
 * @param[out] out   clear with rp_table_clear(); empty on failure
 * @return RP_OK, RP_ERR_DATA (at least one error in findings; the rows that
 *         could be read are kept so that checking goes on), RP_ERR_IO,
 *         RP_ERR_MEMORY
 */
rp_status rp_table_read(rp_table *out, const char *path, rp_findings *findings);

/** The same of a sheet whose columns have known names: they tell where its
 *  table begins and what its delimiter is. */
rp_status rp_table_read_known(rp_table *out, const char *path,
                              const rp_known_names *known,
                              rp_findings *findings);

/** Is the file that was read a workbook, whatever came of it? */
bool rp_table_is_of_book(const rp_table *table);

/** The same of a second sheet of a workbook that was read before: one file may
 *  hold both rosters.
 *  @param first  its text is not yet forgotten, and it has a sheet */
rp_status rp_table_read_beside(rp_table *out, const rp_table *first,
                               const rp_known_names *known,
                               rp_findings *findings);

/** The same for text in memory, under a name; `bytes` are copied. Its sha256
 *  is empty: most of it is built in, and nobody asks. */
rp_status rp_table_parse(rp_table *out, const char *name, const void *bytes,
                         size_t length, rp_findings *findings);

/** Fills the cells of a row, 0 = the header; borrowed until the next call.
 *  @return false when out of memory */
typedef bool rp_table_fill(void *payload, uint32_t row, rp_text *cells);

/**
 * A table that stands in no file, such as an edited one.
 *
 * @param columns  1..RP_MAX_COLUMNS
 * @param rows     below the header
 * @return RP_OK or RP_ERR_MEMORY
 */
rp_status rp_table_compose(rp_table *out, const char *name, char delimiter,
                           uint32_t columns, uint32_t rows, rp_table_fill *fill,
                           void *payload, rp_findings *findings);

void rp_table_clear(rp_table *table);

/** A delimiter as it may be shown: ",", ";" or "TAB". */
const char *rp_delimiter_words(char delimiter);

/** Take rows out. @param dropped  [rows + 1], the header is not asked */
void rp_table_drop(rp_table *table, const bool *dropped);

/** As rp_table_row(), before any cell was changed: see changed_table.h.
 *  @return whether one was */
bool rp_table_typed(const rp_table *table, uint32_t row, rp_text *cells);

/** Does the last row of a file stand behind a blank one? */
bool rp_table_follows_blank(const rp_table *table, uint32_t row);

/** The cells of a row, 0 = the header. `cells` has room for table->columns;
 *  they are borrowed from the table, blanks not trimmed. */
void rp_table_row(const rp_table *table, uint32_t row, rp_text *cells);

/** One cell of a row. */
rp_text rp_table_cell(const rp_table *table, uint32_t row, uint32_t column);

/** The place of a cell for a finding. */
rp_place rp_table_place(const rp_table *table, uint32_t row, uint32_t column);

/** The row of a parser's record; RP_NONE where it is none below the header. */
uint32_t rp_table_find(const rp_table *table, uint32_t record);

/** Let go of the file's text; no finding can be located any more. */
void rp_table_forget_text(rp_table *table);

#endif
