#include "posix.h"

#undef open
#undef stat
#undef fstat

#define WIN32_LEAN_AND_MEAN
#include <windows.h>

#include <stdarg.h>
#include <winioctl.h>

/* ---- what went wrong ---------------------------------------------------- */

static const struct reason {
    DWORD error;
    int number;
} reasons[] = {
    {ERROR_FILE_NOT_FOUND, ENOENT},
    {ERROR_PATH_NOT_FOUND, ENOENT},
    {ERROR_INVALID_NAME, ENOENT},
    {ERROR_INVALID_DRIVE, ENOENT},
    {ERROR_BAD_PATHNAME, ENOENT},
    {ERROR_BAD_NETPATH, ENOENT},
    {ERROR_BAD_NET_NAME, ENOENT},
    {ERROR_NOT_READY, ENOENT},
    {ERROR_NO_UNICODE_TRANSLATION, ENOENT},
    {ERROR_ACCESS_DENIED, EACCES},
    {ERROR_SHARING_VIOLATION, EBUSY},
    {ERROR_USER_MAPPED_FILE, EBUSY},
    {ERROR_LOCK_VIOLATION, EAGAIN},
    {ERROR_IO_PENDING, EAGAIN},
    {ERROR_FILE_EXISTS, EEXIST},
    {ERROR_ALREADY_EXISTS, EEXIST},
    {ERROR_DIR_NOT_EMPTY, ENOTEMPTY},
    {ERROR_DIRECTORY, ENOTDIR},
    {ERROR_DISK_FULL, ENOSPC},
    {ERROR_HANDLE_DISK_FULL, ENOSPC},
    {ERROR_NOT_ENOUGH_MEMORY, ENOMEM},
    {ERROR_OUTOFMEMORY, ENOMEM},
    {ERROR_TOO_MANY_OPEN_FILES, EMFILE},
    {ERROR_WRITE_PROTECT, EROFS},
    {ERROR_FILENAME_EXCED_RANGE, ENAMETOOLONG},
    {ERROR_BUFFER_OVERFLOW, ENAMETOOLONG},
    {ERROR_INVALID_FUNCTION, ENOLCK},
    {ERROR_NOT_SUPPORTED, ENOLCK},
};

/* Set errno by the last error of Windows; -1. */
static int fail(void) {
    DWORD error = GetLastError();

    errno = EIO;
    for (size_t k = 0; k < sizeof reasons / sizeof *reasons; k++)
        if (reasons[k].error == error)
            errno = reasons[k].number;
    return -1;
}

static int fail_with(int number) {
    errno = number;
    return -1;
}

const char *posix_strerror(int number) {
    /* in the words of other systems, but for what only Windows has */
    static const struct words {
        int number;
        const char *words;
    } all[] = {
        {ENOENT, "No such file or directory"},
        {EACCES, "Permission denied"},
        {EBUSY, "another program has it open: close it there first"},
        {EAGAIN, "Resource temporarily unavailable"},
        {EEXIST, "File exists"},
        {EISDIR, "Is a directory"},
        {ENOTDIR, "Not a directory"},
        {ENOTEMPTY, "Directory not empty"},
        {ENOSPC, "No space left on device"},
        {ENOMEM, "Cannot allocate memory"},
        {EMFILE, "Too many open files"},
        {EROFS, "Read-only file system"},
        {ENAMETOOLONG, "File name too long"},
        {ELOOP, "Too many levels of symbolic links"},
        {ENOLCK, "No locks available"},
        {EIO, "Input/output error"},
    };

    for (size_t k = 0; k < sizeof all / sizeof *all; k++)
        if (all[k].number == number)
            return all[k].words;
    return (strerror)(number);
}

/* ---- paths -------------------------------------------------------------- */

