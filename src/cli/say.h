/**
 * @file say.h
 * What the program says about itself: one line, `rapport: …`.
 */
#ifndef RP_CLI_SAY_H
#define RP_CLI_SAY_H

#include "rapport/status.h"

#include <stdio.h>

/** Print `rapport: `, the words, and the end of the line. */
void rp_say(FILE *err, const char *format, ...)
#if defined(__GNUC__)
    __attribute__((format(printf, 2, 3)))
#endif
    ;

/** The same with the words of a status; nothing for RP_OK. */
void rp_say_status(FILE *err, rp_status status);

/** The same for a file that cannot be written: errno says why. */
void rp_say_unwritten(FILE *err, const char *path);

#endif
