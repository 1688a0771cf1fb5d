/* The tables beside the vocabularies: payers, compacts, couple_safety, adult,
 * measures; and what makes one wrong. */
#include "unit/clinic.h"
#include "unit/suite.h"

#include "base/embedded.h"
#include "input/cell/number.h"
#include "input/words/taxonomy.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static rp_taxonomy shipped;

static rp_text folded(rp_buffer *key, const char *text) {
    assert_true(rp_text_fold(key, rp_text_of(text)));
    return (rp_text){key->bytes, key->length};
}

static uint32_t concern(const char *name) {
    rp_buffer key = {0};
    uint32_t found = rp_vocabulary_find(&shipped.concerns, folded(&key, name));

    rp_buffer_clear(&key);
    return found;
}

/* -- payers -----------------------------------------------------------------
 */

typedef struct payer_case {
    const char *name, *payer; /* "" for none */
} payer_case;

static const payer_case payers[] = {
    {"Aetna", "aetna"},
    {"AETNA INSURANCE", "aetna"},
    {"United Healthcare", "uhc"},
    {"united_health_care", "uhc"},
    {"Blue Cross & Blue Shield", "bcbs"},
    {"Blue Cross and Blue Shield", "bcbs"},
    {"blue cross/blue shield", "bcbs"},
    {"BlueCross BlueShield", "bcbs"},
    {"B.C.B.S.", "bcbs"},
    {"Scott & White Health Plan", "scott_white"},
    {"Self-Pay", "none"},
    {"out of network", "none"},
    {"I don't know", ""},
    {"won\342\200\231t use insurance", "none"},
    {"united", ""},
    {"medical", ""},
    {"", ""},
};

static void test_payer(void **state) {
    const payer_case *row = *state;
    uint32_t payer = rp_payers_find(&shipped.payers, rp_text_of(row->name));

    if (*row->payer)
        assert_string_equal(shipped.payers.payers[payer].name, row->payer);
    else
        assert_int_equal(payer, RP_NONE);
}

typedef struct pair_case {
    const char *name, *one, *other;
    rp_payer_relation relation;
} pair_case;

static const pair_case pairs[] = {
    {"pair/same", "uhc", "united healthcare", RP_PAYERS_SAME},
    {"pair/apart", "aetna", "cigna", RP_PAYERS_APART},
    {"pair/network", "optum", "uhc", RP_PAYERS_ASK},
    {"pair/turned", "uhc", "optum", RP_PAYERS_ASK},
    {"pair/never", "medicare", "medicaid", RP_PAYERS_NEVER},
    {"pair/stem", "medicaid", "medicaid_ny", RP_PAYERS_ASK},
    {"pair/two_states", "medicaid_ny", "medicaid_nj", RP_PAYERS_NEVER},
    {"pair/blue_plan", "bcbs", "bcbs_tx", RP_PAYERS_ASK},
    {"pair/which_blue", "blue_cross", "bcbs_tx", RP_PAYERS_ASK},
    {"pair/two_blues", "bcbs_tx", "bcbs_az", RP_PAYERS_NEVER},
    {"pair/one_state", "highmark", "capital_blue", RP_PAYERS_NEVER},
};

static void test_pair(void **state) {
    const pair_case *row = *state;
    const char *why;
    uint32_t one = rp_payers_find(&shipped.payers, rp_text_of(row->one));
    uint32_t other = rp_payers_find(&shipped.payers, rp_text_of(row->other));

    assert_int_equal(rp_payers_relation(&shipped.payers, one, other, &why),
                     row->relation);
    assert_int_equal(why != NULL, row->relation >= RP_PAYERS_ASK);
    assert_int_equal(rp_payers_relation(&shipped.payers, other, one, NULL),
                     row->relation);
}

static void test_payer_kinds(void **state) {
    const rp_payers *p = &shipped.payers;

    (void)state;
    assert_int_equal(p->count, 194);
    assert_int_equal(p->pair_count, 109);
    assert_int_equal(p->payers[rp_payers_find(p, rp_text_of("cash"))].kind,
                     RP_PAYER_NOBODY);
    assert_int_equal(p->payers[rp_payers_find(p, rp_text_of("lyra"))].kind,
                     RP_PAYER_EAP);
}

