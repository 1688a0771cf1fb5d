/**
 * @file answers.h
 * What clients were told and what they said (--answers): the rows of the sheet,
 * read and checked. What they come to stands in standing.h.
 */
#ifndef RP_INPUT_ANSWERS_ANSWERS_H
#define RP_INPUT_ANSWERS_ANSWERS_H

#include "input/layout.h"
#include "input/roster.h"

/** In the order of the column's choices. */
typedef enum rp_said_kind {
    RP_SAID_OFFERED,  /* told to the client, who has not answered */
    RP_SAID_CHOSEN,   /* the client would rather have this one */
    RP_SAID_ACCEPTED, /* the client said yes */
    RP_SAID_DECLINED, /* the client said no */
    RP_SAID_STARTED,  /* the therapy has begun */
    RP_SAID_HOLD,     /* not before a day */
    RP_SAID_KINDS
} rp_said_kind;

/** As in the sheet ("offered"). */
extern const char *const rp_said_names[RP_SAID_KINDS];

/** One row. Ids belong to the answers. */
typedef struct rp_said {
    rp_said_kind kind;
    const char *client;    /* also of nobody in the roster */
    const char *therapist; /* likewise; "" of a hold */
    int32_t on, until;     /* days; until: of a hold, else RP_NO_DAY */
    uint32_t row;          /* of the table */
} rp_said;

typedef struct rp_answers {
    rp_arena arena;
    rp_table table; /* NULL in `path`: there is no sheet */
    rp_said *rows;  /* [count] by day, then as in the sheet */
    size_t count, room;
    uint32_t at[RP_ANSWERS_COLUMNS]; /* where each column stands */
} rp_answers;

/**
 * Read the sheet. A person is named by id, or by a name that only one has. A
 * day after the one to which waits are counted is an error.
 *
 * @param[out] out    clear with rp_answers_clear()
 * @param roster      may have errors: then an id that it may have had is not
 *                    told as strange
 * @param[out] input  its line of run.json
 * @return RP_OK, RP_ERR_DATA, RP_ERR_IO (findings tell), RP_ERR_MEMORY
 */
rp_status rp_answers_read(rp_answers *out, const char *path,
                          const rp_roster *roster, rp_input *input,
                          rp_findings *findings);
void rp_answers_clear(rp_answers *answers);

/** The place of a row's cell in a column of the sheet. */
rp_place rp_answers_place(const rp_answers *answers, uint32_t row,
                          enum rp_answer_column column);

#endif
