/**
 * @file contact.h
 * clinic.csv: how to reach the clinic, and what to do when it cannot wait. It
 * stands on every page for clients.
 */
#ifndef RP_INPUT_SAFETY_CONTACT_H
#define RP_INPUT_SAFETY_CONTACT_H

#include "base/arena.h"
#include "base/finding.h"
#include "rapport/status.h"

#include <stdbool.h>

/** The most bytes of `help_now`, of `currency` and of every other value. */
enum {
    RP_CONTACT_HELP = 300,
    RP_CONTACT_CURRENCY = 12,
    RP_CONTACT_VALUE = 200
};

/** What is blank or not given is NULL. Zeroed: nothing is known. */
typedef struct rp_contact {
    const char *name, *phone, *email, *web;
    const char *help_now; /* whom to turn to in an emergency */
    const char *currency; /* a sign ($) or a code (USD) for amounts */
    int hours;            /* of the clock, 12 or 24; 0 is 24 */
} rp_contact;

/**
 * Read a file of `setting,value`.
 *
 * @param arena        keeps the texts
 * @param[out] sha256  of the file; may be NULL
 * @param[out] rows    below the header; may be NULL
 * @return RP_OK, RP_ERR_DATA, RP_ERR_IO (findings say where), RP_ERR_MEMORY
 */
rp_status rp_contact_read(rp_contact *out, const char *path, rp_arena *arena,
                          char *sha256, uint32_t *rows, rp_findings *findings);

/** Is there any way to reach the clinic? */
bool rp_contact_is_reachable(const rp_contact *contact);

#endif
