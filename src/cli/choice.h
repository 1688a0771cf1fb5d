/**
 * @file choice.h
 * The words that an option can have.
 */
#ifndef RP_CLI_CHOICE_H
#define RP_CLI_CHOICE_H

/** The index of a word in `a|b|c`, or -1. */
int rp_choice_index(const char *text, const char *choices);

#endif
