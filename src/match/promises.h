/**
 * @file promises.h
 * Who holds hours with whom before anything is matched: pins, answers and
 * frozen pairs, one after the other, each only where everybody before it still
 * can hold theirs.
 */
#ifndef RP_MATCH_PROMISES_H
#define RP_MATCH_PROMISES_H

#include "base/places.h"
#include "match/dealing.h"
#include "match/later.h"

typedef struct rp_promises {
    rp_suiting suiting;    /* of one thread */
    rp_places at;          /* [clients] with whom they hold hours */
    rp_held_hours *named;  /* [clients] */
    const rp_later *later; /* borrowed: what is taken for who asks for room;
                              NULL: nothing */
    rp_dealing dealing;
} rp_promises;

/** @return RP_OK or RP_ERR_MEMORY; clear it in any case */
rp_status rp_promises_init(rp_promises *out, const rp_fit *fit);
void rp_promises_clear(rp_promises *promises);

/**
 * Let a client hold hours of a therapist.
 *
 * One whom no hour suits, or no two on different days of twice a week, and for
 * whom none was named holds none, and is no hindrance.
 *
 * @param promises  NULL: no hours are promised
 * @param named     hours of the therapist for the client; NULL: any
 * @return false where those before leave none, and nothing changes; also when
 *         out of memory, see rp_promises_failed()
 */
bool rp_promises_take(rp_promises *promises, uint32_t client,
                      uint32_t therapist, const rp_held_hours *named);
bool rp_promises_failed(const rp_promises *promises);

/** Would rp_promises_take() let a client who holds none of that therapist's
 *  hours have any? Nothing changes. */
bool rp_promises_has_room(rp_promises *promises, uint32_t client,
                          uint32_t therapist);

/**
 * Bits, of hours, rhythm and named hours of a client for a dealing that was
 * begun; one who holds none is left out.
 *
 * @param later  when the client has to be somewhere else; NULL: never
 * @return false when out of memory
 */
bool rp_promises_put(rp_dealing *dealing, const rp_suiting *suiting,
                     const rp_later *later, uint32_t client, uint32_t therapist,
                     int thread, const rp_held_hours *named);

/** Hours of a therapist by their beginnings. @return false where one of them
 *  is none of theirs */
bool rp_promises_find(rp_held_hours *out, const rp_fit *fit, uint32_t therapist,
                      const rp_pin_hours *wanted);

#endif
