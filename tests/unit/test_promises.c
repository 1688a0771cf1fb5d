/* Hours of one therapist that are held, beyond the first word of bits, and what
 * a client could be offered beside their own. */
#include "unit/clinic.h"
#include "unit/suite.h"

#include "match/promises.h"
#include "solve/hours.h"
#include "why/edit/hour_offers.h"

#include <stdio.h>

/* ---- who still has room -------------------------------------------------- */

/* The therapist has 14 hours a day from Monday at seven: fri 14:00 is the 64th,
   the last of a word; fri 15:00 the first of the next. */
typedef struct room_row {
    const char *name;
    const char *rhythm, *slots; /* of who holds theirs */
    const char *other;          /* of who asks, weekly */
    bool has_room;
} room_row;

static const room_row rooms[] = {
    {"room/another_hour", "", "fri 14:00-15:00", "fri 15:00-16:00", true},
    {"room/last_of_a_word", "", "fri 14:00-15:00", "fri 14:00-15:00", false},
    {"room/first_of_the_next", "", "fri 15:00-16:00", "fri 15:00-16:00", false},
    {"room/twice_needs_both", "twice_weekly",
     "fri 14:00-15:00; sun 20:00-21:00", "fri 14:00-15:00", false},
    {"room/twice_needs_the_later", "twice_weekly",
     "fri 14:00-15:00; sun 20:00-21:00", "sun 20:00-21:00", false},
    {"room/twice_leaves_others", "twice_weekly",
     "fri 14:00-15:00; sun 20:00-21:00", "sun 19:00-20:00", true},
    {"room/twice_on_one_day_holds_none", "twice_weekly", "fri 14:00-16:00",
     "fri 14:00-15:00", true},
};

static void test_room(void **state) {
    const room_row *row = *state;
    char clients[300];
    rp_promises promises;
    clinic c;

    snprintf(clients, sizeof clients,
             "client_id,frequency,slots\nheld,%s,%s\nasks,,%s\n", row->rhythm,
             row->slots, row->other);
    clinic_open(&c,
                &(clinic_files){.therapists = "therapist_id,openings,slots\n"
                                              "t,3,mon-sun 07:00-21:00\n",
                                .clients = clients});
    assert_int_equal(rp_promises_init(&promises, &c.fit), RP_OK);
    assert_true(
        rp_promises_take(&promises, clinic_client(&c, "held"), 0, NULL));
    assert_int_equal(
        rp_promises_has_room(&promises, clinic_client(&c, "asks"), 0),
        row->has_room);
    assert_false(rp_promises_failed(&promises));
    rp_promises_clear(&promises);
    clinic_close(&c);
}

/* ---- an hour of the therapist's ------------------------------------------ */

typedef struct own_row {
    const char *name;
    const char *frequency, *slots; /* of the client */
    const char *offered;           /* by the therapist */
    uint64_t held;
    int begin; /* minutes of the week; -1: none */
} own_row;

enum { MONDAY_NINE = 9 * 60, TUESDAY_NINE = 33 * 60, WEDNESDAY_NINE = 57 * 60 };

static const own_row owns[] = {
    {"own/the_only_one", "", "thu 09:00-10:00", "mon 09:00-10:00", 0,
     MONDAY_NINE},
    {"own/held_is_better_than_none", "", "thu 09:00-10:00", "mon 09:00-10:00",
     1, MONDAY_NINE},
    {"own/the_first_free_one", "", "thu 09:00-10:00",
     "mon 09:00-10:00; tue 09:00-10:00; wed 09:00-10:00", 1, TUESDAY_NINE},
    {"own/all_are_held", "", "thu 09:00-10:00",
     "mon 09:00-10:00; tue 09:00-10:00", 3, MONDAY_NINE},
    {"own/not_what_suits_already", "", "mon 09:00-10:00",
     "mon 09:00-10:00; tue 09:00-10:00", 0, TUESDAY_NINE},
    {"own/nothing_else", "", "mon 09:00-10:00", "mon 09:00-10:00", 0, -1},
    {"own/twice_on_another_day", "twice_weekly", "mon 09:00-10:00",
     "mon 09:00-11:00; wed 09:00-10:00", 0, WEDNESDAY_NINE},
    {"own/client_without_slots", "", "", "mon 09:00-10:00", 0, -1},
};

static void test_own(void **state) {
    const own_row *row = *state;
    char clients[200], therapists[200];
    rp_window window = {0};
    clinic c;

    snprintf(clients, sizeof clients, "client_id,frequency,slots\nc,%s,%s\n",
             row->frequency, row->slots);
    snprintf(therapists, sizeof therapists,
             "therapist_id,openings,slots\nt,2,%s\n", row->offered);
    clinic_open(&c,
                &(clinic_files){.therapists = therapists, .clients = clients});
    bool is_there = rp_hour_offers_own(&window, &c.fit, clinic_need(&c, "c"), 0,
                                       &row->held);
    assert_int_equal(is_there, row->begin >= 0);
    if (is_there) {
        assert_int_equal(window.begin, row->begin);
        assert_int_equal(window.end, row->begin + 60);
    }
    clinic_close(&c);
}

int main(void) {
    suite s = {0};

    SUITE_TABLE(&s, rooms, test_room);
    SUITE_TABLE(&s, owns, test_own);
    return suite_run(&s, "promises");
}
