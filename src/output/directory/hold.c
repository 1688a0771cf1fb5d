#include "output/directory/hold.h"

#include "base/array.h"
#include "base/path.h"
#include "base/shortage.h"
#include "output/directory/rescue.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

typedef struct identity {
    dev_t device;
    ino_t number;
} identity;

struct rp_hold {
    identity directory; /* while it is claimed */
    struct rp_hold *_Atomic next;
    atomic_bool is_ours; /* locked, and the lock file may go */
    char *_Atomic fresh; /* the path, if it was made; not owned */
    unsigned shortages;  /* those before it was taken */
    const rp_purpose *purpose;
    char *path;
    size_t made; /* length of the first directory that was made; 0: none */
    rp_folder folder;
    int lock; /* -1: not held */
    bool is_shared, is_used, is_torn;
    identity *spared; /* [spared_count] */
    size_t spared_count, spared_room;
    rp_manifest earlier, allowed;
    rp_buffer trouble;
};

/* -- the holds of this process -------------------------------------------- */

/* A lock of the system shuts out other processes, and goes as soon as this one
 * closes the file, whichever thread does. So who wants a directory claims it
 * here before the lock file is opened, and gives it up after it was closed.
 * rp_hold_emergency() may look at any time: a hold is complete before it is
 * put in front of the others. Threads change the list one at a time. */
static rp_hold *_Atomic holds;
static pthread_mutex_t changing = PTHREAD_MUTEX_INITIALIZER;

void rp_hold_emergency(void) {
    for (rp_hold *hold = holds; hold; hold = hold->next) {
        const char *fresh = hold->fresh;
        if (!hold->is_ours)
            continue;
        unlinkat(hold->folder.descriptor, RP_JOURNAL_NAME, 0);
        if (fresh)
            rmdir(fresh); /* only if it is empty */
    }
}

/* What a link of the list leads to, for whoever has the lock. Relaxed: the lock
 * alone brings threads in order, so that ThreadSanitizer sees where it is
 * missing. */
static rp_hold *hold_at(rp_hold *_Atomic *link) {
    return atomic_load_explicit(link, memory_order_relaxed);
}

/* Claim the directory that was opened; EAGAIN: somebody has it. */
static bool claim(rp_hold *hold) {
    rp_hold *other;
    struct stat there;

    if (fstat(hold->folder.descriptor, &there) != 0)
        return false;
    hold->directory = (identity){there.st_dev, there.st_ino};
    pthread_mutex_lock(&changing);
    for (other = hold_at(&holds); other; other = hold_at(&other->next))
        if (other->directory.device == there.st_dev &&
            other->directory.number == there.st_ino)
            break;
    if (!other) {
        hold->next = hold_at(&holds);
        holds = hold;
    }
    pthread_mutex_unlock(&changing);
    errno = EAGAIN;
    return !other;
}

static void give_up(rp_hold *hold) {
    rp_hold *_Atomic *link = &holds;
    rp_hold *other;

    pthread_mutex_lock(&changing);
    while ((other = hold_at(link)) != NULL && other != hold)
        link = &other->next;
    if (other)
        *link = hold_at(&hold->next);
    pthread_mutex_unlock(&changing);
}

/* -- what is wrong -------------------------------------------------------- */

/* Say what is wrong with a file; the first trouble counts. */
static rp_status say(rp_hold *hold, const char *path, const char *words) {
    rp_buffer *out = &hold->trouble;

    return out->length > 0 ||
                   (rp_buffer_puts(out, path) && rp_buffer_puts(out, ": ") &&
                    rp_buffer_puts(out, words))
               ? RP_ERR_IO
               : RP_ERR_MEMORY;
}

/* The same of DIR, or of DIR/name. */
static rp_status tell(rp_hold *hold, const char *name, const char *words) {
    rp_buffer path = {0};
    bool done =
        rp_buffer_puts(&path, hold->path) &&
        (!name || (rp_buffer_puts(&path, "/") && rp_buffer_puts(&path, name)));
    rp_status status = done ? say(hold, path.bytes, words) : RP_ERR_MEMORY;

    rp_buffer_clear(&path);
    errno = status == RP_ERR_IO ? EEXIST : ENOMEM;
    return status;
}

