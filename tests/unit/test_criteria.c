/* The five criteria of src/docs/scoring.md, each from a pair to a value. */
#include "unit/clinic.h"
#include "unit/suite.h"

#include "fit/criteria.h"
#include "fit/phrases.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

typedef struct value_row {
    const char *name;
    enum rp_criterion criterion;
    const char *columns, *cells;     /* of the therapist */
    const char *asked, *asked_cells; /* of the client */
    double value;                    /* -1: absent */
    const char *confirm;
} value_row;

#define ABSENT RP_ABSENT_VALUE
#define DEPTH RP_EXPERTISE, "specialties"
#define APPROACH RP_MODALITY, "modalities"
#define WAY RP_STYLE, "style_directive,style_emotion,style_past,style_support"
#define ASKED_WAY "style_directive,style_emotion,style_past,style_support"
#define WISH RP_PREFERENCES
#define REACH RP_ACCESS

static const value_row expertise[] = {
    {"depth/cases", DEPTH, "gad:30", "concerns", "gad", 30.0 / 40.0, ""},
    {"depth/one_case", DEPTH, "gad:1", "concerns", "gad", 1.0 / 11.0, ""},
    {"depth/no_cases", DEPTH, "gad:0", "concerns", "gad", 0.0, ""},
    {"depth/listed", DEPTH, "gad", "concerns", "gad", 0.5, ""},
    {"depth/parent", DEPTH, "anxiety:30", "concerns", "gad", 0.5 * 0.75, ""},
    {"depth/child", DEPTH, "gad:30", "concerns", "anxiety", 0.5 * 0.75, ""},
    {"depth/best_relative", DEPTH, "anxiety;gad:90;panic:10", "concerns",
     "anxiety", 0.5, ""},
    {"depth/largest_child", DEPTH, "panic:10;gad:90;social_anxiety", "concerns",
     "anxiety", 0.5 * 0.9, ""},
    {"depth/itself_before_relative", DEPTH, "gad:0;anxiety:90", "concerns",
     "gad", 0.0, ""},
    {"depth/sibling", DEPTH, "panic:90", "concerns", "gad", 0.0, ""},
    {"depth/grandparent", DEPTH, "mood:90", "concerns", "depression_severe",
     0.0, ""},
    {"depth/not_listed", DEPTH, "ocd", "concerns", "gad", 0.0, ""},
    {"depth/empty", DEPTH, "none", "concerns", "gad", 0.0, ""},
    {"depth/blank", DEPTH, "", "concerns", "gad", 0.25, "specialties"},
    {"depth/no_concern", DEPTH, "gad", "concerns", "", ABSENT, ""},
    {"depth/literal", DEPTH, "xyzzy:10", "concerns", "xyzzy", 0.5, ""},
    {"weights/position", DEPTH, "gad:30", "concerns", "gad;ocd;panic",
     0.75 * 6.0 / 11.0 + 0.0, ""},
    {"weights/last_position", DEPTH, "panic:30", "concerns", "gad;ocd;panic",
     0.75 * 2.0 / 11.0 + 0.375 * 0.0, ""},
    {"weights/written", DEPTH, "gad:30", "concerns", "gad:1;ocd:3", 0.75 / 4.0,
     ""},
    {"weights/some_written", DEPTH, "gad:30", "concerns", "ocd:4;gad",
     0.75 / 5.0, ""},
    {"weights/blank_specialties", DEPTH, "", "concerns", "gad:9;ocd:2", 0.25,
     "specialties"},
};

