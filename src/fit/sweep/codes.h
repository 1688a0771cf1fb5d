/**
 * @file codes.h
 * Values that therapists share as numbers of one byte.
 *
 * Fees, sets of insurers and the like are few, however many therapists there
 * are. What a client makes of each is found out once, and of a therapist a pair
 * reads the codes alone: those of 8,000 therapists stay in the cache.
 */
#ifndef RP_FIT_SWEEP_CODES_H
#define RP_FIT_SWEEP_CODES_H

#include <stdbool.h>
#include <stdint.h>

enum { RP_CODES_MOST = 256 };

/** The values of one kind, each once; starts zeroed. */
typedef struct rp_codes {
    uint64_t values[RP_CODES_MOST]; /* [count] sets, or the bits of a double */
    uint32_t count;
    bool are_too_few; /* there are more values than codes */
} rp_codes;

/** The code of a value, a new one if need be; 0 where there are too few. */
uint8_t rp_codes_of(rp_codes *codes, uint64_t value);

/** The same of a number. */
uint8_t rp_codes_of_number(rp_codes *codes, double number);

/** The number of a code. */
double rp_codes_number(const rp_codes *codes, uint32_t code);

#endif
