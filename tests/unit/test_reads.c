/*
 * Rules and criteria read what they say they read: on random clinics each
 * column, and each setting of the policy, is filled anew for everybody, and
 * whatever changes has to name it. Whatever is named must change something.
 */
#include "input/parting.h"
#include "unit/clinic.h"
#include "unit/suite.h"
#include "unit/text_clinic.h"

#include "fit/criteria.h"
#include "fit/rules.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { SETTINGS_MOST = 96 };
enum { CLINICS = 10, CLINICS_MOST = 128 };

/* What rules and criteria say of it: people by their rows. */
typedef struct saying {
    rp_verdict verdict[RP_RULES_MOST][PEOPLE][PEOPLE];
    uint64_t confirm[RP_RULES_MOST][PEOPLE][PEOPLE];
    bool asks[RP_RULES_MOST][PEOPLE];
    double value[RP_CRITERION_COUNT][PEOPLE][PEOPLE];
    uint64_t filled[PEOPLE]; /* columns of the client */
} saying;

/* What has been seen to change something, to be held against what is named. */
typedef struct seen {
    uint64_t rules[RP_RULES_MOST][RP_SIDES];
    uint64_t criteria[RP_CRITERION_COUNT][RP_SIDES];
    bool rule_settings[RP_RULES_MOST][SETTINGS_MOST];
    bool criterion_settings[RP_CRITERION_COUNT][SETTINGS_MOST];
} seen;

/* ---- reading ------------------------------------------------------------- */

static void listen_to_pair(saying *s, clinic *c, uint32_t client, uint32_t t) {
    const rp_roster *r = &c->roster;
    uint32_t row = r->clients[client].row - 1;
    uint32_t other = r->therapists[t].row - 1;

    for (rp_rule rule = 0; rule < rp_rule_count(); rule++) {
        rp_confirm confirm = {.count = 0};
        s->verdict[rule][row][other] =
            rp_rule_judge(&c->fit, &c->need, t, rule, &confirm);
        for (uint32_t k = 0; k < confirm.count; k++) {
            const rp_column *column = rp_confirm_column(&confirm, k);
            assert_false(rp_columns_is_filled(column, &r->therapists[t]));
            s->confirm[rule][row][other] |=
                rp_columns_bits(RP_THERAPISTS, column->name);
        }
    }
    for (int k = 0; k < RP_CRITERION_COUNT; k++)
        s->value[k][row][other] = rp_criterion_value(
            &c->fit, &c->need, t, (enum rp_criterion)k, NULL);
}

/* The same record for everybody, so that what it reads shows and no id does. */
static void measure(clinic *c, rp_records *records, rp_measured *measured) {
    for (uint32_t t = 0; t < PEOPLE; t++)
        records[t] = (rp_records){
            c->roster.therapists[t].id, NULL, 0, {NULL, 0, .1, .01, .5}};
    *measured = (rp_measured){records, PEOPLE};
    assert_int_equal(rp_fit_measure(&c->fit, measured), RP_OK);
}

/* False when the clinic has errors: a bound past the other, for example. */
static bool listen(saying *s, const text_clinic *text) {
    char *therapists = text_clinic_table(text, RP_THERAPISTS);
    char *clients = text_clinic_table(text, RP_CLIENTS);
    clinic c;
    rp_status status =
        clinic_try(&c, &(clinic_files){therapists, clients, text->policy,
                                       *text->scores ? text->scores : NULL,
                                       NULL, false, false});
    bool whole = status == RP_OK;
    rp_records records[PEOPLE];
    rp_measured measured;

    *s = (saying){0};
    if (whole)
        measure(&c, records, &measured);
    for (uint32_t i = 0; whole && i < PEOPLE; i++) {
        const rp_client *client = &c.roster.clients[i];
        uint32_t row = client->row - 1;
        assert_true(rp_need_set(&c.need, &c.fit, i));
        for (rp_rule rule = 0; rule < rp_rule_count(); rule++)
            s->asks[rule][row] = rp_rule_asks(&c.fit, &c.need, rule);
        for (uint32_t k = 0; k + 1 < rp_schemas[RP_CLIENTS].count; k++)
            if (rp_columns_is_filled(&rp_schemas[RP_CLIENTS].columns[k],
                                     client))
                s->filled[row] |= (uint64_t)1 << k;
        for (uint32_t t = 0; t < PEOPLE; t++)
            listen_to_pair(s, &c, i, t);
    }
    clinic_close(&c);
    free(therapists);
    free(clients);
    return whole;
}