static const value_row modality[] = {
    {"evidence/strong", APPROACH, "cbt", "concerns", "depression", 1.0, ""},
    {"evidence/modest", APPROACH, "cbt", "concerns", "bipolar", 0.6, ""},
    {"evidence/none", APPROACH, "sandplay", "concerns", "racial_identity", 0.25,
     ""},
    {"evidence/avoid_sole", APPROACH, "psychodynamic", "concerns", "ocd", 0.1,
     ""},
    {"evidence/not_recommended", APPROACH, "debriefing", "concerns", "ptsd",
     0.0, ""},
    {"evidence/best_of_two", APPROACH, "psychodynamic;erp", "concerns", "ocd",
     1.0, ""},
    {"evidence/literal", APPROACH, "xyzzy", "concerns", "ocd", 0.25, ""},
    {"evidence/literal_concern", APPROACH, "cbt", "concerns", "xyzzy", 0.25,
     ""},
    {"evidence/two_concerns", APPROACH, "cbt", "concerns", "depression;xyzzy",
     2.0 / 3.0 + 0.25 / 3.0, ""},
    {"evidence/tried", APPROACH, "cbt", "concerns,tried_modalities",
     "depression,cbt", 0.5, ""},
    {"evidence/tried_parent", APPROACH, "erp", "concerns,tried_modalities",
     "ocd,exposure", 0.5, ""},
    {"evidence/tried_child", APPROACH, "cbt", "concerns,tried_modalities",
     "depression,exposure", 1.0, ""},
    {"evidence/avoided", APPROACH, "erp;psychodynamic",
     "concerns,avoid_modalities", "ocd,erp", 0.1, ""},
    {"evidence/avoided_parent", APPROACH, "erp;psychodynamic",
     "concerns,avoid_modalities", "ocd,exposure", 0.1, ""},
    {"evidence/all_avoided", APPROACH, "erp", "concerns,avoid_modalities",
     "ocd,erp", 0.0, ""},
    {"evidence/offers_none", APPROACH, "none", "concerns", "ocd", 0.0, ""},
    {"wish/offered", APPROACH, "emdr", "want_modalities", "emdr", 1.0, ""},
    {"wish/not_offered", APPROACH, "act", "want_modalities", "emdr", 0.0, ""},
    {"wish/child", APPROACH, "erp", "want_modalities", "exposure", 1.0, ""},
    {"wish/mild_alone", APPROACH, "emdr", "want_modalities", "emdr?", 1.0, ""},
    {"wish/mild_of_strong", APPROACH, "emdr", "want_modalities", "act;emdr?",
     0.5, ""},
    {"wish/must_is_strong", APPROACH, "emdr", "want_modalities", "act;emdr!",
     1.0, ""},
    {"wish/avoided", APPROACH, "erp", "want_modalities,avoid_modalities",
     "exposure,erp", 0.0, ""},
    {"both/mean", APPROACH, "cbt", "concerns,want_modalities",
     "depression,emdr", 0.5, ""},
    {"both/mean_of_full", APPROACH, "cbt;emdr", "concerns,want_modalities",
     "bipolar,emdr?", 0.8, ""},
    {"blank", APPROACH, "", "concerns,want_modalities", "depression,emdr", 0.5,
     "modalities"},
    {"absent", APPROACH, "cbt", "concerns,want_modalities", ",", ABSENT, ""},
};

static const value_row style[] = {
    {"style/same", WAY, "3,,,", ASKED_WAY, "3,,,", 1.0, ""},
    {"style/opposite", WAY, "-3,,,", ASKED_WAY, "3,,,", 0.0, ""},
    {"style/half", WAY, "0,,,", ASKED_WAY, "3,,,", 0.5, ""},
    {"style/blank", WAY, ",,,", ASKED_WAY, "3,,,", 0.5, "style_directive"},
    {"style/dead_zone", WAY, "-3,,,", ASKED_WAY, "1,,,", ABSENT, ""},
    {"style/behind_dead_zone", WAY, "-3,,,", ASKED_WAY, "1.1,,,",
     1.0 - (1.1 / 3.0 + 1.0) / 2.0, ""},
    {"style/no_wish", WAY, "1,1,1,1", ASKED_WAY, ",0,,", ABSENT, ""},
    {"style/negative", WAY, "-2,,,", ASKED_WAY, "-2,,,", 1.0, ""},
    /* weights 0.4 and 0.25 of full wishes */
    {"style/two_axes", WAY, "3,,,-3", ASKED_WAY, "3,,,3", 1.0 - 0.25 / 0.65,
     ""},
    {"style/four_axes", WAY, "3,3,3,-3", ASKED_WAY, "3,3,3,3", 1.0 - 0.25, ""},
    {"style/strength_of_wish", WAY, "-3,2,,", ASKED_WAY, "3,2,,",
     1.0 - 0.4 / (0.4 + 0.2 * ((2.0 / 3.0 - 0.34) / 0.66)), ""},
    {"style/confirm_what_matters", WAY, ",,,", ASKED_WAY, "1,3,,-2", 0.5,
     "style_emotion;style_support"},
};

