/* Cells written anew in the spelling of their file, and edits of a roster. */
#include "unit/suite.h"

#include "why/edit/whatif.h"

#include <string.h>

static const char therapists[] =
    "id,openings,insurance,languages,formats:video,formats:phone,Sites,"
    "not_treated,slots,max,specialties\n"
    "T1,2,aetna; cigna,\"en, es\",yes,,none,"
    "\"Psychosis; Pregnancy, Prenatal, Postpartum\",mon 09:00-12:00,x,gad:12; "
    "ptsd:5; grief\n"
    "T2,1,,en,,yes,North | South,\"psychosis, ocd\",,y,ocd: 3\n"
    "T.3,1,none,,yes,yes,,,,z,\n";
static const char clients[] =
    "client_id,want_gender,slots,insurance\n"
    "C1,\"female!; non_binary?\",tue 10:00-11:00,united\n";

typedef struct desk {
    rp_findings findings;
    rp_taxonomy taxonomy;
    rp_roster roster;
    rp_arena arena;
    rp_rewriter w;
} desk;

static void open_desk(desk *d) {
    rp_table tables[RP_SIDES];

    memset(d, 0, sizeof *d);
    assert_int_equal(rp_taxonomy_load(&d->taxonomy, NULL, &d->findings), RP_OK);
    assert_int_equal(rp_table_parse(&tables[RP_THERAPISTS], "t", therapists,
                                    sizeof therapists - 1, &d->findings),
                     RP_OK);
    assert_int_equal(rp_table_parse(&tables[RP_CLIENTS], "c", clients,
                                    sizeof clients - 1, &d->findings),
                     RP_OK);
    rp_intake how = {.taxonomy = &d->taxonomy};
    assert_int_equal(rp_intake_tables(&d->roster, tables, &how, &d->findings),
                     RP_OK);
    d->w = (rp_rewriter){&d->roster, &d->arena, false};
}

static void close_desk(desk *d) {
    rp_roster_clear(&d->roster);
    rp_taxonomy_clear(&d->taxonomy);
    rp_findings_clear(&d->findings);
    rp_arena_clear(&d->arena);
}

/* A tag by its name, as somebody in the files or the taxonomy wrote it. */
static uint32_t tag_of(const desk *d, rp_names_id names, const char *word) {
    uint32_t tag = rp_names_known(&d->roster.names, names, rp_text_of(word));

    if (tag == RP_NONE)
        tag = rp_names_find(&d->roster.names, names, rp_text_of(word));
    assert_true(tag != RP_NONE);
    return tag;
}

typedef struct add_case {
    const char *name, *id, *column, *value;
    rp_names_id names;
    const char *header, *from, *to;
} add_case;

static const add_case adds[] = {
    {"add/to a list", "T1", "insurance", "united", RP_NAMES_PAYERS, "insurance",
     "aetna; cigna", "aetna; cigna; united"},
    {"add/to a blank", "T2", "insurance", "united", RP_NAMES_PAYERS,
     "insurance", "", "united"},
    {"add/to none", "T.3", "insurance", "united", RP_NAMES_PAYERS, "insurance",
     "none", "united"},
    {"add/behind commas", "T1", "languages", "polish", RP_NAMES_LANGUAGES,
     "languages", "en, es", "en, es, Polish"},
    {"add/yes in its column", "T1", "formats", "phone", RP_NAMES_FORMATS,
     "formats:phone", "", "yes"},
    {"add/a column more", "T1", "formats", "in_person", RP_NAMES_FORMATS,
     "formats:in_person", "", "yes"},
    {"add/a label to a list by commas", "T2", "not_treated", "perinatal",
     RP_NAMES_CONCERNS, "not_treated", "psychosis, ocd",
     "psychosis, ocd, Pregnancy and the time after birth"},
    {"add/a list more", "T1", "populations", "north", RP_NAMES_FREE,
     "populations", "", "north"},
};

static void test_add(void **state) {
    const add_case *c = *state;
    desk d;
    rp_edit edit;

    open_desk(&d);
    if (c->header) {
        uint32_t person =
            rp_roster_find(&d.roster, RP_THERAPISTS, rp_text_of(c->id));
        assert_true(rp_rewrite_add(&d.w, &edit, RP_THERAPISTS, person,
                                   c->column, tag_of(&d, c->names, c->value)));
        assert_string_equal(edit.header, c->header);
        assert_string_equal(edit.from, c->from);
        assert_string_equal(edit.to, c->to);
    }
    close_desk(&d);
}

typedef struct drop_case {
    const char *name;
    rp_side side;
    const char *id, *column, *value;
    rp_names_id names;
    const char *to;
} drop_case;

