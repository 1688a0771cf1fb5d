/**
 * @file shown.h
 * What may stand on the page of a client: nothing for adults on a minor's.
 */
#ifndef RP_FIT_SHOWN_H
#define RP_FIT_SHOWN_H

#include "fit/fit.h"

enum { RP_ADULT_AGE = 18 };

/** Is the client known to be under 18? */
bool rp_shown_is_minor(const rp_client *client);

/**
 * May a concern, an approach or a free word stand on the client's page? A
 * concern of their own, or its parent or child, may where the table of such
 * words says so.
 */
bool rp_shown_may(const rp_fit *fit, const rp_client *client,
                  rp_adult_kind kind, uint32_t tag);

#endif
