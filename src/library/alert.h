/**
 * @file alert.h
 * Who needs a person, whatever else is wrong with the files.
 */
#ifndef RP_LIBRARY_ALERT_H
#define RP_LIBRARY_ALERT_H

#include "fit/fit.h"
#include "rapport/alert.h"

/**
 * Tell of everybody who needs a person: first who is in crisis, then who has a
 * concern that a person should look at, then what should be looked at, then
 * sentences to be read, the same ones one after the other.
 *
 * @param fit       its roster, which may have errors, its taxonomy and who is
 *                  cleared alone matter
 * @param before    the clinic before some edits, whose people were told: these
 *                  are left out; NULL: there were no edits
 * @param findings  those of reading the roster
 */
void rp_alert_each(const rp_fit *fit, const rp_fit *before,
                   const rp_findings *findings, rp_alert_callback *tell,
                   void *payload);

#endif
