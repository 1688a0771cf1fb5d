/**
 * @file record.h
 * A criterion as a record.
 *
 * To add a criterion, add its name to RP_CRITERIA (input/policy.h) and write
 * one file in this folder that defines rp_criterion_NAME. Nothing else needs
 * to change.
 */
#ifndef RP_FIT_CRITERIA_RECORD_H
#define RP_FIT_CRITERIA_RECORD_H

#include "fit/columns.h"
#include "fit/confirm.h"
#include "fit/fit.h"
#include "fit/sweep/ask.h"

/** What a criterion's value() returns where it is absent. */
#define RP_ABSENT_VALUE (-1.0)

/* -- because and but ------------------------------------------------------ */

enum { RP_PHRASES = 64, RP_PHRASE_LENGTH = 240, RP_PHRASE_VALUES = 3 };

/** What a phrase speaks of: a name that has a label, or with RP_NAMES_NONE a
 *  number. */
typedef struct rp_phrase_value {
    const char *name; /* of the gap that it fills; NULL: none */
    rp_names_id names;
    uint32_t tag;
    double number;
} rp_phrase_value;

/** A statement about one part of the score: what it brings and what it misses,
 *  in points. */
typedef struct rp_phrase {
    char words[RP_PHRASE_LENGTH]; /* for staff */
    const char *key; /* of the words for clients: "because.…", or "missed.…" for
                        a wish that is not met; NULL: nothing for them */
    rp_phrase_value values[RP_PHRASE_VALUES]; /* in these words, up to one
                                                 without a name */
    double gain, loss;
    bool is_shared; /* nearly every eligible therapist has it: tells little */
    bool is_needed; /* has to be said, whatever it moves */
} rp_phrase;

/** Facts of which nearly every eligible therapist of a client may be alike:
 *  bits. */
typedef enum rp_shared {
    RP_SHARED_LANGUAGE = 1, /* the client's first language */
    RP_SHARED_INSURER = 2,  /* an insurer of the client's */
    RP_SHARED_FORMAT = 4    /* the client's first format */
} rp_shared;

/** For whom reasons are told. */
typedef struct rp_audience {
    unsigned shared; /* bits of rp_shared: what comes after other facts */
    bool is_page;    /* the client reads it, not staff */
} rp_audience;

/** What is said of a pair. */
typedef struct rp_phrase_list {
    const rp_fit *fit;
    const rp_need *need;
    uint32_t therapist;
    rp_audience audience;
    double weight;  /* of the criterion that speaks; 0 where it is absent */
    double weights; /* of all that are present */
    rp_phrase items[RP_PHRASES];
    int count;
    rp_phrase unsaid; /* takes the words of a part that moves no point */
} rp_phrase_list;

/**
 * Begin a list of a pair, with nothing in it.
 *
 * @param audience  NULL: staff, of whom nothing is known to be shared
 */
void rp_phrase_list_begin(rp_phrase_list *list, const rp_fit *fit,
                          const rp_need *need, uint32_t therapist,
                          const rp_audience *audience);

/**
 * Say something of a part of the criterion that speaks.
 *
 * @param share  of the criterion, 0..1
 * @param value  of the part, 0..1: what it brings of its points
 * @return the phrase, whose words the caller writes; never NULL
 */
rp_phrase *rp_phrase_add(rp_phrase_list *list, double share, double value);

/**
 * Say something that has to be said, whatever it moves.
 *
 * @param is_for  it speaks for the pair, not against it
 * @return the phrase, whose words the caller writes; never NULL
 */
rp_phrase *rp_phrase_insist(rp_phrase_list *list, bool is_for);

/** Say it to clients, too: with the words of a key, and up to three values. */
void rp_phrase_tell(rp_phrase *phrase, const char *key);
void rp_phrase_label(rp_phrase *phrase, const char *gap, rp_names_id names,
                     uint32_t tag);
void rp_phrase_number(rp_phrase *phrase, const char *gap, double number);

/** May a word stand before this client? Not every word may on the page of a
 *  minor. */
bool rp_phrase_may_show(const rp_phrase_list *list, rp_adult_kind kind,
                        uint32_t tag);

/* -- explain -------------------------------------------------------------- */

/** Takes what is behind a criterion: a name, a value of 0..1, a sentence. */
typedef void rp_detail_put(void *payload, const char *name, double value,
                           const char *words);

/** Whose details are wanted, and where they go. */
typedef struct rp_detail_list {
    const rp_fit *fit;
    const rp_need *need;
    uint32_t therapist;
    rp_detail_put *put;
    void *payload;
    double weights; /* of all criteria that are present */
} rp_detail_list;

enum { RP_DETAIL_LENGTH = 400 };

/* -- the record ----------------------------------------------------------- */

/** A column of therapists that is read, and the columns of clients that make
 *  it matter: where all of these are blank it changes no value. */
typedef struct rp_link {
    const char *therapists; /* by ';' */
    const char *clients;    /* by ';' */
} rp_link;

/** What a column holds. */
typedef enum rp_column_kind {
    RP_COLUMN_PLAIN,  /* nothing: the tables do not know; ask value() */
    RP_COLUMN_ABSENT, /* nothing: the criterion is absent, whoever it is */
    RP_COLUMN_FULL,   /* a value for each */
    RP_COLUMN_MIXED   /* the same, or RP_ABSENT_VALUE */
} rp_column_kind;

enum { RP_CRITERION_LINKS = 8, RP_CRITERION_BLANKS = 8 };

/** A criterion. Its name stands in RP_CRITERIA. */
typedef struct rp_criterion_row {
    /** In [0,1], or RP_ABSENT_VALUE. Where the therapist's side is blank a
     *  part gets its neutral value and the column goes into `confirm` (may be
     *  NULL). */
    double (*value)(const rp_fit *fit, const rp_need *need, uint32_t therapist,
                    rp_confirm *confirm);
    /** The same of many therapists, by tables: not another rounding of a single
     *  value. NULL: value() alone.
     *  @param therapists  [count] ascending
     *  @param[out] values [count] */
    rp_column_kind (*column)(const rp_ask *ask, const uint32_t *therapists,
                             size_t count, double *values);
    void (*phrases)(rp_phrase_list *list);
    void (*details)(const rp_detail_list *list);
    const char *words;     /* what it measures */
    const char *modifiers; /* columns of clients that it reads besides, by
                              ';'; NULL: none */
    const char *settings;  /* of the policy, by ';', besides its weight */
    rp_link links[RP_CRITERION_LINKS];        /* up to one without names */
    rp_blank_row blanks[RP_CRITERION_BLANKS]; /* that no rule reads */
} rp_criterion_row;

#define RP_CRITERION_ROW(constant, name)                                       \
    extern const rp_criterion_row rp_criterion_##name
RP_CRITERIA(RP_CRITERION_ROW, ;);
#undef RP_CRITERION_ROW

#endif
