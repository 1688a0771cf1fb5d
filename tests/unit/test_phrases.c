/* Reasons: true statements of the data, the largest effect first. */
#include "unit/clinic.h"
#include "unit/suite.h"

#include "fit/flags.h"
#include "fit/phrases.h"

#include <stdio.h>
#include <string.h>

typedef struct phrase_row {
    const char *name;
    const char *columns, *cells;     /* of the therapist */
    const char *asked, *asked_cells; /* of the client */
    const char *because, *but;       /* parts that must be there; NULL: empty */
} phrase_row;

static const phrase_row phrases[] = {
    {"because/cases", "specialties", "ptsd:42", "concerns", "ptsd",
     "PTSD: 42 clients treated", NULL},
    {"because/one_case", "specialties", "ptsd:1", "concerns", "ptsd",
     "PTSD: 1 client treated", NULL},
    {"because/listed", "specialties", "ptsd", "concerns", "ptsd",
     "PTSD: a specialty", NULL},
    {"because/related", "specialties", "trauma", "concerns", "ptsd",
     "PTSD: experience with", NULL},
    {"but/not_listed", "specialties", "ocd", "concerns", "ptsd", NULL,
     "PTSD: not among their specialties"},
    {"but/no_cases", "specialties", "ptsd:0", "concerns", "ptsd", NULL,
     "PTSD: 0 clients treated"},
    {"nothing/specialties_blank", "name", "x", "concerns", "ptsd", NULL, NULL},
    {"because/evidence", "modalities", "emdr", "concerns", "ptsd",
     "EMDR: strong evidence for PTSD", NULL},
    {"because/some_evidence", "modalities", "cbt", "concerns", "bipolar",
     "CBT: some evidence for", NULL},
    {"but/not_recommended", "modalities", "debriefing", "concerns", "ptsd",
     NULL, "not recommended for PTSD"},
    {"but/no_evidence", "modalities", "sandplay", "concerns", "racial_identity",
     NULL, "no evidence on record for"},
    {"but/tried", "modalities", "emdr", "concerns,tried_modalities",
     "ptsd,emdr", NULL, "but tried without benefit"},
    {"but/all_refused", "modalities", "emdr", "concerns,avoid_modalities",
     "ptsd,emdr", NULL, "only approaches that the client refuses"},
    {"because/offered", "modalities", "emdr", "want_modalities", "emdr",
     "offers EMDR, as requested", NULL},
    {"but/not_offered", "modalities", "cbt", "want_modalities", "emdr", NULL,
     "no EMDR, though requested"},
    {"because/style", "style_directive", "2", "style_directive", "3",
     "gives direction, as requested", NULL},
    {"but/style", "style_support", "-2", "style_support", "3", NULL,
     "challenges, though warm support was requested"},
    {"but/style_between", "style_past", "0", "style_past", "-3", NULL,
     "leans neither way, though looking to the present was requested"},
    {"because/gender", "gender", "f", "want_gender", "f",
     "female, as requested", NULL},
    {"but/gender", "gender", "m", "want_gender", "f", NULL, "female"},
    {"because/language", "languages", "es", "languages", "es;en",
     "speaks Spanish", NULL},
    {"but/language", "languages", "en", "languages", "es;en", NULL,
     "no Spanish"},
    {"because/requested", "name", "x", "requested_therapist", "t",
     "requested by name", NULL},
    {"but/requested", "name", "x", "requested_therapist", "u", NULL,
     "not the one requested by name"},
    {"because/insurer", "insurance", "aetna", "insurance", "aetna",
     "takes Aetna", NULL},
    {"because/fee", "fee", "80", "max_fee", "90",
     "a fee of 80, within the budget", NULL},
    {"but/scale", "fee,fee_min", "100,70", "max_fee", "80", NULL,
     "only the lowest fee, 70, is within the budget"},
    {"because/format", "formats", "video", "formats", "video;phone",
     "meets by video, the first choice", NULL},
    {"but/format", "formats", "phone", "formats", "video;phone", NULL,
     "does not meet by video, the first choice"},
    {"because/no_fee", "fee", "0", "max_fee", "90", "no fee", NULL},
    {"because/payer", "insurance", "blue_cross", "insurance", "blue_cross",
     "takes Blue Cross", NULL},
    {"because/serves", "populations", "lgbtq", "want_populations", "lgbtq",
     "serves LGBTQ, as requested", NULL},
    {"but/serves", "populations", "veterans", "want_populations",
     "older adults", NULL, "does not list older adults, though requested"},
    {"because/values", "values", "client_led", "want_values", "client led",
     "values “client led”, as requested", NULL},
    {"because/faith", "faith", "roman catholic", "want_faith", "roman catholic",
     "of Roman Catholic faith, as requested", NULL},
    {"because/prescribes", "prescribes", "yes", "needs_prescriber", "yes",
     "can prescribe, as needed", NULL},
    {"nothing/prescribes", "prescribes", "yes", "needs_prescriber", "no", NULL,
     NULL},
    {"but/form", "modalities", "cbt", "concerns", "insomnia", NULL,
     "Insomnia: the form of CBT with evidence is CBT for insomnia"},
    {"but/specialist", "specialties", "ptsd:40", "concerns",
     "ptsd;dissociation", "PTSD: 40 clients treated",
     "needs a specialist, and is not among their specialties"},
    {"because/specialist", "specialties", "dissociation:40", "concerns",
     "dissociation", "40 clients treated", NULL},
    {"because/time", "slots", "mon 09:00-12:00", "slots", "mon",
     "3 h a week in common", NULL},
    {"but/time", "slots", "mon 09:00-10:00", "slots", "mon", NULL,
     "only 1 h a week in common"},
};