/* UTF-8 as UTF-16, to be freed; NULL with errno. */
static wchar_t *widen(const char *text) {
    int count =
        MultiByteToWideChar(CP_UTF8, MB_ERR_INVALID_CHARS, text, -1, NULL, 0);
    wchar_t *wide = count > 0 ? malloc((size_t)count * sizeof *wide) : NULL;

    if (wide)
        MultiByteToWideChar(CP_UTF8, MB_ERR_INVALID_CHARS, text, -1, wide,
                            count);
    else if (count > 0)
        errno = ENOMEM;
    else
        fail();
    return wide;
}

/* `prefix` and `rest`, to be freed. */
static wchar_t *join(const wchar_t *prefix, const wchar_t *rest) {
    size_t first = wcslen(prefix), second = wcslen(rest);
    wchar_t *whole = malloc((first + second + 1) * sizeof *whole);

    if (!whole) {
        errno = ENOMEM;
        return NULL;
    }
    memcpy(whole, prefix, first * sizeof *whole);
    memcpy(whole + first, rest, (second + 1) * sizeof *whole);
    return whole;
}

/* The whole path, in the form that may be long; to be freed. */
static wchar_t *long_path(const wchar_t *path) {
    DWORD size = GetFullPathNameW(path, 0, NULL, NULL);
    wchar_t *full = size ? malloc(size * sizeof *full) : NULL, *whole;

    if (!full || GetFullPathNameW(path, size, full, NULL) == 0) {
        if (size)
            errno = ENOMEM;
        else
            fail();
        free(full);
        return NULL;
    }
    if (wcsncmp(full, L"\\\\?\\", 4) == 0 || wcsncmp(full, L"\\\\.\\", 4) == 0)
        return full;
    whole = wcsncmp(full, L"\\\\", 2) == 0 ? join(L"\\\\?\\UNC\\", full + 2)
                                           : join(L"\\\\?\\", full);
    free(full);
    return whole;
}

/* A path as Windows takes it, to be freed; NULL with errno. */
static wchar_t *path_of(const char *path) {
    wchar_t *wide, *whole;

    if (*path == '\0') {
        errno = ENOENT;
        return NULL;
    }
    wide = widen(path);
    if (!wide)
        return NULL;
    for (wchar_t *at = wide; *at; at++)
        if (*at == L'/')
            *at = L'\\';
    whole = long_path(wide);
    free(wide);
    return whole;
}

static HANDLE handle_of(int file) { return (HANDLE)_get_osfhandle(file); }

/* The paths of folders that were opened, by descriptor; the next folder that
 * gets the descriptor takes the place. */
enum { DESCRIPTORS = 2048 };
static wchar_t *folders[DESCRIPTORS];

/* The path is taken over. */
static void remember_folder(int file, wchar_t *path) {
    if (file < 0 || file >= DESCRIPTORS) {
        free(path);
        return;
    }
    free(folders[file]);
    folders[file] = path;
}

/* FOLDER\name, to be freed; NULL with errno. */
static wchar_t *path_at(int folder, const char *name) {
    const wchar_t *path =
        folder >= 0 && folder < DESCRIPTORS ? folders[folder] : NULL;
    wchar_t *base = widen(name), *whole = NULL;
    wchar_t *below = base ? join(L"\\", base) : NULL;

    if (!path)
        errno = EBADF;
    else if (below)
        whole = join(path, below);
    free(below);
    free(base);
    return whole;
}

/* ---- what a file is ----------------------------------------------------- */

/* Links and junctions lead elsewhere; what a cloud keeps does not. */
static bool is_link(HANDLE handle) {
    FILE_ATTRIBUTE_TAG_INFO info;

    return GetFileInformationByHandleEx(handle, FileAttributeTagInfo, &info,
                                        sizeof info) &&
           (info.FileAttributes & FILE_ATTRIBUTE_REPARSE_POINT) &&
           IsReparseTagNameSurrogate(info.ReparseTag);
}

