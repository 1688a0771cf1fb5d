#include "output/earlier_run/kept.h"

#include "base/array.h"
#include "base/path.h"
#include "base/shortage.h"
#include "base/tags.h"
#include "fit/score.h"
#include "input/cell/cell.h"
#include "output/calendar/calendars.h"
#include "output/earlier_run/grid.h"
#include "output/json.h"
#include "output/run.h"

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static rp_status tell(rp_kept *kept, rp_status status, const char *name,
                      const char *words) {
    kept->trouble.length = 0;
    if (!rp_buffer_puts(&kept->trouble, kept->directory) ||
        !rp_buffer_puts(&kept->trouble, "/") ||
        !rp_buffer_puts(&kept->trouble, name) ||
        !rp_buffer_puts(&kept->trouble, ": ") ||
        !rp_buffer_puts(&kept->trouble, words))
        return RP_ERR_MEMORY;
    return status;
}

static char *path_of(const rp_kept *kept, const char *name) {
    size_t length = strlen(kept->directory) + strlen(name) + 2;
    char *path = rp_new_array(length, 1);

    if (path)
        snprintf(path, length, "%s/%s", kept->directory, name);
    return path;
}

/* A file of the directory or of its one folder, and of nowhere else. */
static bool is_inside(const char *name) {
    static const char *const folders[] = {RP_COMMIT_FOLDER "/",
                                          RP_CALENDARS_FOLDER "/"};

    for (size_t k = 0; k < sizeof folders / sizeof *folders; k++)
        if (strncmp(name, folders[k], strlen(folders[k])) == 0) {
            name += strlen(folders[k]);
            break;
        }
    return *name && *name != '.' && !strchr(name, '/');
}

static rp_status digest_of(rp_kept *kept, const char *name,
                           char digest[RP_DIGEST_SIZE]) {
    static const size_t room = 1 << 16;
    rp_digester *digester = rp_digester_new();
    unsigned char *bytes = rp_new_array(room, 1);
    char *path = path_of(kept, name);
    FILE *in = path ? fopen(path, "rb") : NULL;
    rp_status status = digester && bytes && path ? RP_OK : RP_ERR_MEMORY;
    size_t got;

    if (status == RP_OK && !in)
        status = tell(kept, RP_ERR_IO, name, strerror(errno));
    while (status == RP_OK && (got = fread(bytes, 1, room, in)) > 0)
        rp_digester_add(digester, bytes, got);
    if (status == RP_OK && ferror(in))
        status = tell(kept, RP_ERR_IO, name, "cannot be read");
    if (status == RP_OK)
        rp_digester_end(digester, digest);
    if (in)
        fclose(in);
    free(path);
    free(bytes);
    rp_digester_free(digester);
    return status;
}

static rp_status check_files(rp_kept *kept) {
    json_t *files = json_object_get(kept->run, "files"), *value;
    char digest[RP_DIGEST_SIZE];
    const char *name;

    if (json_object_size(files) == 0)
        return tell(kept, RP_ERR_DATA, RP_FILE_RUN,
                    "lists no files: it is not the record of a run");
    json_object_foreach(files, name, value) {
        if (!is_inside(name) || !json_is_string(value))
            return tell(kept, RP_ERR_DATA, RP_FILE_RUN,
                        "lists a file that no run writes");
        rp_status status = digest_of(kept, name, digest);
        if (status != RP_OK)
            return status;
        if (strcmp(digest, json_string_value(value)) != 0)
            return tell(kept, RP_ERR_DATA, name,
                        "its hash is not the one in run.json: the directory "
                        "does not hold a whole run");
    }
    return RP_OK;
}

/* An exchange that was cut short there is put back first. */
static rp_status mend(rp_kept *kept) {
    char *words;
    rp_status status = rp_hold_mend(kept->directory, &words);

    if (words && !rp_buffer_puts(&kept->trouble, words))
        status = RP_ERR_MEMORY;
    free(words);
    return status;
}

