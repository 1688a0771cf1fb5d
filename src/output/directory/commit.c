#include "output/directory/commit.h"

#include "base/array.h"
#include "base/shortage.h"
#include "base/texts.h"
#include "output/directory/journal.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
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
    rp_hold *hold;     /* borrowed */
    rp_texts made;     /* folders made by us: removed again on failure */
    rp_file **files;   /* [count] */
    rp_file **by_name; /* [count] the same, sorted; while finishing */
    size_t count, room;
    rp_earlier earlier; /* what stands in its place; while finishing */
    rp_status status;
    int reason; /* errno of the first failure */
    const char *culprit;
    char *blamed; /* the culprit, where it is no file of this run */
    bool finished;
};

/* Half-written files of every commit, for rp_commit_emergency(), which may
 * come at any time: a file is complete before it is put in front of the
 * others. Threads change the list one at a time. */
static rp_file *_Atomic pending;
static pthread_mutex_t changing = PTHREAD_MUTEX_INITIALIZER;

/* What a link of the list leads to, for whoever has the lock. Relaxed: the lock
 * alone brings threads in order, so that ThreadSanitizer sees where it is
 * missing. */
static rp_file *file_at(rp_file *_Atomic *link) {
    return atomic_load_explicit(link, memory_order_relaxed);
}

static void add_pending(rp_file *file) {
    pthread_mutex_lock(&changing);
    file->before = file_at(&pending);
    pending = file;
    pthread_mutex_unlock(&changing);
}

/* Take out all files of one commit. */
static void drop_pending(const rp_commit *commit) {
    rp_file *_Atomic *link = &pending;
    rp_file *file;

    pthread_mutex_lock(&changing);
    while ((file = file_at(link)) != NULL)
        if (file->commit == commit)
            *link = file_at(&file->before);
        else
            link = &file->before;
    pthread_mutex_unlock(&changing);
}

void rp_commit_emergency(void) {
    for (rp_file *file = pending; file; file = file->before) {
        const char *part = file->part;
        if (part)
            unlink(part);
    }
    rp_hold_emergency();
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

/* DIR/NAME with something behind it; NULL when out of memory. */
static char *join(const rp_commit *commit, const char *name,
                  const char *suffix) {
    rp_buffer path = {0};

    if (rp_buffer_puts(&path, rp_hold_path(commit->hold)) &&
        rp_buffer_puts(&path, "/") && rp_buffer_puts(&path, name) &&
        rp_buffer_puts(&path, suffix))
        return path.bytes;
    rp_buffer_clear(&path);
    return NULL;
}

rp_status rp_commit_begin(rp_commit **out, rp_hold *hold) {
    rp_commit *commit = calloc(1, sizeof *commit);

    *out = commit;
    if (!commit)
        return RP_ERR_MEMORY;
    commit->hold = hold;
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
        file->path = join(commit, name, "");
        files[commit->count++] = file;
        if (file->name && file->path)
            return file;
    } else {
        free(file);
    }
    fail(commit, RP_ERR_MEMORY, rp_hold_path(commit->hold));
    return NULL;
}

/* The folder that a name stands in. */
static bool make_folder(rp_commit *commit, const char *name) {
    char folder[RP_NAME_SIZE];
    size_t length = rp_folder_prefix(name);
    bool made;

    if (!rp_folder_make(rp_hold_folder(commit->hold), name, &made))
        return false;
    if (!made)
        return true;
    memcpy(folder, name, length + 1); /* with its slash */
    folder[length + 1] = '\0';
    if (rp_texts_add(&commit->made, folder))
        return true;
    errno = ENOMEM;
    return false;
}

/* The journal says that NAME.part is ours, once nobody else's is there. */
static bool note_part(rp_commit *commit, const char *name) {
    rp_buffer line = {0};
    bool done = false;

    if (!rp_folder_is_free(rp_hold_folder(commit->hold), name, RP_PART)) {
        rp_hold_refuse_beside(commit->hold, name, RP_PART);
        errno = EEXIST;
        return false;
    }
    errno = ENOMEM;
    if (rp_journal_put(&line, RP_JOURNAL_PART, NULL, name))
        done = rp_hold_note(commit->hold, &line, false);
    rp_buffer_clear(&line);
    return done;
}

