/* Words of danger in what clients write, and in the questions of a form. */
#include "unit/clinic.h"
#include "unit/danger_phrases.h"
#include "unit/suite.h"

#include "input/safety/danger.h"
#include "input/safety/danger_words.h"
#include "input/words/taxonomy.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static rp_taxonomy shipped;

static rp_danger_hit find(const char *text) {
    rp_danger_hit hit;

    assert_true(rp_danger_find(&shipped.danger, rp_text_of(text), &hit));
    return hit;
}

static const char *concern_of(const rp_danger_hit *hit) {
    return hit->concern == RP_NONE
               ? ""
               : shipped.concerns.entries[hit->concern].name;
}

static void test_phrase(void **state) {
    const phrase *row = *state;
    rp_danger_hit hit = find(row->name);

    assert_int_equal(hit.grade, row->grade);
    if (row->concern)
        assert_string_equal(concern_of(&hit), row->concern);
}

/* -- what is told of a match ------------------------------------------------
 */

typedef struct told {
    const char *name, *text, *words;
    bool is_whole;
} told;

static const told tellings[] = {
    {"words/inside", "anxiety and suicidal thoughts, sleep", "suicidal", false},
    {"words/as_typed", "  Self–Harm!!", "Self–Harm", true},
    {"words/marks", "sufro violencia doméstica", "violencia doméstica", false},
    {"words/misspelt", "domestic violance at times", "domestic violance",
     false},
    {"words/initials", "S.I.", "S.I", true},
    {"words/invisible", "sui\342\200\213cidal", "sui\342\200\213cidal", true},
    {"words/grave_first", "a gun, and suicidal", "suicidal", false},
    {"words/harmless", "adult, suicide loss", "suicide loss", false},
    {"words/nothing", "social anxiety", "", false},
};

static void test_told(void **state) {
    const told *row = *state;
    rp_danger_hit hit = find(row->text);

    assert_int_equal(hit.words.length, strlen(row->words));
    assert_memory_equal(hit.words.bytes, row->words, hit.words.length);
    assert_int_equal(hit.is_whole, row->is_whole);
}

/* A harmless use says what it speaks of. */
static void test_harmless_concern(void **state) {
    rp_danger_hit hit = find("bereaved by suicide");

    (void)state;
    assert_int_equal(hit.grade, NONE);
    assert_string_equal(concern_of(&hit), "grief");
}

/* -- how far a weakener reaches ---------------------------------------------
 */

static const phrase reaches[] = {
    {"no suicidal thoughts", LOOK, NULL},
    {"no clear or suicidal thoughts", LOOK, NULL},
    {"no clear plan or suicidal thoughts", PERSON, NULL},
    {"no plan. suicidal thoughts", PERSON, NULL},
    {"no plan but suicidal thoughts", PERSON, NULL},
    {"sin plan pero suicida", PERSON, NULL},
    {"not current suicidal thoughts", PERSON, NULL},
    {"never until suicidal", PERSON, NULL},
    {"never suicidal until this spring", PERSON, NULL},
    {"suicidal in the past", LOOK, NULL},
    {"suicidal now in the past", PERSON, NULL},
    {"suicidal. in the past", PERSON, NULL},
    {"past suicide prevention work, suicidal", PERSON, NULL},
};

/* -- guards and masks -------------------------------------------------------
 */

static const phrase guards[] = {
    {"cutting down", NONE, NULL},
    {"cutting", PERSON, "self_harm"},
    {"cutting myself; down", PERSON, "self_harm"},
    {"SI joint pain", NONE, NULL},
    {"si me ayudan", NONE, NULL},
    {"after a suicide", NONE, NULL},
    {"after a suicide attempt", PERSON, "suicidal_ideation"},
    {"committed suicide", NONE, NULL},
    {"almost committed suicide", PERSON, "suicidal_ideation"},
    {"suicide loss, and suicidal herself", PERSON, "suicidal_ideation"},
};

/* -- misspelt names ---------------------------------------------------------
 */

static const phrase misspelt[] = {
    {"homicidel", PERSON, "harm_to_others"}, /* 9 letters: one wrong */
    {"homcidel", NONE, NULL},                /* two */
    {"domestik violense", PERSON, "domestic_violence"},
    {"domestikk violense", NONE, NULL}, /* three */
    {"domesticviolence", PERSON, "domestic_violence"},
    {"sefl harm", PERSON, "self_harm"}, /* neighbours swapped */
    {"selfharn", PERSON, "self_harm"},
    {"no domestic violance", LOOK, "domestic_violence"},
    {"narcisistic abuse", NONE, NULL}, /* its row says look */
};

