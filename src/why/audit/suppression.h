/**
 * @file suppression.h
 * Which groups are too small to be shown, and which others would give them
 * away.
 *
 * A shown group reveals its clients n and how many of them are placed. A set of
 * clients is small when it has somebody in it, and fewer than the threshold of
 * clients, of placed ones or of ones who are not placed.
 *
 * 1. A small group is hidden.
 * 2. The hidden groups of a column are at least two, and all who are in them
 *    are no small set, else the column's next smallest group (by n, then name)
 *    joins them. So it does while each of them has a single client.
 * 3. All columns together: whoever knows how the columns hang together (which
 *    group contains which) can add and subtract what is shown. So no hidden
 *    group, and no small set that two groups cut out (both, one without the
 *    other, neither; a group alone is cut out by itself, and so is its rest)
 *    may be a sum of shown sets, each times any number. Of the shown groups
 *    that add up to one the smallest is hidden too, and 2 and 3 are looked at
 *    again.
 *
 *    Where an audited column says who is in a tier (urgency), and all of that
 *    tier are placed or nobody is, they are taken out where those are counted
 *    to whom they add nothing; so are pinned clients (pin).
 *
 * Whether a set is such a sum is a question of linear algebra over the
 * clients. Each client has a vector of pseudo-random numbers modulo the prime
 * 2^31 - 1 in place of a unit vector, as many as there are shown sets and two
 * more: every sum stays one, and that another set looks like one has a chance
 * of about 2^-31 (it would hide a group too many).
 */
#ifndef RP_WHY_AUDIT_SUPPRESSION_H
#define RP_WHY_AUDIT_SUPPRESSION_H

#include "why/audit/groups.h"

/**
 * Set is_hidden of every group.
 *
 * @param groups   first those that are shown anyway (RP_NO_COLUMN), beginning
 *                 with everybody; then the others by column
 * @param clients  how many there are in the clinic
 * @param placed   [clients]
 * @param small    the threshold; 0 hides nothing
 * @return RP_OK or RP_ERR_MEMORY
 */
rp_status rp_suppress(rp_audit_groups *groups, uint32_t clients,
                      const bool *placed, uint32_t small);

#endif
