/* Both files together: order by id, ids of the other file, repeats; scores;
 * values that no therapist has. */
#include "unit/clinic.h"
#include "unit/suite.h"

#include <stdlib.h>
#include <string.h>

static void test_sorted(void **state) {
    clinic c;

    (void)state;
    clinic_open(&c, &(clinic_files){
                        "id,openings,declines\nt9,9,c2;c10\nt10,10,\nT,0,c1\n",
                        "id,past_therapists,avoid_therapists,"
                        "requested_therapist,pin\n"
                        "c2,t9:moved,T; t10,\"t10,t9\",T\nc10,,,,t9\nc1,,,,\n",
                        NULL, NULL, NULL, false, false});
    static const char *const therapists[] = {"T", "t10", "t9"};
    static const char *const clients[] = {"c1", "c10", "c2"};
    for (int k = 0; k < 3; k++) {
        assert_string_equal(c.roster.therapists[k].id, therapists[k]);
        assert_string_equal(c.roster.clients[k].id, clients[k]);
        assert_int_equal(clinic_therapist(&c, therapists[k]), k);
        assert_int_equal(clinic_client(&c, clients[k]), k);
    }
    assert_int_equal(c.roster.therapists[2].openings, 9);
    assert_int_equal(c.roster.therapists[2].row, 1);
    /* ids are indices by id, in the order of the cell */
    const rp_therapist *t9 = &c.roster.therapists[2];
    assert_int_equal(t9->declines->count, 2);
    assert_int_equal(t9->declines->items[0].tag, 2);
    assert_int_equal(t9->declines->items[1].tag, 1);
    assert_int_equal(c.roster.therapists[0].declines->items[0].tag, 0);
    const rp_client *c2 = &c.roster.clients[2];
    assert_int_equal(c2->past->items[0].tag, 2);
    assert_int_equal(c2->avoid->items[0].tag, 0);
    assert_int_equal(c2->avoid->items[1].tag, 1);
    assert_int_equal(c2->requested->items[0].tag, 1);
    assert_int_equal(c2->requested->items[1].tag, 2);
    assert_int_equal(c2->pin->items[0].tag, 0);
    assert_int_equal(rp_roster_find(&c.roster, RP_CLIENTS, rp_text_of("c")),
                     RP_NONE);
    assert_int_equal(
        rp_roster_find(&c.roster, RP_THERAPISTS, rp_text_of("t90")), RP_NONE);
    clinic_close(&c);
}

typedef struct said_row {
    const char *name, *therapists, *clients, *scores, *said;
    rp_status status;
} said_row;

