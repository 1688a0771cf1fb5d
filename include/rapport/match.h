/**
 * @file match.h
 * Who goes to whom: the best plan of a clinic, proven, and why it is so.
 *
 * A match belongs to one thread at a time. Several matches, also of the same
 * clinic, may be made and used by several threads at once.
 */
#ifndef RAPPORT_MATCH_H
#define RAPPORT_MATCH_H

#include "rapport/clinic.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef struct rp_match rp_match;

/** Called now and then: which stage is at work, and how much of it is done.
 *  @param share  0..1 */
typedef void rp_progress_callback(void *payload, const char *stage,
                                  double share);

/** How to match. Start with RP_MATCH_OPTIONS_INIT. */
typedef struct rp_match_options {
    size_t size; /**< sizeof(rp_match_options), set by the macro */
    int threads; /**< to work with, the caller's included; 0: one for each
                      processor. Results do not depend on it. */
    int fair;    /**< not 0: after the tiers, fewest poor matches first */
    const char *analyses; /**< "all", "none", or names by ',' ("margins,envy");
                               NULL: all, for up to 5000 clients */
    uint32_t bottlenecks; /**< rows of that analysis */
    rp_progress_callback *progress; /**< may be NULL */
    void *payload;
} rp_match_options;

#define RP_MATCH_OPTIONS_INIT                                                  \
    { sizeof(rp_match_options), 0, 0, NULL, 25, NULL, NULL }

/**
 * Match a clinic, and prove that no plan is better.
 *
 * @param[out] out  NULL on failure; free with rp_match_free()
 * @param clinic    borrowed until then
 * @param options   borrowed during the call; NULL: RP_MATCH_OPTIONS_INIT
 * @return RP_OK, RP_ERR_USAGE (options of another size, a negative number of
 *         threads, an unknown analysis), RP_ERR_MEMORY, RP_ERR_SOLVER,
 *         RP_ERR_SIZE
 */
RP_API rp_status rp_match_make(rp_match **out, const rp_clinic *clinic,
                               const rp_match_options *options);

/** Free a match; NULL is fine. */
RP_API void rp_match_free(rp_match *match);

/** What was decided for a client. */
typedef enum rp_decision {
    RP_DECISION_HUMAN,      /**< not matched: a person has to act */
    RP_DECISION_ASSIGNED,   /**< has a therapist */
    RP_DECISION_PINNED,     /**< has the one that staff chose */
    RP_DECISION_WAITLIST,   /**< somebody fits, but every opening is taken */
    RP_DECISION_INELIGIBLE, /**< no therapist passes every rule */
    RP_DECISION_GROUP,      /**< has a seat in a group, and no therapist */
    RP_DECISION_STARTED,    /**< in therapy already */
    RP_DECISION_HOLD        /**< not before a day that the answers name */
} rp_decision;

/** As in assignments.csv ("waitlist"); never freed. */
RP_API const char *rp_decision_name(rp_decision decision);

/** A client's row of the result; what is missing is RP_NONE, -1 or 0, as said
 * of each member. Later versions may add members at the end. */
typedef struct rp_result {
    rp_decision decision;
    uint32_t therapist; /**< RP_NONE without one */
    double score;       /**< of the pair, 0..100, hundredths; 0 without one */
    uint32_t eligible;  /**< therapists whom no rule forbids */
    const char *tier;   /**< "urgent"; never freed */
    int32_t weeks;      /**< full weeks waited; -1: no date */
} rp_result;

/** What was decided for a client, 0 .. count - 1. Borrowed from the match. */
RP_API const rp_result *rp_match_result(const rp_match *match, uint32_t client);

/** Openings of a therapist that are still free. */
RP_API uint32_t rp_match_left(const rp_match *match, uint32_t therapist);

/**
 * One true statement about a client's place. Unlike in rp_result, a number that
 * is missing is NAN here, and a text is "". Everything is borrowed until the
 * callback returns.
 */
typedef struct rp_reason {
    const char *kind;            /**< "place", "criterion", "detail", "rule",
                                      "evidence", "note" or "other" */
    const char *therapist;       /**< id of whom it is about */
    const char *name;            /**< of the criterion, the rule, … */
    const char *verdict;         /**< "passed", "strong", "full", … */
    double value, weight;        /**< 0..1 each, of a criterion; the rank of an
                                      "other" */
    double points;               /**< of 100 */
    const char *words;           /**< a sentence or a phrase */
    const char *source, *status; /**< of evidence */
} rp_reason;

typedef void rp_reason_callback(void *payload, const rp_reason *reason);

/**
 * Why a client goes where they go, or waits: the place first, in one sentence.
 *
 * The first call takes longer, as it weighs every other place; time and memory
 * grow with the square of the clinic.
 *
 * @param therapist  RP_NONE: the client's own, and each one ranked better; else
 *                   the pair with this one
 * @param reason     called in order, in this thread
 * @return RP_OK, RP_ERR_USAGE (no such client or therapist), RP_ERR_MEMORY,
 *         RP_ERR_SIZE
 */
RP_API rp_status rp_match_explain(rp_match *match, uint32_t client,
                                  uint32_t therapist,
                                  rp_reason_callback *reason, void *payload);

/** How to write. Start with RP_WRITE_OPTIONS_INIT. */
typedef struct rp_write_options {
    size_t size;    /**< sizeof(rp_write_options), set by the macro */
    uint32_t top;   /**< therapists per client in ranked.csv; 0: all */
    char delimiter; /**< ',', ';' or '\t' */
    int bom;        /**< not 0: a byte-order mark first, so that a spreadsheet
                         program sees UTF-8 */
    int pages;      /**< not 0: web pages, too */
    uint32_t page_top; /**< therapists on a client's page; 0: all */
    int page_full;     /**< not 0: also those without an opening */
    int page_scores;   /**< not 0: points beside words */
    int calendars;     /**< not 0: a calendar of each therapist with hours */
    int xlsx;          /**< not 0: results.xlsx, too */
    char *trouble;     /**< [trouble_size] on failure what is wrong, in words
                            that begin with the file or the directory, cut to
                            fit; may be NULL */
    size_t trouble_size;
} rp_write_options;

#define RP_WRITE_OPTIONS_INIT                                                  \
    { sizeof(rp_write_options), 5, ',', 1, 0, 12, 0, 0, 0, 0, NULL, 0 }

/**
 * Write all result files into a directory, or none: what stood there before
 * stays unless everything was written.
 *
 * One writer at a time has a directory: of several threads or programs that
 * write to the same one, some are refused, and none waits. What a program that
 * was killed has left half done is put back first. Of the files that are there,
 * only those that the run.json of an earlier run lists are replaced or removed,
 * never an input of the clinic, and no symbolic link is followed.
 *
 * @param directory  created (0700) when it is not there
 * @param options    borrowed during the call; NULL: RP_WRITE_OPTIONS_INIT
 * @return RP_OK; RP_ERR_USAGE (options of another size, another delimiter);
 *         RP_ERR_IO (errno tells why: EAGAIN, somebody else is writing there;
 *         EEXIST, something is in the way that no earlier run has written, or
 *         that the clinic was read from; others as of the system);
 *         RP_ERR_MEMORY
 */
RP_API rp_status rp_match_write(const rp_match *match, const char *directory,
                                const rp_write_options *options);

#ifdef __cplusplus
}
#endif
#endif
