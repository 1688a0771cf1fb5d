#include "unit/text_clinic.h"

#include "input/parting.h"
#include "input/policy.h"
#include "unit/suite.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

static uint64_t chance = 20261005;

unsigned text_clinic_roll(unsigned sides) {
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

    return values[names][text_clinic_roll(6)];
}

static void fill_list(char *out, const rp_column *column) {
    size_t used = 0;
    unsigned count = 1 + text_clinic_roll(3);

    for (unsigned k = 0; k < count; k++) {
        const char *value = value_of(column->names);
        bool twice = strstr(out, value) != NULL;
        if (twice)
            continue;
        used += (size_t)snprintf(out + used, CELL - used, "%s%s",
                                 used ? ";" : "", value);
        if (column->flags & RP_NUMBERED && text_clinic_roll(2))
            used += (size_t)snprintf(out + used, CELL - used, ":%u",
                                     1 + text_clinic_roll(8));
        if (column->flags & RP_MARKED)
            used += (size_t)snprintf(out + used, CELL - used, "%s",
                                     text_clinic_roll(3) ? "!" : "?");
    }
}

static void fill_choice(char *out, const rp_column *column) {
    rp_text piece;
    unsigned count = 0;

    while (rp_piece(column->choices, count, &piece) &&
           !memchr(piece.bytes, '=', piece.length))
        count++;
    assert_true(rp_piece(column->choices, text_clinic_roll(count), &piece));
    snprintf(out, CELL, "%.*s", (int)piece.length, piece.bytes);
}

/* Therapists' windows may name where they are. */
static void fill_times(char *out, rp_side side) {
    const rp_column *sites = rp_schema_find(side, rp_text_of("sites"));
    bool is_sited = side == RP_THERAPISTS && text_clinic_roll(2);

    snprintf(out, CELL, "mon %02u:00-%02u:15%s%s; tue %02u:00-%02u:30",
             9 + text_clinic_roll(3), 12 + text_clinic_roll(3),
             is_sited ? " @" : "",
             is_sited ? value_of((rp_names_id)sites->names) : "",
             9 + text_clinic_roll(2), 11 + text_clinic_roll(2));
}

/* A cell of any kind but an id; now and then blank, or `none`. Columns that
 * are not listed turn into those that are before anything is judged. */
static void fill_cell(char *out, const rp_column *column, rp_side side) {
    bool is_list = column->kind == RP_KIND_LIST || column->kind == RP_KIND_IDS;
    double span = fmin(column->max, 99.0) - column->min;

    *out = '\0';
    if (column->flags & RP_UNLISTED)
        return;
    if (!(column->flags & RP_REQUIRED) && text_clinic_roll(4) == 0) {
        if (is_list && text_clinic_roll(3) == 0)
            snprintf(out, CELL, "none");
        return;
    }
    switch (column->kind) {
    case RP_KIND_TEXT:
        snprintf(out, CELL, "n%u", text_clinic_roll(9));
        break;
    case RP_KIND_WHOLE:
    case RP_KIND_NUMBER:
        snprintf(out, CELL, "%d",
                 (int)column->min + (int)text_clinic_roll((unsigned)span + 1));
        break;
    case RP_KIND_DATE:
        /* who comes does so before they go */
        snprintf(out, CELL, "2026-01-%02u",
                 (strcmp(column->name, "available_until") ? 1 : 15) +
                     text_clinic_roll(14));
        break;
    case RP_KIND_ANSWER:
        snprintf(out, CELL, "%s", text_clinic_roll(2) ? "yes" : "no");
        break;
    case RP_KIND_CHOICE:
        fill_choice(out, column);
        break;
    case RP_KIND_LIST:
        fill_list(out, column);
        break;
    case RP_KIND_IDS:
        snprintf(out, CELL, "%c%u",
                 side == RP_CLIENTS && !(column->flags & RP_LINKED) ? 't' : 'c',
                 text_clinic_roll(PEOPLE));
        if (column->flags & RP_PARTED)
            snprintf(out + 2, CELL - 2, ":%s",
                     rp_parting_rows[text_clinic_roll(RP_PARTING_ROWS)].reason);
        break;
    case RP_KIND_TIMES:
        fill_times(out, side);
        break;
    case RP_KIND_PRIORITIES:
        snprintf(out, CELL, "%s",
                 rp_criterion_names[text_clinic_roll(RP_CRITERION_COUNT)]);
        break;
    default: /* an id, or a column that is not listed */
        break;
    }
}

void text_clinic_fill(text_clinic *c, rp_side side, uint32_t index) {
    const rp_column *column = &rp_schemas[side].columns[index];

    for (uint32_t p = 0; p < PEOPLE; p++)
        fill_cell(c->cells[side][p][index], column, side);
}

static void clear_column(text_clinic *c, rp_side side, const char *name) {
    const rp_column *column = rp_schema_find(side, rp_text_of(name));
    size_t index = (size_t)(column - rp_schemas[side].columns);

    for (uint32_t p = 0; p < PEOPLE; p++)
        *c->cells[side][p][index] = '\0';
}

void text_clinic_name(text_clinic *c, rp_side side, uint32_t first) {
    for (uint32_t p = 0; p < PEOPLE; p++)
        snprintf(c->cells[side][p][0], CELL, "%c%u",
                 side == RP_CLIENTS ? 'c' : 't',
                 (unsigned)((p + first) % PEOPLE));
}

/* Every second one with scores, and with a policy that asks for a concern;
 * hours are promised. */
void text_clinic_invent(text_clinic *c, unsigned number) {
    for (int side = 0; side < RP_SIDES; side++) {
        for (uint32_t k = 1; k + 1 < rp_schemas[side].count; k++)
            text_clinic_fill(c, (rp_side)side, k);
        text_clinic_name(c, (rp_side)side, 0);
    }
    if (number / 2 % 2) /* prescribers turn a rule off */
        clear_column(c, RP_THERAPISTS, "prescriber_openings");
    snprintf(c->policy, sizeof c->policy, "setting,value\n%shours,1\n",
             number % 2 ? "require_concern,1\n" : "human_flag,0\n");
    c->scores[0] = '\0';
    if (number % 4 < 2)
        return;
    size_t used = (size_t)snprintf(c->scores, sizeof c->scores,
                                   "client_id,therapist_id,score\n");
    for (unsigned p = 0; p < PEOPLE * PEOPLE; p++)
        if (text_clinic_roll(2))
            used += (size_t)snprintf(c->scores + used, sizeof c->scores - used,
                                     "c%u,t%u,50\n", p / PEOPLE, p % PEOPLE);
}

char *text_clinic_table(const text_clinic *c, rp_side side) {
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
