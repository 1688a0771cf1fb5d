#include "solve/proof.h"

#include "base/array.h"
#include "base/bits.h"
#include "base/thread_pool.h"
#include "solve/week/market_hours.h"

#include <stdatomic.h>
#include <stdlib.h>

enum { BLOCK = 256 /* clients */ };

/* No price of a part can be larger; sums of three stay far from overflow. */
static const int64_t price_limit = (int64_t)1 << 53;

typedef struct proof {
    const rp_market *market;
    const rp_parts *parts;
    const rp_plan *plan;
    uint32_t **therapist; /* [threads][therapists] the row at hand */
    uint16_t **score;     /* likewise */
    uint64_t *checked;    /* [blocks] */
    int64_t *worth;       /* [clients] of the assigned pair, 0 if waiting */
    bool *is_held; /* [hours of all therapists] somebody holds it; or NULL */
    atomic_bool is_broken;
} proof;

static int64_t reward_of(const proof *p, uint32_t client) {
    uint32_t part = p->parts->client_part[client];

    if (part == RP_NONE)
        return rp_parts_reward(1, rp_market_worth_limit(p->market));
    return p->parts->part[part].reward;
}

/* Whether a price covers each pair of a row. A floor that is a constant 0
   leaves a shorter loop. */
static inline bool is_covered(const proof *p, const uint32_t *therapist,
                              const uint16_t *score, size_t count,
                              rp_floor floor, int64_t rest) {
    const int64_t *price = p->plan->therapist_price;
    int covered = 1; /* no branch: several pairs at once */

    for (size_t k = 0; k < count; k++)
        covered &= rest + price[therapist[k]] >=
                   rp_worth_of_gain(floor, therapist[k], score[k]);
    return covered != 0;
}

/* ---- hours -------------------------------------------------------------- */

/* The least price of the hours that suit; 0 where none are promised, and where
   none suits a price that covers everything. */
static int64_t least_hour(const proof *p, uint32_t client, uint32_t therapist,
                          int thread) {
    uint64_t bits[RP_HOUR_WORDS(RP_HOURS_MOST)];
    uint32_t hours = rp_market_hours(p->market, therapist);
    const int64_t *price = p->plan->hour_price + p->plan->first_hour[therapist];
    int64_t least = price_limit;

    if (hours == 0)
        return 0;
    rp_market_suits(p->market, client, therapist, thread, bits);
    for (size_t w = 0; w < RP_HOUR_WORDS(hours); w++)
        for (uint64_t left = bits[w]; left; left &= left - 1) {
            int64_t here = price[64 * w + rp_bits_lowest(left)];
            least = here < least ? here : least;
        }
    return least;
}

/* The same as is_covered() with the prices of hours, where those without do not
   do. */
static bool is_covered_by_hours(const proof *p, uint32_t client, int thread,
                                const uint32_t *therapist,
                                const uint16_t *score, size_t count,
                                rp_floor floor, int64_t rest) {
    for (size_t k = 0; k < count; k++) {
        int64_t missing = rp_worth_of_gain(floor, therapist[k], score[k]) -
                          rest - p->plan->therapist_price[therapist[k]];
        if (missing > 0 &&
            least_hour(p, client, therapist[k], thread) < missing)
            return false;
    }
    return true;
}

/* Does a client hold an hour that suits, and nobody else does? Of one who holds
   it without being in the market: is it the cheapest? */
static bool hold(proof *p, uint32_t client, uint32_t therapist) {
    const rp_plan *plan = p->plan;
    uint64_t bits[RP_HOUR_WORDS(RP_HOURS_MOST)];
    uint16_t hour = plan->hour[client];

    if (hour >= rp_market_hours(p->market, therapist))
        return false;
    rp_market_suits(p->market, client, therapist, 0, bits);
    bool *is_held = &p->is_held[plan->first_hour[therapist] + hour];
    bool is_good = !*is_held && (bits[hour / 64] >> hour % 64 & 1);
    *is_held = true;
    return is_good;
}