static void join(const rp_texts *texts, rp_buffer *out) {
    out->length = 0;
    assert_true(rp_texts_join(out, texts, "; "));
}

/* What is said of a pair, whose score is judged first. */
static bool say(const rp_fit *fit, const rp_need *need, uint32_t therapist,
                const rp_audience *audience, rp_texts *because, rp_texts *but) {
    rp_score score = rp_score_judge(fit, need, therapist, NULL);

    return rp_phrases_pair(fit, need, therapist, &score, audience, because,
                           but);
}

static void put(clinic *c, uint32_t therapist, rp_buffer *because,
                rp_buffer *but) {
    rp_texts gains = {0}, losses = {0};

    assert_true(
        say(&c->fit, clinic_need(c, "c"), therapist, NULL, &gains, &losses));
    join(&gains, because);
    join(&losses, but);
    rp_texts_clear(&gains);
    rp_texts_clear(&losses);
}

static void test_phrase(void **state) {
    const phrase_row *row = *state;
    char therapists[512], clients[512];
    rp_buffer because = {0}, but = {0};
    clinic c;

    snprintf(therapists, sizeof therapists, "id,openings,%s\nt,1,%s\nu,1,\n",
             row->columns, row->cells);
    snprintf(clients, sizeof clients, "id,%s\nc,%s\n", row->asked,
             row->asked_cells);
    clinic_open(&c, &(clinic_files){therapists, clients, NULL, NULL, NULL,
                                    false, false});
    put(&c, clinic_therapist(&c, "t"), &because, &but);
    if (row->because)
        assert_non_null(strstr(because.bytes, row->because));
    else
        assert_string_equal(because.bytes, "");
    if (row->but)
        assert_non_null(strstr(but.bytes, row->but));
    else
        assert_string_equal(but.bytes, "");
    rp_buffer_clear(&because);
    rp_buffer_clear(&but);
    clinic_close(&c);
}

static size_t pieces(const char *text) {
    size_t count = *text != '\0';

    for (const char *at = text; (at = strstr(at, "; ")) != NULL; at += 2)
        count++;
    return count;
}

