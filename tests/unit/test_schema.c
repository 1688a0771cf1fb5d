#include "unit/clinic.h"
#include "unit/suite.h"

#include "input/row.h"
#include "input/times/times.h"
#include "rapport/cli.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* One test a column: its example is read back without an error. */
typedef struct example {
    char name[64];
    rp_side side;
    const rp_column *column;
} example;

static bool is_filled(const rp_column *column, const void *record) {
    const void *member = (const char *)record + column->offset;

    switch (column->kind) {
    case RP_KIND_ID:
    case RP_KIND_TEXT:
        return **(const char *const *)member != '\0';
    case RP_KIND_WHOLE:
        return *(const int32_t *)member != RP_BLANK;
    case RP_KIND_NUMBER:
        return !isnan(*(const double *)member);
    case RP_KIND_DATE:
    case RP_KIND_BIRTH:
        return *(const int32_t *)member != RP_NO_DAY;
    case RP_KIND_AGES:
        return ((const rp_ages *)member)->least != RP_BLANK;
    case RP_KIND_ANSWER:
    case RP_KIND_ACCEPTING:
    case RP_KIND_RISK:
    case RP_KIND_CHOICE:
    case RP_KIND_PRIORITIES:
        return *(const int8_t *)member != RP_BLANK;
    case RP_KIND_LIST:
    case RP_KIND_IDS:
        return rp_list_at(record, column->offset)->count > 0;
    case RP_KIND_TIMES:
        return ((const rp_times *)member)->count > 0;
    case RP_KIND_AUDIT:
        break;
    }
    return false;
}

static void test_example(void **state) {
    const example *e = *state;
    char text[512];
    clinic c;
    clinic_files files = {"id,openings\nT01,1\nT04,1\nT09,1\n",
                          "id\nC01\nC07\n",
                          NULL,
                          NULL,
                          NULL,
                          true,
                          false};

    bool is_birth = e->column->kind == RP_KIND_BIRTH; /* counted to a day */
    if (e->column->flags & RP_REQUIRED)
        snprintf(text, sizeof text, "%s%s\n\"%s\"%s\n", e->column->name,
                 e->side == RP_CLIENTS                      ? ""
                 : strcmp(e->column->name, "openings") == 0 ? ",id"
                                                            : ",openings",
                 e->column->example, e->side == RP_CLIENTS ? "" : ",1");
    else
        snprintf(text, sizeof text, "id,%s,%s\nx,%s,\"%s\"\n",
                 is_birth ? "referred_on" : "openings", e->column->name,
                 is_birth ? "2026-11-30" : "1", e->column->example);
    *(e->side == RP_CLIENTS ? &files.clients : &files.therapists) = text;
    rp_status status = clinic_try(&c, &files);
    if (status != RP_OK)
        fail_msg("%s", c.said);
    const void *record = e->side == RP_CLIENTS
                             ? (void *)&c.roster.clients[0]
                             : (void *)&c.roster.therapists[0];
    assert_true(is_filled(e->column, record));
    clinic_close(&c);
}

/* A record that knows nothing but its row: every column says so. */
static void test_blank(void **state) {
    const rp_schema *schema = *state;
    rp_side side = (rp_side)(schema - rp_schemas);
    union {
        rp_client client;
        rp_therapist therapist;
    } record;

    memset(&record, 1, sizeof record); /* nothing is left of what was there */
    rp_row_start(side, 7, &record);
    assert_int_equal(
        side == RP_CLIENTS ? record.client.row : record.therapist.row, 7);
    for (uint32_t i = 0; i < schema->count; i++) {
        const rp_column *column = &schema->columns[i];
        if (column->kind == RP_KIND_ID)
            assert_null(
                *(const char *const *)(const void *)((const char *)&record +
                                                     column->offset));
        else if (!(column->flags & RP_REQUIRED) && is_filled(column, &record))
            fail_msg("%s is not blank", column->name);
    }
}

/* Names and aliases stand for one column each, and are folded. */
static void test_names_once(void **state) {
    (void)state;
    for (int side = 0; side < RP_SIDES; side++) {
        const rp_schema *schema = &rp_schemas[side];
        rp_text alias;
        for (uint32_t i = 0; i < schema->count; i++) {
            const rp_column *column = &schema->columns[i];
            assert_ptr_equal(
                rp_schema_find((rp_side)side, rp_text_of(column->name)),
                column);
            assert_string_not_equal(column->help, "");
            for (uint32_t k = 0; rp_piece(column->aliases, k, &alias); k++) {
                rp_buffer folded = {0};
                assert_true(rp_text_fold(&folded, alias));
                assert_int_equal(folded.length, alias.length);
                assert_memory_equal(folded.bytes, alias.bytes, alias.length);
                assert_ptr_equal(rp_schema_find((rp_side)side, alias), column);
                rp_buffer_clear(&folded);
            }
        }
    }
}