/* @param taken  [therapists] clients whom the plan gives them */
static bool hold_before(proof *p, const uint32_t *taken) {
    const rp_plan *plan = p->plan;

    for (uint32_t j = 0; j < plan->therapists; j++) {
        bool is_priced = false;
        for (size_t h = plan->first_hour[j]; h < plan->first_hour[j + 1]; h++)
            is_priced |= plan->hour_price[h] != 0;
        if (plan->first_hour[j] == plan->first_hour[j + 1] ||
            (taken[j] == 0 && !is_priced))
            continue;
        for (uint32_t i = rp_market_first_held(p->market, j); i != RP_NONE;
             i = rp_market_next_held(p->market, i)) {
            int64_t least = least_hour(p, i, j, 0);
            if (least == price_limit) /* none suits, and none is held */
                continue;
            if (!hold(p, i, j) ||
                plan->hour_price[plan->first_hour[j] + plan->hour[i]] != least)
                return false;
        }
    }
    return true;
}

static bool check_hours(proof *p, const uint32_t *taken) {
    const rp_plan *plan = p->plan;

    if (!plan->hour)
        return !rp_market_has_hours(p->market);
    for (uint32_t i = 0; i < plan->clients; i++) {
        uint32_t j = plan->therapist[i];
        if (j != RP_NONE && rp_market_hours(p->market, j) > 0 && !hold(p, i, j))
            return false;
    }
    if (!hold_before(p, taken))
        return false;
    for (size_t h = 0; h < plan->first_hour[plan->therapists]; h++)
        if (plan->hour_price[h] < 0 || plan->hour_price[h] > price_limit ||
            (plan->hour_price[h] > 0 && !p->is_held[h]))
            return false;
    return true;
}

/* What a client pays for the hour. */
static int64_t paid(const proof *p, uint32_t client, uint32_t therapist) {
    const rp_plan *plan = p->plan;

    return plan->hour && rp_market_hours(p->market, therapist) > 0
               ? plan->hour_price[plan->first_hour[therapist] +
                                  plan->hour[client]]
               : 0;
}

/* ---- clients ------------------------------------------------------------ */

/* Whether one client's price covers each of its pairs, and its own pair is
   among them. */
static bool check_client(proof *p, uint32_t i, int thread, uint64_t *checked) {
    const rp_plan *plan = p->plan;
    const uint32_t *therapist;
    const uint16_t *score;
    size_t count = rp_market_see(p->market, i, thread, p->therapist[thread],
                                 p->score[thread], &therapist, &score);
    rp_floor floor = rp_parts_floor(p->parts, p->market, i);
    int64_t base = rp_worth_base(reward_of(p, i), rp_market_tier(p->market, i),
                                 rp_market_wait(p->market, i));
    int64_t rest = plan->client_price[i] - base;
    uint32_t own = plan->therapist[i];
    bool is_found = own == RP_NONE;

    *checked += count;
    if (plan->client_price[i] < 0 || plan->client_price[i] > price_limit)
        return false;
    if (!(floor.reward
              ? is_covered(p, therapist, score, count, floor, rest)
              : is_covered(p, therapist, score, count, (rp_floor){0}, rest)) &&
        !(plan->hour && is_covered_by_hours(p, i, thread, therapist, score,
                                            count, floor, rest)))
        return false;
    for (size_t k = 0; k < count && !is_found; k++)
        if (therapist[k] == own) {
            is_found = true;
            p->worth[i] = base + rp_worth_of_gain(floor, own, score[k]);
        }
    if (p->parts->client_part[i] == RP_NONE && plan->client_price[i] != 0)
        return false;
    return is_found;
}

static void check_block(void *payload, size_t block, int thread) {
    proof *p = payload;
    uint32_t end = rp_market_clients(p->market);
    uint32_t i = (uint32_t)block * BLOCK;

    if (end - i > BLOCK)
        end = i + BLOCK;
    for (; i < end; i++) {
        bool is_in = rp_market_tier(p->market, i) != 0;
        bool is_good = is_in ? check_client(p, i, thread, &p->checked[block])
                             : p->plan->therapist[i] == RP_NONE;
        if (!is_good)
            atomic_store(&p->is_broken, true);
    }
}

