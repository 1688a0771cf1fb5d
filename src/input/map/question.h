/**
 * @file question.h
 * What a header asks for, by its whole words.
 */
#ifndef RP_INPUT_MAP_QUESTION_H
#define RP_INPUT_MAP_QUESTION_H

#include "input/schema.h"

/** One row: which words of a header mean which column. */
typedef struct rp_question {
    const char *column;  /* "" for what is not used */
    const char *words;   /* all of these, by blanks; alternatives by `|`, words
                            one behind the other by `+`, `*` ends a stem */
    const char *without; /* none of these, by blanks; NULL: any may be there */
    const char *why;     /* in a few words, for what is not used; else NULL */
} rp_question;

/**
 * The next row that a header answers to.
 *
 * @param[in,out] at  row to begin with, 0 at first; moved behind what is found
 * @return NULL when there is no other, or without memory, which sets
 *         *no_memory
 */
const rp_question *rp_question_next(rp_side side, rp_text header, size_t *at,
                                    bool *no_memory);

/** The rows in their order; NULL behind the last. */
const rp_question *rp_question_at(rp_side side, size_t index);

/** Does a text hold a word such as not or never? True too without memory,
 *  which sets *no_memory. */
bool rp_question_negates(rp_text text, bool *no_memory);

/** Does a header speak of whom somebody is not to be matched with? False too
 *  without memory, which sets *no_memory. */
bool rp_question_refuses(rp_text header, bool *no_memory);

#endif