/* -- compacts ---------------------------------------------------------------
 */

typedef struct compact_case {
    const char *name, *compact, *state;
    bool covers;
} compact_case;

static const compact_case compacts[] = {
    {"psypact/member", "PSYPACT", "tx", true},
    {"psypact/alias", "PSY PACT", "nj", true},
    {"psypact/no_member", "psypact", "ny", false},
    {"psypact/california", "psypact", "ca", false},
    {"counseling/enacted", "Counseling Compact", "oh", false},
    {"counseling/issues", "counselling compact", "al", false},
    {"social_work/enacted", "multistate license", "va", false},
};

static void test_compact(void **state) {
    const compact_case *row = *state;
    rp_buffer key = {0};
    uint32_t compact =
        rp_compacts_find(&shipped.compacts, folded(&key, row->compact));

    rp_buffer_clear(&key);
    assert_int_not_equal(compact, RP_NONE);
    assert_int_equal(
        rp_compacts_covers(&shipped.compacts, compact, rp_text_of(row->state)),
        row->covers);
}

static void test_compact_rules(void **state) {
    const rp_compacts *c = &shipped.compacts;
    int32_t day;

    (void)state;
    assert_int_equal(c->count, 3);
    assert_int_equal(c->member_count, 43);
    assert_int_equal(c->compacts[0].formats, 1 << RP_VIDEO | 1 << RP_PHONE);
    assert_int_equal(c->compacts[1].formats, 0);
    assert_true(rp_date_parse(&day, rp_text_of("2025-11-19")));
    assert_int_equal(c->compacts[0].as_of, day);
    assert_false(rp_compacts_is_old(&c->compacts[0], day + 366));
    assert_true(rp_compacts_is_old(&c->compacts[0], day + 367));
    assert_int_equal(rp_compacts_find(c, rp_text_of("texas")), RP_NONE);
}

/* -- couple_safety ----------------------------------------------------------
 */

enum {
    HUMAN = 1u << RP_FLAG_HUMAN,
    IPV = 1u << RP_SCREEN_IPV,
    MEDICAL = 1u << RP_FLAG_MEDICAL
};

typedef struct safety_case {
    const char *name, *concern;
    unsigned comes;
    const char *wrote;
    unsigned flags;
} safety_case;

static const safety_case safeties[] = {
    {"safety/always", "domestic_violence", RP_COMES_ADULT, "", HUMAN},
    {"safety/couple", "domestic_violence", RP_COMES_COUPLE, "", HUMAN},
    {"safety/child", "suicidal_ideation", 0, "", HUMAN},
    {"safety/others", "harm_to_others", RP_COMES_ADULT, "", HUMAN},
    {"safety/screen", "couple_distress", RP_COMES_COUPLE, "", IPV},
    {"safety/screen_alone", "couple_distress", RP_COMES_ADULT, "", 0},
    {"safety/family", "anger", RP_COMES_FAMILY | RP_COMES_MINOR, "", IPV},
    {"safety/minor", "sexual_abuse", RP_COMES_MINOR, "rape", HUMAN},
    {"safety/adult", "sexual_abuse", RP_COMES_ADULT, "sexual abuse", 0},
    {"safety/age_unknown", "sexual_abuse", 0, "", 0},
    {"safety/abuse_minor", "trauma", RP_COMES_MINOR, "Child abuse", HUMAN},
    {"safety/trauma_minor", "trauma", RP_COMES_MINOR, "trauma", 0},
    {"safety/abuse_adult", "trauma", RP_COMES_ADULT, "abuse", 0},
    {"safety/detox", "detox", RP_COMES_ADULT, "", MEDICAL},
    {"safety/teen", "teen_violence", RP_COMES_MINOR, "", HUMAN},
    {"safety/teen_adult", "teen_violence", RP_COMES_ADULT, "", 0},
    {"safety/none", "gad", RP_COMES_COUPLE | RP_COMES_MINOR, "abuse", 0},
};