static int look(HANDLE handle, struct posix_stat *out) {
    BY_HANDLE_FILE_INFORMATION info;

    memset(out, 0, sizeof *out);
    if (GetFileType(handle) != FILE_TYPE_DISK) {
        out->st_mode =
            GetFileType(handle) == FILE_TYPE_CHAR ? S_IFCHR : S_IFIFO;
        return 0;
    }
    if (!GetFileInformationByHandle(handle, &info))
        return fail();
    out->st_dev = info.dwVolumeSerialNumber;
    out->st_ino = (uint64_t)info.nFileIndexHigh << 32 | info.nFileIndexLow;
    out->st_size =
        (long long)((uint64_t)info.nFileSizeHigh << 32 | info.nFileSizeLow);
    if (is_link(handle))
        out->st_mode = S_IFLNK | 0700;
    else if (info.dwFileAttributes & FILE_ATTRIBUTE_DIRECTORY)
        out->st_mode = S_IFDIR | 0700;
    else
        out->st_mode = S_IFREG | 0600;
    return 0;
}

static int look_at(wchar_t *path, struct posix_stat *out, bool follows) {
    HANDLE handle;
    int done = -1;

    if (!path)
        return -1;
    handle = CreateFileW(path, FILE_READ_ATTRIBUTES,
                         FILE_SHARE_READ | FILE_SHARE_WRITE | FILE_SHARE_DELETE,
                         NULL, OPEN_EXISTING,
                         FILE_FLAG_BACKUP_SEMANTICS |
                             (follows ? 0 : FILE_FLAG_OPEN_REPARSE_POINT),
                         NULL);
    free(path);
    if (handle == INVALID_HANDLE_VALUE)
        return fail();
    done = look(handle, out);
    CloseHandle(handle);
    return done;
}

int posix_stat(const char *path, struct posix_stat *out) {
    return look_at(path_of(path), out, true);
}

int posix_lstat(const char *path, struct posix_stat *out) {
    return look_at(path_of(path), out, false);
}

int posix_fstatat(int folder, const char *name, struct posix_stat *out,
                  int flags) {
    return look_at(path_at(folder, name), out, !(flags & AT_SYMLINK_NOFOLLOW));
}

int posix_fstat(int file, struct posix_stat *out) {
    HANDLE handle = handle_of(file);

    return handle == INVALID_HANDLE_VALUE ? fail_with(EBADF)
                                          : look(handle, out);
}

int posix_access(const char *path, int mode) {
    struct posix_stat there;

    (void)mode; /* whether it is there is all that is asked */
    return posix_stat(path, &there);
}

/* ---- open and close ----------------------------------------------------- */

static DWORD disposition_of(int flags) {
    if ((flags & (O_CREAT | O_EXCL)) == (O_CREAT | O_EXCL))
        return CREATE_NEW;
    if (flags & O_CREAT)
        return flags & O_TRUNC ? CREATE_ALWAYS : OPEN_ALWAYS;
    return flags & O_TRUNC ? TRUNCATE_EXISTING : OPEN_EXISTING;
}

static DWORD rights_of(int flags) {
    if (flags & O_DIRECTORY)
        return FILE_LIST_DIRECTORY | FILE_READ_ATTRIBUTES;
    return flags & O_RDWR     ? GENERIC_READ | GENERIC_WRITE
           : flags & O_WRONLY ? GENERIC_WRITE
                              : GENERIC_READ;
}

/* Is what was opened what may be opened so? */
static bool is_fit(HANDLE handle, int flags) {
    struct posix_stat there;

    if (look(handle, &there) != 0)
        return false;
    errno = S_ISLNK(there.st_mode)   ? ELOOP
            : S_ISDIR(there.st_mode) ? EISDIR
                                     : ENOTDIR;
    if (S_ISLNK(there.st_mode))
        return false;
    return !(flags & O_DIRECTORY) == !S_ISDIR(there.st_mode);
}

