#include "base/path.h"

#ifdef _WIN32
static const char separators[] = "/\\";
#else
static const char separators[] = "/";
#endif

bool rp_path_is_separator(char byte) {
    for (const char *at = separators; *at; at++)
        if (byte == *at)
            return true;
    return false;
}

const char *rp_path_name(const char *path) {
    const char *name = path;

    for (; *path; path++)
        if (rp_path_is_separator(*path))
            name = path + 1;
    return name;
}
