/* Audits: which columns, which groups, which figures. */
#include "unit/clinic.h"
#include "unit/suite.h"

#include "why/audit/equity.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* -- the interval: the examples of Newcombe 1998, table II, method 10 -------
 */

typedef struct interval_case {
    const char *name;
    uint32_t a, n, b, m;
    double low, high;
} interval_case;

static const interval_case intervals[] = {
    {"newcombe/a", 56, 70, 48, 80, 0.0524, 0.3339},
    {"newcombe/b", 9, 10, 3, 10, 0.1705, 0.8090},
    {"newcombe/c", 6, 7, 2, 7, 0.0582, 0.8062},
    {"newcombe/d", 5, 56, 0, 29, -0.0381, 0.1926},
    {"newcombe/e", 0, 10, 0, 20, -0.1611, 0.2775},
    {"newcombe/f", 0, 10, 0, 10, -0.2775, 0.2775},
    {"newcombe/g", 10, 10, 0, 20, 0.6791, 1.0000},
    {"newcombe/h", 10, 10, 0, 10, 0.6075, 1.0000},
};

static void test_interval(void **state) {
    const interval_case *row = *state;
    double low, high;

    rp_newcombe(row->a, row->n, row->b, row->m, &low, &high);
    assert_true(fabs(low - row->low) <= 0.00005 + 1e-9);
    assert_true(fabs(high - row->high) <= 0.00005 + 1e-9);
}

/* -- a clinic -------------------------------------------------------------- */

/* Openings for a (its first choice), b (its second) and p, who is pinned; c is
 * in crisis, d and e wait. */
static const clinic_files files = {
    "id,openings,participants\nt1,1,individual;couple\nt2,2,individual;"
    "couple\n",
    "id,urgency,pin,referred_on,age,languages,style_past,priorities,"
    "requested_therapist,needs_prescriber,severity,client_type,slots,"
    "audit_sex,Audit Of More\n"
    "a,,,2026-06-01,30,en; es,1.50,access; style,t1,yes,mild,,mon 9:00-10:00,"
    "F,x; y ;X\n"
    "b,soon,,2026-06-15,30,es,,access,t2;t1,no,,couple,,f,\n"
    "c,crisis,,,50,pl,,,,,,,,F,z\n"
    "d,routine,,,,none,,,,,severe,,,\"m, or so\",y|x\n"
    "e,,,2026-06-30,,,-0,,,,,,,,\n"
    "p,urgent,t2,2026-06-30,9,en,,,,,,,,F,Y\n",
    NULL,
    "client_id,therapist_id,score\na,t1,90\na,t2,60.05\nb,t1,80\nb,t2,60\n"
    "d,t1,10\nd,t2,5\np,t1,33\n",
    NULL,
    false,
    false};

typedef struct audited {
    clinic c;
    rp_triage triage;
    rp_outcome outcome;
    rp_audit audit;
    rp_equity equity;
} audited;

static void begin(audited *a) {
    rp_context how = {.crash = RP_START_NETWORK, .threads = 1};

    clinic_open(&a->c, &files);
    assert_int_equal(rp_triage_make(&a->triage, &a->c.fit, RP_NO_DAY, false,
                                    NULL, &a->c.findings),
                     RP_OK);
    assert_int_equal(rp_outcome_match(&a->outcome, &a->c.fit, &a->triage, &how),
                     RP_OK);
    a->equity = (rp_equity){0};
}

static void end(audited *a) {
    rp_equity_clear(&a->equity);
    rp_outcome_clear(&a->outcome);
    rp_triage_clear(&a->triage);
    clinic_close(&a->c);
}

typedef struct group_case {
    const char *name, *columns;
    const char *groups; /* "column=group:n", by blanks */
} group_case;