/* ---- holding against what is named --------------------------------------- */

static uint64_t named_by_rule(const rp_rule_row *row, rp_side side) {
    return rp_columns_bits(side,
                           side == RP_CLIENTS ? row->clients : row->therapists);
}

static uint64_t named_by_criterion(const rp_criterion_row *row, rp_side side) {
    uint64_t bits =
        side == RP_CLIENTS ? rp_columns_bits(side, row->modifiers) : 0;

    for (int k = 0; k < RP_CRITERION_LINKS && row->links[k].therapists; k++)
        bits |= rp_columns_bits(side, side == RP_CLIENTS
                                          ? row->links[k].clients
                                          : row->links[k].therapists);
    return bits;
}

static bool has_word(const char *words, const char *word) {
    rp_text piece;

    for (uint32_t k = 0; words && rp_piece(words, k, &piece); k++)
        if (rp_text_equals(piece, word))
            return true;
    return false;
}

static bool rule_differs(const saying *a, const saying *b, rp_rule rule) {
    return memcmp(a->verdict[rule], b->verdict[rule],
                  sizeof a->verdict[rule]) != 0 ||
           memcmp(a->confirm[rule], b->confirm[rule],
                  sizeof a->confirm[rule]) != 0 ||
           memcmp(a->asks[rule], b->asks[rule], sizeof a->asks[rule]) != 0;
}

static bool value_differs(const saying *a, const saying *b, int k, uint32_t c,
                          uint32_t t) {
    return fabs(a->value[k][c][t] - b->value[k][c][t]) > 0.0;
}

static bool criterion_differs(const saying *a, const saying *b, int k) {
    for (uint32_t p = 0; p < PEOPLE * PEOPLE; p++)
        if (value_differs(a, b, k, p / PEOPLE, p % PEOPLE))
            return true;
    return false;
}

/* A cell of a therapist matters only to whom a link says. */
static void check_links(const saying *a, const saying *b, int k,
                        const rp_column *column) {
    const rp_link *links = rp_criterion_rows[k]->links;
    uint64_t clients = 0;

    for (int l = 0; l < RP_CRITERION_LINKS && links[l].therapists; l++)
        if (has_word(links[l].therapists, column->name))
            clients |= rp_columns_bits(RP_CLIENTS, links[l].clients);
    for (uint32_t p = 0; p < PEOPLE * PEOPLE; p++)
        if (value_differs(a, b, k, p / PEOPLE, p % PEOPLE) &&
            !(a->filled[p / PEOPLE] & clients))
            fail_msg("criterion %s: %s matters to a client whom no link names",
                     rp_criterion_names[k], column->name);
}

static void check_column(const saying *a, const saying *b, rp_side side,
                         uint32_t index, seen *all) {
    const rp_column *column = &rp_schemas[side].columns[index];
    uint64_t bit = (uint64_t)1 << index;

    for (rp_rule rule = 0; rule < rp_rule_count(); rule++) {
        if (!rule_differs(a, b, rule))
            continue;
        all->rules[rule][side] |= bit;
        if (!(named_by_rule(rp_rule_at(rule), side) & bit))
            fail_msg("rule %s reads %s of %s and does not say so",
                     rp_rule_name(rule), column->name, rp_schemas[side].name);
        /* prescribers are a second role of a whole clinic, or of none */
        if (side == RP_THERAPISTS && column->kind != RP_KIND_IDS &&
            strcmp(column->name, "prescriber_openings") != 0 &&
            memcmp(a->asks[rule], b->asks[rule], sizeof a->asks[rule]) != 0)
            fail_msg("rule %s asks by the therapists' %s", rp_rule_name(rule),
                     column->name);
    }
    for (int k = 0; k < RP_CRITERION_COUNT; k++) {
        if (!criterion_differs(a, b, k))
            continue;
        all->criteria[k][side] |= bit;
        if (!(named_by_criterion(rp_criterion_rows[k], side) & bit))
            fail_msg("criterion %s reads %s of %s and does not say so",
                     rp_criterion_names[k], column->name,
                     rp_schemas[side].name);
        if (side == RP_THERAPISTS)
            check_links(a, b, k, column);
    }
}

