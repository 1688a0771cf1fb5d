/* What reasons for leaving therapists change: the wish on an axis, approaches
 * that count as tried, weights, the tier, and who sees to the client. */
#include "fit/parted.h"

#include "input/parting.h"
#include "unit/clinic.h"
#include "unit/suite.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#define THERAPISTS                                                             \
    "id,name,openings,modalities\n"                                            \
    "a,Ana Ruiz,1,cbt;emdr\nb,Bo Carr,1,supportive\nd,Di Moss,1,none\n"

static const char head[] = "id,concerns,want_modalities,style_directive,"
                           "style_support,priorities,past_therapists\nc,";

typedef struct row {
    const char *name;
    const char *cells; /* of the client, behind the id */
    const char *style; /* "directive support", '-' for none */
    const char *tried; /* names by ' ' */
    const char *twice; /* criteria by ' ' */
    bool promotes, is_unsafe;
} row;

static const row rows[] = {
    {"none", "ptsd,,,,,a", "- -", "", "", false, false},
    {"blank", "ptsd,,,,,a:", "- -", "", "", false, false},
    {"unknown", "ptsd,,,,,a:sad", "- -", "", "", false, false},
    {"too_directive", "ptsd,,,,,a:too_directive", "-2 -", "", "", true, false},
    {"spelling", "ptsd,,,,,\" a : Too-Directive \"", "-2 -", "", "", true,
     false},
    {"by_name", "ptsd,,,,,Ana Ruiz:too passive", "2 -", "", "", true, false},
    {"gone", "ptsd,,,,,zz:too_passive", "2 -", "", "", true, false},
    {"cut_last", "ptsd,,-2,,,a:too_directive", "-3 -", "", "", true, false},
    {"once", "ptsd,,,,,a:too_directive;b:too_directive", "-2 -", "", "", true,
     false},
    {"opposites", "ptsd,,1,,,a:too_directive;b:too_passive", "1 -", "", "",
     true, false},
    {"two_to_one", "ptsd,,-2,,,a:too_directive;b:too_directive;zz:too_passive",
     "-2 -", "", "", true, false},
    {"support", "ptsd,,,1,,a:too_challenging", "- 3", "", "", true, false},
    {"soft", "ptsd,,,,,a:too_soft;a:too_directive", "-2 -2", "", "", true,
     false},
    {"wanted", "ptsd,cbt,,,,a:approach", "- -", "cbt", "", true, false},
    {"wanted_parent", "ptsd,exposure,,,,a:not_helping", "- -", "emdr", "", true,
     false},
    {"best", "ptsd,,,,,a:not_helping", "- -", "emdr", "", true, false},
    {"no_concern", ",,,,,a:approach", "- -", "", "", true, false},
    {"wanted_no_concern", ",emdr,,,,a:approach", "- -", "emdr", "", true,
     false},
    {"two_therapists", "ptsd,,,,,a:approach;b:not_helping", "- -",
     "emdr supportive", "", true, false},
    {"offers_nothing", "ptsd,,,,,d:approach", "- -", "", "", true, false},
    {"gone_approach", "ptsd,,,,,zz:approach", "- -", "", "", true, false},
    {"experience", "ptsd,,,,,a:experience;b:experience", "- -", "", "expertise",
     true, false},
    {"values", "ptsd,,,,,a:values;b:culture", "- -", "", "preferences", true,
     false},
    {"access", "ptsd,,,,,a:schedule;b:cost;zz:place", "- -", "", "access",
     false, false},
    {"connection", "ptsd,,,,,a:no_connection", "- -", "", "style", true, false},
    {"left", "ptsd,,,,,a:left", "- -", "", "", true, false},
    {"others", "ptsd,,,,,a:moved;a:insurance;a:finished", "- -", "", "", false,
     false},
    {"safety", "ptsd,,,,,a:moved;b:safety", "- -", "", "", false, true},
};

static void put_style(char *out, size_t size, double value) {
    if (isnan(value))
        snprintf(out, size, "-");
    else
        snprintf(out, size, "%g", value);
}

static void test_row(void **state) {
    const row *r = *state;
    char clients[300], style[2][16], found[40], tried[80] = "", twice[80] = "";
    clinic c;

    snprintf(clients, sizeof clients, "%s%s\n", head, r->cells);
    clinic_open(&c,
                &(clinic_files){.therapists = THERAPISTS, .clients = clients});
    const rp_need *need = clinic_need(&c, "c");
    const rp_parted *p = &need->parted;
    put_style(style[0], sizeof style[0], p->style[RP_DIRECTIVE]);
    put_style(style[1], sizeof style[1], p->style[RP_SUPPORT]);
    snprintf(found, sizeof found, "%s %s", style[0], style[1]);
    assert_string_equal(found, r->style);
    for (size_t k = 0; k < p->tried_count; k++) {
        size_t used = strlen(tried);
        snprintf(tried + used, sizeof tried - used, "%s%s", k ? " " : "",
                 rp_names_name(&c.roster.names, RP_NAMES_MODALITIES,
                               p->tried[k].modality));
    }
    assert_string_equal(tried, r->tried);
    for (int k = 0; k < RP_CRITERION_COUNT; k++) {
        size_t used = strlen(twice);
        assert_exactly(need->weight[k], c.policy.weight[k] * p->factor[k]);
        if (p->factor[k] > 1.5)
            snprintf(twice + used, sizeof twice - used, "%s%s", used ? " " : "",
                     rp_criterion_names[k]);
    }
    assert_string_equal(twice, r->twice);
    assert_int_equal(rp_parted_promotes(need->client), r->promotes);
    assert_int_equal(rp_parted_unsafe(need->client) >= 0, r->is_unsafe);
    /* the record itself is as it was written */
    if (strstr(r->cells, "-2"))
        assert_exactly(need->client->style[RP_DIRECTIVE], -2.0);
    clinic_close(&c);
}

/* Every reason says something that can stand behind "since". */
static void test_words(void **state) {
    char words[RP_PARTED_WORDS];

    (void)state;
    for (int k = 0; k < RP_PARTING_ROWS; k++) {
        const rp_parting parting = {RP_NONE, "T04", (uint8_t)k};
        const rp_client client = {.partings = &parting, .parting_count = 1};
        rp_parted_words(words, &client, 0);
        assert_non_null(strstr(words, "T04"));
        assert_int_equal(rp_parting_find(rp_text_of(rp_parting_rows[k].reason)),
                         k);
    }
    assert_string_equal(rp_parting_nearest(rp_text_of("too_direct")),
                        "too_directive");
    assert_int_equal(rp_parting_find(rp_text_of("tired")), -1);
}

int main(void) {
    suite s = {0};

    SUITE_TABLE(&s, rows, test_row);
    suite_add(&s, "words", test_words, NULL);
    return suite_run(&s, "parted");
}
