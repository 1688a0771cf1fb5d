/* A clinic with single people read anew is the clinic that a whole reading of
 * the edited tables gives. */
#include "suite.h"

#include "clinic.h"
#include "fit/rules.h"
#include "fit/score.h"
#include "why/edit/amended.h"
#include "why/edit/whatif.h"
#include "why/trial/trials.h"

#include <string.h>

static const clinic_files files = {
    .therapists =
        "id,openings,insurance,languages,formats:video,formats:phone,slots,"
        "not_treated,specialties,modalities,age_min,age_max,fee,fee_min,"
        "declines\n"
        "T1,2,aetna; cigna,en; es,yes,,mon 09:00-12:00,psychosis,ptsd:20,emdr,"
        "18,,120,60,C2\n"
        "T2,1,,en,no,yes,,,depression,cbt,,,,,\n"
        "T3,1,none,pl,yes,yes,tue 09:00-12:00,,grief; ptsd,,12,60,90,,\n"
        "T4,1,aetna,,,,,,,,,,,,C1\n",
    .clients =
        "client_id,concerns,insurance,max_fee,age,slots,formats,languages,"
        "want_modalities,requested_therapist,past_therapists,pin\n"
        "C1,ptsd,united,80,17,mon 10:00-11:00,video,en,emdr!,T1,T3,\n"
        "C2,grief; psychosis,aetna,,40,,phone,pl,,,T2-2:left; T9:left,\n"
        "C3,depression,none,100,30,tue 10:00-11:00,,,cbt,T2-2; T2,T1,\n"
        "C4,,,,,,,,,,T4,T2\n"};

/* Edits by '|'; `is_wrong`: the edited clinic has errors. */
typedef struct amended_case {
    const char *name, *edits;
    bool is_wrong;
} amended_case;

static const amended_case cases[] = {
    {"a value more", "T1.insurance+=united", false},
    {"of a blank", "T2.insurance=united", false},
    {"a value that nobody has written", "T2.insurance=elsewhere", false},
    {"to none", "T1.languages=none", false},
    {"to a blank", "T1.languages=", false},
    {"yes in a column", "T1.formats:phone=yes", false},
    {"no in a column", "T1.formats:video=no", false},
    {"neither in a column", "T1.formats:video=perhaps", true},
    {"a column more", "T2.populations=veterans", false},
    {"a column more of the client", "C1.want_populations=veterans!", false},
    {"both of the same column",
     "T2.populations=veterans|C1.want_populations=veterans!", false},
    {"two columns more", "T2.populations=veterans|T2.licensed_in=ny", false},
    {"a wish", "C1.want_modalities=emdr", false},
    {"an approach", "T2.modalities+=emdr", false},
    {"a concern", "T2.specialties+=ptsd", false},
    {"a concern gone", "T1.not_treated=", false},
    {"a bound", "T1.age_min=17", false},
    {"a bound gone", "T1.age_min=", false},
    {"a bound past the other", "T3.age_min=61", true},
    {"a fee", "C1.max_fee=40", false},
    {"a fee below the lowest", "T1.fee=50", true},
    {"no number", "C1.max_fee=much", true},
    {"times", "C1.slots+=tue 09:00-10:00", false},
    {"a client's names", "C1.past_therapists=T2;T4", false},
    {"a therapist's names", "T1.declines=C3;C4", false},
    {"two pins", "C4.pin=T2;T3", true},
    {"nobody's pin", "C4.pin=T9", true},
    {"a cell of another kind", "T2.insurance=no", false},
    {"only cells of another kind", "T1.sites=no", true},
    {"a cell twice", "T1.insurance=cigna|T1.insurance=united", false},
    {"two cells", "T1.age_min=17|T1.insurance=united", false},
    {"one of each", "T1.age_min=17|C1.max_fee=60", false},
    {"one of each, one wrong", "T1.age_min=17|C1.max_fee=-1", true},
    {"a copy", "+T2", false},
    {"a copy of one who is named", "+T1", false}};

typedef struct desk {
    clinic c;
    rp_arena arena;
    rp_rewriter w;
    rp_amended amended;
} desk;

static void open_desk(desk *d) {
    memset(d, 0, sizeof *d);
    clinic_open(&d->c, &files);
    for (int side = 0; side < RP_SIDES; side++) /* the names are gone */
        d->c.roster.tables[side].path = rp_schemas[side].name;
    d->w = (rp_rewriter){&d->c.roster, &d->arena, false};
    assert_int_equal(rp_amended_open(&d->amended, &d->c.fit), RP_OK);
}