/* Seats hold, and a price is only asked where all of them are taken; then
   openings * v is at most the sum over the seats' clients, which is exact. */
static bool check_seats(const proof *p, uint32_t *taken) {
    const rp_plan *plan = p->plan;

    for (uint32_t i = 0; i < rp_market_clients(p->market); i++)
        if (plan->therapist[i] != RP_NONE)
            taken[plan->therapist[i]]++;
    for (uint32_t j = 0; j < rp_market_therapists(p->market); j++) {
        uint32_t openings = rp_market_openings(p->market, j);
        if (taken[j] > openings || plan->therapist_price[j] < 0 ||
            plan->therapist_price[j] > price_limit)
            return false;
        if (plan->therapist_price[j] > 0 && taken[j] < openings)
            return false;
    }
    return true;
}

/* sum u + sum seats * v - sum w = 0 in one part. A full therapist's openings
   are its clients, so openings * v falls to them one by one, and so does the
   price of an hour, or to who held it before; and as no client's
   share of the sum is negative, none may be above 0, and nothing is added up.
 */
static bool check_sum(const proof *p, const rp_part *part) {
    for (uint32_t k = 0; k < part->clients; k++) {
        uint32_t i = part->client[k];
        uint32_t j = p->plan->therapist[i];
        int64_t price =
            j == RP_NONE ? 0 : p->plan->therapist_price[j] + paid(p, i, j);
        if (p->plan->client_price[i] + price != p->worth[i])
            return false;
    }
    return true;
}

static bool make(proof *p, int threads, size_t blocks) {
    uint32_t therapists = rp_market_therapists(p->market);

    p->therapist = rp_new_array((size_t)threads, sizeof *p->therapist);
    p->score = rp_new_array((size_t)threads, sizeof *p->score);
    p->checked = rp_new_array(blocks, sizeof *p->checked);
    p->worth = rp_new_array(rp_market_clients(p->market), sizeof *p->worth);
    if (p->plan->hour)
        p->is_held = rp_new_array(p->plan->first_hour[p->plan->therapists],
                                  sizeof *p->is_held);
    if (!p->therapist || !p->score || !p->checked || !p->worth ||
        (p->plan->hour && !p->is_held))
        return false;
    for (int t = 0; t < threads; t++) {
        p->therapist[t] = rp_new_array(therapists, sizeof **p->therapist);
        p->score[t] = rp_new_array(therapists, sizeof **p->score);
        if (!p->therapist[t] || !p->score[t])
            return false;
    }
    return true;
}

static void clear(proof *p, int threads) {
    for (int t = 0; t < threads; t++) {
        if (p->therapist)
            free(p->therapist[t]);
        if (p->score)
            free(p->score[t]);
    }
    free(p->therapist);
    free(p->score);
    free(p->checked);
    free(p->worth);
    free(p->is_held);
}

rp_status rp_proof_check(const rp_market *market, const rp_parts *parts,
                         const rp_plan *plan, int threads,
                         uint64_t *pairs_checked) {
    size_t blocks = ((size_t)rp_market_clients(market) + BLOCK - 1) / BLOCK;
    proof p = {.market = market, .parts = parts, .plan = plan};
    rp_status status = RP_ERR_MEMORY;
    uint32_t *taken = rp_new_array(rp_market_therapists(market), sizeof *taken);

    *pairs_checked = 0;
    atomic_init(&p.is_broken, false);
    if (!make(&p, threads, blocks) || !taken)
        goto done;
    status = RP_ERR_SOLVER;
    if (!check_seats(&p, taken) || !check_hours(&p, taken))
        goto done;
    rp_thread_pool_run(threads, blocks, check_block, &p);
    if (atomic_load(&p.is_broken))
        goto done;
    for (size_t k = 0; k < parts->count; k++)
        if (!check_sum(&p, &parts->part[k]))
            goto done;
    for (size_t b = 0; b < blocks; b++)
        *pairs_checked += p.checked[b];
    status = RP_OK;
done:
    clear(&p, threads);
    free(taken);
    return status;
}
