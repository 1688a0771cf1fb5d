#include "match/dealing.h"

#include "base/array.h"
#include "base/tags.h"

#include <stdlib.h>
#include <string.h>

enum { WORD = 64, NEITHER = 0, WEEK_A = 1, WEEK_B = 2, BOTH = 3, DAYS = 7 };

/* ---- sets ---------------------------------------------------------------- */

static bool has(const uint64_t *set, uint32_t hour) {
    return set[hour / WORD] >> hour % WORD & 1;
}

static void put(uint64_t *set, uint32_t hour) {
    set[hour / WORD] |= (uint64_t)1 << hour % WORD;
}

static uint64_t *suits_of(const rp_dealing *d, uint32_t i) {
    return &d->suits[i * d->words];
}

/* The next hour from `hour` on that suits; RP_HOUR_NONE: there is none. */
static uint32_t next_hour(const rp_dealing *d, uint32_t i, uint32_t hour) {
    while (hour < d->hours->count && !has(suits_of(d, i), hour))
        hour++;
    return hour < d->hours->count ? hour : RP_HOUR_NONE;
}

static uint64_t *shut_of(const rp_dealing *d, uint32_t i) {
    return &d->shut[2 * i * d->words];
}

/* The weeks in which a client cannot hold an hour that suits. */
static unsigned shut_weeks(const rp_dealing *d, uint32_t i, uint32_t hour) {
    return (has(shut_of(d, i), hour) ? (unsigned)WEEK_A : NEITHER) |
           (has(shut_of(d, i) + d->words, hour) ? (unsigned)WEEK_B : NEITHER);
}

static unsigned day_of(const rp_dealing *d, uint32_t hour) {
    return rp_hour_day(&d->hours->items[hour]);
}

/* ---- who is settled ------------------------------------------------------ */

static bool is_settled(const rp_dealing *d, uint32_t i) {
    const rp_held_hours *held = &d->held[i];

    return held->hours[d->rhythm[i] == RP_TWICE_WEEKLY] != RP_HOUR_NONE &&
           (d->rhythm[i] != RP_BIWEEKLY || held->week != 0);
}

/* Of a named hour either week will do: place_half() sees to it. */
static bool is_open_half(const rp_dealing *d, uint32_t i) {
    return d->rhythm[i] == RP_BIWEEKLY && d->held[i].week == 0;
}

static uint8_t half_of(char week) { return week == 'A' ? WEEK_A : WEEK_B; }

/* Take hours that are settled. @return false where somebody has them */
static bool take_settled(rp_dealing *d, uint32_t i) {
    const rp_held_hours *held = &d->held[i];
    uint8_t want = d->rhythm[i] == RP_BIWEEKLY ? half_of(held->week) : BOTH;

    if (is_open_half(d, i))
        return true;
    for (int k = 0; k < 2; k++) {
        uint32_t hour = held->hours[k];
        if (hour == RP_HOUR_NONE)
            continue;
        if (d->taken[hour] & want)
            return false;
        d->taken[hour] |= want;
    }
    return true;
}

/* ---- weekly clients are matched ------------------------------------------ */

/* An hour for a weekly client; others make room. The search is as deep as there
 * are clients. */
static bool find_hour(rp_dealing *d, uint32_t i) {
    for (uint32_t h = next_hour(d, i, 0); h != RP_HOUR_NONE;
         h = next_hour(d, i, h + 1)) {
        if (d->taken[h] != NEITHER || has(d->seen, h))
            continue;
        put(d->seen, h);
        if (d->taker[h] == RP_NONE || find_hour(d, d->taker[h])) {
            d->taker[h] = i;
            return true;
        }
    }
    return false;
}

/* Can all weekly clients hold what is not taken? */
static bool are_weekly_possible(rp_dealing *d) {
    for (uint32_t h = 0; h < d->hours->count; h++)
        d->taker[h] = RP_NONE;
    for (uint32_t i = 0; i < d->count; i++) {
        if (d->rhythm[i] != RP_WEEKLY || is_settled(d, i))
            continue;
        memset(d->seen, 0, d->words * sizeof *d->seen);
        if (!find_hour(d, i))
            return false;
    }
    return true;
}

/* ---- all others are tried ------------------------------------------------ */

/* Did the search fail from here before? Marks it, too. */
static bool is_dead(rp_dealing *d, uint32_t i, bool mark) {
    d->key.length = 0;
    if (!d->dead)
        d->dead = rp_tags_new();
    if (!d->dead || !rp_buffer_put(&d->key, (const char *)&i, sizeof i) ||
        !rp_buffer_put(&d->key, (const char *)d->taken, d->hours->count)) {
        d->out_of_memory = true;
        return false;
    }
    rp_text key = {d->key.bytes, d->key.length};
    if (!mark)
        return rp_tags_find(d->dead, key) != RP_NONE;
    d->out_of_memory |= rp_tags_intern(d->dead, key) == RP_NONE;
    return false;
}

static bool place_from(rp_dealing *d, uint32_t i);

