/**
 * @file sheetfile.h
 * A small CSV file with fixed columns: taxonomy, policy, scores, map.
 *
 * Reads it, finds its columns by name in any order, and gives findings their
 * place and the column's name. The rosters have a table of columns of their
 * own: schema.h.
 */
#ifndef RP_INPUT_SHEET_SHEETFILE_H
#define RP_INPUT_SHEET_SHEETFILE_H

#include "input/sheet/table.h"

enum { RP_SHEETFILE_COLUMNS = 16 };

typedef struct rp_sheetfile {
    rp_table table;
    rp_findings *findings;
    size_t errors_before;
    const char *const *names;          /* expected columns, NULL at the end */
    uint32_t at[RP_SHEETFILE_COLUMNS]; /* where each stands in the file */
    uint32_t rows;   /* that have the first two columns; 0 without these */
    bool is_cut;     /* rows are missing: not all of the file could be read */
    bool is_builtin; /* not a file of the user's */
    rp_text *cells;  /* [table.columns] the row last asked */
    uint32_t row;
    char *path; /* owned, when it was put together from a folder */
} rp_sheetfile;

/** A file that the program carries in itself. */
typedef struct rp_builtin_file {
    const char *name;
    const unsigned char *bytes;
    const size_t *size;
    int optional; /* a folder without it falls back to the one built in */
} rp_builtin_file;

/**
 * Open `folder/file->name`, or the built-in bytes when folder is NULL.
 *
 * A missing column other than the first two is a blank one; an unknown column
 * is ignored with a warning. After RP_ERR_DATA and RP_ERR_IO the rows that
 * could be read are there, if any, so that checking goes on.
 *
 * @param names  expected columns, NULL at the end; borrowed
 * @return RP_OK, RP_ERR_DATA, RP_ERR_IO (findings tell), RP_ERR_MEMORY; close
 *         it in any case
 */
rp_status rp_sheetfile_open(rp_sheetfile *out, const char *folder,
                            const rp_builtin_file *file,
                            const char *const *names, rp_findings *findings);

/** The same for a file that the user named. */
rp_status rp_sheetfile_read(rp_sheetfile *out, const char *path,
                            const char *const *names, rp_findings *findings);

/** The same for a file of one of two forms: `other` where its header holds the
 *  first of `other`'s names and not the first of `names`. */
rp_status rp_sheetfile_read_either(rp_sheetfile *out, const char *path,
                                   const char *const *names,
                                   const char *const *other,
                                   rp_findings *findings);

/** The trimmed cell of an expected column; row 1 is the first below the
 *  header. Borrowed until the file is closed. */
rp_text rp_sheetfile_cell(rp_sheetfile *sheet, uint32_t row, uint32_t column);

/** Add an error at a cell; the column's name is put before the message. */
void rp_sheetfile_error(rp_sheetfile *sheet, uint32_t row, uint32_t column,
                        const char *format, ...)
#if defined(__GNUC__)
    __attribute__((format(printf, 4, 5)))
#endif
    ;
void rp_sheetfile_warn(rp_sheetfile *sheet, uint32_t row, uint32_t column,
                       const char *format, ...)
#if defined(__GNUC__)
    __attribute__((format(printf, 4, 5)))
#endif
    ;

/** Locate the findings and let go of the file.
 *  @return `status`, or RP_ERR_DATA when it was RP_OK and errors were found */
rp_status rp_sheetfile_close(rp_sheetfile *sheet, rp_status status);

/** The same, but the table is handed over: later findings have places, too.
 *  @param[out] table  clear with rp_table_clear() */
rp_status rp_sheetfile_keep(rp_sheetfile *sheet, rp_status status,
                            rp_table *table);

#endif
