/**
 * @file clinic.h
 * The clinic that a fuzzed file is, or beside which it is read.
 */
#ifndef TESTS_FUZZ_CLINIC_H
#define TESTS_FUZZ_CLINIC_H

#include "fuzz/target.h"

#include "fit/fit.h"
#include "input/intake.h"

typedef struct fuzz_clinic {
    rp_findings findings;
    rp_policy policy;
    rp_map *map; /* NULL: none; its findings are among these */
    rp_roster roster;
    rp_fit fit; /* of a sound clinic */
    bool has_fit;
} fuzz_clinic;

/** The built-in taxonomy, parsed once. */
const rp_taxonomy *fuzz_known(void);

/** How sheets are read: words of a text, "strict dmy mdy forbid". */
typedef struct fuzz_reading {
    bool strict, unknown_forbids;
    rp_date_order dates;
} fuzz_reading;
fuzz_reading fuzz_reading_of(rp_text words);

/** Read two sheets.
 *  @param clinic  zeroed, or with the map to read them by
 *  @return RP_OK or RP_ERR_DATA; close it in any case */
rp_status fuzz_clinic_read(fuzz_clinic *clinic, rp_text therapists,
                           rp_text clients, fuzz_reading how);
/** The sound clinic, for a reader that adds to it. */
void fuzz_clinic_open(fuzz_clinic *out);
/** Prints all findings, and holds a status to them. */
void fuzz_clinic_close(fuzz_clinic *clinic, rp_status status);

/** The sound clinic, read once, for readers that leave it as it is.
 *  @param[out] findings  can speak of its sheets; end them with it */
const fuzz_clinic *fuzz_sound(rp_findings *findings);
void fuzz_sound_end(rp_findings *findings, rp_status status);

/** Findings that were collected without a clinic. */
void fuzz_findings_end(rp_findings *findings, rp_status status);

#endif