static void check_setting(const saying *a, const saying *b, size_t setting,
                          seen *all) {
    const char *name = rp_policy_name(setting);

    for (rp_rule rule = 0; rule < rp_rule_count(); rule++)
        if (rule_differs(a, b, rule)) {
            all->rule_settings[rule][setting] = true;
            if (!has_word(rp_rule_at(rule)->settings, name))
                fail_msg("rule %s reads the setting %s and does not say so",
                         rp_rule_name(rule), name);
        }
    for (int k = 0; k < RP_CRITERION_COUNT; k++)
        if (criterion_differs(a, b, k)) {
            all->criterion_settings[k][setting] = true;
            if (!has_word(rp_criterion_rows[k]->settings, name))
                fail_msg("criterion %s reads the setting %s and does not say "
                         "so",
                         rp_criterion_names[k], name);
        }
}

/* ---- all of it ----------------------------------------------------------- */

/* Does something name the column that has not been seen to read it? */
static bool is_column_open(const seen *all, rp_side side, uint32_t column) {
    uint64_t open = 0;

    for (rp_rule rule = 0; rule < rp_rule_of_score(); rule++)
        open |= named_by_rule(rp_rule_at(rule), side) & ~all->rules[rule][side];
    for (int k = 0; k < RP_CRITERION_COUNT; k++)
        open |= named_by_criterion(rp_criterion_rows[k], side) &
                ~all->criteria[k][side];
    return open >> column & 1;
}

static bool is_setting_open(const seen *all, size_t setting) {
    const char *name = rp_policy_name(setting);

    for (rp_rule rule = 0; rule < rp_rule_of_score(); rule++)
        if (has_word(rp_rule_at(rule)->settings, name) &&
            !all->rule_settings[rule][setting])
            return true;
    for (int k = 0; k < RP_CRITERION_COUNT; k++)
        if (has_word(rp_criterion_rows[k]->settings, name) &&
            !all->criterion_settings[k][setting])
            return true;
    return false;
}

/* From the clinic CLINICS on only what has not changed anything yet. */
static void try_columns(const text_clinic *base, const saying *before,
                        unsigned turn, seen *all) {
    for (int side = 0; side < RP_SIDES; side++)
        for (uint32_t k = 0; k + 1 < rp_schemas[side].count; k++) {
            text_clinic edited = *base;
            saying after;
            if (turn >= CLINICS && !is_column_open(all, (rp_side)side, k))
                continue;
            if (k == 0)
                text_clinic_name(&edited, (rp_side)side,
                                 1 + text_clinic_roll(PEOPLE - 1));
            else
                text_clinic_fill(&edited, (rp_side)side, k);
            if (listen(&after, &edited))
                check_column(before, &after, (rp_side)side, k, all);
        }
}

/* One that is 1 stays so while another is tried. */
static void keep_setting(text_clinic *edited, const text_clinic *base,
                         const char *tried, const char *name) {
    size_t used = strlen(edited->policy);

    if (strcmp(tried, name) != 0 && strstr(base->policy, name))
        snprintf(edited->policy + used, sizeof edited->policy - used, "%s,1\n",
                 name);
}

/* Each setting takes each value in turn, whatever the number of settings. What
 * `rapport track` alone reads reaches a pair through its record. */
