/* The shipped taxonomy, and what makes one wrong. */
#include "unit/clinic.h"
#include "unit/suite.h"

#include "base/embedded.h"
#include "input/words/taxonomy.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* What clinics type, as seen in directories: the name is the term. */
typedef struct term {
    const char *name;
} term;

static const term concern_terms[] = {
    {"Addiction"},
    {"ADHD"},
    {"Adoption"},
    {"Alcohol Use"},
    {"Anger Management"},
    {"Antisocial Personality"},
    {"Anxiety"},
    {"Asperger's Syndrome"},
    {"Autism"},
    {"Behavioural Issues"},
    {"Bipolar Disorder"},
    {"Body Image"},
    {"Borderline Personality (BPD)"},
    {"Cancer"},
    {"Career Guidance"},
    {"Caregivers"},
    {"Child"},
    {"Chronic Illness"},
    {"Chronic Impulsivity"},
    {"Chronic Pain"},
    {"Chronic Relapse"},
    {"Codependency"},
    {"Coping Skills"},
    {"Dementia"},
    {"Depression"},
    {"Developmental Disorders"},
    {"Dissociative Disorders (DID)"},
    {"Divorce"},
    {"Domestic Abuse"},
    {"Domestic Violence"},
    {"Drug Abuse"},
    {"Dual Diagnosis"},
    {"Eating Disorders"},
    {"Education and Learning Disabilities"},
    {"Emotional Disturbance"},
    {"Family Conflict"},
    {"First Responders"},
    {"Gambling"},
    {"Geriatric and Seniors"},
    {"Grief"},
    {"Hoarding"},
    {"Infertility"},
    {"Infidelity"},
    {"Intellectual Disability"},
    {"Internet Addiction"},
    {"Life Coaching"},
    {"Life Transitions"},
    {"Marital and Premarital"},
    {"Medical Detox"},
    {"Medication Management"},
    {"Men's Issues"},
    {"Narcissistic Personality (NPD)"},
    {"Obesity"},
    {"Obsessive-Compulsive (OCD)"},
    {"Open Relationships Non-Monogamy"},
    {"Oppositional Defiance (ODD)"},
    {"Parenting"},
    {"Peer Relationships"},
    {"Personality Disorders"},
    {"Pregnancy, Prenatal, Postpartum"},
    {"Psychosis"},
    {"Racial Identity"},
    {"Relationship Issues"},
    {"School Issues"},
    {"Self Esteem"},
    {"Self-Harming"},
    {"Sex Therapy"},
    {"Sex-Positive, Kink Allied"},
    {"Sexual Abuse"},
    {"Sexual Addiction"},
    {"Sleep or Insomnia"},
    {"Spirituality"},
    {"Sports Performance"},
    {"Stress"},
    {"Substance Use (SU)"},
    {"Suicidal Ideation"},
    {"Teen Violence"},
    {"Testing and Evaluation"},
    {"Transgender"},
    {"Trauma and PTSD"},
    {"Traumatic Brain Injury (TBI)"},
    {"Veterans"},
    {"Video Game Addiction"},
    {"Weight Loss"},
    {"Women's Issues"},
    {"Impulse Control"},
    {"Mood Disorders"},
    {"Thinking Disorders"},
    {"Bisexual"},
    {"Lesbian"},
    {"LGBTQ+"},
};