static bool try_hours(rp_dealing *d, uint32_t i, uint32_t first,
                      uint32_t second, uint8_t want) {
    d->taken[first] |= want;
    if (second != RP_HOUR_NONE)
        d->taken[second] |= want;
    bool done = place_from(d, i + 1);
    d->taken[first] &= (uint8_t)~want;
    if (second != RP_HOUR_NONE)
        d->taken[second] &= (uint8_t)~want;
    return done;
}

/* Half an hour: first beside somebody, then of an hour that nobody has. */
static bool place_half(rp_dealing *d, uint32_t i) {
    for (int pass = 0; pass < 2; pass++)
        for (uint32_t h = next_hour(d, i, 0); h != RP_HOUR_NONE;
             h = next_hour(d, i, h + 1)) {
            uint8_t taken = d->taken[h];
            unsigned left = BOTH & ~(taken | shut_weeks(d, i, h));
            if (left == NEITHER || (taken == NEITHER) != (pass == 1))
                continue;
            if ((left & WEEK_A) &&
                try_hours(d, i, h, RP_HOUR_NONE, (uint8_t)WEEK_A))
                return true;
            if ((left == WEEK_B || (left == BOTH && d->is_uneven)) &&
                try_hours(d, i, h, RP_HOUR_NONE, (uint8_t)WEEK_B))
                return true;
        }
    return false;
}

static bool place_two(rp_dealing *d, uint32_t i) {
    uint32_t named = d->held[i].hours[0]; /* it is taken */

    for (uint32_t a = named == RP_HOUR_NONE ? next_hour(d, i, 0) : named;
         a != RP_HOUR_NONE;
         a = named == RP_HOUR_NONE ? next_hour(d, i, a + 1) : RP_HOUR_NONE) {
        if (named == RP_HOUR_NONE && d->taken[a] != NEITHER)
            continue;
        uint32_t from = named == RP_HOUR_NONE ? a + 1 : 0;
        for (uint32_t b = next_hour(d, i, from); b != RP_HOUR_NONE;
             b = next_hour(d, i, b + 1)) {
            if (d->taken[b] != NEITHER || day_of(d, a) == day_of(d, b))
                continue;
            if (named == RP_HOUR_NONE ? try_hours(d, i, a, b, BOTH)
                                      : try_hours(d, i, b, RP_HOUR_NONE, BOTH))
                return true;
        }
    }
    return false;
}

/* Place those who do not come weekly, from the client `i` on. */
static bool place_from(rp_dealing *d, uint32_t i) {
    while (i < d->count && (d->rhythm[i] == RP_WEEKLY || is_settled(d, i)))
        i++;
    if (!are_weekly_possible(d))
        return false;
    if (i == d->count)
        return true;
    if (d->out_of_memory || is_dead(d, i, false))
        return false;
    bool done =
        d->rhythm[i] == RP_TWICE_WEEKLY ? place_two(d, i) : place_half(d, i);
    if (!done)
        is_dead(d, i, true);
    return done;
}

static bool is_possible(rp_dealing *d) {
    if (d->given && d->hours->count > 0)
        memcpy(d->taken, d->given, d->hours->count);
    else
        memset(d->taken, 0, d->hours->count);
    rp_tags_free(d->dead);
    d->dead = NULL;
    for (uint32_t i = 0; i < d->count; i++)
        if (!take_settled(d, i))
            return false;
    return place_from(d, 0);
}

/* ---- clients ------------------------------------------------------------- */

void rp_dealing_begin(rp_dealing *d, const rp_hours_list *hours) {
    d->hours = hours;
    d->words = rp_hours_words(hours->count);
    d->count = 0;
    d->given = NULL;
    d->is_uneven = false;
    RP_WIDEN(d, taker, taker_room, hours->count);
    RP_WIDEN(d, taken, taken_room, hours->count);
    RP_WIDEN(d, seen, seen_room, d->words);
}

uint64_t *rp_dealing_next(rp_dealing *d) {
    size_t wanted = (size_t)d->count + 1;

    RP_WIDEN(d, suits, suit_room, wanted * d->words);
    RP_WIDEN(d, shut, shut_room, 2 * wanted * d->words);
    RP_WIDEN(d, rhythm, rhythm_room, wanted);
    RP_WIDEN(d, held, held_room, wanted);
    if (d->out_of_memory)
        return NULL;
    memset(suits_of(d, d->count), 0, d->words * sizeof *d->suits);
    memset(shut_of(d, d->count), 0, 2 * d->words * sizeof *d->shut);
    return suits_of(d, d->count);
}

void rp_dealing_put(rp_dealing *d, uint8_t rhythm, const rp_held_hours *named) {
    d->rhythm[d->count] = rhythm;
    d->held[d->count] = named ? *named : rp_no_hours;
    uint32_t hour = d->held[d->count].hours[0];
    if (hour != RP_HOUR_NONE && is_open_half(d, d->count)) {
        uint64_t *suits = suits_of(d, d->count);
        memset(suits, 0, d->words * sizeof *suits); /* no other will do */
        put(suits, hour);
    }
    d->count++;
}

