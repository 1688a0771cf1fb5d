#include "solve/week/seats.h"

#include "base/array.h"
#include "solve/week/market_hours.h"

#include <stdlib.h>
#include <string.h>

rp_status rp_seats_init(rp_seats *out, const rp_market *market,
                        const uint32_t *therapist, uint32_t therapists) {
    *out = (rp_seats){.market = market,
                      .therapist = therapist,
                      .therapists = therapists,
                      .places = therapists};
    out->is_apart = rp_new_array(therapists, sizeof *out->is_apart);
    out->first = rp_new_array((size_t)therapists + 1, sizeof *out->first);
    out->of = rp_new_array(therapists, sizeof *out->of);
    if (!out->is_apart || !out->first || !out->of)
        return RP_ERR_MEMORY;
    for (uint32_t j = 0; j < therapists; j++)
        out->of[j] = out->first[j] = j;
    out->first[therapists] = therapists;
    return RP_OK;
}

void rp_seats_clear(rp_seats *seats) {
    free(seats->is_apart);
    free(seats->first);
    free(seats->of);
    free(seats->extra);
    *seats = (rp_seats){0};
}

size_t rp_seats_suits(const rp_seats *seats, uint32_t client, uint32_t j,
                      int thread, uint64_t *bits) {
    uint32_t therapist = rp_seats_therapist(seats, j);

    rp_market_suits(seats->market, client, therapist, thread, bits);
    return RP_HOUR_WORDS(rp_market_hours(seats->market, therapist));
}

size_t rp_seats_extra_suits(const rp_seats *seats, uint32_t extra, int thread,
                            uint64_t *bits) {
    const rp_extra *e = &seats->extra[extra];
    uint32_t therapist = rp_seats_therapist(seats, e->therapist);
    uint32_t hours = rp_market_hours(seats->market, therapist);
    size_t words = RP_HOUR_WORDS(hours);

    if (e->client != RP_NONE)
        return rp_seats_suits(seats, e->client, e->therapist, thread, bits);
    for (size_t w = 0; w < words; w++)
        bits[w] = UINT64_MAX;
    if (hours % 64)
        bits[words - 1] = ((uint64_t)1 << hours % 64) - 1;
    return words;
}

uint32_t rp_seats_room(const rp_seats *seats, uint32_t place) {
    uint32_t j = seats->of[place];

    return seats->is_apart[j]
               ? 1
               : rp_market_openings(seats->market,
                                    rp_seats_therapist(seats, j));
}

/* Those who hold an hour; with `extra` NULL they are counted alone. */
static uint32_t take_held(const rp_seats *seats, uint32_t j, int thread,
                          rp_extra *extra) {
    uint64_t bits[RP_HOUR_WORDS(RP_HOURS_MOST)];
    uint32_t count = 0;
    uint32_t i =
        rp_market_first_held(seats->market, rp_seats_therapist(seats, j));

    for (; i != RP_NONE; i = rp_market_next_held(seats->market, i)) {
        size_t words = rp_seats_suits(seats, i, j, thread, bits);
        uint64_t any = 0;
        for (size_t w = 0; w < words; w++)
            any |= bits[w];
        if (any == 0)
            continue; /* holds none */
        if (extra)
            extra[count] = (rp_extra){j, i};
        count++;
    }
    return count;
}

/* Hours more than clients can come. */
static uint32_t absences_of(const rp_seats *seats, uint32_t j, uint32_t held) {
    uint32_t therapist = rp_seats_therapist(seats, j);
    uint32_t hours = rp_market_hours(seats->market, therapist);
    uint32_t used = rp_market_openings(seats->market, therapist);

    used = used > hours ? hours : used;
    return hours > used + held ? hours - used - held : 0;
}

static void number_places(rp_seats *seats) {
    for (uint32_t j = 0; j < seats->therapists; j++)
        for (uint32_t p = seats->first[j]; p < seats->first[j + 1]; p++)
            seats->of[p] = j;
}

rp_status rp_seats_number(rp_seats *seats, int thread) {
    uint32_t *held = rp_new_array(seats->therapists, sizeof *held);
    uint32_t extras = 0;

    if (!held)
        return RP_ERR_MEMORY;
    seats->places = seats->apart = 0;
    for (uint32_t j = 0; j < seats->therapists; j++) {
        seats->first[j] = seats->places;
        seats->places += 1;
        if (!seats->is_apart[j])
            continue;
        seats->apart++;
        held[j] = take_held(seats, j, thread, NULL);
        extras += held[j] + absences_of(seats, j, held[j]);
        seats->places +=
            rp_market_hours(seats->market, rp_seats_therapist(seats, j)) - 1;
    }
    seats->first[seats->therapists] = seats->places;
    free(seats->of);
    free(seats->extra);
    seats->of = rp_new_array(seats->places, sizeof *seats->of);
    seats->extra = rp_new_array(extras, sizeof *seats->extra);
    seats->extras = 0;
    if (seats->of && seats->extra) {
        number_places(seats);
        for (uint32_t j = 0; j < seats->therapists; j++) {
            if (!seats->is_apart[j])
                continue;
            uint32_t absences = absences_of(seats, j, held[j]);
            take_held(seats, j, thread, seats->extra + seats->extras);
            seats->extras += held[j];
            while (absences-- > 0)
                seats->extra[seats->extras++] = (rp_extra){j, RP_NONE};
        }
    }
    free(held);
    return seats->of && seats->extra ? RP_OK : RP_ERR_MEMORY;
}
