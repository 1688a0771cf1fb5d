#include "pairfile.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static const char magic[8] = {'R', 'P', 'P', 'A', 'I', 'R', 'S', '1'};

static void stop(const char *path, const char *what) {
    fprintf(stderr, "pairs: %s: %s\n", path, what);
    exit(4);
}

static void *array(int64_t count, size_t size) {
    void *made = calloc((size_t)count + 1, size);

    if (!made)
        stop("memory", "not enough");
    return made;
}

void pairfile_allocate(pairfile *f) {
    f->tier = array(f->clients, sizeof *f->tier);
    f->wait = array(f->clients, sizeof *f->wait);
    f->openings = array(f->therapists, sizeof *f->openings);
    f->start = array(f->clients + 1, sizeof *f->start);
    f->therapist = array(f->pairs, sizeof *f->therapist);
    f->score = array(f->pairs, sizeof *f->score);
}

typedef size_t transfer(void *bytes, size_t size, size_t count, FILE *stream);

static size_t put(void *bytes, size_t size, size_t count, FILE *stream) {
    return fwrite(bytes, size, count, stream);
}

static int pass(transfer *move, FILE *s, void *bytes, size_t size,
                int64_t count) {
    return move(bytes, size, (size_t)count, s) == (size_t)count;
}

/* Everything behind the sizes. */
static int move_arrays(const pairfile *f, transfer *move, FILE *s) {
    return pass(move, s, f->tier, sizeof *f->tier, f->clients) &&
           pass(move, s, f->wait, sizeof *f->wait, f->clients) &&
           pass(move, s, f->openings, sizeof *f->openings, f->therapists) &&
           pass(move, s, f->start, sizeof *f->start, f->clients + 1) &&
           pass(move, s, f->therapist, sizeof *f->therapist, f->pairs) &&
           pass(move, s, f->score, sizeof *f->score, f->pairs);
}

void pairfile_read(pairfile *out, const char *path) {
    FILE *s = fopen(path, "rb");
    char head[sizeof magic];
    int64_t sizes[5];

    if (!s)
        stop(path, "cannot be opened");
    if (fread(head, 1, sizeof head, s) != sizeof head ||
        memcmp(head, magic, sizeof head) != 0 ||
        fread(sizes, sizeof *sizes, 5, s) != 5)
        stop(path, "is no file of pairs");
    *out = (pairfile){.clients = sizes[0],
                      .therapists = sizes[1],
                      .pairs = sizes[2],
                      .reward = sizes[3],
                      .limit = sizes[4]};
    pairfile_allocate(out);
    if (!move_arrays(out, fread, s))
        stop(path, "is too short");
    fclose(s);
}

void pairfile_write(const pairfile *f, const char *path) {
    FILE *s = fopen(path, "wb");
    int64_t sizes[5] = {f->clients, f->therapists, f->pairs, f->reward,
                        f->limit};

    if (!s)
        stop(path, "cannot be opened");
    if (fwrite(magic, 1, sizeof magic, s) != sizeof magic ||
        fwrite(sizes, sizeof *sizes, 5, s) != 5 || !move_arrays(f, put, s) ||
        fclose(s) != 0)
        stop(path, "cannot be written");
}

void pairfile_clear(pairfile *f) {
    free(f->tier);
    free(f->wait);
    free(f->openings);
    free(f->start);
    free(f->therapist);
    free(f->score);
    memset(f, 0, sizeof *f);
}

int64_t pairfile_worth(const pairfile *f, int64_t client, int64_t pair) {
    return f->tier[client] * f->reward + f->wait[client] + f->score[pair];
}

static double seconds_of(clockid_t clock) {
    struct timespec t;

    clock_gettime(clock, &t);
    return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

double pairfile_clock(void) { return seconds_of(CLOCK_MONOTONIC); }

double pairfile_effort(void) { return seconds_of(CLOCK_PROCESS_CPUTIME_ID); }
