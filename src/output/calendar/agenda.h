/**
 * @file agenda.h
 * The week on paper: every hour that a plan gives away, and those of groups
 * that run, in the order of schedule.csv: therapist, begin in the week, week,
 * client_id.
 *
 * Hours of clients who need a person are kept for them and stand nowhere.
 */
#ifndef RP_OUTPUT_CALENDAR_AGENDA_H
#define RP_OUTPUT_CALENDAR_AGENDA_H

#include "match/second/second.h"

typedef enum rp_agenda_kind {
    RP_AGENDA_THERAPY,
    RP_AGENDA_PRESCRIBER,
    RP_AGENDA_GROUP, /* a row a leader */
    RP_AGENDA_KINDS
} rp_agenda_kind;

/** As in schedule.csv. */
extern const char *const rp_agenda_names[RP_AGENDA_KINDS];

/** An hour of the week. */
typedef struct rp_appointment {
    uint32_t therapist;
    rp_hour hour;
    char week;       /* 'A' or 'B', 0: every week */
    uint8_t kind;    /* rp_agenda_kind */
    const char *id;  /* of the client, or the group */
    uint32_t number; /* from 1: which of this therapist, id and kind it is */
} rp_appointment;

typedef struct rp_agenda {
    rp_appointment *items; /* [count] owned */
    size_t count;
} rp_agenda;

/** @return RP_OK or RP_ERR_MEMORY; clear it in any case */
rp_status rp_agenda_make(rp_agenda *out, const rp_outcome *outcome);
void rp_agenda_clear(rp_agenda *agenda);

#endif
