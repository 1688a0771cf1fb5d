#include "output/directory/commit.h"

#include "base/array.h"
#include "base/shortage.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { BUFFER = 1 << 16 };

struct rp_file {
    rp_commit *commit;
    char *name;
    char *path;         /* final name */
    char *_Atomic part; /* the one it is written under; NULL once renamed */
    struct rp_file *_Atomic before;
    int descriptor; /* -1 when closed */
    rp_digester *digester;
    char digest[RP_DIGEST_SIZE];
    unsigned char *buffer; /* [BUFFER] until it is closed */
    size_t used;
    bool closed, kept;
};

struct rp_commit {
    char *directory;
    rp_name_of *name_of;
    char *folder; /* RP_COMMIT_FOLDER in it, once a file asked for it */
    bool made, made_folder; /* by us: removed again on failure */
    rp_file **files;        /* [count] */
    rp_file **by_name;      /* [count] the same, sorted; while finishing */
    size_t count, room;
    rp_earlier earlier; /* what stands in its place; while finishing */
    unsigned shortages; /* those before it began */
    rp_status status;
    int reason; /* errno of the first failure */
    const char *culprit;
    bool finished;
};

/* Half-written files of every commit, for rp_commit_emergency(), which may
 * come at any time: a file is complete before it is put in front of the
 * others. Threads change the list one at a time. */
static rp_file *_Atomic pending;
static pthread_mutex_t changing = PTHREAD_MUTEX_INITIALIZER;

static void add_pending(rp_file *file) {
    pthread_mutex_lock(&changing);
    file->before = pending;
    pending = file;
    pthread_mutex_unlock(&changing);
}

/* Take out all files of one commit. */
static void drop_pending(const rp_commit *commit) {
    rp_file *_Atomic *link = &pending;

    pthread_mutex_lock(&changing);
    while (*link) {
        rp_file *file = *link;
        if (file->commit == commit)
            *link = file->before;
        else
            link = &file->before;
    }
    pthread_mutex_unlock(&changing);
}

void rp_commit_emergency(void) {
    for (rp_file *file = pending; file; file = file->before) {
        const char *part = file->part;
        if (part)
            unlink(part);
    }
}

static void fail(rp_commit *commit, rp_status status, const char *culprit) {
    if (commit->status != RP_OK)
        return;
    commit->status = status;
    commit->reason = errno;
    commit->culprit = culprit;
}