/* -- headers ----------------------------------------------------------------
 */

static const phrase headers[] = {
    {"Are you having thoughts of hurting yourself?", PERSON, NULL},
    {"Have you ever thought of ending your life?", PERSON, NULL},
    {"Suicide screen (C-SSRS)", PERSON, NULL},
    {"Risk level", LOOK, NULL},
    {"Crisis plan", LOOK, NULL},
    {"Safety concerns", LOOK, NULL},
    {"UNSAFE?", LOOK, NULL},
    {"Are you currently in danger?", LOOK, NULL},
    {"dangerous_situations", LOOK, NULL},
    {"Have you been harmed?", LOOK, NULL},
    {"Harm reduction", LOOK, NULL},
    {"Do you feel safe at home?", LOOK, NULL},
    {"Violence (yes or no)", LOOK, NULL},
    {"Do you own a gun?", LOOK, NULL},
    {"Suicide prevention training", LOOK, NULL},
    {"Safe to leave voicemail?", NONE, NULL},
    {"Charm", NONE, NULL},
    {"Asterisk", NONE, NULL},
    {"Emergency contact", NONE, NULL},
    {"Preferred language", NONE, NULL},
    {"avoid_therapists", NONE, NULL},
    {"What brings you to therapy?", NONE, NULL},
    {"", NONE, NULL},
};

static void test_header(void **state) {
    const phrase *row = *state;
    rp_danger_hit hit;

    assert_true(
        rp_danger_find_in_header(&shipped.danger, rp_text_of(row->name), &hit));
    assert_int_equal(hit.grade, row->grade);
    assert_int_equal(hit.words.length > 0, hit.grade != RP_DANGER_NONE);
}

/* A text ends where it ends, and begins where it begins. */
static void test_asks_safe(void **state) {
    static const char line[] = "(safe)";

    (void)state;
    assert_true(rp_danger_asks_safe((rp_text){line + 1, 4}));
    assert_true(rp_danger_asks_safe((rp_text){line, 6}));
    assert_false(rp_danger_asks_safe((rp_text){line + 2, 3}));
    assert_false(rp_danger_asks_safe((rp_text){line, 4}));
    assert_true(rp_danger_asks_safe(rp_text_of("Is it SAFE to call?")));
    assert_false(rp_danger_asks_safe(rp_text_of("unsafe, safely")));
    assert_false(rp_danger_asks_safe(rp_text_of("")));
}

/* -- minors, sentences -------------------------------------------------------
 */

typedef struct minor_case {
    const char *name;
    int adult, minor;
} minor_case;

static const minor_case minors[] = {
    {"history of self-harm", LOOK, PERSON},
    {"emotionally abusive", LOOK, PERSON},
    {"violent outbursts", LOOK, PERSON},
    {"not suicidal", LOOK, PERSON},
    {"harm OCD", LOOK, LOOK},
    {"psych ward", LOOK, LOOK},
    {"suicidal", PERSON, PERSON},
    {"social anxiety", NONE, NONE},
};

static void test_minor(void **state) {
    const minor_case *row = *state;
    rp_danger_hit hit = find(row->name);

    assert_int_equal(rp_danger_grade_for(&shipped.danger, &hit, false),
                     row->adult);
    assert_int_equal(rp_danger_grade_for(&shipped.danger, &hit, true),
                     row->minor);
}

static void test_sentence(void **state) {
    (void)state;
    assert_true(rp_danger_is_sentence(rp_text_of("I can't sleep anymore")));
    assert_false(rp_danger_is_sentence(rp_text_of("trouble with sleep")));
    assert_false(rp_danger_is_sentence(rp_text_of("  S.L.E.E.P. / rest -")));
    assert_false(rp_danger_is_sentence(rp_text_of("")));
}

/* -- the taxonomy's own words -----------------------------------------------
 */