rp_status rp_kept_open(rp_kept *out, const char *directory) {
    json_error_t error;
    unsigned shortages = rp_shortage_count();

    *out = (rp_kept){.directory = directory};
    rp_status status = mend(out);
    if (status != RP_OK)
        return status;
    char *path = path_of(out, RP_FILE_RUN);
    if (!path)
        return RP_ERR_MEMORY;
    FILE *in = fopen(path, "rb");
    free(path);
    if (!in)
        return tell(out, RP_ERR_IO, RP_FILE_RUN,
                    errno == ENOENT
                        ? "is missing: the directory does not hold a whole run"
                        : strerror(errno));
    out->run = json_loadf(in, 0, &error);
    fclose(in);
    if (rp_shortage_count() != shortages ||
        (!out->run && json_error_code(&error) == json_error_out_of_memory))
        return RP_ERR_MEMORY;
    if (!json_is_object(out->run))
        return tell(out, RP_ERR_DATA, RP_FILE_RUN,
                    "is not the record of a run");
    return check_files(out);
}

void rp_kept_clear(rp_kept *kept) {
    json_decref(kept->run);
    rp_buffer_clear(&kept->trouble);
    free(kept->pairs_path);
    *kept = (rp_kept){0};
}

char **rp_kept_command(const rp_kept *kept, size_t *count) {
    const json_t *words = json_object_get(kept->run, "command");
    size_t size = json_array_size(words);
    char **command = rp_new_array(size + 1, sizeof *command);

    *count = command ? size : 0;
    for (size_t i = 0; i < *count; i++) {
        const char *word = json_string_value(json_array_get(words, i));
        command[i] = (char *)(word ? word : ""); /* only read */
    }
    return command;
}

const char *rp_kept_day(const rp_kept *kept) {
    return json_string_value(json_object_get(kept->run, "as_of"));
}

const char *rp_kept_input(const rp_kept *kept, const char *name) {
    const json_t *list = json_object_get(kept->run, "inputs");
    size_t wanted = strlen(name);

    for (size_t k = 0; k < json_array_size(list); k++) {
        const json_t *one = json_array_get(list, k);
        const char *path = json_string_value(json_object_get(one, "path"));
        size_t length = path ? strlen(path) : 0;
        if (path && length >= wanted &&
            strcmp(path + length - wanted, name) == 0 &&
            (length == wanted ||
             rp_path_is_separator(path[length - wanted - 1])))
            return json_string_value(json_object_get(one, "sha256"));
    }
    return NULL;
}

rp_status rp_kept_compare(rp_kept *kept, const rp_input *inputs, size_t count,
                          size_t contact) {
    json_t *list = json_object_get(kept->run, "inputs");
    char words[160];

    if (contact > 0 && json_array_size(list) == count)
        json_array_remove(list, contact);
    if (contact > 0 && json_array_size(list) + 1 == count)
        json_array_insert_new(list, contact, rp_run_input(&inputs[contact]));
    if (json_array_size(list) != count)
        return tell(kept, RP_ERR_DATA, RP_FILE_RUN,
                    "that run read more or fewer files");
    for (size_t i = 0; i < count; i++) {
        const char *digest = json_string_value(
            json_object_get(json_array_get(list, i), "sha256"));
        if (digest && strcmp(digest, inputs[i].sha256) == 0)
            continue;
        snprintf(words, sizeof words,
                 "the run was made from another '%s': the hashes differ",
                 rp_quote(rp_text_of(inputs[i].path)).bytes);
        return tell(kept, RP_ERR_DATA, RP_FILE_RUN, words);
    }
    return RP_OK;
}