static const said_row said[] = {
    {"ids/twice", "id,openings\nt,1\nu,1\nt,1\n", "id\nc\n", NULL,
     "therapists.csv:4:1: error: therapist_id: 't' given twice, first in line "
     "2\n",
     RP_ERR_DATA},
    {"ids/trimmed_twice", "id,openings\nt,1\n", "id\nc\n c \n\"c \"\n", NULL,
     "clients.csv:3:1: error: client_id: 'c' given twice, first in line 2\n"
     "clients.csv:4:1: error: client_id: 'c' given twice, first in line 2\n",
     RP_ERR_DATA},
    {"ids/case_differs", "id,openings\nt,1\nT,1\n", "id\nc\n", NULL, "", RP_OK},
    {"ids/missing", "id,openings\n,1\n", "id\nc\n", NULL,
     "therapists.csv:2:1: error: therapist_id: missing, expected an id\n",
     RP_ERR_DATA},
    {"ids/colon", "id,openings\na:b,1\n", "id\nc\n", NULL,
     "therapists.csv:2:1: error: therapist_id: expected an id without : ; | , "
     "or a line break, got 'a:b'\n",
     RP_ERR_DATA},
    {"ids/formula", "id,openings\n=a,1\n-5,1\n", "id\nc\n", NULL,
     "therapists.csv:2:1: warning: therapist_id: '=a' begins like a formula; "
     "results show it with a leading apostrophe\n",
     RP_OK},
    {"ids/stranger", "id,openings,declines\nt,1,x\n",
     "id,past_therapists\nc,t;y\n", NULL,
     "therapists.csv:2:5: error: declines: 'x' is not an id of the clients, "
     "nearest: 'c'\n"
     "clients.csv:2:3: error: past_therapists: 'y' is not an id of the "
     "therapists, nearest: 't'\n",
     RP_ERR_DATA},
    {"ids/left_with_a_reason", "id,openings\nt,1\n",
     "id,past_therapists,requested_therapist\nc,yyyy:Moved,zzzz\n", NULL,
     "clients.csv:2:3: warning: past_therapists: 'yyyy' is not an id of the "
     "therapists, and is read as one who has left: the reason counts\n"
     "clients.csv:2:14: warning: requested_therapist: 'zzzz' is not an id of "
     "the therapists, ignored\n",
     RP_OK},
    {"ids/left_with_no_reason_known", "id,openings\nt,1\n",
     "id,past_therapists,avoid_therapists\nc,yyyy:move away,t:so be it\n", NULL,
     "clients.csv:2:3: warning: past_therapists: 'move away' is no known "
     "reason and changes nothing\n"
     "clients.csv:2:3: warning: past_therapists: 'yyyy' is not an id of the "
     "therapists, ignored\n",
     RP_OK},
    {"ids/by_name", "id,name,openings\nt,Ana Ruiz,1\nu,Bo Carr,1\n",
     "id,avoid_therapists\nc,\"Ruiz, Ana, u\"\nd,no\n", NULL,
     "clients.csv:2:3: warning: avoid_therapists: 'Ruiz, Ana' is not an id; "
     "read as 't', the person of that name\n"
     "clients.csv:3:3: warning: avoid_therapists: 'no' is read as "
     "blank\n",
     RP_OK},
    {"ids/name_of_two", "id,name,openings\nt,Ana Ruiz,1\nu,ana ruiz,1\n",
     "id,avoid_therapists\nc,Dr. Ana Ruiz\n", NULL,
     "clients.csv:2:3: error: avoid_therapists: 'Dr. Ana Ruiz' is the name of "
     "several of the therapists: write the id\n",
     RP_ERR_DATA},
    {"ids/near_with_a_reason", "id,openings\nT01,1\n",
     "id,past_therapists\nc,t1:moved\n", NULL,
     "clients.csv:2:3: error: past_therapists: 't1' is not an id of the "
     "therapists, nearest: 'T01'\n",
     RP_ERR_DATA},
    {"pin/stranger", "id,openings\nt,1\n", "id,pin\nc,x\n", NULL,
     "clients.csv:2:3: error: pin: 'x' is not an id of the therapists, "
     "nearest: 't'\n",
     RP_ERR_DATA},
    {"pin/two", "id,openings\nt,1\nu,1\n", "id,pin\nc,t;u\n", NULL,
     "clients.csv:2:3: error: pin: expected one therapist, got 2\n",
     RP_ERR_DATA},
    {"cells/each_is_told",
     "id,openings,specialties,slots\nt,1,xyzzy,sat\nu,1,xyzzy,sat\n",
     "id,age\nc,old\nd,old\n", NULL,
     "clients.csv:2:3: error: age: expected a whole number from 0 to 120, got "
     "'old'\n"
     "clients.csv:3:3: error: age: expected a whole number from 0 to 120, got "
     "'old'\n"
     "therapists.csv:2:5: warning: specialties: 'xyzzy' is not a known name\n"
     "therapists.csv:2:11: warning: slots: 'sat': a day without hours is read "
     "as the whole day\n"
     "therapists.csv:3:5: warning: specialties: 'xyzzy' is not a known name\n"
     "therapists.csv:3:11: warning: slots: 'sat': a day without hours is read "
     "as the whole day\n",
     RP_ERR_DATA},
    {"rows/none", "id,openings\n", "id\nc\n", NULL,
     "therapists.csv:1:1: error: file: a header without rows\n", RP_ERR_DATA},
    {"rows/both_files", "id,openings\nt,x\n", "id,age\nc,old\n", NULL,
     "therapists.csv:2:3: error: openings: expected a whole number from 0 to "
     "9999, got 'x'\n"
     "clients.csv:2:3: error: age: expected a whole number from 0 to 120, got "
     "'old'\n",
     RP_ERR_DATA},
    {"rows/nobody_to_refer_to", "", "id,pin\nc,t\n", NULL,
     "therapists.csv:1:1: error: file: empty, expected a header and rows\n",
     RP_ERR_DATA},
    {"effect/none", "id,openings\nt,1\n",
     "id,severity,needs_prescriber,wants_group\nc,,no,\nd,mild,open,no\n"
     "e,mild,open,no\n",
     NULL,
     "clients.csv:3:8: warning: needs_prescriber: 'open' is read and has no "
     "effect yet\n"
     "clients.csv:3:13: warning: wants_group: the column is read and has no "
     "effect yet\n",
     RP_OK},
    {"spelling/region", "id,openings,state\nt,1,ny\n",
     "id,state\nc,NYC;ny\nd,nyc\n", NULL,
     "clients.csv:2:3: warning: lives_in: no therapist has 'nyc' in "
     "licensed_in, nearest: ny\n",
     RP_OK},
    {"spelling/column_not_filled", "id,openings,state\nt,1,\n",
     "id,state\nc,ny\n", NULL, "", RP_OK},
    {"spelling/insurance", "id,openings,insurance\nt,1,house plan\n",
     "id,insurance\nc,houseplan\n", NULL,
     "clients.csv:2:3: warning: insurance: 'houseplan' and 'house_plan' of the "
     "therapists: the same? if so, add this line to a --map file: "
     "clients,insurance,houseplan,house_plan\n",
     RP_OK},
    {"spelling/advice_is_whole",
     "id,openings,sites\nt,1,the second house behind the gate of the old "
     "mill\n",
     "id,sites\nc,the second house behind the gate of the old mil\n", NULL,
     "clients.csv:2:3: warning: sites: "
     "'the_second_house_behind_the_gate_of_the_' and "
     "'the_second_house_behind_the_gate_of_the_' of the therapists: the same? "
     "if so, add this line to a --map file: "
     "clients,sites,the_second_house_behind_the_gate_of_the_old_mil,"
     "the_second_house_behind_the_gate_of_the_old_mill\n",
     RP_OK},
    {"unknown/one_name_under_not", "id,name,openings\nt,Bo Lee,1\n",
     "id,\"Rather not, why\"\nc,no\nd,\"Lee, Bo: a cousin\"\n"
     "e,anybody is fine\n",
     NULL,
     "clients.csv:1:4: error: 'Rather not, why' names therapists who may have "
     "to be kept apart, so say what it is in a --map file: the line '\"Rather "
     "not, why\",avoid_therapists' makes them people to avoid, '\"Rather not, "
     "why\",' leaves the column out\n",
     RP_ERR_DATA},
    {"unknown/half_of_them", "id,openings\nt1,1\n", "id,x\nc,t1\nd,my aunt\n",
     NULL, "clients.csv:1:4: warning: unknown column 'x' ignored\n", RP_OK},
    {"unknown/nearly_all", "id,openings\nt1,1\n",
     "id,x\nc,t1\nd,t1\ne,t1\nf,t1\ng,t1\nh,t1\ni,t1\nj,n/a\nk,t1;u\n"
     "l,t1\nm,my aunt\n",
     NULL,
     "clients.csv:1:4: warning: unknown column 'x' ignored, and its cells name "
     "therapists: add the line 'x,avoid_therapists' to a --map file if they "
     "are to be avoided, 'x,requested_therapist' if they are asked for\n",
     RP_OK},
    {"unknown/numbers", "id,openings\n1,1\n2,1\n", "id,pets\nc,2\nd,1\n", NULL,
     "clients.csv:1:4: warning: unknown column 'pets' ignored\n", RP_OK},
    {"unknown/numbers_under_not", "id,openings\n1,1\n2,1\n",
     "id,never\nc,2\nd,1\n", NULL,
     "clients.csv:1:4: error: 'never' names therapists who may have to be kept "
     "apart, so say what it is in a --map file: the line "
     "'never,avoid_therapists' makes them people to avoid, 'never,' leaves the "
     "column out\n",
     RP_ERR_DATA},
    {"unknown/of_therapists", "id,openings,x\nt,1,C1\n", "id,name\nC1,Ida\n",
     NULL,
     "therapists.csv:1:13: warning: unknown column 'x' ignored, and its cells "
     "name clients: add the line 'x,declines' to a --map file if they are not "
     "to be seen\n",
     RP_OK},
    {"spelling/one_payer", "id,openings,insurance\nt,1,blue cross\n",
     "id,insurance\nc,bluecross\n", NULL, "", RP_OK},
    {"spelling/payers_by_comma",
     "id,openings,insurance\nt,1,\"Medicare, Medicaid\"\n",
     "id,insurance\nc,medicaid\nd,medicare\n", NULL, "", RP_OK},
    {"spelling/payer_pair", "id,openings,insurance\nt,1,optum\n",
     "id,insurance\nc,United Healthcare\n", NULL,
     "clients.csv:2:3: warning: insurance: 'uhc' and 'optum' of the "
     "therapists: the same? (most UnitedHealthcare plans use the Optum network "
     "for therapy, some do not, and Optum serves other payers too) if so, add "
     "this line to a --map file: clients,insurance,uhc,optum\n",
     RP_OK},
    {"danger/header", "id,openings\nt,1\n",
     "id,Are you thinking of suicide?\nc,yes\n", NULL,
     "clients.csv:1:4: error: 'Are you thinking of suicide?' may ask about "
     "danger, so say what it is in a --map file: the line 'Are you thinking of "
     "suicide?,risk' makes every answer but no a crisis\n",
     RP_ERR_DATA},
    {"licence/compact", "id,openings,licensed_in\nt,1,psypact\n",
     "id,referred_on,lives_in\nc,2026-01-01,tx\n", NULL,
     "therapists.csv:2:5: warning: licensed_in: 'psypact' stands for its 43 "
     "members of 2025-11-19, by video or phone alone\n",
     RP_OK},
    {"licence/old_compact", "id,openings,licensed_in\nt,1,psypact\n",
     "id,referred_on,lives_in\nc,2027-01-01,tx\n", NULL,
     "therapists.csv:2:5: warning: licensed_in: 'psypact' stands for its 43 "
     "members of 2025-11-19, by video or phone alone; THAT LIST IS MORE THAN A "
     "YEAR OLD: check each state\n",
     RP_OK},
    {"spelling/site", "id,openings,sites\nt,1,north\n", "id,sites\nc,zzz\n",
     NULL, "clients.csv:2:3: warning: sites: no therapist has 'zzz' in sites\n",
     RP_OK},
    {"spelling/wish", "id,openings,gender\nt,1,f\n",
     "id,want_gender\nc,m\nd,m!\n", NULL,
     "clients.csv:2:3: warning: want_gender: no therapist has 'male' in "
     "gender, nearest: female\n",
     RP_OK},
    {"spelling/must_population", "id,openings,populations\nt,1,veterans\n",
     "id,want_populations\nc,veteran!\n", NULL,
     "clients.csv:2:3: warning: want_populations: no therapist has 'veteran' "
     "in populations, nearest: veterans\n",
     RP_OK},
    {"spelling/child_offers", "id,openings,modalities\nt,1,erp\n",
     "id,want_modalities\nc,exposure!\nd,cbt!\n", NULL,
     "clients.csv:3:3: warning: want_modalities: no therapist has 'cbt' in "
     "modalities\n",
     RP_OK},
    {"scores/fine", "id,openings\nt,1\nu,1\n", "id\nc\n",
     "client_id,therapist_id,score\nc,u,12.34\nc,t,100\n", "", RP_OK},
    {"scores/high", "id,openings\nt,1\n", "id\nc\n",
     "client_id,therapist_id,score\nc,t,100.01\n",
     "scores.csv:2:5: error: score: expected a number from 0 to 100 with at "
     "most two decimals, got '100.01'\n",
     RP_ERR_DATA},
    {"scores/three_decimals", "id,openings\nt,1\n", "id\nc\n",
     "client_id,therapist_id,score\nc,t,99.999\n",
     "scores.csv:2:5: error: score: expected a number from 0 to 100 with at "
     "most two decimals, got '99.999'\n",
     RP_ERR_DATA},
    {"scores/twice", "id,openings\nt,1\nu,1\n", "id\nc\n",
     "client_id,therapist_id,score\nc,t,1\nc,u,2\nc,t,1\n",
     "scores.csv:4:1: error: client_id: the pair given twice, first in line "
     "2\n",
     RP_ERR_DATA},
    {"scores/strangers", "id,openings\nt,1\n", "id\nc\n",
     "client_id,therapist_id,score\nc,t,1\nc,x,1\nx,t,1\n",
     "scores.csv:3:3: warning: therapist_id: 'x' stands in neither file; rows "
     "with such ids are ignored\n",
     RP_OK},
};

