/**
 * @file path.h
 * Paths as a person types them: where folders end and names begin. The only
 * module of src that knows of another system than POSIX: on Windows a
 * backslash separates as well.
 */
#ifndef RP_BASE_PATH_H
#define RP_BASE_PATH_H

#include <stdbool.h>

bool rp_path_is_separator(char byte);

/** What stands behind the last separator: the name of a file, in its path. */
const char *rp_path_name(const char *path);

#endif
