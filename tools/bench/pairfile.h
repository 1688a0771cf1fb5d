/**
 * @file pairfile.h
 * The eligible pairs of a clinic in one file, the same for every program of
 * the benchmark.
 *
 * All numbers little-endian, as the machines at hand write them:
 *
 *     8 bytes   "RPPAIRS1"
 *     int64     clients, therapists, pairs, reward B, worth limit
 *     int32     tier[clients], wait[clients], openings[therapists]
 *     int64     start[clients + 1]   first pair of each client
 *     int32     therapist[pairs]     ascending within a client
 *     uint16    score[pairs]         hundredths of a point
 *
 * A pair is worth tier * B + wait + score; a client who waits is worth 0.
 */
#ifndef RP_BENCH_PAIRFILE_H
#define RP_BENCH_PAIRFILE_H

#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct pairfile {
    int64_t clients, therapists, pairs, reward, limit;
    int32_t *tier, *wait, *openings;
    int64_t *start;
    int32_t *therapist;
    uint16_t *score;
} pairfile;

/** Allocate the arrays of a file whose sizes are set; ends on no memory. */
void pairfile_allocate(pairfile *file);

/** Read or write a file; a failure is told and ends the program. */
void pairfile_read(pairfile *out, const char *path);
void pairfile_write(const pairfile *file, const char *path);
void pairfile_clear(pairfile *file);

/** What a pair (by its number) of a client is worth. */
int64_t pairfile_worth(const pairfile *file, int64_t client, int64_t pair);

/** Seconds of a clock that only goes forward. */
double pairfile_clock(void);

/** Seconds of processor time that this process has used, all threads. */
double pairfile_effort(void);

#ifdef __cplusplus
}
#endif

#endif
