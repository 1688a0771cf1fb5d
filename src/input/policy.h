/**
 * @file policy.h
 * Every number that scoring and matching use, and what words such as
 * "evenings" mean, as settings that a file may replace. The defaults and their
 * sources stand in datasets/policies.
 */
#ifndef RP_INPUT_POLICY_H
#define RP_INPUT_POLICY_H

#include "base/finding.h"
#include "input/times/clock.h"
#include "rapport/status.h"

/**
 * The criteria, in the order of every table: X(its constant, its name), with
 * `between` between two of them.
 *
 * To add one, add it to this list and write src/fit/criteria/NAME.c, which
 * defines rp_criterion_NAME (fit/criteria/record.h). Its setting weight.NAME,
 * its place among `priorities`, its columns in ranked.csv, because and but,
 * confirm and explain follow. It weighs nothing until a policy says so: the
 * default weights, with their sources, stand in datasets/policies/default.csv.
 */
#define RP_CRITERIA(X, between)                                                \
    X(EXPERTISE, expertise)                                                    \
    between X(MODALITY, modality)                                              \
    between X(STYLE, style)                                                    \
    between X(PREFERENCES, preferences)                                        \
    between X(ACCESS, access)

/** For RP_CRITERIA() where a list in C is made. */
#define RP_COMMA ,
#define RP_CRITERION_CONSTANT(constant, name) RP_##constant
#define RP_CRITERION_NAME(constant, name) #name

enum rp_criterion {
    RP_CRITERIA(RP_CRITERION_CONSTANT, RP_COMMA),
    RP_CRITERION_COUNT
};

/** Their names as one string: "expertise,modality,…", "expertise, …". */
#define RP_CRITERIA_COLUMNS RP_CRITERIA(RP_CRITERION_NAME, ",")
#define RP_CRITERIA_WORDS RP_CRITERIA(RP_CRITERION_NAME, ", ")

enum rp_axis { RP_DIRECTIVE, RP_EMOTION, RP_PAST, RP_SUPPORT, RP_AXIS_COUNT };

typedef struct rp_policy {
    double weight[RP_CRITERION_COUNT];
    double priority[3];
    double depth_half; /* clients treated that make half of full depth */
    double related;
    double specialties_blank;
    double rating[8]; /* by rp_rating; contraindicated is never read */
    double dead_zone;
    double axis[RP_AXIS_COUNT];
    double session_minutes, access_minutes;
    double promise_hours;   /* 0 or 1: an hour is promised once */
    double stale_days;      /* from which openings are asked for again */
    double require_concern; /* 0 or 1 */
    double min_score;       /* points */
    double human_flag;      /* 0 or 1 */
    double promote_weeks;
    double promote_rematch; /* 0 or 1 */
    double wait_points;     /* S-units a full week */
    double wait_weeks_max;
    double fair_floor;    /* points */
    double keep_points;   /* S-units for a pair of an earlier run */
    double choice_drop;   /* S-units another client may fall */
    double choice_points; /* S-units all others may lose */
    double lottery;       /* the seed that settles ties */
    double offer_days;    /* an offer without an answer is kept */
    double leave_weeks;   /* before somebody leaves they take nobody new */
    /* of outcomes: src/docs/outcomes.md */
    double expertise_measured; /* weight of expertise where a record is there;
                                  NAN: not set, that of expertise */
    double missing_max;        /* share of courses without post beyond which a
                                  therapist is left out */
    double slope_min;    /* complete courses from which a slope is estimated */
    double concern_pull; /* therapists that make half of a concern's mean */
    double icc, icc_weight; /* the prior, and how many therapists it is worth */
    double global_share; /* of a therapist's variance, whatever the concern */
    double span;         /* a record that moves the depth by a whole 1 */
    double open_days;
    double severe; /* times that a record counts for a severe client */
    double review_questionnaires;   /* fewer of them are too early to tell */
    double review_weeks;            /* what is older is no trigger */
    rp_hours hours[RP_HOURS_WORDS]; /* what "evenings" means */
} rp_policy;

/** Names of the criteria, as in policy and columns ("expertise"). */
extern const char *const rp_criterion_names[RP_CRITERION_COUNT];
extern const char *const rp_axis_names[RP_AXIS_COUNT];

/**
 * The default policy, changed by a file.
 *
 * @param path  a policy file; NULL for the default alone
 * @param[out] sha256  of the file, when path is not NULL; may be NULL
 * @param[out] rows    of the file, likewise
 * @return RP_OK, RP_ERR_DATA, RP_ERR_IO (errno), RP_ERR_MEMORY
 */
rp_status rp_policy_load(rp_policy *out, const char *path, char *sha256,
                         uint32_t *rows, rp_findings *findings);

/** How many settings there are, and the name and value of each: NaN where the
 *  setting is a text, or is not set. */
size_t rp_policy_count(void);
const char *rp_policy_name(size_t setting);
double rp_policy_value(const rp_policy *policy, size_t setting);

/** What of a run some settings are for: bits. */
enum {
    RP_USES_OUTCOMES = 1,
    RP_USES_PARTINGS = 2,
    RP_USES_REVIEW = 4 /* no run: what it decides hangs on none of these */
};

/** Does a setting matter to a run: is it set, and is it for nothing that the
 *  run does not use? */
bool rp_policy_matters(const rp_policy *policy, size_t setting, unsigned uses);

enum { RP_POLICY_TEXT = 16 }; /* bytes of a setting that is a text */

/** A setting that is a text, such as `08:00-12:00`. @return false when it is a
 *  number, which rp_policy_value() tells */
bool rp_policy_text(char out[RP_POLICY_TEXT], const rp_policy *policy,
                    size_t setting);

#endif
