#include "input/safety/masking.h"

#include "base/array.h"
#include "input/map/changed_table.h"
#include "input/parting.h"
#include "input/times/pinned_hours.h"

#include <stdlib.h>
#include <string.h>

/* ---- records ------------------------------------------------------------ */

static bool mask_partings(rp_client *client, rp_pseudonyms *p) {
    rp_parting *partings = (rp_parting *)(uintptr_t)client->partings;
    bool whole = true;

    for (uint32_t k = 0; whole && k < client->parting_count; k++) {
        if (rp_pseudonyms_find(p, rp_text_of(partings[k].id)))
            continue; /* one list may be that of several clients */
        partings[k].id =
            rp_pseudonyms_note(p, RP_THERAPISTS, partings[k].id, NULL);
        whole = partings[k].id != NULL;
    }
    return whole;
}

bool rp_masking_people(rp_roster *roster, rp_pseudonyms *pseudonyms) {
    bool whole = true;

    for (uint32_t t = 0; whole && t < roster->therapist_count; t++) {
        rp_therapist *one = &roster->therapists[t];
        bool has_id = one->id != NULL; /* after errors some have none */
        if (has_id)
            one->id = rp_pseudonyms_note(pseudonyms, RP_THERAPISTS, one->id,
                                         one->name);
        whole = !has_id || one->id;
        one->name = one->credentials = one->pronouns = one->about = "";
        one->photo = "";
    }
    for (uint32_t c = 0; whole && c < roster->client_count; c++) {
        rp_client *one = &roster->clients[c];
        bool has_id = one->id != NULL;
        if (has_id)
            one->id =
                rp_pseudonyms_note(pseudonyms, RP_CLIENTS, one->id, one->name);
        whole = (!has_id || one->id) && mask_partings(one, pseudonyms);
        one->name = "";
        one->pin_name = NULL;
    }
    return whole;
}

/* ---- cells -------------------------------------------------------------- */

/* What telling the cells of one sheet needs. */
typedef struct telling {
    const rp_roster *roster;
    rp_side side;
    const void **of_row; /* [rows + 1] the record */
    rp_arena *arena;
} telling;

/* Who is named in a column: somebody of the other sheet, or of the same. */
static const char *id_of(const telling *t, const rp_column *column,
                         uint32_t whom) {
    bool is_client =
        (t->side == RP_CLIENTS) == ((column->flags & RP_LINKED) != 0);

    return is_client ? t->roster->clients[whom].id
                     : t->roster->therapists[whom].id;
}

/* What is said behind an id of a column of links; NULL: nothing. */
static const char *mark_of(const rp_column *column, const rp_item *item) {
    return !(column->flags & RP_LINKED)   ? NULL
           : item->number == RP_LINK_SAME ? "same"
                                          : "apart";
}

/* The parting that a therapist of past_therapists had; NULL: without reason. */
static const rp_parting *parting_of(const rp_client *client, const char *id) {
    for (uint32_t k = 0; k < client->parting_count; k++)
        if (strcmp(client->partings[k].id, id) == 0)
            return &client->partings[k];
    return NULL;
}

/* @param mark  NULL: none */
static bool put_one(rp_buffer *out, const char *id, const char *mark) {
    return (out->length == 0 || rp_buffer_puts(out, "; ")) &&
           rp_buffer_puts(out, id) &&
           (!mark || (rp_buffer_puts(out, ":") && rp_buffer_puts(out, mark)));
}

static const char *reason_of(const rp_parting *parting) {
    return parting ? rp_parting_rows[parting->reason].reason : NULL;
}

