/**
 * @file rules.h
 * Who may not see whom, and by which named rule (src/docs/matching.md,
 * Eligibility).
 *
 * A rule is a pure function of one pair. A rule whose data is blank on either
 * side does not forbid; if the therapist's side is blank while the client's
 * side asks, the columns concerned go into `confirm`.
 *
 * What a rule is stands in its row (fit/rules/record.h); the table is all rows
 * of all families, in the order in which rules are tried and reported. The
 * last one is the least score, which is judged by whoever has scored.
 */
#ifndef RP_FIT_RULES_H
#define RP_FIT_RULES_H

#include "fit/rules/record.h"

/** A rule by its place in the table. */
typedef uint32_t rp_rule;

/** More than there are rules, for arrays and bits. */
enum { RP_RULES_MOST = 64 };

/** How many rules there are, the least score among them. */
uint32_t rp_rule_count(void);

/** The rule that demands the least score: the last. */
rp_rule rp_rule_of_score(void);

/** The rule that asks for enough time in common. */
rp_rule rp_rule_of_time(void);

/** A rule's row. */
const rp_rule_row *rp_rule_at(rp_rule rule);

/** Its name as in waitlist.csv ("must_gender"). */
const char *rp_rule_name(rp_rule rule);

/**
 * Append why a rule refuses a pair: "the client has declined T02", or "with T02
 * it is not so that they have a language in common".
 *
 * @return false when out of memory
 */
bool rp_rule_put_refusal(rp_buffer *out, const rp_fit *fit, uint32_t client,
                         uint32_t therapist, rp_rule rule);

/** The rule of a name; RP_NONE when there is none. */
rp_rule rp_rule_named(const char *name);

/** Can the rule forbid any therapist for this client, or ask for a blank? */
bool rp_rule_asks(const rp_fit *fit, const rp_need *need, rp_rule rule);

/**
 * Judge one pair by one rule; the least score lets every pair pass here.
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

/** The same for a row that is at hand, of a client whom it asks about. */
static inline bool rp_rule_refuses(const rp_fit *fit, const rp_need *need,
                                   uint32_t therapist, const rp_rule_row *row) {
    rp_verdict verdict = row->judge(fit, need, therapist, NULL);

    return verdict == RP_FORBID ||
           (verdict == RP_UNCONFIRMED && fit->unknown_forbids);
}

/**
 * The bytes of a client that a rule looks at: clients with the same bytes meet
 * the same verdicts everywhere, so these can be remembered.
 *
 * @param columns  those of row->clients
 * @return false when out of memory
 */
bool rp_rule_key(const rp_rule_row *row, const rp_columns *columns,
                 const rp_need *need, rp_buffer *out);

/**
 * The rules that forbid a pair, the least score left aside.
 *
 * @param[out] rules  the first `most` of them
 * @return how many; the search ends at `most` + 1
 */
uint32_t rp_rules_forbidding(const rp_fit *fit, const rp_need *need,
                             uint32_t therapist, rp_rule *rules, uint32_t most);

/** Ask every rule about a pair; `confirm` gets the blank columns. */
void rp_rules_confirm(const rp_fit *fit, const rp_need *need,
                      uint32_t therapist, rp_confirm *confirm);

/** Is it unknown whether the therapist has something that the client insists
 *  on? */
bool rp_rules_must_is_unknown(const rp_fit *fit, const rp_need *need,
                              uint32_t therapist);

/** The least S a pair must have by policy min_score. */
int rp_rule_least_score(const rp_fit *fit);

/** What the rules say of a therapists' column that they may find blank; NULL
 *  when it is blank to none. */
const rp_blank_row *rp_rules_blank(const rp_column *column);

#endif
