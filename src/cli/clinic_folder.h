/**
 * @file clinic_folder.h
 * A clinic that lives in one folder: its sheets under their usual names, and
 * `runs`, where each week's run has a directory named by its day.
 */
#ifndef RP_CLI_CLINIC_FOLDER_H
#define RP_CLI_CLINIC_FOLDER_H

#include "base/arena.h"
#include "cli/option.h"
#include "output/earlier_run/kept.h"

typedef struct rp_clinic_folder {
    rp_arena arena;
    const char *path;     /* as typed; borrowed */
    const char *newest;   /* of the newest whole run: PATH/runs/DAY; NULL */
    rp_kept kept;         /* that run */
    const char *doubt[2]; /* two files of which either may be meant; NULL */
} rp_clinic_folder;

/**
 * Find the newest whole run. Those that are not whole are named.
 *
 * @return RP_OK, RP_ERR_IO (`runs` cannot be read), RP_ERR_MEMORY; what is
 *         wrong was told; clear it in any case
 */
rp_status rp_clinic_folder_open(rp_clinic_folder *out, const char *path,
                                FILE *err);
void rp_clinic_folder_clear(rp_clinic_folder *folder);

/** Has it a sheet of therapists and one of clients, or clinic.xlsx? */
bool rp_clinic_folder_has_sheets(const rp_clinic_folder *folder);

/**
 * Take the folder's sheets: therapists and clients as arguments, and each other
 * file that is there and was not given. Each may be NAME.csv or NAME.xlsx;
 * clinic.xlsx holds both rosters, clinic.csv how to reach the clinic.
 *
 * @param words  [*count] gets these as a command line would have them, at most
 *               RP_CLINIC_FOLDER_WORDS, the arguments last; NULL
 * @return false when out of memory
 */
bool rp_clinic_folder_fill(rp_clinic_folder *folder, rp_options *options,
                           const char **words, size_t *count);
enum { RP_CLINIC_FOLDER_WORDS = 24 };

/** Say which two files rp_clinic_folder_fill() could not choose between.
 *
 *  @return RP_OK: there are none; RP_ERR_DATA */
rp_status rp_clinic_folder_settle(const rp_clinic_folder *folder, FILE *err);

/**
 * A directory for one more run of a day: PATH/runs/DAY, or with -2, -3, … where
 * that stands already. Borrowed from the folder; NULL when out of memory.
 */
const char *rp_clinic_folder_next(rp_clinic_folder *folder, int32_t day);

/**
 * What a command without files looks at: the sheets of this folder, under the
 * options of its newest run where it has one; what was typed goes before.
 *
 * @param[out] out  its texts are borrowed from `typed` and the folder
 * @param run       gets the options of that run; clear it at the end
 * @return RP_OK, RP_ERR_USAGE (there are no sheets), RP_ERR_DATA, RP_ERR_IO,
 *         RP_ERR_MEMORY; what is wrong was told
 */
rp_status rp_clinic_folder_choose(rp_options *out, rp_options *run,
                                  rp_clinic_folder *folder,
                                  const rp_options *typed, FILE *err);

/** Say which files have changed since the newest run; nothing where there is
 *  none. @param chosen  as of rp_clinic_folder_choose() */
void rp_clinic_folder_tell_changes(const rp_clinic_folder *folder,
                                   const rp_options *chosen, FILE *err);

#endif
