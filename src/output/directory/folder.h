/**
 * @file folder.h
 * A directory by its descriptor, and what stands in it: NAME, or FOLDER/NAME.
 *
 * A symbolic link in it is never followed: a link is renamed or removed
 * itself, and one in the place of FOLDER is an error (ENOTDIR or ELOOP).
 * Each call takes a suffix (".part", "") that stands behind the name, answers
 * false on failure, and leaves the reason in errno.
 */
#ifndef RP_OUTPUT_DIRECTORY_FOLDER_H
#define RP_OUTPUT_DIRECTORY_FOLDER_H

#include "base/digest.h"

#include <stdbool.h>
#include <stddef.h>
#include <sys/stat.h>

/** Behind the name of a file that is being written, and of one set aside. */
#define RP_PART ".part"
#define RP_OLD ".old"

enum { RP_NAME_SIZE = 512 }; /* of a name with its suffix and a zero byte */

typedef struct rp_folder {
    int descriptor; /* -1: not open */
    int below;      /* of the folder in it that was used last; -1: none */
    char below_name[RP_NAME_SIZE];
} rp_folder;

/** Could it be a file of a result directory: a plain name, at most below one
 *  folder, and on one line? */
bool rp_folder_has_room_for(const char *name);

/** The length of FOLDER in FOLDER/NAME; 0 where there is none. */
size_t rp_folder_prefix(const char *name);

/** Open a directory, through links if need be; close it in any case. */
bool rp_folder_open(rp_folder *out, const char *path);
void rp_folder_close(rp_folder *folder);

/** What stands under a name. */
bool rp_folder_look(rp_folder *folder, const char *name, const char *suffix,
                    struct stat *to);

/** Is it certain that nothing stands there? */
bool rp_folder_is_free(rp_folder *folder, const char *name, const char *suffix);

/** A descriptor of a file that is there, to read, or of a new one (0600), to
 *  write; -1 on failure. */
int rp_folder_read(rp_folder *folder, const char *name, const char *suffix);
int rp_folder_create(rp_folder *folder, const char *name, const char *suffix);

/** The SHA-256 of a file that is there. */
bool rp_folder_digest(rp_folder *folder, const char *name, const char *suffix,
                      char out[RP_DIGEST_SIZE]);

/** Give NAME another suffix, in place of what may stand there. */
bool rp_folder_rename(rp_folder *folder, const char *name, const char *from,
                      const char *to);
bool rp_folder_unlink(rp_folder *folder, const char *name, const char *suffix);

/** Make FOLDER of FOLDER/NAME (0700) unless it is there. */
bool rp_folder_make(rp_folder *folder, const char *name, bool *made);

/** Remove FOLDER of FOLDER/NAME if it is empty. */
void rp_folder_remove(rp_folder *folder, const char *name);

/** Let entries reach the disk where that is possible: of FOLDER in FOLDER/NAME,
 *  or with NULL of the directory itself. */
void rp_folder_sync(rp_folder *folder, const char *name);

#endif
