#include "output/commit.h"

#include "base/array.h"
#include "base/text.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { BUFFER = 1 << 16 };

/* What this program may leave in a result directory. */
static const char *const result_names[] = {
    "assignments.csv", "ranked.csv",      "waitlist.csv", "workload.csv",
    "options.csv",     "bottlenecks.csv", "unknowns.csv", "prices.csv",
    "envy.csv",        "equity.csv",      "run.json",     NULL};

struct rp_file {
    rp_commit *commit;
    const char *name;
    char *path, *part; /* final name, and the one it is written under */
    int descriptor;    /* -1 when closed */
    rp_digester *digester;
    char digest[RP_DIGEST_SIZE];
    unsigned char *buffer; /* [BUFFER] */
    size_t used;
    bool closed;
};

struct rp_commit {
    char *directory;
    bool made; /* by us: removed again on failure */
    rp_file files[RP_COMMIT_FILES];
    size_t count;
    rp_status status;
    int reason; /* errno of the first failure */
    const char *culprit;
    bool finished;
};

/* Half-written files, for rp_commit_emergency(): plain pointers that are set
 * before a file is opened and cleared after it is renamed or removed. */
static char *volatile parts[RP_COMMIT_FILES];

void rp_commit_emergency(void) {
    for (int i = 0; i < RP_COMMIT_FILES; i++)
        if (parts[i])
            unlink(parts[i]);
}

static void fail(rp_commit *commit, rp_status status, const char *culprit) {
    if (commit->status != RP_OK)
        return;
    commit->status = status;
    commit->reason = errno;
    commit->culprit = culprit;
}

static char *join(const char *directory, const char *name, const char *suffix) {
    rp_buffer path = {0};

    if (rp_buffer_puts(&path, directory) && rp_buffer_puts(&path, "/") &&
        rp_buffer_puts(&path, name) && rp_buffer_puts(&path, suffix))
        return path.bytes;
    rp_buffer_clear(&path);
    return NULL;
}

/* mkdir -p, 0700 for what is new; false on failure. */
static bool make_directory(char *path, bool *made) {
    struct stat there;

    for (char *at = path + 1;; at++) {
        if (*at != '/' && *at != '\0')
            continue;
        char end = *at;
        *at = '\0';
        bool is_new = mkdir(path, 0700) == 0;
        int reason = errno;
        bool is_there = stat(path, &there) == 0 && S_ISDIR(there.st_mode);
        *at = end;
        if (!is_there) {
            errno = reason == EEXIST ? ENOTDIR : reason;
            return false;
        }
        if (end == '\0' || at[1] == '\0') {
            *made = is_new;
            return true;
        }
    }
}

rp_status rp_commit_begin(rp_commit **out, const char *directory) {
    rp_commit *commit = calloc(1, sizeof *commit);

    *out = commit;
    if (!commit)
        return RP_ERR_MEMORY;
    commit->directory = malloc(strlen(directory) + 1);
    if (!commit->directory) {
        fail(commit, RP_ERR_MEMORY, directory);
        return RP_ERR_MEMORY;
    }
    memcpy(commit->directory, directory, strlen(directory) + 1);
    if (!make_directory(commit->directory, &commit->made)) {
        fail(commit, RP_ERR_IO, commit->directory);
        return RP_ERR_IO;
    }
    return RP_OK;
}

rp_file *rp_commit_file(rp_commit *commit, const char *name) {
    if (commit->status != RP_OK || commit->count == RP_COMMIT_FILES)
        return NULL;
    rp_file *file = &commit->files[commit->count];
    *file = (rp_file){.commit = commit, .name = name, .descriptor = -1};
    file->path = join(commit->directory, name, "");
    file->part = join(commit->directory, name, ".part");
    file->digester = rp_digester_new();
    file->buffer = malloc(BUFFER);
    parts[commit->count++] = file->part;
    if (!file->path || !file->part || !file->digester || !file->buffer) {
        fail(commit, RP_ERR_MEMORY, commit->directory);
        return NULL;
    }
    unlink(file->part); /* left by a run that was killed */
    file->descriptor =
        open(file->part, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW, 0600);
    if (file->descriptor < 0) {
        fail(commit, RP_ERR_IO, file->path);
        return NULL;
    }
    return file;
}

