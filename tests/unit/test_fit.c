/* A clinic made ready: depths by concern, needs, what is offered. */
#include "unit/clinic.h"
#include "unit/suite.h"

#include "fit/fit.h"
#include "fit/rules.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* d_jc of src/docs/scoring.md, worked out again without the table of depths. */
static double depth_of(const clinic *c, const rp_therapist *t,
                       uint32_t concern) {
    const rp_vocabulary *v = &c->taxonomy->concerns;
    double related = 0.0;

    for (uint32_t i = 0; i < t->specialties->count; i++) {
        const rp_item *item = &t->specialties->items[i];
        double cases = item->number;
        double depth =
            item->number == RP_NO_NUMBER ? 0.5 : cases / (cases + 10.0);
        if (item->tag == concern)
            return depth;
        if (rp_taxonomy_parent(v, item->tag) == concern ||
            rp_taxonomy_parent(v, concern) == item->tag)
            related = fmax(related, 0.5 * depth);
    }
    return related;
}

/* Names that nobody knows beside known ones: more than 256 concerns, so that
 * numbers which are equal modulo 256 occur. */
static void test_depths(void **state) {
    rp_buffer therapists = {0}, clients = {0};
    char word[64];
    clinic c;

    (void)state;
    assert_true(rp_buffer_puts(&therapists, "id,openings,specialties\n") &&
                rp_buffer_puts(&clients, "id,concerns\nc,"));
    for (int i = 0; i < 400; i++) {
        snprintf(word, sizeof word, "%sword%d", i ? ";" : "", i);
        assert_true(rp_buffer_puts(&clients, word));
    }
    for (int t = 0; t < 6; t++) {
        snprintf(word, sizeof word, "\nt%d,1,anxiety:%d;gad", t, t);
        assert_true(rp_buffer_puts(&therapists, word + (t == 0 ? 1 : 0)));
        for (int i = t; i < 400; i += 7 + 40 * t) {
            snprintf(word, sizeof word, ";word%d:%d", i, i % 30);
            assert_true(rp_buffer_puts(&therapists, word));
        }
        static const char *const more[] = {
            ";depression:3", ";ptsd:5;trauma:50", ";mood",
            ";panic:90;ocd", ";self_harm:4",      ";suicidal_ideation:4;bpd:2"};
        assert_true(rp_buffer_puts(&therapists, more[t]));
    }
    assert_true(rp_buffer_puts(&therapists, "\n") &&
                rp_buffer_puts(&clients, "\n"));
    clinic_open(&c, &(clinic_files){therapists.bytes, clients.bytes, NULL, NULL,
                                    NULL, false, false});
    uint32_t count = rp_names_count(&c.roster.names, RP_NAMES_CONCERNS);
    assert_true(count > 512);
    for (uint32_t t = 0; t < c.roster.therapist_count; t++)
        for (uint32_t concern = 0; concern < count; concern++) {
            const rp_depth *d = rp_offer_depth(&c.fit.offers[t], concern);
            double expected = depth_of(&c, &c.roster.therapists[t], concern);
            assert_nearly(d ? d->depth : 0.0, expected);
        }
    clinic_close(&c);
    rp_buffer_clear(&therapists);
    rp_buffer_clear(&clients);
}

