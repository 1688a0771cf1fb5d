/**
 * @file terms.h
 * The terms of a plan: limits that therapists and the clinic have, and who is
 * linked to whom, as conditions on pairs for the solver.
 *
 * What a limit of a therapist is stands in rp_term_rows alone. Pins and other
 * held pairs go before: they count, and what they alone exceed stands, but
 * nobody is added there. Pins of clients who need a person count in no limit.
 * Source: src/docs/weeks.md, Limits, and Together or apart.
 */
#ifndef RP_MATCH_CONDITIONS_TERMS_H
#define RP_MATCH_CONDITIONS_TERMS_H

#include "match/triage.h"

/** Nodes of branching a part, where nobody says. */
enum { RP_TERMS_EFFORT = 10000 };

/** A limit that a column of therapists.csv sets. */
typedef struct rp_term_row {
    const char *column;
    size_t offset; /* of an int32_t in rp_therapist */
    bool is_rest; /* it says how many openings are left, not how many are had */
    /** Does a client count, whoever the therapist is? */
    bool (*counts)(const rp_triage *triage, const rp_client *client,
                   uint32_t index);
    /** Likewise with that therapist; NULL: with every one. */
    bool (*counts_with)(const rp_fit *fit, const rp_need *need,
                        uint32_t therapist);
} rp_term_row;

enum { RP_TERM_ROWS = 4 };
extern const rp_term_row rp_term_rows[RP_TERM_ROWS];

/** So many pairs of some clients with some therapists, or fewer. */
typedef struct rp_term {
    const rp_limit *limit;     /* of the file; NULL: of a column */
    const rp_term_row *row;    /* of a column; NULL: of the file */
    uint32_t therapist_index;  /* of a column */
    const uint64_t *therapist; /* bits; NULL: of a column, or everybody */
    const uint64_t *client;    /* bits; NULL: everybody; never of those who
                                  need a person or are away */
    uint32_t least;            /* 0: none */
    uint32_t most;             /* RP_NONE: no bound */
    uint32_t held;             /* pairs of the held that count */
    uint32_t quota;            /* number of the solver's, or RP_NONE */
} rp_term;

/** Not counted, since it would take too long. */
#define RP_WAITING_UNKNOWN UINT32_MAX

typedef struct rp_terms {
    const rp_fit *fit; /* borrowed, and so is the next */
    const rp_triage *triage;
    rp_conditions conditions; /* for a market */
    rp_term *items;           /* [count] of the file by id, then of columns by
                                 therapist */
    uint32_t count, of_file;
    uint32_t *first;   /* [therapists + 1] their terms; NULL: no column */
    uint32_t *fixed;   /* [clients] therapists of those in no market, whom
                          others may be apart from; RP_NONE */
    uint32_t *only;    /* [clients] the one therapist whom a client may have,
                          since one of theirs is held there; RP_NONE */
    uint32_t *used;    /* [count] pairs of a plan that count; zero before
                          rp_terms_settle() */
    uint32_t *waiting; /* [of_file] clients who wait for each: see waiting.h;
                          RP_WAITING_UNKNOWN; NULL: not counted */
    rp_quota *quotas;  /* of conditions */
    rp_apart *aparts;  /* likewise */
    uint32_t *party;   /* likewise */
    uint32_t quota_room;
    rp_arena arena; /* of bits, of texts while filters are read */
} rp_terms;

/**
 * The terms of a clinic.
 *
 * @param[out] out  NULL where it has none; free with rp_terms_free()
 * @return RP_OK or RP_ERR_MEMORY
 */
rp_status rp_terms_make(rp_terms **out, const rp_fit *fit,
                        const rp_triage *triage);
void rp_terms_free(rp_terms *terms);

/** What a plan keeps beside openings and hours. @param terms  may be NULL
 *  @return NULL: nothing */
const rp_conditions *rp_terms_conditions(const rp_terms *terms);

/** What the cell says that sets a term of a column. */
int32_t rp_terms_cell(const rp_terms *terms, const rp_term *term);

/** Does a pair count? */
bool rp_term_counts(const rp_term *term, uint32_t client, uint32_t therapist);

/** Count a pair in whatever it counts in. @param used  [terms->count] */
void rp_terms_count(const rp_terms *terms, uint32_t client, uint32_t therapist,
                    uint32_t *used);

/** Count the pairs of a plan. @param terms  may be NULL
 *  @param therapist  [clients] RP_NONE without */
void rp_terms_settle(rp_terms *terms, const uint32_t *therapist);

/** Why a client cannot have a therapist beside a plan. */
typedef enum rp_term_obstacle {
    RP_TERM_FREE,
    RP_TERM_FULL,  /* a limit is */
    RP_TERM_APART, /* the therapist has a client from whom this one is apart */
    RP_TERM_SAME   /* others are to have the same therapist, and have not */
} rp_term_obstacle;

/**
 * What keeps a client from a therapist beside a plan, their own pair taken out.
 *
 * @param plan        [clients] the plan
 * @param used        [terms->count] its pairs that count
 * @param[out] which  the number of the term, or the other client
 */
rp_term_obstacle rp_terms_obstacle(const rp_terms *terms, const uint32_t *plan,
                                   const uint32_t *used, uint32_t client,
                                   uint32_t therapist, uint32_t *which);

/** Does nothing do so beside a plan that was settled? @param terms  may be
 *  NULL */
bool rp_terms_allow(const rp_terms *terms, const uint32_t *plan,
                    uint32_t client, uint32_t therapist);

/** What the limits of the file lack of their least in a plan that was settled,
 *  together. */
uint64_t rp_terms_short(const rp_terms *terms);

#endif
