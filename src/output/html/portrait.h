/**
 * @file portrait.h
 * The pictures of therapists as data URIs, each read when a page first shows
 * it.
 */
#ifndef RP_OUTPUT_HTML_PORTRAIT_H
#define RP_OUTPUT_HTML_PORTRAIT_H

#include "input/roster.h"

typedef struct rp_portraits {
    const rp_roster *roster; /* borrowed */
    char **uris;             /* [therapists] "" for none, NULL: not yet read */
} rp_portraits;

/** @return RP_OK or RP_ERR_MEMORY; clear in any case */
rp_status rp_portraits_open(rp_portraits *out, const rp_roster *roster);
void rp_portraits_clear(rp_portraits *portraits);

/** The picture of a therapist, "" for none; valid until they are cleared. */
const char *rp_portraits_uri(rp_portraits *portraits, uint32_t therapist);

#endif
