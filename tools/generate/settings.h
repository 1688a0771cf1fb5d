#ifndef GENERATE_SETTINGS_H
#define GENERATE_SETTINGS_H

#include <stdbool.h>
#include <stdint.h>

#define MILLION 1000000
#define ROWS_MAX 16777216
#define OPENINGS_MAX 9999
#define STATES_MAX 64
#define ASKS_ALL 1024
#define LICENCES_ALL 65536
#define COUNT(array) ((int)(sizeof(array) / sizeof *(array)))

enum shape { PROFILES, LOWRANK, COARSE, TIED, LISTS };

/** What was asked for, and what the tuning made of it. */
typedef struct settings {
    int64_t clients, therapists, regions, pins;
    int64_t supply;   /* openings a client, millionths */
    int64_t density;  /* eligible share in a region, millionths; -1 natural */
    int64_t blank;    /* share of blank cells, millionths */
    int64_t outcomes; /* past clients; 0: no such file */
    int64_t icc;      /* variance of therapists' effects, millionths */
    uint64_t seed;
    enum shape shape;
    bool tiers; /* urgency and referral dates outside of profiles, too */
    const char *out;
    uint32_t asks;     /* of ASKS_ALL: how often a client's hard wish stands */
    uint32_t licences; /* of LICENCES_ALL: chance of a licence in a state */
    int states;        /* in each region, 1..STATES_MAX */
    int16_t *openings; /* [therapists] */
    int64_t *pinned;   /* [pins] index of a therapist */
} settings;

/** Clients or therapists that stand in a region; row % regions is its number.
 */
static inline int64_t settings_in_region(const settings *s, int64_t rows,
                                         int64_t region) {
    return (rows - region + s->regions - 1) / s->regions;
}

/** Index in pinned of a client, or -1; the pins are spread evenly. */
static inline int64_t settings_pin_of(const settings *s, int64_t client) {
    int64_t pin = (client * s->pins + s->clients - 1) / s->clients;

    return pin < s->pins && pin * s->clients / s->pins == client ? pin : -1;
}

#endif