static const term modality_terms[] = {
    {"ACT"},
    {"Adlerian"},
    {"AEDP"},
    {"ABA"},
    {"Art"},
    {"Attachment-based"},
    {"Biofeedback"},
    {"Brainspotting"},
    {"Christian Counselling"},
    {"Coaching"},
    {"CBT"},
    {"CPT"},
    {"Compassion Focused"},
    {"Culturally Sensitive"},
    {"Dance Movement"},
    {"DBT"},
    {"Eclectic"},
    {"EMDR"},
    {"Emotionally Focused"},
    {"Existential"},
    {"Experiential"},
    {"ERP"},
    {"Expressive Arts"},
    {"Family/Marital"},
    {"Family Systems"},
    {"Feminist"},
    {"Gestalt"},
    {"Gottman"},
    {"Humanistic"},
    {"Hypnotherapy"},
    {"Imago"},
    {"Integrative"},
    {"IFS"},
    {"Interpersonal"},
    {"Jungian"},
    {"MBCT"},
    {"Motivational Interviewing"},
    {"Multicultural"},
    {"Music"},
    {"Narrative"},
    {"NLP"},
    {"Neurofeedback"},
    {"PCIT"},
    {"Person-Centered"},
    {"Play"},
    {"Positive Psychology"},
    {"Prolonged Exposure"},
    {"Psychoanalytic"},
    {"Psychodynamic"},
    {"REBT"},
    {"Reality"},
    {"Relational"},
    {"Sandplay"},
    {"Schema"},
    {"SFBT"},
    {"Somatic"},
    {"Strength-Based"},
    {"Structural Family"},
    {"Transpersonal"},
    {"Trauma Focused"},
};

static rp_taxonomy shipped;

static uint32_t find(const rp_vocabulary *vocabulary, const char *text) {
    rp_buffer key = {0};

    assert_true(rp_text_fold(&key, rp_text_of(text)));
    rp_text folded = {key.bytes, key.length};
    uint32_t entry = vocabulary == &shipped.concerns
                         ? rp_taxonomy_concern(&shipped, folded)
                         : rp_vocabulary_find(vocabulary, folded);
    rp_buffer_clear(&key);
    return entry;
}

static void test_concern_term(void **state) {
    const term *row = *state;

    if (find(&shipped.concerns, row->name) == RP_NONE)
        fail_msg("no concern '%s'", row->name);
}

static void test_modality_term(void **state) {
    const term *row = *state;

    if (find(&shipped.modalities, row->name) == RP_NONE)
        fail_msg("no modality '%s'", row->name);
}

/* Terms have a meaning, not just an entry. */
typedef struct meaning {
    const char *name, *text, *entry;
} meaning;

static const meaning concern_meanings[] = {
    {"concern/name", "gad", "gad"},
    {"concern/label", "Generalised Anxiety", "gad"},
    {"concern/commas", "Pregnancy, Prenatal, Postpartum", "perinatal"},
    {"concern/blanks_at_commas", "pregnancy ,prenatal,  postpartum",
     "perinatal"},
    {"concern/slash", "stress_low_self_esteem", "stress_low_self_esteem"},
    {"concern/f32", "F32", "depression"},
    {"concern/f32_1", "F32.1", "depression"},
    {"concern/longest_prefix", "F32.2", "depression_severe"},
    {"concern/f33", "f33", "depression"},
    {"concern/no_dots", "f411", "gad"},
    {"concern/more_digits", "F41.10", "gad"},
    {"concern/f43_1", "F43.10", "ptsd"},
    {"concern/f42", "F42", "ocd"},
    {"concern/too_short", "F4", NULL},
    {"concern/other_chapter", "J45", NULL},
    {"concern/unknown", "xyzzy", NULL},
};

static const meaning modality_meanings[] = {
    {"modality/name", "emdr", "emdr"},
    {"modality/case", "CBT-I", "cbt_i"},
    {"modality/spelling", "Person-Centered", "person_centred"},
    {"modality/erp", "Exposure and Response Prevention", "erp"},
    {"modality/no_icd", "F32", NULL},
};

static const meaning language_meanings[] = {
    {"language/two", "es", "es"},         {"language/three", "spa", "es"},
    {"language/name", "Spanish", "es"},   {"language/arabic", "arabic", "ar"},
    {"language/none", "spanglish", NULL},
};

static void check_meaning(const rp_vocabulary *vocabulary, const meaning *row) {
    uint32_t entry = find(vocabulary, row->text);

    if (row->entry) {
        assert_int_not_equal(entry, RP_NONE);
        assert_string_equal(vocabulary->entries[entry].name, row->entry);
    } else {
        assert_int_equal(entry, RP_NONE);
    }
}

static void test_concern_meaning(void **state) {
    check_meaning(&shipped.concerns, *state);
}

static void test_modality_meaning(void **state) {
    check_meaning(&shipped.modalities, *state);
}

static void test_language_meaning(void **state) {
    check_meaning(&shipped.languages, *state);
}

