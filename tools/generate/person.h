#ifndef GENERATE_PERSON_H
#define GENERATE_PERSON_H

#include "settings.h"

/**
 * The hard side of a person: what decides who may meet whom. Lists are sets of
 * bits into the names below; 0 is blank and -1 is a blank number.
 */
enum {
    CONCERNS = 24,
    LANGUAGES = 12,
    INSURERS = 8,
    FORMATS = 3,
    SITES = 6,
    TYPES = 3,
    GENDERS = 3,
    POPULATIONS = 8
};

/** Open hours of a week; a length of 0 means not on this day. */
typedef struct week {
    int start[7], length[7];
    bool known;
} week;

typedef struct therapist {
    uint64_t states;
    uint32_t languages, insurers, formats, sites, types, populations;
    int age_min, age_max, fee, fee_min, gender, prescribes, not_treated;
    bool insurance_known;
    week slots;
} therapist;

/** Wishes that forbid; -1, 0 and false mean that nothing is asked. */
typedef struct client {
    int state, age, type, gender, population, max_fee;
    int concern[3], concern_count;
    uint32_t languages, insurers, formats, sites;
    bool prescriber;
    week slots;
} client;

void therapist_make(therapist *t, const settings *s, int64_t row);
void client_make(client *c, const settings *s, int64_t row);

/** Whether the rules let them meet; licences are those within a region. */
bool person_is_eligible(const client *c, const therapist *t);

#endif
