#include "base/lottery.h"
#include "suite.h"

#include <inttypes.h>
#include <string.h>

typedef struct draw {
    const char *name, *client, *therapist;
    uint64_t seed, alone, pair;
} draw;

/* Worked by hand, with another program. */
static const draw draws[] = {
    {"lottery/seed_0", "C1", "T1", 0, 0x02c3fb9d2883973f, 0xb679b358c3d76aa9},
    {"lottery/seed_7", "C1", "T1", 7, 0x90da4dcb94e8925f, 0x4697ffdedb4678a9},
    {"lottery/longer_ids", "C0001", "T001", 0, 0x7d700259a9cebcd0,
     0x50d746e7f1509cc7},
};

static void test_draw(void **state) {
    const draw *d = *state;
    uint64_t client = rp_lottery_lot(d->client, strlen(d->client));
    uint64_t therapist = rp_lottery_lot(d->therapist, strlen(d->therapist));
    rp_lottery lottery = {d->seed, &client, &therapist};

    assert_true(rp_lottery_client(&lottery, 0) == d->alone);
    assert_true(rp_lottery_pair(&lottery, 0, 0) == d->pair);
}

static void test_mix(void **state) {
    (void)state;
    assert_true(rp_lottery_mix(0x9e3779b97f4a7c15) == 0xe220a8397b1dcdaf);
}

int main(void) {
    suite s = {0};

    SUITE_TABLE(&s, draws, test_draw);
    suite_add(&s, "lottery/mix", test_mix, NULL);
    return suite_run(&s, "lottery");
}
