/**
 * @file hold.h
 * A directory that one run holds for itself, from its first look at it to the
 * end: two runs at once cannot mix their files.
 *
 * The hold is a lock of the system (fcntl, which NFS knows as well) on
 * DIR/.rapport.lock, which goes with the process however it ends. The threads
 * of one process shut each other out as processes do: a hold is refused while
 * there is another one on the same directory, by whatever path. Taking it puts
 * back what a run that was killed has left (rescue.h). It also knows
 * what must not be touched: what this run reads, what no earlier run lists, and
 * links.
 */
#ifndef RP_OUTPUT_DIRECTORY_HOLD_H
#define RP_OUTPUT_DIRECTORY_HOLD_H

#include "base/text.h"
#include "output/directory/manifest.h"

typedef struct rp_hold rp_hold;

/** The names of a kind of file, from 0, NULL behind the last. */
typedef const char *rp_name_of(size_t k);

/** What a directory is held for. */
typedef struct rp_purpose {
    const char *record;  /* whose list says what may be replaced, or NULL */
    rp_name_of *name_of; /* names that are all looked at first, or NULL */
    bool makes;          /* the directory, if it is not there */
} rp_purpose;

/**
 * Hold a directory.
 *
 * @param purpose  borrowed
 * @return RP_OK, RP_ERR_IO (rp_hold_trouble() tells, and errno: EAGAIN where
 *         somebody else has it, EEXIST where something is in the way),
 *         RP_ERR_MEMORY; release it in any case
 */
rp_status rp_hold_take(rp_hold **out, const char *directory,
                       const rp_purpose *purpose);

/** Let go. A directory that was made for nothing is removed again. */
void rp_hold_release(rp_hold *hold);

/** Put back what a killed run left in a directory that is only read. Where
 *  that is not needed nothing is touched.
 *  @return RP_OK, RP_ERR_IO (`trouble` is set to words, free them),
 *          RP_ERR_MEMORY */
rp_status rp_hold_mend(const char *directory, char **trouble);

/** Was the directory there before, and can others read it? */
bool rp_hold_is_open_to_others(const rp_hold *hold);

/** What is in the way, for a message; NULL when nothing is. */
const char *rp_hold_trouble(const rp_hold *hold);

/** A file that this run reads, "-" for standard input: it stays as it is.
 *  @return RP_OK, RP_ERR_IO (rp_hold_trouble() tells), RP_ERR_MEMORY */
rp_status rp_hold_spare(rp_hold *hold, const char *path);

/** A file that may be replaced though no record lists it.
 *  @return false when out of memory */
bool rp_hold_allow(rp_hold *hold, const char *name);

/** May a file of this name be replaced or made?
 *  @return RP_OK, RP_ERR_IO: rp_hold_trouble() tells, and errno, or
 *          RP_ERR_MEMORY */
rp_status rp_hold_check(rp_hold *hold, const char *name);

/** Say what is wrong with a file, or that NAME with a suffix is in the way.
 *  @return RP_ERR_IO or RP_ERR_MEMORY */
rp_status rp_hold_refuse(rp_hold *hold, const char *name, const char *words);
rp_status rp_hold_refuse_beside(rp_hold *hold, const char *name,
                                const char *suffix);

/** rp_hold_check() for all names of the purpose, before any work is done. */
rp_status rp_hold_check_all(rp_hold *hold);

/* -- for the commit that the directory is held for ------------------------ */

rp_folder *rp_hold_folder(rp_hold *hold);
const char *rp_hold_path(const rp_hold *hold);

/** rp_shortage_count() before it was taken. */
unsigned rp_hold_shortages(const rp_hold *hold);
const rp_manifest *rp_hold_earlier(const rp_hold *hold);

/** Note lines of the journal; they reach the disk if `now`.
 *  @return false on failure (errno) */
bool rp_hold_note(rp_hold *hold, const rp_buffer *lines, bool now);

/** There is a run in it now, or the next one has to put something back. */
void rp_hold_is_used(rp_hold *hold);
void rp_hold_is_torn(rp_hold *hold);

/** Remove the lock file, and the directory if it was made and is empty; safe
 *  in a signal handler. */
void rp_hold_emergency(void);

#endif
