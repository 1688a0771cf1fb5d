/**
 * @file links.h
 * Which clients belong together, and which are to be kept apart: what the
 * column linked_to says, read from both sides.
 */
#ifndef RP_MATCH_CONDITIONS_LINKS_H
#define RP_MATCH_CONDITIONS_LINKS_H

#include "input/roster.h"
#include "rapport/status.h"
#include "solve/conditions.h"

/** Begin with zeros: nobody is linked. */
typedef struct rp_links {
    uint32_t *kin;    /* [clients] the number of those who are to have one
                         therapist, also through others; RP_NONE: alone */
    uint32_t kins;    /* how many of these there are */
    rp_apart *aparts; /* [apart_count] each pair once, a < b, ascending */
    size_t apart_count;
    size_t *first;   /* [clients + 1] of the next */
    uint32_t *other; /* [2 apart_count] from whom each client is apart,
                        ascending */
} rp_links;

/** @return RP_OK or RP_ERR_MEMORY; clear it in any case */
rp_status rp_links_make(rp_links *out, const rp_roster *roster);
void rp_links_clear(rp_links *links);

/** Is anybody linked? */
static inline bool rp_links_any(const rp_links *links) {
    return links->kins > 0 || links->apart_count > 0;
}

/** Are two clients to have one therapist? Nobody is with themselves. */
static inline bool rp_links_same(const rp_links *links, uint32_t a,
                                 uint32_t b) {
    return links->kins > 0 && a != b && links->kin[a] != RP_NONE &&
           links->kin[a] == links->kin[b];
}

/** The clients from whom one is apart. @return how many */
static inline size_t rp_links_apart(const rp_links *links, uint32_t client,
                                    const uint32_t **others) {
    *others = NULL;
    if (links->apart_count == 0)
        return 0;
    *others = links->other + links->first[client];
    return links->first[client + 1] - links->first[client];
}

#endif
