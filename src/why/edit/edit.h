/**
 * @file edit.h
 * An edit: one cell of one row set to another value, or a row added or
 * removed.
 *
 * Edits make new tables, and these a new roster by the ordinary intake;
 * nothing is amended in place.
 */
#ifndef RP_WHY_EDIT_EDIT_H
#define RP_WHY_EDIT_EDIT_H

#include "input/intake.h"

typedef enum rp_edit_kind {
    RP_EDIT_CELL,
    RP_EDIT_REMOVE, /* the row goes */
    RP_EDIT_COPY    /* a copy of a therapist's row, under the id `to`, with one
                       opening */
} rp_edit_kind;

typedef struct rp_edit {
    rp_edit_kind kind;
    rp_side side;
    uint32_t person;       /* index in the roster */
    uint32_t column;       /* of the schema */
    uint32_t at;           /* the file's column, RP_NONE: one more at the end */
    const char *header;    /* as in the file, or the name of a new column */
    const char *from, *to; /* the whole cell */
} rp_edit;

/** What edits are applied to. Everything is borrowed. */
typedef struct rp_edit_base {
    const rp_roster *roster;
    const rp_taxonomy *taxonomy;
    bool strict;
} rp_edit_base;

/**
 * Read the clinic with some edits.
 *
 * Headers are written as the layout understood them, so that no --map is
 * needed again. Of two edits of one cell the later one holds.
 *
 * @param findings  gets what the intake finds, at places of the new tables
 * @return RP_OK, RP_ERR_DATA (the edited clinic has errors), RP_ERR_MEMORY;
 *         clear the roster in any case
 */
rp_status rp_edit_apply(rp_roster *out, const rp_edit_base *base,
                        const rp_edit *edits, size_t count,
                        rp_findings *findings);

/**
 * One side's table with edits, as the user would save it: headers, delimiter
 * and columns without a meaning are kept.
 *
 * @return RP_OK or RP_ERR_MEMORY; clear it in any case
 */
rp_status rp_edit_table(rp_table *out, const rp_roster *roster, rp_side side,
                        const rp_edit *edits, size_t count,
                        rp_findings *findings);

/** An id for a copy of a therapist that nobody has, no copy among these edits
 *  gets, and no client names, as their past therapist for example: "T05-2"; in
 *  the arena, NULL when out of memory. */
const char *rp_edit_new_id(const rp_roster *roster, uint32_t therapist,
                           const rp_edit *edits, size_t count, rp_arena *arena);

#endif
