#include "output/split/split.h"

#include "base/array.h"
#include "base/shortage.h"
#include "output/csv/files.h"
#include "output/json.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct work {
    const rp_split *split;
    const rp_roster *roster;
    uint32_t *part_of;      /* [therapists] RP_NONE: in none */
    uint32_t *first_pinned; /* [parts] RP_NONE: none */
    uint32_t *next_pinned;  /* [clients] of the same part */
    bool *has_client;       /* [clients] of the part at hand */
    bool *has_therapist;    /* [therapists] likewise */
    rp_buffer jobs;
    json_t *listed; /* the parts, for split.json */
    rp_commit *commit;
} work;

void rp_split_name(char name[RP_SPLIT_NAME], size_t part) {
    snprintf(name, RP_SPLIT_NAME, "part-%04zu", part + 1);
}

/* ---- who stands where --------------------------------------------------- */

static rp_status make(work *w) {
    const rp_parts *parts = w->split->parts;
    uint32_t clients = w->roster->client_count;
    uint32_t therapists = w->roster->therapist_count;
    const uint32_t *pin = w->split->outcome->triage->pin;

    w->part_of = rp_new_array(therapists, sizeof *w->part_of);
    w->first_pinned = rp_new_array(parts->count, sizeof *w->first_pinned);
    w->next_pinned = rp_new_array(clients, sizeof *w->next_pinned);
    w->has_client = rp_new_array(clients, sizeof *w->has_client);
    w->has_therapist = rp_new_array(therapists, sizeof *w->has_therapist);
    w->listed = json_array();
    if (!w->part_of || !w->first_pinned || !w->next_pinned || !w->has_client ||
        !w->has_therapist || !w->listed)
        return RP_ERR_MEMORY;
    for (uint32_t t = 0; t < therapists; t++)
        w->part_of[t] = RP_NONE;
    for (size_t k = 0; k < parts->count; k++) {
        w->first_pinned[k] = RP_NONE;
        for (uint32_t t = 0; t < parts->part[k].therapists; t++)
            w->part_of[parts->part[k].therapist[t]] = (uint32_t)k;
    }
    for (uint32_t c = 0; c < clients; c++)
        if (pin[c] != RP_NONE && w->part_of[pin[c]] != RP_NONE) {
            uint32_t part = w->part_of[pin[c]];
            w->next_pinned[c] = w->first_pinned[part];
            w->first_pinned[part] = c;
        }
    return RP_OK;
}

static void clear(work *w) {
    free(w->part_of);
    free(w->first_pinned);
    free(w->next_pinned);
    free(w->has_client);
    free(w->has_therapist);
    rp_buffer_clear(&w->jobs);
    json_decref(w->listed);
}

static void mark_named(work *w, const rp_list *list, bool value) {
    for (uint32_t k = 0; k < list->count; k++)
        w->has_therapist[list->items[k].tag] = value;
}

static void mark_client(work *w, uint32_t c, bool value) {
    const rp_client *client = &w->roster->clients[c];

    w->has_client[c] = value;
    mark_named(w, client->requested, value);
    mark_named(w, client->past, value);
    mark_named(w, client->avoid, value);
}

/* Set or take away the marks of everybody in a part. */
static void mark(work *w, size_t number, bool value) {
    const rp_part *part = &w->split->parts->part[number];

    for (uint32_t k = 0; k < part->clients; k++)
        mark_client(w, part->client[k], value);
    for (uint32_t c = w->first_pinned[number]; c != RP_NONE;
         c = w->next_pinned[c])
        mark_client(w, c, value);
    for (uint32_t k = 0; k < part->therapists; k++)
        w->has_therapist[part->therapist[k]] = value;
}

/* ---- files of a part ---------------------------------------------------- */

