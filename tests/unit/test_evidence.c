/* The shipped evidence: its rows, its sources, and who borrows from whom. */
#include "unit/suite.h"

#include "base/embedded.h"
#include "input/sheet/table.h"
#include "input/words/taxonomy.h"

#include <stdio.h>
#include <string.h>

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

static bool is_source(const rp_table *sources, rp_text key) {
    rp_text cells[RP_MAX_COLUMNS];

    for (uint32_t row = 1; row <= sources->rows; row++) {
        rp_table_row(sources, row, cells);
        if (rp_text_compare(rp_text_trim(cells[0]), key) == 0)
            return true;
    }
    return false;
}

/* Every row cites something, and every key that is cited is in sources.csv;
 * compound keys are split at '/'. */
static void test_sources(void **state) {
    rp_findings findings = {0};
    rp_table sources;

    (void)state;
    assert_int_equal(rp_table_parse(&sources, "sources", rp_embedded_sources,
                                    rp_embedded_sources_size, &findings),
                     RP_OK);
    assert_true(shipped.evidence.count >= 318);
    for (size_t i = 0; i < shipped.evidence.count; i++) {
        const rp_evidence *e = &shipped.evidence.rows[i];
        const char *at = e->source;
        assert_string_not_equal(at, "");
        while (*at) {
            size_t length = strcspn(at, "/");
            if (!is_source(&sources, rp_text_trim((rp_text){at, length})))
                fail_msg("source '%.*s' of %s is in no row of sources.csv",
                         (int)length, at,
                         shipped.concerns.entries[e->concern].name);
            at += length + (at[length] == '/');
        }
        assert_true(e->concern < shipped.concerns.count);
        assert_true(e->modality == RP_NONE ||
                    e->modality < shipped.modalities.count);
    }
    rp_table_clear(&sources);
    rp_findings_clear(&findings);
}

typedef struct cited_table {
    const char *name;
    const unsigned char *bytes;
    const size_t *size;
} cited_table;

static const cited_table cited[] = {
    {"sources/danger", rp_embedded_danger, &rp_embedded_danger_size},
    {"sources/payers", rp_embedded_payers, &rp_embedded_payers_size},
    {"sources/payer_pairs", rp_embedded_payer_pairs,
     &rp_embedded_payer_pairs_size},
    {"sources/compacts", rp_embedded_compacts, &rp_embedded_compacts_size},
    {"sources/couple_safety", rp_embedded_couple_safety,
     &rp_embedded_couple_safety_size},
    {"sources/adult", rp_embedded_adult, &rp_embedded_adult_size},
};

/* The other tables cite sources in the same way. */
static void test_cited(void **state) {
    const cited_table *cites = *state;
    rp_findings findings = {0};
    rp_table sources, table;
    rp_text cells[RP_MAX_COLUMNS];
    uint32_t column = 0;

    assert_int_equal(rp_table_parse(&sources, "sources", rp_embedded_sources,
                                    rp_embedded_sources_size, &findings),
                     RP_OK);
    assert_int_equal(rp_table_parse(&table, cites->name, cites->bytes,
                                    *cites->size, &findings),
                     RP_OK);
    rp_table_row(&table, 0, cells);
    while (!rp_text_equals(cells[column], "source"))
        assert_true(++column < table.columns);
    for (uint32_t row = 1; row <= table.rows; row++) {
        rp_table_row(&table, row, cells);
        rp_text rest = cells[column];
        assert_true(rest.length > 0);
        while (rest.length > 0) {
            const char *slash = memchr(rest.bytes, '/', rest.length);
            size_t length = slash ? (size_t)(slash - rest.bytes) : rest.length;
            if (!is_source(&sources, (rp_text){rest.bytes, length}))
                fail_msg("source '%.*s' in row %u is not in sources.csv",
                         (int)length, rest.bytes, (unsigned)row);
            rest.bytes += length + (slash != NULL);
            rest.length -= length + (slash != NULL);
        }
    }
    rp_table_clear(&table);
    rp_table_clear(&sources);
    rp_findings_clear(&findings);
}

/* The rows of evidence.csv are all there, by their own names. */
static void test_rows_resolve(void **state) {
    rp_findings findings = {0};
    rp_table table;
    rp_text cells[RP_MAX_COLUMNS];

    (void)state;
    assert_int_equal(rp_table_parse(&table, "evidence", rp_embedded_evidence,
                                    rp_embedded_evidence_size, &findings),
                     RP_OK);
    assert_int_equal(table.rows, shipped.evidence.count);
    for (uint32_t row = 1; row <= table.rows; row++) {
        const rp_evidence *e = &shipped.evidence.rows[row - 1];
        rp_table_row(&table, row, cells);
        assert_true(rp_text_equals(cells[0],
                                   shipped.concerns.entries[e->concern].name));
        assert_true(rp_text_equals(
            cells[1], e->modality == RP_NONE
                          ? "any"
                          : shipped.modalities.entries[e->modality].name));
    }
    rp_table_clear(&table);
    rp_findings_clear(&findings);
}

typedef struct evidence_row {
    const char *name, *concern, *modality;
    rp_rating rating;
} evidence_row;

