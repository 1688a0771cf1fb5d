/**
 * @file parted.h
 * What earlier therapies that ended, each with its reason, change in what a
 * client is looking for.
 *
 * The record stays as it was written; this is derived from it, and from what
 * the therapists offer who were left. Source: src/docs/outcomes.md.
 */
#ifndef RP_FIT_PARTED_H
#define RP_FIT_PARTED_H

#include "input/roster.h"

/** An approach that counts as tried. */
typedef struct rp_tried {
    uint32_t modality, parting; /* the number of the client's parting */
} rp_tried;

typedef struct rp_parted {
    double style[RP_AXIS_COUNT];         /* the wish, -3..3; NAN: none */
    int style_from[RP_AXIS_COUNT];       /* number of the parting that moved it
                                            to the side where it is; or -1 */
    double factor[RP_CRITERION_COUNT];   /* of the criterion's weight */
    int factor_from[RP_CRITERION_COUNT]; /* the first parting; or -1 */
    rp_tried *tried;                     /* [tried_count] */
    size_t tried_count, tried_room;
} rp_parted;

/**
 * Every effect counts once, whatever number of therapists it was named for;
 * opposite ones cancel.
 *
 * @param[in,out] out  zeroed or of another client; clear it at the end
 * @return false when out of memory
 */
bool rp_parted_set(rp_parted *out, const rp_roster *roster,
                   const rp_taxonomy *taxonomy, const rp_policy *policy,
                   const rp_client *client);
void rp_parted_clear(rp_parted *parted);

/** Does any client name a reason? */
bool rp_parted_anybody(const rp_roster *roster);

/** Does a reason let a routine client count as soon? */
bool rp_parted_promotes(const rp_client *client);

/** The number of the parting over which a person sees to the client; -1:
 *  none. */
int rp_parted_unsafe(const rp_client *client);

/** The number of the parting for which an approach counts as tried; -1: it
 *  does not. It or its parent has to be among them. */
int rp_parted_tried(const rp_parted *parted, const rp_taxonomy *taxonomy,
                    uint32_t modality);

/** Do the same approaches count as tried? */
bool rp_parted_is_same(const rp_parted *a, const rp_parted *b);

/** The therapist of a client's parting, as messages call them. */
rp_quoted rp_parted_therapist(const rp_client *client, int parting);

enum { RP_PARTED_WORDS = 120 };

/** "T04 was too directive": what goes behind "since". */
void rp_parted_words(char out[RP_PARTED_WORDS], const rp_client *client,
                     int parting);

#endif
