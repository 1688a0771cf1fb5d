/**
 * @file clinic.h
 * A clinic out of a few strings, read as the program reads its files.
 */
#ifndef RP_UNIT_CLINIC_H
#define RP_UNIT_CLINIC_H

#include "fit/fit.h"
#include "input/intake.h"
#include "match/outcome.h"

/** CSV texts; NULL for none. */
typedef struct clinic_files {
    const char *therapists, *clients;
    const char *policy, *scores, *map;
    bool strict, unknown_forbids;
} clinic_files;

typedef struct clinic {
    rp_findings findings;
    const rp_taxonomy *taxonomy; /* of all clinics */
    rp_policy policy;
    rp_map *map;
    rp_roster roster;
    rp_scores scores;
    rp_fit fit;
    rp_need need;
    char *said; /* every finding, a line each */
} clinic;

/** Read a clinic; its files are called therapists.csv and so on in `said`.
 *  @return the first status that was not RP_OK; close it in any case */
rp_status clinic_try(clinic *out, const clinic_files *files);

/** The same, and the test fails unless it is read without an error. */
void clinic_open(clinic *out, const clinic_files *files);
void clinic_close(clinic *c);

/** What one client needs; fails when there is no such client. */
const rp_need *clinic_need(clinic *c, const char *client);
uint32_t clinic_therapist(const clinic *c, const char *id);
uint32_t clinic_client(const clinic *c, const char *id);

/** The number of a name in the roster's tags; fails when nobody wrote it. */
uint32_t clinic_tag(const clinic *c, rp_names_id names, const char *text);

/** A list as "a:12; b!; c?", for comparison; the caller frees it. */
char *clinic_list(const clinic *c, rp_names_id names, const rp_list *list);

/* -- files ----------------------------------------------------------------- */

/** A new empty folder; the caller frees the name. */
char *scratch_new(void);
/** Remove the folder and all that is in it, and free the name. */
void scratch_remove(char *folder);
/** folder/name, in a buffer that holds until the fourth call from here. */
const char *scratch_path(const char *folder, const char *name);
void scratch_write(const char *path, const void *bytes, size_t length);
/** The whole file with a zero byte behind it; the caller frees it. NULL when
 *  there is none. */
char *scratch_read(const char *path, size_t *length);

#endif
