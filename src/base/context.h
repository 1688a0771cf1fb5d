/**
 * @file context.h
 * What a whole run is told once, and every stage of it may look at.
 */
#ifndef RP_BASE_CONTEXT_H
#define RP_BASE_CONTEXT_H

#include <stdbool.h>
#include <stdint.h>

/** Called now and then from one thread: which stage, and how much of it. */
typedef void rp_tell(void *payload, const char *stage, double share);

struct rp_recall;

typedef struct rp_context {
    int threads;       /* 1 or more */
    rp_tell *progress; /* may be NULL */
    void *payload;
    uint16_t floor; /* S-units: first tiers, then as few pairs with S below it
                       as possible, then points; 0: tiers and points */
    bool
        is_untied; /* where conditions are kept any of the best plans will do */
    int crash;     /* how a solve begins: an rp_start of solve/plan.h */
    const struct rp_recall *recall; /* what is known of a plan that differs by
                                       little; NULL */
    uint32_t edited; /* 1 and the one client whose pairs are others than in the
                        clinic of the recall; 0: more may be */
    struct rp_recall *learns; /* what is to be known later; NULL */
    char delimiter;           /* of CSV going out */
    bool bom;                 /* begin each CSV file with a byte-order mark */
} rp_context;

/** Report where there is somebody to report to. */
static inline void rp_context_tell(const rp_context *context, const char *stage,
                                   double share) {
    if (context->progress)
        context->progress(context->payload, stage, share);
}

#endif
