#ifndef GENERATE_CHANCE_H
#define GENERATE_CHANCE_H

#include "settings.h"

/**
 * Chance: splitmix64. Each row draws from a stream of its own for each
 * purpose, so a row does not depend on those before it. Two draws never stand
 * in one expression: their order would be the compiler's choice.
 */
enum stream {
    THERAPIST_HARD = 1,
    THERAPIST_SOFT,
    CLIENT_HARD,
    CLIENT_SOFT,
    OPENINGS,
    PIN,
    PAIR,
    NOISE,
    CLIENT_FACTOR,
    THERAPIST_FACTOR,
    EFFECT,
    PAST_CLIENT
};

/** The stream of a row (or, with a second number, of a pair). */
uint64_t chance_stream(const settings *s, enum stream purpose, int64_t row);
uint64_t chance_of_pair(uint64_t stream, int64_t other);

uint64_t chance_next(uint64_t *stream);

/** A whole number 0..limit-1, each as likely. */
int chance_below(uint64_t *stream, int limit);

/** A whole number 0..limit-1, the smaller the likelier. */
int chance_small(uint64_t *stream, int limit);

bool chance_percent(uint64_t *stream, int percent);

/** A set of bits: bit i with percent[i]. */
uint32_t chance_bits(uint64_t *stream, const int *percent, int count);

#endif
