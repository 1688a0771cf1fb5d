/**
 * @file measured.h
 * What a clinic's own questionnaires say of its therapists, as far as a score
 * needs it: how much better or worse clients did with one of them.
 *
 * src/outcomes makes it; here it is looked up.
 */
#ifndef RP_FIT_MEASURED_H
#define RP_FIT_MEASURED_H

#include "input/roster.h"

/** Half an 80 % interval of a normal distribution, in standard deviations. */
#define RP_INTERVAL_80 1.281552

/** Fewer figures than this are too few for words. */
enum { RP_ENOUGH_FIGURES = 15 };

/** A record: theta of src/docs/outcomes.md, in standard deviations of what
 *  clients change; above 0 is better than colleagues. */
typedef struct rp_record_of {
    const char *concern; /* as it is stored; NULL: any of which there is none */
    uint32_t figures;    /* n */
    double theta, variance;
    double reliability; /* lambda, 0..1 */
} rp_record_of;

/** The records of one therapist. */
typedef struct rp_records {
    const char *therapist;  /* id */
    const rp_record_of *of; /* [count] concerns with figures, bytewise */
    size_t count;
    rp_record_of other; /* every other concern */
} rp_records;

/** Everybody who has figures. Texts and arrays belong to whoever made it. */
typedef struct rp_measured {
    const rp_records *records; /* [count] by id, bytewise */
    size_t count;
} rp_measured;

/** The record of a therapist for a concern.
 *  @param concern  as it is stored
 *  @return NULL: they have no figures */
const rp_record_of *rp_measured_find(const rp_measured *measured,
                                     const char *therapist,
                                     const char *concern);

/** The records of an id, or NULL. */
const rp_records *rp_measured_records(const rp_measured *measured,
                                      const char *therapist);

/** One of these for a concern; never NULL. */
const rp_record_of *rp_records_find(const rp_records *records,
                                    const char *concern);

#endif
