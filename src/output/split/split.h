/**
 * @file split.h
 * The independent parts of a clinic as clinics of their own.
 *
 * DIR/part-0001/therapists.csv and clients.csv (with --scores, scores.csv):
 * the rows of one part with all columns of the original, as read, in UTF-8.
 * DIR/jobs.txt: one plain match per part. DIR/README.txt: that the sheets are
 * exact copies, not guarded against formulas. DIR/split.json: what was split,
 * for the merge; it is written last, so a folder without it is not a split.
 */
#ifndef RP_OUTPUT_SPLIT_SPLIT_H
#define RP_OUTPUT_SPLIT_SPLIT_H

#include "output/run.h"
#include "solve/parts.h"

/** What is split; everything is borrowed. */
typedef struct rp_split {
    const char *directory;
    const rp_outcome *outcome; /* without an assignment */
    const rp_parts *parts;
    const rp_record *record; /* the command ends with the two rosters, and all
                                its words are UTF-8 */
} rp_split;

/**
 * Write the parts.
 *
 * A pinned client is in the part of its therapist, whose opening it takes. A
 * therapist whom a client of the part names (requested, past, avoided) is
 * there as well, so that every cell means what it meant; no client of the part
 * is eligible for such a therapist.
 *
 * @param commit  takes all parts at once; finishing it is left to the caller
 * @return RP_OK, RP_ERR_IO or RP_ERR_MEMORY
 */
rp_status rp_split_write(const rp_split *split, rp_commit *commit);

/** What a directory is held for that a split goes to. */
extern const rp_purpose rp_split_purpose;

/** The folder of a part, from 0: "part-0001". */
enum { RP_SPLIT_NAME = 32 };
void rp_split_name(char name[RP_SPLIT_NAME], size_t part);

#endif
