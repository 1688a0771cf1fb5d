/**
 * @file earlier.h
 * The earlier run of a result directory, set aside while another takes its
 * place: NAME becomes NAME.old, and comes back if the change fails.
 */
#ifndef RP_OUTPUT_DIRECTORY_EARLIER_H
#define RP_OUTPUT_DIRECTORY_EARLIER_H

#include "output/directory/hold.h"

/** What the run that takes the place does with a name. */
typedef enum rp_claim {
    RP_UNCLAIMED, /* nothing: an earlier file of that name goes */
    RP_WRITTEN,   /* it has written a file of that name */
    RP_KEPT       /* it leaves the earlier file as it is */
} rp_claim;
typedef rp_claim rp_claim_of(const void *payload, const char *name);

typedef struct rp_old_file {
    const char *name; /* borrowed from the hold or the commit */
    bool is_aside;
} rp_old_file;

typedef struct rp_earlier {
    rp_hold *hold;      /* borrowed */
    rp_old_file *files; /* [count] the record first */
    size_t count, room;
    const char *culprit; /* the file that the trouble is about, or NULL */
} rp_earlier;

/**
 * Find the files that an earlier run lists and this one does not keep. Nothing
 * is touched.
 *
 * @return RP_OK, RP_ERR_IO (something is in the way: the hold tells),
 *         RP_ERR_MEMORY; clear it in any case
 */
rp_status rp_earlier_find(rp_earlier *out, rp_hold *hold, rp_claim_of *claim,
                          const void *payload);

/** One more name that will be written; what may stand there has to go.
 *  @return as rp_earlier_find() */
rp_status rp_earlier_add(rp_earlier *earlier, const char *name);

/** Tell the journal what will be set aside; false when out of memory. */
bool rp_earlier_note(const rp_earlier *earlier, rp_buffer *lines);

/** Set all aside, the record first and for good.
 *  @return RP_OK, RP_ERR_IO (errno; culprit): then rp_earlier_restore() */
rp_status rp_earlier_set_aside(rp_earlier *earlier);

/** Bring all back, the record last, and only if everything else is back.
 *  @return whether all is */
bool rp_earlier_restore(rp_earlier *earlier);

/** Remove what was set aside, the record last. @return whether all is gone */
bool rp_earlier_forget(rp_earlier *earlier);
void rp_earlier_clear(rp_earlier *earlier);

#endif
