/**
 * @file posix.h
 * What src uses of POSIX and Windows lacks, so that src is the same everywhere.
 *
 * The build for Windows puts this header before every file of src (-include).
 * Names in paths are UTF-8, may be longer than 260 characters, and may have
 * either slash. A file that is open may be renamed and removed by this
 * program, as elsewhere; what another program has open without leave for that
 * fails with EBUSY, whose words say so.
 *
 * A folder's descriptor is one of the C library's on a handle, so close() and
 * fstat() work on it; what stands "at" it is found by the path that it was
 * opened by.
 */
#ifndef RAPPORT_WINDOWS_POSIX_H
#define RAPPORT_WINDOWS_POSIX_H

/* of <io.h>; no call of POSIX */
#define tell windows_tell
#include <io.h>
#undef tell

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <unistd.h>

/* ---- files -------------------------------------------------------------- */

#ifndef O_NOFOLLOW
#define O_NOFOLLOW 0x1000000
#define O_DIRECTORY 0x2000000
#define O_NONBLOCK 0
#define O_CLOEXEC 0
#endif
#define AT_SYMLINK_NOFOLLOW 1
#define AT_REMOVEDIR 2
#ifndef S_IFLNK
#define S_IFLNK 0xA000
#define S_ISLNK(mode) (((mode)&S_IFMT) == S_IFLNK)
#endif
#ifndef S_IRGRP
#define S_IRGRP 0
#define S_IROTH 0
#endif

/* Windows' own are of 16 bits, too few to tell files apart. */
#define ino_t uint64_t
#define dev_t uint64_t

struct posix_stat {
    dev_t st_dev;
    ino_t st_ino;
    unsigned st_mode; /* of links, folders and files; all are their owner's */
    long long st_size;
};

int posix_open(const char *path, int flags, ...);
int posix_openat(int folder, const char *name, int flags, ...);
int posix_stat(const char *path, struct posix_stat *out);
int posix_lstat(const char *path, struct posix_stat *out);
int posix_fstat(int file, struct posix_stat *out);
int posix_fstatat(int folder, const char *name, struct posix_stat *out,
                  int flags);
int posix_access(const char *path, int mode);
int posix_rename(const char *from, const char *to);
int posix_renameat(int from_folder, const char *from, int to_folder,
                   const char *to);
int posix_unlink(const char *path);
int posix_unlinkat(int folder, const char *name, int flags);
int posix_mkdir(const char *path, unsigned mode);
int posix_mkdirat(int folder, const char *name, unsigned mode);
int posix_rmdir(const char *path);
int posix_mkstemp(char *path);
int posix_fsync(int file);
int posix_isatty(int file);
FILE *posix_fopen(const char *path, const char *mode);
const char *posix_strerror(int number);

#define open(...) posix_open(__VA_ARGS__)
#define openat(...) posix_openat(__VA_ARGS__)
#define stat posix_stat
#define lstat posix_lstat
#define fstat posix_fstat
#define fstatat posix_fstatat
#define access(path, mode) posix_access(path, mode)
#define rename(from, to) posix_rename(from, to)
#define renameat posix_renameat
#define unlink(path) posix_unlink(path)
#define unlinkat posix_unlinkat
#define mkdir(path, mode) posix_mkdir(path, mode)
#define mkdirat posix_mkdirat
#define rmdir(path) posix_rmdir(path)
#define mkstemp(path) posix_mkstemp(path)
#define fsync(file) posix_fsync(file)
#define isatty(file) posix_isatty(file)
#define fopen(path, mode) posix_fopen(path, mode)
#define strerror(number) posix_strerror(number)

/* ---- a lock on a file --------------------------------------------------- */

#define F_SETLK 1
#define F_WRLCK 1

struct flock {
    short l_type, l_whence;
};

/** Lock a file against other programs (F_SETLK); EAGAIN: one has it. */
int posix_fcntl(int file, int command, const struct flock *lock);
#define fcntl posix_fcntl

/* ---- folders ------------------------------------------------------------ */

struct dirent {
    char d_name[1024];
};
typedef struct posix_folder DIR;

DIR *posix_opendir(const char *path);
struct dirent *posix_readdir(DIR *folder);
int posix_closedir(DIR *folder);
#define opendir posix_opendir
#define readdir posix_readdir
#define closedir posix_closedir

/* ---- signals ------------------------------------------------------------ */

/* Ctrl+C and the closing of a window come in a thread of their own; that one
 * waits while another thread has blocked them. The others never come. */
#define SIGHUP 101
#define SIGQUIT 102
#define SIGPIPE 103
#define SIGALRM 104
#define SIGUSR1 105
#define SIGUSR2 106
#define SIGXCPU 107
#define SIGXFSZ 108
#define SIG_BLOCK 0
#define SIG_SETMASK 2

#define sigset_t int

struct sigaction {
    void (*sa_handler)(int);
    sigset_t sa_mask;
    int sa_flags;
};

int posix_sigaction(int number, const struct sigaction *now,
                    struct sigaction *before);
int posix_sigmask(int how, const sigset_t *now, sigset_t *before);
#define sigaction(number, now, before) posix_sigaction(number, now, before)
#undef pthread_sigmask
#define pthread_sigmask posix_sigmask

static inline int sigfillset(sigset_t *set) { return *set = 1, 0; }
static inline int sigemptyset(sigset_t *set) { return *set = 0, 0; }

/** A handler that goes back to the default is about to end the program as the
 *  signal would have: here it ends, with 128 + the signal's number. */
void posix_signal(int number, void (*handler)(int));
#define signal(number, handler) posix_signal(number, handler)

/* ---- the machine -------------------------------------------------------- */

#define _SC_NPROCESSORS_ONLN 1
#define _SC_PHYS_PAGES 2
#define _SC_PAGESIZE 3
long posix_sysconf(int what);
#define sysconf posix_sysconf

/* ---- encodings ---------------------------------------------------------- */

typedef struct posix_converter *iconv_t;

/** From UTF-16LE, UTF-16BE or WINDOWS-1252 to UTF-8. */
iconv_t posix_iconv_open(const char *to, const char *from);
size_t posix_iconv(iconv_t converter, char **from, size_t *from_left, char **to,
                   size_t *to_left);
int posix_iconv_close(iconv_t converter);
#define iconv_open posix_iconv_open
#define iconv posix_iconv
#define iconv_close posix_iconv_close

/* ---- the process -------------------------------------------------------- */

/** What src calls main(): arguments are UTF-8, streams are binary. */
int posix_main(int argc, char **argv);
#define main posix_main

#endif
