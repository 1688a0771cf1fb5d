/*
 * Write a file of pairs as a model for another solver.
 *
 *     models lp FILE >model.lp       for CBC
 *     models data FILE >clinic.dat   for glpsol, with clinic.mod
 */
#include "pairfile.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { TERMS_A_LINE = 6 };

static void term(int64_t *count, int64_t worth, int64_t i, int64_t j) {
    if (*count > 0)
        fputs(" + ", stdout);
    if (*count % TERMS_A_LINE == TERMS_A_LINE - 1)
        fputc('\n', stdout);
    if (worth)
        printf("%" PRId64 " ", worth);
    printf("x%" PRId64 "_%" PRId64, i, j);
    ++*count;
}

static void objective(const pairfile *f) {
    int64_t count = 0;

    puts("Maximize\n total:");
    for (int64_t i = 0; i < f->clients; i++)
        for (int64_t k = f->start[i]; k < f->start[i + 1]; k++)
            term(&count, pairfile_worth(f, i, k), i, f->therapist[k]);
    puts("\nSubject To");
}

/* The pairs of each therapist, as numbers of clients. */
static int seats(const pairfile *f) {
    int64_t *start = calloc((size_t)f->therapists + 2, sizeof *start);
    int64_t *client = calloc((size_t)f->pairs + 1, sizeof *client);

    if (!start || !client) {
        free(start);
        free(client);
        return 0;
    }
    for (int64_t k = 0; k < f->pairs; k++)
        start[f->therapist[k] + 2]++;
    for (int64_t j = 2; j < f->therapists + 2; j++)
        start[j] += start[j - 1];
    for (int64_t i = 0; i < f->clients; i++)
        for (int64_t k = f->start[i]; k < f->start[i + 1]; k++)
            client[start[f->therapist[k] + 1]++] = i;
    for (int64_t j = 0; j < f->therapists; j++) {
        int64_t count = 0;
        if (start[j] == start[j + 1])
            continue;
        printf(" t%" PRId64 ": ", j);
        for (int64_t k = start[j]; k < start[j + 1]; k++)
            term(&count, 0, client[k], j);
        printf(" <= %d\n", (int)f->openings[j]);
    }
    free(start);
    free(client);
    return 1;
}

static int write_lp(const pairfile *f) {
    objective(f);
    for (int64_t i = 0; i < f->clients; i++) {
        int64_t count = 0;
        if (f->start[i] == f->start[i + 1])
            continue;
        printf(" c%" PRId64 ": ", i);
        for (int64_t k = f->start[i]; k < f->start[i + 1]; k++)
            term(&count, 0, i, f->therapist[k]);
        puts(" <= 1");
    }
    if (!seats(f))
        return 4;
    puts("End");
    return 0;
}

static int write_data(const pairfile *f) {
    printf("data;\nparam clients := %" PRId64 ";\nparam therapists := %" PRId64
           ";\nparam openings :=",
           f->clients, f->therapists);
    for (int64_t j = 0; j < f->therapists; j++)
        printf("\n%" PRId64 " %d", j + 1, (int)f->openings[j]);
    puts(";\nparam : PAIRS : worth :=");
    for (int64_t i = 0; i < f->clients; i++)
        for (int64_t k = f->start[i]; k < f->start[i + 1]; k++)
            printf("%" PRId64 " %d %" PRId64 "\n", i + 1,
                   (int)f->therapist[k] + 1, pairfile_worth(f, i, k));
    puts(";\nend;");
    return 0;
}

int main(int argc, char **argv) {
    pairfile file;

    if (argc != 3 ||
        (strcmp(argv[1], "lp") != 0 && strcmp(argv[1], "data") != 0)) {
        fputs("usage: models lp|data FILE\n", stderr);
        return 2;
    }
    pairfile_read(&file, argv[2]);
    int status =
        strcmp(argv[1], "lp") == 0 ? write_lp(&file) : write_data(&file);
    pairfile_clear(&file);
    return fflush(stdout) == 0 ? status : 4;
}
