/**
 * @file archive.h
 * The parts of a zip file that is in memory, with a bound on what may come out
 * of it: a few kilobytes can unpack to gigabytes.
 *
 * The only module that reads with minizip.
 */
#ifndef RP_INPUT_WORKBOOK_ARCHIVE_H
#define RP_INPUT_WORKBOOK_ARCHIVE_H

#include "rapport/status.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct rp_archive {
    uint64_t left;       /* bytes that may still come out of it */
    const char *trouble; /* what is wrong, after RP_ERR_DATA; a constant */
    /* private to archive.c */
    const unsigned char *bytes; /* borrowed */
    size_t length, at;
    void *zip;
} rp_archive;

/** Takes a piece of a part. @return RP_OK, or why to stop */
typedef rp_status rp_archive_take(void *payload, const char *bytes,
                                  size_t length);

/**
 * Open a zip file.
 *
 * @param[out] out  close with rp_archive_close() in any case; must not move
 * @param bytes     borrowed until then
 * @return RP_OK, RP_ERR_DATA (out->trouble), RP_ERR_MEMORY
 */
rp_status rp_archive_open(rp_archive *out, const void *bytes, size_t length);

void rp_archive_close(rp_archive *archive);

/** Is there a part of that name? Case does not matter. */
bool rp_archive_has(rp_archive *archive, const char *part);

/**
 * Unpack a part, piece by piece.
 *
 * @return RP_OK, RP_ERR_DATA (archive->trouble), RP_ERR_MEMORY, or what `take`
 *         returned
 */
rp_status rp_archive_read(rp_archive *archive, const char *part,
                          rp_archive_take *take, void *payload);

/** Count bytes, or steps, that are made of what came out.
 *  @return RP_OK, or RP_ERR_DATA where they are more than may be */
rp_status rp_archive_charge(rp_archive *archive, uint64_t bytes);

#endif