/* The places of all clients, and that each has the score it had. */
static bool read_places(rp_grid *grid, const rp_outcome *outcome,
                        uint32_t *therapist, double *score) {
    const rp_roster *roster = outcome->fit->roster;
    uint32_t listed = 0;

    int client_id = rp_grid_column(grid, "client_id");
    int therapist_id = rp_grid_column(grid, "therapist_id");
    int points = rp_grid_column(grid, "score");

    if (client_id < 0 || therapist_id < 0 || points < 0)
        return false;
    for (uint32_t row = 0; row < rp_grid_rows(grid); row++) {
        uint32_t c = rp_roster_find(roster, RP_CLIENTS,
                                    rp_grid_cell(grid, row, client_id));
        rp_text id = rp_grid_cell(grid, row, therapist_id);
        if (c == RP_NONE)
            return false;
        if (id.length == 0)
            continue;
        therapist[c] = rp_roster_find(roster, RP_THERAPISTS, id);
        score[c] = rp_grid_number(grid, row, points);
        if (therapist[c] == RP_NONE || isnan(score[c]))
            return false;
    }
    for (uint32_t c = 0; c < roster->client_count; c++)
        listed += outcome->triage->away[c] == RP_AWAY_NOT;
    return rp_grid_rows(grid) == listed;
}

static bool are_scores_equal(const rp_outcome *o, const double *score) {
    for (uint32_t c = 0; c < o->fit->roster->client_count; c++)
        if (o->therapist[c] != RP_NONE &&
            fabs(score[c] * 10.0 - rp_score_tenths(o->score[c])) > 0.01)
            return false;
    return true;
}

rp_status rp_kept_adopt(rp_kept *kept, rp_outcome *outcome) {
    const rp_roster *roster = outcome->fit->roster;
    uint32_t clients = roster->client_count;
    uint32_t *therapist = rp_new_array(clients, sizeof *therapist);
    double *score = rp_new_array(clients, sizeof *score);
    char *path = path_of(kept, RP_FILE_ASSIGNMENTS);
    rp_grid *grid = NULL;
    rp_status status = RP_ERR_MEMORY;

    if (therapist && score && path)
        status = rp_grid_read(&grid, path);
    for (uint32_t c = 0; status == RP_OK && c < clients; c++)
        therapist[c] = RP_NONE;
    if (status == RP_ERR_IO || status == RP_ERR_DATA) {
        status = tell(kept, status, RP_FILE_ASSIGNMENTS, "cannot be read");
    } else if (status == RP_OK) {
        status = read_places(grid, outcome, therapist, score)
                     ? rp_outcome_adopt(outcome, therapist)
                     : RP_ERR_DATA;
        if (status == RP_OK && !are_scores_equal(outcome, score))
            status = RP_ERR_DATA;
        if (status == RP_ERR_DATA)
            status = tell(kept, RP_ERR_DATA, RP_FILE_ASSIGNMENTS,
                          "is not what these settings and this version write");
    }
    rp_grid_free(grid);
    free(therapist);
    free(score);
    free(path);
    return status;
}

/* The columns of assignments.csv that say who has whom, and at which hour: a
 * run without hours has no such column. */
enum { CLIENT, STATUS, THERAPIST, HOUR, PAIR_COLUMNS };
static const char *const pair_names[PAIR_COLUMNS] = {"client_id", "status",
                                                     "therapist_id", "hour"};

/* Reading the pairs of a run. */
typedef struct pairs_reader {
    rp_kept_pairs *out;
    rp_findings *findings;
    uint32_t at[PAIR_COLUMNS];
    rp_tags *clients;
    uint32_t *first_row; /* [of clients] */
    bool pinned_only;
} pairs_reader;

static void find_columns(pairs_reader *r) {
    const rp_table *table = &r->out->table;
    rp_text cells[RP_MAX_COLUMNS];

    rp_table_row(table, 0, cells);
    for (int k = 0; k < PAIR_COLUMNS; k++) {
        uint32_t c = 0;
        while (c < table->columns && !rp_text_equals(cells[c], pair_names[k]))
            c++;
        r->at[k] = c;
        if (c == table->columns && k != HOUR)
            rp_findings_add(r->findings, RP_ERROR,
                            (rp_place){table->source, RP_NO_RECORD, 0},
                            "%s: missing column", pair_names[k]);
    }
}

static int status_of(rp_text cell) {
    int status = 0;

    while (status <= RP_STATUS_GROUP &&
           !rp_text_equals(cell, rp_status_names[status]))
        status++;
    return status;
}

