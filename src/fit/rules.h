/**
 * @file rules.h
 * Who may not see whom, and by which named rule (src/docs/matching.md,
 * Eligibility).
 *
 * A rule is a pure function of one pair. A rule whose data is blank on either
 * side does not forbid; if the therapist's side is blank while the client's
 * side asks, the columns concerned go into `confirm`.
 */
#ifndef RP_FIT_RULES_H
#define RP_FIT_RULES_H

#include "fit/confirm.h"
#include "fit/fit.h"

typedef enum rp_rule {
    RP_RULE_LICENCE,
    RP_RULE_AGE,
    RP_RULE_CLIENT_TYPE,
    RP_RULE_LANGUAGE,
    RP_RULE_FORMAT,
    RP_RULE_COST,
    RP_RULE_TIME,
    RP_RULE_PRESCRIBER,
    RP_RULE_NOT_TREATED,
    RP_RULE_CONTRAINDICATED,
    RP_RULE_MUST_GENDER,
    RP_RULE_MUST_MODALITY,
    RP_RULE_MUST_POPULATIONS,
    RP_RULE_AVOID,
    RP_RULE_NOT_LISTED,
    RP_RULE_CONCERN,
    RP_RULE_MINIMUM, /* of the score: judged by whoever has scored */
    RP_RULE_COUNT
} rp_rule;

/** Names as in waitlist.csv ("must_gender"). */
extern const char *const rp_rule_names[RP_RULE_COUNT];

typedef enum rp_verdict { RP_PASS, RP_UNCONFIRMED, RP_FORBID } rp_verdict;

/** Can the rule forbid any therapist for this client, or ask for a blank? */
bool rp_rule_asks(const rp_fit *fit, const rp_need *need, rp_rule rule);

/**
 * Judge one pair by one rule other than RP_RULE_MINIMUM.
 *
 * @param confirm  gets the blank columns of an RP_UNCONFIRMED; may be NULL
 * @return the verdict as the rule gives it; --unknown forbid is applied by
 *         rp_rule_forbids()
 */
rp_verdict rp_rule_judge(const rp_fit *fit, const rp_need *need,
                         uint32_t therapist, rp_rule rule, rp_confirm *confirm);

/** Does the rule refuse the pair, blanks seen as --unknown says? */
bool rp_rule_forbids(const rp_fit *fit, const rp_need *need, uint32_t therapist,
                     rp_rule rule);

/** The least S a pair must have by policy min_score. */
int rp_rule_least_score(const rp_fit *fit);

/**
 * The bytes of a client that one rule looks at: clients with the same bytes
 * meet the same verdicts everywhere, so these can be remembered.
 *
 * @return false when out of memory
 */
bool rp_rule_key(const rp_fit *fit, const rp_need *need, rp_rule rule,
                 rp_buffer *out);

/**
 * The bytes of a therapist that the licence rule looks at: therapists with the
 * same bytes meet the same verdicts of it.
 *
 * @return false when out of memory
 */
bool rp_rule_licence_key(const rp_fit *fit, uint32_t therapist, rp_buffer *out);

/** Which formats both have, bits; in person only without a conflict of
 *  sites. */
unsigned rp_common_formats(const rp_fit *fit, const rp_need *need,
                           uint32_t therapist);

/** Does an insurer of the client match? */
bool rp_insurer_matches(const rp_fit *fit, const rp_need *need,
                        uint32_t therapist);

#endif
