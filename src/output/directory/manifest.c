#include "output/directory/manifest.h"

#include "base/array.h"
#include "base/shortage.h"

#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

bool rp_manifest_add(rp_manifest *manifest, const char *name,
                     const char *digest) {
    rp_listed_file *files = rp_grow_array(manifest->files, manifest->count,
                                          &manifest->room, sizeof *files);

    if (!files)
        return false;
    manifest->files = files;
    rp_listed_file *file = &files[manifest->count];
    *file = (rp_listed_file){.name = malloc(strlen(name) + 1)};
    if (!file->name)
        return false;
    memcpy(file->name, name, strlen(name) + 1);
    if (digest && strlen(digest) == RP_DIGEST_SIZE - 1)
        memcpy(file->digest, digest, RP_DIGEST_SIZE);
    manifest->count++;
    return true;
}

static int by_name(const void *left, const void *right) {
    const rp_listed_file *a = left, *b = right;

    return strcmp(a->name, b->name);
}

/* What is listed twice, as only a stranger's record would, counts once. */
static void drop_repeats(rp_manifest *m) {
    size_t kept = 1;

    for (size_t k = 1; k < m->count; k++) {
        if (strcmp(m->files[k].name, m->files[0].name) == 0 ||
            strcmp(m->files[k].name, m->files[kept - 1].name) == 0)
            free(m->files[k].name);
        else
            m->files[kept++] = m->files[k];
    }
    m->count = m->count ? kept : 0;
}

void rp_manifest_sort(rp_manifest *manifest) {
    if (manifest->count > 2)
        qsort(manifest->files + 1, manifest->count - 1, sizeof *manifest->files,
              by_name);
    drop_repeats(manifest);
}

const rp_listed_file *rp_manifest_find(const rp_manifest *manifest,
                                       const char *name) {
    rp_listed_file key = {.name = (char *)name}; /* only read */

    if (manifest->count == 0)
        return NULL;
    if (strcmp(manifest->files[0].name, name) == 0)
        return &manifest->files[0];
    return bsearch(&key, manifest->files + 1, manifest->count - 1,
                   sizeof *manifest->files, by_name);
}

void rp_manifest_clear(rp_manifest *manifest) {
    for (size_t k = 0; k < manifest->count; k++)
        free(manifest->files[k].name);
    free(manifest->files);
    *manifest = (rp_manifest){0};
}

static bool add_files(rp_manifest *out, const char *folder,
                      const json_t *files) {
    char path[2 * RP_NAME_SIZE];
    const char *name;
    json_t *digest;

    json_object_foreach((json_t *)files, name, digest) {
        int put = snprintf(path, sizeof path, "%s%s%s", folder,
                           *folder ? "/" : "", name);
        /* hidden files are never results: one of them is the lock */
        if (put > 0 && (size_t)put < sizeof path && *name != '.' &&
            rp_folder_has_room_for(path) &&
            !rp_manifest_add(out, path, json_string_value(digest)))
            return false;
    }
    return true;
}

static bool list_run(rp_manifest *out, const json_t *root) {
    return add_files(out, "", json_object_get(root, "files"));
}

static bool list_split(rp_manifest *out, const json_t *root) {
    const json_t *parts = json_object_get(root, "parts");
    bool done = rp_manifest_add(out, RP_FILE_JOBS, NULL) &&
                rp_manifest_add(out, RP_FILE_README, NULL);

    for (size_t k = 0; k < json_array_size(parts) && done; k++) {
        const json_t *part = json_array_get(parts, k);
        const char *folder = json_string_value(json_object_get(part, "folder"));
        if (folder && *folder)
            done = add_files(out, folder, json_object_get(part, "files"));
    }
    return done;
}

/* Only what this program wrote is the record of a run. */
static bool is_record(const json_t *root, const char *record) {
    const json_t *files = json_object_get(root, "files");
    const json_t *parts = json_object_get(root, "parts");

    return json_is_string(json_object_get(root, "rapport")) &&
           (strcmp(record, RP_FILE_RUN) == 0 ? json_is_object(files)
                                             : json_is_array(parts));
}

rp_status rp_manifest_read(rp_manifest *out, rp_folder *folder,
                           const char *record, const char *suffix) {
    unsigned shortages = rp_shortage_count();
    int descriptor = rp_folder_read(folder, record, suffix);
    FILE *file = descriptor < 0 ? NULL : fdopen(descriptor, "rb");
    bool done = true;
    json_error_t error;

    *out = (rp_manifest){0};
    if (!file && descriptor >= 0)
        close(descriptor);
    if (!file)
        return RP_OK;
    json_t *root = json_loadf(file, JSON_REJECT_DUPLICATES, &error);
    fclose(file);
    if (is_record(root, record)) {
        bool is_run = strcmp(record, RP_FILE_RUN) == 0;
        done = rp_manifest_add(out, record, NULL) &&
               (is_run ? list_run(out, root) : list_split(out, root));
        rp_manifest_sort(out);
    }
    json_decref(root);
    return done && rp_shortage_count() == shortages ? RP_OK : RP_ERR_MEMORY;
}
