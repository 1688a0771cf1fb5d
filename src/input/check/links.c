#include "input/check/links.h"

#include "base/array.h"

#include <stdlib.h>

static rp_quoted id_of(const rp_roster *roster, uint32_t client) {
    const char *id = roster->clients[client].id;

    return rp_quote(rp_text_of(id ? id : ""));
}

static void drop_self(const rp_roster *roster, const rp_rows *rows,
                      uint32_t c) {
    rp_list *list = (rp_list *)(uintptr_t)roster->clients[c].linked;
    rp_item *items = (rp_item *)(uintptr_t)list->items;
    uint32_t kept = 0;

    for (uint32_t i = 0; i < list->count; i++)
        if (items[i].tag != c)
            items[kept++] = items[i];
    if (kept == list->count)
        return;
    list->count = kept;
    rp_findings_add(
        rows->reader->findings, RP_WARNING,
        rp_row_place(rows, roster->clients[c].row, "linked_to"),
        "linked_to: '%s' is linked to themselves, which is left out",
        id_of(roster, c).bytes);
}

/* Who stands for everybody who has one therapist together. */
static uint32_t head_of(uint32_t *head, uint32_t c) {
    while (head[c] != c)
        c = head[c] = head[head[c]];
    return c;
}

static void join(const rp_roster *roster, uint32_t *head) {
    for (uint32_t c = 0; c < roster->client_count; c++) {
        const rp_list *list = roster->clients[c].linked;
        for (uint32_t i = 0; i < list->count; i++)
            if (list->items[i].number == RP_LINK_SAME)
                head[head_of(head, c)] = head_of(head, list->items[i].tag);
    }
}

/* How a client says that another belongs to them; -1: not at all. */
static int32_t said_by(const rp_roster *roster, uint32_t c, uint32_t other) {
    const rp_list *list = roster->clients[c].linked;

    for (uint32_t i = 0; i < list->count; i++)
        if (list->items[i].tag == other)
            return list->items[i].number;
    return -1;
}

/* A pair in which both name each other is reported once. */
static void tell_torn(const rp_roster *roster, const rp_rows *rows, uint32_t c,
                      uint32_t other) {
    bool is_plain = said_by(roster, other, c) == RP_LINK_SAME;

    if (other < c && said_by(roster, other, c) == RP_LINK_APART)
        return;
    rp_findings_add(
        rows->reader->findings, RP_ERROR,
        rp_row_place(rows, roster->clients[c].row, "linked_to"),
        "linked_to: '%s' and '%s' are to be apart, and %s to have one "
        "therapist; expected one of them",
        id_of(roster, c).bytes, id_of(roster, other).bytes,
        is_plain ? "by the other's row" : "through those linked to both");
}

static void read_cells(rp_roster *roster, const rp_rows *rows) {
    const rp_column *column =
        rp_schema_find(RP_CLIENTS, rp_text_of("linked_to"));
    rp_text cells[RP_MAX_COLUMNS];

    for (uint32_t c = 0; c < roster->client_count; c++) {
        rp_client *client = &roster->clients[c];
        rp_table_row(rows->table, client->row, cells);
        rp_row_read(rows, client->row, cells,
                    (uint32_t)(column - rp_schemas[RP_CLIENTS].columns),
                    client);
    }
}

bool rp_links_read(rp_roster *roster, const rp_rows *rows) {
    uint32_t clients = roster->client_count;
    uint32_t *head = rp_new_array(clients, sizeof *head);

    read_cells(roster, rows);

    for (uint32_t c = 0; head && c < clients; c++) {
        head[c] = c;
        if (roster->clients[c].linked->count > 0)
            drop_self(roster, rows, c);
    }
    if (head)
        join(roster, head);
    for (uint32_t c = 0; head && c < clients; c++) {
        const rp_list *list = roster->clients[c].linked;
        for (uint32_t i = 0; i < list->count; i++)
            if (list->items[i].number == RP_LINK_APART &&
                head_of(head, c) == head_of(head, list->items[i].tag))
                tell_torn(roster, rows, c, list->items[i].tag);
    }
    free(head);
    return head != NULL;
}