/* A client column that also stands in therapists.csv has its aliases. */
static void test_same_aliases(void **state) {
    const rp_schema *clients = &rp_schemas[RP_CLIENTS];
    int shared = 0;

    (void)state;
    for (uint32_t i = 0; i < clients->count; i++) {
        const rp_column *own = &clients->columns[i];
        const rp_schema *others = &rp_schemas[RP_THERAPISTS];
        for (uint32_t k = 0; k < others->count; k++)
            if (strcmp(others->columns[k].name, own->name) == 0) {
                if (strcmp(own->name, "name") == 0 ||
                    strcmp(own->name, "sites") == 0)
                    continue; /* a client's city is where they live */
                assert_string_equal(others->columns[k].aliases, own->aliases);
                shared++;
            }
    }
    assert_int_equal(shared, 11);
}

typedef struct find_row {
    const char *name;
    rp_side side;
    const char *text, *column; /* NULL: unknown */
} find_row;

static const find_row finds[] = {
    {"find/own_name", RP_THERAPISTS, "openings", "openings"},
    {"find/alias", RP_THERAPISTS, "open_slots", "openings"},
    {"find/city_of_clients", RP_CLIENTS, "city", NULL},
    {"find/medication", RP_CLIENTS, "medication", NULL},
    {"find/last_alias", RP_THERAPISTS, "telehealth_states", "licensed_in"},
    {"find/of_the_other_file", RP_CLIENTS, "openings", NULL},
    {"find/state_of_clients", RP_CLIENTS, "state", "lives_in"},
    {"find/audit", RP_CLIENTS, "audit_race", "audit_"},
    {"find/audit_alone", RP_THERAPISTS, "audit_", "audit_"},
    {"find/no_audit", RP_THERAPISTS, "audit", NULL},
    {"find/part_of_alias", RP_THERAPISTS, "open", NULL},
    {"find/two_aliases", RP_THERAPISTS, "issues;concerns", NULL},
    {"find/empty", RP_CLIENTS, "", NULL},
};

static void test_find(void **state) {
    const find_row *row = *state;
    const rp_column *column = rp_schema_find(row->side, rp_text_of(row->text));

    if (row->column)
        assert_string_equal(column->name, row->column);
    else
        assert_null(column);

    rp_schema_index index = {0};
    assert_true(rp_schema_index_make(&index, row->side));
    assert_ptr_equal(
        rp_schema_index_find(&index, row->side, rp_text_of(row->text)), column);
    rp_schema_index_clear(&index);
}

static void test_choices(void **state) {
    const rp_column *urgency =
        rp_schema_find(RP_CLIENTS, rp_text_of("urgency"));

    (void)state;
    assert_int_equal(rp_choice_find(urgency, rp_text_of("routine")),
                     RP_ROUTINE);
    assert_int_equal(rp_choice_find(urgency, rp_text_of("urgent")), RP_URGENT);
    assert_int_equal(rp_choice_find(urgency, rp_text_of("crisis")), RP_CRISIS);
    assert_int_equal(rp_choice_find(urgency, rp_text_of("emergency")),
                     RP_CRISIS);
    assert_int_equal(rp_choice_find(urgency, rp_text_of("urg")), -1);
    assert_int_equal(rp_choice_find(urgency, rp_text_of("")), -1);
    /* every alias leads to a choice */
    for (uint32_t i = 0; i < rp_schemas[RP_CLIENTS].count; i++) {
        const rp_column *column = &rp_schemas[RP_CLIENTS].columns[i];
        rp_text piece;
        for (uint32_t k = 0; rp_piece(column->choices, k, &piece); k++) {
            const char *equals = memchr(piece.bytes, '=', piece.length);
            if (equals)
                piece.length = (size_t)(equals - piece.bytes);
            assert_true(rp_choice_find(column, piece) >= 0);
        }
    }
}

int main(void) {
    static example examples[100];
    size_t count = 0;
    suite s = {0};

    for (int side = 0; side < RP_SIDES; side++)
        for (uint32_t i = 0; i < rp_schemas[side].count; i++) {
            example *e = &examples[count++];
            e->side = (rp_side)side;
            e->column = &rp_schemas[side].columns[i];
            snprintf(e->name, sizeof e->name, "example/%s/%s",
                     rp_schemas[side].name, e->column->name);
            if (*e->column->example)
                suite_add(&s, e->name, test_example, e);
        }
    suite_add(&s, "blank/therapists", test_blank, &rp_schemas[RP_THERAPISTS]);
    suite_add(&s, "blank/clients", test_blank, &rp_schemas[RP_CLIENTS]);
    suite_add(&s, "names_once", test_names_once, NULL);
    suite_add(&s, "same_aliases", test_same_aliases, NULL);
    SUITE_TABLE(&s, finds, test_find);
    suite_add(&s, "choices", test_choices, NULL);
    return suite_run(&s, "schema");
}
