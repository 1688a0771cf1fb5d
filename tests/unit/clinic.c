#include "unit/clinic.h"

#include "unit/suite.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* -- files ----------------------------------------------------------------- */

char *scratch_new(void) {
    const char *root = getenv("TMPDIR");
    char path[512];

    snprintf(path, sizeof path, "%s/rapport-unit-XXXXXX",
             root && *root ? root : "/tmp");
    assert_non_null(mkdtemp(path));
    char *folder = malloc(strlen(path) + 1);
    assert_non_null(folder);
    memcpy(folder, path, strlen(path) + 1);
    return folder;
}

static void remove_tree(const char *path) {
    char below[1024];
    DIR *folder = opendir(path);

    for (struct dirent *entry; folder && (entry = readdir(folder));) {
        if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0)
            continue;
        snprintf(below, sizeof below, "%s/%s", path, entry->d_name);
        struct stat there;
        if (lstat(below, &there) == 0 && S_ISDIR(there.st_mode))
            remove_tree(below);
        else
            unlink(below);
    }
    if (folder)
        closedir(folder);
    rmdir(path);
}

void scratch_remove(char *folder) {
    remove_tree(folder);
    free(folder);
}

const char *scratch_path(const char *folder, const char *name) {
    static char paths[4][1024];
    static unsigned turn;
    char *path = paths[turn++ % 4];

    snprintf(path, sizeof paths[0], "%s/%s", folder, name);
    return path;
}

void scratch_write(const char *path, const void *bytes, size_t length) {
    FILE *to = fopen(path, "wb");

    assert_non_null(to);
    assert_int_equal(fwrite(bytes, 1, length, to), length);
    assert_int_equal(fclose(to), 0);
}

char *scratch_read(const char *path, size_t *length) {
    FILE *from = fopen(path, "rb");
    size_t used = 0, room = 4096;
    char *bytes = malloc(room + 1);

    assert_non_null(bytes);
    if (!from) {
        free(bytes);
        return NULL;
    }
    for (size_t got; (got = fread(bytes + used, 1, room - used, from)) > 0;) {
        used += got;
        if (used == room) {
            room *= 2;
            bytes = realloc(bytes, room + 1);
            assert_non_null(bytes);
        }
    }
    fclose(from);
    bytes[used] = '\0';
    if (length)
        *length = used;
    return bytes;
}

/* -- a clinic -------------------------------------------------------------- */

static const char *keep(const char *folder, const char *name,
                        const char *text) {
    const char *path = scratch_path(folder, name);

    if (text)
        scratch_write(path, text, strlen(text));
    return path;
}

/* The one built in, which a clinic borrows and never amends: to load its
 * phrases takes longer than most tests. */
static const rp_taxonomy *built_in(void) {
    static rp_taxonomy taxonomy;
    static bool is_loaded;
    rp_findings findings = {0};

    if (!is_loaded) {
        assert_int_equal(rp_taxonomy_load(&taxonomy, NULL, &findings), RP_OK);
        assert_int_equal(findings.count, 0);
        rp_findings_clear(&findings);
        is_loaded = true;
    }
    return &taxonomy;
}

static rp_status read_clinic(clinic *c, const clinic_files *files,
                             const char *folder) {
    char names[5][600];
    const char *const texts[5] = {files->therapists, files->clients,
                                  files->policy, files->scores, files->map};
    static const char *const called[5] = {
        "therapists.csv", "clients.csv", "policy.csv", "scores.csv", "map.csv"};
    rp_input input;

    for (int k = 0; k < 5; k++)
        snprintf(names[k], sizeof names[k], "%s",
                 keep(folder, called[k], texts[k]));
    /* as the program does: each file is read whatever the others hold */
    c->taxonomy = built_in();
    rp_status status = rp_policy_load(
        &c->policy, files->policy ? names[2] : NULL, NULL, NULL, &c->findings);
    if (files->map) {
        const char *const maps[] = {names[4]};
        status = rp_status_graver(
            status, rp_map_read(&c->map, maps, 1, &input, &c->findings));
    }
    rp_intake intake = {.therapists = names[0],
                        .clients = names[1],
                        .taxonomy = c->taxonomy,
                        .map = c->map,
                        .strict = files->strict};
    status = rp_status_graver(
        status, rp_intake_read(&c->roster, &intake, &c->findings));
    if (files->scores)
        status = rp_status_graver(status, rp_scores_read(&c->scores, names[3],
                                                         &c->roster, &input,
                                                         &c->findings));
    if (status == RP_OK)
        status = rp_fit_init(&c->fit, &c->roster, &c->policy, c->taxonomy,
                             files->scores ? &c->scores : NULL,
                             files->unknown_forbids);
    return status;
}