/* The path is freed. */
static int open_path(wchar_t *path, int flags) {
    struct posix_stat there;
    HANDLE handle;
    int file;

    if (!path)
        return -1;
    if (flags & O_NOFOLLOW) { /* two looks: a link in between is followed */
        wchar_t *again = join(path, L"");
        if (look_at(again, &there, false) == 0 && S_ISLNK(there.st_mode)) {
            free(path);
            return fail_with(ELOOP);
        }
    }
    handle =
        CreateFileW(path, rights_of(flags),
                    FILE_SHARE_READ | FILE_SHARE_WRITE | FILE_SHARE_DELETE,
                    NULL, disposition_of(flags),
                    FILE_ATTRIBUTE_NORMAL | FILE_FLAG_BACKUP_SEMANTICS, NULL);
    if (handle == INVALID_HANDLE_VALUE) {
        fail();
        free(path);
        return -1;
    }
    if (!is_fit(handle, flags)) {
        int reason = errno;
        CloseHandle(handle);
        free(path);
        return fail_with(reason);
    }
    file = _open_osfhandle((intptr_t)handle,
                           _O_BINARY | _O_NOINHERIT |
                               (flags & (O_RDWR | O_WRONLY) ? 0 : _O_RDONLY));
    if (file < 0)
        CloseHandle(handle);
    if (flags & O_DIRECTORY)
        remember_folder(file, path);
    else
        free(path);
    return file;
}

int posix_open(const char *path, int flags, ...) {
    return open_path(path_of(path), flags);
}

int posix_openat(int folder, const char *name, int flags, ...) {
    return open_path(path_at(folder, name), flags);
}

FILE *posix_fopen(const char *path, const char *mode) {
    bool writes = mode[0] == 'w';
    int file = open_path(path_of(path),
                         writes ? O_WRONLY | O_CREAT | O_TRUNC : O_RDONLY);
    FILE *stream = file < 0 ? NULL : _fdopen(file, writes ? "wb" : "rb");

    if (!stream && file >= 0)
        close(file);
    return stream;
}

int posix_mkstemp(char *path) {
    static const char letters[] = "abcdefghijklmnopqrstuvwxyz0123456789";
    char *end = path + strlen(path) - 6;

    for (int tries = 0; tries < 100; tries++) {
        uint64_t chance = GetTickCount64() * 2654435761u +
                          GetCurrentProcessId() * 40503u + (unsigned)tries;
        for (int k = 0; k < 6; k++, chance /= 36)
            end[k] = letters[chance % 36];
        int file = posix_open(path, O_RDWR | O_CREAT | O_EXCL);
        if (file >= 0 || errno != EEXIST)
            return file;
    }
    return fail_with(EEXIST);
}

int posix_fsync(int file) {
    return FlushFileBuffers(handle_of(file)) ? 0 : fail();
}

int posix_isatty(int file) {
    DWORD mode;

    return file >= 0 && GetConsoleMode(handle_of(file), &mode);
}

/* ---- rename and remove -------------------------------------------------- */

/* A scanner may have a file that was just written, for a moment. */
enum { TRIES = 6, PAUSE = 20 /* ms, and each time twice as much */ };

static bool may_pass(int tries) {
    DWORD error = GetLastError();

    if (tries + 1 == TRIES ||
        (error != ERROR_SHARING_VIOLATION && error != ERROR_ACCESS_DENIED))
        return false;
    Sleep((DWORD)PAUSE << tries);
    return true;
}

/* Denied though it is there, no folder and not read-only: somebody has it. */
static int fail_of(const wchar_t *path) {
    DWORD error = GetLastError();
    DWORD there = GetFileAttributesW(path);

    SetLastError(error);
    fail();
    if (error == ERROR_ACCESS_DENIED && there != INVALID_FILE_ATTRIBUTES &&
        !(there & (FILE_ATTRIBUTE_DIRECTORY | FILE_ATTRIBUTE_READONLY)))
        errno = EBUSY;
    return -1;
}