static void try_settings(const text_clinic *base, const saying *before,
                         unsigned turn, seen *all) {
    static const char *const values[] = {"0", "0.3", "1", "30", "200"};

    assert_true(rp_policy_count() <= SETTINGS_MOST);
    for (size_t k = 0; k < rp_policy_count(); k++) {
        text_clinic edited = *base;
        saying after;
        if (strncmp(rp_policy_name(k), "track.", 6) == 0 &&
            strcmp(rp_policy_name(k), "track.span") != 0)
            continue;
        if (turn >= CLINICS && !is_setting_open(all, k))
            continue;
        snprintf(edited.policy, sizeof edited.policy, "setting,value\n%s,%s\n",
                 rp_policy_name(k), values[turn % 5]);
        keep_setting(&edited, base, rp_policy_name(k), "require_concern");
        keep_setting(&edited, base, rp_policy_name(k), "hours");
        if (listen(&after, &edited))
            check_setting(before, &after, k, all);
    }
}

/* Is something named that has changed nothing yet? Said where `says`. */
static bool is_unseen(uint64_t named, uint64_t found, const char *name,
                      rp_side side, bool says) {
    for (uint32_t k = 0; k < rp_schemas[side].count; k++)
        if ((named & ~found) >> k & 1) {
            if (says)
                fail_msg("%s names %s of %s, which changes nothing", name,
                         rp_schemas[side].columns[k].name,
                         rp_schemas[side].name);
            return true;
        }
    return false;
}

static bool is_setting_unseen(const char *settings, const bool *found,
                              const char *name, bool says) {
    rp_text piece;

    for (uint32_t k = 0; settings && rp_piece(settings, k, &piece); k++) {
        size_t setting = 0;
        while (setting < rp_policy_count() &&
               !rp_text_equals(piece, rp_policy_name(setting)))
            setting++;
        if (setting == rp_policy_count() || !found[setting]) {
            if (says)
                fail_msg("%s names the setting %.*s, which changes nothing",
                         name, (int)piece.length, piece.bytes);
            return true;
        }
    }
    return false;
}

static bool is_any_unseen(const seen *all, bool says) {
    bool any = false;

    for (rp_rule rule = 0; rule < rp_rule_of_score(); rule++) {
        const rp_rule_row *row = rp_rule_at(rule);
        for (int side = 0; side < RP_SIDES; side++)
            any |= is_unseen(named_by_rule(row, (rp_side)side),
                             all->rules[rule][side], row->name, (rp_side)side,
                             says);
        any |= is_setting_unseen(row->settings, all->rule_settings[rule],
                                 row->name, says);
    }
    for (int k = 0; k < RP_CRITERION_COUNT; k++) {
        const rp_criterion_row *row = rp_criterion_rows[k];
        for (int side = 0; side < RP_SIDES; side++)
            any |= is_unseen(named_by_criterion(row, (rp_side)side),
                             all->criteria[k][side], rp_criterion_names[k],
                             (rp_side)side, says);
        any |= is_setting_unseen(row->settings, all->criterion_settings[k],
                                 rp_criterion_names[k], says);
    }
    return any;
}

static void test_reads(void **state) {
    static seen all;
    static text_clinic base;
    static saying before;

    (void)state;
    for (unsigned n = 0;
         n < CLINICS || (n < CLINICS_MOST && is_any_unseen(&all, false)); n++) {
        do
            text_clinic_invent(&base, n);
        while (!listen(&before, &base));
        try_columns(&base, &before, n, &all);
        try_settings(&base, &before, n, &all);
    }
    is_any_unseen(&all, true);
}

/* ---- rows that are well formed ------------------------------------------- */

static void check_blank(const rp_blank_row *blank, uint64_t therapists,
                        const char *name) {
    assert_non_null(rp_schema_find(RP_THERAPISTS, rp_text_of(blank->column)));
    if (!(rp_columns_bits(RP_THERAPISTS, blank->column) & therapists))
        fail_msg("%s: the blank %s is not read", name, blank->column);
    assert_true(blank->words && *blank->words);
    if (blank->asked)
        assert_non_null(rp_schema_find(RP_CLIENTS, rp_text_of(blank->asked)));
    else
        assert_int_equal(blank->reply, RP_REPLY_YES);
}

