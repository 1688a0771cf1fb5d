/* Headers, yes/no columns and maps. */
#include "unit/clinic.h"
#include "unit/suite.h"

#include <stdlib.h>
#include <string.h>

/* A therapists' file, and all that is said of the clinic. */
typedef struct header_row {
    const char *name, *therapists, *map, *said;
    rp_status status;
} header_row;

#define T "therapists.csv:"

static const header_row headers[] = {
    {"header/plain", "therapist_id,openings\nt,1\n", NULL, "", RP_OK},
    {"header/marks", " Therapist-ID * ,OPENINGS*\nt,1\n", NULL, "", RP_OK},
    {"header/aliases", "NPI,open slots\nt,1\n", NULL, "", RP_OK},
    {"header/missing", "therapist_id,x\nt,1\n", NULL,
     T "1:1: error: openings: missing column, also known as "
       "open_slots;available_slots;open_spots;number_of_openings;"
       "available_spots;current_openings (cells are divided by ',')\n" T
       "1:14: warning: unknown column 'x' ignored\n",
     RP_ERR_DATA},
    {"header/nearest", "therapist_id,openings,langages\nt,1,\n", NULL,
     T "1:23: warning: unknown column 'langages' ignored, nearest: "
       "languages\n",
     RP_OK},
    {"header/twice", "id,openings,openings\nt,1,2\n", NULL,
     T "1:13: error: openings: the same column twice, expected it once: "
       "rename one of the two in the sheet, or delete it\n",
     RP_ERR_DATA},
    /* a line of a map for the one would hit the other as well */
    {"header/twice_to_a_map", "id,Open-Slots:,open slots?\nt,1,2\n", NULL,
     T "1:16: error: openings: the same column twice, expected it once: "
       "rename one of the two in the sheet, or delete it\n",
     RP_ERR_DATA},
    {"header/twice_by_alias", "id,openings,open_slots\nt,1,2\n", NULL,
     T "1:13: error: 'openings' and 'open_slots' are both openings; keep one: "
       "add the line 'open_slots,' to a --map file\n",
     RP_ERR_DATA},
    {"header/same_tag_twice", "id,openings,sites:a b,city:A-B\nt,1,yes,no\n",
     NULL,
     T "1:23: error: 'sites:a b' and 'city:A-B' are both sites; keep one: add "
       "the line 'city:A-B,' to a --map file\n",
     RP_ERR_DATA},
    {"header/other_tag", "id,openings,sites,sites:a,sites:b\nt,1,c,yes,no\n",
     NULL, "", RP_OK},
    {"header/audits", "id,openings,audit_x,audit_y\nt,1,,\n", NULL, "", RP_OK},
    {"header/audit_twice", "id,openings,audit_x,Audit X\nt,1,,\n", NULL,
     T "1:21: error: audit_x: the same column twice, expected it once: "
       "rename one of the two in the sheet, or delete it\n",
     RP_ERR_DATA},
    {"header/blank", "id,openings,,name\nt,1,x,\n", NULL,
     T "1:13: warning: header: a column without a name ignored\n", RP_OK},
    {"header/tag_of_no_list", "id,openings,fee:low\nt,1,yes\n", NULL,
     T "1:13: warning: unknown column 'fee:low' ignored, nearest: fee\n",
     RP_OK},
    {"header/telehealth_tag", "id,openings,telehealth:phone\nt,1,yes\n", NULL,
     "", RP_OK},
    {"header/closed_tag", "id,openings,formats:fax\nt,1,yes\n", NULL,
     T "1:13: error: formats: unknown value 'fax', expected in_person, "
       "video, phone or hybrid\n",
     RP_ERR_DATA},
    {"header/looks_like", "id,openings,approach used\nt,1,\"CBT, EMDR\"\n",
     NULL,
     T "1:13: warning: unknown column 'approach used' ignored; its values "
       "look like modalities: to use it add the line 'approach "
       "used,modalities' to a --map file\n",
     RP_OK},
    {"kind/all_yes", "id,openings,sliding_scale\nt,1,yes\nu,1,\nv,1,no\n", NULL,
     T "1:13: error: fee_min: all cells are yes or no, expected a number; "
       "to leave the column out add the line 'sliding_scale,' to a --map "
       "file\n",
     RP_ERR_DATA},
    {"kind/one_fits", "id,openings,fee\nt,1,yes\nu,1,80\n", NULL,
     T "2:5: error: fee: expected a number, 0 or more, got 'yes'\n",
     RP_ERR_DATA},
    {"kind/list", "id,openings,insurance\nt,1,yes\nu,1,no\n", NULL,
     T "1:13: error: insurance: all cells are yes or no, expected a list; to "
       "leave the column out add the line 'insurance,' to a --map file, or "
       "map it to one value as in insurance:aetna\n",
     RP_ERR_DATA},
    {"kind/all_blank", "id,openings,fee\nt,1,\n", NULL, "", RP_OK},
    {"map/rename", "who,openings\nt,1\n", "from,to\nWHO,therapist_id\n", "",
     RP_OK},
    {"map/silence", "id,openings,notes\nt,1,x\n", "from,to\nnotes,\n", "",
     RP_OK},
    {"map/tag", "id,openings,aetna\nt,1,yes\n",
     "from,to\naetna,insurance:aetna\n", "", RP_OK},
    {"map/before_alias", "id,openings,state\nt,1,x\n", "from,to\nstate,sites\n",
     "", RP_OK},
    {"map/unused", "id,openings\nt,1\n", "from,to\nnobody,name\n",
     "map.csv:2:1: warning: from: no file has a column 'nobody'\n", RP_OK},
    {"map/to_unknown", "id,openings,x\nt,1,\n", "from,to\nx,shoe\n",
     T "1:13: warning: unknown column 'shoe' ignored\n", RP_OK},
    {"map/no_from", "id,openings\nt,1\n", "from,to\n,name\n",
     "map.csv:2:1: error: from: missing, expected a header\n", RP_ERR_DATA},
    {"map/twice", "id,openings\nt,1\n", "from,to\na b,name\nA-B,fee\n",
     "map.csv:3:1: error: from: 'A-B' given twice\n"
     "map.csv:2:1: warning: from: no file has a column 'a b'\n",
     RP_ERR_DATA},
};