static rp_status tell_reason(rp_hold *hold, const char *name) {
    rp_buffer words = {0};
    rp_status status = RP_ERR_MEMORY;
    int reason = errno;

    if (reason != ENOMEM && rp_buffer_puts(&words, "cannot be written: ") &&
        rp_buffer_puts(&words, strerror(reason)))
        status = tell(hold, name, words.bytes);
    rp_buffer_clear(&words);
    errno = status == RP_ERR_IO ? reason : ENOMEM;
    return status;
}

static rp_status tell_busy(rp_hold *hold) {
    rp_status status = tell(hold, NULL, "another run is writing here");

    if (status == RP_ERR_IO)
        errno = EAGAIN;
    return status;
}

/* -- the directory -------------------------------------------------------- */

/* mkdir -p, 0700 for what is new; false on failure. */
static bool make_directory(rp_hold *hold) {
    struct stat there;

    if (*hold->path == '\0') {
        errno = ENOENT;
        return false;
    }
    for (char *at = hold->path + 1;; at++) {
        if (!rp_path_is_separator(*at) && *at != '\0')
            continue;
        char end = *at;
        *at = '\0';
        bool is_new = mkdir(hold->path, 0700) == 0;
        int reason = errno;
        bool is_there = stat(hold->path, &there) == 0;
        if (is_there && !S_ISDIR(there.st_mode)) {
            is_there = false;
            reason = ENOTDIR;
        }
        *at = end;
        if (!is_there) {
            errno = reason;
            return false;
        }
        if (is_new && hold->made == 0)
            hold->made = (size_t)(at - hold->path);
        if (end == '\0')
            return true;
    }
}

/* What was made goes again, as far as it is empty. */
static void remove_directory(rp_hold *hold) {
    size_t length = strlen(hold->path);

    while (hold->made > 0 && length >= hold->made) {
        if (rp_path_is_separator(hold->path[length]) ||
            hold->path[length] == '\0') {
            hold->path[length] = '\0';
            rmdir(hold->path);
        }
        length--;
    }
}

/* -- the lock ------------------------------------------------------------- */

/* A run that ends removes the lock file, and a directory that it made for
 * nothing: so another one may have to look again. */
enum { TRIES = 100 };

/* Is the file that was locked still the one that all others find?
 * @param[out] reason  why nobody knows, or 0 */
static bool is_lock_file(rp_hold *hold, int *reason) {
    struct stat mine, theirs;

    *reason = 0;
    if (fstat(hold->lock, &mine) == 0 &&
        rp_folder_look(&hold->folder, RP_JOURNAL_NAME, "", &theirs))
        return mine.st_dev == theirs.st_dev && mine.st_ino == theirs.st_ino;
    if (errno != ENOENT)
        *reason = errno;
    return false;
}

static void unlock(rp_hold *hold) {
    int reason = errno;

    if (hold->lock >= 0)
        close(hold->lock); /* which lets the lock go */
    hold->lock = -1;
    errno = reason;
}

/* Open the lock file, or make it. */
static bool open_lock(rp_hold *hold, bool *made) {
    enum { HOW = O_RDWR | O_NOFOLLOW | O_CLOEXEC };
    int folder = hold->folder.descriptor;

    hold->lock = openat(folder, RP_JOURNAL_NAME, HOW);
    *made = hold->lock < 0 && errno == ENOENT;
    if (*made)
        hold->lock =
            openat(folder, RP_JOURNAL_NAME, HOW | O_CREAT | O_EXCL, 0600);
    return hold->lock >= 0;
}

/* Who ends removes the file while it is locked. So a file that is locked, but
 * no longer there under its name, is one to be tried again. */
