/**
 * @file planned.h
 * Clinics of random cells with too few openings for some, and their plans. No
 * hours are promised.
 */
#ifndef RP_UNIT_PLANNED_H
#define RP_UNIT_PLANNED_H

#include "unit/clinic.h"

enum { PLANNED_THERAPISTS = 14, PLANNED_CLIENTS = 44 };

typedef struct planned_row {
    const char *name;
    uint32_t seed;
    unsigned openings; /* of a therapist, at most */
    uint16_t floor;    /* 0: the objective is `total` */
    bool is_strict;
} planned_row;

/** A row's clinic with its plan. */
typedef struct planned {
    rp_buffer texts[2]; /* therapists, clients */
    clinic c;
    rp_triage triage;
    rp_outcome outcome;
    rp_context context;
} planned;

/** Invent it, and match. Close it with planned_close(). */
void planned_open(planned *out, const planned_row *row);
/** Sheets of one's own, which outlive it; `texts` are empty then. */
void planned_read(planned *out, const planned_row *row, const char *therapists,
                  const char *clients);
void planned_close(planned *p);

#endif
