/**
 * @file review.h
 * Therapies to look at: who is at risk, worse, stuck, unhappy with the
 * sessions or staying away, and what to try next.
 *
 * It proposes; a person decides. Source: src/docs/outcomes.md.
 */
#ifndef RP_OUTCOMES_REVIEW_REVIEW_H
#define RP_OUTCOMES_REVIEW_REVIEW_H

#include "outcomes/review/ladder.h"

/** What is to be done about one client. */
typedef struct rp_review_client {
    uint32_t client;       /* of the roster */
    uint32_t seen;         /* the same of the courses */
    rp_signs signs;        /* owned */
    const char *therapist; /* id of whom they see */
    rp_trigger trigger;    /* the first of their rows; RP_TRIGGER_NONE */
    bool is_human;         /* crisis, or whom a person sees to for another
                              reason */
    rp_rung rung;          /* owned; none without a trigger, and where nothing
                              newer is known than when the last one was taken */
} rp_review_client;

/** A row of review.csv: a client with a therapist and a measure. */
typedef struct rp_review_row {
    const rp_review_client *about;
    const rp_review_course *course;
    const char *therapist; /* id */
    rp_trigger trigger;    /* of this row */
} rp_review_row;

typedef struct rp_review {
    rp_review_client *clients; /* [client_count] who have rows, by id */
    size_t client_count;
    rp_review_row *rows; /* [count] by client, therapist, measure, bytewise */
    size_t count;
    int32_t newest; /* the newest date of the sheet: reviewed_on of a step */
} rp_review;

/**
 * Review every client of the roster who has rows.
 *
 * @param courses  a sheet of the form of sessions; lives, like fit and triage,
 *                 as long as the review
 * @param today    as of rp_signs_read()
 * @param[out] out  clear with rp_review_clear() in any case
 * @return RP_OK or RP_ERR_MEMORY
 */
rp_status rp_review_make(rp_review *out, const rp_courses *courses,
                         const rp_fit *fit, const rp_triage *triage,
                         int32_t today);
void rp_review_clear(rp_review *review);

/** Therapies to look at: clients with a trigger.
 *  @param[out] human  how many of them need a person */
size_t rp_review_to_look_at(const rp_review *review, size_t *human);

#endif
