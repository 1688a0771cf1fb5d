#include "output/directory/folder.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

size_t rp_folder_prefix(const char *name) {
    const char *slash = strchr(name, '/');

    return slash ? (size_t)(slash - name) : 0;
}

static bool is_plain(const char *name, size_t length) {
    return length > 0 && length + 8 < RP_NAME_SIZE / 2 &&
           !(length <= 2 && strncmp(name, "..", length) == 0) &&
           !memchr(name, '/', length) && !memchr(name, '\n', length);
}

bool rp_folder_has_room_for(const char *name) {
    size_t folder = rp_folder_prefix(name);
    const char *base = strchr(name, '/') ? name + folder + 1 : name;

    return (base == name || is_plain(name, folder)) &&
           is_plain(base, strlen(base));
}

bool rp_folder_open(rp_folder *out, const char *path) {
    out->below = -1;
    out->below_name[0] = '\0';
    out->descriptor = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    return out->descriptor >= 0;
}

static void leave_below(rp_folder *folder) {
    int reason = errno;

    if (folder->below >= 0)
        close(folder->below);
    folder->below = -1;
    errno = reason;
}

void rp_folder_close(rp_folder *folder) {
    int reason = errno;

    leave_below(folder);
    if (folder->descriptor >= 0)
        close(folder->descriptor);
    folder->descriptor = -1;
    errno = reason;
}

/* The descriptor of the folder that a name stands in, -1 on failure. */
static int enter(rp_folder *folder, const char *name) {
    size_t length = rp_folder_prefix(name);

    if (length == 0)
        return folder->descriptor;
    if (folder->below >= 0 && strlen(folder->below_name) == length &&
        memcmp(folder->below_name, name, length) == 0)
        return folder->below;
    leave_below(folder);
    if (length >= RP_NAME_SIZE) {
        errno = ENAMETOOLONG;
        return -1;
    }
    memcpy(folder->below_name, name, length);
    folder->below_name[length] = '\0';
    folder->below = openat(folder->descriptor, folder->below_name,
                           O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    return folder->below;
}

/* The last part of a name, with its suffix. */
static bool put_base(char out[RP_NAME_SIZE], const char *name,
                     const char *suffix) {
    size_t length = rp_folder_prefix(name);
    int put = snprintf(out, RP_NAME_SIZE, "%s%s",
                       length ? name + length + 1 : name, suffix);

    if (put > 0 && put < RP_NAME_SIZE)
        return true;
    errno = ENAMETOOLONG;
    return false;
}

bool rp_folder_look(rp_folder *folder, const char *name, const char *suffix,
                    struct stat *to) {
    char base[RP_NAME_SIZE];
    int at = enter(folder, name);

    return at >= 0 && put_base(base, name, suffix) &&
           fstatat(at, base, to, AT_SYMLINK_NOFOLLOW) == 0;
}

bool rp_folder_is_free(rp_folder *folder, const char *name,
                       const char *suffix) {
    struct stat there;

    return !rp_folder_look(folder, name, suffix, &there) && errno == ENOENT;
}

int rp_folder_read(rp_folder *folder, const char *name, const char *suffix) {
    char base[RP_NAME_SIZE];
    int at = enter(folder, name);

    if (at < 0 || !put_base(base, name, suffix))
        return -1;
    /* a pipe under this name must not be waited for */
    return openat(at, base, O_RDONLY | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK);
}

int rp_folder_create(rp_folder *folder, const char *name, const char *suffix) {
    char base[RP_NAME_SIZE];
    int at = enter(folder, name);

    if (at < 0 || !put_base(base, name, suffix))
        return -1;
    return openat(at, base,
                  O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
}

bool rp_folder_digest(rp_folder *folder, const char *name, const char *suffix,
                      char out[RP_DIGEST_SIZE]) {
    enum { PIECE = 1 << 16 };
    int file = rp_folder_read(folder, name, suffix);
    rp_digester *digester = rp_digester_new();
    unsigned char *bytes = malloc(PIECE);
    bool done = file >= 0 && digester && bytes;
    ssize_t got = 1;

    while (done && got != 0) {
        got = read(file, bytes, PIECE);
        if (got > 0)
            rp_digester_add(digester, bytes, (size_t)got);
        else if (got < 0 && errno != EINTR)
            done = false;
    }
    if (done)
        rp_digester_end(digester, out);
    if (file >= 0)
        close(file);
    free(bytes);
    rp_digester_free(digester);
    return done;
}

bool rp_folder_rename(rp_folder *folder, const char *name, const char *from,
                      const char *to) {
    char before[RP_NAME_SIZE], after[RP_NAME_SIZE];
    int at = enter(folder, name);

    return at >= 0 && put_base(before, name, from) &&
           put_base(after, name, to) && renameat(at, before, at, after) == 0;
}

bool rp_folder_unlink(rp_folder *folder, const char *name, const char *suffix) {
    char base[RP_NAME_SIZE];
    int at = enter(folder, name);

    return at >= 0 && put_base(base, name, suffix) &&
           unlinkat(at, base, 0) == 0;
}

/* FOLDER as a string. */
static bool put_prefix(char out[RP_NAME_SIZE], const char *name) {
    size_t length = rp_folder_prefix(name);

    if (length >= RP_NAME_SIZE) {
        errno = ENAMETOOLONG;
        return false;
    }
    memcpy(out, name, length);
    out[length] = '\0';
    return length > 0;
}

bool rp_folder_make(rp_folder *folder, const char *name, bool *made) {
    char path[RP_NAME_SIZE];

    *made = false;
    if (rp_folder_prefix(name) == 0)
        return true;
    if (!put_prefix(path, name))
        return false;
    *made = mkdirat(folder->descriptor, path, 0700) == 0;
    if (!*made && errno != EEXIST)
        return false;
    return enter(folder, name) >= 0;
}

void rp_folder_remove(rp_folder *folder, const char *name) {
    char path[RP_NAME_SIZE];

    if (!put_prefix(path, name))
        return;
    if (strcmp(folder->below_name, path) == 0)
        leave_below(folder);
    unlinkat(folder->descriptor, path, AT_REMOVEDIR);
}

void rp_folder_sync(rp_folder *folder, const char *name) {
    int at = name ? enter(folder, name) : folder->descriptor;

    /* some file systems cannot sync a directory: no reason to fail */
    if (at >= 0)
        (void)fsync(at);
}
