/**
 * @file amended.h
 * A clinic in which a client, a therapist or one of each is read again.
 *
 * For trying many edits of which each touches one or two people: only the
 * columns that an edit writes to are read, by the rules of the ordinary intake.
 * The answer is the same as after rp_edit_apply(); all other people stay as
 * they were read.
 */
#ifndef RP_WHY_EDIT_AMENDED_H
#define RP_WHY_EDIT_AMENDED_H

#include "fit/fit.h"
#include "why/edit/edit.h"

/** One thread's. It points into itself: do not move it. */
typedef struct rp_amended {
    rp_fit fit; /* with what was applied last; one therapist more than the
                   clinic, who is the copy if there is one */
    /* private to amended.c */
    rp_roster roster;             /* people and layouts are copies, with room */
    rp_register people[RP_SIDES]; /* numbered as in the roster; empty until
                                     an edit names somebody */
    rp_reader reader;
    rp_findings findings;
    rp_arena arena;         /* of what was read again */
    rp_client client;       /* as they were, */
    rp_therapist therapist; /* if they stand in `whose` */
    rp_offer offer;
    uint32_t whose[RP_SIDES]; /* RP_NONE: nobody's */
} rp_amended;

/** @param base  borrowed, with its roster, until rp_amended_clear()
 *  @return RP_OK or RP_ERR_MEMORY; clear it in any case */
rp_status rp_amended_open(rp_amended *out, const rp_fit *base);
void rp_amended_clear(rp_amended *amended);

/**
 * Apply edits in place of those before.
 *
 * @param edits  cells of at most one client and one therapist, or the copy of
 *               a therapist; of two edits of one cell the later one holds
 * @return RP_OK, RP_ERR_DATA (the clinic would have errors), RP_ERR_MEMORY
 */
rp_status rp_amended_apply(rp_amended *amended, const rp_edit *edits,
                           uint32_t count);

#endif
