/*
 * Run a command; tell its seconds, its peak memory and how it ended.
 *
 *     measure FILE SECONDS COMMAND [ARGUMENT ...]
 *
 * Writes "seconds peak_KiB status effort" to FILE, effort being the seconds
 * of all processors together. After SECONDS (0: never) the
 * command is killed and its status is "limit". The peak is that of the
 * command itself or of the largest program that it ran.
 */
#define _DEFAULT_SOURCE
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/time.h>
#include <sys/types.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static volatile sig_atomic_t is_late;
static pid_t child;

static void on_alarm(int number) {
    (void)number;
    is_late = 1;
    kill(-child, SIGKILL);
}

static void on_end(int number) {
    kill(-child, SIGKILL);
    signal(number, SIG_DFL);
    raise(number);
}

static double now(void) {
    struct timespec t;

    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

static double seconds_of(const struct timeval *t) {
    return (double)t->tv_sec + (double)t->tv_usec * 1e-6;
}

/* The child has a group of its own, so that all it starts can be ended. */
static void start(char **command) {
    child = fork();
    if (child == 0) {
        setpgid(0, 0);
        execvp(command[0], command);
        perror(command[0]);
        _exit(127);
    }
    if (child < 0) {
        perror("fork");
        exit(4);
    }
    setpgid(child, child);
}

int main(int argc, char **argv) {
    struct rusage use = {0};
    int status = 0;

    if (argc < 4) {
        fputs("usage: measure FILE SECONDS COMMAND [ARGUMENT ...]\n", stderr);
        return 2;
    }
    double begin = now();
    start(argv + 3);
    signal(SIGALRM, on_alarm);
    signal(SIGINT, on_end);
    signal(SIGTERM, on_end);
    alarm((unsigned)strtoul(argv[2], NULL, 10));
    while (wait4(child, &status, 0, &use) < 0)
        continue;
    double seconds = now() - begin;
    FILE *out = fopen(argv[1], "w");
    if (!out) {
        perror(argv[1]);
        return 4;
    }
    fprintf(out, "%.6f %ld ", seconds, use.ru_maxrss);
    if (is_late)
        fputs("limit", out);
    else
        fprintf(out, "%d",
                WIFEXITED(status) ? WEXITSTATUS(status)
                                  : 128 + WTERMSIG(status));
    fprintf(out, " %.6f\n",
            seconds_of(&use.ru_utime) + seconds_of(&use.ru_stime));
    return fclose(out) == 0 ? 0 : 4;
}
