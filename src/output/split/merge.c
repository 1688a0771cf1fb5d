#include "output/split/merge.h"

#include "base/shortage.h"
#include "input/sheet/sheetfile.h"
#include "output/directory/commit.h"

#include <errno.h>
#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#define PART_RUN "results/" RP_FILE_RUN
#define PART_PAIRS "results/" RP_FILE_ASSIGNMENTS

/* ---- findings about whole files ----------------------------------------- */

static rp_status tell(rp_findings *findings, const char *path, rp_status status,
                      const char *what) {
    rp_place place = {rp_findings_source(findings, path), RP_NO_RECORD, 0};

    rp_findings_add(findings, RP_ERROR, place, "%s", what);
    return findings->out_of_memory ? RP_ERR_MEMORY : status;
}

/* DIR/part-0001/results/run.json; NULL when out of memory. `folder` may be
 * NULL. */
static const char *join(rp_merge *m, const char *folder, const char *name) {
    const char *between = folder ? "/" : "";
    const char *pieces[] = {m->directory, "/", folder ? folder : "", between,
                            name};
    rp_buffer path = {0};
    bool good = true;

    for (size_t k = 0; k < sizeof pieces / sizeof *pieces; k++)
        good = good && rp_buffer_puts(&path, pieces[k]);
    const char *kept =
        good ? rp_arena_text(&m->arena, path.bytes, path.length) : NULL;
    rp_buffer_clear(&path);
    return kept;
}

/* ---- split.json --------------------------------------------------------- */

static rp_status load(json_t **out, const char *path, const char *missing,
                      rp_findings *findings) {
    json_error_t error;
    unsigned shortages = rp_shortage_count();
    FILE *file = fopen(path, "rb");

    *out = NULL;
    if (!file)
        return tell(findings, path, RP_ERR_IO,
                    errno == ENOENT ? missing : strerror(errno));
    *out = json_loadf(file, JSON_REJECT_DUPLICATES, &error);
    fclose(file);
    if (rp_shortage_count() != shortages ||
        (!*out && json_error_code(&error) == json_error_out_of_memory))
        return RP_ERR_MEMORY;
    return *out ? RP_OK
                : tell(findings, path, RP_ERR_DATA, "is damaged: not JSON");
}

/* A copy of a string member, NULL when there is none. */
static const char *member(rp_merge *m, const json_t *object, const char *name) {
    const json_t *value = json_object_get(object, name);

    return json_is_string(value)
               ? rp_arena_text(&m->arena, json_string_value(value),
                               json_string_length(value))
               : NULL;
}

static const char **texts(rp_merge *m, size_t count) {
    return rp_arena_array(&m->arena, count + 1, sizeof(char *));
}

static bool take_words(rp_merge *m, const json_t *list) {
    size_t count = json_array_size(list);

    if (count < 3 || count > 1000)
        return false;
    m->words = rp_arena_array(&m->arena, count + 1, sizeof *m->words);
    for (size_t k = 0; m->words && k < count; k++) {
        const json_t *word = json_array_get(list, k);
        if (!json_is_string(word))
            return false;
        m->words[k] = rp_arena_text(&m->arena, json_string_value(word),
                                    json_string_length(word));
        if (!m->words[k])
            return false;
    }
    m->word_count = (int)count;
    return m->words != NULL;
}

static bool take_inputs(rp_merge *m, const json_t *list) {
    m->inputs = json_array_size(list);
    m->paths = texts(m, m->inputs);
    m->digests = texts(m, m->inputs);
    if (!m->paths || !m->digests)
        return false;
    for (size_t k = 0; k < m->inputs; k++) {
        const json_t *input = json_array_get(list, k);
        m->paths[k] = member(m, input, "path");
        m->digests[k] = member(m, input, "sha256");
        if (!m->paths[k] || !m->digests[k])
            return false;
    }
    return true;
}

static bool take_parts(rp_merge *m, const json_t *list) {
    m->parts = json_array_size(list);
    m->folders = texts(m, m->parts);
    m->therapist_digests = texts(m, m->parts);
    m->client_digests = texts(m, m->parts);
    if (!m->folders || !m->therapist_digests || !m->client_digests)
        return false;
    for (size_t k = 0; k < m->parts; k++) {
        const json_t *part = json_array_get(list, k);
        const json_t *files = json_object_get(part, "files");
        m->folders[k] = member(m, part, "folder");
        m->therapist_digests[k] = member(m, files, "therapists.csv");
        m->client_digests[k] = member(m, files, "clients.csv");
        if (!m->folders[k] || !m->therapist_digests[k] || !m->client_digests[k])
            return false;
    }
    return true;
}

rp_status rp_merge_open(rp_merge *out, const char *directory,
                        rp_findings *findings) {
    json_t *root;

    *out = (rp_merge){.directory = directory};
    const char *path = join(out, NULL, RP_FILE_SPLIT);
    if (!path)
        return RP_ERR_MEMORY;
    rp_status status =
        load(&root, path, "is missing: this is not a split", findings);
    if (status == RP_OK &&
        (!take_words(out, json_object_get(root, "command")) ||
         !take_inputs(out, json_object_get(root, "inputs")) ||
         !take_parts(out, json_object_get(root, "parts"))))
        status = tell(findings, path, RP_ERR_DATA,
                      "is damaged: command, inputs or parts are missing");
    json_decref(root);
    return status;
}

void rp_merge_clear(rp_merge *merge) {
    rp_arena_clear(&merge->arena);
    *merge = (rp_merge){0};
}

