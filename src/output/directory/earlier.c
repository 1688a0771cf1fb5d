#include "output/directory/earlier.h"

#include "base/array.h"
#include "base/text.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define OLD ".old"

char *rp_path_join(const char *directory, const char *name,
                   const char *suffix) {
    rp_buffer path = {0};

    if (rp_buffer_puts(&path, directory) && rp_buffer_puts(&path, "/") &&
        rp_buffer_puts(&path, name) && rp_buffer_puts(&path, suffix))
        return path.bytes;
    rp_buffer_clear(&path);
    return NULL;
}

void rp_directory_sync(const char *path) {
    int directory = path ? open(path, O_RDONLY) : -1;

    if (directory < 0)
        return;
    /* some file systems cannot sync a directory: no reason to fail */
    (void)fsync(directory);
    close(directory);
}

static void fail(rp_earlier *e, rp_status status) {
    if (e->status == RP_OK)
        e->status = status;
}

/* Trouble with a file: errno tells which. */
static void blame(rp_earlier *e, const char *name) {
    int reason = errno;

    if (e->status == RP_OK) {
        e->status = reason == ENOMEM ? RP_ERR_MEMORY : RP_ERR_IO;
        e->culprit = rp_path_join(e->directory, name, "");
    }
    errno = reason;
}

/* Take over `path`, which may be NULL, and `aside`. */
static void note(rp_earlier *e, char *path, char *aside) {
    rp_old_file *files =
        rp_grow_array(e->files, e->count, &e->room, sizeof *files);

    if (files)
        e->files = files;
    if (files && aside) {
        files[e->count++] = (rp_old_file){path, aside, false};
    } else {
        fail(e, RP_ERR_MEMORY);
        free(path);
        free(aside);
    }
}

/* A file that has to go, if it is there. */
static void note_old(rp_earlier *e, char *name) {
    char *path = rp_path_join(e->directory, name, "");
    struct stat there;

    if (!path) {
        fail(e, RP_ERR_MEMORY);
    } else if (e->claim(e->payload, name) == RP_KEPT) {
        ; /* stays where it is */
    } else if (lstat(path, &there) != 0) {
        if (errno != ENOENT)
            blame(e, name);
    } else if (S_ISDIR(there.st_mode)) {
        errno = EISDIR;
        blame(e, name);
    } else {
        note(e, path, rp_path_join(e->directory, name, OLD));
        path = NULL;
    }
    free(path);
}

/* What a run that was killed has left under a name of its own. */
static void note_leftovers(rp_earlier *e, char *name) {
    if (e->claim(e->payload, name) != RP_WRITTEN)
        note(e, NULL, rp_path_join(e->directory, name, RP_PART));
    note(e, NULL, rp_path_join(e->directory, name, OLD));
}

static bool ends_with(const char *text, const char *end) {
    size_t length = strlen(text), size = strlen(end);

    return length >= size && strcmp(text + length - size, end) == 0;
}

/* A file of the folder of pages, which are of people and must not stay. */
static void note_page(rp_earlier *e, const char *found) {
    char *name = rp_path_join(e->folder, found, "");

    if (!name) {
        fail(e, RP_ERR_MEMORY);
        return;
    }
    bool is_left = ends_with(name, OLD) || ends_with(name, RP_PART);
    if (is_left)
        *strrchr(name, '.') = '\0';
    if (ends_with(name, ".html") || ends_with(name, "/map.csv")) {
        if (is_left)
            note_leftovers(e, name);
        else
            note_old(e, name);
    }
    free(name);
}

static void note_folder(rp_earlier *e) {
    char *path = rp_path_join(e->directory, e->folder, "");
    DIR *folder = path ? opendir(path) : NULL;
    const struct dirent *entry;

    if (!path)
        fail(e, RP_ERR_MEMORY);
    else if (!folder && errno != ENOENT && errno != ENOTDIR)
        blame(e, e->folder);
    errno = 0;
    while (folder && (entry = readdir(folder)) != NULL) {
        note_page(e, entry->d_name);
        errno = 0;
    }
    if (folder && errno != 0)
        blame(e, e->folder);
    if (folder)
        closedir(folder);
    free(path);
}

rp_status rp_earlier_find(rp_earlier *out, const char *directory,
                          const char *folder, rp_name_of *name_of,
                          rp_claim_of *claim, const void *payload) {
    char name[32];

    *out = (rp_earlier){.directory = directory,
                        .folder = folder,
                        .name_of = name_of,
                        .claim = claim,
                        .payload = payload};
    for (size_t k = 0; name_of(k) && out->status == RP_OK; k++) {
        snprintf(name, sizeof name, "%s", name_of(k));
        note_old(out, name);
    }
    for (size_t k = 0; name_of(k) && out->status == RP_OK; k++) {
        snprintf(name, sizeof name, "%s", name_of(k));
        note_leftovers(out, name);
    }
    if (out->status == RP_OK)
        note_folder(out);
    return out->status;
}

rp_status rp_earlier_add(rp_earlier *e, char *name) {
    bool is_found = strchr(name, '/') != NULL;

    for (size_t k = 0; e->name_of(k) && !is_found; k++)
        is_found = strcmp(name, e->name_of(k)) == 0;
    if (!is_found)
        note_old(e, name);
    return e->status;
}

rp_status rp_earlier_set_aside(rp_earlier *e) {
    bool is_first = true;

    for (size_t k = 0; k < e->count && e->status == RP_OK; k++) {
        rp_old_file *file = &e->files[k];
        if (!file->path)
            continue;
        file->is_aside = rename(file->path, file->aside) == 0;
        if (!file->is_aside)
            blame(e, file->path + strlen(e->directory) + 1);
        else if (is_first) /* from here on it is no run, also after a crash */
            rp_directory_sync(e->directory);
        is_first = false;
    }
    return e->status;
}

void rp_earlier_restore(rp_earlier *e) {
    bool is_back = true;

    for (size_t k = e->count; k-- > 0 && is_back;)
        if (e->files[k].is_aside)
            is_back = rename(e->files[k].aside, e->files[k].path) == 0;
}

void rp_earlier_forget(rp_earlier *e) {
    for (size_t k = 0; k < e->count; k++)
        unlink(e->files[k].aside);
}

void rp_earlier_clear(rp_earlier *e) {
    for (size_t k = 0; k < e->count; k++) {
        free(e->files[k].path);
        free(e->files[k].aside);
    }
    free(e->files);
    free(e->culprit);
    *e = (rp_earlier){0};
}
