/* Vocabularies and the names of a roster's tags. */
#include "unit/suite.h"

#include "input/words/likeness.h"
#include "input/words/names.h"

#include <stdio.h>
#include <string.h>

typedef struct builtin_row {
    const char *name;
    rp_builtin which;
    const char *folded, *entry; /* NULL: unknown */
} builtin_row;

static const builtin_row builtins[] = {
    {"formats/video", RP_FORMATS, "video", "video"},
    {"formats/telehealth", RP_FORMATS, "telehealth", "video"},
    {"formats/virtual", RP_FORMATS, "virtual", "video"},
    {"formats/online", RP_FORMATS, "online", "video"},
    {"formats/hybrid", RP_FORMATS, "hybrid", "hybrid"},
    {"formats/in_person", RP_FORMATS, "in_person", "in_person"},
    {"formats/phone", RP_FORMATS, "telephone", "phone"},
    {"formats/unknown", RP_FORMATS, "fax", NULL},
    {"types/couples", RP_CLIENT_TYPES, "couples", "couple"},
    {"types/one_to_one", RP_CLIENT_TYPES, "1:1", "individual"},
    {"types/unknown", RP_CLIENT_TYPES, "person", NULL},
    {"gender/f", RP_GENDERS, "f", "female"},
    {"gender/woman", RP_GENDERS, "woman", "female"},
    {"gender/m", RP_GENDERS, "m", "male"},
    {"gender/man", RP_GENDERS, "man", "male"},
    {"gender/nonbinary", RP_GENDERS, "nonbinary", "non_binary"},
    {"gender/nb", RP_GENDERS, "nb", "non_binary"},
    {"gender/label", RP_GENDERS, "non_binary", "non_binary"},
    {"region/new_york", RP_REGIONS, "new_york", "ny"},
    {"region/ny", RP_REGIONS, "ny", "ny"},
    {"region/dc", RP_REGIONS, "district_of_columbia", "dc"},
    {"region/quebec", RP_REGIONS,
     "qu\xC3\xA9"
     "bec",
     "qc"},
    {"region/new_brunswick", RP_REGIONS, "nb", "nb"},
    {"region/unknown", RP_REGIONS, "bavaria", NULL},
};

static void test_builtin(void **state) {
    const builtin_row *row = *state;
    rp_vocabulary v;

    assert_true(rp_vocabulary_builtin(&v, row->which));
    uint32_t entry = rp_vocabulary_find(&v, rp_text_of(row->folded));
    if (row->entry)
        assert_string_equal(v.entries[entry].name, row->entry);
    else
        assert_int_equal(entry, RP_NONE);
    rp_vocabulary_clear(&v);
}

/* The numbers that the code counts on. */
static void test_order(void **state) {
    static const char *const formats[] = {"in_person", "video", "phone",
                                          "hybrid"};
    static const char *const types[] = {"individual", "couple", "family",
                                        "group"};
    rp_vocabulary v;

    (void)state;
    assert_true(rp_vocabulary_builtin(&v, RP_FORMATS));
    assert_int_equal(v.count, 4);
    for (int k = RP_IN_PERSON; k <= RP_HYBRID; k++)
        assert_string_equal(v.entries[k].name, formats[k]);
    rp_vocabulary_clear(&v);
    assert_true(rp_vocabulary_builtin(&v, RP_CLIENT_TYPES));
    assert_int_equal(v.count, RP_CLIENT_TYPE_COUNT);
    for (int k = RP_INDIVIDUAL; k < RP_CLIENT_TYPE_COUNT; k++)
        assert_string_equal(v.entries[k].name, types[k]);
    rp_vocabulary_clear(&v);
    assert_true(rp_vocabulary_builtin(&v, RP_REGIONS));
    assert_int_equal(v.count, 51 + 13);
    rp_vocabulary_clear(&v);
}

