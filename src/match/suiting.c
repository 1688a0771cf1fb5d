#include "match/suiting.h"

#include "base/array.h"

#include <stdlib.h>

enum { WORD = 64 };

const rp_held_hours rp_no_hours = {{RP_HOUR_NONE, RP_HOUR_NONE}, 0};

_Static_assert((int)RP_EVERY_WEEK == (int)RP_WEEKLY &&
                   (int)RP_EVERY_OTHER_WEEK == (int)RP_BIWEEKLY &&
                   (int)RP_TWICE_A_WEEK == (int)RP_TWICE_WEEKLY,
               "a frequency is a rhythm by another name");

rp_status rp_suiting_init(rp_suiting *out, const rp_fit *fit,
                          const uint32_t *held, const rp_held_hours *named,
                          int threads) {
    const rp_roster *roster = fit->roster;

    *out = (rp_suiting){
        .fit = fit, .held = held, .named = named, .threads = threads};
    out->count = rp_new_array(roster->therapist_count, sizeof *out->count);
    out->rhythm = rp_new_array(roster->client_count, sizeof *out->rhythm);
    out->spaces = rp_new_array((size_t)threads, sizeof *out->spaces);
    if (!out->count || !out->rhythm || !out->spaces)
        return RP_ERR_MEMORY;
    for (uint32_t t = 0; t < roster->therapist_count; t++)
        out->count[t] = (uint16_t)fit->offers[t].hours.count;
    for (uint32_t c = 0; c < roster->client_count; c++)
        out->rhythm[c] = rp_meeting_rhythm(&roster->clients[c]);
    return RP_OK;
}

void rp_suiting_clear(rp_suiting *suiting) {
    for (int k = 0; suiting->spaces && k < suiting->threads; k++)
        rp_need_clear(&suiting->spaces[k].need);
    free(suiting->count);
    free(suiting->rhythm);
    free(suiting->spaces);
    *suiting = (rp_suiting){0};
}

/* Pairs are asked for client by client. */
static bool turn(const rp_suiting *s, rp_suiting_space *space,
                 uint32_t client) {
    if (space->is_set && space->need.index == client)
        return true;
    space->is_set = rp_need_set(&space->need, s->fit, client);
    space->out_of_memory |= !space->is_set;
    return space->is_set;
}

/* The named hours of a held client, where these are all that they want. */
static const rp_held_hours *named_of(const rp_suiting *s, uint32_t client,
                                     uint32_t therapist) {
    const rp_held_hours *named = s->named ? &s->named[client] : NULL;
    uint32_t wants = rp_meeting_wants(&s->fit->roster->clients[client]);

    return named && s->held && s->held[client] == therapist &&
                   named->hours[wants - 1] != RP_HOUR_NONE
               ? named
               : NULL;
}

uint32_t rp_suiting_ask(const rp_suiting *s, uint32_t client,
                        uint32_t therapist, int thread, uint64_t *bits) {
    rp_suiting_space *space = &s->spaces[thread];
    const rp_held_hours *named = named_of(s, client, therapist);
    uint32_t wants = rp_meeting_wants(&s->fit->roster->clients[client]);

    if (!named)
        return turn(s, space, client)
                   ? rp_meeting_hours(s->fit, &space->need, therapist, bits)
                   : 0;
    for (size_t w = 0; w < RP_HOUR_WORDS(s->count[therapist]); w++)
        bits[w] = 0;
    for (uint32_t k = 0; k < wants; k++)
        bits[named->hours[k] / WORD] |= (uint64_t)1 << named->hours[k] % WORD;
    return wants;
}

static void suits(void *payload, uint32_t client, uint32_t therapist,
                  int thread, uint64_t *bits) {
    rp_suiting_ask(payload, client, therapist, thread, bits);
}

static uint8_t day(void *payload, uint32_t therapist, uint32_t hour) {
    const rp_suiting *s = payload;

    return (uint8_t)rp_hour_day(&s->fit->offers[therapist].hours.items[hour]);
}

rp_hour_source rp_suiting_source(rp_suiting *suiting) {
    return (rp_hour_source){.count = suiting->count,
                            .rhythm = suiting->rhythm,
                            .held = suiting->held,
                            .suits = suits,
                            .day = day,
                            .payload = suiting};
}

bool rp_suiting_failed(const rp_suiting *suiting) {
    for (int k = 0; k < suiting->threads; k++)
        if (suiting->spaces[k].out_of_memory)
            return true;
    return false;
}
