#include "why/trial/shift.h"

#include "input/schema.h"

#include <string.h>

/* What fit/meeting.h reads. */
static const char *const columns[] = {
    "slots", "session_minutes", "frequency", "utc_offset", "formats", "sites"};

static bool is_of_hours(const rp_edit *edit) {
    const char *name = rp_schemas[edit->side].columns[edit->column].name;

    for (size_t k = 0; k < sizeof columns / sizeof *columns; k++)
        if (strcmp(name, columns[k]) == 0)
            return true;
    return false;
}

bool rp_shift_keeps_hours(const rp_shift *shift, const rp_fit *before) {
    bool keeps = true;

    for (int k = 0; keeps && k < 2; k++) {
        const rp_edit *e = shift->edits[k];
        if (!e || e->side != RP_THERAPISTS || e->kind != RP_EDIT_CELL ||
            !is_of_hours(e))
            continue;
        const char *name = rp_schemas[e->side].columns[e->column].name;
        keeps = strcmp(name, "slots") == 0 && shift->fit &&
                rp_hours_are_among(&before->offers[e->person].hours,
                                   &shift->fit->offers[e->person].hours);
    }
    return keeps;
}

bool rp_shift_changes_hours(const rp_shift *shift) {
    for (int k = 0; k < 2; k++)
        if (shift->edits[k] && shift->edits[k]->side < RP_SIDES &&
            shift->edits[k]->kind == RP_EDIT_CELL &&
            is_of_hours(shift->edits[k]))
            return true;
    return false;
}

uint16_t rp_shift_score(const rp_shift *shift, const rp_dense_problem *seating,
                        uint32_t client, uint32_t therapist) {
    uint32_t edited = shift->is_new ? seating->therapists : shift->therapist;

    if (shift->row && client == shift->client)
        return shift->row[therapist];
    if (shift->column && therapist == edited)
        return shift->column[client];
    return therapist < seating->therapists
               ? rp_dense_problem_column(seating, therapist)[client]
               : RP_NO_PAIR;
}