static bool try_lock(rp_hold *hold) {
    struct flock whole = {.l_type = F_WRLCK, .l_whence = SEEK_SET};
    int reason;
    bool made;

    for (int k = 0; k < TRIES; k++) {
        if (!open_lock(hold, &made)) {
            if (errno == EEXIST)
                continue;
            return false;
        }
        if (fcntl(hold->lock, F_SETLK, &whole) != 0)
            reason = errno == EACCES ? EAGAIN : errno;
        else if (is_lock_file(hold, &reason))
            return true;
        if (reason != 0) {
            if (made && reason != EAGAIN) /* nothing to lock with here */
                rp_folder_unlink(&hold->folder, RP_JOURNAL_NAME, "");
            unlock(hold);
            errno = reason;
            return false;
        }
        unlock(hold);
    }
    errno = EAGAIN;
    return false;
}

/* The lock file goes, the lock with it, then the claim. */
static void let_go(rp_hold *hold) {
    sigset_t all, before;
    int reason = errno;

    /* a signal finds the lock file and the flag, or neither */
    sigfillset(&all);
    pthread_sigmask(SIG_BLOCK, &all, &before);
    if (hold->lock >= 0 && !hold->is_torn)
        rp_folder_unlink(&hold->folder, RP_JOURNAL_NAME, "");
    hold->is_ours = false;
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    unlock(hold);
    give_up(hold);
    rp_folder_close(&hold->folder);
    errno = reason;
}

static rp_status lock_directory(rp_hold *hold) {
    for (int k = 0; k < TRIES; k++) {
        if (hold->purpose->makes && !make_directory(hold)) {
            if (errno == ENOENT || errno == EEXIST)
                continue;
            return tell_reason(hold, NULL);
        }
        if (rp_folder_open(&hold->folder, hold->path)) {
            if (claim(hold) && try_lock(hold))
                return RP_OK;
            if (errno == EAGAIN)
                return tell_busy(hold);
            if (errno != ENOENT)
                return tell_reason(hold, RP_JOURNAL_NAME);
        } else if (errno == ENOENT && !hold->purpose->makes &&
                   hold->purpose->record) {
            return tell(hold, hold->purpose->record,
                        "is missing: the directory does not hold a whole run");
        } else if (errno != ENOENT || !hold->purpose->makes) {
            return tell_reason(hold, NULL);
        }
        let_go(hold);
    }
    return tell_reason(hold, NULL);
}

/* Whoever was killed here has left a journal. */
static rp_status put_back(rp_hold *hold) {
    rp_journal journal;
    struct stat there;
    const char *name = NULL;
    bool is_empty = fstat(hold->lock, &there) == 0 && there.st_size == 0;
    rp_status status = rp_journal_read(&journal, hold->lock);

    /* until all is done the journal stays; one that is empty tells nothing,
     * also where memory to read it with is short */
    hold->is_torn = !is_empty;
    if (status == RP_OK && journal.is_foreign)
        status = tell(hold, RP_JOURNAL_NAME, "was not written by this program");
    else if (status == RP_OK)
        status = rp_rescue(&hold->folder, &journal, &name);
    if (status == RP_OK && ftruncate(hold->lock, 0) != 0)
        status = RP_ERR_IO;
    if (status == RP_ERR_IO && hold->trouble.length == 0)
        status = errno == EEXIST
                     ? tell(hold, name,
                            "is in the way of the earlier file, which a run "
                            "that was stopped has left with .old behind its "
                            "name: move it")
                     : tell_reason(hold, name);
    rp_journal_clear(&journal);
    hold->is_torn &= status != RP_OK;
    return status;
}

/* From the lock file to the flag that lets rp_hold_emergency() remove it, a
 * signal waits: between them it would leave an empty one behind. */
