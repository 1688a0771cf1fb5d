/**
 * @file phrasebook.h
 * The texts of clients' pages in one language: files of `key,text`, built in.
 *
 * A text may have variants for readers, `key.both` beside `key`, and gaps in
 * double braces. Files other than the English one hold the labels of concerns,
 * approaches and languages as well ("concern.depression"); the English ones are
 * those of the taxonomy.
 */
#ifndef RP_OUTPUT_HTML_WORDS_PHRASEBOOK_H
#define RP_OUTPUT_HTML_WORDS_PHRASEBOOK_H

#include "input/roster.h"
#include "input/sheet/sheetfile.h"

typedef struct rp_phrasebook_entry {
    const char *key, *text;
} rp_phrasebook_entry;

typedef struct rp_phrasebook {
    const char *code; /* of the language, "es"; borrowed */
    rp_arena arena;
    rp_phrasebook_entry *entries; /* [count] by key */
    size_t count;
} rp_phrasebook;

/**
 * Read a file that the program holds.
 *
 * @param findings  what is wrong with it: a key twice, or without a text
 * @return RP_OK, RP_ERR_DATA, RP_ERR_MEMORY; clear in any case
 */
rp_status rp_phrasebook_read(rp_phrasebook *out, const char *code,
                             const rp_builtin_file *file,
                             rp_findings *findings);
void rp_phrasebook_clear(rp_phrasebook *book);

/** The text of a key, NULL when there is none. */
const char *rp_phrasebook_find(const rp_phrasebook *book, const char *key);

/* -- all of them ---------------------------------------------------------- */

enum { RP_PHRASEBOOKS = 2 };

/** English is the first. */
typedef struct rp_phrasebooks {
    rp_phrasebook books[RP_PHRASEBOOKS];
} rp_phrasebooks;

/** @return RP_OK or RP_ERR_MEMORY; clear in any case */
rp_status rp_phrasebooks_open(rp_phrasebooks *out);
void rp_phrasebooks_clear(rp_phrasebooks *books);

/** The book of the first of a client's languages that has one, else English. */
const rp_phrasebook *rp_phrasebooks_of(const rp_phrasebooks *books,
                                       const rp_names *names,
                                       const rp_client *client);

#endif