static void check_remedy(const rp_remedy_row *remedy) {
    rp_side other = remedy->side == RP_CLIENTS ? RP_THERAPISTS : RP_CLIENTS;

    assert_non_null(rp_schema_find(remedy->side, rp_text_of(remedy->column)));
    assert_true(remedy->words && *remedy->words == ' ');
    if (remedy->side == RP_CLIENTS)
        assert_in_range(remedy->rank, RP_RANK_CLIENT, RP_RANK_OPENING - 1);
    else
        assert_true(remedy->rank >= RP_RANK_THERAPIST);
    if (remedy->how == RP_REMEDY_ADD || remedy->how == RP_REMEDY_WINDOW ||
        remedy->how == RP_REMEDY_HOUR)
        assert_non_null(rp_schema_find(other, rp_text_of(remedy->from)));
    assert_int_equal(remedy->how == RP_REMEDY_NUMBER, remedy->number != NULL);
}

static void test_rows(void **state) {
    unsigned regional = 0, listed = 0;

    (void)state;
    assert_true(rp_rule_count() <= RP_RULES_MOST);
    for (int side = 0; side < RP_SIDES; side++)
        assert_true(rp_schemas[side].count <= RP_COLUMNS_MOST);
    assert_true(rp_schemas[RP_THERAPISTS].count <= RP_CONFIRM_MOST);
    for (rp_rule rule = 0; rule < rp_rule_count(); rule++) {
        const rp_rule_row *row = rp_rule_at(rule);
        assert_int_equal(rp_rule_named(row->name), rule);
        assert_true(row->words && *row->words);
        assert_int_equal(row->judge == NULL, rule == rp_rule_of_score());
        regional += row->is_regional;
        listed += row->listed != NULL;
        for (int k = 0; k < RP_RULE_BLANKS && row->blanks[k].column; k++)
            check_blank(&row->blanks[k], named_by_rule(row, RP_THERAPISTS),
                        row->name);
        for (int k = 0; k < RP_RULE_REMEDIES && row->remedies[k].name; k++)
            check_remedy(&row->remedies[k]);
    }
    assert_true(regional <= 1 && listed <= 1);
    for (int k = 0; k < RP_CRITERION_COUNT; k++) {
        const rp_criterion_row *row = rp_criterion_rows[k];
        assert_true(row->words && *row->words);
        assert_true(row->value && row->phrases && row->details);
        for (int b = 0; b < RP_CRITERION_BLANKS && row->blanks[b].column; b++)
            check_blank(&row->blanks[b], named_by_criterion(row, RP_THERAPISTS),
                        rp_criterion_names[k]);
    }
}

/* Every blank that is confirmed has words, in a rule or in a criterion. */
static void test_blanks(void **state) {
    static text_clinic text;
    static saying s;

    (void)state;
    for (unsigned n = 0; n < CLINICS; n++) {
        text_clinic_invent(&text, n);
        for (uint32_t k = 3; k + 1 < rp_schemas[RP_THERAPISTS].count; k++)
            for (uint32_t p = 0; p < PEOPLE; p++)
                text.cells[RP_THERAPISTS][p][k][0] = '\0';
        if (!listen(&s, &text))
            continue;
        for (rp_rule rule = 0; rule < rp_rule_count(); rule++) {
            uint64_t named = 0;
            const rp_blank_row *blanks = rp_rule_at(rule)->blanks;
            for (int b = 0; b < RP_RULE_BLANKS && blanks[b].column; b++)
                named |= rp_columns_bits(RP_THERAPISTS, blanks[b].column);
            for (uint32_t p = 0; p < PEOPLE * PEOPLE; p++)
                if (s.confirm[rule][p / PEOPLE][p % PEOPLE] & ~named)
                    fail_msg("rule %s finds a blank that it does not name",
                             rp_rule_name(rule));
        }
    }
}

int main(void) {
    suite s = {0};

    suite_add(&s, "reads", test_reads, NULL);
    suite_add(&s, "rows", test_rows, NULL);
    suite_add(&s, "blanks", test_blanks, NULL);
    return suite_run(&s, "reads");
}