/* No label or alias of a harmless concern is taken for danger. */
static void test_no_false_alarm(void **state) {
    const rp_vocabulary *tables[] = {&shipped.concerns, &shipped.modalities};
    static const char *const meant[] = {"domestic_violence", "self_harm",
                                        "suicidal_ideation", "harm_to_others"};

    (void)state;
    for (size_t t = 0; t < 2; t++)
        for (uint32_t k = 0; k < rp_tags_count(tables[t]->keys); k++) {
            const char *text = rp_tags_name(tables[t]->keys, k);
            const char *name = tables[t]->entries[tables[t]->entry_of[k]].name;
            bool is_meant = false;
            for (size_t i = 0; i < sizeof meant / sizeof *meant; i++)
                is_meant |= strcmp(name, meant[i]) == 0;
            if (!is_meant && find(text).grade == RP_DANGER_PERSON)
                fail_msg("'%s' of %s is taken for danger", text, name);
        }
}

/* -- the sieve --------------------------------------------------------------
 */

enum { LONGEST_SIEVED = 160 };

/* A header is searched without the sieve, and finds what a text holds; your is
 * read as my there, so texts with it are left out. */
static void compare_with_header(const char *text) {
    rp_danger_hit whole, sieved = find(text);

    if (strstr(text, "our"))
        return;
    assert_true(
        rp_danger_find_in_header(&shipped.danger, rp_text_of(text), &whole));
    if ((int)whole.grade == LOOK && whole.concern == RP_NONE)
        return; /* a word of headers alone */
    if (sieved.grade != whole.grade || sieved.concern != whole.concern)
        fail_msg("'%s' falls through the sieve", text);
}

/* Each phrase behind harmless words, with a letter left out or doubled, in
 * capitals, and without its blanks. */
static void sieve(const char *written) {
    static const char *const before[] = {"", "mon 9-12; ", "a, b. "};
    char text[LONGEST_SIEVED * 2];
    size_t length = strlen(written);

    for (size_t k = 0; k < 3 && length < LONGEST_SIEVED; k++)
        for (size_t at = 0; at < length; at++) {
            int from = (int)at;
            snprintf(text, sizeof text, "%s%.*s%s", before[k], from, written,
                     written + at + 1);
            compare_with_header(text);
            snprintf(text, sizeof text, "%s%.*s%c%s", before[k], from, written,
                     written[at], written + at);
            compare_with_header(text);
            snprintf(text, sizeof text, "%s%s", before[k], written);
            char *byte = text + strlen(before[k]) + at;
            if (*byte >= 'a' && *byte <= 'z')
                *byte = (char)(*byte - 'a' + 'A');
            compare_with_header(text);
        }
}

static void test_sieve(void **state) {
    static const char *const harmless[] = {
        "mon 16:00-19:00; tue 11:00-14:00; sun 12:00-17:00", "in_person; cbt",
        "2026-09-20", "en; es", "T07; T12"};

    (void)state;
    for (size_t i = 0; i < sizeof phrases / sizeof *phrases; i++)
        sieve(phrases[i].name);
    for (size_t i = 0; i < sizeof misspelt / sizeof *misspelt; i++)
        sieve(misspelt[i].name);
    for (size_t i = 0; i < sizeof harmless / sizeof *harmless; i++)
        sieve(harmless[i]);
    assert_false(rp_danger_may_find(&shipped.danger, rp_text_of(harmless[0])));
    assert_false(rp_danger_may_find(&shipped.danger, rp_text_of(harmless[2])));
}

/* -- long and hostile texts --------------------------------------------------
 */

static void test_long(void **state) {
    enum { COPIES = 20000 };
    static const char unit[] = "no suicidal lost to suicide cutting me ";
    size_t size = sizeof unit - 1;
    char *text = malloc(size * COPIES + 1);
    rp_danger_hit hit;

    (void)state;
    assert_non_null(text);
    for (size_t i = 0; i < COPIES; i++)
        memcpy(text + i * size, unit, size);
    rp_text whole = {text, size * COPIES};
    assert_true(rp_danger_find(&shipped.danger, whole, &hit));
    assert_int_equal(hit.grade, PERSON);
    memset(text, 'a', whole.length);
    assert_true(rp_danger_find(&shipped.danger, whole, &hit));
    assert_int_equal(hit.grade, NONE);
    memset(text, '.', whole.length);
    assert_true(rp_danger_find(&shipped.danger, whole, &hit));
    assert_int_equal(hit.grade, NONE);
    free(text);
}