/* Is it the client's only row so far? */
static bool is_first(pairs_reader *r, uint32_t row, rp_text client) {
    const rp_table *table = &r->out->table;
    uint32_t known = rp_tags_count(r->clients);
    uint32_t number = rp_tags_intern(r->clients, client);

    if (number == RP_NONE) {
        r->findings->out_of_memory = true;
        return false;
    }
    if (number == known) {
        r->first_row[number] = row;
        return true;
    }
    rp_findings_add(
        r->findings, RP_ERROR, rp_table_place(table, row, r->at[CLIENT]),
        "%s: '%s' given twice", pair_names[CLIENT], rp_quote(client).bytes);
    rp_findings_relate(r->findings, rp_table_place(table, r->first_row[number],
                                                   r->at[CLIENT]));
    return false;
}

static void take_pair(pairs_reader *r, uint32_t row) {
    rp_kept_pairs *out = r->out;
    rp_text cells[RP_MAX_COLUMNS];

    rp_table_row(&out->table, row, cells);
    rp_text client = rp_cell_plain(cells[r->at[CLIENT]]);
    rp_text therapist = rp_cell_plain(cells[r->at[THERAPIST]]);
    int status = status_of(cells[r->at[STATUS]]);

    if (status > RP_STATUS_GROUP)
        rp_findings_add(r->findings, RP_ERROR,
                        rp_table_place(&out->table, row, r->at[STATUS]),
                        "%s: unknown value '%s', expected assigned, pinned, "
                        "waitlist, ineligible or human",
                        pair_names[STATUS],
                        rp_quote(cells[r->at[STATUS]]).bytes);
    if (is_first(r, row, client) && therapist.length > 0 &&
        (status == RP_STATUS_PINNED ||
         (status == RP_STATUS_ASSIGNED && !r->pinned_only)))
        out->items[out->count++] =
            (rp_kept_pair){client, therapist,
                           r->at[HOUR] < out->table.columns ? cells[r->at[HOUR]]
                                                            : (rp_text){"", 0},
                           rp_table_place(&out->table, row, r->at[CLIENT])};
}

rp_status rp_kept_read(rp_kept_pairs *out, rp_kept *kept, bool pinned_only,
                       rp_findings *findings) {
    size_t errors = findings->errors;
    pairs_reader r = {
        .out = out, .findings = findings, .pinned_only = pinned_only};

    *out = (rp_kept_pairs){0};
    kept->pairs_path = path_of(kept, RP_FILE_ASSIGNMENTS);
    if (!kept->pairs_path)
        return RP_ERR_MEMORY;
    rp_status status = rp_table_read(&out->table, kept->pairs_path, findings);
    if (status != RP_OK)
        return status;
    find_columns(&r);
    if (findings->errors > errors)
        return RP_ERR_DATA;
    out->items = rp_new_array(out->table.rows, sizeof *out->items);
    r.first_row = rp_new_array(out->table.rows, sizeof *r.first_row);
    r.clients = rp_tags_new();
    if (out->items && r.first_row && r.clients)
        for (uint32_t row = 1; row <= out->table.rows; row++)
            take_pair(&r, row);
    else
        status = RP_ERR_MEMORY;
    rp_tags_free(r.clients);
    free(r.first_row);
    if (findings->out_of_memory)
        return RP_ERR_MEMORY;
    return findings->errors > errors ? RP_ERR_DATA : status;
}

void rp_kept_pairs_clear(rp_kept_pairs *pairs) {
    rp_table_clear(&pairs->table);
    free(pairs->items);
    *pairs = (rp_kept_pairs){0};
}

rp_status rp_kept_carry(const rp_kept *kept, rp_commit *commit) {
    json_t *value;
    const char *name;

    json_object_foreach(json_object_get(kept->run, "files"), name, value) {
        if (strchr(name, '/') || strcmp(name, RP_FILE_REPORT) == 0 ||
            strcmp(name, RP_FILE_RUN) == 0)
            continue;
        if (rp_commit_keep(commit, name, json_string_value(value)) != RP_OK)
            return RP_ERR_MEMORY;
    }
    return RP_OK;
}