static void test_header(void **state) {
    const header_row *row = *state;
    clinic c;

    rp_status status =
        clinic_try(&c, &(clinic_files){row->therapists, "id\nc\n", NULL, NULL,
                                       row->map, false, false});
    assert_string_equal(c.said, row->said);
    assert_int_equal(status, row->status);
    clinic_close(&c);
}

/* Yes/no columns: what the list of one row comes to. */
typedef struct tag_row {
    const char *name, *header, *cells, *list;
    bool known;
} tag_row;

static const tag_row tags[] = {
    {"tags/one_yes", "insurance:a,insurance:b", "yes,no", "a", true},
    {"tags/two", "insurance:a,insurance:b", "1,TRUE", "a; b", true},
    {"tags/yes_and_blank", "insurance:a,insurance:b", ",y", "b", true},
    {"tags/all_no", "insurance:a,insurance:b", "no,0", "", true},
    {"tags/no_and_blank", "insurance:a,insurance:b", "no,", "", false},
    {"tags/all_blank", "insurance:a,insurance:b", ",", "", false},
    {"tags/own_and_yes", "insurance,insurance:b", "c;a,yes", "c; a; b", true},
    {"tags/own_alone", "insurance,insurance:b", "c,no", "c", true},
    {"tags/own_blank_no", "insurance,insurance:b", ",no", "", false},
    {"tags/own_blank_yes", "insurance,insurance:b", ",yes", "b", true},
    {"tags/own_none_yes", "insurance,insurance:b", "none,yes", "b", true},
    {"tags/repeat", "insurance,insurance:b", "b;c,yes", "b; c", true},
    {"tags/alias", "payers:a,plans: B B *", "yes,yes", "a; b_b", true},
};

