#include "input/groups/groups.h"

#include "base/array.h"
#include "input/cell/list.h"
#include "input/check/twice.h"
#include "input/sheet/locate.h"
#include "input/side_sheet.h"
#include "input/times/times.h"
#include "input/times/times_left.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_MEMBERS = 12 }; /* where max_size is blank */

typedef struct work {
    const rp_groups_options *options;
    rp_groups *groups;
    rp_side_sheet sheet;
    rp_register leaders;
} work;

/* -- a row ----------------------------------------------------------------- */

static void check_sizes(const work *w, const rp_group *g) {
    rp_findings *findings = w->sheet.reader.findings;
    uint32_t row = g->offer.row;

    if (g->min_size > g->max_size)
        rp_findings_add(findings, RP_ERROR,
                        rp_row_place(&w->sheet.rows, row, "min_size"),
                        "min_size: expected at most max_size, %d, got '%d'",
                        (int)g->max_size, (int)g->min_size);
    if (g->current > g->max_size)
        rp_findings_add(findings, RP_ERROR,
                        rp_row_place(&w->sheet.rows, row, "current"),
                        "current: expected at most max_size, %d, got '%d'",
                        (int)g->max_size, (int)g->current);
    if (g->offer.age_min != RP_BLANK && g->offer.age_max != RP_BLANK &&
        g->offer.age_min > g->offer.age_max)
        rp_findings_add(findings, RP_ERROR,
                        rp_row_place(&w->sheet.rows, row, "age_min"),
                        "age_min: expected at most age_max, %d, got '%d'",
                        (int)g->offer.age_max, (int)g->offer.age_min);
    if (g->offer.slots.count > 1)
        rp_findings_add(findings, RP_ERROR,
                        rp_row_place(&w->sheet.rows, row, "hour"),
                        "hour: expected one window, as in tue 18:00-19:30, "
                        "got %u: a group that meets twice is two rows",
                        (unsigned)g->offer.slots.count);
}

static void read_row(work *w, uint32_t row, rp_group *g) {
    rp_text cells[RP_MAX_COLUMNS];

    rp_table_row(w->sheet.rows.table, row, cells);
    rp_row_start(RP_GROUPS, row, g);
    /* what therapists have beside: nothing is known of it */
    rp_row_start(RP_THERAPISTS, row, &g->offer);
    for (uint32_t i = 0; i < rp_schemas[RP_GROUPS].count; i++)
        rp_row_read(&w->sheet.rows, row, cells, i, g);
    if (g->min_size == RP_BLANK)
        g->min_size = 1;
    if (g->max_size == RP_BLANK)
        g->max_size = g->min_size > MOST_MEMBERS ? g->min_size : MOST_MEMBERS;
    if (g->current == RP_BLANK)
        g->current = 0;
    check_sizes(w, g);
}

static int by_id(const void *left, const void *right) {
    const rp_group *a = left, *b = right;
    int order = strcmp(a->offer.id, b->offer.id);

    return order
               ? order
               : (a->offer.row > b->offer.row) - (a->offer.row < b->offer.row);
}

/* Two groups of one leader at one time. */
static void tell_clashes(const work *w) {
    const rp_groups *groups = w->groups;

    for (uint32_t k = 0; k < groups->count; k++)
        for (uint32_t other = 0; other < k; other++) {
            const rp_group *a = &groups->items[other], *b = &groups->items[k];
            if (rp_times_overlap(&a->offer.slots, &b->offer.slots) == 0)
                continue;
            for (uint32_t i = 0; i < b->leaders->count; i++)
                for (uint32_t j = 0; j < a->leaders->count; j++)
                    if (a->leaders->items[j].tag == b->leaders->items[i].tag)
                        rp_findings_add(
                            w->sheet.reader.findings, RP_WARNING,
                            rp_row_place(&w->sheet.rows, b->offer.row,
                                         "leaders"),
                            "leaders: '%s' leads '%s' at the same time",
                            rp_quote(
                                rp_text_of(
                                    w->options->roster
                                        ->therapists[b->leaders->items[i].tag]
                                        .id))
                                .bytes,
                            rp_quote(rp_text_of(a->offer.id)).bytes);
        }
}