static char *copy(const char *text) {
    char *bytes = malloc(strlen(text) + 1);

    if (bytes)
        memcpy(bytes, text, strlen(text) + 1);
    return bytes;
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

rp_status rp_commit_begin(rp_commit **out, const char *directory,
                          rp_name_of *name_of) {
    rp_commit *commit = calloc(1, sizeof *commit);

    *out = commit;
    if (!commit)
        return RP_ERR_MEMORY;
    commit->shortages = rp_shortage_count();
    commit->name_of = name_of;
    commit->directory = copy(directory);
    if (!commit->directory) {
        fail(commit, RP_ERR_MEMORY, directory);
        return RP_ERR_MEMORY;
    }
    if (!make_directory(commit->directory, &commit->made)) {
        fail(commit, RP_ERR_IO, commit->directory);
        return RP_ERR_IO;
    }
    return RP_OK;
}

static void free_file(rp_file *file) {
    char *part = file->part;

    if (file->descriptor >= 0)
        close(file->descriptor);
    free(part);
    free(file->name);
    free(file->path);
    free(file->buffer);
    rp_digester_free(file->digester);
    free(file);
}

/* One more file, in no list of half-written ones yet; NULL when out of
 * memory. */
static rp_file *add_file(rp_commit *commit, const char *name) {
    rp_file **files = rp_grow_array(commit->files, commit->count, &commit->room,
                                    sizeof *files);
    rp_file *file = calloc(1, sizeof *file);

    if (files)
        commit->files = files;
    if (files && file) {
        file->commit = commit;
        file->descriptor = -1;
        file->name = copy(name);
        file->path = rp_path_join(commit->directory, name, "");
        files[commit->count++] = file;
        if (file->name && file->path)
            return file;
    } else {
        free(file);
    }
    fail(commit, RP_ERR_MEMORY, commit->directory);
    return NULL;
}

static bool make_folder(rp_commit *commit) {
    if (commit->folder)
        return true;
    commit->folder = rp_path_join(commit->directory, RP_COMMIT_FOLDER, "");
    if (!commit->folder) {
        fail(commit, RP_ERR_MEMORY, commit->directory);
        return false;
    }
    if (!make_directory(commit->folder, &commit->made_folder))
        fail(commit, RP_ERR_IO, commit->folder);
    return commit->status == RP_OK;
}

rp_file *rp_commit_file(rp_commit *commit, const char *name) {
    if (commit->status != RP_OK || (strchr(name, '/') && !make_folder(commit)))
        return NULL;
    rp_file *file = add_file(commit, name);
    if (!file)
        return NULL;
    file->part = rp_path_join(commit->directory, name, RP_PART);
    file->digester = rp_digester_new();
    file->buffer = malloc(BUFFER);
    if (!file->part || !file->digester || !file->buffer) {
        fail(commit, RP_ERR_MEMORY, commit->directory);
        return NULL;
    }
    add_pending(file);
    unlink(file->part); /* left by a run that was killed */
    file->descriptor =
        open(file->part, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW, 0600);
    if (file->descriptor < 0) {
        fail(commit, RP_ERR_IO, file->path);
        return NULL;
    }
    return file;
}

rp_status rp_commit_keep(rp_commit *commit, const char *name,
                         const char *digest) {
    rp_file *file = add_file(commit, name);

    if (!file)
        return RP_ERR_MEMORY;
    memcpy(file->digest, digest, RP_DIGEST_SIZE);
    file->closed = true;
    file->kept = true;
    return RP_OK;
}

const char *rp_commit_path(const rp_commit *commit, const char *name) {
    for (size_t i = 0; i < commit->count; i++) {
        const rp_file *file = commit->files[i];
        if (file->closed && strcmp(file->name, name) == 0)
            return file->kept ? file->path : file->part;
    }
    return NULL;
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

void rp_file_put(void *payload, const void *bytes, size_t length) {
    rp_file *file = payload;
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
    /* pages are many: they are synced together, see sync_pages() */
    if (commit->status == RP_OK && !strchr(file->name, '/') &&
        fsync(file->descriptor) != 0)
        fail(commit, RP_ERR_IO, file->path);
    if (close(file->descriptor) != 0)
        fail(commit, RP_ERR_IO, file->path);
    file->descriptor = -1;
    rp_digester_end(file->digester, file->digest);
    free(file->buffer);
    file->buffer = NULL;
    file->closed = true;
    return commit->status;
}

size_t rp_commit_count(const rp_commit *commit) {
    size_t closed = 0;

    while (closed < commit->count && commit->files[closed]->closed)
        closed++;
    return closed;
}

const char *rp_commit_name(const rp_commit *commit, size_t file) {
    return commit->files[file]->name;
}

const char *rp_commit_digest(const rp_commit *commit, size_t file) {
    return commit->files[file]->digest;
}

/* -- syncing many files --------------------------------------------------- */

enum { SYNCERS = 16 }; /* they wait, mostly */

typedef struct syncing {
    rp_commit *commit;
    atomic_size_t next;
    atomic_size_t failed; /* 1 + number of a file, 0: none */
    atomic_int reason;
} syncing;

static void *sync_some(void *payload) {
    syncing *s = payload;
    size_t i;

    while ((i = atomic_fetch_add(&s->next, 1)) < s->commit->count) {
        const rp_file *file = s->commit->files[i];
        const char *part = file->part;
        if (file->kept || !part || !strchr(file->name, '/'))
            continue;
        int descriptor = open(part, O_WRONLY | O_NOFOLLOW);
        if (descriptor < 0 || fsync(descriptor) != 0) {
            s->reason = errno;
            s->failed = i + 1;
        }
        if (descriptor >= 0)
            close(descriptor);
    }
    return NULL;
}

/* One after the other would wait for the disk thousands of times. */
static void sync_pages(rp_commit *commit) {
    syncing s = {.commit = commit};
    pthread_t threads[SYNCERS];
    int started = 0;

    if (!commit->folder)
        return;
    while (started < SYNCERS &&
           pthread_create(&threads[started], NULL, sync_some, &s) == 0)
        started++;
    sync_some(&s);
    for (int k = 0; k < started; k++)
        pthread_join(threads[k], NULL);
    if (s.failed > 0) {
        errno = s.reason;
        fail(commit, RP_ERR_IO, commit->files[s.failed - 1]->path);
    }
}

/* -- taking the place of the earlier run ---------------------------------- */

static int by_name(const void *left, const void *right) {
    const rp_file *const *a = left, *const *b = right;

    return strcmp((*a)->name, (*b)->name);
}

static bool sort_files(rp_commit *commit) {
    commit->by_name = rp_new_array(commit->count, sizeof *commit->by_name);
    if (!commit->by_name) {
        fail(commit, RP_ERR_MEMORY, commit->directory);
        return false;
    }
    if (commit->count > 0) {
        memcpy(commit->by_name, commit->files,
               commit->count * sizeof *commit->files);
        qsort(commit->by_name, commit->count, sizeof *commit->by_name, by_name);
    }
    return true;
}

/* What this run does with a name. */
static rp_claim claim(const void *payload, char *name) {
    const rp_commit *commit = payload;
    rp_file wanted = {.name = name};
    const rp_file *key = &wanted;
    rp_file *const *found = bsearch(&key, commit->by_name, commit->count,
                                    sizeof *commit->by_name, by_name);

    return !found ? RP_UNCLAIMED : (*found)->kept ? RP_KEPT : RP_WRITTEN;
}

static void heed(rp_commit *commit, rp_status status) {
    if (status != RP_OK)
        fail(commit, status,
             commit->earlier.culprit ? commit->earlier.culprit
                                     : commit->directory);
}

/* All that may go wrong without touching anything goes wrong here. */
static void prepare(rp_commit *commit) {
    if (rp_shortage_count() != commit->shortages)
        fail(commit, RP_ERR_MEMORY, commit->directory);
    if (commit->status == RP_OK)
        sync_pages(commit);
    if (commit->status != RP_OK || !sort_files(commit))
        return;
    for (size_t i = 0; i < commit->count; i++)
        if (!commit->files[i]->closed)
            fail(commit, RP_ERR_IO, commit->files[i]->path);
    if (commit->status == RP_OK)
        heed(commit,
             rp_earlier_find(&commit->earlier, commit->directory,
                             RP_COMMIT_FOLDER, commit->name_of, claim, commit));
    for (size_t i = 0; i < commit->count && commit->status == RP_OK; i++)
        heed(commit, rp_earlier_add(&commit->earlier, commit->files[i]->name));
}

/* Each file under its name, in the order in which they were opened. */
static void rename_all(rp_commit *commit) {
    for (size_t i = 0; i < commit->count && commit->status == RP_OK; i++) {
        rp_file *file = commit->files[i];
        char *part = file->part;
        if (file->kept)
            continue;
        if (rename(part, file->path) != 0) {
            fail(commit, RP_ERR_IO, file->path);
        } else {
            file->part = NULL;
            free(part);
        }
    }
}

/* As it was; or, where even this fails, no run. */
static void roll_back(rp_commit *commit) {
    bool is_clear = true;

    for (size_t i = commit->count; i-- > 0;) {
        const rp_file *file = commit->files[i];
        if (!file->kept && !file->part)
            is_clear &= unlink(file->path) == 0;
    }
    if (is_clear)
        rp_earlier_restore(&commit->earlier);
}

/* The earlier run out of the way, this one into its place. */
static void change_places(rp_commit *commit) {
    heed(commit, rp_earlier_set_aside(&commit->earlier));
    rename_all(commit);
    if (commit->status != RP_OK)
        roll_back(commit);
    rp_directory_sync(commit->folder);
    rp_directory_sync(commit->directory);
    if (commit->status != RP_OK)
        return;
    rp_earlier_forget(&commit->earlier);
    if (!commit->folder) {
        char *path = rp_path_join(commit->directory, RP_COMMIT_FOLDER, "");
        if (path)
            rmdir(path); /* only if it is empty */
        free(path);
    }
}

rp_status rp_commit_finish(rp_commit *commit) {
    sigset_t all, before;

    prepare(commit);
    if (commit->status == RP_OK) {
        /* a signal waits until the directory is whole */
        sigfillset(&all);
        pthread_sigmask(SIG_BLOCK, &all, &before);
        change_places(commit);
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
    /* a signal may come meanwhile: it removes the same files */
    for (size_t i = 0; i < commit->count; i++)
        if (commit->files[i]->part)
            unlink(commit->files[i]->part);
    drop_pending(commit);
    for (size_t i = 0; i < commit->count; i++)
        free_file(commit->files[i]);
    rp_earlier_clear(&commit->earlier);
    if (!commit->finished && commit->made_folder)
        rmdir(commit->folder); /* only if it is empty */
    if (!commit->finished && commit->made)
        rmdir(commit->directory); /* the same */
    free(commit->files);
    free(commit->by_name);
    free(commit->folder);
    free(commit->directory);
    free(commit);
    errno = reason;
}
