/*
 * Rules and criteria read what they say they read: on random clinics each
 * column, and each setting of the policy, is filled anew for everybody, and
 * whatever changes has to name it. Whatever is named must change something.
 */
#include "input/parting.h"
#include "unit/clinic.h"
#include "unit/suite.h"

#include "fit/criteria.h"
#include "fit/rules.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { PEOPLE = 6, CELL = 96, SETTINGS_MOST = 96 };
enum { CLINICS = 16, CLINICS_MOST = 128 };

/* A clinic as text. */
typedef struct text_clinic {
    char cells[RP_SIDES][PEOPLE][RP_COLUMNS_MOST][CELL];
    char policy[256], scores[1024];
} text_clinic;

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

static uint64_t chance = 20261005;

static unsigned roll(unsigned sides) {
    chance ^= chance << 13;
    chance ^= chance >> 7;
    chance ^= chance << 17;
    return (unsigned)(chance % sides);
}

/* ---- cells --------------------------------------------------------------- */

static const char *value_of(rp_names_id names) {
    static const char *const values[RP_NAMES_COUNT][6] = {
        [RP_NAMES_CONCERNS] = {"gad", "ptsd", "anxiety", "teen_violence",
                               "depression_severe", "psychosis"},
        [RP_NAMES_MODALITIES] = {"cbt", "emdr", "scared_straight", "exposure",
                                 "debriefing", "supportive"},
        [RP_NAMES_LANGUAGES] = {"en", "es", "fr", "en", "es", "fr"},
        [RP_NAMES_FORMATS] = {"in_person", "in_person", "video", "phone",
                              "in_person", "video"},
        [RP_NAMES_CLIENT_TYPES] = {"individual", "couple", "family", "group",
                                   "individual", "couple"},
        [RP_NAMES_GENDERS] = {"f", "m", "nb", "f", "m", "nb"},
        [RP_NAMES_REGIONS] = {"ny", "nj", "ca", "psypact", "nj", "psypact"},
        [RP_NAMES_PAYERS] = {"aetna", "cigna", "house plan", "self-pay", "bcbs",
                             "house plan"},
        [RP_NAMES_FREE] = {"x", "y", "z", "x", "y", "z"}};

    return values[names][roll(6)];
}

static void fill_list(char *out, const rp_column *column) {
    size_t used = 0;
    unsigned count = 1 + roll(3);

    for (unsigned k = 0; k < count; k++) {
        const char *value = value_of(column->names);
        bool twice = strstr(out, value) != NULL;
        if (twice)
            continue;
        used += (size_t)snprintf(out + used, CELL - used, "%s%s",
                                 used ? ";" : "", value);
        if (column->flags & RP_NUMBERED && roll(2))
            used +=
                (size_t)snprintf(out + used, CELL - used, ":%u", 1 + roll(8));
        if (column->flags & RP_MARKED)
            used += (size_t)snprintf(out + used, CELL - used, "%s",
                                     roll(3) ? "!" : "?");
    }
}

static void fill_choice(char *out, const rp_column *column) {
    rp_text piece;
    unsigned count = 0;

    while (rp_piece(column->choices, count, &piece) &&
           !memchr(piece.bytes, '=', piece.length))
        count++;
    assert_true(rp_piece(column->choices, roll(count), &piece));
    snprintf(out, CELL, "%.*s", (int)piece.length, piece.bytes);
}

/* A cell of any kind but an id; now and then blank, or `none`. Columns that
 * are not listed turn into those that are before anything is judged. */
static void fill_cell(char *out, const rp_column *column, rp_side side) {
    bool is_list = column->kind == RP_KIND_LIST || column->kind == RP_KIND_IDS;
    double span = fmin(column->max, 99.0) - column->min;

    *out = '\0';
    if (column->flags & RP_UNLISTED)
        return;
    if (!(column->flags & RP_REQUIRED) && roll(4) == 0) {
        if (is_list && roll(3) == 0)
            snprintf(out, CELL, "none");
        return;
    }
    switch (column->kind) {
    case RP_KIND_TEXT:
        snprintf(out, CELL, "n%u", roll(9));
        break;
    case RP_KIND_WHOLE:
    case RP_KIND_NUMBER:
        snprintf(out, CELL, "%d",
                 (int)column->min + (int)roll((unsigned)span + 1));
        break;
    case RP_KIND_DATE:
        /* who comes does so before they go */
        snprintf(out, CELL, "2026-01-%02u",
                 (strcmp(column->name, "available_until") ? 1 : 15) + roll(14));
        break;
    case RP_KIND_ANSWER:
        snprintf(out, CELL, "%s", roll(2) ? "yes" : "no");
        break;
    case RP_KIND_CHOICE:
        fill_choice(out, column);
        break;
    case RP_KIND_LIST:
        fill_list(out, column);
        break;
    case RP_KIND_IDS:
        snprintf(out, CELL, "%c%u", side == RP_CLIENTS ? 't' : 'c',
                 roll(PEOPLE));
        if (column->flags & RP_PARTED)
            snprintf(out + 2, CELL - 2, ":%s",
                     rp_parting_rows[roll(RP_PARTING_ROWS)].reason);
        break;
    case RP_KIND_TIMES:
        snprintf(out, CELL, "mon %02u:00-%02u:15; tue %02u:00-%02u:30",
                 9 + roll(3), 12 + roll(3), 9 + roll(2), 11 + roll(2));
        break;
    case RP_KIND_PRIORITIES:
        snprintf(out, CELL, "%s", rp_criterion_names[roll(RP_CRITERION_COUNT)]);
        break;
    default: /* an id, or a column that is not listed */
        break;
    }
}

