#include "solve/week/rhythms.h"

#include "base/array.h"
#include "base/bits.h"
#include "solve/week/deal.h"

#include <stdlib.h>
#include <string.h>

enum { WORD = 64, NEITHER = 0, ONE = 1, OTHER = 2, BOTH = 3 };

static bool has(const uint64_t *set, uint32_t hour) {
    return set[hour / WORD] >> hour % WORD & 1;
}

static const uint64_t *suits_of(const rp_rhythms *r, uint32_t i) {
    return r->suits + i * r->words;
}

/* The next hour from `hour` on that suits; RP_NONE. */
static uint32_t next_hour(const rp_rhythms *r, uint32_t i, uint32_t hour) {
    const uint64_t *suits = suits_of(r, i);

    for (size_t w = hour / WORD; w < r->words; w++) {
        uint64_t left = suits[w];
        if (w == hour / WORD)
            left &= UINT64_MAX << hour % WORD;
        if (left)
            return (uint32_t)(WORD * w) + rp_bits_lowest(left);
    }
    return RP_NONE;
}

bool rp_rhythm_has_room(const uint64_t *suits, size_t words, uint8_t rhythm,
                        const uint8_t *day) {
    uint32_t first = RP_NONE;

    for (size_t w = 0; w < words; w++)
        for (uint64_t left = suits[w]; left; left &= left - 1) {
            uint32_t hour = (uint32_t)(WORD * w) + rp_bits_lowest(left);
            if (rhythm != RP_TWICE_WEEKLY)
                return true;
            if (first == RP_NONE)
                first = hour;
            else if (day[hour] != day[first])
                return true;
        }
    return false;
}

/* ---- weekly clients are matched ----------------------------------------- */

static bool find_hour(rp_rhythms *r, uint32_t i) {
    for (uint32_t h = next_hour(r, i, 0); h != RP_NONE;
         h = next_hour(r, i, h + 1)) {
        if (r->taken[h] != NEITHER || has(r->seen, h))
            continue;
        r->seen[h / WORD] |= (uint64_t)1 << h % WORD;
        if (r->taker[h] == RP_NONE || find_hour(r, r->taker[h])) {
            r->taker[h] = i;
            return true;
        }
    }
    return false;
}

/* Can all weekly clients hold what is not taken? */
static bool match_weekly(rp_rhythms *r) {
    for (uint32_t h = 0; h < r->hours; h++)
        r->taker[h] = RP_NONE;
    for (uint32_t i = 0; i < r->count; i++) {
        if (r->rhythm[i] != RP_WEEKLY)
            continue;
        memset(r->seen, 0, r->words * sizeof *r->seen);
        if (!find_hour(r, i))
            return false;
    }
    return true;
}

/* ---- all others are tried ----------------------------------------------- */

/* Did the search fail from here before? Marks it, too. */
static bool is_dead(rp_rhythms *r, uint32_t k, bool mark) {
    r->key.length = 0;
    if (!r->dead)
        r->dead = rp_tags_new();
    if (!r->dead || !rp_buffer_put(&r->key, (const char *)&k, sizeof k) ||
        !rp_buffer_put(&r->key, (const char *)r->taken, r->hours)) {
        r->out_of_memory = true;
        return false;
    }
    rp_text key = {r->key.bytes, r->key.length};
    if (!mark)
        return rp_tags_find(r->dead, key) != RP_NONE;
    r->out_of_memory |= rp_tags_intern(r->dead, key) == RP_NONE;
    return false;
}

static bool place_from(rp_rhythms *r, uint32_t k);

/* Half an hour: first beside somebody, then of an hour that nobody has. */
static bool place_half(rp_rhythms *r, uint32_t k) {
    uint32_t i = r->order[k];

    for (int pass = 0; pass < 2; pass++)
        for (uint32_t h = next_hour(r, i, 0); h != RP_NONE;
             h = next_hour(r, i, h + 1)) {
            uint8_t before = r->taken[h];
            if (before != (pass == 0 ? ONE : NEITHER))
                continue;
            r->taken[h] = before == ONE ? BOTH : ONE;
            r->hour[2 * i] = (uint16_t)h;
            bool done = place_from(r, k + 1);
            r->taken[h] = before;
            if (done)
                return true;
        }
    return false;
}