static void test_vocabulary(void **state) {
    rp_vocabulary v;
    uint32_t taken;

    (void)state;
    assert_true(rp_vocabulary_init(&v));
    uint32_t low = rp_vocabulary_add(&v, rp_text_of("low"), rp_text_of("Low"));
    uint32_t two = rp_vocabulary_add(&v, rp_text_of("two"), rp_text_of("Two"));
    assert_int_equal(low, 0);
    assert_int_equal(two, 1);
    /* a name is no key by itself */
    assert_int_equal(rp_vocabulary_find(&v, rp_text_of("low")), RP_NONE);
    assert_true(rp_vocabulary_alias(&v, rp_text_of(" LOW "), low, &taken));
    assert_int_equal(taken, RP_NONE);
    assert_true(rp_vocabulary_alias(&v, rp_text_of("low"), low, &taken));
    assert_int_equal(taken, RP_NONE);
    assert_true(rp_vocabulary_alias(&v, rp_text_of("Low"), two, &taken));
    assert_int_equal(taken, low);
    assert_int_equal(rp_vocabulary_find(&v, rp_text_of("low")), low);
    assert_true(rp_vocabulary_alias(&v, rp_text_of("a , b,  c"), two, &taken));
    assert_int_equal(rp_vocabulary_find(&v, rp_text_of("a,b,_c")), two);
    assert_int_equal(rp_vocabulary_find(&v, rp_text_of("a_,b,c")), two);
    assert_int_equal(rp_vocabulary_find(&v, rp_text_of("a,b")), RP_NONE);
    assert_string_equal(rp_vocabulary_nearest(&v, rp_text_of("lov")), "low");
    assert_null(rp_vocabulary_nearest(&v, rp_text_of("xyzzy")));
    assert_int_equal(v.entries[low].parent, RP_NONE);
    rp_vocabulary_clear(&v);
}

static void test_names(void **state) {
    rp_findings findings = {0};
    rp_taxonomy taxonomy;
    rp_names names;

    (void)state;
    assert_int_equal(rp_taxonomy_load(&taxonomy, NULL, &findings), RP_OK);
    assert_int_equal(rp_names_init(&names, &taxonomy), RP_OK);
    uint32_t known = taxonomy.concerns.count;
    uint32_t gad = rp_names_tag(&names, RP_NAMES_CONCERNS, rp_text_of("gad"));
    assert_true(gad < known);
    assert_string_equal(rp_names_name(&names, RP_NAMES_CONCERNS, gad), "gad");
    assert_string_not_equal(rp_names_label(&names, RP_NAMES_CONCERNS, gad),
                            "gad");
    /* literal tags come behind the known ones, each text once */
    assert_int_equal(rp_names_find(&names, RP_NAMES_CONCERNS, rp_text_of("a")),
                     RP_NONE);
    assert_int_equal(rp_names_tag(&names, RP_NAMES_CONCERNS, rp_text_of("a")),
                     known);
    assert_int_equal(rp_names_tag(&names, RP_NAMES_CONCERNS, rp_text_of("b")),
                     known + 1);
    assert_int_equal(rp_names_tag(&names, RP_NAMES_CONCERNS, rp_text_of("a")),
                     known);
    assert_int_equal(rp_names_find(&names, RP_NAMES_CONCERNS, rp_text_of("b")),
                     known + 1);
    assert_int_equal(rp_names_count(&names, RP_NAMES_CONCERNS), known + 2);
    assert_string_equal(rp_names_name(&names, RP_NAMES_CONCERNS, known + 1),
                        "b");
    assert_string_equal(rp_names_label(&names, RP_NAMES_CONCERNS, known), "a");
    assert_int_equal(rp_names_known(&names, RP_NAMES_CONCERNS, rp_text_of("a")),
                     RP_NONE);
    assert_int_equal(
        rp_names_known(&names, RP_NAMES_CONCERNS, rp_text_of("f41.1")), gad);
    /* free names begin at 0, and other names do not share them */
    assert_int_equal(rp_names_tag(&names, RP_NAMES_FREE, rp_text_of("a")), 0);
    assert_int_equal(rp_names_find(&names, RP_NAMES_GENDERS, rp_text_of("a")),
                     RP_NONE);
    assert_true(rp_names_closed(RP_NAMES_FORMATS));
    assert_true(rp_names_closed(RP_NAMES_CLIENT_TYPES));
    assert_false(rp_names_closed(RP_NAMES_CONCERNS));
    rp_names_clear(&names);
    rp_taxonomy_clear(&taxonomy);
    rp_findings_clear(&findings);
}

