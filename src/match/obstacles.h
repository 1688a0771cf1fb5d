/**
 * @file obstacles.h
 * Which rule alone keeps a client from a therapist.
 *
 * The first rule that forbids a pair (match/eligible.h) tells little where a
 * second one forbids it, too. Here each therapist counts for a rule that is the
 * only obstacle, full or not.
 */
#ifndef RP_MATCH_OBSTACLES_H
#define RP_MATCH_OBSTACLES_H

#include "fit/rules.h"

typedef struct rp_obstacles rp_obstacles;

/**
 * Is it worth the time? Every client who waits meets every therapist, which
 * takes seconds for a thousand million pairs; beyond that nothing is told.
 */
bool rp_obstacles_is_small(const rp_fit *fit, size_t clients);

/**
 * @param fit      borrowed until rp_obstacles_free()
 * @param clients  [count] who will be asked about
 * @param threads  1 or more; as many may ask at once
 * @return RP_OK or RP_ERR_MEMORY
 */
rp_status rp_obstacles_new(rp_obstacles **out, const rp_fit *fit,
                           const uint32_t *clients, size_t count, int threads);
void rp_obstacles_free(rp_obstacles *obstacles);

/**
 * For how many therapists each rule is the only obstacle.
 *
 * @param client     one of those that were named
 * @param[out] alone  [RP_RULES_MOST] by rp_rule
 * @return false when out of memory
 */
bool rp_obstacles_of(rp_obstacles *obstacles, uint32_t client, int thread,
                     uint32_t *alone);

#endif