static const group_case group_cases[] = {
    {"group/text", "audit_sex",
     "audit_sex=:1 audit_sex=F:3 audit_sex=m, or so:1"},
    {"group/several", "audit_of_more",
     "audit_of_more=:2 audit_of_more=X:2 audit_of_more=Y:3"},
    {"group/list", "languages",
     "languages=:1 languages=en:2 languages=es:2 languages=none:1"},
    {"group/whole", "age", "age=:2 age=30:2 age=9:1"},
    {"group/number", "style_past",
     "style_past=:3 style_past=0:1 style_past=1.5:1"},
    {"group/day", "date_added",
     "referred_on=:1 referred_on=2026-06-01:1 referred_on=2026-06-15:1 "
     "referred_on=2026-06-30:2"},
    {"group/blank_is_routine", "Priority",
     "urgency=routine:3 urgency=soon:1 urgency=urgent:1"},
    {"group/blank_is_individual", "client_type",
     "client_type=couple:1 client_type=individual:4"},
    {"group/blank_choice", "severity",
     "severity=:3 severity=mild:1 severity=severe:1"},
    {"group/choice", "needs_prescriber",
     "needs_prescriber=:3 needs_prescriber=no:1 needs_prescriber=yes:1"},
    {"group/ids", "requested_therapist",
     "requested_therapist=:3 requested_therapist=t1:2 "
     "requested_therapist=t2:1"},
    {"group/pin", "pin", "pin=:4 pin=t2:1"},
    {"group/id", "id",
     "client_id=a:1 client_id=b:1 client_id=d:1 client_id=e:1 client_id=p:1"},
    {"group/times", "slots", "slots=:4 slots=mon 9:00-10:00:1"},
    {"group/priorities", "priorities",
     "priorities=:3 priorities=access:2 priorities=style:1"},
    {"group/two_columns_once", "pin, client_type,pin",
     "pin=:4 pin=t2:1 client_type=couple:1 client_type=individual:4"},
};

static void test_groups(void **state) {
    const group_case *row = *state;
    audited a;
    char got[512] = "";

    begin(&a);
    assert_int_equal(rp_audit_parse(&a.audit, &a.c.roster, row->columns),
                     RP_OK);
    assert_int_equal(rp_equity_make(&a.equity, &a.outcome, &a.audit, 0), RP_OK);
    for (size_t k = 0; k < a.equity.count; k++) {
        const rp_equity_row *r = &a.equity.rows[k];
        size_t length = strlen(got);
        snprintf(got + length, sizeof got - length, "%s%s=%s:%u",
                 length ? " " : "", r->column, r->group, (unsigned)r->n);
    }
    assert_string_equal(got, row->groups);
    assert_int_equal(a.equity.hidden_columns, 0);
    end(&a);
}

typedef struct wrong_case {
    const char *name, *columns, *wrong, *nearest;
} wrong_case;

static const wrong_case wrongs[] = {
    {"wrong/near", "pin,ages", "ages", "age"},
    {"wrong/audit", "audit_sexe", "audit_sexe", "audit_sex"},
    {"wrong/not_in_the_file", "lives_in", "lives_in", NULL},
    {"wrong/therapists", "openings", "openings", NULL},
    {"wrong/nothing", "", "", NULL},
    {"wrong/nothing_behind", "age,", "", NULL},
};

static void test_wrong(void **state) {
    const wrong_case *row = *state;
    audited a;

    begin(&a);
    assert_int_equal(rp_audit_parse(&a.audit, &a.c.roster, row->columns),
                     RP_ERR_USAGE);
    assert_true(rp_text_equals(a.audit.wrong, row->wrong));
    if (row->nearest)
        assert_string_equal(a.audit.nearest, row->nearest);
    else
        assert_null(a.audit.nearest);
    end(&a);
}

/* F are a, b and p: all placed; a and p at rank 1 and none, b at rank 2. The
 * latest day is 2026-06-30: four, two and no weeks. */
static void test_figures(void **state) {
    audited a;

    (void)state;
    begin(&a);
    assert_int_equal(rp_audit_parse(&a.audit, &a.c.roster, "audit_sex"), RP_OK);
    assert_int_equal(rp_equity_make(&a.equity, &a.outcome, &a.audit, 0), RP_OK);
    const rp_equity_row *f = &a.equity.rows[1], *m = &a.equity.rows[2];
    assert_string_equal(f->group, "F");
    assert_int_equal(f->placed, 1000);
    assert_int_equal(f->weeks, 20);
    assert_int_equal(f->score, 500); /* 90, 60 and 0 */
    assert_int_equal(f->first, 333);
    assert_int_equal(f->difference, 1000);
    assert_int_equal(m->placed, 0);
    assert_int_equal(m->weeks, -1);
    assert_int_equal(m->score, -1);
    assert_int_equal(m->difference, -750);
    rp_equity_clear(&a.equity);
    /* all groups are small, and are not told */
    assert_int_equal(rp_equity_make(&a.equity, &a.outcome, &a.audit, 2), RP_OK);
    assert_int_equal(a.equity.count, 0);
    assert_int_equal(a.equity.hidden_columns, 1);
    end(&a);
}

int main(void) {
    suite s = {0};

    SUITE_TABLE(&s, intervals, test_interval);
    SUITE_TABLE(&s, group_cases, test_groups);
    SUITE_TABLE(&s, wrongs, test_wrong);
    suite_add(&s, "figures", test_figures, NULL);
    return suite_run(&s, "equity");
}