static void test_need(void **state) {
    clinic c;

    (void)state;
    clinic_open(&c, &(clinic_files){
                        "id,openings\nt,1\n",
                        "id,concerns,priorities,style_directive,style_emotion,"
                        "formats\na,gad;ocd;panic,,3,1,phone;hybrid\n"
                        "b,gad:3;ocd,style;access;expertise,-2,,\nc,,,,0,\n",
                        NULL, NULL, NULL, false, false});
    const rp_need *n = clinic_need(&c, "a");
    assert_nearly(n->share[0], 6.0 / 11.0);
    assert_nearly(n->share[1], 3.0 / 11.0);
    assert_nearly(n->share[2], 2.0 / 11.0);
    assert_exactly(n->weight[RP_EXPERTISE], 0.30);
    assert_nearly(n->attention[RP_DIRECTIVE], 0.4);
    assert_exactly(n->attention[RP_EMOTION], 0.0); /* 1 of 3 is no wish */
    assert_exactly(n->attention[RP_PAST], 0.0);
    assert_int_equal(n->formats, 7);
    n = clinic_need(&c, "b");
    assert_nearly(n->share[0], 0.75);
    assert_nearly(n->share[1], 0.25);
    assert_exactly(n->weight[RP_STYLE], 0.2 * 2.0);
    assert_exactly(n->weight[RP_ACCESS], 0.15 * 1.5);
    assert_exactly(n->weight[RP_EXPERTISE], 0.3 * 1.25);
    assert_exactly(n->weight[RP_MODALITY], 0.2);
    assert_nearly(n->attention[RP_DIRECTIVE], 0.4 * (2.0 / 3.0 - 0.34) / 0.66);
    assert_int_equal(n->formats, 0);
    n = clinic_need(&c, "c");
    assert_exactly(n->attention[RP_EMOTION], 0.0);
    clinic_close(&c);
}

static void test_offers(void **state) {
    clinic c;

    (void)state;
    clinic_open(
        &c, &(clinic_files){
                "id,openings,formats,client_types,fee,fee_min,"
                "modalities,declines,age_max\n"
                "a,1,video,couple;family,100,,erp;act,c2,\n"
                "b,1,,,100,60,,,\nc,1,none,none,,50,emdr,,\nd,1,,,,,,,120\n",
                "id\nc1\nc2\n", NULL, NULL, NULL, false, false});
    const rp_offer *o = c.fit.offers;
    assert_int_equal(o[0].formats, 1u << RP_VIDEO);
    assert_int_equal(o[0].client_types, 1u << RP_COUPLE | 1u << RP_FAMILY);
    assert_int_equal(o[1].client_types, 1u << RP_INDIVIDUAL);
    assert_int_equal(o[2].client_types, 0);
    assert_exactly(o[0].lowest_fee, 100.0);
    assert_exactly(o[1].lowest_fee, 60.0);
    assert_exactly(o[2].lowest_fee, 50.0);
    assert_exactly(o[3].lowest_fee, NAN);
    assert_null(rp_offer_depth(&o[0], 0));
    assert_false(c.fit.declined[0]);
    assert_true(c.fit.declined[1]);
    /* a modality, a child of one; none that is avoided */
    const rp_therapist *a = &c.roster.therapists[0];
    rp_list nothing = {0};
    uint32_t erp = clinic_tag(&c, RP_NAMES_MODALITIES, "erp");
    uint32_t exposure = clinic_tag(&c, RP_NAMES_MODALITIES, "exposure");
    uint32_t cbt = clinic_tag(&c, RP_NAMES_MODALITIES, "cbt");
    rp_item avoided = {exposure, RP_NO_NUMBER, RP_STRONG, 0};
    rp_list avoids = {&avoided, 1, true};
    assert_true(rp_offers_modality(&c.fit, a, erp, &nothing));
    assert_true(rp_offers_modality(&c.fit, a, exposure, &nothing));
    assert_false(rp_offers_modality(&c.fit, a, cbt, &nothing));
    assert_false(rp_offers_modality(&c.fit, a, erp, &avoids));
    assert_true(rp_modality_in(&c.fit, erp, &avoids));
    assert_true(rp_modality_in(&c.fit, exposure, &avoids));
    assert_false(rp_modality_in(&c.fit, cbt, &avoids));
    clinic_close(&c);
}

int main(void) {
    suite s = {0};

    suite_add(&s, "depths", test_depths, NULL);
    suite_add(&s, "need", test_need, NULL);
    suite_add(&s, "offers", test_offers, NULL);
    return suite_run(&s, "fit");
}
