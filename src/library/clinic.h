/**
 * @file clinic.h
 * What stands behind rapport/clinic.h: all inputs read and checked, all
 * problems collected, and everybody sorted out.
 */
#ifndef RP_LIBRARY_CLINIC_H
#define RP_LIBRARY_CLINIC_H

#include "fit/fit.h"
#include "input/groups/groups.h"
#include "input/intake.h"
#include "input/outcomes/history.h"
#include "input/safety/contact.h"
#include "match/outcome.h"
#include "outcomes/review/review.h"
#include "outcomes/track.h"
#include "output/earlier_run/kept.h"
#include "rapport/clinic.h"

struct rp_clinic {
    rp_arena arena; /* of what the options named */
    rp_findings findings;
    rp_taxonomy taxonomy;
    rp_policy policy;
    rp_map *map;
    rp_roster roster;
    rp_scores scores;
    rp_contact contact;
    rp_answers answers; /* zero without a file */
    rp_standing standing;
    rp_cleared cleared; /* zero without a file */
    rp_courses courses; /* of the sheet of outcomes, likewise */
    rp_track track;     /* the records of therapists in it */
    bool has_outcomes;
    rp_pseudonyms *pseudonyms; /* NULL: ids are shown */
    const char *key;           /* the file of their key */
    rp_history history;        /* zero without a file */
    rp_groups groups;          /* zero without a file */
    rp_limits limits;          /* likewise */
    rp_fit fit;
    rp_triage triage;
    rp_kept kept; /* the earlier run, and who had whom in it */
    rp_kept_pairs pairs;
    rp_kept_list keeps; /* the pairs, for another triage of these people */
    bool has_keep;
    bool in_memory[RP_SIDES];          /* bytes, no file */
    const char *folder;                /* of the taxonomy; NULL: built in */
    size_t folder_sources;             /* the first of the findings' sources */
    rp_input inputs[10 + RP_MAX_MAPS]; /* therapists, clients, scores, … */
    size_t input_count;
    size_t contact_at; /* which of them says how to reach the clinic; 0: none */
    const char *words[37 + 2 * RP_MAX_MAPS]; /* as `match` would be told on a
                                                command line */
    size_t word_count;
    unsigned shortages; /* rp_shortage_count() before it was read */
};

/**
 * The same as rp_clinic_read() for a clinic in the caller's memory, and without
 * its callbacks: findings are sorted and stay in the clinic.
 *
 * After a failure it holds what could be read.
 *
 * @param keeps_pinned_only  of the earlier run keep only what it had pinned
 * @return as rp_clinic_read(); clear the clinic in any case
 */
rp_status rp_clinic_open(rp_clinic *out, const rp_clinic_options *options,
                         bool keeps_pinned_only);
void rp_clinic_clear(rp_clinic *clinic);

/** Every file that was read stays as it is, but for those of the earlier run.
 *  @return as rp_hold_spare() */
rp_status rp_clinic_spare(const rp_clinic *clinic, rp_hold *hold);

/** The pairs of the earlier run; NULL: none is kept. */
const rp_kept_list *rp_clinic_keeps(const rp_clinic *clinic);

/**
 * Let the records of therapists count for a roster that is not the clinic's
 * own, such as an edited one.
 *
 * @param[out] track  clear with rp_track_clear() in any case
 * @param fit         of that roster
 * @return RP_OK or RP_ERR_MEMORY
 */
rp_status rp_clinic_measure(const rp_clinic *clinic, rp_track *track,
                            rp_fit *fit);

/**
 * The same groups for a roster that is not the clinic's own, where there are
 * any: the hours of their leaders are taken. To be done before a fit is made
 * of the roster.
 *
 * @param[out] groups  clear with rp_groups_clear() in any case
 * @return RP_OK or RP_ERR_MEMORY
 */
rp_status rp_clinic_move_groups(const rp_clinic *clinic, rp_groups *groups,
                                rp_roster *roster);

/**
 * Review the therapies of a clinic as of its day; an empty review where there
 * is no sheet of outcomes, or one that does not tell what happened on the way.
 *
 * @param[out] out  clear with rp_review_clear() in any case
 * @return RP_OK or RP_ERR_MEMORY
 */
rp_status rp_clinic_review(rp_review *out, const rp_clinic *clinic);

/** At whom a person has looked; NULL: no file says. */
const rp_cleared *rp_clinic_cleared(const rp_clinic *clinic);

#endif