static void close_desk(desk *d) {
    rp_amended_clear(&d->amended);
    rp_arena_clear(&d->arena);
    clinic_close(&d->c);
}

static uint32_t parse(desk *d, const char *text, rp_edit edits[2]) {
    char word[200], wrong[200];
    uint32_t count = 0;
    rp_text piece;

    for (; *text; text += piece.length + (text[piece.length] == '|')) {
        piece = (rp_text){text, strcspn(text, "|")};
        bool is_copy = *text == '+';
        assert_true(count < 2 && piece.length < sizeof word);
        memcpy(word, text, piece.length);
        word[piece.length] = '\0';
        assert_int_equal(rp_whatif_parse(edits, count, &d->w,
                                         is_copy ? RP_WISH_COPY : RP_WISH_SET,
                                         word + is_copy, wrong, sizeof wrong),
                         RP_OK);
        count++;
    }
    return count;
}

/* Every pair, by ids: the copy stands last among those read anew. */
static void compare(desk *d, const rp_fit *whole) {
    const rp_fit *fit = &d->amended.fit;
    const rp_roster *r = whole->roster;
    rp_need a = {0}, b = {0};

    for (uint32_t c = 0; c < r->client_count; c++) {
        assert_true(rp_need_set(&a, fit, c) && rp_need_set(&b, whole, c));
        for (uint32_t t = 0; t < r->therapist_count; t++) {
            uint32_t there = rp_roster_find(&d->c.roster, RP_THERAPISTS,
                                            rp_text_of(r->therapists[t].id));
            if (there == RP_NONE)
                there = fit->roster->therapist_count - 1;
            assert_string_equal(fit->roster->therapists[there].id,
                                r->therapists[t].id);
            assert_int_equal(rp_trial_judge(fit, &a, there),
                             rp_trial_judge(whole, &b, t));
            assert_int_equal(rp_score_of(fit, &a, there),
                             rp_score_of(whole, &b, t));
            for (rp_rule rule = 0; rule < rp_rule_count(); rule++)
                assert_int_equal(rp_rule_judge(fit, &a, there, rule, NULL),
                                 rp_rule_judge(whole, &b, t, rule, NULL));
        }
    }
    rp_need_clear(&a);
    rp_need_clear(&b);
}

static void check(desk *d, const amended_case *c) {
    rp_edit_base base = {&d->c.roster, d->c.taxonomy, false};
    rp_findings findings = {0};
    rp_roster roster;
    rp_edit edits[2];
    rp_fit whole;
    uint32_t count = parse(d, c->edits, edits);
    rp_status expected = c->is_wrong ? RP_ERR_DATA : RP_OK;

    assert_int_equal(rp_edit_apply(&roster, &base, edits, count, &findings),
                     expected);
    assert_int_equal(rp_amended_apply(&d->amended, edits, count), expected);
    if (!c->is_wrong) {
        assert_int_equal(rp_fit_init(&whole, &roster, &d->c.policy,
                                     d->c.taxonomy, NULL, false),
                         RP_OK);
        compare(d, &whole);
        rp_fit_clear(&whole);
    }
    rp_roster_clear(&roster);
    rp_findings_clear(&findings);
}

static void test_case(void **state) {
    desk d;

    open_desk(&d);
    check(&d, *state);
    close_desk(&d);
}

/* Nothing of one edit is left when the next is applied. */
static void test_restored(void **unused) {
    desk d;

    (void)unused;
    open_desk(&d);
    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++) {
        check(&d, &cases[k]);
        assert_int_equal(rp_amended_apply(&d.amended, NULL, 0), RP_OK);
        compare(&d, &d.c.fit);
    }
    close_desk(&d);
}

/* A copy gets an id that no client names as somebody who left. */
static void test_new_id(void **unused) {
    desk d;

    (void)unused;
    open_desk(&d);
    assert_string_equal(rp_edit_new_id(&d.c.roster, 1, NULL, 0, &d.arena),
                        "T2-3");
    assert_string_equal(rp_edit_new_id(&d.c.roster, 0, NULL, 0, &d.arena),
                        "T1-2");
    close_desk(&d);
}

int main(void) {
    suite s = {.count = 0};

    SUITE_TABLE(&s, cases, test_case);
    suite_add(&s, "restored", test_restored, NULL);
    suite_add(&s, "new id", test_new_id, NULL);
    return suite_run(&s, "amended");
}
