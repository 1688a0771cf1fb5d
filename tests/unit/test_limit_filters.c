/* Who counts in a limit. */
#include "unit/clinic.h"
#include "unit/suite.h"

#include "input/limits/limit_filters.h"

#include <string.h>

static const clinic_files files = {
    .therapists = "id,openings,insurance,fee,languages\n"
                  "T1,1,medicaid,90,es\n"
                  "T2,1,aetna,,\n",
    .clients = "id,concerns,urgency,client_type,insurance,age,referred_on\n"
               "A,grief,,,medicaid;aetna,9,2026-11-01\n"
               "B,gad,soon,couple,,40,2026-11-02\n"
               "C,gad,urgent,individual,county,,\n"};

typedef struct row {
    const char *name, *filters;
    rp_side side;
    const char *pass; /* who does, by their letters; NULL: it cannot be */
} row;

static const row rows[] = {
    {"blank/everybody", "", RP_CLIENTS, "ABC"},
    {"list/one_of", "insurance=medicaid,county", RP_CLIENTS, "AC"},
    {"list/none_of", "insurance!=medicaid", RP_CLIENTS, "C"},
    {"list/alias", "issues=generalized anxiety disorder", RP_CLIENTS, "BC"},
    {"choice/blank_means", "urgency=routine", RP_CLIENTS, "A"},
    {"choice/blank_is_not", "urgency!=urgent", RP_CLIENTS, "AB"},
    {"choice/type", "client_type=individual", RP_CLIENTS, "AC"},
    {"number/blank_fails", "age<18", RP_CLIENTS, "A"},
    {"number/blank_fails_unequal", "age!=9", RP_CLIENTS, "B"},
    {"date/from", "referred_on>=2026-11-02", RP_CLIENTS, "B"},
    {"tier/soon", "tier=soon,urgent", RP_CLIENTS, "BC"},
    {"tier/not", "tier!=soon", RP_CLIENTS, "AC"},
    {"both/must_hold", "tier=soon; age>18", RP_CLIENTS, "B"},
    {"both/semicolon_at_end", "tier=soon;", RP_CLIENTS, "B"},
    {"id/of_a_client", "id=A,C", RP_CLIENTS, "AC"},
    {"stranger/nobody", "insurance=cigna", RP_CLIENTS, ""},
    {"therapists/fee", "fee<=90", RP_THERAPISTS, "1"},
    {"therapists/id", "therapist_id=T2", RP_THERAPISTS, "2"},
    {"therapists/no_tier", "tier=soon", RP_THERAPISTS, NULL},
    {"wrong/column", "urgencyy=soon", RP_CLIENTS, NULL},
    {"wrong/choice", "urgency=later", RP_CLIENTS, NULL},
    {"wrong/no_value", "age<", RP_CLIENTS, NULL},
    {"wrong/no_comparison", "medicaid", RP_CLIENTS, NULL},
    {"wrong/size_of_a_list", "insurance<a", RP_CLIENTS, NULL},
    {"wrong/two_numbers", "age<18,20", RP_CLIENTS, NULL},
    {"wrong/of_others", "pin=T1", RP_CLIENTS, NULL},
    {"wrong/risk", "risk=no", RP_CLIENTS, NULL},
};

static void test_row(void **state) {
    const row *r = *state;
    static const int tiers[] = {1, 2, 3};
    rp_arena arena = {0};
    rp_buffer trouble = {0};
    rp_limit_filters filters;
    char pass[8] = "";
    clinic c;

    clinic_open(&c, &files);
    rp_comparing how = {.roster = &c.roster,
                        .arena = &arena,
                        .trouble = &trouble,
                        .lets_strangers = true};
    rp_status status =
        rp_limit_filters_read(&filters, r->side, r->filters, &how, 60.0);
    assert_int_equal(status, r->pass ? RP_OK : RP_ERR_USAGE);
    assert_true(r->pass || trouble.length > 0);
    uint32_t count = r->side == RP_CLIENTS ? c.roster.client_count
                                           : c.roster.therapist_count;
    for (uint32_t k = 0; r->pass && k < count; k++) {
        const void *record = r->side == RP_CLIENTS
                                 ? (const void *)&c.roster.clients[k]
                                 : (const void *)&c.roster.therapists[k];
        const char *id = r->side == RP_CLIENTS ? c.roster.clients[k].id
                                               : c.roster.therapists[k].id + 1;
        if (rp_limit_filters_pass(&filters, record, tiers[k % 3]))
            strncat(pass, id, 1);
    }
    if (r->pass)
        assert_string_equal(pass, r->pass);
    rp_buffer_clear(&how.folded);
    rp_buffer_clear(&trouble);
    rp_arena_clear(&arena);
    clinic_close(&c);
}

