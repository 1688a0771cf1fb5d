/* What the cells of a column would be, read as one of ours. */
#include "unit/suite.h"

#include "input/map/probe.h"
#include "input/words/taxonomy.h"

typedef struct probe_row {
    const char *name;
    rp_side side;
    const char *column, *cell;
    unsigned known, unknown;
    bool says_nothing, is_bad;
} probe_row;

static const probe_row rows[] = {
    {"probe/closed_list", RP_CLIENTS, "concerns", "ptsd; abc", 1, 1, false,
     false},
    {"probe/payer", RP_THERAPISTS, "insurance", "Aetna", 1, 0, false, false},
    {"probe/no_payer", RP_THERAPISTS, "insurance", "blue hats", 0, 1, false,
     false},
    {"probe/payers", RP_CLIENTS, "insurance", "blue hats; Aetna", 1, 1, false,
     false},
    {"probe/open_list", RP_THERAPISTS, "sites", "blue hats; red hats", 2, 0,
     false, false},
    {"probe/nothing", RP_CLIENTS, "concerns", "n/a", 0, 0, true, false},
    {"probe/number", RP_THERAPISTS, "openings", "3", 1, 0, false, false},
    {"probe/no_number", RP_THERAPISTS, "openings", "blue", 0, 1, false, true},
};

static void test_probe(void **state) {
    const probe_row *row = *state;
    rp_findings findings = {0};
    rp_taxonomy taxonomy;
    rp_probe probe;
    rp_use use = {.column = rp_schema_find(row->side, rp_text_of(row->column)),
                  .tag = RP_NONE};

    assert_non_null(use.column);
    assert_int_equal(rp_taxonomy_load(&taxonomy, NULL, &findings), RP_OK);
    assert_int_equal(rp_probe_init(&probe, &taxonomy), RP_OK);
    rp_probed read =
        rp_probe_cell(&probe, row->side, &use, rp_text_of(row->cell));
    assert_false(probe.no_memory);
    assert_int_equal(read.known, row->known);
    assert_int_equal(read.unknown, row->unknown);
    assert_int_equal(read.says_nothing, row->says_nothing);
    assert_int_equal(read.is_bad, row->is_bad);
    rp_probe_clear(&probe);
    rp_taxonomy_clear(&taxonomy);
    rp_findings_clear(&findings);
}

int main(void) {
    suite s = {0};

    SUITE_TABLE(&s, rows, test_probe);
    return suite_run(&s, "probe");
}