static const evidence_row evidence[] = {
    {"evidence/direct", "depression", "cbt", RP_RATING_STRONG},
    {"evidence/none", "racial_identity", "sandplay", RP_RATING_NONE},
    {"evidence/parent_of_concern", "teen_violence", "scared_straight",
     RP_RATING_CONTRAINDICATED},
    {"evidence/not_recommended", "ptsd", "debriefing",
     RP_RATING_NOT_RECOMMENDED},
    {"evidence/avoid_sole", "ocd", "psychodynamic", RP_RATING_AVOID_SOLE},
    {"evidence/protocol_elsewhere", "adhd_adult", "cbt_ed", RP_RATING_NONE},
    {"evidence/protocol_for", "ocd", "exposure", RP_RATING_STRONG},
    {"evidence/protocol_for_parent", "panic", "rebt", RP_RATING_STRONG},
    {"evidence/protocol_only", "depression", "exposure", RP_RATING_NONE},
    {"evidence/protocol_warned", "ocd", "tfp", RP_RATING_AVOID_SOLE},
    {"evidence/protocol_warned_child", "body_dysmorphia", "dit",
     RP_RATING_AVOID_SOLE},
    {"evidence/protocol_own_row", "insomnia", "cbt_i", RP_RATING_STRONG},
};

static void test_evidence(void **state) {
    const evidence_row *row = *state;
    const rp_evidence *e =
        rp_taxonomy_evidence(&shipped, find(&shipped.concerns, row->concern),
                             find(&shipped.modalities, row->modality));

    if (row->rating == RP_RATING_NONE)
        assert_null(e);
    else
        assert_int_equal(e->rating, row->rating);
}

/* Where CBT has no row, the form of it that has one. */
static void test_form(void **state) {
    uint32_t cbt = find(&shipped.modalities, "cbt");

    (void)state;
    assert_int_equal(
        rp_taxonomy_form(&shipped, find(&shipped.concerns, "insomnia"), cbt),
        find(&shipped.modalities, "cbt_i"));
    assert_int_equal(
        rp_taxonomy_form(&shipped, find(&shipped.concerns, "racial_identity"),
                         cbt),
        RP_NONE);
    assert_int_equal(rp_taxonomy_form(&shipped, 0, shipped.modalities.count),
                     RP_NONE);
}

static bool is_for(uint32_t modality, uint32_t concern) {
    for (size_t i = 0; i < shipped.evidence.protocol_count; i++)
        if (shipped.evidence.protocols[i].modality == modality &&
            (concern == RP_NONE ||
             shipped.evidence.protocols[i].concern == concern))
            return true;
    return false;
}

/* May the modality borrow this row for the concern? */
static bool is_lent(const rp_evidence *e, uint32_t concern, uint32_t modality) {
    uint32_t parent = rp_taxonomy_parent(&shipped.concerns, concern);

    return e->rating == RP_RATING_AVOID_SOLE ||
           e->rating == RP_RATING_NOT_RECOMMENDED ||
           e->rating == RP_RATING_CONTRAINDICATED ||
           !is_for(modality, RP_NONE) || is_for(modality, concern) ||
           (parent != RP_NONE && is_for(modality, parent));
}

/* (c,m), (c,parent of m), (parent of c,m), (parent,parent), in this order,
 * searched for again without the index. */
static const rp_evidence *look_up(uint32_t concern, uint32_t modality) {
    uint32_t c[2] = {concern, rp_taxonomy_parent(&shipped.concerns, concern)};
    uint32_t m[2] = {modality,
                     rp_taxonomy_parent(&shipped.modalities, modality)};

    for (int k = 0; k < 4; k++)
        for (size_t i = 0; i < shipped.evidence.count; i++) {
            const rp_evidence *e = &shipped.evidence.rows[i];
            if (c[k / 2] == RP_NONE || m[k % 2] == RP_NONE ||
                e->concern != c[k / 2] || e->modality != m[k % 2])
                continue;
            if (k % 2 == 0 || is_lent(e, concern, modality))
                return e;
            break;
        }
    return NULL;
}

static void test_order_of_parents(void **state) {
    size_t found = 0;

    (void)state;
    for (uint32_t c = 0; c < shipped.concerns.count; c++)
        for (uint32_t m = 0; m < shipped.modalities.count; m++) {
            const rp_evidence *e = rp_taxonomy_evidence(&shipped, c, m);
            assert_ptr_equal(e, look_up(c, m));
            found += e != NULL;
        }
    assert_true(found > shipped.evidence.count);
    assert_null(rp_taxonomy_evidence(&shipped, shipped.concerns.count, 0));
    assert_null(rp_taxonomy_evidence(&shipped, 0, shipped.modalities.count));
}

int main(void) {
    rp_findings findings = {0};
    suite s = {0};

    if (rp_taxonomy_load(&shipped, NULL, &findings) != RP_OK) {
        rp_findings_print(&findings, stderr, 0);
        return 1;
    }
    suite_add(&s, "sources", test_sources, NULL);
    SUITE_TABLE(&s, cited, test_cited);
    suite_add(&s, "rows_resolve", test_rows_resolve, NULL);
    SUITE_TABLE(&s, evidence, test_evidence);
    suite_add(&s, "form", test_form, NULL);
    suite_add(&s, "order_of_parents", test_order_of_parents, NULL);
    int failed = suite_run(&s, "evidence");
    rp_taxonomy_clear(&shipped);
    rp_findings_clear(&findings);
    return failed;
}
