/**
 * @file worth.h
 * What it is worth to give a client a therapist. The formula stands here and
 * nowhere else.
 *
 * Worth of client i with therapist j, a whole number of S-units (hundredths
 * of a point):
 *
 *     w(i,j)    = base(i) + gain(i,j) + [score(i,j) >= least] * F
 *     base(i)   = tier(i) * B + wait(i)
 *     gain(i,j) = score(i,j) + [kept(i) = j] * keep
 *
 * A client who waits is worth 0. B, the reward of a tier, is so large that
 * one more client of a tier beats any number of floors and points; F, the
 * reward of a pair that is not below the floor, is so large that one more of
 * them beats any number of points, and 0 where no floor counts. How large
 * that is depends on what is solved: parts.h for one plan, dense_problem.h
 * for the difference between two.
 *
 * The score of a pair, 0..RP_SCORE_LIMIT, is what ranks a client's list. The
 * gain is the score plus what keeping the pair of an earlier run adds. Rows
 * of a market hold gains, cells of a dense problem hold scores; so the worth
 * can be had from either.
 */
#ifndef RP_SOLVE_WORTH_H
#define RP_SOLVE_WORTH_H

#include <stdint.h>

/** Of a pair: there is no such plan, or nothing to ask. */
#define RP_NO_PRICE INT64_MAX

/** base(i), S-units. @param reward  B */
static inline int64_t rp_worth_base(int64_t reward, uint8_t tier,
                                    int32_t wait) {
    return tier * reward + wait;
}

/**
 * w(i,j) less base(i), from the score.
 *
 * @param keep    keep where this is the kept pair, else 0
 * @param reward  F
 * @param least   the lowest score that is not below the floor
 */
static inline int64_t rp_worth_of_score(int score, int32_t keep, int64_t reward,
                                        int32_t least) {
    return score + keep + (score >= least ? reward : 0);
}

/** What the floor makes of the pairs of one client. */
typedef struct rp_floor {
    int64_t reward;  /* F; 0: no floor counts */
    uint16_t least;  /* the lowest score that is not below the floor */
    uint16_t keep;   /* what the gain of the kept pair has above its score */
    uint32_t kept;   /* the therapist of that pair, or RP_NONE */
    uint32_t others; /* so many numbers after it are that therapist as well */
} rp_floor;

/**
 * The same from the gain.
 *
 * @param therapist  in the numbers of f.kept
 */
static inline int64_t rp_worth_of_gain(rp_floor f, uint32_t therapist,
                                       uint16_t gain) {
    int keep = therapist - f.kept <= f.others ? f.keep : 0;

    return rp_worth_of_score(gain - keep, keep, f.reward, f.least);
}

#endif
