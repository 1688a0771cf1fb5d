/* A library to be loaded before a program (LD_PRELOAD): it lets one call of a
 * kind fail, or raises a signal just before it.
 *
 *   FAULT_KIND    memory, open, write, fsync, close, rename, unlink, mkdir,
 *                 stat or lock, or several of them
 *   FAULT_AT      which call of that kind, from 1; 0: none
 *   FAULT_LENGTH  how many calls in a row, from that one on; 0: all (1)
 *   FAULT_SIGNAL  if set: raise this signal instead of failing
 *   FAULT_COUNT   if set: write a line for each call to this file in the end, a
 *                 hash of the stack that it was made from
 *
 * Only calls of the program and its libraries are seen, not those that the C
 * library makes inside itself, but for memory; and none once main() has
 * returned: what gcov writes then is no part of the program. */
#include <dlfcn.h>
#include <errno.h>
#include <execinfo.h>
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

extern void *__libc_malloc(size_t size);
extern void *__libc_calloc(size_t count, size_t size);
extern void *__libc_realloc(void *old, size_t size);

static const char *kind = "";
static long at, length = 1;
static bool is_ready;
static int number;
static atomic_long calls;

/* Of each call, where they are counted. */
static bool is_counting;
static _Thread_local bool is_looking;
static atomic_flag is_taken = ATOMIC_FLAG_INIT;
static uint64_t *stacks;
static size_t stack_count, stack_room;

static void *real(const char *name) { return dlsym(RTLD_NEXT, name); }

__attribute__((constructor)) static void start(void) {
    const char *text = getenv("FAULT_KIND");

    kind = text ? text : "";
    text = getenv("FAULT_AT");
    at = text ? strtol(text, NULL, 10) : 0;
    text = getenv("FAULT_LENGTH");
    length = text ? strtol(text, NULL, 10) : 1;
    text = getenv("FAULT_SIGNAL");
    number = text ? (int)strtol(text, NULL, 10) : 0;
    is_counting = getenv("FAULT_COUNT");
    void *first;
    is_looking = true;
    backtrace(&first, 1); /* loads what it needs */
    is_looking = false;
    is_ready = true;
}

typedef int main_function(int argc, char **argv, char **environment);

static main_function *program;

static void rest(void) { is_ready = false; }

/* What is registered here runs first of all that runs at the end. */
static int run_program(int argc, char **argv, char **environment) {
    if (atexit(rest) != 0)
        _exit(99);
    return program(argc, argv, environment);
}

int __libc_start_main(main_function *begin, int argc, char **argv,
                      void (*init)(void), void (*end)(void),
                      void (*unload)(void), void *stack);

int __libc_start_main(main_function *begin, int argc, char **argv,
                      void (*init)(void), void (*end)(void),
                      void (*unload)(void), void *stack) {
    int (*start_main)(main_function *, int, char **, void (*)(void),
                      void (*)(void), void (*)(void), void *) =
        (int (*)(main_function *, int, char **, void (*)(void), void (*)(void),
                 void (*)(void), void *))real("__libc_start_main");

    program = begin;
    return start_main(run_program, argc, argv, init, end, unload, stack);
}

/* Calls from one stack lead to the same lines when they fail. */
static void note_stack(void) {
    enum { DEPTH = 100 };
    void *frames[DEPTH];
    uint64_t hash = 0xCBF29CE484222325;

    is_looking = true;
    int depth = backtrace(frames, DEPTH);
    is_looking = false;
    for (int k = 0; k < depth; k++)
        hash = (hash ^ (uintptr_t)frames[k]) * 0x100000001B3;
    while (atomic_flag_test_and_set(&is_taken))
        ;
    if (stack_count == stack_room) {
        stack_room = stack_room * 2 + 1024;
        stacks = __libc_realloc(stacks, stack_room * sizeof *stacks);
        if (!stacks)
            _exit(99);
    }
    stacks[stack_count++] = hash;
    atomic_flag_clear(&is_taken);
}

__attribute__((destructor)) static void stop(void) {
    const char *path = getenv("FAULT_COUNT");

    is_ready = false;
    if (!path)
        return;
    FILE *(*open_file)(const char *, const char *) =
        (FILE * (*)(const char *, const char *)) real("fopen");
    FILE *to = open_file(path, "w");
    if (!to)
        _exit(99);
    for (size_t k = 0; k < stack_count; k++)
        fprintf(to, "%016llx\n", (unsigned long long)stacks[k]);
    if (fflush(to) != 0)
        _exit(99);
}

