/**
 * @file clinic.h
 * Everything a command needs before it can do its work: all inputs read and
 * checked, all problems told, and who needs a human named first.
 */
#ifndef RP_CLI_CLINIC_H
#define RP_CLI_CLINIC_H

#include "cli/option.h"
#include "fit/fit.h"
#include "input/intake.h"
#include "match/outcome.h"
#include "output/earlier_run/kept.h"

typedef struct rp_clinic {
    rp_findings findings;
    rp_taxonomy taxonomy;
    rp_policy policy;
    rp_map *map;
    rp_roster roster;
    rp_scores scores;
    rp_fit fit;
    rp_triage triage;
    rp_kept kept; /* the earlier run of --keep, and who had whom in it */
    rp_kept_pairs pairs;
    rp_input inputs[4 + RP_MAX_MAPS]; /* therapists, clients, scores, … */
    size_t input_count;
} rp_clinic;

/**
 * Read therapists, clients, and whatever the options name.
 *
 * Prints to `err`, in this order: who needs a human, every finding.
 *
 * @param settle_pins  find contradictions of pins too
 * @return RP_OK or why it stopped; clear the clinic in any case
 */
rp_status rp_clinic_open(rp_clinic *out, const rp_options *options,
                         bool settle_pins, FILE *err);
void rp_clinic_clear(rp_clinic *clinic);

/**
 * Say who needs a person: first who is in crisis, then who has a concern that
 * a person should look at. Findings are those of reading the roster, which may
 * have errors.
 *
 * @param fit     its roster and its taxonomy alone matter
 * @param before  the clinic before some edits, whose people were named: these
 *                are left out; NULL: there were no edits
 */
void rp_clinic_name_humans(const rp_fit *fit, const rp_fit *before,
                           const rp_findings *findings, FILE *err);

/** What was read stays as it is. @return as rp_hold_spare() */
rp_status rp_clinic_spare(const rp_clinic *clinic, rp_hold *hold);

/** What the planner is told of the floor: S-units, 0 without --objective fair.
 */
uint16_t rp_clinic_floor(const rp_clinic *clinic, const rp_options *options);

/** The exit status for a status. */
int rp_clinic_exit(rp_status status);

#endif