/* Everybody of a list, and those who have left with a reason that acts. */
static bool put_list(const telling *t, rp_buffer *out, const rp_column *column,
                     const void *record) {
    const rp_list *list = rp_list_at(record, column->offset);
    const rp_client *client = column->flags & RP_PARTED ? record : NULL;
    bool whole = true;

    out->length = 0;
    for (uint32_t i = 0; whole && i < list->count; i++) {
        const rp_item *item = &list->items[i];
        const char *id = id_of(t, column, item->tag);
        whole = put_one(out, id,
                        client ? reason_of(parting_of(client, id))
                               : mark_of(column, item));
    }
    for (uint32_t k = 0; whole && client && k < client->parting_count; k++)
        if (client->partings[k].therapist == RP_NONE)
            whole = put_one(out, client->partings[k].id,
                            reason_of(&client->partings[k]));
    if (whole && out->length == 0)
        whole = rp_buffer_puts(out, list->known ? "none" : "");
    return whole;
}

/* The hours of a pin stay as they were typed. */
static bool put_pin(const telling *t, rp_buffer *out, const rp_column *column,
                    const rp_client *client, rp_text cell) {
    rp_text who = cell;
    rp_pin_hours hours;

    out->length = 0;
    if (client->pin->count == 0)
        return rp_buffer_puts(out, "");
    rp_pinned_hours_take(&hours, &who);
    const char *rest = who.bytes + who.length;
    return rp_buffer_puts(out, id_of(t, column, client->pin->items[0].tag)) &&
           rp_buffer_put(out, rest, (size_t)(cell.bytes + cell.length - rest));
}

/* The text of a column of the schema; false: it stays. */
static bool tell_cell(const telling *t, const rp_column *column,
                      const void *record, rp_text cell, rp_buffer *out,
                      bool *whole) {
    const char *text = NULL;

    if (column->kind == RP_KIND_ID) {
        memcpy(&text, (const char *)record + column->offset, sizeof text);
    } else if (column->kind == RP_KIND_TEXT) {
        text = "";
    } else if (column->kind == RP_KIND_IDS) {
        *whole &= strcmp(column->name, "pin") == 0
                      ? put_pin(t, out, column, record, rp_text_trim(cell))
                      : put_list(t, out, column, record);
        return true;
    } else {
        return false;
    }
    out->length = 0;
    *whole &= rp_buffer_puts(out, text ? text : "");
    return true;
}

/* What no column of ours is may be anything, a telephone number too. */
static bool tell_row(void *payload, uint32_t row, rp_text *cells,
                     bool *changed) {
    telling *t = payload;
    const rp_layout *layout = &t->roster->layouts[t->side];
    rp_buffer text = {0};
    bool whole = true;

    if (!t->of_row[row])
        return true;
    for (uint32_t c = 0; whole && c < layout->columns; c++) {
        const rp_column *column = layout->uses[c].column;
        if (!column)
            cells[c] = (rp_text){"", 0};
        else if (tell_cell(t, column, t->of_row[row], cells[c], &text,
                           &whole)) {
            const char *kept =
                whole ? rp_arena_text(t->arena, text.bytes, text.length) : NULL;
            whole = kept != NULL;
            cells[c] = (rp_text){kept, text.length};
        }
    }
    *changed = true;
    rp_buffer_clear(&text);
    return whole;
}

rp_status rp_masking_cells(rp_roster *roster) {
    rp_status status = RP_OK;

    for (int side = 0; side < RP_SIDES && status == RP_OK; side++) {
        rp_table *table = &roster->tables[side];
        telling t = {.roster = roster,
                     .side = (rp_side)side,
                     .arena = &roster->arena,
                     .of_row = (const void **)rp_new_array(
                         (size_t)table->rows + 1, sizeof *t.of_row)};
        if (!t.of_row)
            return RP_ERR_MEMORY;
        for (uint32_t k = 0;
             side == RP_THERAPISTS && k < roster->therapist_count; k++)
            t.of_row[roster->therapists[k].row] = &roster->therapists[k];
        for (uint32_t k = 0; side == RP_CLIENTS && k < roster->client_count;
             k++)
            t.of_row[roster->clients[k].row] = &roster->clients[k];
        status = rp_changed_table_rows(table, tell_row, &t);
        free((void *)t.of_row);
        free((void *)table->typed); /* it says who is who */
        table->typed = NULL;
    }
    return status;
}
