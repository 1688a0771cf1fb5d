/* People found by id or name. */
#include "unit/suite.h"

#include "input/safety/people.h"

#include <string.h>

typedef struct key_case {
    const char *name, *key;
} key_case;

static const key_case keys[] = {
    {"Grace Okafor", "grace okafor"},
    {"  GRACE   okafor ", "grace okafor"},
    {"Dr. Grace Okafor", "grace okafor"},
    {"Dr Grace Okafor, PhD", "grace okafor"},
    {"Ms. Grace Okafor, LCSW, Ph.D.", "grace okafor"},
    {"Okafor, Grace", "grace okafor"},
    {"Okafor, Grace, PsyD", "grace okafor"},
    {"Okafor, Dr. Grace", "grace okafor"},
    {"Dr. Okafor, Grace", "grace okafor"},
    {"Grace Okafor LMFT", "grace okafor"},
    {"Grace Okafor L.C.S.W.", "grace okafor"},
    {"Grace Okafor, M.Ed.", "grace okafor"},
    {"Grace Okafor (she/her)", "grace okafor"},
    {"Grace Okafor, MA", "grace okafor"},
    {"Jos\303\251 Nu\303\261ez", "jose nunez"},
    {"Jose\314\201 Nun\314\203ez", "jose nunez"},
    {"O\342\200\231Connor, James", "james oconnor"},
    {"James O'Connor", "james oconnor"},
    {"Anne-Marie Li", "anne marie li"},
    {"Yo-Yo Ma", "yo yo ma"},
    {"Anh Do", "anh do"},
    {"J. Smith", "j smith"},
    {"Dr.", ""},
    {"PhD", "phd"},
    {"", ""},
    {",", ""},
    {"(none)", ""},
};

static void test_key(void **state) {
    const key_case *row = *state;
    rp_buffer key = {0};

    assert_true(rp_people_name_key(&key, rp_text_of(row->name)));
    assert_string_equal(key.bytes, row->key);
    rp_buffer_clear(&key);
}

static const struct {
    const char *id, *name;
} staff[] = {
    {"T01", "Grace Okafor"},  {"T02", "Wei Chen, PhD"},
    {"T03", "Wei Chen"},      {"T10", ""},
    {"lee", "Dr. Ana Lee"},   {"7", "Seven Smith"},
    {"None", "Nadia Boulou"},
};

typedef struct find_case {
    const char *name;
    rp_person_how how;
    const char *id; /* "" for nobody */
} find_case;

static const find_case finds[] = {
    {"T01", RP_PERSON_ID, "T01"},
    {" T01 ", RP_PERSON_ID, "T01"},
    {"t01", RP_PERSON_NEAR, "T01"},
    {"T1", RP_PERSON_NEAR, "T01"},
    {"T 01", RP_PERSON_NEAR, "T01"},
    {"T-001", RP_PERSON_NEAR, "T01"},
    {"007", RP_PERSON_NEAR, "7"},
    {"T100", RP_PERSON_UNKNOWN, ""},
    {"T0", RP_PERSON_UNKNOWN, ""},
    {"Okafor, Grace", RP_PERSON_NAME, "T01"},
    {"dr grace okafor", RP_PERSON_NAME, "T01"},
    {"Okafor", RP_PERSON_UNKNOWN, ""},
    {"Wei Chen", RP_PERSON_SHARED, "T02"},
    {"Lee", RP_PERSON_NEAR, "lee"},
    {"ana lee", RP_PERSON_NAME, "lee"},
    {"no", RP_PERSON_BLANK, ""},
    {"Never", RP_PERSON_BLANK, ""},
    {"N/A", RP_PERSON_BLANK, ""},
    {"na", RP_PERSON_BLANK, ""},
    {"", RP_PERSON_BLANK, ""},
    {"None", RP_PERSON_ID, "None"}, /* so is an id spelled */
    {"none", RP_PERSON_NEAR, "None"},
    {"nobody in particular", RP_PERSON_UNKNOWN, ""},
};

static rp_people people;

static void test_find(void **state) {
    const find_case *row = *state;
    rp_person_match match;

    assert_true(rp_people_find(&people, rp_text_of(row->name), &match));
    assert_int_equal(match.how, row->how);
    if (*row->id)
        assert_string_equal(staff[match.person].id, row->id);
    else
        assert_int_equal(match.person, RP_NONE);
}

static void test_nearest(void **state) {
    (void)state;
    assert_string_equal(rp_people_nearest_id(&people, rp_text_of("T0l")),
                        "T01");
    assert_null(rp_people_nearest_id(&people, rp_text_of("zzzzzz")));
}

int main(void) {
    suite s = {0};

    if (rp_people_init(&people) != RP_OK)
        return 1;
    for (size_t i = 0; i < sizeof staff / sizeof *staff; i++)
        if (!rp_people_add(&people, rp_text_of(staff[i].id),
                           rp_text_of(staff[i].name)))
            return 1;
    SUITE_TABLE(&s, keys, test_key);
    SUITE_TABLE(&s, finds, test_find);
    suite_add(&s, "nearest", test_nearest, NULL);
    int failed = suite_run(&s, "people");
    rp_people_clear(&people);
    return failed;
}