static void flush(rp_file *file) {
    size_t done = 0;

    rp_digester_add(file->digester, file->buffer, file->used);
    while (done < file->used && file->commit->status == RP_OK) {
        ssize_t put =
            write(file->descriptor, file->buffer + done, file->used - done);
        if (put > 0)
            done += (size_t)put;
        else if (put < 0 && errno != EINTR)
            fail(file->commit, RP_ERR_IO, file->path);
    }
    file->used = 0;
}

void rp_file_put(rp_file *file, const void *bytes, size_t length) {
    const unsigned char *at = bytes;

    if (!file || file->commit->status != RP_OK)
        return;
    while (length > 0) {
        size_t room = BUFFER - file->used;
        size_t piece = length < room ? length : room;
        memcpy(file->buffer + file->used, at, piece);
        file->used += piece;
        at += piece;
        length -= piece;
        if (file->used == BUFFER)
            flush(file);
    }
}

rp_status rp_file_close(rp_file *file) {
    if (!file)
        return RP_ERR_IO;
    rp_commit *commit = file->commit;
    flush(file);
    if (commit->status == RP_OK && fsync(file->descriptor) != 0)
        fail(commit, RP_ERR_IO, file->path);
    if (close(file->descriptor) != 0)
        fail(commit, RP_ERR_IO, file->path);
    file->descriptor = -1;
    rp_digester_end(file->digester, file->digest);
    file->closed = true;
    return commit->status;
}

size_t rp_commit_count(const rp_commit *commit) {
    size_t closed = 0;

    while (closed < commit->count && commit->files[closed].closed)
        closed++;
    return closed;
}

const char *rp_commit_name(const rp_commit *commit, size_t file) {
    return commit->files[file].name;
}

const char *rp_commit_digest(const rp_commit *commit, size_t file) {
    return commit->files[file].digest;
}

static bool is_written(const rp_commit *commit, const char *name) {
    for (size_t i = 0; i < commit->count; i++)
        if (strcmp(commit->files[i].name, name) == 0)
            return true;
    return false;
}

/* Remove a result file of an earlier run. */
static void remove_old(rp_commit *commit, const char *name) {
    char *path = join(commit->directory, name, "");

    if (!path)
        fail(commit, RP_ERR_MEMORY, commit->directory);
    else if (unlink(path) != 0 && errno != ENOENT)
        fail(commit, RP_ERR_IO, commit->directory);
    free(path);
}

static void rename_all(rp_commit *commit) {
    remove_old(commit, "run.json");
    for (size_t k = 0; result_names[k]; k++)
        if (!is_written(commit, result_names[k]))
            remove_old(commit, result_names[k]);
    for (size_t i = 0; i < commit->count && commit->status == RP_OK; i++) {
        rp_file *file = &commit->files[i];
        if (!file->closed || rename(file->part, file->path) != 0)
            fail(commit, RP_ERR_IO, file->path);
        else
            parts[i] = NULL;
    }
    int directory = open(commit->directory, O_RDONLY);
    if (directory >= 0) {
        /* some file systems cannot sync a directory: no reason to fail */
        (void)fsync(directory);
        close(directory);
    }
}

rp_status rp_commit_finish(rp_commit *commit) {
    sigset_t all, before;

    if (commit->status == RP_OK) {
        /* a signal waits until the directory is whole */
        sigfillset(&all);
        pthread_sigmask(SIG_BLOCK, &all, &before);
        rename_all(commit);
        pthread_sigmask(SIG_SETMASK, &before, NULL);
    }
    commit->finished = commit->status == RP_OK;
    errno = commit->reason;
    return commit->status;
}

const char *rp_commit_culprit(const rp_commit *commit) {
    return commit && commit->culprit ? commit->culprit : "results";
}

int rp_commit_errno(const rp_commit *commit) {
    return commit ? commit->reason : 0;
}

void rp_commit_free(rp_commit *commit) {
    int reason = errno;

    if (!commit)
        return;
    for (size_t i = 0; i < commit->count; i++) {
        rp_file *file = &commit->files[i];
        if (file->descriptor >= 0)
            close(file->descriptor);
        if (!commit->finished && file->part)
            unlink(file->part);
        parts[i] = NULL;
        free(file->path);
        free(file->part);
        free(file->buffer);
        rp_digester_free(file->digester);
    }
    if (!commit->finished && commit->made)
        rmdir(commit->directory); /* only if it is empty */
    free(commit->directory);
    free(commit);
    errno = reason;
}
