/*
 * What reading makes of sheets, for tests/property/sheets.py: for each folder
 * named on standard input its therapists.csv and clients.csv as records, and
 * what was found in them.
 *
 * Output, a line each: `status N`, `found SEVERITY MESSAGE`, then for each
 * person `therapist` or `client` and, a line each, `COLUMN VALUE` of every
 * column that is not blank; `end`.
 */
#include "input/intake.h"
#include "input/policy.h"
#include "input/times/times.h"
#include "input/words/taxonomy.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *const strengths[] = {
    [RP_MILD] = "?", [RP_STRONG] = "", [RP_MUST] = "!"};

static void put_text(const char *text) {
    for (; *text; text++)
        printf(*text < ' ' && *text > 0 ? "\\x%02x" : "%c", *text);
}

/* Columns that are read into others, which are what counts. */
static bool is_source(const rp_column *column) {
    static const char *const names[] = {
        "ages",       "capacity",      "caseload", "accepting",
        "telehealth", "date_of_birth", "risk"};

    for (size_t k = 0; k < sizeof names / sizeof *names; k++)
        if (strcmp(column->name, names[k]) == 0)
            return true;
    return false;
}

static void put_list(const rp_roster *r, rp_side side, const rp_column *column,
                     const rp_list *list) {
    if (!list->known)
        return;
    printf("%s", column->name);
    for (uint32_t i = 0; i < list->count; i++) {
        const rp_item *item = &list->items[i];
        putchar(i ? ';' : ' ');
        if (column->kind == RP_KIND_LIST)
            put_text(rp_names_name(&r->names, column->names, item->tag));
        else
            put_text(side == RP_CLIENTS ? r->therapists[item->tag].id
                                        : r->clients[item->tag].id);
        if (column->kind == RP_KIND_LIST)
            fputs(strengths[item->strength], stdout);
        if (item->number != RP_NO_NUMBER)
            printf(":%d", (int)item->number);
    }
    putchar('\n');
}

static void put_times(const rp_column *column, const rp_times *times) {
    rp_buffer text = {0};

    if (times->count > 0 && rp_times_format(&text, times))
        printf("%s %s\n", column->name, text.bytes);
    rp_buffer_clear(&text);
}

static void put_member(const rp_roster *r, rp_side side,
                       const rp_column *column, const void *record) {
    const void *member = (const char *)record + column->offset;
    char day[16];

    switch (column->kind) {
    case RP_KIND_ID:
    case RP_KIND_TEXT: {
        const char *text = *(const char *const *)member;
        if (text && *text) {
            printf("%s ", column->name);
            put_text(text);
            putchar('\n');
        }
        break;
    }
    case RP_KIND_WHOLE:
        if (*(const int32_t *)member != RP_BLANK)
            printf("%s %d\n", column->name, (int)*(const int32_t *)member);
        break;
    case RP_KIND_NUMBER:
        if (!isnan(*(const double *)member))
            printf("%s %.10g\n", column->name, *(const double *)member);
        break;
    case RP_KIND_DATE:
    case RP_KIND_BIRTH:
        if (*(const int32_t *)member != RP_NO_DAY) {
            rp_date_format(day, *(const int32_t *)member);
            printf("%s %s\n", column->name, day);
        }
        break;
    case RP_KIND_CHOICE:
        if (*(const int8_t *)member != RP_BLANK)
            printf("%s %d\n", column->name, *(const int8_t *)member);
        break;
    case RP_KIND_ANSWER:
    case RP_KIND_ACCEPTING:
    case RP_KIND_RISK:
        if (*(const int8_t *)member != RP_UNKNOWN)
            printf("%s %d\n", column->name, *(const int8_t *)member);
        break;
    case RP_KIND_LIST:
    case RP_KIND_IDS:
        put_list(r, side, column, *(const rp_list *const *)member);
        break;
    case RP_KIND_TIMES:
        put_times(column, member);
        break;
    case RP_KIND_PRIORITIES: {
        const int8_t *order = member;
        if (order[0] != RP_BLANK)
            printf("%s %d %d %d\n", column->name, order[0], order[1], order[2]);
        break;
    }
    case RP_KIND_AGES:
    case RP_KIND_AUDIT:
        break;
    }
}

static void put_people(const rp_roster *r, rp_side side) {
    uint32_t count = side == RP_CLIENTS ? r->client_count : r->therapist_count;

    for (uint32_t k = 0; k < count; k++) {
        const void *record = side == RP_CLIENTS
                                 ? (const void *)&r->clients[k]
                                 : (const void *)&r->therapists[k];
        puts(side == RP_CLIENTS ? "client" : "therapist");
        for (uint32_t i = 0; i < rp_schemas[side].count; i++)
            if (!is_source(&rp_schemas[side].columns[i]))
                put_member(r, side, &rp_schemas[side].columns[i], record);
    }
}

static void put_findings(rp_findings *findings) {
    for (size_t k = 0; k < findings->count; k++) {
        printf("found %s ", findings->items[k].severity < RP_ERROR ? "warning"
                            : findings->items[k].severity == RP_ALARM
                                ? "danger"
                                : "error");
        put_text(findings->items[k].message);
        putchar('\n');
    }
}

static void read_folder(const char *folder, const rp_taxonomy *taxonomy,
                        const rp_policy *policy, int32_t today) {
    char therapists[4096], clients[4096];
    rp_findings findings = {0};
    rp_roster roster;

    snprintf(therapists, sizeof therapists, "%s/therapists.csv", folder);
    snprintf(clients, sizeof clients, "%s/clients.csv", folder);
    rp_intake intake = {.therapists = therapists,
                        .clients = clients,
                        .taxonomy = taxonomy,
                        .parts = policy->hours,
                        .has_today = true,
                        .today = today};
    rp_status status = rp_intake_read(&roster, &intake, &findings);
    printf("status %d\n", (int)status);
    put_findings(&findings);
    if (status == RP_OK) {
        put_people(&roster, RP_THERAPISTS);
        put_people(&roster, RP_CLIENTS);
    }
    puts("end");
    fflush(stdout);
    rp_roster_clear(&roster);
    rp_findings_clear(&findings);
}

/* usage: records TODAY */
int main(int argc, char **argv) {
    rp_findings findings = {0};
    rp_taxonomy taxonomy;
    rp_policy policy;
    int32_t today;
    char folder[4000];

    if (argc != 2 || !rp_date_parse(&today, rp_text_of(argv[1])))
        return 2;
    if (rp_taxonomy_load(&taxonomy, NULL, &findings) != RP_OK ||
        rp_policy_load(&policy, NULL, NULL, NULL, &findings) != RP_OK)
        return 1;
    while (fgets(folder, sizeof folder, stdin)) {
        folder[strcspn(folder, "\n")] = '\0';
        read_folder(folder, &taxonomy, &policy, today);
    }
    rp_taxonomy_clear(&taxonomy);
    rp_findings_clear(&findings);
    return 0;
}