static bool place_two(rp_rhythms *r, uint32_t k) {
    uint32_t i = r->order[k];

    for (uint32_t a = next_hour(r, i, 0); a != RP_NONE;
         a = next_hour(r, i, a + 1))
        for (uint32_t b = next_hour(r, i, a + 1); b != RP_NONE;
             b = next_hour(r, i, b + 1)) {
            if (r->taken[a] != NEITHER || r->taken[b] != NEITHER ||
                r->day[a] == r->day[b])
                continue;
            r->taken[a] = r->taken[b] = BOTH;
            r->hour[2 * i] = (uint16_t)a;
            r->hour[2 * i + 1] = (uint16_t)b;
            bool done = place_from(r, k + 1);
            r->taken[a] = r->taken[b] = NEITHER;
            if (done)
                return true;
        }
    return false;
}

static bool place_from(rp_rhythms *r, uint32_t k) {
    if (!match_weekly(r))
        return false;
    if (k == r->others)
        return true;
    if (r->out_of_memory || is_dead(r, k, false))
        return false;
    bool done = r->rhythm[r->order[k]] == RP_TWICE_WEEKLY ? place_two(r, k)
                                                          : place_half(r, k);
    if (!done)
        is_dead(r, k, true);
    return done;
}

/* ---- clients ------------------------------------------------------------ */

void rp_rhythms_begin(rp_rhythms *r, uint32_t hours, const uint8_t *day) {
    r->hours = hours;
    r->words = RP_HOUR_WORDS(hours);
    r->day = day;
    r->count = 0;
    RP_WIDEN(r, taken, taken_room, hours);
    RP_WIDEN(r, taker, taker_room, hours);
    RP_WIDEN(r, seen, seen_room, r->words);
}

void rp_rhythms_add(rp_rhythms *r, const uint64_t *suits, uint8_t rhythm) {
    size_t wanted = (size_t)r->count + 1;

    RP_WIDEN(r, suits, suit_room, wanted * r->words);
    RP_WIDEN(r, rhythm, rhythm_room, wanted);
    RP_WIDEN(r, hour, hour_room, 2 * wanted);
    RP_WIDEN(r, order, order_room, wanted);
    if (r->out_of_memory)
        return;
    memcpy(r->suits + r->count * r->words, suits, r->words * sizeof *suits);
    r->hour[2 * r->count] = r->hour[2 * r->count + 1] = RP_NOT_DEALT;
    r->rhythm[r->count++] = rhythm;
}

bool rp_rhythms_deal(rp_rhythms *r) {
    static const uint8_t turns[] = {RP_TWICE_WEEKLY, RP_BIWEEKLY};

    if (r->out_of_memory)
        return false;
    r->others = 0;
    for (size_t t = 0; t < sizeof turns; t++)
        for (uint32_t i = 0; i < r->count; i++)
            if (r->rhythm[i] == turns[t])
                r->order[r->others++] = i;
    memset(r->taken, NEITHER, r->hours);
    rp_tags_free(r->dead);
    r->dead = NULL;
    if (!place_from(r, 0))
        return false;
    for (uint32_t h = 0; h < r->hours; h++)
        if (r->taker[h] != RP_NONE)
            r->hour[2 * r->taker[h]] = (uint16_t)h;
    return true;
}

void rp_rhythms_clear(rp_rhythms *r) {
    free(r->suits);
    free(r->rhythm);
    free(r->hour);
    free(r->taken);
    free(r->taker);
    free(r->seen);
    free(r->order);
    rp_tags_free(r->dead);
    rp_buffer_clear(&r->key);
    *r = (rp_rhythms){0};
}
