/**
 * @file typed.h
 * A word of the command line that begins with a dash, and the option it means.
 */
#ifndef RP_CLI_TYPED_H
#define RP_CLI_TYPED_H

#include "base/text.h"

#include <stdbool.h>
#include <stdio.h>

/** An option of the program. */
typedef struct rp_option_name {
    const char *name; /* "--out" */
    bool is_taken;    /* the command takes it */
} rp_option_name;

/** The word. Everything is borrowed from it. */
typedef struct rp_typed {
    const char *word;
    rp_text name;      /* without dashes and value */
    const char *value; /* behind '=', or NULL */
    bool is_long;      /* two dashes */
} rp_typed;

rp_typed rp_typed_read(const char *word);

/** Is it the name, no part of one? @param name  one that begins like it */
bool rp_typed_is_whole(const rp_typed *typed, const char *name);

/** Which of the options that are taken it means: by its name, or as the only
 *  one that begins like it. The whole name of an option that is not taken is no
 *  part of another: --out is not --outcomes. @return -1 for none */
int rp_typed_find(const rp_typed *typed, const rp_option_name *names,
                  int count);

/** Say why it means none. */
void rp_typed_refuse(const rp_typed *typed, const rp_option_name *names,
                     int count, FILE *err);

#endif