/* Their pseudonyms for their ids, and no name. @return false: no memory */
static bool mask(work *w) {
    bool whole = true;

    for (uint32_t k = 0; w->options->pseudonyms && k < w->groups->count; k++) {
        rp_therapist *offer = &w->groups->items[k].offer;
        offer->id = rp_pseudonyms_note(w->options->pseudonyms, RP_GROUPS,
                                       offer->id, offer->name);
        offer->name = "";
        whole &= offer->id != NULL;
        if (!whole)
            offer->id = "";
    }
    return whole;
}

static rp_status read_rows(work *w) {
    rp_groups *groups = w->groups;
    uint32_t rows = groups->table.rows;

    groups->items = rp_new_array(rows, sizeof *groups->items);
    if (!groups->items)
        return RP_ERR_MEMORY;
    for (uint32_t row = 1; row <= rows && !w->sheet.reader.out_of_memory;
         row++) {
        rp_group *g = &groups->items[groups->count];
        read_row(w, row, g);
        groups->count += g->offer.id != NULL;
    }
    if (!mask(w))
        return RP_ERR_MEMORY;
    if (groups->count > 1)
        qsort(groups->items, groups->count, sizeof *groups->items, by_id);
    for (uint32_t k = 1; k < groups->count; k++)
        if (strcmp(groups->items[k - 1].offer.id, groups->items[k].offer.id) ==
            0)
            rp_twice_tell(&w->sheet.rows, groups->items[k - 1].offer.row,
                          groups->items[k].offer.row,
                          groups->items[k].offer.id);
    tell_clashes(w);
    return RP_OK;
}

/* -- the file -------------------------------------------------------------- */

/* Everybody who may lead, by their numbers in the roster. */
static rp_status register_leaders(work *w) {
    const rp_roster *r = w->options->roster;
    rp_people *people = &w->leaders.people;

    w->leaders.what = rp_schemas[RP_THERAPISTS].name;
    w->leaders.is_cut = r->is_cut[RP_THERAPISTS];
    if (rp_people_init(people) != RP_OK)
        return RP_ERR_MEMORY;
    for (uint32_t k = 0; k < r->therapist_count; k++)
        if (r->therapists[k].id &&
            !rp_people_add(
                people, rp_text_of(rp_roster_filed_id(r, RP_THERAPISTS, k)),
                rp_text_of(rp_roster_filed_name(r, RP_THERAPISTS, k))))
            return RP_ERR_MEMORY;
    return RP_OK;
}

rp_status rp_groups_read(rp_groups *out, const char *path,
                         const rp_groups_options *options, rp_input *input,
                         rp_findings *findings) {
    work w = {.options = options,
              .groups = out,
              .sheet = {.side = RP_GROUPS,
                        .map = options->map,
                        .table = &out->table,
                        .reader = {.findings = findings,
                                   .arena = &out->arena,
                                   .names = &options->roster->names,
                                   .strict = options->strict,
                                   .parts = options->parts,
                                   .latest = RP_NO_DAY,
                                   .dates = options->dates}}};

    *out = (rp_groups){0};
    rp_status status = register_leaders(&w);
    if (status == RP_OK && rp_side_sheet_open(&w.sheet, path, &status)) {
        w.sheet.rows.others = &w.leaders;
        status = rp_status_graver(status, read_rows(&w));
    }
    int reason = errno;
    *input = (rp_input){path, {0}, out->table.rows};
    memcpy(input->sha256, out->table.sha256, RP_DIGEST_SIZE);
    rp_table_locate(&out->table, findings);
    status = rp_side_sheet_close(&w.sheet, status);
    rp_people_clear(&w.leaders.people);
    errno = reason;
    return status;
}

const char *rp_groups_filed_id(const rp_groups *groups, const rp_roster *roster,
                               uint32_t group) {
    const char *id = groups->items[group].offer.id;
    const rp_pseudonym *known =
        roster->pseudonyms
            ? rp_pseudonyms_find(roster->pseudonyms, rp_text_of(id))
            : NULL;

    return known ? known->id : id;
}

void rp_groups_clear(rp_groups *groups) {
    free(groups->items);
    rp_table_clear(&groups->table);
    rp_arena_clear(&groups->arena);
    *groups = (rp_groups){0};
}