static void test_safety(void **state) {
    const safety_case *row = *state;
    unsigned flags = rp_couple_safety_flags(
        &shipped.couple_safety, &shipped.concerns, concern(row->concern),
        row->comes, rp_couple_safety_is_abuse(rp_text_of(row->wrote)));

    assert_int_equal(flags, row->flags);
}

static void test_abuse(void **state) {
    (void)state;
    assert_true(rp_couple_safety_is_abuse(rp_text_of("physical ABUSE")));
    assert_true(rp_couple_safety_is_abuse(rp_text_of("abused")));
    assert_true(rp_couple_safety_is_abuse(rp_text_of("maltrato infantil")));
    assert_false(rp_couple_safety_is_abuse(rp_text_of("disabused")));
    assert_false(rp_couple_safety_is_abuse(rp_text_of("")));
    assert_int_equal(shipped.couple_safety.count, 28);
}

/* -- adult ------------------------------------------------------------------
 */

typedef struct adult_case {
    const char *name;
    rp_adult_kind kind;
    rp_show show;
} adult_case;

static const adult_case adults[] = {
    {"kink", RP_ADULT_CONCERN, RP_SHOW_ADULT},
    {"sexual_abuse", RP_ADULT_CONCERN, RP_SHOW_OWN},
    {"identity_lgbtq", RP_ADULT_CONCERN, RP_SHOW_ALWAYS},
    {"gad", RP_ADULT_CONCERN, RP_SHOW_ALWAYS},
    {"Kink Friendly", RP_ADULT_POPULATION, RP_SHOW_ADULT},
    {"LGBTQ", RP_ADULT_POPULATION, RP_SHOW_ALWAYS},
    {"lgbtq and kink aware people", RP_ADULT_POPULATION, RP_SHOW_ADULT},
    {"polyamorous", RP_ADULT_POPULATION, RP_SHOW_ADULT},
    {"students", RP_ADULT_POPULATION, RP_SHOW_ALWAYS},
    {"ketamine-assisted psychotherapy", RP_ADULT_MODALITY, RP_SHOW_ADULT},
    {"gottman", RP_ADULT_MODALITY, RP_SHOW_OWN},
    {"cbt", RP_ADULT_MODALITY, RP_SHOW_ALWAYS},
};

static void test_adult(void **state) {
    const adult_case *row = *state;
    rp_buffer key = {0};

    assert_int_equal(
        rp_adult_show(&shipped.adult, row->kind, folded(&key, row->name)),
        row->show);
    rp_buffer_clear(&key);
}

static void test_may_show(void **state) {
    (void)state;
    assert_true(rp_adult_may_show(RP_SHOW_ADULT, false, false));
    assert_false(rp_adult_may_show(RP_SHOW_ADULT, true, true));
    assert_true(rp_adult_may_show(RP_SHOW_OWN, true, true));
    assert_false(rp_adult_may_show(RP_SHOW_OWN, true, false));
    assert_true(rp_adult_may_show(RP_SHOW_ALWAYS, true, false));
}

/* -- measures ---------------------------------------------------------------
 */

static void test_measures(void **state) {
    const rp_measures *m = &shipped.measures;
    rp_buffer key = {0};

    (void)state;
    assert_int_equal(m->names.count, 22);
    uint32_t phq = rp_vocabulary_find(&m->names, folded(&key, "PHQ 9"));
    assert_int_equal(m->measures[phq].concern, concern("depression"));
    assert_true(m->measures[phq].higher_is_worse);
    assert_exactly(m->measures[phq].caseness, 10);
    assert_exactly(m->measures[phq].severe, 20);
    uint32_t ors = rp_vocabulary_find(&m->names, folded(&key, "ors"));
    assert_false(m->measures[ors].higher_is_worse);
    assert_true(isnan(m->measures[ors].severe));
    uint32_t srs = rp_vocabulary_find(&m->names, folded(&key, "SRS"));
    assert_true(m->measures[srs].is_alliance);
    assert_int_equal(m->measures[srs].concern, RP_NONE);
    rp_buffer_clear(&key);
}