static void test_said(void **state) {
    const said_row *row = *state;
    clinic c;

    rp_status status =
        clinic_try(&c, &(clinic_files){row->therapists, row->clients, NULL,
                                       row->scores, NULL, false, false});
    assert_string_equal(c.said, row->said);
    assert_int_equal(status, row->status);
    clinic_close(&c);
}

/* Words of danger in a column that is read are noted of every client, whatever
 * therapists have in the same row and column. */
static void test_danger_each_row(void **state) {
    static const char therapists[] = "id,insurance,openings\n"
                                     "t,aetna plan,1\nu,aetna plan,1\n"
                                     "v,aetna plan,1\nw,aetna plan,1\n";
    static const char clients[] = "id,insurance,sites\n"
                                  "a,i want to die,north side\n"
                                  "b,aetna plan,i want to die\n"
                                  "c,i want to die,north side\n"
                                  "d,aetna plan,north side\n";
    static const uint32_t notes[] = {1, 1, 1, 0};
    clinic c;

    (void)state;
    clinic_try(&c, &(clinic_files){therapists, clients, NULL, NULL, NULL, false,
                                   false});
    assert_int_equal(c.roster.client_count, 4);
    for (uint32_t k = 0; k < 4; k++)
        assert_int_equal(c.roster.clients[k].note_count, notes[k]);
    clinic_close(&c);
}

