/**
 * @file confirm.h
 * What has to be asked before a pair is certain: therapist columns that are
 * blank while the client's side asks, each once, in the order they came up.
 */
#ifndef RP_FIT_CONFIRM_H
#define RP_FIT_CONFIRM_H

#include "input/schema.h"

/** What kind of reply fills a blank cell of a therapist. */
typedef enum rp_reply {
    RP_REPLY_LIST,      /* values that clients ask for, or `none` */
    RP_REPLY_ELSEWHERE, /* the same, but no `none`: somewhere else */
    RP_REPLY_FROM,      /* a lower bound on a number of the client's */
    RP_REPLY_PRICE,     /* a number that the client's must reach */
    RP_REPLY_TIMES,     /* windows of the week */
    RP_REPLY_YES,       /* yes or no */
    RP_REPLY_FEWER      /* of openings: fewer than are written down */
} rp_reply;

/** A column of therapists that a rule or a criterion may find blank. */
typedef struct rp_blank_row {
    const char *column;
    const char *asked; /* the clients' column that asks for it; NULL: none */
    rp_reply reply;
    bool is_phoned;        /* stands on the phone list, unknowns.csv */
    const char *words;     /* in the client's words: "their fee" */
    const char *question;  /* to the therapist: "what is your fee?" */
    const char *asked_too; /* another column that does; NULL: none */
} rp_blank_row;

/** More than therapists have columns. */
enum { RP_CONFIRM_MOST = 64 };

typedef struct rp_confirm {
    uint16_t members[RP_CONFIRM_MOST]; /* [count] offsets in rp_therapist */
    uint32_t count;
} rp_confirm;

/**
 * Add a column once.
 *
 * @param confirm  may be NULL
 * @param member   offset of the column's member in rp_therapist
 */
void rp_confirm_add(rp_confirm *confirm, size_t member);

/** Was a column added? */
bool rp_confirm_has(const rp_confirm *confirm, const rp_column *column);

/** How a sheet of therapists or of groups calls the column that was added at
 *  `index`: groups have some under names of their own. */
const char *rp_confirm_name(const rp_confirm *confirm, uint32_t index,
                            rp_side sheet);

/** The column that was added at `index`. */
const rp_column *rp_confirm_column(const rp_confirm *confirm, uint32_t index);

#endif
