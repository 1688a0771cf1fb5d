/**
 * @file suiting.h
 * Which hours of a therapist suit a client, as the solver asks for them.
 *
 * A client whose hours were named, by a pin or a frozen pair, is suited by
 * these alone, whatever their slots say.
 */
#ifndef RP_MATCH_SUITING_H
#define RP_MATCH_SUITING_H

#include "fit/meeting.h"
#include "solve/hours.h"

/** Hours that a client holds or that were named, by number; RP_HOUR_NONE where
 *  fewer are. */
typedef struct rp_held_hours {
    uint32_t hours[2];
    char week; /* of a biweekly client: 'A' or 'B'; 0: not said */
} rp_held_hours;

extern const rp_held_hours rp_no_hours;

/** One thread's client, made ready. */
typedef struct rp_suiting_space {
    rp_need need;
    bool is_set; /* need is that of need.index */
    bool out_of_memory;
} rp_suiting_space;

typedef struct rp_suiting {
    const rp_fit *fit;
    const uint32_t *held;       /* [clients] therapist, or RP_NONE */
    const rp_held_hours *named; /* [clients]; NULL: nothing was named */
    uint16_t *count;            /* [therapists] hours */
    uint8_t *rhythm;            /* [clients] rp_rhythm */
    rp_suiting_space *spaces;   /* [threads] */
    int threads;
} rp_suiting;

/**
 * @param held   who is in no market and holds an hour; borrowed; NULL: nobody
 * @param named  borrowed; NULL: nothing was named
 * @return RP_OK or RP_ERR_MEMORY; clear it in any case
 */
rp_status rp_suiting_init(rp_suiting *out, const rp_fit *fit,
                          const uint32_t *held, const rp_held_hours *named,
                          int threads);
void rp_suiting_clear(rp_suiting *suiting);

/** For a market that lives no longer; everything is borrowed from `suiting`,
 *  which must stay where it is. */
rp_hour_source rp_suiting_source(rp_suiting *suiting);

/**
 * Which hours of a therapist suit a client; of a held client the named ones,
 * where all that they want were named.
 *
 * @param thread     0..threads-1
 * @param[out] bits  [RP_HOUR_WORDS()] by number
 * @return how many; 0 also when out of memory, see rp_suiting_failed()
 */
uint32_t rp_suiting_ask(const rp_suiting *suiting, uint32_t client,
                        uint32_t therapist, int thread, uint64_t *bits);

/** Did a thread run out of memory? Its answers are then not to be used. */
bool rp_suiting_failed(const rp_suiting *suiting);

#endif
