/**
 * @file manifest.h
 * The files that the record of an earlier run lists: run.json, or the
 * split.json of a split. Whatever is not listed belongs to somebody else.
 */
#ifndef RP_OUTPUT_DIRECTORY_MANIFEST_H
#define RP_OUTPUT_DIRECTORY_MANIFEST_H

#include "output/directory/folder.h"
#include "rapport/status.h"

/** Files that are read back, or written apart from all others. Those of a run,
 *  all of them: output/csv/files.h. */
#define RP_FILE_RUN "run.json"
#define RP_FILE_ASSIGNMENTS "assignments.csv"
#define RP_FILE_REPORT "report.html"
#define RP_FILE_WORKBOOK "results.xlsx"

/** The record of a split, its list of commands, and what to know of it. */
#define RP_FILE_SPLIT "split.json"
#define RP_FILE_JOBS "jobs.txt"
#define RP_FILE_README "README.txt"

typedef struct rp_listed_file {
    char *name;
    char digest[RP_DIGEST_SIZE]; /* "" where the record tells none */
} rp_listed_file;

typedef struct rp_manifest {
    rp_listed_file *files; /* [count] the record first, then by name */
    size_t count, room;
} rp_manifest;

/**
 * Read a record, and what it lists.
 *
 * A record that is not there or that no run of this program wrote lists
 * nothing, not even itself.
 *
 * @param record  RP_FILE_RUN or RP_FILE_SPLIT
 * @param suffix  "", RP_OLD or RP_PART
 * @return RP_OK or RP_ERR_MEMORY; clear it in any case
 */
rp_status rp_manifest_read(rp_manifest *out, rp_folder *folder,
                           const char *record, const char *suffix);

/** Add a name to the end; false when out of memory. */
bool rp_manifest_add(rp_manifest *manifest, const char *name,
                     const char *digest);

/** Put all but the first file in order, which rp_manifest_find() needs. */
void rp_manifest_sort(rp_manifest *manifest);

/** A file by its name; NULL when it is not listed. */
const rp_listed_file *rp_manifest_find(const rp_manifest *manifest,
                                       const char *name);
void rp_manifest_clear(rp_manifest *manifest);

#endif