static void fill_column(text_clinic *c, rp_side side, uint32_t index) {
    const rp_column *column = &rp_schemas[side].columns[index];

    for (uint32_t p = 0; p < PEOPLE; p++)
        fill_cell(c->cells[side][p][index], column, side);
}

static void name_people(text_clinic *c, rp_side side, uint32_t first) {
    for (uint32_t p = 0; p < PEOPLE; p++)
        snprintf(c->cells[side][p][0], CELL, "%c%u",
                 side == RP_CLIENTS ? 'c' : 't',
                 (unsigned)((p + first) % PEOPLE));
}

/* Every second one with scores, and with a policy that asks for a concern. */
static void invent(text_clinic *c, unsigned number) {
    size_t used = 0;

    for (int side = 0; side < RP_SIDES; side++) {
        for (uint32_t k = 1; k + 1 < rp_schemas[side].count; k++)
            fill_column(c, (rp_side)side, k);
        name_people(c, (rp_side)side, 0);
    }
    snprintf(c->policy, sizeof c->policy, "setting,value\n%s",
             number % 2 ? "require_concern,1\n" : "human_flag,0\n");
    c->scores[0] = '\0';
    if (number % 4 < 2)
        return;
    used = (size_t)snprintf(c->scores, sizeof c->scores,
                            "client_id,therapist_id,score\n");
    for (unsigned p = 0; p < PEOPLE * PEOPLE; p++)
        if (roll(2))
            used += (size_t)snprintf(c->scores + used, sizeof c->scores - used,
                                     "c%u,t%u,50\n", p / PEOPLE, p % PEOPLE);
}

/* ---- reading ------------------------------------------------------------- */

static char *table_of(const text_clinic *c, rp_side side) {
    const rp_schema *schema = &rp_schemas[side];
    rp_buffer text = {0};

    for (uint32_t k = 0; k + 1 < schema->count; k++)
        assert_true(rp_buffer_puts(&text, k ? "," : "") &&
                    rp_buffer_puts(&text, schema->columns[k].name));
    for (uint32_t p = 0; p < PEOPLE; p++)
        for (uint32_t k = 0; k + 1 < schema->count; k++)
            assert_true(rp_buffer_puts(&text, k ? "," : "\n") &&
                        rp_buffer_puts(&text, c->cells[side][p][k]));
    assert_true(rp_buffer_puts(&text, "\n"));
    return text.bytes;
}

static void listen_to_pair(saying *s, clinic *c, uint32_t client, uint32_t t) {
    const rp_roster *r = &c->roster;
    uint32_t row = r->clients[client].row - 1;
    uint32_t other = r->therapists[t].row - 1;

    for (rp_rule rule = 0; rule < rp_rule_count(); rule++) {
        rp_confirm confirm = {.count = 0};
        s->verdict[rule][row][other] =
            rp_rule_judge(&c->fit, &c->need, t, rule, &confirm);
        for (uint32_t k = 0; k < confirm.count; k++)
            s->confirm[rule][row][other] |= rp_columns_bits(
                RP_THERAPISTS, rp_confirm_column(&confirm, k)->name);
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
    char *therapists = table_of(text, RP_THERAPISTS);
    char *clients = table_of(text, RP_CLIENTS);
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
        if (side == RP_THERAPISTS && column->kind != RP_KIND_IDS &&
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

static void try_columns(const text_clinic *base, const saying *before,
                        seen *all) {
    for (int side = 0; side < RP_SIDES; side++)
        for (uint32_t k = 0; k + 1 < rp_schemas[side].count; k++) {
            text_clinic edited = *base;
            saying after;
            if (k == 0)
                name_people(&edited, (rp_side)side, 1 + roll(PEOPLE - 1));
            else
                fill_column(&edited, (rp_side)side, k);
            if (listen(&after, &edited))
                check_column(before, &after, (rp_side)side, k, all);
        }
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
        snprintf(edited.policy, sizeof edited.policy, "setting,value\n%s,%s\n",
                 rp_policy_name(k), values[turn % 5]);
        if (strcmp(rp_policy_name(k), "require_concern") != 0 &&
            strstr(base->policy, "require_concern"))
            strncat(edited.policy, "require_concern,1\n",
                    sizeof edited.policy - strlen(edited.policy) - 1);
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
            invent(&base, n);
        while (!listen(&before, &base));
        try_columns(&base, &before, &all);
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
    if (remedy->how == RP_REMEDY_ADD || remedy->how == RP_REMEDY_WINDOW)
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
        invent(&text, n);
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
