/**
 * @file intake.h
 * Reading a clinic: two files in, a checked roster out.
 */
#ifndef RP_INPUT_INTAKE_H
#define RP_INPUT_INTAKE_H

#include "input/roster.h"
#include "input/safety/pseudonyms.h"

/** What to read, and how. */
typedef struct rp_intake {
    const char *therapists, *clients; /* paths; one may be "-"; without
                                         therapists the clients alone are read;
                                         both may be one workbook */
    const rp_taxonomy *taxonomy;      /* borrowed as long as the roster */
    const char *sheet;                /* of workbooks: NAME, or two with a comma
                                         between; NULL: those with a fitting
                                         header */
    rp_map *map;                      /* may be NULL */
    const rp_hours *parts; /* what "evenings" means, borrowed likewise; NULL:
                              the usual hours */
    rp_pseudonyms *pseudonyms; /* borrowed as long as the roster; NULL: ids are
                                  shown */
    bool strict;
    bool has_outcomes; /* so that how severe a client is has an effect */
    bool has_groups;   /* likewise who wants one */
    bool telehealth_decides[RP_SIDES]; /* though formats may be there: an edit
                                          added them */
    bool knows_headers;        /* what asks about danger was settled before */
    rp_people *gone[RP_SIDES]; /* whom an edit removed; NULL: nobody */
    bool has_today; /* said; else ages are counted to the latest referral */
    int32_t today;  /* a day */
    rp_date_order dates; /* of columns in which nothing tells the month from
                            the day; RP_DATES_UNASKED: an error */
} rp_intake;

/**
 * Read and check both files.
 *
 * Reading goes on past a bad cell and a file that cannot be read, so that one
 * run reports every problem of both files. What would only follow from a
 * problem that was told, such as an id that is in no row because its row could
 * not be read, is not told.
 *
 * @param[out] out  clear with rp_roster_clear() in any case; after RP_ERR_DATA
 *                  and RP_ERR_IO it holds the rows that could be read, its
 *                  lists of ids without meaning
 * @return RP_OK, RP_ERR_DATA (at least one error in findings), RP_ERR_IO
 *         (findings tell the file), RP_ERR_MEMORY
 */
rp_status rp_intake_read(rp_roster *out, const rp_intake *options,
                         rp_findings *findings);

/**
 * Read tables that are in memory already, by the same rules.
 *
 * @param tables   [RP_SIDES] taken over, also on failure
 * @param options  its paths are not read; they name nothing
 * @return RP_OK, RP_ERR_DATA, RP_ERR_MEMORY
 */
rp_status rp_intake_tables(rp_roster *out, rp_table *tables,
                           const rp_intake *options, rp_findings *findings);

#endif