static void test_scores_found(void **state) {
    clinic c;

    (void)state;
    clinic_open(&c, &(clinic_files){"id,openings\nt1,1\nt2,1\nt3,1\nt4,1\n",
                                    "id\nc1\nc2\nc3\n", NULL,
                                    "client_id;therapist_id;score\n"
                                    "c3;t4;0,01\nc1;t3;100\nc1;t1;0\n"
                                    "c3;t2;33,33\n",
                                    NULL, false, false});
    static const int expected[3][4] = {
        {0, -1, 10000, -1}, {-1, -1, -1, -1}, {-1, 3333, -1, 1}};
    for (uint32_t client = 0; client < 3; client++)
        for (uint32_t t = 0; t < 4; t++)
            assert_int_equal(rp_scores_find(&c.scores, client, t),
                             expected[client][t]);
    clinic_close(&c);
}

/* Equal cells of a column share a list, but for lists of ids: those are
 * renumbered where they stand. */
static void test_shared(void **state) {
    clinic c;

    (void)state;
    clinic_open(&c, &(clinic_files){"id,openings,insurance,slots\n"
                                    "y,1,a;b,mon 9:00-10:00\n"
                                    "x,1,a;b,mon 9:00-10:00\n"
                                    "z,1,b;a,\n",
                                    "id,insurance,age,past_therapists\n"
                                    "d,a;b,30,z;y\n"
                                    "c,,30,z;y\n",
                                    NULL, NULL, NULL, false, false});
    const rp_therapist *t = c.roster.therapists;
    const rp_client *client = c.roster.clients;
    assert_ptr_equal(t[0].insurance, t[1].insurance);
    assert_ptr_not_equal(t[0].insurance, t[2].insurance);
    assert_int_equal(t[0].insurance->count, 2);
    assert_ptr_equal(t[0].slots.windows, t[1].slots.windows);
    assert_int_equal(t[2].slots.count, 0);
    assert_false(client[0].insurance->known);
    assert_int_equal(client[0].age, 30);
    assert_int_equal(client[1].age, 30);
    assert_ptr_not_equal(client[0].past, client[1].past);
    for (int k = 0; k < 2; k++) {
        assert_int_equal(client[k].past->items[0].tag, 2);
        assert_int_equal(client[k].past->items[1].tag, 1);
    }
    clinic_close(&c);
}

