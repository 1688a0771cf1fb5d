#include "input/map/made_ids.h"

#include "base/array.h"
#include "base/digest.h"
#include "input/map/changed_table.h"
#include "input/order.h"
#include "input/row.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { ID_SIZE = 16, EMAIL = 0, NAME, BIRTH, PARTS };

typedef struct work {
    const rp_made_ids *how;
    const rp_table *table;
    uint32_t at[PARTS]; /* the file's columns, RP_NONE */
    rp_layout layout;
    int32_t latest; /* day before which births are */
    rp_buffer parts, bare;
    char (*ids)[ID_SIZE]; /* [rows + 1] header first; "": none was made */
    bool no_memory;
} work;

/* Does a folded header hold a word? Words end at `_`, `.` and `:`. */
static bool has_word(rp_text folded, const char *word) {
    size_t length = strlen(word);

    for (size_t at = 0; at + length <= folded.length; at++)
        if ((at == 0 || strchr("_.:", folded.bytes[at - 1])) &&
            memcmp(folded.bytes + at, word, length) == 0 &&
            (at + length == folded.length ||
             strchr("_.:", folded.bytes[at + length])))
            return true;
    return false;
}

static uint32_t email_column(work *w) {
    rp_text headers[RP_MAX_COLUMNS];

    rp_table_row(w->table, 0, headers);
    for (uint32_t c = 0; c < w->table->columns; c++) {
        if (!rp_text_fold(&w->bare, rp_map_bare(headers[c]))) {
            w->no_memory = true;
            return RP_NONE;
        }
        rp_text folded = {w->bare.bytes, w->bare.length};
        bool another =
            has_word(folded, "emergency") || has_word(folded, "therapist") ||
            has_word(folded, "parent") || has_word(folded, "contact");
        if (!another && !w->layout.uses[c].column &&
            (has_word(folded, "email") || has_word(folded, "e_mail") ||
             has_word(folded, "mail")))
            return c;
    }
    return RP_NONE;
}

static uint32_t own(const work *w, const char *name) {
    const rp_column *column = rp_schema_find(w->how->side, rp_text_of(name));

    return column ? w->layout.own[column - rp_schemas[w->how->side].columns]
                  : RP_NONE;
}

/* A date of a client's row; RP_NO_DAY where there is none. */
static int32_t day_of(work *w, uint32_t row, const char *name, size_t offset) {
    const rp_column *column = rp_schema_find(w->how->side, rp_text_of(name));
    rp_rows rows = {
        .reader = w->how->reader, .layout = &w->layout, .table = w->table};
    rp_text cells[RP_MAX_COLUMNS];
    rp_client client;

    rp_row_start(RP_CLIENTS, row, &client);
    rp_table_row(w->table, row, cells);
    rp_row_read(&rows, row, cells,
                (uint32_t)(column - rp_schemas[RP_CLIENTS].columns), &client);
    return *(int32_t *)(void *)((char *)&client + offset);
}

/* The day to which ages are counted, as reading will find it. */
static void find_latest(work *w) {
    w->latest = w->how->has_today ? w->how->today : RP_NO_DAY;
    if (w->how->has_today || w->at[BIRTH] == RP_NONE ||
        own(w, "referred_on") == RP_NONE)
        return;
    for (uint32_t row = 1; row <= w->table->rows; row++) {
        int32_t day =
            day_of(w, row, "referred_on", offsetof(rp_client, referred_on));
        w->latest = day > w->latest ? day : w->latest;
    }
}

static void put_bare(work *w, rp_text cell) {
    if (!rp_text_bare(&w->bare, rp_cell_plain(cell))) {
        w->no_memory = true;
        return;
    }
    rp_text bare = rp_text_trim((rp_text){w->bare.bytes, w->bare.length});
    w->no_memory |=
        bare.length > 0 && !rp_buffer_put(&w->parts, bare.bytes, bare.length);
}

/* e-mail|name|birth of a client, the name of a therapist. */
static void put_parts(work *w, uint32_t row) {
    rp_text cells[RP_MAX_COLUMNS];
    bool is_client = w->how->side == RP_CLIENTS;
    char day[16] = "";

    rp_table_row(w->table, row, cells);
    w->parts.length = 0;
    if (is_client && w->at[EMAIL] != RP_NONE)
        put_bare(w, cells[w->at[EMAIL]]);
    w->no_memory |= is_client && !rp_buffer_puts(&w->parts, "|");
    if (w->at[NAME] != RP_NONE)
        put_bare(w, cells[w->at[NAME]]);
    if (!is_client)
        return;
    if (w->at[BIRTH] != RP_NONE) {
        int32_t born =
            day_of(w, row, "date_of_birth", offsetof(rp_client, born_on));
        if (born != RP_NO_DAY)
            rp_date_format(day, born);
    }
    w->no_memory |=
        !rp_buffer_puts(&w->parts, "|") || !rp_buffer_puts(&w->parts, day);
}

static bool is_blank(const work *w) {
    for (size_t i = 0; i < w->parts.length; i++)
        if (w->parts.bytes[i] != '|')
            return false;
    return true;
}

static void make_ids(work *w) {
    rp_side side = w->how->side;
    char digest[RP_DIGEST_SIZE];

    w->how->reader->latest = w->latest;
    for (uint32_t row = 1; row <= w->table->rows && !w->no_memory; row++) {
        put_parts(w, row);
        if (is_blank(w) || w->no_memory)
            continue;
        rp_digest(digest, w->parts.bytes, w->parts.length);
        snprintf(w->ids[row], ID_SIZE, "%c%.8s", side == RP_CLIENTS ? 'c' : 't',
                 digest);
    }
    w->how->reader->latest = RP_NO_DAY;
}

