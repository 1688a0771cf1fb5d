/**
 * @file fit.h
 * A clinic prepared for judging pairs: what each therapist offers and what
 * each client needs, looked up once instead of for every pair.
 */
#ifndef RP_FIT_FIT_H
#define RP_FIT_FIT_H

#include "fit/hours.h"
#include "fit/measured.h"
#include "fit/parted.h"
#include "input/answers/standing.h"
#include "input/groups/groups.h"
#include "input/limits/limit_sheet.h"
#include "input/roster.h"
#include "input/safety/cleared.h"
#include "input/scores.h"

/** How a rating is called where its reasons are told ("strong evidence"). */
extern const char *const rp_rating_words[RP_RATING_COUNT];

/** Who the therapists of a fit are to its clients. A second role has rules of
 *  its own, and counts fewer criteria. */
typedef enum rp_role {
    RP_ROLE_THERAPIST,
    RP_ROLE_PRESCRIBER, /* the same people, beside the client's therapist */
    RP_ROLE_GROUP       /* they are groups: see fit/role.h */
} rp_role;

/** What a therapist is known for, by concern. */
typedef struct rp_depth {
    uint32_t concern; /* RP_NONE: a free place */
    int32_t cases;    /* as listed, RP_NO_NUMBER without one */
    uint32_t listed;  /* the listed concern that the depth comes from */
    double depth;     /* 0..1 */
} rp_depth;

/** A therapist, ready. */
typedef struct rp_offer {
    const rp_therapist *therapist;
    rp_depth *depths; /* [depth_mask + 1] hashed by concern; NULL: none */
    uint32_t depth_mask;
    uint64_t known_for[4]; /* a bit for each concern modulo 256: most pairs
                              have nothing in common, and end here */
    unsigned formats, client_types; /* bits */
    double lowest_fee;              /* fee_min, else fee; NAN: unknown */
    double session;                 /* minutes */
    rp_hours_list hours; /* empty also where none are promised (policy) */
} rp_offer;

/** A therapist's record for a concern of the roster. */
typedef struct rp_offer_record {
    uint32_t concern; /* tag */
    const rp_record_of *record;
} rp_offer_record;

/** The records of one therapist. */
typedef struct rp_offer_records {
    const rp_offer_record *items; /* [count] by tag */
    uint32_t count;
    const rp_record_of *other; /* of other concerns; NULL: no figures at all */
} rp_offer_records;

typedef struct rp_fit {
    const rp_roster *roster;
    rp_role role;
    const rp_roster *people; /* in which lists of therapists count: `roster`
                                itself, but for groups */
    const rp_groups *groups; /* the clinic's; NULL: no file. In RP_ROLE_GROUP
                                they are the therapists of `roster` */
    const rp_limits *limits; /* the clinic's; NULL: no file */
    bool uses_reserve;    /* --use-reserve: nothing is kept for urgent ones */
    uint32_t effort;      /* nodes of branching a part of a plan, at most */
    const uint32_t *own;  /* [clients] the therapist of the first plan, or
                             RP_NONE; of a second role alone */
    const rp_times *busy; /* [clients] what the first plan took of their week;
                             NULL: nothing; of a second role alone */
    bool has_prescribers; /* prescribers are a second role: the rule of that
                             name is off */
    const rp_policy *policy;
    const rp_taxonomy *taxonomy;
    const rp_scores *scores;     /* NULL: scores are computed */
    bool unknown_forbids;        /* --unknown forbid */
    const rp_cleared *cleared;   /* at whom a person has looked; NULL: nobody */
    const rp_standing *standing; /* what clients were told and said; NULL: no
                                    sheet of answers */
    rp_offer *offers;            /* [therapists] */
    uint8_t *ratings;            /* [concerns][modalities] rp_rating */
    bool has_compacts;           /* some therapist's licence is one */
    bool has_sited_hours;        /* some therapist's windows name their site */
    uint8_t *compacts; /* [compacts][regions] formats in which a compact
                          stands for a region, bits */
    bool *declined;    /* [clients] some therapist declines them */
    const rp_measured *measured; /* what the clinic measured; NULL: nothing */
    rp_offer_records *records;   /* [therapists] of it */
    bool *is_measured; /* [measured_tags] concerns for which somebody has a
                          record that tells something */
    uint32_t measured_tags;
    bool any_is_measured; /* so it is for every other concern */
    rp_arena arena;
} rp_fit;