static void test_missing_file(void **state) {
    clinic c;

    (void)state;
    assert_int_equal(clinic_try(&c, &(clinic_files){NULL, "id\nc\n", NULL, NULL,
                                                    NULL, false, false}),
                     RP_ERR_IO);
    assert_string_equal(c.said, "therapists.csv:1:1: error: file: cannot be "
                                "read: No such file or directory\n");
    clinic_close(&c);
    assert_int_equal(
        clinic_try(&c, &(clinic_files){"id,openings\nt,1\n", NULL, NULL, NULL,
                                       NULL, false, false}),
        RP_ERR_IO);
    clinic_close(&c);
}

/* On a terminal a finding has its cell and the person whose row it is. */
static void test_cells(void **state) {
    clinic c;
    clinic_files files = {"therapist_id,openings\nT1,1\n",
                          "Referrals,,\n\nclient_id,name,concerns,age\n\n"
                          "C1,Ann,\"grief\nand loss\",20\n"
                          "C2,James O'Connor,grief,abc\r\n\r\nC3,,grief,x\n",
                          NULL,
                          NULL,
                          NULL,
                          false,
                          false};
    char *text = NULL;
    size_t length;

    (void)state;
    assert_int_equal(clinic_try(&c, &files), RP_ERR_DATA);
    FILE *to = open_memstream(&text, &length);
    assert_non_null(to);
    rp_findings_print(&c.findings, to, RP_PRINT_ERRORS | RP_PRINT_PEOPLE);
    rp_findings_count(&c.findings, to);
    assert_int_equal(fclose(to), 0);
    assert_non_null(strstr(text, ":7:25: error: age: "));
    assert_non_null(strstr(text, "got 'abc' [D6, James O'Connor]\n"));
    assert_non_null(strstr(text, "got 'x' [D8]\n2 errors, 2 warnings"));
    free(text);
    clinic_close(&c);
}

static void test_strict(void **state) {
    clinic c;
    clinic_files files = {"id,openings,specialties\nt,1,xyzzy\n",
                          "id\nc\n",
                          NULL,
                          NULL,
                          NULL,
                          true,
                          false};

    (void)state;
    assert_int_equal(clinic_try(&c, &files), RP_ERR_DATA);
    clinic_close(&c);
    files.strict = false;
    clinic_open(&c, &files);
    clinic_close(&c);
}

int main(void) {
    suite s = {0};

    suite_add(&s, "intake/sorted", test_sorted, NULL);
    SUITE_TABLE(&s, said, test_said);
    suite_add(&s, "scores/found", test_scores_found, NULL);
    suite_add(&s, "danger/each_row", test_danger_each_row, NULL);
    suite_add(&s, "intake/shared", test_shared, NULL);
    suite_add(&s, "intake/missing_file", test_missing_file, NULL);
    suite_add(&s, "intake/cells", test_cells, NULL);
    suite_add(&s, "intake/strict", test_strict, NULL);
    return suite_run(&s, "intake");
}
