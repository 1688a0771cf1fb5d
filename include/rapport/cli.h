/**
 * @file cli.h
 * The program without its process: one call runs a command line.
 */
#ifndef RAPPORT_CLI_H
#define RAPPORT_CLI_H

#include "rapport/export.h"

#include <stdio.h>

#ifdef __cplusplus
extern "C" {
#endif

/** Exit statuses of the program, see `rapport help`. */
typedef enum rp_exit {
    RP_EXIT_OK = 0,      /**< results written */
    RP_EXIT_INPUT = 1,   /**< the input has errors; nothing was written */
    RP_EXIT_USAGE = 2,   /**< wrong usage */
    RP_EXIT_PINS = 3,    /**< contradictory pins; nothing was written */
    RP_EXIT_FAILURE = 4, /**< a file, the memory or the solver failed */
    RP_EXIT_FOUND = 5 /**< results written, and what --fail-on names is there */
} rp_exit;

/**
 * Run a command line with streams of the caller's choice. Nothing is printed
 * elsewhere, and the process is never ended.
 *
 * May be called from several threads at once, each with its own streams.
 *
 * @param argc, argv  as of main(); argv is left as it is
 * @param out  gets results
 * @param err  gets talk: findings, progress, summaries
 * @return an rp_exit
 */
RP_API int rp_cli_run(int argc, char **argv, FILE *out, FILE *err);

#ifdef __cplusplus
}
#endif
#endif
