/**
 * @file problem.h
 * A part of a market with everything that its plans have to keep.
 *
 * Parties are one *unit* together, every other client is one alone; a unit has
 * one therapist, or waits. A pair is a unit and a therapist who is eligible
 * for all of its clients, with openings and hours for each. Units, therapists
 * and quotas have numbers of the part, in the order of the market.
 */
#ifndef RP_SOLVE_CONDITIONED_PROBLEM_H
#define RP_SOLVE_CONDITIONED_PROBLEM_H

#include "solve/market.h"
#include "solve/week/rhythms.h"

/** Which clients and therapists a part has. */
typedef struct rp_members {
    uint32_t clients, therapists;
    const uint32_t *client;    /* [clients] of the market, ascending */
    const uint32_t *therapist; /* [therapists] likewise */
} rp_members;

/** A quota that this part can break. */
typedef struct rp_ration {
    uint32_t quota;       /* of the market */
    uint32_t least, most; /* RP_NONE: no bound */
    bool *therapist;      /* [therapists] */
    uint16_t *units;      /* [units] how many of their clients count */
} rp_ration;

/** Two units that no therapist may have both. */
typedef struct rp_rift {
    uint32_t a, b;
} rp_rift;

/** Somebody outside the market who holds hours. */
typedef struct rp_holder {
    uint32_t client; /* of the market */
    uint8_t rhythm;
    size_t suits; /* first word in rp_problem.suits */
} rp_holder;

/** Arrays are owned. */
typedef struct rp_problem {
    const rp_market *market;
    uint16_t floor; /* S-units; 0: none counts */
    uint32_t clients, therapists, units;
    uint32_t *client;    /* [clients] of the market, unit by unit */
    uint32_t *therapist; /* [therapists] of the market */
    uint32_t *first;     /* [units + 1] the clients of each */
    uint32_t *unit;      /* [clients of the market] RP_NONE: of another part */
    uint8_t *tier;       /* [clients] */
    uint8_t *rhythm;     /* [clients] */
    size_t pairs;
    size_t *start;   /* [units + 1] their pairs, therapists ascending */
    uint32_t *at;    /* [pairs] therapist */
    int64_t *points; /* [pairs] wait and gain of all clients, S-units */
    uint16_t *fair;  /* [pairs] clients who are not below the floor */
    bool *is_fresh; /* [pairs] marked for aims that count them; none at first */
    size_t *suited; /* [pairs] first word in suits, [clients of the unit]
                       [words of the therapist] */
    uint64_t *suits;
    uint32_t *openings;     /* [therapists] */
    uint32_t *hours;        /* [therapists] promised; 0: none */
    size_t *first_hour;     /* [therapists + 1] */
    uint8_t *day;           /* [all hours] where somebody comes twice a week */
    uint32_t *first_holder; /* [therapists + 1] */
    rp_holder *holder;
    uint32_t rations;
    rp_ration *ration;      /* [rations] */
    uint32_t *first_ration; /* [therapists + 1] */
    uint32_t *ration_of;    /* which quotas count a therapist */
    uint32_t rifts;
    rp_rift *rift; /* [rifts] each once */
    size_t suit_used, suit_room, pair_room, holder_room;
} rp_problem;

/**
 * @param[out] out  clear in any case
 * @param thread    a workspace of the market
 * @return RP_OK, RP_ERR_MEMORY
 */
rp_status rp_problem_init(rp_problem *out, const rp_market *market,
                          const rp_members *members, uint16_t floor,
                          int thread);
void rp_problem_clear(rp_problem *problem);

/** Words of a set of hours of a therapist. */
static inline size_t rp_problem_words(const rp_problem *p, uint32_t j) {
    return RP_HOUR_WORDS(p->hours[j]);
}

/** How many clients a unit has. */
static inline uint32_t rp_problem_size(const rp_problem *p, uint32_t unit) {
    return p->first[unit + 1] - p->first[unit];
}

/** The pair of a unit and a therapist; SIZE_MAX: not eligible. */
size_t rp_problem_pair(const rp_problem *p, uint32_t unit, uint32_t therapist);

/** How many clients of a tier a unit has. */
uint32_t rp_problem_tier(const rp_problem *p, uint32_t unit, int tier);

#endif
