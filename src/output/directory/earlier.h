/**
 * @file earlier.h
 * The earlier run of a result directory, set aside while another takes its
 * place: NAME becomes NAME.old, and comes back if the change fails.
 */
#ifndef RP_OUTPUT_DIRECTORY_EARLIER_H
#define RP_OUTPUT_DIRECTORY_EARLIER_H

#include "rapport/status.h"

#include <stdbool.h>
#include <stddef.h>

/** Behind the name of a file that is being written. */
#define RP_PART ".part"

/** The files that a run may leave in a result directory, from 0: run.json
 *  first, NULL behind the last. */
typedef const char *rp_name_of(size_t k);

/** What the run that takes the place does with a name. */
typedef enum rp_claim {
    RP_UNCLAIMED, /* nothing: an earlier file of that name goes */
    RP_WRITTEN,   /* it has written a file of that name */
    RP_KEPT       /* it leaves the earlier file as it is */
} rp_claim;
typedef rp_claim rp_claim_of(const void *payload, char *name);

typedef struct rp_old_file {
    char *path;  /* NULL: a leftover, only to be removed in the end */
    char *aside; /* its name meanwhile */
    bool is_aside;
} rp_old_file;

typedef struct rp_earlier {
    const char *directory; /* borrowed */
    const char *folder;    /* the one in it, of pages; borrowed */
    rp_name_of *name_of;
    rp_claim_of *claim;
    const void *payload;
    rp_old_file *files; /* [count] run.json first */
    size_t count, room;
    rp_status status;
    char *culprit; /* the file that the trouble is about, or NULL */
} rp_earlier;

/**
 * Find the result files of this program that have to go, and what runs that
 * were killed have left. Nothing is touched.
 *
 * @return RP_OK, RP_ERR_IO (errno; culprit), RP_ERR_MEMORY; clear it in any
 *         case
 */
rp_status rp_earlier_find(rp_earlier *out, const char *directory,
                          const char *folder, rp_name_of *name_of,
                          rp_claim_of *claim, const void *payload);

/** One more name that has to go, unless it was looked for anyway.
 *  @return as rp_earlier_find() */
rp_status rp_earlier_add(rp_earlier *earlier, char *name);

/** Set all aside, run.json first and for good.
 *  @return RP_OK, RP_ERR_IO (errno; culprit): then rp_earlier_restore() */
rp_status rp_earlier_set_aside(rp_earlier *earlier);

/** Bring all back, run.json last, and only if everything else is back. */
void rp_earlier_restore(rp_earlier *earlier);

/** Remove what was set aside, and leftovers. */
void rp_earlier_forget(rp_earlier *earlier);
void rp_earlier_clear(rp_earlier *earlier);

/** Let the entries of a directory reach the disk, where that is possible. */
void rp_directory_sync(const char *path);

/** directory/name with something behind it; NULL when out of memory. */
char *rp_path_join(const char *directory, const char *name, const char *suffix);

#endif