/* Is it the turn of this call? */
static bool fails(const char *what, int reason) {
    if (!is_ready || is_looking || !strstr(kind, what))
        return false;
    long turn = atomic_fetch_add(&calls, 1) + 1;
    if (is_counting)
        note_stack();
    if (at == 0 || turn < at || (length && turn >= at + length))
        return false;
    if (number) {
        raise(number);
        return false;
    }
    errno = reason;
    return true;
}

void *malloc(size_t size) {
    return fails("memory", ENOMEM) ? NULL : __libc_malloc(size);
}

void *calloc(size_t count, size_t size) {
    return fails("memory", ENOMEM) ? NULL : __libc_calloc(count, size);
}

void *realloc(void *old, size_t size) {
    return fails("memory", ENOMEM) ? NULL : __libc_realloc(old, size);
}

int open(const char *path, int flags, ...) {
    va_list arguments;

    va_start(arguments, flags);
    mode_t mode = flags & O_CREAT ? va_arg(arguments, mode_t) : 0;
    va_end(arguments);
    if (fails("open", EMFILE))
        return -1;
    return ((int (*)(const char *, int, ...))real("open"))(path, flags, mode);
}

FILE *fopen(const char *path, const char *mode) {
    if (fails("open", EMFILE))
        return NULL;
    return ((FILE * (*)(const char *, const char *)) real("fopen"))(path, mode);
}

ssize_t write(int file, const void *bytes, size_t size) {
    if (fails("write", ENOSPC))
        return -1;
    return ((ssize_t(*)(int, const void *, size_t))real("write"))(file, bytes,
                                                                  size);
}

int fsync(int file) {
    return fails("fsync", EIO) ? -1 : ((int (*)(int))real("fsync"))(file);
}

int close(int file) {
    bool failing = fails("close", EIO);
    int closed = ((int (*)(int))real("close"))(file);

    if (failing)
        errno = EIO;
    return failing ? -1 : closed;
}

int openat(int folder, const char *path, int flags, ...) {
    va_list arguments;

    va_start(arguments, flags);
    mode_t mode = flags & O_CREAT ? va_arg(arguments, mode_t) : 0;
    va_end(arguments);
    if (fails("open", EMFILE))
        return -1;
    return ((int (*)(int, const char *, int, ...))real("openat"))(folder, path,
                                                                  flags, mode);
}

int renameat(int from_folder, const char *from, int to_folder, const char *to) {
    if (fails("rename", EIO))
        return -1;
    return ((int (*)(int, const char *, int, const char *))real("renameat"))(
        from_folder, from, to_folder, to);
}

int unlink(const char *path) {
    return fails("unlink", EIO) ? -1
                                : ((int (*)(const char *))real("unlink"))(path);
}

int unlinkat(int folder, const char *path, int flags) {
    if (fails("unlink", EIO))
        return -1;
    return ((int (*)(int, const char *, int))real("unlinkat"))(folder, path,
                                                               flags);
}

int mkdir(const char *path, mode_t mode) {
    if (fails("mkdir", ENOSPC))
        return -1;
    return ((int (*)(const char *, mode_t))real("mkdir"))(path, mode);
}

int mkdirat(int folder, const char *path, mode_t mode) {
    if (fails("mkdir", ENOSPC))
        return -1;
    return ((int (*)(int, const char *, mode_t))real("mkdirat"))(folder, path,
                                                                 mode);
}

static int look(int folder, const char *path, struct stat *to, int flags) {
    return ((int (*)(int, const char *, struct stat *, int))real("fstatat"))(
        folder, path, to, flags);
}

int stat(const char *restrict path, struct stat *restrict to) {
    return fails("stat", EIO) ? -1 : look(AT_FDCWD, path, to, 0);
}

int fstatat(int folder, const char *restrict path, struct stat *restrict to,
            int flags) {
    return fails("stat", EIO) ? -1 : look(folder, path, to, flags);
}

/* A system that cannot lock files. */
int fcntl(int file, int command, ...) {
    va_list arguments;

    va_start(arguments, command);
    void *what = va_arg(arguments, void *);
    va_end(arguments);
    if (command == F_SETLK && fails("lock", ENOLCK))
        return -1;
    return ((int (*)(int, int, ...))real("fcntl"))(file, command, what);
}