void rp_dealing_give(rp_dealing *d, const uint8_t *given) { d->given = given; }

void rp_dealing_shut(rp_dealing *d, uint32_t hour, unsigned weeks) {
    uint32_t i = d->count - 1;

    if (weeks == NEITHER)
        return;
    if (weeks == BOTH || d->rhythm[i] != RP_BIWEEKLY) {
        suits_of(d, i)[hour / WORD] &= ~((uint64_t)1 << hour % WORD);
        return;
    }
    put(shut_of(d, i) + (weeks == WEEK_A ? 0 : d->words), hour);
    d->is_uneven = true;
}

void rp_dealing_copy(rp_dealing *d, uint32_t to, uint32_t from) {
    if (to == from)
        return;
    memcpy(suits_of(d, to), suits_of(d, from), d->words * sizeof *d->suits);
    memcpy(shut_of(d, to), shut_of(d, from), 2 * d->words * sizeof *d->shut);
    d->rhythm[to] = d->rhythm[from];
    d->held[to] = d->held[from];
}

bool rp_dealing_is_possible(rp_dealing *d) { return is_possible(d); }

bool rp_dealing_settle(rp_dealing *d, uint32_t i, const rp_held_hours *wish) {
    rp_held_hours before = d->held[i];

    for (int k = 0; k < 2; k++)
        if (wish->hours[k] != RP_HOUR_NONE &&
            !has(suits_of(d, i), wish->hours[k]))
            return false;
    d->held[i] = *wish;
    if (is_settled(d, i) && is_possible(d))
        return true;
    d->held[i] = before;
    return false;
}

/* ---- one after the other ------------------------------------------------- */

static bool settle_at(rp_dealing *d, uint32_t i, uint32_t first,
                      uint32_t second, char week) {
    d->held[i] = (rp_held_hours){{first, second}, week};
    return is_possible(d);
}

static bool deal_weekly(rp_dealing *d, uint32_t i) {
    for (uint32_t h = next_hour(d, i, 0); h != RP_HOUR_NONE;
         h = next_hour(d, i, h + 1))
        if (settle_at(d, i, h, RP_HOUR_NONE, 0))
            return true;
    return false;
}

/* A named hour without its week has only this left to be dealt. */
static bool deal_biweekly(rp_dealing *d, uint32_t i) {
    uint32_t named = d->held[i].hours[0];

    for (uint32_t h = named == RP_HOUR_NONE ? next_hour(d, i, 0) : named;
         h != RP_HOUR_NONE;
         h = named == RP_HOUR_NONE ? next_hour(d, i, h + 1) : RP_HOUR_NONE)
        if (settle_at(d, i, h, RP_HOUR_NONE, 'A') ||
            settle_at(d, i, h, RP_HOUR_NONE, 'B'))
            return true;
    return false;
}

/* The second of two hours: on the day farthest from the first, then the
 * earliest. Behind the first, unless that was named. */
static bool deal_second(rp_dealing *d, uint32_t i, uint32_t first,
                        uint32_t from) {
    for (unsigned far = DAYS - 1; far > 0; far--)
        for (uint32_t b = next_hour(d, i, from); b != RP_HOUR_NONE;
             b = next_hour(d, i, b + 1)) {
            unsigned x = day_of(d, first), y = day_of(d, b);
            if ((x > y ? x - y : y - x) == far && settle_at(d, i, first, b, 0))
                return true;
        }
    return false;
}

static bool deal_twice(rp_dealing *d, uint32_t i) {
    uint32_t named = d->held[i].hours[0];

    if (named != RP_HOUR_NONE)
        return deal_second(d, i, named, 0);
    for (uint32_t a = next_hour(d, i, 0); a != RP_HOUR_NONE;
         a = next_hour(d, i, a + 1))
        if (deal_second(d, i, a, a + 1))
            return true;
    return false;
}

void rp_dealing_finish(rp_dealing *d) {
    for (uint32_t i = 0; i < d->count && !d->out_of_memory; i++) {
        if (is_settled(d, i))
            continue;
        rp_held_hours before = d->held[i];
        bool done = d->rhythm[i] == RP_WEEKLY     ? deal_weekly(d, i)
                    : d->rhythm[i] == RP_BIWEEKLY ? deal_biweekly(d, i)
                                                  : deal_twice(d, i);
        if (!done)
            d->held[i] = before;
        uint32_t *hours = d->held[i].hours;
        if (done && hours[1] != RP_HOUR_NONE && hours[1] < hours[0]) {
            uint32_t later = hours[0];
            hours[0] = hours[1];
            hours[1] = later;
        }
    }
}

void rp_dealing_clear(rp_dealing *d) {
    free(d->suits);
    free(d->shut);
    free(d->rhythm);
    free(d->held);
    free(d->taker);
    free(d->taken);
    free(d->seen);
    rp_tags_free(d->dead);
    rp_buffer_clear(&d->key);
    *d = (rp_dealing){0};
}
