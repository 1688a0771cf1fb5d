/**
 * @file track.h
 * The track record of every therapist in a clinic's sheet of outcomes.
 *
 * A record is an estimate, pulled towards everybody's mean by as much as the
 * therapist's number of courses leaves open. It is for supervision and, as a
 * part of the score, for matching; never for a client's page.
 */
#ifndef RP_OUTCOMES_TRACK_H
#define RP_OUTCOMES_TRACK_H

#include "fit/measured.h"
#include "outcomes/components.h"
#include "outcomes/figures.h"
#include "outcomes/shrinkage.h"

/** What is said of a record. */
typedef enum rp_track_note {
    RP_TRACK_NOTHING,
    RP_TRACK_MISSING, /* too many courses without a last score: not used */
    RP_TRACK_FEW,     /* fewer figures than RP_ENOUGH_FIGURES */
    RP_TRACK_BELOW,   /* the whole interval is below everybody's mean, */
    RP_TRACK_ABOVE,   /* or above it */
    RP_TRACK_NOTES
} rp_track_note;

/** As printed: "", "missing", "few", "below", "above". */
extern const char *const rp_track_notes[RP_TRACK_NOTES];

/** A therapist, or one of their concerns. */
typedef struct rp_track_row {
    const char *therapist; /* id */
    const char *concern;   /* "": the therapist, all concerns together */
    uint32_t figures;      /* clients, for a concern, or client and concern */
    uint32_t without_post; /* courses of which nobody knows how they ended */
    double mean;           /* of the figures; NAN without any */
    rp_estimate estimate;
    rp_track_note note;
} rp_track_row;

typedef struct rp_track {
    rp_components components; /* of the clinic's own figures */
    rp_prior prior;           /* what is believed: see rp_components_icc() */
    rp_track_row *rows; /* [count] by therapist, the whole one first, then by
                           concern, bytewise */
    size_t count;
    rp_measured measured; /* the same for scores; no one who is missing */
    /* private: what measured is made of */
    rp_figures figures;
    rp_records *records;
    rp_record_of *records_of;
} rp_track;

/**
 * Make the records.
 *
 * @param roster    whose clients name a concern where their course does not;
 *                  NULL: nobody. Lives, like the courses, as long as the track.
 * @param[out] out  clear with rp_track_clear() in any case
 * @return RP_OK or RP_ERR_MEMORY
 */
rp_status rp_track_make(rp_track *out, const rp_courses *courses,
                        const rp_roster *roster, const rp_policy *policy);
void rp_track_clear(rp_track *track);

/** Which end of an estimate's interval is on the other side of 0: a note of
 *  RP_TRACK_BELOW or _ABOVE, or nothing. */
rp_track_note rp_track_side(double value, double variance);

#endif