static void test_tags(void **state) {
    const tag_row *row = *state;
    rp_buffer text = {0};
    clinic c;

    assert_true(
        rp_buffer_puts(&text, "id,openings,") &&
        rp_buffer_puts(&text, row->header) && rp_buffer_puts(&text, "\nt,1,") &&
        rp_buffer_puts(&text, row->cells) && rp_buffer_puts(&text, "\n"));
    clinic_open(&c, &(clinic_files){text.bytes, "id\nc\n", NULL, NULL, NULL,
                                    false, false});
    const rp_list *list = c.roster.therapists[0].insurance;
    char *got = clinic_list(&c, RP_NAMES_PAYERS, list);
    assert_string_equal(got, row->list);
    assert_int_equal(list->known, row->known);
    free(got);
    clinic_close(&c);
    rp_buffer_clear(&text);
}

/* `telehealth`: an alias of formats, or formats:video when all are booleans. */
static void test_telehealth(void **state) {
    clinic c;

    (void)state;
    clinic_open(&c, &(clinic_files){
                        "id,openings,telehealth,formats\nt,1,yes,in_person\n"
                        "u,1,no,\nv,1,,phone\n",
                        "id\nc\n", NULL, NULL, NULL, false, false});
    char *t = clinic_list(&c, RP_NAMES_FORMATS, c.roster.therapists[0].formats);
    assert_string_equal(t, "in_person; video");
    assert_false(c.roster.therapists[1].formats->known);
    free(t);
    clinic_close(&c);
    clinic_open(&c,
                &(clinic_files){"id,openings,telehealth\nt,1,hybrid\nu,1,\n",
                                "id,telehealth\nc,no\nd,yes\n", NULL, NULL,
                                NULL, false, false});
    t = clinic_list(&c, RP_NAMES_FORMATS, c.roster.therapists[0].formats);
    assert_string_equal(t, "in_person; video");
    assert_int_equal(c.roster.clients[0].formats->items[0].tag, RP_IN_PERSON);
    assert_int_equal(c.roster.clients[1].formats->items[0].tag, RP_VIDEO);
    free(t);
    clinic_close(&c);
}

typedef struct sensitive_row {
    const char *name, *headers;
    unsigned bits;
} sensitive_row;

static const sensitive_row sensitive[] = {
    {"sensitive/none", "languages,sites", 0},
    {"sensitive/gender", "gender", 1},
    {"sensitive/want", "want_gender,x", 1},
    {"sensitive/ethnicity", "audit_ethnicity", 2},
    {"sensitive/faith", "faith:jewish", 4},
    {"sensitive/age", "age_min", 8},
    {"sensitive/part_of_word", "language,average", 0},
    {"sensitive/unknown_columns_too", "pet age", 8},
    {"sensitive/all", "gender,ethnicity,faith,age_max", 15},
};

static void test_sensitive(void **state) {
    const sensitive_row *row = *state;
    rp_buffer text = {0};
    clinic c;

    assert_true(rp_buffer_puts(&text, "id,openings,") &&
                rp_buffer_puts(&text, row->headers) &&
                rp_buffer_puts(&text, "\nt,1\n"));
    clinic_open(&c, &(clinic_files){text.bytes, "id\nc\n", NULL, NULL, NULL,
                                    false, false});
    assert_int_equal(c.roster.sensitive, row->bits);
    clinic_close(&c);
    rp_buffer_clear(&text);
}

int main(void) {
    suite s = {0};

    SUITE_TABLE(&s, headers, test_header);
    SUITE_TABLE(&s, tags, test_tags);
    suite_add(&s, "telehealth", test_telehealth, NULL);
    SUITE_TABLE(&s, sensitive, test_sensitive);
    return suite_run(&s, "layout");
}
