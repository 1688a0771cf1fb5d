/**
 * @file wordfile.h
 * One table of the taxonomy: the one built in, or a file of the clinic's own.
 */
#ifndef RP_INPUT_WORDS_WORDFILE_H
#define RP_INPUT_WORDS_WORDFILE_H

#include "input/sheet/sheetfile.h"
#include "input/words/vocabulary.h"
#include "rapport/status.h"

/** A table, and how its rows are taken. */
typedef struct rp_wordfile {
    rp_builtin_file file;
    const char *const *columns; /* NULL at the end */
    /** Take every row into `into`, with findings for what is wrong.
     *  @return false when out of memory */
    bool (*take)(rp_sheetfile *sheet, void *into);
} rp_wordfile;

/**
 * Load a table. Of a file that gives no row, the table built in is taken for
 * reading on, without findings of its own.
 *
 * @param folder      where the file is looked for; NULL: the table built in
 * @param vocabulary  set is_cut when rows are missing; may be NULL
 * @return RP_OK, RP_ERR_DATA or RP_ERR_IO (findings say where), RP_ERR_MEMORY
 */
rp_status rp_wordfile_load(const rp_wordfile *wordfile, const char *folder,
                           rp_vocabulary *vocabulary, void *into,
                           rp_findings *findings);

/** The next piece of a list by ';', trimmed; false at the end. */
bool rp_wordfile_piece(rp_text *rest, rp_text *piece);

/** Which of some words a text is, the list ending with NULL; -1: none. */
int rp_wordfile_choice(const char *const *choices, rp_text text);

/**
 * The entry that a text names, RP_NONE with a finding at the cell when there
 * is none. Nothing is said of a table built in, which may know more than the
 * clinic's own vocabulary, nor of a vocabulary that is_cut. On lack of memory
 * the findings know.
 */
uint32_t rp_wordfile_entry(rp_sheetfile *sheet, uint32_t row, uint32_t column,
                           const rp_vocabulary *vocabulary, rp_text text);

/** A copy of a cell; NULL when out of memory. */
const char *rp_wordfile_keep(rp_sheetfile *sheet, uint32_t row, uint32_t column,
                             rp_arena *arena);

#endif