static void put_row(rp_sheet *sheet, const rp_table *table, uint32_t row) {
    rp_text cells[RP_MAX_COLUMNS];

    rp_table_typed(table, row, cells); /* the map reads the part, too */
    for (uint32_t k = 0; k < table->columns; k++)
        rp_sheet_exact(sheet, cells[k]);
    rp_sheet_end_row(sheet);
}

/* Whom a therapist declines in this part: the others are no ids here. */
static rp_text declined_here(const work *w, const rp_therapist *t,
                             rp_buffer *cell) {
    bool whole = true;

    cell->length = 0;
    for (uint32_t k = 0; k < t->declines->count; k++) {
        uint32_t c = t->declines->items[k].tag;
        const char *id = w->roster->clients[c].id;
        if (!w->has_client[c])
            continue;
        if (cell->length > 0)
            whole &= rp_buffer_puts(cell, "; ");
        else if (strchr("=+-@", id[0]))
            whole &= rp_buffer_puts(cell, "'"); /* as reading drops it */
        whole &= rp_buffer_puts(cell, id);
    }
    if (!whole)
        rp_shortage_note();
    return (rp_text){cell->length ? cell->bytes : "", cell->length};
}

static void put_therapist(const work *w, rp_sheet *sheet, const rp_table *table,
                          uint32_t t, rp_buffer *room) {
    const rp_therapist *therapist = &w->roster->therapists[t];
    const rp_layout *layout = &w->roster->layouts[RP_THERAPISTS];
    const rp_column *column =
        rp_schema_find(RP_THERAPISTS, rp_text_of("declines"));
    uint32_t own = layout->own[column - rp_schemas[RP_THERAPISTS].columns];
    rp_text cells[RP_MAX_COLUMNS];

    rp_table_row(table, therapist->row, cells);
    if (own != RP_NONE && therapist->declines->count > 0)
        cells[own] = declined_here(w, therapist, room);
    for (uint32_t k = 0; k < table->columns; k++)
        rp_sheet_exact(sheet, cells[k]);
    rp_sheet_end_row(sheet);
}

/* A file of a part: "part-0001/clients.csv". */
static rp_file *begin(work *w, const char *part, const char *name) {
    char path[2 * RP_SPLIT_NAME];

    snprintf(path, sizeof path, "%s/%s", part, name);
    return rp_commit_file(w->commit, path);
}

static rp_status write_roster(work *w, rp_side side, const char *part,
                              const char *name) {
    const rp_roster *roster = w->roster;
    const rp_table *table = &roster->tables[side];
    rp_file *file = begin(w, part, name);
    rp_buffer room = {0};
    rp_sheet sheet;

    if (!file)
        return RP_ERR_IO;
    rp_sheet_begin(&sheet, rp_file_put, file, table->delimiter, false);
    put_row(&sheet, table, 0);
    if (side == RP_THERAPISTS) {
        for (uint32_t t = 0; t < roster->therapist_count; t++)
            if (w->has_therapist[t])
                put_therapist(w, &sheet, table, t, &room);
    } else {
        for (uint32_t c = 0; c < roster->client_count; c++)
            if (w->has_client[c])
                put_row(&sheet, table, roster->clients[c].row);
    }
    rp_buffer_clear(&room);
    bool whole = rp_sheet_end(&sheet);
    rp_status closed = rp_file_close(file);
    return whole ? closed : RP_ERR_MEMORY;
}

static rp_status write_scores(work *w, const char *part) {
    const rp_scores *scores = w->split->outcome->fit->scores;
    rp_file *file = begin(w, part, "scores.csv");
    rp_sheet sheet;
    char score[16];

    if (!file)
        return RP_ERR_IO;
    rp_sheet_begin(&sheet, rp_file_put, file, ',', false);
    rp_sheet_header(&sheet, "client_id,therapist_id,score");
    for (uint32_t c = 0; c < w->roster->client_count; c++) {
        for (size_t k = scores->first[c];
             w->has_client[c] && k < scores->first[c + 1]; k++) {
            uint32_t t = scores->therapist[k];
            if (!w->has_therapist[t])
                continue;
            snprintf(score, sizeof score, "%d.%02d", scores->score[k] / 100,
                     scores->score[k] % 100);
            rp_sheet_text(&sheet, w->roster->clients[c].id);
            rp_sheet_text(&sheet, w->roster->therapists[t].id);
            rp_sheet_text(&sheet, score);
            rp_sheet_end_row(&sheet);
        }
    }
    bool whole = rp_sheet_end(&sheet);
    rp_status closed = rp_file_close(file);
    return whole ? closed : RP_ERR_MEMORY;
}

