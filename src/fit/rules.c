#include "fit/rules.h"

#include <math.h>
#include <string.h>

/* All rules, in the order in which they are tried and reported. */
static const rp_rule_family *const families[] = {
    &rp_rules_practicalities, &rp_rules_clinical, &rp_rules_musts,
    &rp_rules_decisions, &rp_rules_groups};

/* The last one is of groups alone, and in no table of therapists. */
enum { FAMILIES = sizeof families / sizeof *families - 1 };

static int families_of(const rp_fit *fit) {
    return fit->role == RP_ROLE_GROUP ? FAMILIES + 1 : FAMILIES;
}

uint32_t rp_rule_count(void) {
    uint32_t count = 0;

    for (int k = 0; k < FAMILIES; k++)
        count += families[k]->count;
    return count;
}

rp_rule rp_rule_of_score(void) { return rp_rule_count() - 1; }

rp_rule rp_rule_of_time(void) {
    rp_rule rule = 0;

    while (strcmp(rp_rule_name(rule), "time") != 0)
        rule++;
    return rule;
}

const rp_rule_row *rp_rule_at(rp_rule rule) {
    const rp_rule_family *const *family = families;

    for (; rule >= (*family)->count; family++)
        rule -= (*family)->count;
    return &(*family)->rows[rule];
}

const char *rp_rule_name(rp_rule rule) { return rp_rule_at(rule)->name; }

rp_rule rp_rule_named(const char *name) {
    rp_rule count = rp_rule_count();

    for (rp_rule rule = 0; rule < count; rule++)
        if (strcmp(rp_rule_name(rule), name) == 0)
            return rule;
    return RP_NONE;
}

static bool asks(const rp_fit *fit, const rp_need *need,
                 const rp_rule_row *row) {
    return (fit->role == RP_ROLE_THERAPIST || row->roles >> fit->role & 1) &&
           (!row->asks || row->asks(fit, need));
}

bool rp_rule_asks(const rp_fit *fit, const rp_need *need, rp_rule rule) {
    return asks(fit, need, rp_rule_at(rule));
}

rp_verdict rp_rule_judge(const rp_fit *fit, const rp_need *need,
                         uint32_t therapist, rp_rule rule,
                         rp_confirm *confirm) {
    const rp_rule_row *row = rp_rule_at(rule);

    return row->judge && asks(fit, need, row)
               ? row->judge(fit, need, therapist, confirm)
               : RP_PASS;
}

bool rp_rule_forbids(const rp_fit *fit, const rp_need *need, uint32_t therapist,
                     rp_rule rule) {
    const rp_rule_row *row = rp_rule_at(rule);

    return row->judge && asks(fit, need, row) &&
           rp_rule_refuses(fit, need, therapist, row);
}

bool rp_rule_key(const rp_rule_row *row, const rp_columns *columns,
                 const rp_need *need, rp_buffer *out) {
    out->length = 0;
    return row->key ? row->key(need, out)
                    : rp_columns_key(columns, need->client, need->index, out);
}

uint32_t rp_rules_forbidding(const rp_fit *fit, const rp_need *need,
                             uint32_t therapist, rp_rule *rules,
                             uint32_t most) {
    uint32_t count = 0;
    rp_rule rule = 0;

    for (int k = 0; k < families_of(fit); k++)
        for (uint32_t i = 0; i < families[k]->count; i++, rule++) {
            const rp_rule_row *row = &families[k]->rows[i];
            if (!row->judge || !asks(fit, need, row) ||
                !rp_rule_refuses(fit, need, therapist, row))
                continue;
            if (count == most)
                return count + 1;
            rules[count++] = rule;
        }
    return count;
}

/* Rows name the blanks that they ask about, but those of groups. */
static bool can_confirm(const rp_rule_row *row, int family) {
    return row->blanks[0].column || family == FAMILIES;
}

void rp_rules_confirm(const rp_fit *fit, const rp_need *need,
                      uint32_t therapist, rp_confirm *confirm) {
    for (int k = 0; k < families_of(fit); k++)
        for (uint32_t i = 0; i < families[k]->count; i++) {
            const rp_rule_row *row = &families[k]->rows[i];
            if (row->judge && can_confirm(row, k) && asks(fit, need, row))
                row->judge(fit, need, therapist, confirm);
        }
}

bool rp_rules_must_is_unknown(const rp_fit *fit, const rp_need *need,
                              uint32_t therapist) {
    for (int k = 0; k < families_of(fit); k++)
        for (uint32_t i = 0; i < families[k]->count; i++) {
            const rp_rule_row *row = &families[k]->rows[i];
            if (row->is_must && asks(fit, need, row) &&
                row->judge(fit, need, therapist, NULL) == RP_UNCONFIRMED)
                return true;
        }
    return false;
}

bool rp_rule_put_refusal(rp_buffer *out, const rp_fit *fit, uint32_t client,
                         uint32_t therapist, rp_rule rule) {
    rp_quoted id = rp_quote(rp_text_of(fit->roster->therapists[therapist].id));
    const rp_rule_row *row = rp_rule_at(rule);

    if (rp_standing_declines(fit->standing, client, therapist))
        return rp_buffer_puts(out, "the client has declined ") &&
               rp_buffer_puts(out, id.bytes);
    return rp_buffer_puts(out, "with ") && rp_buffer_puts(out, id.bytes) &&
           rp_buffer_puts(out, row->broken ? " " : " it is not so that ") &&
           rp_buffer_puts(out, row->broken ? row->broken : row->words);
}

int rp_rule_least_score(const rp_fit *fit) {
    return (int)floor(100.0 * fit->policy->min_score + 0.5);
}

const rp_blank_row *rp_rules_blank(const rp_column *column) {
    for (int k = 0; k < FAMILIES; k++)
        for (uint32_t i = 0; i < families[k]->count; i++) {
            const rp_blank_row *blanks = families[k]->rows[i].blanks;
            for (int b = 0; b < RP_RULE_BLANKS && blanks[b].column; b++)
                if (strcmp(blanks[b].column, column->name) == 0)
                    return &blanks[b];
        }
    return NULL;
}
