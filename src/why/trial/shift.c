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

bool rp_shift_changes_hours(const rp_shift *shift) {
    for (int k = 0; k < 2; k++)
        if (shift->edits[k] && shift->edits[k]->side < RP_SIDES &&
            shift->edits[k]->kind == RP_EDIT_CELL &&
            is_of_hours(shift->edits[k]))
            return true;
    return false;
}
