/**
 * @file later.h
 * What the plans that follow the first one, of groups and of prescribers, take
 * of everybody's week: whoever is to be added to the first plan finds it taken.
 *
 * Source: src/docs/weeks.md, Who holds which.
 */
#ifndef RP_MATCH_LATER_H
#define RP_MATCH_LATER_H

#include "match/suiting.h"

/** Weeks, as bits. */
enum { RP_LATER_A = 1, RP_LATER_B = 2 };

/** A stretch of a client's own week, which goes round. */
typedef struct rp_later_time {
    uint32_t client;
    uint16_t begin, minutes;
    uint8_t weeks;
} rp_later_time;

/** Somebody is a client's prescriber, or leads their group. */
typedef struct rp_later_person {
    uint32_t client, therapist;
} rp_later_person;

/** Arrays are owned; begin with zeros. */
typedef struct rp_later {
    size_t *first;        /* [therapists + 1] the first of their hours */
    uint8_t *given;       /* [all hours] weeks in which each is given away */
    rp_later_time *times; /* [time_count] by client */
    rp_later_person *persons; /* [person_count] by client */
    size_t time_count, person_count, time_room, person_room;
} rp_later;

/** @return RP_OK or RP_ERR_MEMORY; clear it in any case */
rp_status rp_later_init(rp_later *out, const rp_fit *fit);
void rp_later_clear(rp_later *later);

/** Clients come in order. @return false when out of memory */
bool rp_later_be(rp_later *later, rp_later_time time);
bool rp_later_see(rp_later *later, uint32_t client, uint32_t therapist);

/** The hours of a therapist that are given away: weeks of each hour. */
const uint8_t *rp_later_given(const rp_later *later, uint32_t therapist);

/** The weeks in which a client is somewhere else at an hour of a therapist.
 *  @param later  NULL: there is no such plan */
unsigned rp_later_weeks(const rp_later *later, const rp_fit *fit,
                        uint32_t client, uint32_t therapist, uint32_t hour);

/** Is the therapist somebody's prescriber, or the leader of their group?
 *  @param later  NULL: there is no such plan */
bool rp_later_sees(const rp_later *later, uint32_t client, uint32_t therapist);

#endif