/* At most four and three, the largest effect first, and nothing of a blank. */
static void test_most(void **state) {
    rp_buffer because = {0}, but = {0};
    clinic c;

    (void)state;
    clinic_open(
        &c,
        &(clinic_files){
            "id,openings,specialties,modalities,languages,gender,fee,formats,"
            "slots,age_max\n"
            "good,1,ptsd:90,emdr,es,f,80,video,mon,\n"
            "bad,1,ocd,debriefing,fr,m,80,phone,mon 09:00-10:00,\n"
            "blank,1,,,,,,,,120\n",
            "id,concerns,languages,want_gender,max_fee,formats,slots,"
            "want_modalities\nc,ptsd,es,f,90,video;phone,mon,emdr\n",
            NULL, NULL, NULL, false, false});
    put(&c, clinic_therapist(&c, "good"), &because, &but);
    assert_int_equal(pieces(because.bytes), RP_MOST_BECAUSE);
    assert_string_equal(but.bytes, "");
    assert_memory_equal(because.bytes, "PTSD: 90 clients treated; ", 26);
    put(&c, clinic_therapist(&c, "bad"), &because, &but);
    assert_int_equal(pieces(but.bytes), RP_MOST_BUT);
    assert_memory_equal(but.bytes, "PTSD: not among their specialties; ", 35);
    put(&c, clinic_therapist(&c, "blank"), &because, &but);
    assert_string_equal(because.bytes, "");
    assert_string_equal(but.bytes, "");
    rp_buffer_clear(&because);
    rp_buffer_clear(&but);
    clinic_close(&c);
}

/* What four of five share comes last, and what the client needs always has a
 * place. */
static void test_shared(void **state) {
    static const uint32_t all[] = {0, 1, 2, 3, 4};
    const char *clients =
        "id,languages,want_gender,concerns,insurance,needs_prescriber,formats\n"
        "c,en,f,ptsd,aetna,yes,video\n";
    rp_texts because = {0}, but = {0};
    rp_buffer words = {0};
    clinic c;

    (void)state;
    clinic_open(
        &c, &(clinic_files){
                "id,openings,languages,gender,specialties,insurance,prescribes,"
                "formats\n"
                "t1,1,en,f,ptsd:2,aetna,yes,video\nt2,1,en,m,,aetna,yes,phone\n"
                "t3,1,en,m,,cigna,yes,phone\nt4,1,en,m,,aetna,yes,video\n"
                "t5,1,es,m,,aetna,yes,video\n",
                clients, NULL, NULL, NULL, false, false});
    const rp_need *need = clinic_need(&c, "c");
    rp_audience staff = {.shared =
                             rp_phrases_shared(&c.fit, NULL, need, all, 5)};
    assert_int_equal(staff.shared, RP_SHARED_LANGUAGE | RP_SHARED_INSURER);
    assert_int_equal(rp_phrases_shared(&c.fit, NULL, need, all, 0), 0);
    assert_true(say(&c.fit, need, 0, &staff, &because, &but));
    join(&because, &words);
    assert_non_null(strstr(words.bytes, "female"));
    assert_non_null(strstr(words.bytes, "meets by video"));
    assert_non_null(strstr(words.bytes, "; can prescribe, as needed"));
    assert_null(strstr(words.bytes, "speaks English"));
    assert_null(strstr(words.bytes, "takes Aetna"));
    assert_int_equal(because.count, RP_MOST_BECAUSE);
    rp_texts_clear(&because);
    rp_texts_clear(&but);
    rp_buffer_clear(&words);
    clinic_close(&c);
}