/* "'Email Address', 'Your full name'": the columns that ids are made of. */
static bool put_sources(const work *w, rp_buffer *out) {
    rp_text headers[RP_MAX_COLUMNS];
    bool put = rp_buffer_put(out, "", 0);

    rp_table_row(w->table, 0, headers);
    for (int k = 0; k < PARTS && put; k++)
        if (w->at[k] != RP_NONE)
            put = (out->length == 0 || rp_buffer_puts(out, ", ")) &&
                  rp_buffer_puts(out, "'") &&
                  rp_buffer_puts(
                      out, rp_quote(rp_text_trim(headers[w->at[k]])).bytes) &&
                  rp_buffer_puts(out, "'");
    return put;
}

/* What is wrong was told: nothing more is to come of it. */
static void stand_in(work *w, uint32_t row) {
    snprintf(w->ids[row], ID_SIZE, "row-%u", (unsigned)row);
}

static void tell(work *w, const char *sources) {
    rp_findings *findings = w->how->reader->findings;
    const char *name = rp_schemas[w->how->side].columns[0].name;
    rp_tags *seen = rp_tags_new();
    uint32_t *first = rp_new_array(w->table->rows, sizeof *first);

    w->no_memory |= !seen || !first;
    if (!w->no_memory)
        rp_findings_add(findings, RP_WARNING, rp_table_place(w->table, 0, 0),
                        "%s: no column of ids, so they are made of %s: the "
                        "first is %s",
                        name, sources, w->ids[1][0] ? w->ids[1] : "missing");
    for (uint32_t row = 1; row <= w->table->rows && !w->no_memory; row++) {
        rp_place place = rp_table_place(w->table, row, 0);
        if (!w->ids[row][0]) {
            rp_findings_add(findings, RP_ERROR, place,
                            "%s: nothing to make an id of, expected something "
                            "in %s",
                            name, sources);
            stand_in(w, row);
            continue;
        }
        uint32_t before = rp_tags_count(seen);
        uint32_t number = rp_tags_intern(seen, rp_text_of(w->ids[row]));
        w->no_memory |= number == RP_NONE;
        if (number < before) {
            rp_findings_add(
                findings, RP_ERROR, place,
                "%s: two people with the same %s; give each an id of "
                "their own",
                name, sources);
            rp_findings_relate(findings,
                               rp_table_place(w->table, first[number], 0));
            stand_in(w, row);
        } else if (!w->no_memory) {
            first[number] = row;
        }
    }
    rp_tags_free(seen);
    free(first);
}

static bool cell_of(void *payload, uint32_t row, rp_text *cell) {
    const work *w = payload;

    *cell = rp_text_of(row == 0 ? rp_schemas[w->how->side].columns[0].name
                                : w->ids[row]);
    return true;
}

/* What the columns are, without a word about them: reading will say it. */
static rp_status look(work *w) {
    rp_reader *reader = w->how->reader;
    rp_findings *told = reader->findings, unseen = {0};

    reader->findings = &unseen;
    rp_status status =
        rp_layout_make(&w->layout, w->how->side, w->table, w->how->map, reader);
    if (status != RP_ERR_MEMORY && w->layout.own[0] == RP_NONE) {
        w->at[EMAIL] = w->how->side == RP_CLIENTS ? email_column(w) : RP_NONE;
        w->at[NAME] = own(w, "name");
        w->at[BIRTH] = own(w, "date_of_birth");
        if (w->how->side == RP_CLIENTS)
            find_latest(w);
        make_ids(w);
    }
    reader->findings = told;
    w->no_memory |= unseen.out_of_memory || reader->out_of_memory;
    rp_findings_clear(&unseen);
    return status == RP_ERR_MEMORY || w->no_memory ? RP_ERR_MEMORY : RP_OK;
}

rp_status rp_made_ids_add(const rp_made_ids *how, rp_table *table) {
    work w = {.how = how, .table = table, .at = {RP_NONE, RP_NONE, RP_NONE}};
    size_t errors = how->reader->findings->errors;
    rp_buffer sources = {0};
    rp_status status = RP_ERR_MEMORY;

    w.ids = rp_new_array((size_t)table->rows + 1, sizeof *w.ids);
    if (!w.ids)
        return RP_ERR_MEMORY;
    status = look(&w);
    if (status == RP_OK && w.layout.own[0] == RP_NONE &&
        (w.at[EMAIL] != RP_NONE || w.at[NAME] != RP_NONE ||
         w.at[BIRTH] != RP_NONE) &&
        table->rows > 0 && table->columns < RP_MAX_COLUMNS) {
        w.no_memory |= !put_sources(&w, &sources);
        if (!w.no_memory)
            tell(&w, sources.bytes);
        status = w.no_memory ? RP_ERR_MEMORY
                             : rp_changed_table_widen(table, cell_of, &w);
    }
    if (status == RP_OK && how->reader->findings->errors > errors)
        status = RP_ERR_DATA;
    rp_layout_clear(&w.layout);
    rp_buffer_clear(&w.parts);
    rp_buffer_clear(&w.bare);
    rp_buffer_clear(&sources);
    free(w.ids);
    return status;
}
