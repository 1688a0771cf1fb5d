#include "why/audit/groups.h"

#include "base/array.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* -- which columns --------------------------------------------------------- */

static bool is_there(const rp_layout *layout, const rp_column *column) {
    size_t index = (size_t)(column - rp_schemas[RP_CLIENTS].columns);

    return layout->own[index] != RP_NONE || layout->has_tags[index];
}

/* The file's columns of an audit name; how many there are. */
static uint32_t find_audit(rp_audited *out, const rp_layout *layout,
                           rp_text folded) {
    uint32_t found = 0;

    for (uint32_t at = 0; at < layout->columns; at++) {
        const rp_use *use = &layout->uses[at];
        if (!use->audit || !rp_text_equals(folded, use->audit))
            continue;
        *out = (rp_audited){use->column, at, use->audit};
        found++;
    }
    return found;
}

static uint32_t find_column(rp_audited *out, const rp_layout *layout,
                            rp_text folded) {
    const rp_column *column = rp_schema_find(RP_CLIENTS, folded);

    if (column && column->kind == RP_KIND_AUDIT)
        return find_audit(out, layout, folded);
    if (!column || !is_there(layout, column))
        return 0;
    *out = (rp_audited){column,
                        layout->own[column - rp_schemas[RP_CLIENTS].columns],
                        column->name};
    return 1;
}

/* The nearest name among the columns that are there. */
static const char *nearest_column(const rp_layout *layout, rp_text folded) {
    const rp_schema *schema = &rp_schemas[RP_CLIENTS];
    rp_nearest nearest = {folded, NULL, 0};

    for (uint32_t k = 0; k < schema->count; k++)
        if (is_there(layout, &schema->columns[k]))
            rp_nearest_try(&nearest, schema->columns[k].name);
    for (uint32_t at = 0; at < layout->columns; at++)
        if (layout->uses[at].audit)
            rp_nearest_try(&nearest, layout->uses[at].audit);
    return nearest.best;
}

static rp_status take_column(rp_audit *out, const rp_layout *layout,
                             rp_text name, rp_buffer *key) {
    rp_audited got;

    if (!rp_text_fold(key, name))
        return RP_ERR_MEMORY;
    rp_text folded = {key->bytes, key->length};
    uint32_t found = find_column(&got, layout, folded);
    if (found != 1) {
        out->wrong = name;
        out->trouble = found ? "is a column that occurs twice"
                             : "is not a column of the clients' file";
        out->nearest = found ? NULL : nearest_column(layout, folded);
        return RP_ERR_USAGE;
    }
    for (uint32_t k = 0; k < out->count; k++)
        if (strcmp(out->columns[k].name, got.name) == 0)
            return RP_OK;
    out->columns[out->count++] = got; /* of the file's own, so there is room */
    return RP_OK;
}

rp_status rp_audit_parse(rp_audit *out, const rp_roster *roster,
                         const char *text) {
    rp_buffer key = {0};
    rp_status status = RP_OK;

    out->count = 0;
    for (bool more = true; more && status == RP_OK; text++) {
        size_t length = strcspn(text, ",");
        status = take_column(out, &roster->layouts[RP_CLIENTS],
                             rp_text_trim((rp_text){text, length}), &key);
        text += length;
        more = *text != '\0';
    }
    rp_buffer_clear(&key);
    return status;
}

/* -- who is in which ------------------------------------------------------- */

/* A group in the making. */
typedef struct heap {
    const char *name;    /* how it is shown */
    uint32_t size, last; /* last: 1 + the client put there last */
} heap;

/* The groups of one column in the making. */
typedef struct sorter {
    const rp_roster *roster;
    const rp_audited *audited;
    rp_arena *arena;
    rp_tags *keys;        /* what makes a group */
    heap *heaps;          /* [heap_count], one for each key */
    uint32_t (*pairs)[2]; /* [count] key, client; clients ascending */
    size_t heap_count, heap_room, count, room;
    rp_buffer folded;
} sorter;