static const value_row preferences[] = {
    {"gender/met", WISH, "gender", "f", "want_gender", "f", 1.0, ""},
    {"gender/not_met", WISH, "gender", "m", "want_gender", "f", 0.0, ""},
    {"gender/blank", WISH, "gender", "", "want_gender", "f", 0.5, "gender"},
    {"gender/mild_of_strong", WISH, "gender", "m", "want_gender", "f;m?", 0.5,
     ""},
    {"faith/met", WISH, "faith", "quaker", "want_faith", "quaker?", 1.0, ""},
    {"faith/blank", WISH, "faith", "", "want_faith", "quaker", 0.5, "faith"},
    {"ethnicity/blank", WISH, "ethnicity", "", "want_ethnicity", "x", 0.5,
     "ethnicity"},
    {"values/blank", WISH, "values", "", "want_values", "x", 0.5, "values"},
    {"populations/blank", WISH, "populations", "", "want_populations", "x", 0.5,
     "populations"},
    {"language/first", WISH, "languages", "es;en", "languages", "es;en", 1.0,
     ""},
    {"language/later", WISH, "languages", "en", "languages", "es;en", 0.5, ""},
    {"language/none", WISH, "languages", "fr", "languages", "es;en", 0.0, ""},
    {"language/blank", WISH, "languages", "", "languages", "es;en", 0.5,
     "languages"},
    {"requested/yes", WISH, "name", "x", "requested_therapist", "u;t", 1.0, ""},
    {"requested/other", WISH, "name", "x", "requested_therapist", "u", 0.0, ""},
    {"requested/nobody_known", WISH, "name", "x", "requested_therapist", "zz",
     ABSENT, ""},
    /* strengths 1 and 0.5: (1 * 1 + 0.5 * 0) / 1.5 */
    {"wishes/weighted", WISH, "gender,faith", "f,quaker",
     "want_gender,want_faith", "f,jewish?", 1.0 / 1.5, ""},
    {"wishes/all_seven", WISH,
     "gender,ethnicity,faith,populations,values,languages",
     "f,latina,,veterans,,es",
     "want_gender,want_ethnicity,want_faith,want_populations,want_values,"
     "languages,requested_therapist",
     "f!,asian?,quaker,students,feminist?,es,t",
     (1.0 + 0.0 + 0.5 + 0.0 + 0.25 + 1.0 + 1.0) / 6.0, "faith;values"},
    {"wishes/none", WISH, "gender", "f", "want_gender", "none", ABSENT, ""},
};

static const value_row access[] = {
    {"cost/insured", REACH, "insurance,fee", "aetna,300", "insurance,max_fee",
     "aetna,80", 1.0, ""},
    {"cost/fee", REACH, "insurance,fee", "cigna,80", "insurance,max_fee",
     "aetna,80", 1.0, ""},
    {"cost/scale", REACH, "fee,fee_min", "100,80", "max_fee", "80", 0.5, ""},
    {"cost/scale_without_fee", REACH, "fee,fee_min", ",80", "max_fee", "80",
     0.5, ""},
    {"cost/above", REACH, "fee,fee_min", "100,81", "max_fee", "80", 0.0, ""},
    {"cost/unknown", REACH, "fee", "", "max_fee", "80", ABSENT, ""},
    {"cost/insurer_unknown", REACH, "insurance,fee", ",81", "insurance,max_fee",
     "aetna,80", ABSENT, ""},
    {"cost/not_asked", REACH, "fee", "80", "insurance,max_fee", ",", ABSENT,
     ""},
    {"format/first", REACH, "formats", "video;phone", "formats",
     "phone;in_person", 1.0, ""},
    {"format/later", REACH, "formats", "video;phone", "formats",
     "in_person;phone", 0.5, ""},
    {"format/none", REACH, "formats", "video", "formats", "in_person", 0.0, ""},
    {"format/site_conflict", REACH, "formats,sites", "in_person;video,south",
     "formats,sites", "in_person;video,north", 0.5, ""},
    {"format/sites_blank", REACH, "formats,sites", "in_person,",
     "formats,sites", "in_person,north", 1.0, ""},
    {"format/blank", REACH, "formats", "", "formats", "video", ABSENT, ""},
    {"time/full", REACH, "slots", "mon 09:00-12:00", "slots", "mon", 1.0, ""},
    {"time/more_than_full", REACH, "slots", "mon 09:00-19:00", "slots", "mon",
     1.0, ""},
    {"time/sum_of_pieces", REACH, "slots", "mon 09:00-10:00; tue 09:00-09:30",
     "slots", "mon-tue", 0.5, ""},
    {"time/none", REACH, "slots", "mon 09:00-10:00", "slots", "tue", 0.0, ""},
    {"time/blank", REACH, "slots", "", "slots", "mon", ABSENT, ""},
    {"mean/three", REACH, "fee,formats,slots", "80,video,mon 09:00-10:00",
     "max_fee,formats,slots", "80,phone;video,mon", (1.0 + 0.5 + 1.0 / 3.0) / 3,
     ""},
    {"mean/of_the_known", REACH, "fee,formats,slots", ",video,mon 09:00-10:00",
     "max_fee,formats,slots", "80,phone;video,mon", (0.5 + 1.0 / 3.0) / 2, ""},
};