/** What one client needs, ready for a walk over therapists. */
typedef struct rp_need {
    const rp_client *client;
    uint32_t index;
    double *share;                     /* [concerns] weights, sum 1 */
    double weight[RP_CRITERION_COUNT]; /* after the client's priorities and
                                          what earlier therapies ended over */
    double attention[RP_AXIS_COUNT];   /* q_k a_k of a style axis; 0: none */
    unsigned formats;                  /* bits */
    unsigned compact_formats; /* the same where a licence may be a compact, all
                                 bits where the client names none; else 0 */
    rp_parted parted; /* what earlier therapies change; style is read here */
    size_t share_room;
    bool is_measured;     /* a record counts for one of their concerns */
    bool has_sited_hours; /* some therapist's windows name their site */
    double declared;      /* what the declared depth counts beside it; else 1 */
    double pull;          /* what a record of 1 moves the depth by */
} rp_need;

/**
 * @param scores  may be NULL
 * @return RP_OK or RP_ERR_MEMORY; everything given is borrowed until
 *         rp_fit_clear()
 */
rp_status rp_fit_init(rp_fit *out, const rp_roster *roster,
                      const rp_policy *policy, const rp_taxonomy *taxonomy,
                      const rp_scores *scores, bool unknown_forbids);

/**
 * The same clients before those who have a second role: prescribers, or the
 * groups of `first`. No scores from elsewhere count.
 *
 * @param roster  its therapists are those of the role; borrowed
 * @param own     [clients] the therapist of the first plan, or RP_NONE;
 * borrowed
 * @return RP_OK or RP_ERR_MEMORY; `first` is borrowed until rp_fit_clear(),
 *         which is to be called in any case
 */
rp_status rp_fit_init_role(rp_fit *out, const rp_fit *first, rp_role role,
                           const rp_roster *roster, const uint32_t *own);

/**
 * Let what the clinic measured count.
 *
 * @param measured  borrowed until rp_fit_clear()
 * @return RP_OK or RP_ERR_MEMORY
 */
rp_status rp_fit_measure(rp_fit *fit, const rp_measured *measured);

/** The record of a therapist for a concern; NULL: they have no figures. Only
 *  for clients with `is_measured`. */
const rp_record_of *rp_fit_record(const rp_fit *fit, uint32_t therapist,
                                  uint32_t concern);

/**
 * A therapist's record is another one now: make ready what they offer.
 *
 * @param arena  keeps it
 * @return false when out of memory
 */
bool rp_fit_renew(rp_fit *fit, uint32_t therapist, rp_arena *arena);
void rp_fit_clear(rp_fit *fit);

/** Make ready for a client; start with a zeroed need, clear it at the end.
 *  @return false when out of memory */
bool rp_need_set(rp_need *need, const rp_fit *fit, uint32_t client);
void rp_need_clear(rp_need *need);

/** One for each client, [clients]; free them with rp_needs_free().
 *  @return NULL when out of memory */
rp_need *rp_needs_new(const rp_fit *fit);
void rp_needs_free(rp_need *needs, uint32_t count);

/** The depth of a therapist for a concern; NULL when it is 0 for want of any
 *  listed, parent or child concern. */
const rp_depth *rp_offer_depth(const rp_offer *offer, uint32_t concern);

/** Is a modality, or its parent, in a client's list? */
bool rp_modality_in(const rp_fit *fit, uint32_t modality, const rp_list *list);

/** Does a modality count as one that the client has tried, as written or by
 *  what earlier therapies ended over? */
bool rp_modality_is_tried(const rp_fit *fit, const rp_need *need,
                          uint32_t modality);

/** Does a therapist offer a wanted modality: it or a child of it, one that the
 *  client does not avoid? (src/docs/scoring.md, modality) */
bool rp_offers_modality(const rp_fit *fit, const rp_therapist *therapist,
                        uint32_t wanted, const rp_list *avoided);

/** The rating E of a modality for a concern, parents seen; RP_RATING_NONE
 *  without a row. */
rp_rating rp_fit_rating(const rp_fit *fit, uint32_t concern, uint32_t modality);

/** Which formats both have, bits; in person only without a conflict of
 *  sites. */
unsigned rp_common_formats(const rp_fit *fit, const rp_need *need,
                           uint32_t therapist);

/** The formats in which compacts of the therapist stand for a place where the
 *  client lives, bits. */
unsigned rp_compact_formats(const rp_fit *fit, const rp_client *client,
                            const rp_therapist *therapist);

/** Does an insurer of the client match? */
bool rp_insurer_matches(const rp_fit *fit, const rp_need *need,
                        uint32_t therapist);

/** Has the client said what they can pay, or who pays for them? */
bool rp_cost_matters(const rp_client *client);

/** Does a client pay less than the usual fee, and no insurer of theirs? The
 *  cost part of access is then a half: they need a seat on the sliding scale.
 */
bool rp_cost_is_reduced(const rp_fit *fit, const rp_need *need,
                        uint32_t therapist);

bool rp_lists_meet(const rp_list *a, const rp_list *b);

#endif