/* All findings as text, the scratch folder left out of it. */
static char *told(rp_findings *findings, const char *folder) {
    char *text = NULL;
    size_t length, skip = strlen(folder) + 1;
    FILE *to = open_memstream(&text, &length);

    assert_non_null(to);
    rp_findings_sort(findings);
    rp_findings_print(findings, to, 0);
    assert_int_equal(fclose(to), 0);
    for (char *at = text; (at = strstr(at, folder)) != NULL;)
        memmove(at, at + skip, strlen(at + skip) + 1);
    return text;
}

rp_status clinic_try(clinic *out, const clinic_files *files) {
    char *folder = scratch_new();

    *out = (clinic){0};
    rp_status status = read_clinic(out, files, folder);
    rp_map_report_unused(out->map);
    rp_roster_settle(&out->roster, &out->findings);
    rp_map_free(out->map);
    out->map = NULL;
    out->said = told(&out->findings, folder);
    scratch_remove(folder);
    return status;
}

void clinic_open(clinic *out, const clinic_files *files) {
    rp_status status = clinic_try(out, files);

    if (status != RP_OK)
        fail_msg("status %d: %s", (int)status, out->said);
}

void clinic_close(clinic *c) {
    rp_need_clear(&c->need);
    rp_fit_clear(&c->fit);
    rp_scores_clear(&c->scores);
    rp_roster_clear(&c->roster);
    rp_findings_clear(&c->findings);
    free(c->said);
    *c = (clinic){0};
}

uint32_t clinic_client(const clinic *c, const char *id) {
    uint32_t index = rp_roster_find(&c->roster, RP_CLIENTS, rp_text_of(id));

    if (index == RP_NONE)
        fail_msg("no client %s", id);
    return index;
}

uint32_t clinic_therapist(const clinic *c, const char *id) {
    uint32_t index = rp_roster_find(&c->roster, RP_THERAPISTS, rp_text_of(id));

    if (index == RP_NONE)
        fail_msg("no therapist %s", id);
    return index;
}

const rp_need *clinic_need(clinic *c, const char *client) {
    assert_true(rp_need_set(&c->need, &c->fit, clinic_client(c, client)));
    return &c->need;
}

uint32_t clinic_tag(const clinic *c, rp_names_id names, const char *text) {
    rp_buffer key = {0};

    assert_true(rp_text_fold(&key, rp_text_of(text)));
    uint32_t tag = rp_names_find(&c->roster.names, names,
                                 (rp_text){key.bytes, key.length});
    rp_buffer_clear(&key);
    if (tag == RP_NONE)
        fail_msg("nobody wrote %s", text);
    return tag;
}

char *clinic_list(const clinic *c, rp_names_id names, const rp_list *list) {
    static const char *const marks[] = {"?", "", "!"};
    rp_buffer out = {0};
    char number[16];

    assert_true(rp_buffer_puts(&out, ""));
    for (uint32_t i = 0; i < list->count; i++) {
        const rp_item *item = &list->items[i];
        snprintf(number, sizeof number, ":%d", (int)item->number);
        assert_true(
            rp_buffer_puts(&out, i ? "; " : "") &&
            rp_buffer_puts(&out,
                           rp_names_name(&c->roster.names, names, item->tag)) &&
            rp_buffer_puts(&out, item->number == RP_NO_NUMBER ? "" : number) &&
            rp_buffer_puts(&out, marks[item->strength]));
    }
    return out.bytes;
}