static rp_status begin_hold(rp_hold *hold) {
    struct stat there;
    sigset_t all, before;

    sigfillset(&all);
    pthread_sigmask(SIG_BLOCK, &all, &before);
    rp_status status = lock_directory(hold);
    if (status == RP_OK)
        hold->is_shared = hold->made == 0 &&
                          fstat(hold->folder.descriptor, &there) == 0 &&
                          (there.st_mode & (S_IRGRP | S_IROTH)) != 0;
    if (status == RP_OK)
        status = put_back(hold);
    if (status == RP_OK) {
        hold->fresh = hold->made > 0 ? hold->path : NULL;
        hold->is_ours = true;
    } else {
        let_go(hold);
    }
    int reason = errno;
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    errno = reason;
    return status;
}

rp_status rp_hold_take(rp_hold **out, const char *directory,
                       const rp_purpose *purpose) {
    rp_hold *hold = calloc(1, sizeof *hold);
    rp_status status;

    *out = hold;
    if (!hold)
        return RP_ERR_MEMORY;
    hold->purpose = purpose;
    hold->shortages = rp_shortage_count();
    hold->lock = hold->folder.descriptor = hold->folder.below = -1;
    hold->path = malloc(strlen(directory) + 1);
    if (!hold->path)
        return RP_ERR_MEMORY;
    memcpy(hold->path, directory, strlen(directory) + 1);
    status = begin_hold(hold);
    if (status != RP_OK)
        return status;
    if (purpose->record)
        status = rp_manifest_read(&hold->earlier, &hold->folder,
                                  purpose->record, "");
    if (status != RP_OK)
        let_go(hold);
    return status;
}

void rp_hold_release(rp_hold *hold) {
    int reason = errno;

    if (!hold)
        return;
    let_go(hold);
    if (!hold->is_used && hold->path)
        remove_directory(hold);
    rp_manifest_clear(&hold->earlier);
    rp_manifest_clear(&hold->allowed);
    rp_buffer_clear(&hold->trouble);
    free(hold->spared);
    free(hold->path);
    free(hold);
    errno = reason;
}

rp_status rp_hold_mend(const char *directory, char **trouble) {
    static const rp_purpose reading = {NULL, NULL, false};
    rp_folder folder;
    rp_hold *hold = NULL;
    rp_status status = RP_OK;

    *trouble = NULL;
    bool is_cut = rp_folder_open(&folder, directory) &&
                  rp_folder_is_free(&folder, RP_FILE_RUN, "") &&
                  !rp_folder_is_free(&folder, RP_FILE_RUN, RP_OLD);
    rp_folder_close(&folder);
    if (is_cut) {
        status = rp_hold_take(&hold, directory, &reading);
        if (status == RP_ERR_IO) {
            *trouble = hold->trouble.bytes;
            hold->trouble = (rp_buffer){0};
        }
        rp_hold_release(hold);
    }
    return status;
}

/* -- what may be touched -------------------------------------------------- */

bool rp_hold_is_open_to_others(const rp_hold *hold) { return hold->is_shared; }

const char *rp_hold_trouble(const rp_hold *hold) {
    return hold && hold->trouble.length > 0 ? hold->trouble.bytes : NULL;
}

rp_status rp_hold_spare(rp_hold *hold, const char *path) {
    struct stat there;
    bool is_there = strcmp(path, "-") == 0 ? fstat(STDIN_FILENO, &there) == 0
                                           : stat(path, &there) == 0;
    if (!is_there && (errno == ENOENT || errno == ENOTDIR))
        return RP_OK;
    if (!is_there)
        return say(hold, path, strerror(errno));
    identity *spared = rp_grow_array(hold->spared, hold->spared_count,
                                     &hold->spared_room, sizeof *spared);
    if (!spared)
        return RP_ERR_MEMORY;
    hold->spared = spared;
    spared[hold->spared_count++] = (identity){there.st_dev, there.st_ino};
    return RP_OK;
}

bool rp_hold_allow(rp_hold *hold, const char *name) {
    return rp_manifest_add(&hold->allowed, name, NULL);
}