rp_file *rp_commit_file(rp_commit *commit, const char *name) {
    rp_file *file = NULL;

    if (commit->status == RP_OK && rp_folder_has_room_for(name))
        file = add_file(commit, name);
    else
        fail(commit, RP_ERR_IO, rp_hold_path(commit->hold));
    if (!file)
        return NULL;
    rp_status status = rp_hold_check(commit->hold, name);
    if (status != RP_OK) {
        fail(commit, status, file->path);
        return NULL;
    }
    char *part = join(commit, name, RP_PART);
    file->digester = rp_digester_new();
    file->buffer = malloc(BUFFER);
    if (!part || !file->digester || !file->buffer) {
        free(part);
        fail(commit, RP_ERR_MEMORY, rp_hold_path(commit->hold));
        return NULL;
    }
    if (make_folder(commit, name) && note_part(commit, name)) {
        file->part = part; /* from here on it is ours to remove */
        add_pending(file);
        file->descriptor =
            rp_folder_create(rp_hold_folder(commit->hold), name, RP_PART);
    } else {
        int reason = errno;
        free(part);
        errno = reason;
    }
    if (file->descriptor < 0) {
        fail(commit, errno == ENOMEM ? RP_ERR_MEMORY : RP_ERR_IO, file->path);
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

const char *rp_file_part(const rp_file *file) { return file->part; }

void rp_file_fail(rp_file *file, rp_status status) {
    fail(file->commit, status, file->path);
}

void rp_file_take(rp_file *file) {
    FILE *in = file->commit->status == RP_OK ? fopen(file->part, "rb") : NULL;
    bool whole = in != NULL;

    while (whole) {
        size_t got = fread(file->buffer, 1, BUFFER, in);
        rp_digester_add(file->digester, file->buffer, got);
        if (got < BUFFER)
            break;
    }
    if (!whole || ferror(in))
        fail(file->commit, RP_ERR_IO, file->path);
    if (in)
        fclose(in);
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
        fail(commit, RP_ERR_MEMORY, rp_hold_path(commit->hold));
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
static rp_claim claim(const void *payload, const char *name) {
    const rp_commit *commit = payload;
    rp_file wanted = {.name = (char *)name}; /* only read */
    const rp_file *key = &wanted;
    rp_file *const *found = bsearch(&key, commit->by_name, commit->count,
                                    sizeof *commit->by_name, by_name);

    return !found ? RP_UNCLAIMED : (*found)->kept ? RP_KEPT : RP_WRITTEN;
}

/* Trouble with a file of the earlier run. */
static void heed(rp_commit *commit, rp_status status) {
    const char *name = commit->earlier.culprit;

    if (status == RP_OK || commit->status != RP_OK)
        return;
    fail(commit, status, rp_hold_path(commit->hold));
    if (name && !rp_hold_trouble(commit->hold)) {
        commit->blamed = join(commit, name, "");
        if (commit->blamed)
            commit->culprit = commit->blamed;
    }
}

/* What is about to happen, for whoever comes after a crash. */
static bool write_journal(rp_commit *commit) {
    rp_buffer lines = {0};
    bool done = true;

    for (size_t i = 0; i < commit->count && done; i++)
        if (!commit->files[i]->kept)
            done =
                rp_journal_put(&lines, RP_JOURNAL_NEW, commit->files[i]->digest,
                               commit->files[i]->name);
    done = done && rp_earlier_note(&commit->earlier, &lines) &&
           rp_journal_put(&lines, RP_JOURNAL_KINDS, NULL, NULL);
    errno = ENOMEM;
    done = done && rp_hold_note(commit->hold, &lines, true);
    rp_buffer_clear(&lines);
    return done;
}

/* All that may go wrong without touching anything goes wrong here. */
static void prepare(rp_commit *commit) {
    if (rp_shortage_count() != rp_hold_shortages(commit->hold))
        fail(commit, RP_ERR_MEMORY, rp_hold_path(commit->hold));
    if (commit->status == RP_OK)
        sync_pages(commit);
    if (commit->status != RP_OK || !sort_files(commit))
        return;
    for (size_t i = 0; i < commit->count; i++)
        if (!commit->files[i]->closed)
            fail(commit, RP_ERR_IO, commit->files[i]->path);
    if (commit->status == RP_OK)
        heed(commit,
             rp_earlier_find(&commit->earlier, commit->hold, claim, commit));
    for (size_t i = 0; i < commit->count && commit->status == RP_OK; i++)
        if (!commit->files[i]->kept)
            heed(commit,
                 rp_earlier_add(&commit->earlier, commit->files[i]->name));
    if (commit->status == RP_OK && !write_journal(commit))
        fail(commit, errno == ENOMEM ? RP_ERR_MEMORY : RP_ERR_IO,
             rp_hold_path(commit->hold));
}

/* Each file under its name, in the order in which they were opened. */
static void rename_all(rp_commit *commit) {
    rp_folder *folder = rp_hold_folder(commit->hold);

    for (size_t i = 0; i < commit->count && commit->status == RP_OK; i++) {
        rp_file *file = commit->files[i];
        char *part = file->part;
        if (file->kept)
            continue;
        if (!rp_folder_rename(folder, file->name, RP_PART, "")) {
            fail(commit, RP_ERR_IO, file->path);
        } else {
            file->part = NULL;
            free(part);
        }
    }
}

/* As it was; or, where even this fails, no run until the next one. */
static void roll_back(rp_commit *commit) {
    bool is_clear = true;

    for (size_t i = commit->count; i-- > 0;) {
        const rp_file *file = commit->files[i];
        if (!file->kept && !file->part)
            is_clear &=
                rp_folder_unlink(rp_hold_folder(commit->hold), file->name, "");
    }
    if (!is_clear || !rp_earlier_restore(&commit->earlier))
        rp_hold_is_torn(commit->hold);
}

static void sync_folders(rp_commit *commit) {
    rp_folder *folder = rp_hold_folder(commit->hold);

    for (size_t i = 0; i < commit->count; i++) {
        size_t length = rp_folder_prefix(commit->files[i]->name);
        if (length > 0 &&
            (i == 0 || strncmp(commit->files[i]->name,
                               commit->files[i - 1]->name, length + 1) != 0))
            rp_folder_sync(folder, commit->files[i]->name);
    }
    rp_folder_sync(folder, NULL);
}

/* The earlier run out of the way, this one into its place. */
static void change_places(rp_commit *commit) {
    heed(commit, rp_earlier_set_aside(&commit->earlier));
    rename_all(commit);
    if (commit->status != RP_OK)
        roll_back(commit);
    sync_folders(commit);
    if (commit->status != RP_OK)
        return;
    rp_hold_is_used(commit->hold);
    if (!rp_earlier_forget(&commit->earlier))
        rp_hold_is_torn(commit->hold);
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
    const char *made = NULL;

    if (!commit)
        return;
    /* a signal may come meanwhile: it removes the same files */
    for (size_t i = 0; i < commit->count; i++)
        if (commit->files[i]->part &&
            !rp_folder_unlink(rp_hold_folder(commit->hold),
                              commit->files[i]->name, RP_PART) &&
            errno != ENOENT)
            rp_hold_is_torn(commit->hold);
    drop_pending(commit);
    while (!commit->finished &&
           (made = rp_texts_next(&commit->made, made)) != NULL)
        rp_folder_remove(rp_hold_folder(commit->hold), made);
    for (size_t i = 0; i < commit->count; i++)
        free_file(commit->files[i]);
    rp_earlier_clear(&commit->earlier);
    rp_texts_clear(&commit->made);
    free(commit->files);
    free(commit->by_name);
    free(commit->blamed);
    free(commit);
    errno = reason;
}