static const drop_case drops[] = {
    {"drop/with its number", RP_THERAPISTS, "T1", "specialties", "ptsd",
     RP_NAMES_CONCERNS, "gad:12; grief"},
    {"drop/the first", RP_THERAPISTS, "T1", "specialties", "gad",
     RP_NAMES_CONCERNS, "ptsd:5; grief"},
    {"drop/the only one", RP_THERAPISTS, "T2", "specialties", "ocd",
     RP_NAMES_CONCERNS, ""},
    {"drop/of a list by commas", RP_THERAPISTS, "T1", "languages", "spanish",
     RP_NAMES_LANGUAGES, "en"},
    {"drop/the last by commas", RP_THERAPISTS, "T2", "not_treated", "psychosis",
     RP_NAMES_CONCERNS, "ocd"},
    {"drop/with its mark", RP_CLIENTS, "C1", "want_gender", "female",
     RP_NAMES_GENDERS, "non_binary?"},
    {"drop/beside a mark", RP_CLIENTS, "C1", "want_gender", "non_binary",
     RP_NAMES_GENDERS, "female!"},
};

static void test_drop(void **state) {
    const drop_case *c = *state;
    desk d;
    rp_edit edit;

    open_desk(&d);
    uint32_t person = rp_roster_find(&d.roster, c->side, rp_text_of(c->id));
    uint32_t tag = tag_of(&d, c->names, c->value);
    assert_true(
        rp_rewrite_without(&d.w, &edit, c->side, person, c->column, &tag, 1));
    assert_string_equal(edit.to, c->to);
    close_desk(&d);
}

static void test_without(void **unused) {
    desk d;
    rp_edit edit;

    (void)unused;
    open_desk(&d);
    uint32_t tag = tag_of(&d, RP_NAMES_CONCERNS, "psychosis");
    assert_true(rp_rewrite_without(&d.w, &edit, RP_THERAPISTS, 1, "not_treated",
                                   &tag, 1));
    assert_string_equal(edit.to, "Pregnancy, Prenatal, Postpartum");
    tag = tag_of(&d, RP_NAMES_FORMATS, "video");
    assert_true(
        rp_rewrite_without(&d.w, &edit, RP_THERAPISTS, 1, "formats", &tag, 1));
    assert_string_equal(edit.header, "formats:video");
    assert_string_equal(edit.to, "no");
    assert_true(rp_rewrite_unmarked(&d.w, &edit, RP_CLIENTS, 0, "want_gender"));
    assert_string_equal(edit.to, "female; non_binary?");
    close_desk(&d);
}

/* The edited clinic is read by the ordinary intake; the old one stays. */
static void test_apply(void **unused) {
    rp_edit_base base;
    rp_roster edited;
    rp_edit edits[5];
    char wrong[200];
    desk d;

    (void)unused;
    open_desk(&d);
    const struct {
        rp_wish_kind kind;
        const char *text;
    } typed[] = {{RP_WISH_SET, "T.3.openings=4"},
                 {RP_WISH_SET, "C1.insurance+=cigna"},
                 {RP_WISH_REMOVE, "T1"},
                 {RP_WISH_COPY, "T2"},
                 {RP_WISH_COPY, "T2"}};
    for (size_t k = 0; k < 5; k++)
        assert_int_equal(rp_whatif_parse(edits, k, &d.w, typed[k].kind,
                                         typed[k].text, wrong, sizeof wrong),
                         RP_OK);
    base = (rp_edit_base){&d.roster, &d.taxonomy, false};
    assert_int_equal(rp_edit_apply(&edited, &base, edits, 5, &d.findings),
                     RP_OK);
    assert_int_equal(edited.therapist_count, 4);
    assert_string_equal(edited.therapists[0].id, "T.3");
    assert_int_equal(edited.therapists[0].openings, 4);
    assert_string_equal(edited.therapists[1].id, "T2");
    assert_string_equal(edited.therapists[2].id, "T2-2");
    assert_string_equal(edited.therapists[3].id, "T2-3");
    assert_int_equal(edited.therapists[2].openings, 1);
    assert_int_equal(edited.therapists[2].formats->count, 1);
    assert_int_equal(edited.clients[0].insurance->count, 2);
    assert_int_equal(d.roster.therapist_count, 3);
    assert_int_equal(d.roster.clients[0].insurance->count, 1);
    rp_roster_clear(&edited);
    close_desk(&d);
}

/* What is no edit is told, and a column that has no meaning too. */
static void test_wrong(void **unused) {
    static const char *const texts[] = {
        "T9.openings=3", "T1.openings",    "T1.max=3",
        "T1.nothing=3",  "T1.openings+=1", "T1.modalities+=\x80"};
    desk d;
    rp_edit edit;

    (void)unused;
    open_desk(&d);
    for (size_t k = 0; k < sizeof texts / sizeof *texts; k++) {
        char wrong[200] = "";
        assert_int_equal(rp_whatif_parse(&edit, 0, &d.w, RP_WISH_SET, texts[k],
                                         wrong, sizeof wrong),
                         RP_ERR_USAGE);
        assert_true(*wrong != '\0');
    }
    close_desk(&d);
}

int main(void) {
    suite s = {0};

    SUITE_TABLE(&s, adds, test_add);
    SUITE_TABLE(&s, drops, test_drop);
    suite_add(&s, "without", test_without, NULL);
    suite_add(&s, "apply", test_apply, NULL);
    suite_add(&s, "wrong", test_wrong, NULL);
    return suite_run(&s, "rewrite");
}