/* Client A has two insurers, and nobody county beside another. */
typedef struct clashing {
    const char *name, *filters, *column;
    rp_side side;
} clashing;

static const clashing clashes[] = {
    {"clash/list_of_two_people", "insurance=medicaid;insurance=county",
     "insurance", RP_CLIENTS},
    {"clash/list_of_one_person", "insurance=medicaid;insurance=aetna", NULL,
     RP_CLIENTS},
    {"clash/list_of_nobody", "insurance=medicaid;insurance=cigna", NULL,
     RP_CLIENTS},
    {"clash/list_not", "insurance=county;insurance!=county", NULL, RP_CLIENTS},
    {"clash/list_by_comma", "insurance=medicaid,county", NULL, RP_CLIENTS},
    {"clash/list_of_therapists", "insurance=medicaid;fee<99;insurance=aetna",
     "insurance", RP_THERAPISTS},
    {"clash/other_columns", "insurance=county;age<18", NULL, RP_CLIENTS},
    {"clash/tier", "tier=soon;tier=urgent,routine", "tier", RP_CLIENTS},
    {"clash/tier_common", "tier=soon,urgent;tier=urgent", NULL, RP_CLIENTS},
    {"clash/tier_not", "tier=soon;tier!=soon", "tier", RP_CLIENTS},
    {"clash/choice", "urgency=soon;urgency=crisis", "urgency", RP_CLIENTS},
    {"clash/choice_not_either", "urgency!=soon;urgency!=urgent", NULL,
     RP_CLIENTS},
    {"clash/number", "age<18;age>=18", "age", RP_CLIENTS},
    {"clash/number_range", "age>=13;age<18", NULL, RP_CLIENTS},
    {"clash/number_one_left", "age>12;age<14", NULL, RP_CLIENTS},
    {"clash/number_whole", "age>12;age<13", "age", RP_CLIENTS},
    {"clash/number_broken", "max_fee>12;max_fee<13", NULL, RP_CLIENTS},
    {"clash/number_equal", "max_fee=12,13;max_fee>13", "max_fee", RP_CLIENTS},
    {"clash/number_second", "max_fee=12,14;max_fee>13", NULL, RP_CLIENTS},
    {"clash/date", "referred_on<2026-01-01;referred_on>2026-05-01",
     "referred_on", RP_CLIENTS},
};

static void test_clash(void **state) {
    const clashing *r = *state;
    rp_arena arena = {0};
    rp_buffer trouble = {0};
    rp_limit_filters filters;
    clinic c;

    clinic_open(&c, &files);
    rp_comparing how = {.roster = &c.roster,
                        .arena = &arena,
                        .trouble = &trouble,
                        .lets_strangers = true};
    assert_int_equal(
        rp_limit_filters_read(&filters, r->side, r->filters, &how, 60.0),
        RP_OK);
    const char *column = rp_limit_filters_clash(&filters, &c.roster, r->side);
    assert_string_equal(column ? column : "", r->column ? r->column : "");
    rp_buffer_clear(&how.folded);
    rp_buffer_clear(&trouble);
    rp_arena_clear(&arena);
    clinic_close(&c);
}

int main(void) {
    suite s = {0};

    SUITE_TABLE(&s, rows, test_row);
    SUITE_TABLE(&s, clashes, test_clash);
    return suite_run(&s, "limit_filters");
}