static bool is_spared(const rp_hold *hold, const struct stat *there) {
    for (size_t k = 0; k < hold->spared_count; k++)
        if (hold->spared[k].device == there->st_dev &&
            hold->spared[k].number == there->st_ino)
            return true;
    return false;
}

static bool is_allowed(const rp_hold *hold, const char *name) {
    for (size_t k = 0; k < hold->allowed.count; k++)
        if (strcmp(hold->allowed.files[k].name, name) == 0)
            return true;
    return rp_manifest_find(&hold->earlier, name) != NULL;
}

/* FOLDER of FOLDER/NAME is a folder, and no link to one. */
static rp_status check_folder(rp_hold *hold, const char *name) {
    char folder[RP_NAME_SIZE];
    size_t length = rp_folder_prefix(name);
    struct stat there;

    if (length == 0 || length >= sizeof folder)
        return RP_OK;
    memcpy(folder, name, length);
    folder[length] = '\0';
    if (!rp_folder_look(&hold->folder, folder, "", &there))
        return RP_OK;
    if (S_ISLNK(there.st_mode))
        return tell(hold, folder, "is a symbolic link, which is not followed");
    return S_ISDIR(there.st_mode)
               ? RP_OK
               : tell(hold, folder, "is in the way: a folder has to be there");
}

#define IN_THE_WAY                                                             \
    "is in the way and no result of an earlier run: move it, or choose "       \
    "another folder"

rp_status rp_hold_refuse(rp_hold *hold, const char *name, const char *words) {
    return tell(hold, name, words);
}

rp_status rp_hold_refuse_beside(rp_hold *hold, const char *name,
                                const char *suffix) {
    char whole[RP_NAME_SIZE];

    snprintf(whole, sizeof whole, "%s%s", name, suffix);
    return tell(hold, whole, IN_THE_WAY);
}

rp_status rp_hold_check(rp_hold *hold, const char *name) {
    struct stat there;
    rp_status status = check_folder(hold, name);

    if (status != RP_OK)
        return status;
    if (!rp_folder_look(&hold->folder, name, "", &there))
        return errno == ENOENT ? RP_OK : tell_reason(hold, name);
    if (S_ISLNK(there.st_mode))
        return tell(hold, name, "is a symbolic link, which is not followed");
    if (S_ISDIR(there.st_mode))
        return tell(hold, name, "is in the way: it is a folder");
    if (is_spared(hold, &there))
        return tell(hold, name,
                    "is an input of this run: choose another "
                    "folder for what it writes");
    return is_allowed(hold, name) ? RP_OK : tell(hold, name, IN_THE_WAY);
}

rp_status rp_hold_check_all(rp_hold *hold) {
    rp_name_of *name_of = hold->purpose->name_of;
    rp_status status = RP_OK;

    for (size_t k = 0; name_of && name_of(k) && status == RP_OK; k++)
        status = rp_hold_check(hold, name_of(k));
    for (size_t k = 0; k < hold->earlier.count && status == RP_OK; k++)
        status = rp_hold_check(hold, hold->earlier.files[k].name);
    return status;
}

/* -- for the commit ------------------------------------------------------- */

rp_folder *rp_hold_folder(rp_hold *hold) { return &hold->folder; }

const char *rp_hold_path(const rp_hold *hold) { return hold->path; }

unsigned rp_hold_shortages(const rp_hold *hold) { return hold->shortages; }

const rp_manifest *rp_hold_earlier(const rp_hold *hold) {
    return &hold->earlier;
}

bool rp_hold_note(rp_hold *hold, const rp_buffer *lines, bool now) {
    if (!rp_journal_write(hold->lock, lines))
        return false;
    if (now)
        rp_folder_sync(&hold->folder, NULL);
    return !now || fsync(hold->lock) == 0;
}

void rp_hold_is_used(rp_hold *hold) { hold->is_used = true; }

void rp_hold_is_torn(rp_hold *hold) {
    hold->is_torn = true;
    hold->is_used = true;
    hold->is_ours = false;
}