/* The heap of a key; NULL when out of memory. */
static heap *heap_of(sorter *s, uint32_t key, rp_text name) {
    if (key == RP_NONE)
        return NULL;
    if (key >= s->heap_count) {
        heap *heaps = rp_grow_array(s->heaps, s->heap_count, &s->heap_room,
                                    sizeof *heaps);
        if (!heaps)
            return NULL;
        s->heaps = heaps;
        heaps[s->heap_count++] = (heap){NULL, 0, 0};
    }
    heap *h = &s->heaps[key];
    /* of several spellings the bytewise first, whatever the order of rows */
    if (!h->name || rp_text_compare(name, rp_text_of(h->name)) < 0)
        h->name = rp_arena_text(s->arena, name.bytes, name.length);
    return h->name ? h : NULL;
}

/* Put a client into a group, once. */
static bool put(sorter *s, uint32_t client, rp_text key_text, rp_text name) {
    uint32_t key = rp_tags_intern(s->keys, key_text);
    heap *h = heap_of(s, key, name);

    if (!h || h->last == client + 1)
        return h != NULL;
    void *pairs = rp_grow_array(s->pairs, s->count, &s->room, sizeof *s->pairs);
    if (!pairs)
        return false;
    s->pairs = pairs;
    s->pairs[s->count][0] = key;
    s->pairs[s->count++][1] = client;
    h->last = client + 1;
    h->size++;
    return true;
}

static bool put_name(sorter *s, uint32_t client, const char *name) {
    return put(s, client, rp_text_of(name), rp_text_of(name));
}

static bool put_list(sorter *s, uint32_t client, const rp_list *list) {
    const rp_column *column = s->audited->column;
    bool whole = true;

    if (list->count == 0)
        return put_name(s, client, list->known ? "none" : "");
    for (uint32_t k = 0; whole && k < list->count; k++) {
        uint32_t tag = list->items[k].tag;
        whole = put_name(
            s, client,
            column->kind == RP_KIND_IDS
                ? s->roster->therapists[tag].id
                : rp_names_name(&s->roster->names, column->names, tag));
    }
    return whole;
}

/* A cell as it is written; one of an audit_ column may hold several values. */
static bool put_cell(sorter *s, uint32_t client) {
    const char *separators =
        s->audited->column->kind == RP_KIND_AUDIT ? ";|\r\n" : "";
    rp_text cells[RP_MAX_COLUMNS];
    bool whole = true, any = false;

    rp_table_row(&s->roster->tables[RP_CLIENTS], s->roster->clients[client].row,
                 cells);
    rp_text cell = rp_cell_plain(cells[s->audited->at]);
    while (whole && cell.length > 0) {
        size_t length = 0;
        while (length < cell.length && !strchr(separators, cell.bytes[length]))
            length++;
        rp_text value = rp_text_trim((rp_text){cell.bytes, length});
        length += length < cell.length;
        cell.bytes += length;
        cell.length -= length;
        if (value.length == 0)
            continue;
        any = true;
        whole =
            rp_text_fold(&s->folded, value) &&
            put(s, client, (rp_text){s->folded.bytes, s->folded.length}, value);
    }
    return whole && (any || put_name(s, client, ""));
}

static bool put_priorities(sorter *s, uint32_t client, const int8_t *named) {
    bool whole = true, any = false;

    for (int k = 0; k < 3 && whole; k++)
        if (named[k] != RP_BLANK) {
            any = true;
            whole = put_name(s, client, rp_criterion_names[named[k]]);
        }
    return whole && (any || put_name(s, client, ""));
}

static bool put_choice(sorter *s, uint32_t client, int8_t choice) {
    const rp_column *column = s->audited->column;
    rp_text name = {"", 0};

    if (choice == RP_BLANK &&
        (column->offset == offsetof(rp_client, urgency) ||
         column->offset == offsetof(rp_client, client_type)))
        choice = 0; /* blank is routine, and individual */
    if (choice != RP_BLANK)
        rp_piece(column->choices, (uint32_t)choice, &name);
    return put(s, client, name, name);
}