/* -- for another roster ---------------------------------------------------- */

/* @return RP_NONE: there is no such tag, or no memory, which is noted */
static uint32_t moved_tag(const rp_column *column, uint32_t tag,
                          const rp_roster *was, rp_roster *now,
                          bool *out_of_memory) {
    if (column->kind == RP_KIND_IDS)
        return rp_roster_find(now, RP_THERAPISTS,
                              rp_text_of(was->therapists[tag].id));
    uint32_t moved = rp_names_tag(
        &now->names, column->names,
        rp_text_of(rp_names_name(&was->names, column->names, tag)));
    *out_of_memory |= moved == RP_NONE;
    return moved;
}

static const rp_list *moved_list(rp_arena *arena, const rp_column *column,
                                 const rp_list *from, const rp_roster *was,
                                 rp_roster *now) {
    rp_list *list = rp_arena_array(arena, 1, sizeof *list);
    rp_item *items = rp_arena_array(arena, from->count, sizeof *items);
    bool out_of_memory = !list || !items;
    uint32_t count = 0;

    for (uint32_t i = 0; !out_of_memory && i < from->count; i++) {
        items[count] = from->items[i];
        items[count].tag =
            moved_tag(column, from->items[i].tag, was, now, &out_of_memory);
        count += items[count].tag != RP_NONE;
    }
    if (out_of_memory)
        return NULL;
    *list = (rp_list){items, count, from->known};
    return list;
}

rp_status rp_groups_move(rp_groups *out, const rp_groups *from,
                         const rp_roster *was, rp_roster *now) {
    *out = (rp_groups){.count = from->count};
    out->items = rp_new_array(from->count, sizeof *out->items);
    if (!out->items)
        return RP_ERR_MEMORY;
    for (uint32_t k = 0; k < from->count; k++) {
        out->items[k] = from->items[k]; /* texts and times are borrowed */
        for (uint32_t i = 0; i < rp_schemas[RP_GROUPS].count; i++) {
            const rp_column *column = &rp_schemas[RP_GROUPS].columns[i];
            if (column->kind != RP_KIND_LIST && column->kind != RP_KIND_IDS)
                continue;
            const rp_list *list = moved_list(
                &out->arena, column,
                rp_list_at(&from->items[k], column->offset), was, now);
            if (!list)
                return RP_ERR_MEMORY;
            *(const rp_list **)(void *)((char *)&out->items[k] +
                                        column->offset) = list;
        }
    }
    return RP_OK;
}

/* -- hours of leaders ------------------------------------------------------ */

static int by_begin(const void *left, const void *right) {
    const rp_window *a = left, *b = right;

    return (a->begin > b->begin) - (a->begin < b->begin);
}

/* The windows of the groups that a therapist leads, in order. */
static bool collect(rp_times *out, const rp_groups *groups, uint32_t therapist,
                    rp_arena *arena) {
    rp_window *windows = rp_arena_array(arena, groups->count, sizeof *windows);
    uint32_t count = 0;

    for (uint32_t k = 0; windows && k < groups->count; k++) {
        const rp_group *g = &groups->items[k];
        for (uint32_t i = 0; i < g->leaders->count; i++)
            if (g->leaders->items[i].tag == therapist &&
                g->offer.slots.count > 0)
                windows[count++] = g->offer.slots.windows[0];
    }
    if (count > 1)
        qsort(windows, count, sizeof *windows, by_begin);
    *out = (rp_times){.windows = windows, .count = count};
    return windows != NULL;
}

rp_status rp_groups_take_hours(const rp_groups *groups, rp_roster *roster) {
    rp_taken *taken =
        rp_arena_array(&roster->arena, roster->therapist_count, sizeof *taken);

    if (!taken)
        return RP_ERR_MEMORY;
    for (uint32_t k = 0; k < roster->therapist_count; k++) {
        rp_times *slots = &roster->therapists[k].slots;
        taken[k].whole = *slots;
        if (!collect(&taken[k].hours, groups, k, &roster->arena) ||
            !rp_times_remove(slots, &taken[k].hours, &roster->arena))
            return RP_ERR_MEMORY;
    }
    roster->taken = taken;
    return RP_OK;
}
