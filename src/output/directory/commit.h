/**
 * @file commit.h
 * Files in a directory that is held, all or nothing.
 *
 * Every file is written beside its final name (NAME.part), synced, and renamed
 * whole. The files of an earlier run are set aside (NAME.old) until the last
 * rename has worked, and come back if one has not. The record (run.json),
 * which holds the digests of all others, is set aside first and renamed last,
 * so a directory is either a whole run or plainly not one. What is to be
 * renamed stands in the journal of the hold before the first file changes its
 * name: after a crash the next run puts it back.
 * The pages of clients stand in a folder of their own, RP_COMMIT_FOLDER.
 */
#ifndef RP_OUTPUT_DIRECTORY_COMMIT_H
#define RP_OUTPUT_DIRECTORY_COMMIT_H

#include "base/digest.h"
#include "output/directory/earlier.h"
#include "rapport/status.h"

#include <stdbool.h>

/** The one folder in a result directory. */
#define RP_COMMIT_FOLDER "shortlists"

typedef struct rp_commit rp_commit;

/** A file that is being written; errors are kept until the commit. */
typedef struct rp_file rp_file;

/** Begin to write into a held directory, which is borrowed.
 *  @return RP_OK or RP_ERR_MEMORY */
rp_status rp_commit_begin(rp_commit **out, rp_hold *hold);

/**
 * Begin a file (0600). NULL on failure; the commit will fail then.
 *
 * @param name  "run.json", or "shortlists/C01.html"; copied
 */
rp_file *rp_commit_file(rp_commit *commit, const char *name);

/**
 * Let a file of an earlier run stay as it is.
 *
 * @param digest  of its bytes, as run.json will tell it
 * @return RP_OK or RP_ERR_MEMORY
 */
rp_status rp_commit_keep(rp_commit *commit, const char *name,
                         const char *digest);

/** Where the bytes of a closed or kept file can be read until the commit is
 *  finished; NULL when there is none of that name. Borrowed. */
const char *rp_commit_path(const rp_commit *commit, const char *name);

/**
 * Append bytes. A failure is kept, and later bytes are dropped.
 *
 * Has the shape of the `put` that sheets and pens write through: the file is
 * their payload.
 *
 * @param file  an rp_file
 */
void rp_file_put(void *file, const void *bytes, size_t length);

/** The name under which the bytes of an open file stand, for a library that
 *  writes to names; borrowed until it is closed. Then the file has to take
 *  them: rp_file_take(). */
const char *rp_file_part(const rp_file *file);

/** It could not be written, and errno says why: nothing is committed. */
void rp_file_fail(rp_file *file, rp_status status);

/** Put what was written to rp_file_part(). A failure is kept. */
void rp_file_take(rp_file *file);

/** Close a file whose bytes are complete; its digest is then known. */
rp_status rp_file_close(rp_file *file);

/** The files closed so far, for run.json. */
size_t rp_commit_count(const rp_commit *commit);
const char *rp_commit_name(const rp_commit *commit, size_t file);
const char *rp_commit_digest(const rp_commit *commit, size_t file);

/**
 * Rename every file into place, the last one opened last, and remove what an
 * earlier run lists and this one has neither written nor kept.
 *
 * @return RP_OK, RP_ERR_IO (errno, or the hold tells), RP_ERR_MEMORY; on
 *         failure the directory is as it was, or, when even going back fails,
 *         holds no run.json until the next run puts it back
 */
rp_status rp_commit_finish(rp_commit *commit);

/** The file or directory that the last failure was about. */
const char *rp_commit_culprit(const rp_commit *commit);

/** errno of the first failure. */
int rp_commit_errno(const rp_commit *commit);

/** Free; what was not finished is removed. */
void rp_commit_free(rp_commit *commit);

/** Remove half-written files and the lock; safe in a signal handler. */
void rp_commit_emergency(void);

#endif