static bool put_client(sorter *s, uint32_t c) {
    const rp_client *client = &s->roster->clients[c];
    const void *member = (const char *)client + s->audited->column->offset;
    char text[32] = "";

    switch (s->audited->column->kind) {
    case RP_KIND_LIST:
    case RP_KIND_IDS:
        return put_list(s, c, rp_list_at(client, s->audited->column->offset));
    case RP_KIND_PRIORITIES:
        return put_priorities(s, c, member);
    case RP_KIND_CHOICE:
        return put_choice(s, c, *(const int8_t *)member);
    case RP_KIND_ID:
        return put_name(s, c, client->id);
    case RP_KIND_WHOLE:
        if (*(const int32_t *)member != RP_BLANK)
            snprintf(text, sizeof text, "%d", (int)*(const int32_t *)member);
        return put_name(s, c, text);
    case RP_KIND_NUMBER:
        if (!isnan(*(const double *)member)) /* 0.0 is no -0 */
            snprintf(text, sizeof text, "%.12g", *(const double *)member + 0.0);
        return put_name(s, c, text);
    case RP_KIND_DATE:
    case RP_KIND_BIRTH:
        if (*(const int32_t *)member != RP_NO_DAY)
            rp_date_format(text, *(const int32_t *)member);
        return put_name(s, c, text);
    case RP_KIND_ANSWER:
    case RP_KIND_ACCEPTING:
    case RP_KIND_RISK:
    case RP_KIND_AGES:
    case RP_KIND_TEXT:
    case RP_KIND_TIMES:
    case RP_KIND_AUDIT:
        break;
    }
    return put_cell(s, c);
}

/* -- the groups of a column ------------------------------------------------ */

static rp_audit_group *new_group(rp_audit_groups *out) {
    rp_audit_group *items =
        rp_grow_array(out->items, out->count, &out->room, sizeof *items);

    if (!items)
        return NULL;
    out->items = items;
    items[out->count] = (rp_audit_group){.column = RP_NO_COLUMN, .name = ""};
    return &items[out->count++];
}

static void join(rp_audit_group *g, uint32_t client, const bool *placed) {
    g->clients[g->n++] = client;
    g->placed += placed[client];
}

static int by_name(const void *left, const void *right) {
    const rp_audit_group *a = left, *b = right;

    return strcmp(a->name, b->name);
}

static bool collect(rp_audit_groups *out, sorter *s, uint32_t column,
                    const bool *placed) {
    size_t first = out->count;

    for (size_t key = 0; key < s->heap_count; key++) {
        rp_audit_group *g = new_group(out);
        if (!g)
            return false;
        g->column = column;
        g->name = s->heaps[key].name;
        g->clients =
            rp_arena_array(&out->arena, s->heaps[key].size, sizeof *g->clients);
        if (!g->clients)
            return false;
    }
    for (size_t k = 0; k < s->count; k++)
        join(&out->items[first + s->pairs[k][0]], s->pairs[k][1], placed);
    if (s->heap_count > 1)
        qsort(out->items + first, s->heap_count, sizeof *out->items, by_name);
    return true;
}

rp_status rp_audit_groups_make(rp_audit_groups *out, const rp_audit *audit,
                               const rp_roster *roster, const bool *counted,
                               const bool *placed) {
    bool whole = true;

    for (uint32_t column = 0; whole && column < audit->count; column++) {
        sorter s = {.roster = roster,
                    .audited = &audit->columns[column],
                    .arena = &out->arena,
                    .keys = rp_tags_new()};
        whole = s.keys != NULL;
        for (uint32_t c = 0; whole && c < roster->client_count; c++)
            whole = !counted[c] || put_client(&s, c);
        whole = whole && collect(out, &s, column, placed);
        rp_tags_free(s.keys);
        rp_buffer_clear(&s.folded);
        free(s.heaps);
        free(s.pairs);
    }
    return whole ? RP_OK : RP_ERR_MEMORY;
}

bool rp_audit_groups_add(rp_audit_groups *out, uint32_t clients, const bool *in,
                         const bool *placed, bool is_open) {
    rp_audit_group *g = new_group(out);

    if (g)
        g->clients = rp_arena_array(&out->arena, clients, sizeof *g->clients);
    if (!g || !g->clients)
        return false;
    g->is_open = is_open;
    for (uint32_t c = 0; c < clients; c++)
        if (in[c])
            join(g, c, placed);
    return true;
}

void rp_audit_groups_clear(rp_audit_groups *groups) {
    rp_arena_clear(&groups->arena);
    free(groups->items);
    *groups = (rp_audit_groups){0};
}