rp_status rp_merge_spare(rp_merge *merge, rp_hold *hold) {
    static const char *const read[] = {PART_RUN, PART_PAIRS};
    const char *path = join(merge, NULL, RP_FILE_SPLIT);
    rp_status status = path ? rp_hold_spare(hold, path) : RP_ERR_MEMORY;

    for (size_t k = 0; k < 2 * merge->parts && status == RP_OK; k++) {
        path = join(merge, merge->folders[k / 2], read[k % 2]);
        status = path ? rp_hold_spare(hold, path) : RP_ERR_MEMORY;
    }
    return status;
}

rp_status rp_merge_check_inputs(rp_merge *merge, const rp_input *inputs,
                                size_t count, rp_findings *findings) {
    rp_status status = RP_OK;

    for (size_t k = 0; k < count; k++)
        if (k >= merge->inputs ||
            strcmp(inputs[k].sha256, merge->digests[k]) != 0)
            status = tell(findings, inputs[k].path, RP_ERR_DATA,
                          "has changed since it was split: split it again");
    return status;
}

/* ---- results of the parts ----------------------------------------------- */

/* Whether run.json tells of the files that the split wrote. */
static bool is_of_part(const rp_merge *m, size_t part, const json_t *run) {
    const json_t *inputs = json_object_get(run, "inputs");
    const char *const wanted[2] = {m->therapist_digests[part],
                                   m->client_digests[part]};

    for (size_t k = 0; k < 2; k++) {
        const char *found = json_string_value(
            json_object_get(json_array_get(inputs, k), "sha256"));
        if (!found || strcmp(found, wanted[k]) != 0)
            return false;
    }
    return true;
}

/* An id as it was before the guard against formulas. */
static rp_text unguarded(rp_text id) {
    if (id.length > 1 && id.bytes[0] == '\'' && strchr("=+-@", id.bytes[1]))
        return (rp_text){id.bytes + 1, id.length - 1};
    return id;
}

enum { CLIENT, STATUS, THERAPIST };

static void take_row(rp_sheetfile *sheet, uint32_t row, const rp_roster *roster,
                     uint32_t *therapist) {
    if (!rp_text_equals(rp_sheetfile_cell(sheet, row, STATUS), "assigned"))
        return;
    uint32_t c = rp_roster_find(
        roster, RP_CLIENTS, unguarded(rp_sheetfile_cell(sheet, row, CLIENT)));
    uint32_t t =
        rp_roster_find(roster, RP_THERAPISTS,
                       unguarded(rp_sheetfile_cell(sheet, row, THERAPIST)));
    if (c == RP_NONE || t == RP_NONE)
        rp_sheetfile_error(sheet, row, c == RP_NONE ? CLIENT : THERAPIST,
                           "not one of the originals");
    else if (therapist[c] != RP_NONE)
        rp_sheetfile_error(sheet, row, CLIENT, "assigned in two parts");
    else
        therapist[c] = t;
}

static rp_status take_pairs(const char *path, const char *digest,
                            const rp_roster *roster, uint32_t *therapist,
                            rp_findings *findings) {
    static const char *const columns[] = {"client_id", "status", "therapist_id",
                                          NULL};
    rp_findings quiet = {0}; /* further columns are no news here */
    rp_sheetfile sheet;
    rp_status status = rp_sheetfile_read(&sheet, path, columns, &quiet);

    if (status == RP_OK &&
        (!digest || strcmp(digest, sheet.table.sha256) != 0)) {
        status = tell(findings, path, RP_ERR_DATA,
                      "is not the file that its run.json describes");
    } else if (status == RP_OK) {
        for (uint32_t row = 1; row <= sheet.table.rows; row++)
            take_row(&sheet, row, roster, therapist);
        if (quiet.errors > 0)
            status = tell(findings, path, RP_ERR_DATA,
                          "names somebody who is not in the originals, or "
                          "names somebody twice");
    } else if (status != RP_ERR_MEMORY) {
        status = tell(findings, path, status, "cannot be read");
    }
    rp_status closed = rp_sheetfile_close(&sheet, status);
    rp_findings_clear(&quiet);
    return closed;
}

static rp_status collect_part(rp_merge *m, size_t part, const rp_roster *roster,
                              uint32_t *therapist, rp_findings *findings) {
    const char *run_path = join(m, m->folders[part], "results/" RP_FILE_RUN);
    const char *pairs_path =
        join(m, m->folders[part], "results/" RP_FILE_ASSIGNMENTS);
    json_t *run;

    if (!run_path || !pairs_path)
        return RP_ERR_MEMORY;
    rp_status status =
        load(&run, run_path,
             "is missing: run this part's line of jobs.txt first", findings);
    if (status == RP_OK && !is_of_part(m, part, run))
        status = tell(
            findings, run_path, RP_ERR_DATA,
            "does not belong to this split: run the lines of jobs.txt again");
    if (status == RP_OK)
        status =
            take_pairs(pairs_path,
                       json_string_value(json_object_get(
                           json_object_get(run, "files"), RP_FILE_ASSIGNMENTS)),
                       roster, therapist, findings);
    json_decref(run);
    return status;
}

rp_status rp_merge_collect(rp_merge *merge, const rp_roster *roster,
                           uint32_t *therapist, rp_findings *findings) {
    rp_status status = RP_OK;

    for (uint32_t c = 0; c < roster->client_count; c++)
        therapist[c] = RP_NONE;
    for (size_t k = 0; k < merge->parts; k++) {
        rp_status part = collect_part(merge, k, roster, therapist, findings);
        if (part == RP_ERR_MEMORY)
            return part;
        if (status == RP_OK)
            status = part;
    }
    return status;
}