/* ---- the commands ------------------------------------------------------- */

/* A word as a shell reads it back. */
static bool put_word(rp_buffer *line, const char *word) {
    static const char plain[] = "abcdefghijklmnopqrstuvwxyz"
                                "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
                                "0123456789_./,:@%+=-";
    bool good = line->length == 0 || line->bytes[line->length - 1] == '\n' ||
                rp_buffer_puts(line, " ");

    if (*word && strspn(word, plain) == strlen(word))
        return good && rp_buffer_puts(line, word);
    good = good && rp_buffer_puts(line, "'");
    for (; good && *word; word++)
        good = *word == '\'' ? rp_buffer_puts(line, "'\\''")
                             : rp_buffer_put(line, word, 1);
    return good && rp_buffer_puts(line, "'");
}

/* DIR/part-0001/name */
static bool put_path(rp_buffer *line, const char *directory, const char *part,
                     const char *name) {
    rp_buffer path = {0};
    bool good = rp_buffer_puts(&path, directory) &&
                rp_buffer_puts(&path, "/") && rp_buffer_puts(&path, part) &&
                rp_buffer_puts(&path, "/") && rp_buffer_puts(&path, name) &&
                put_word(line, path.bytes);

    rp_buffer_clear(&path);
    return good;
}

/* The options that read the input; those that a part gets its own of are
 * left out. */
static bool put_options(rp_buffer *line, const rp_record *record) {
    size_t end = record->command_count - 2;

    for (size_t k = 1; k < end; k++) {
        const char *word = record->command[k];
        if (strcmp(word, "--quiet") == 0)
            continue;
        if (strcmp(word, "--today") == 0 || strcmp(word, "--scores") == 0) {
            k++;
            continue;
        }
        if (!put_word(line, word))
            return false;
    }
    return true;
}

static bool put_job(work *w, const char *part) {
    const char *directory = w->split->directory;
    rp_buffer *line = &w->jobs;
    int32_t as_of = w->split->outcome->triage->as_of;
    char day[16];
    bool good = rp_buffer_puts(line, "rapport match --quiet --threads 1 "
                                     "--top 1 --analyses none") &&
                put_options(line, w->split->record);

    if (good && as_of != RP_NO_DAY) {
        rp_date_format(day, as_of);
        good = put_word(line, "--today") && put_word(line, day);
    }
    if (good && w->split->outcome->fit->scores)
        good = put_word(line, "--scores") &&
               put_path(line, directory, part, "scores.csv");
    return good && put_word(line, "--out") &&
           put_path(line, directory, part, "results") &&
           put_path(line, directory, part, "therapists.csv") &&
           put_path(line, directory, part, "clients.csv") &&
           rp_buffer_puts(line, "\n");
}

/* ---- one part ----------------------------------------------------------- */

/* Its files are those of the commit from `first` on. */
static bool list_part(work *w, size_t first, const char *name,
                      const rp_part *part) {
    json_t *files = json_object();

    for (size_t i = first; i < rp_commit_count(w->commit); i++)
        rp_json_set(files, rp_commit_name(w->commit, i) + strlen(name) + 1,
                    json_string(rp_commit_digest(w->commit, i)));
    return json_array_append_new(
               w->listed,
               json_pack("{s:s, s:I, s:I, s:I, s:o}", "folder", name, "clients",
                         (json_int_t)part->clients, "therapists",
                         (json_int_t)part->therapists, "pairs",
                         (json_int_t)part->pairs, "files", files)) == 0;
}

