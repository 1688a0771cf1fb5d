/**
 * @file lottery.h
 * Numbers that settle ties without favour: fixed for each id and seed, and
 * nobody can gain by an id or a surname.
 *
 * A person's lot is L(id), the first eight bytes of the SHA-256 of the id,
 * big-endian. With a seed it gives a client's number, and with the lot of a
 * therapist the number of the pair. The smaller number comes first.
 */
#ifndef RP_BASE_LOTTERY_H
#define RP_BASE_LOTTERY_H

#include <stddef.h>
#include <stdint.h>

/** The lots of everybody; borrowed. */
typedef struct rp_lottery {
    uint64_t seed;
    const uint64_t *clients;    /* [clients] L(id) */
    const uint64_t *therapists; /* [therapists] L(id) */
} rp_lottery;

/** L(id). */
uint64_t rp_lottery_lot(const char *id, size_t length);

/** The finaliser of splitmix64. In a header: asked for every tied pair. */
static inline uint64_t rp_lottery_mix(uint64_t z) {
    z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9u;
    z = (z ^ z >> 27) * 0x94d049bb133111ebu;
    return z ^ z >> 31;
}

/** The number of a client. */
static inline uint64_t rp_lottery_client(const rp_lottery *lottery,
                                         uint32_t client) {
    return rp_lottery_mix(lottery->clients[client] ^ lottery->seed);
}

/** The number of a pair. */
static inline uint64_t rp_lottery_pair(const rp_lottery *lottery,
                                       uint32_t client, uint32_t therapist) {
    uint64_t lot = lottery->therapists[therapist];

    return rp_lottery_mix(lottery->clients[client] ^ (lot << 1 | lot >> 63) ^
                          lottery->seed);
}

#endif
