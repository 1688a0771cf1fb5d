/**
 * @file clinic.h
 * A clinic: its therapists and its clients, read, checked, ready to be judged.
 *
 * People are numbered from 0, clients and therapists apart, in bytewise order
 * of their ids: the order of rows in a file has no meaning.
 *
 * A clinic does not change once it is read. Any number of threads may use it
 * at the same time.
 */
#ifndef RAPPORT_CLINIC_H
#define RAPPORT_CLINIC_H

#include "rapport/alert.h"
#include "rapport/export.h"
#include "rapport/finding.h"
#include "rapport/status.h"

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct rp_clinic rp_clinic;

/** The most files that rename headers. */
#define RP_MAX_MAPS 16

/** A CSV file or a workbook (.xlsx), or its bytes in memory. Borrowed during
 *  the call. Both rosters may be sheets of one workbook: with equal names. */
typedef struct rp_csv {
    const char *name;  /**< a path ("-": standard input); with bytes, what
                            findings and run.json call them */
    const void *bytes; /**< [length] as they would be in the file; NULL: read
                            the file */
    size_t length;     /**< bytes */
} rp_csv;

/** What to read, and how. Start with RP_CLINIC_OPTIONS_INIT. */
typedef struct rp_clinic_options {
    size_t size; /**< sizeof(rp_clinic_options), set by the macro */
    rp_csv therapists, clients;
    const char *policy;      /**< a file of settings; NULL: the default */
    const char *taxonomy;    /**< a folder; NULL: the one built in */
    const char *scores;      /**< a file of scores from elsewhere, which then
                                  replace those computed here; NULL */
    const char *const *maps; /**< [map_count] files that rename headers */
    size_t map_count;        /**< at most RP_MAX_MAPS */
    const char *today; /**< waits as of this day, YYYY-MM-DD; NULL: the latest
                            referral */
    const char *dates; /**< "mdy" or "dmy": what 11/3/2026 means in a column
                            that does not decide; NULL: an error */
    int each;          /**< not 0: every finding, else one for all of its
                            kind in one column */
    int strict;        /**< not 0: a value that nobody knows is an error */
    int strict_queue; /**< not 0: within a tier, whoever was referred earlier is
                           placed first */
    int unknown_forbids; /**< not 0: a rule that lacks the therapist's data
                              forbids the pair */
    const char *keep; /**< result directory of an earlier run, whose pairs are
                           worth more; NULL: none */
    const char *answers;  /**< a file of what clients were told and what they
                               said; NULL */
    const char *groups;   /**< a file of groups that clients may have a seat in;
                             NULL: none */
    const char *cleared;  /**< a file of clients at whom a person has looked;
                               NULL */
    int frozen;           /**< not 0: the pairs of `keep` are pins */
    const char *clinic;   /**< a file of how to reach the clinic, for the pages;
                               NULL: they do not say */
    const char *outcomes; /**< a file of what came of earlier therapies; NULL */
    const char *history;  /**< a file of what came of pairs, from which
                               `rapport calibrate` learns; NULL */
    const char *sheet;    /**< which sheet of a workbook: "NAME", or two of them
                               as "THERAPISTS,CLIENTS"; NULL: the one whose
                               header fits */
    const char *limits;   /**< a file of limits, how many of some clients some
                               therapists take; NULL: none */
    int use_reserve;      /**< not 0: openings that therapists reserve for
                               urgent clients are anybody's */
    uint32_t effort;      /**< where limits and links make a plan hard: nodes of
                               branching a part, at most; 0: 10000 */
    const char *pseudonyms;       /**< a file with a key: people are called by
                                       pseudonyms made with it, and no name is
                                       shown; NULL: ids are */
    rp_finding_callback *finding; /**< may be NULL */
    rp_alert_callback *alert;     /**< called before any finding, crises first;
                                       may be NULL */
    void *payload;                /**< of both */
} rp_clinic_options;

#define RP_CLINIC_OPTIONS_INIT                                                 \
    {                                                                          \
        sizeof(rp_clinic_options), {NULL, NULL, 0}, {NULL, NULL, 0}, NULL,     \
            NULL, NULL, NULL, 0, NULL, NULL, 0, 0, 0, 0, NULL, NULL, NULL,     \
            NULL, 0, NULL, NULL, NULL, NULL, NULL, 0, 0, NULL, NULL, NULL,     \
            NULL                                                               \
    }

/**
 * Read a clinic.
 *
 * Reading goes on past a bad cell and past a file that cannot be read, so that
 * one call reports every problem.
 *
 * @param[out] out  NULL on failure; free with rp_clinic_free()
 * @param options   borrowed during the call, with all it points to
 * @return RP_OK; RP_ERR_DATA (at least one error was found); RP_ERR_USAGE
 *         (options of another size, no name, no such day, too many maps,
 *         `frozen` without `keep`); RP_ERR_PINS; RP_ERR_IO; RP_ERR_MEMORY
 */
RP_API rp_status rp_clinic_read(rp_clinic **out,
                                const rp_clinic_options *options);

/** Free a clinic, after every match of it; NULL is fine. */
RP_API void rp_clinic_free(rp_clinic *clinic);

/** How many there are. */
RP_API uint32_t rp_clinic_client_count(const rp_clinic *clinic);
RP_API uint32_t rp_clinic_therapist_count(const rp_clinic *clinic);

/** The id of a client, 0 .. count - 1. Borrowed from the clinic. */
RP_API const char *rp_clinic_client_id(const rp_clinic *clinic,
                                       uint32_t client);
RP_API const char *rp_clinic_therapist_id(const rp_clinic *clinic,
                                          uint32_t therapist);

/** The name of a therapist, "" where the cell is blank. Borrowed. */
RP_API const char *rp_clinic_therapist_name(const rp_clinic *clinic,
                                            uint32_t therapist);

/** How many new clients a therapist can take, pinned ones included. */
RP_API uint32_t rp_clinic_therapist_openings(const rp_clinic *clinic,
                                             uint32_t therapist);

/** The number of an id, RP_NONE when nobody has it. */
RP_API uint32_t rp_clinic_find_client(const rp_clinic *clinic, const char *id);
RP_API uint32_t rp_clinic_find_therapist(const rp_clinic *clinic,
                                         const char *id);

/** Does a person have to look at this client first? */
RP_API rp_alert rp_clinic_alert(const rp_clinic *clinic, uint32_t client);

#ifdef __cplusplus
}
#endif
#endif