static rp_status write_part(work *w, size_t number) {
    char name[RP_SPLIT_NAME];
    size_t first = rp_commit_count(w->commit);

    rp_split_name(name, number);
    mark(w, number, true);
    rp_status status = write_roster(w, RP_THERAPISTS, name, "therapists.csv");
    if (status == RP_OK)
        status = write_roster(w, RP_CLIENTS, name, "clients.csv");
    if (status == RP_OK && w->split->outcome->fit->scores)
        status = write_scores(w, name);
    mark(w, number, false);
    if (status == RP_OK &&
        (!put_job(w, name) ||
         !list_part(w, first, name, &w->split->parts->part[number])))
        status = RP_ERR_MEMORY;
    return status;
}

/* ---- the whole ---------------------------------------------------------- */

static json_t *words_of(const rp_record *record) {
    json_t *list = json_array();

    for (size_t i = 0; i < record->command_count; i++)
        rp_json_append(list, json_string(record->command[i]));
    if (json_array_size(list) == record->command_count)
        return list;
    json_decref(list);
    return NULL;
}

static json_t *inputs_of(const rp_record *record) {
    json_t *list = json_array();

    for (size_t i = 0; i < record->input_count; i++)
        rp_json_append(list,
                       json_pack("{s:s, s:s}", "path", record->inputs[i].path,
                                 "sha256", record->inputs[i].sha256));
    return list;
}

/* Said beside the parts, as results promise the opposite. */
static const char about[] =
    "The parts of one clinic, written by rapport split.\n"
    "\n"
    "jobs.txt has a command for each part. When all are done, rapport merge\n"
    "puts them together; it refuses parts that have changed.\n"
    "\n"
    "The sheets in the parts are exact copies of the rows they came from. "
    "What\n"
    "results are guarded against is not changed here: a cell that begins with\n"
    "= + - or @ is a formula to a spreadsheet. Look at them in a text editor.\n"
    "They hold health records.\n";

static rp_status write_text(work *w, const char *name, const char *bytes,
                            size_t length) {
    rp_file *file = rp_commit_file(w->commit, name);

    rp_file_put(file, bytes, length);
    return rp_file_close(file);
}

static rp_status write_index(work *w) {
    const rp_record *record = w->split->record;
    rp_status status =
        write_text(w, RP_FILE_JOBS, w->jobs.bytes, w->jobs.length);

    if (status == RP_OK)
        status = write_text(w, RP_FILE_README, about, sizeof about - 1);
    if (status != RP_OK)
        return status;
    json_t *root = json_pack("{s:s, s:o, s:o, s:O}", "rapport", record->version,
                             "command", words_of(record), "inputs",
                             inputs_of(record), "parts", w->listed);
    rp_buffer bytes = {0};
    bool is_whole = rp_json_text(&bytes, root, JSON_INDENT(2)) &&
                    rp_buffer_puts(&bytes, "\n");
    status = is_whole ? write_text(w, RP_FILE_SPLIT, bytes.bytes, bytes.length)
                      : RP_ERR_MEMORY;
    rp_buffer_clear(&bytes);
    json_decref(root);
    return status;
}

rp_status rp_split_write(const rp_split *split, rp_commit *commit) {
    work w = {.split = split,
              .roster = split->outcome->fit->roster,
              .commit = commit};
    rp_status status = make(&w);

    for (size_t k = 0; status == RP_OK && k < split->parts->count; k++)
        status = write_part(&w, k);
    if (status == RP_OK)
        status = write_index(&w);
    clear(&w);
    return status;
}

static const char *name_of(size_t k) {
    static const char *const names[] = {RP_FILE_SPLIT, RP_FILE_JOBS,
                                        RP_FILE_README, NULL};

    return names[k];
}

const rp_purpose rp_split_purpose = {RP_FILE_SPLIT, name_of, true};