/* -- the parents that others count on -------------------------------------- */

typedef struct family {
    const char *name;
    bool of_modalities;
    const char *child, *parent; /* "" for none */
} family;

static const family families[] = {
    {"parent/ptsd", false, "ptsd", "trauma"},
    {"parent/panic", false, "panic", "anxiety"},
    {"parent/gad", false, "gad", "anxiety"},
    {"parent/social_anxiety", false, "social_anxiety", "anxiety"},
    {"parent/anxiety", false, "anxiety", ""},
    {"parent/suicidal_ideation", false, "suicidal_ideation", "self_harm"},
    {"parent/pe", true, "pe", "exposure"},
    {"parent/erp", true, "erp", "exposure"},
    {"parent/exposure", true, "exposure", "cbt"},
    {"parent/cbt", true, "cbt", ""},
};

static void test_family(void **state) {
    const family *row = *state;
    const rp_vocabulary *v =
        row->of_modalities ? &shipped.modalities : &shipped.concerns;
    uint32_t parent = rp_taxonomy_parent(v, find(v, row->child));

    if (*row->parent)
        assert_string_equal(v->entries[parent].name, row->parent);
    else
        assert_int_equal(parent, RP_NONE);
    assert_int_equal(rp_taxonomy_parent(v, v->count), RP_NONE);
}

/* Loading refuses names that stand twice and cycles; here they are looked for
 * a second time, by other means. */
static void check_vocabulary(const rp_vocabulary *v) {
    for (uint32_t i = 0; i < v->count; i++) {
        assert_int_equal(find(v, v->entries[i].name), i);
        assert_int_equal(find(v, v->entries[i].label), i);
        for (uint32_t k = 0; k < i; k++)
            assert_string_not_equal(v->entries[i].name, v->entries[k].name);
        uint32_t above = i, steps = 0;
        while ((above = rp_taxonomy_parent(v, above)) != RP_NONE) {
            assert_int_not_equal(above, i);
            assert_true(++steps <= v->count);
        }
    }
}

static void test_names_once(void **state) {
    (void)state;
    check_vocabulary(&shipped.concerns);
    check_vocabulary(&shipped.modalities);
    check_vocabulary(&shipped.languages);
}

/* Each alias of the files leads to the row in which it stands. */
static void check_aliases(const rp_vocabulary *v, const char *name,
                          const unsigned char *bytes, size_t size,
                          const char *column) {
    rp_findings findings = {0};
    rp_table table;
    rp_text cells[RP_MAX_COLUMNS], piece;
    uint32_t at = 0;

    assert_int_equal(rp_table_parse(&table, name, bytes, size, &findings),
                     RP_OK);
    assert_int_equal(table.rows, v->count);
    rp_table_row(&table, 0, cells);
    while (!rp_text_equals(cells[at], column))
        assert_true(++at < table.columns);
    for (uint32_t row = 1; row <= table.rows; row++) {
        rp_table_row(&table, row, cells);
        for (uint32_t k = 0; rp_piece(cells[at].bytes, k, &piece); k++) {
            char text[256];
            snprintf(text, sizeof text, "%.*s", (int)piece.length, piece.bytes);
            if (rp_text_trim(piece).length > 0 && find(v, text) != row - 1)
                fail_msg("%s: '%s' is not of row %u", name, text,
                         (unsigned)row);
        }
    }
    rp_table_clear(&table);
    rp_findings_clear(&findings);
}

static void test_aliases_once(void **state) {
    (void)state;
    check_aliases(&shipped.concerns, "concerns", rp_embedded_concerns,
                  rp_embedded_concerns_size, "aliases");
    check_aliases(&shipped.modalities, "modalities", rp_embedded_modalities,
                  rp_embedded_modalities_size, "aliases");
    check_aliases(&shipped.languages, "languages", rp_embedded_languages,
                  rp_embedded_languages_size, "aliases");
    for (size_t i = 0; i < shipped.icd_count; i++)
        for (size_t k = 0; k < i; k++)
            assert_string_not_equal(shipped.icd[i].prefix,
                                    shipped.icd[k].prefix);
}

/* -- flags ---------------------------------------------------------------- */