/* -- tables of one's own -----------------------------------------------------
 */

typedef struct fault {
    const char *name, *file, *text, *said;
    uint64_t line, column;
} fault;

#define PAYERS "payer,label,aliases,kind\n"
#define PAIRS "payer,other,reading,why\n"
#define COMPACTS "compact,state,aliases,membership,as_of,counts_for\n"
#define SAFETY "concern,flag,when\n"
#define ADULT "kind,name,aliases,show\n"
#define MEASURES                                                               \
    "measure,label,concern,higher_is_worse,min,max,reliable_change,"           \
    "caseness,severe,kind,aliases\n"

static const fault faults[] = {
    {"payers/kind", "payers.csv", PAYERS "a,A,,bank\n", "kind: 'bank'", 2, 6},
    {"payers/name", "payers.csv", PAYERS ",A,,other\n", "payer: missing", 2, 1},
    {"payers/twice", "payers.csv", PAYERS "a,,,other\nb,,A,other\n",
     "aliases: 'A' already stands for a", 3, 4},
    {"pairs/unknown", "payer_pairs.csv", PAIRS "aetna,cigma,warn,\n",
     "other: 'cigma' is no payer, nearest: cigna", 2, 7},
    {"pairs/reading", "payer_pairs.csv", PAIRS "aetna,cigna,maybe,\n",
     "reading: 'maybe'", 2, 13},
    {"compacts/no_rules", "compacts.csv",
     COMPACTS "x,ny,,effective,2026-01-01,\n", "compact: 'x' has no row", 2, 1},
    {"compacts/membership", "compacts.csv", COMPACTS "x,,,some,2026-01-01,\n",
     "membership: 'some'", 2, 5},
    {"compacts/state", "compacts.csv", COMPACTS "x,ny,,rules,2026-01-01,\n",
     "state: expected none", 2, 3},
    {"compacts/day", "compacts.csv", COMPACTS "x,,,rules,1/2/2026,\n",
     "as_of: '1/2/2026'", 2, 11},
    {"compacts/format", "compacts.csv",
     COMPACTS "x,,,rules,2026-01-01,letters\n", "counts_for: 'letters'", 2, 22},
    {"safety/concern", "couple_safety.csv", SAFETY "angst,specialist,always\n",
     "concern: 'angst' is not in the taxonomy", 2, 1},
    {"safety/flag", "couple_safety.csv", SAFETY "gad,alarm,always\n",
     "flag: 'alarm'", 2, 5},
    {"safety/when", "couple_safety.csv", SAFETY "gad,specialist,minor;often\n",
     "when: 'often'", 2, 16},
    {"safety/no_when", "couple_safety.csv", SAFETY "gad,specialist,\n",
     "when: missing", 2, 16},
    {"adult/kind", "adult.csv", ADULT "word,x,,adult\n", "kind: 'word'", 2, 1},
    {"adult/show", "adult.csv", ADULT "population,x,,maybe\n", "show: 'maybe'",
     2, 15},
    {"adult/concern", "adult.csv", ADULT "concern,xyzzyx,,adult\n",
     "name: 'xyzzyx' is not in the taxonomy", 2, 9},
    {"measures/number", "measures.csv", MEASURES "x,X,,yes,0,1e9,,,,symptom,\n",
     "max: '1e9'", 2, 12},
    {"measures/turned", "measures.csv", MEASURES "x,X,,yes,9,1,,,,symptom,\n",
     "max: smaller than min", 2, 12},
    {"measures/worse", "measures.csv", MEASURES "x,X,,up,0,9,,,,symptom,\n",
     "higher_is_worse: 'up'", 2, 6},
    {"measures/kind", "measures.csv", MEASURES "x,X,,yes,0,9,,,,mood,\n",
     "kind: 'mood'", 2, 17},
    {"modalities/protocol_for", "modalities.csv",
     "modality,label,protocol_for\nm,M,worry;angst\n",
     "protocol_for: 'angst' is not in the taxonomy", 2, 5},
};