static void test_value(void **state) {
    const value_row *row = *state;
    char therapists[512], clients[512];
    rp_confirm confirm = {0};
    rp_buffer words = {0};
    clinic c;

    snprintf(therapists, sizeof therapists,
             "id,openings,age_max,%s\nt,1,,%s\nu,1,120,\n", row->columns,
             row->cells);
    snprintf(clients, sizeof clients, "id,%s\nc,%s\n", row->asked,
             row->asked_cells);
    clinic_open(&c, &(clinic_files){therapists, clients, NULL, NULL, NULL,
                                    false, false});
    double value = rp_criterion_value(&c.fit, clinic_need(&c, "c"), 0,
                                      row->criterion, &confirm);
    assert_nearly(value, row->value);
    assert_true(rp_phrases_confirm(&confirm, &words));
    assert_string_equal(words.bytes, row->confirm);
    rp_buffer_clear(&words);
    clinic_close(&c);
}

/* Settings reach the criteria. */
static void test_settings(void **state) {
    clinic c;

    (void)state;
    clinic_open(
        &c,
        &(clinic_files){
            "id,openings,specialties,modalities,style_directive,slots\n"
            "t,1,gad:30;ocd:30,cbt,0,mon 09:00-10:00\nu,1,,sandplay,,\n",
            "id,concerns,style_directive,slots\nc,anxiety,1,mon\nd,gad,3,\n"
            "e,racial_identity,,\n",
            "setting,value\ndepth_half,30\nrelated,0.25\n"
            "specialties_blank,0.125\nstyle.dead_zone,0\naccess_minutes,60\n"
            "rating.none,0.75\n",
            NULL, NULL, false, false});
    const rp_need *need = clinic_need(&c, "c");
    assert_nearly(rp_criterion_value(&c.fit, need, 0, RP_EXPERTISE, NULL),
                  0.25 * 0.5);
    assert_nearly(rp_criterion_value(&c.fit, need, 1, RP_EXPERTISE, NULL),
                  0.125);
    assert_nearly(rp_criterion_value(&c.fit, need, 0, RP_STYLE, NULL),
                  1.0 - 1.0 / 6.0);
    assert_nearly(rp_criterion_value(&c.fit, need, 0, RP_ACCESS, NULL), 1.0);
    need = clinic_need(&c, "d");
    assert_nearly(rp_criterion_value(&c.fit, need, 0, RP_EXPERTISE, NULL), 0.5);
    need = clinic_need(&c, "e");
    assert_nearly(rp_criterion_value(&c.fit, need, 1, RP_MODALITY, NULL), 0.75);
    clinic_close(&c);
}

int main(void) {
    suite s = {0};

    SUITE_TABLE(&s, expertise, test_value);
    SUITE_TABLE(&s, modality, test_value);
    SUITE_TABLE(&s, style, test_value);
    SUITE_TABLE(&s, preferences, test_value);
    SUITE_TABLE(&s, access, test_value);
    suite_add(&s, "settings", test_settings, NULL);
    return suite_run(&s, "criteria");
}
