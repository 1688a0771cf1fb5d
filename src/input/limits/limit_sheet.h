/**
 * @file limit_sheet.h
 * The limits of a clinic: a sheet beside those of people. Source:
 * src/docs/weeks.md, Limits.
 */
#ifndef RP_INPUT_LIMITS_LIMIT_SHEET_H
#define RP_INPUT_LIMITS_LIMIT_SHEET_H

#include "input/map/map.h"
#include "input/roster.h"

/** Begin with zeros: no limit. */
typedef struct rp_limits {
    rp_limit *items; /* [count] by id */
    uint32_t count;
    uint32_t max_column; /* of the file; RP_NONE: none is `max` */
    rp_arena arena;      /* of the values */
    rp_table table;      /* for places of findings */
} rp_limits;

/** How the sheet is read. */
typedef struct rp_limits_options {
    const rp_roster *roster; /* read before; may have errors */
    rp_map *map;             /* may be NULL */
    double minutes;          /* of a session */
    bool strict;
} rp_limits_options;

/**
 * Read a sheet of limits, by the rules of the sheets of people.
 *
 * Errors are: a filter that cannot be read, min above max, an id twice. A value
 * that nobody has is a warning: it may be somebody's next week.
 *
 * @param[out] out    clear with rp_limits_clear() in any case
 * @param[out] input  digest and rows, for run.json
 * @return RP_OK, RP_ERR_DATA, RP_ERR_IO (findings tell), RP_ERR_MEMORY
 */
rp_status rp_limits_read(rp_limits *out, const char *path,
                         const rp_limits_options *options, rp_input *input,
                         rp_findings *findings);
void rp_limits_clear(rp_limits *limits);

#endif
