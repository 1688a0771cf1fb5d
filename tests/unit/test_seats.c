/* A therapist who is taken apart into hours: what pricing finds there. */
#include "unit/market.h"
#include "unit/suite.h"

#include "solve/week/seats.h"

#include <stdlib.h>

enum { HOURS = 200, MOST = 4, END = RP_HOURS_MOST };

typedef struct place_row {
    const char *name;
    uint32_t hour[MOST + 1]; /* that suit, ascending; END closes them */
    uint32_t dear;           /* has a price that nobody pays; END: none has */
    uint32_t found[MOST + 1];
} place_row;

/* All places that suit come with the pair, the cheapest decides. */
static const place_row rows[] = {
    {"places/first_word", {0, 63, END}, END, {0, 63, END}},
    {"places/later_words",
     {64, 127, 128, 199, END},
     END,
     {64, 127, 128, 199, END}},
    {"places/both", {3, 70, END}, END, {3, 70, END}},
    {"places/one_is_dear", {3, 70, END}, 70, {3, 70, END}},
    {"places/all_are_dear", {70, END}, 70, {END}},
    {"places/none_suits", {END}, END, {END}},
};

static void suits_of(void *payload, uint32_t client, uint32_t therapist,
                     int thread, uint64_t *bits) {
    const place_row *row = payload;

    (void)client;
    (void)therapist;
    (void)thread;
    for (const uint32_t *hour = row->hour; *hour != END; hour++)
        bits[*hour / 64] |= (uint64_t)1 << *hour % 64;
}

static void check(const place_row *row, const rp_model *plain,
                  const rp_market *market) {
    int64_t price[1 + HOURS] = {0}, gain[1] = {0};
    size_t count = 0, expected = 0;
    rp_pair *found = NULL;
    rp_seats seats;
    rp_model model;

    assert_int_equal(rp_seats_init(&seats, market, plain->part->therapist, 2),
                     RP_OK);
    seats.is_apart[1] = true;
    assert_int_equal(rp_seats_number(&seats, 0), RP_OK);
    assert_int_equal(seats.places, 1 + HOURS);
    assert_int_equal(rp_model_seat(&model, plain, &seats), RP_OK);
    price[0] = INT32_MAX;
    if (row->dear != END)
        price[seats.first[1] + row->dear] = INT32_MAX;
    rp_model_post(&model, price);
    assert_int_equal(rp_model_price(&model, gain, price, 8, &found, &count),
                     RP_OK);
    for (; row->found[expected] != END; expected++)
        if (expected < count) {
            assert_int_equal(found[expected].client, 0);
            assert_int_equal(found[expected].therapist,
                             seats.first[1] + row->found[expected]);
        }
    assert_int_equal(count, expected);
    free(found);
    rp_model_clear(&model);
    rp_seats_clear(&seats);
}

static void test_places(void **state) {
    static size_t start[] = {0, 2};
    static uint32_t therapist[] = {0, 1};
    static uint16_t score[] = {5, 7};
    static const uint8_t tier[] = {1};
    static const int32_t wait[] = {0};
    static const uint32_t openings[] = {1, HOURS};
    static const uint16_t hours[] = {0, HOURS};
    static const uint32_t held[] = {RP_NONE};
    const rp_hour_source source = {
        .count = hours, .held = held, .suits = suits_of, .payload = *state};
    market_bench b;

    market_open(&b, (rp_pair_table){start, therapist, score},
                &(rp_market_setup){.clients = 1,
                                   .therapists = 2,
                                   .tier = tier,
                                   .wait = wait,
                                   .openings = openings,
                                   .worth_limit = 10000,
                                   .hours = &source,
                                   .threads = 1});
    check(*state, &b.model, b.market);
    market_close(&b);
}

int main(void) {
    suite s = {0};

    SUITE_TABLE(&s, rows, test_places);
    return suite_run(&s, "seats");
}
