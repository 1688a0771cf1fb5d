/**
 * @file rapport.h
 * librapport: give each therapy client the right therapist.
 *
 * The library is the program without its process: one call runs a command
 * line, with streams of the caller's choice. It prints nothing elsewhere and
 * never ends the process.
 */
#ifndef RAPPORT_RAPPORT_H
#define RAPPORT_RAPPORT_H

#include <stdio.h>

#include "rapport/status.h"

/** The version of these headers. */
#define RP_VERSION "0.1.0"

#ifdef __cplusplus
extern "C" {
#endif

/** Exit statuses of the program, see `rapport help`. */
typedef enum rp_exit {
    RP_EXIT_OK = 0,     /**< results written */
    RP_EXIT_INPUT = 1,  /**< the input has errors; nothing was written */
    RP_EXIT_USAGE = 2,  /**< wrong usage */
    RP_EXIT_PINS = 3,   /**< contradictory pins; nothing was written */
    RP_EXIT_FAILURE = 4 /**< a file, the memory or the solver failed */
} rp_exit;

/** The version, as in `rapport --version`: "0.1.0". */
const char *rp_version(void);

/**
 * Run a command line.
 *
 * Do not call it from two threads at once (getopt keeps state).
 *
 * @param argc, argv  as passed to main(); argv is left unchanged
 * @param out  gets results
 * @param err  gets messages: findings, progress, summaries
 * @return an rp_exit
 */
int rp_cli_run(int argc, char **argv, FILE *out, FILE *err);

#ifdef __cplusplus
}
#endif
#endif
