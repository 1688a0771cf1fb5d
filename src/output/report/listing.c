#include "output/report/listing.h"

#include "base/array.h"
#include "base/shortage.h"
#include "output/json.h"
#include "output/report/change.h"
#include "output/report/people.h"
#include "output/report/terms.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { WIDE = 40 }; /* bytes from which a cell needs room */

typedef struct column {
    rp_text name;
    const rp_term_column *term; /* NULL: as it is called */
    bool is_filled, has_words, is_wide;
} column;

static bool is_hidden(const column *c) {
    return !c->is_filled || (c->term && c->term->kind == RP_TERM_HIDDEN);
}

static bool is_person(const column *c) {
    return c->term && (c->term->kind == RP_TERM_CLIENT ||
                       c->term->kind == RP_TERM_THERAPIST);
}

static void look(rp_grid *grid, uint32_t k, column *c) {
    uint32_t rows = rp_grid_rows(grid);

    c->is_filled = rows == 0; /* an empty sheet still has a head */
    c->has_words = is_person(c) || rows == 0;
    for (uint32_t row = 0; row < rows; row++) {
        rp_text cell = rp_grid_cell(grid, row, (int)k);
        c->is_filled |= cell.length > 0;
        c->is_wide |= cell.length > WIDE;
        c->has_words |= cell.length > 0 && !c->has_words &&
                        isnan(rp_grid_number(grid, row, (int)k));
    }
}

/* "weeks_waited" as "Weeks waited". */
static json_t *label_of(const column *c) {
    char words[80];
    size_t length = rp_text_cut(c->name, sizeof words).length;

    if (c->term)
        return json_string(c->term->label);
    for (size_t i = 0; i < length; i++)
        words[i] = (char)(c->name.bytes[i] == '_' ? ' ' : c->name.bytes[i]);
    if (length > 0 && words[0] >= 'a' && words[0] <= 'z')
        words[0] = (char)(words[0] - 'a' + 'A');
    return json_stringn(words, length);
}

static json_t *cell_of(const rp_roster *roster, const column *c, rp_grid *grid,
                       uint32_t row, uint32_t k) {
    rp_text cell = rp_grid_cell(grid, row, (int)k);
    rp_term_kind kind = c->term ? c->term->kind : RP_TERM_PLAIN;
    json_t *one = json_object();
    char name[80];

    rp_json_set(one, "is_number", json_boolean(!c->has_words));
    rp_json_set(one, "is_wide", json_boolean(c->is_wide));
    rp_json_set(one, "who", json_null());
    rp_json_set(one, "text", json_null());
    if (kind == RP_TERM_SENTENCE) {
        rp_json_set(one, "text",
                    rp_change_sentence(roster, RP_NONE, grid, row));
    } else if (kind == RP_TERM_CLIENT && cell.length > 0) {
        uint32_t client = rp_roster_find(roster, RP_CLIENTS, cell);
        if (client != RP_NONE)
            rp_json_set(one, "who",
                        rp_people_tag(roster->clients[client].id,
                                      roster->clients[client].name));
        else
            rp_json_set(one, "text", json_stringn(cell.bytes, cell.length));
    } else if (kind == RP_TERM_THERAPIST && cell.length > 0) {
        rp_json_set(one, "who", rp_people_of_cell(roster, cell));
    } else {
        snprintf(name, sizeof name, "%.*s",
                 (int)rp_text_cut(c->name, 79).length, c->name.bytes);
        const char *words = rp_terms_value(name, cell);
        rp_json_set(one, "text",
                    words ? json_string(words)
                          : json_stringn(cell.bytes, cell.length));
    }
    return one;
}

static json_t *rows_of(const rp_roster *roster, rp_grid *grid,
                       const column *columns) {
    json_t *rows = json_array();

    for (uint32_t row = 0; row < rp_grid_rows(grid); row++) {
        json_t *cells = json_array(), *head = NULL;
        for (uint32_t k = 0; k < rp_grid_columns(grid); k++) {
            if (is_hidden(&columns[k]))
                continue;
            json_t *one = cell_of(roster, &columns[k], grid, row, k);
            if (head)
                rp_json_append(cells, one);
            else
                head = one;
        }
        rp_json_append(rows,
                       json_pack("{s:o, s:o}", "head",
                                 head ? head : json_object(), "cells", cells));
    }
    return rows;
}

json_t *rp_listing_values(const rp_material *m, const char *file) {
    rp_grid *grid = rp_binder_grid(m->binder, file);
    uint32_t count = rp_grid_columns(grid);
    column *columns = rp_new_array(count, sizeof *columns);
    json_t *heads = json_array();

    if (!columns)
        rp_shortage_note();
    for (uint32_t k = 0; columns && k < count; k++) {
        columns[k].name = rp_grid_name(grid, k);
        columns[k].term = rp_terms_column(file, columns[k].name);
        look(grid, k, &columns[k]);
        if (is_hidden(&columns[k]))
            continue;
        json_t *one = json_object();
        rp_json_set(one, "label", label_of(&columns[k]));
        rp_json_set(one, "is_number", json_boolean(!columns[k].has_words));
        rp_json_append(heads, one);
    }
    json_t *rows = columns ? rows_of(m->outcome->fit->roster, grid, columns)
                           : json_array();
    free(columns);
    return json_pack("{s:o, s:o}", "columns", heads, "rows", rows);
}