/* On the page of a minor no word is for adults; staff read on. */
static void test_minor(void **state) {
    static const rp_audience page = {.is_page = true};
    rp_texts because = {0}, but = {0};
    rp_buffer words = {0};
    clinic c;

    (void)state;
    clinic_open(
        &c, &(clinic_files){
                "id,openings,specialties,populations\n"
                "t,1,ptsd:9;sexual_problems:9;couple_distress:9,kink;lgbtq\n",
                "id,age,concerns,want_populations\n"
                "adult,40,sexual_problems;ptsd,kink\n"
                "minor,15,sexual_problems;ptsd;couple_distress,kink\n",
                NULL, NULL, NULL, false, false});
    for (int k = 0; k < 3; k++) {
        bool is_minor = k == 2;
        assert_true(say(&c.fit, clinic_need(&c, k ? "minor" : "adult"), 0,
                        k == 1 ? NULL : &page, &because, &but));
        join(&because, &words);
        assert_int_equal(strstr(words.bytes, "kink") == NULL, is_minor);
        assert_int_equal(strstr(words.bytes, "exual") == NULL, is_minor);
        assert_non_null(strstr(words.bytes, "PTSD"));
    }
    assert_non_null(strstr(words.bytes, "Couple distress")); /* their own */
    rp_texts_clear(&because);
    rp_texts_clear(&but);
    rp_buffer_clear(&words);
    clinic_close(&c);
}

static void test_given_scores(void **state) {
    rp_buffer because = {0}, but = {0};
    clinic c;

    (void)state;
    clinic_open(&c, &(clinic_files){"id,openings,specialties\nt,1,ptsd:9\n",
                                    "id,concerns\nc,ptsd\n", NULL,
                                    "client_id,therapist_id,score\nc,t,1\n",
                                    NULL, false, false});
    put(&c, 0, &because, &but);
    assert_string_equal(because.bytes, "");
    assert_string_equal(but.bytes, "");
    rp_buffer_clear(&because);
    rp_buffer_clear(&but);
    clinic_close(&c);
}

typedef struct flag_row {
    const char *name, *concerns, *flags;
    bool human;
} flag_row;

static const flag_row flag_rows[] = {
    {"flags/none", "gad", "", false},
    {"flags/no_concern", "", "", false},
    {"flags/literal", "xyzzy", "", false},
    {"flags/prescriber", "bipolar", "Bipolar disorder: involve a prescriber",
     false},
    {"flags/human", "gad;self_harm",
     "Self-harm: a person should look at this first", true},
    {"flags/parent", "suicidal_ideation",
     "Self-harm: a person should look at this first", true},
    {"flags/once", "infidelity;couple_distress",
     "Couple distress: screen for violence between partners", false},
    {"flags/two", "couple_distress;bipolar",
     "Couple distress: screen for violence between partners; Bipolar "
     "disorder: involve a prescriber",
     false},
};

static void test_flags(void **state) {
    const flag_row *row = *state;
    char clients[256];
    rp_texts flags = {0};
    rp_buffer words = {0};
    clinic c;

    snprintf(clients, sizeof clients, "id,concerns\nc,%s\n", row->concerns);
    clinic_open(&c, &(clinic_files){"id,openings,prescribes\nt,1,no\nu,1,yes\n",
                                    clients, NULL, NULL, NULL, false, false});
    assert_true(rp_flags_texts(&c.fit, &c.roster.clients[0], RP_NONE, &flags));
    join(&flags, &words);
    rp_texts_clear(&flags);
    assert_string_equal(words.bytes, row->flags);
    assert_true(rp_flags_texts(&c.fit, &c.roster.clients[0], 1, &flags));
    join(&flags, &words);
    rp_texts_clear(&flags);
    assert_null(strstr(words.bytes, "prescriber"));
    assert_int_equal(rp_flags_ask_human(&c.fit, &c.roster.clients[0]),
                     row->human);
    rp_buffer_clear(&words);
    clinic_close(&c);
}

int main(void) {
    suite s = {0};

    SUITE_TABLE(&s, phrases, test_phrase);
    suite_add(&s, "most", test_most, NULL);
    suite_add(&s, "shared", test_shared, NULL);
    suite_add(&s, "minor", test_minor, NULL);
    suite_add(&s, "given_scores", test_given_scores, NULL);
    SUITE_TABLE(&s, flag_rows, test_flags);
    return suite_run(&s, "phrases");
}