static void test_flags(void **state) {
    const rp_vocabulary *v = &shipped.concerns;

    (void)state;
    assert_int_equal(rp_taxonomy_flags(&shipped, find(v, "bipolar")),
                     1u << RP_FLAG_PRESCRIBER);
    assert_int_equal(rp_taxonomy_flags(&shipped, find(v, "self_harm")),
                     1u << RP_FLAG_HUMAN);
    assert_int_equal(rp_taxonomy_flags(&shipped, find(v, "suicidal_ideation")),
                     1u << RP_FLAG_HUMAN);
    assert_int_equal(rp_taxonomy_flags(&shipped, find(v, "infidelity")),
                     1u << RP_SCREEN_IPV);
    assert_int_equal(rp_taxonomy_flags(&shipped, find(v, "gad")), 0);
    assert_int_equal(rp_taxonomy_flags(&shipped, v->count), 0);
}

/* A taxonomy of one's own: of two rows the first one holds. */
static void test_first_row_wins(void **state) {
    char *folder = scratch_new();
    rp_findings findings = {0};
    rp_taxonomy own;

    (void)state;
#define WRITE(name, text)                                                      \
    scratch_write(scratch_path(folder, name), text, sizeof(text) - 1)
    WRITE("concerns.csv", "concern,label\na,A\n");
    WRITE("modalities.csv", "modality,label\nm,M\n");
    WRITE("evidence.csv", "concern,modality,rating\na,m,modest\na,m,strong\n"
                          "a,any,flag_human\na,any,specialist\n");
    assert_int_equal(rp_taxonomy_load(&own, folder, &findings), RP_OK);
    assert_int_equal(rp_taxonomy_evidence(&own, 0, 0)->rating,
                     RP_RATING_MODEST);
    assert_int_equal(rp_taxonomy_flags(&own, 0),
                     1u << RP_FLAG_HUMAN | 1u << RP_SPECIALIST);
    /* languages.csv is optional: the built-in ones stay */
    assert_int_equal(own.languages.count, shipped.languages.count);
    rp_taxonomy_clear(&own);
    /* tables without a row are legal */
    WRITE("evidence.csv", "concern,modality,rating\n");
    WRITE("languages.csv", "code,name,aliases\nxx,Xish,\n");
    assert_int_equal(rp_taxonomy_load(&own, folder, &findings), RP_OK);
    assert_int_equal(own.languages.count, 1);
    assert_null(rp_taxonomy_evidence(&own, 0, 0));
    rp_taxonomy_clear(&own);
    assert_int_equal(findings.count, 0);
    scratch_remove(folder);
    rp_findings_clear(&findings);
}

/* Every code of the table names its concern, the first one, too. */
static void test_codes(void **state) {
    (void)state;
    assert_true(shipped.icd_count > 0);
    for (size_t i = 0; i < shipped.icd_count; i++)
        assert_int_equal(
            rp_taxonomy_concern(&shipped, rp_text_of(shipped.icd[i].prefix)),
            shipped.icd[i].concern);
}

int main(void) {
    rp_findings findings = {0};
    suite s = {0};

    if (rp_taxonomy_load(&shipped, NULL, &findings) != RP_OK) {
        rp_findings_print(&findings, stderr, 0);
        return 1;
    }
    SUITE_TABLE(&s, concern_terms, test_concern_term);
    SUITE_TABLE(&s, modality_terms, test_modality_term);
    SUITE_TABLE(&s, concern_meanings, test_concern_meaning);
    SUITE_TABLE(&s, modality_meanings, test_modality_meaning);
    SUITE_TABLE(&s, language_meanings, test_language_meaning);
    SUITE_TABLE(&s, families, test_family);
    suite_add(&s, "names_once", test_names_once, NULL);
    suite_add(&s, "aliases_once", test_aliases_once, NULL);
    suite_add(&s, "flags", test_flags, NULL);
    suite_add(&s, "codes", test_codes, NULL);
    suite_add(&s, "own/first_row_wins", test_first_row_wins, NULL);
    int failed = suite_run(&s, "taxonomy");
    rp_taxonomy_clear(&shipped);
    rp_findings_clear(&findings);
    return failed;
}