static void test_fault(void **state) {
    const fault *row = *state;
    char *folder = scratch_new();
    rp_findings findings = {0};
    rp_taxonomy own;
    const struct {
        const char *name;
        const unsigned char *bytes;
        size_t size;
    } needed[] = {
        {"concerns.csv", rp_embedded_concerns, rp_embedded_concerns_size},
        {"modalities.csv", rp_embedded_modalities, rp_embedded_modalities_size},
        {"evidence.csv", (const unsigned char *)"concern,modality,rating\n",
         24},
    };

    for (size_t i = 0; i < 3; i++)
        scratch_write(scratch_path(folder, needed[i].name), needed[i].bytes,
                      needed[i].size);
    scratch_write(scratch_path(folder, row->file), row->text,
                  strlen(row->text));
    assert_int_equal(rp_taxonomy_load(&own, folder, &findings), RP_ERR_DATA);
    assert_int_equal(findings.count, 1);
    if (!strstr(findings.items[0].message, row->said))
        fail_msg("'%s' says nothing of '%s'", findings.items[0].message,
                 row->said);
    assert_int_equal(findings.items[0].line, row->line);
    assert_int_equal(findings.items[0].column, row->column);
    rp_taxonomy_clear(&own);
    scratch_remove(folder);
    rp_findings_clear(&findings);
}

/* Tables built in that speak of concerns which the clinic's own taxonomy does
 * not have are no fault; its own tables replace those built in. */
static void test_own_tables(void **state) {
    char *folder = scratch_new();
    rp_findings findings = {0};
    rp_taxonomy own;
    rp_danger_hit hit;

    (void)state;
#define WRITE(name, text)                                                      \
    scratch_write(scratch_path(folder, name), text, sizeof(text) - 1)
    WRITE("concerns.csv", "concern,label\nworry,Worry\n");
    WRITE("modalities.csv", "modality,label\ntalk,Talk\n");
    WRITE("evidence.csv", "concern,modality,rating\n");
    WRITE("payers.csv", PAYERS "acorn,Acorn,the acorn,other\n");
    WRITE("payer_pairs.csv", PAIRS);
    assert_int_equal(rp_taxonomy_load(&own, folder, &findings), RP_OK);
    assert_int_equal(findings.count, 0);
    assert_int_equal(own.payers.count, 1);
    assert_int_equal(own.payers.pair_count, 0);
    assert_int_equal(own.compacts.count, 3);
    assert_int_equal(own.couple_safety.count, 0);
    assert_true(rp_danger_find(&own.danger, rp_text_of("suicidal"), &hit));
    assert_int_equal(hit.grade, RP_DANGER_PERSON);
    assert_int_equal(hit.concern, RP_NONE);
    rp_taxonomy_clear(&own);
    scratch_remove(folder);
    rp_findings_clear(&findings);
}

int main(void) {
    rp_findings findings = {0};
    suite s = {0};

    if (rp_taxonomy_load(&shipped, NULL, &findings) != RP_OK) {
        rp_findings_print(&findings, stderr, 0);
        return 1;
    }
    SUITE_TABLE(&s, payers, test_payer);
    SUITE_TABLE(&s, pairs, test_pair);
    suite_add(&s, "payer_kinds", test_payer_kinds, NULL);
    SUITE_TABLE(&s, compacts, test_compact);
    suite_add(&s, "compact_rules", test_compact_rules, NULL);
    SUITE_TABLE(&s, safeties, test_safety);
    suite_add(&s, "abuse", test_abuse, NULL);
    SUITE_TABLE(&s, adults, test_adult);
    suite_add(&s, "may_show", test_may_show, NULL);
    suite_add(&s, "measures", test_measures, NULL);
    SUITE_TABLE(&s, faults, test_fault);
    suite_add(&s, "own_tables", test_own_tables, NULL);
    int failed = suite_run(&s, "word tables");
    rp_taxonomy_clear(&shipped);
    rp_findings_clear(&findings);
    return failed;
}