/* Long words take memory of their own, which is let go once. */
static void test_cleared_twice(void **state) {
    enum { LENGTH = 4 * RP_DANGER_FEW_LETTERS };
    char text[LENGTH];
    rp_danger_words words;

    (void)state;
    memset(text, 'a', LENGTH);
    assert_true(rp_danger_words_split(&words, (rp_text){text, LENGTH}, false));
    assert_int_equal(words.count, 1);
    rp_danger_words_clear(&words);
    rp_danger_words_clear(&words);
    assert_int_equal(words.count, 0);
}

/* -- a table of one's own -----------------------------------------------------
 */

typedef struct fault {
    const char *name, *row, *said;
} fault;

static const fault faults[] = {
    {"own/kind", "x,perhaps,,en,word,,,", "kind: 'perhaps', expected person"},
    {"own/match", "x,person,,en,part,,,", "match: 'part', expected word"},
    {"own/concern", "x,person,nobody,en,word,,,",
     "concern: 'nobody' is not in the taxonomy"},
    {"own/no_phrase", ",person,,en,word,,,", "phrase: '', expected up to 16"},
    {"own/begins_with_gap", "~ x,person,,en,phrase,,,", "phrase: '~ x'"},
    {"own/ends_with_gap", "x ~,person,,en,phrase,,,", "phrase: 'x ~'"},
    {"own/sign", "x-y,person,,en,phrase,,,", "phrase: 'x-y'"},
    {"own/two_words", "x y,person,,en,word,,,",
     "phrase: 'x y', expected a single word"},
    {"own/guard", "x,person,,en,word,y,,",
     "not_before_after: 'y', expected "
     "words after"},
    {"own/weakener", "x,weaken,,en,word,,,",
     "not_before_after: '', expected "
     "< or >"},
};

static void test_fault(void **state) {
    const fault *row = *state;
    char *folder = scratch_new(), text[256];
    rp_findings findings = {0};
    rp_danger danger;
    uint8_t *is_flagged = rp_new_array(shipped.concerns.count, 1);

    int length =
        snprintf(text, sizeof text,
                 "phrase,kind,concern,language,match,not_before_after,source,"
                 "status\nrum,person,self_harm,en,word,,,\n%s\n",
                 row->row);
    scratch_write(scratch_path(folder, "danger.csv"), text, (size_t)length);
    assert_int_equal(rp_danger_load(&danger, folder, &shipped.concerns,
                                    is_flagged, &findings),
                     RP_ERR_DATA);
    assert_int_equal(findings.count, 1);
    assert_int_equal(findings.items[0].line, 3);
    if (!strstr(findings.items[0].message, row->said))
        fail_msg("'%s' says nothing of '%s'", findings.items[0].message,
                 row->said);
    /* the good row serves, and only that */
    rp_danger_hit hit;
    assert_true(rp_danger_find(&danger, rp_text_of("rum"), &hit));
    assert_int_equal(hit.grade, PERSON);
    assert_true(rp_danger_find(&danger, rp_text_of("suicidal"), &hit));
    assert_int_equal(hit.grade, NONE);
    rp_danger_clear(&danger);
    free(is_flagged);
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
    SUITE_TABLE(&s, phrases, test_phrase);
    SUITE_TABLE(&s, others, test_phrase);
    SUITE_TABLE(&s, reaches, test_phrase);
    SUITE_TABLE(&s, guards, test_phrase);
    SUITE_TABLE(&s, misspelt, test_phrase);
    SUITE_TABLE(&s, tellings, test_told);
    SUITE_TABLE(&s, headers, test_header);
    SUITE_TABLE(&s, minors, test_minor);
    SUITE_TABLE(&s, faults, test_fault);
    suite_add(&s, "harmless_concern", test_harmless_concern, NULL);
    suite_add(&s, "sentence", test_sentence, NULL);
    suite_add(&s, "no_false_alarm", test_no_false_alarm, NULL);
    suite_add(&s, "asks_safe", test_asks_safe, NULL);
    suite_add(&s, "cleared_twice", test_cleared_twice, NULL);
    suite_add(&s, "sieve", test_sieve, NULL);
    suite_add(&s, "long", test_long, NULL);
    int failed = suite_run(&s, "danger");
    rp_taxonomy_clear(&shipped);
    rp_findings_clear(&findings);
    return failed;
}