typedef struct elsewhere_row {
    const char *name;
    rp_names_id id;
    const char *folded, *where;
} elsewhere_row;

static const elsewhere_row elsewheres[] = {
    {"elsewhere/format", RP_NAMES_MODALITIES, "video", "formats"},
    {"elsewhere/type", RP_NAMES_MODALITIES, "couples", "client_types"},
    {"elsewhere/modality", RP_NAMES_CONCERNS, "emdr", "modalities"},
    {"elsewhere/concern", RP_NAMES_MODALITIES, "gad", "concerns"},
    {"elsewhere/own", RP_NAMES_CONCERNS, "gad", NULL},
    {"elsewhere/nowhere", RP_NAMES_CONCERNS, "xyzzy", NULL},
};

static void test_elsewhere(void **state) {
    const elsewhere_row *row = *state;
    rp_findings findings = {0};
    rp_taxonomy taxonomy;
    rp_names names;

    assert_int_equal(rp_taxonomy_load(&taxonomy, NULL, &findings), RP_OK);
    assert_int_equal(rp_names_init(&names, &taxonomy), RP_OK);
    const char *where =
        rp_names_elsewhere(&names, row->id, rp_text_of(row->folded));
    if (row->where)
        assert_string_equal(where, row->where);
    else
        assert_null(where);
    rp_names_clear(&names);
    rp_taxonomy_clear(&taxonomy);
    rp_findings_clear(&findings);
}

/* -- spellings of one name --------------------------------------------------
 */

typedef struct like_row {
    const char *name, *a, *b;
    bool holds;
} like_row;

static const like_row likes[] = {
    {"like/one_letter", "brooklyn", "brookiyn", true},
    {"like/two_letters", "brooklyn", "brokliyn", true},
    {"like/three_letters", "brooklyn", "brakliin", false},
    {"like/few_letters", "north", "morth", false},
    {"like/short_forms", "main street", "main st.", true},
    {"like/saint", "saint mary's clinic", "st mary s clinic", true},
    {"like/other_numbers", "avenue 12 east", "avenue 13 east", false},
    {"like/same_numbers", "madison avenue 12", "madison ave. 12", true},
    {"like/much_longer", "downtown", "downtown, third floor", false},
};

static void test_like(void **state) {
    const like_row *row = *state;

    assert_int_equal(rp_likeness_holds(rp_text_of(row->a), rp_text_of(row->b)),
                     row->holds);
    assert_int_equal(rp_likeness_holds(rp_text_of(row->b), rp_text_of(row->a)),
                     row->holds);
}

/* Names that take 96 letters in short forms are compared, longer ones are not.
 */
static void test_long_names(void **state) {
    char a[128] = "street_", b[128] = "st_";

    (void)state;
    memset(a + 7, 'n', 94);
    memset(b + 3, 'n', 94);
    assert_true(rp_likeness_holds((rp_text){a, 7 + 93}, (rp_text){b, 3 + 93}));
    assert_false(rp_likeness_holds((rp_text){a, 7 + 94}, (rp_text){b, 3 + 94}));
}

int main(void) {
    suite s = {0};

    SUITE_TABLE(&s, builtins, test_builtin);
    suite_add(&s, "vocabulary/order", test_order, NULL);
    suite_add(&s, "vocabulary/aliases", test_vocabulary, NULL);
    suite_add(&s, "names", test_names, NULL);
    SUITE_TABLE(&s, elsewheres, test_elsewhere);
    SUITE_TABLE(&s, likes, test_like);
    suite_add(&s, "like/long_names", test_long_names, NULL);
    return suite_run(&s, "names");
}