static int rename_path(wchar_t *from, wchar_t *to) {
    int done = -1;

    for (int tries = 0; from && to && tries < TRIES; tries++) {
        if (MoveFileExW(from, to,
                        MOVEFILE_REPLACE_EXISTING | MOVEFILE_WRITE_THROUGH)) {
            done = 0;
            break;
        }
        if (!may_pass(tries)) {
            DWORD error = GetLastError();
            DWORD there = GetFileAttributesW(to);
            SetLastError(error);
            fail_of(there == INVALID_FILE_ATTRIBUTES ? from : to);
            break;
        }
    }
    free(from);
    free(to);
    return done;
}

int posix_rename(const char *from, const char *to) {
    return rename_path(path_of(from), path_of(to));
}

int posix_renameat(int from_folder, const char *from, int to_folder,
                   const char *to) {
    return rename_path(path_at(from_folder, from), path_at(to_folder, to));
}

static int remove_path(wchar_t *path, bool is_folder) {
    int done = -1;

    for (int tries = 0; path && tries < TRIES; tries++) {
        if (is_folder ? RemoveDirectoryW(path) : DeleteFileW(path)) {
            done = 0;
            break;
        }
        if (is_folder || !may_pass(tries)) {
            fail_of(path);
            break;
        }
    }
    free(path);
    return done;
}

int posix_unlink(const char *path) { return remove_path(path_of(path), false); }

int posix_rmdir(const char *path) { return remove_path(path_of(path), true); }

int posix_unlinkat(int folder, const char *name, int flags) {
    return remove_path(path_at(folder, name), (flags & AT_REMOVEDIR) != 0);
}

static int make_path(wchar_t *path) {
    int done = path && CreateDirectoryW(path, NULL) ? 0 : -1;

    if (path && done != 0)
        fail();
    free(path);
    return done;
}

int posix_mkdir(const char *path, unsigned mode) {
    (void)mode; /* folders are their owner's by where they are */
    return make_path(path_of(path));
}

int posix_mkdirat(int folder, const char *name, unsigned mode) {
    (void)mode;
    return make_path(path_at(folder, name));
}

/* ---- locks -------------------------------------------------------------- */

int posix_fcntl(int file, int command, const struct flock *lock) {
    /* one byte far behind the end: others can still read the file */
    OVERLAPPED where = {.OffsetHigh = 0x7FFFFFFF};

    (void)lock;
    if (command != F_SETLK)
        return fail_with(EINVAL);
    return LockFileEx(handle_of(file),
                      LOCKFILE_EXCLUSIVE_LOCK | LOCKFILE_FAIL_IMMEDIATELY, 0, 1,
                      0, &where)
               ? 0
               : fail();
}

/* ---- folders ------------------------------------------------------------ */

struct posix_folder {
    HANDLE search;
    WIN32_FIND_DATAW found;
    bool is_first;
    struct dirent entry;
};

DIR *posix_opendir(const char *path) {
    struct posix_stat there;
    wchar_t *whole, *all;
    DIR *folder = NULL;

    if (posix_stat(path, &there) != 0)
        return NULL;
    if (!S_ISDIR(there.st_mode)) {
        errno = ENOTDIR;
        return NULL;
    }
    whole = path_of(path);
    all = whole ? join(whole, L"\\*") : NULL;
    if (all)
        folder = malloc(sizeof *folder);
    if (folder) {
        folder->is_first = true;
        folder->search = FindFirstFileW(all, &folder->found);
        if (folder->search == INVALID_HANDLE_VALUE) {
            fail();
            free(folder);
            folder = NULL;
        }
    } else if (all) {
        errno = ENOMEM;
    }
    free(all);
    free(whole);
    return folder;
}

struct dirent *posix_readdir(DIR *folder) {
    if (!folder->is_first && !FindNextFileW(folder->search, &folder->found))
        return NULL;
    folder->is_first = false;
    return WideCharToMultiByte(CP_UTF8, 0, folder->found.cFileName, -1,
                               folder->entry.d_name,
                               (int)sizeof folder->entry.d_name, NULL, NULL) > 0
               ? &folder->entry
               : NULL;
}

int posix_closedir(DIR *folder) {
    FindClose(folder->search);
    free(folder);
    return 0;
}
