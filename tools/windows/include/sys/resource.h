/* Of a build for Windows, which writes no core. */
#ifndef RAPPORT_WINDOWS_RESOURCE_H
#define RAPPORT_WINDOWS_RESOURCE_H

#define RLIMIT_CORE 4

struct rlimit {
    unsigned long long rlim_cur, rlim_max;
};

static inline int setrlimit(int what, const struct rlimit *limit) {
    (void)what;
    (void)limit;
    return 0;
}

#endif
