/**
 * @file journal.h
 * What a run is doing to a directory, kept in its lock file: so that the next
 * run can tell what one that was killed has left, and put it back.
 *
 * A line each: "part NAME" before NAME.part is made; then, before the first
 * file changes its name, "new DIGEST NAME" for each file that comes, "old NAME"
 * for each that goes to NAME.old, and "exchange".
 */
#ifndef RP_OUTPUT_DIRECTORY_JOURNAL_H
#define RP_OUTPUT_DIRECTORY_JOURNAL_H

#include "base/text.h"
#include "output/directory/folder.h"
#include "rapport/status.h"

/** The lock file, which is also the journal. */
#define RP_JOURNAL_NAME ".rapport.lock"

typedef enum rp_journal_kind {
    RP_JOURNAL_PART,
    RP_JOURNAL_NEW,
    RP_JOURNAL_OLD,
    RP_JOURNAL_KINDS
} rp_journal_kind;

typedef struct rp_journal_line {
    rp_journal_kind kind;
    const char *name;
    char digest[RP_DIGEST_SIZE]; /* of RP_JOURNAL_NEW */
} rp_journal_line;

typedef struct rp_journal {
    rp_buffer text;         /* the file; names belong to it */
    rp_journal_line *lines; /* [count] */
    size_t count, room;
    bool has_begun;  /* the exchange */
    bool is_foreign; /* the file is not of this program */
} rp_journal;

/** Read a lock file from its start.
 *  @return RP_OK, RP_ERR_IO (errno), RP_ERR_MEMORY; clear it in any case */
rp_status rp_journal_read(rp_journal *out, int file);

/** Make lines of a journal's text; they cut it up.
 *  @return RP_OK or RP_ERR_MEMORY */
rp_status rp_journal_parse(rp_journal *journal);
void rp_journal_clear(rp_journal *journal);

/** Put a line, or with NULL for the name "exchange", behind a text to be
 *  written; false when out of memory. */
bool rp_journal_put(rp_buffer *text, rp_journal_kind kind, const char *digest,
                    const char *name);

/** Write a text at the end of a lock file, after its heading if it is empty;
 *  false on failure (errno). */
bool rp_journal_write(int file, const rp_buffer *text);

#endif
