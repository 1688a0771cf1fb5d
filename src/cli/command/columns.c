#include "cli/command.h"
#include "fit/criteria.h"
#include "fit/rules.h"
#include "input/parting.h"
#include "input/schema.h"
#include "output/csv/sheet.h"
#include "rapport/cli.h"

#include <string.h>

static void put_columns(rp_sheet *sheet, const rp_schema *schema) {
    rp_sheet_header(sheet, "column,kind,required,unit,aliases,example,meaning");
    for (uint32_t i = 0; i < schema->count; i++) {
        const rp_column *column = &schema->columns[i];
        rp_sheet_text(sheet, column->name);
        rp_sheet_text(sheet, rp_kind_words(column));
        rp_sheet_text(sheet, column->flags & RP_REQUIRED ? "yes" : "no");
        rp_sheet_text(sheet, column->unit);
        rp_sheet_text(sheet, column->aliases);
        rp_sheet_text(sheet, column->example);
        rp_sheet_text(sheet, column->help);
        rp_sheet_end_row(sheet);
    }
}

/* A list of names by ';', or blank. */
static void put_names(rp_sheet *sheet, const char *names) {
    rp_sheet_text(sheet, names ? names : "");
}

static void put_rules(rp_sheet *sheet) {
    rp_sheet_header(sheet,
                    "rule,meaning,clients,therapists,settings,pin_overrides");
    for (rp_rule rule = 0; rule < rp_rule_count(); rule++) {
        const rp_rule_row *row = rp_rule_at(rule);
        rp_sheet_text(sheet, row->name);
        rp_sheet_text(sheet, row->words);
        put_names(sheet, row->clients);
        put_names(sheet, row->therapists);
        put_names(sheet, row->settings);
        rp_sheet_text(sheet, row->breaks_pins ? "no" : "yes");
        rp_sheet_end_row(sheet);
    }
}

/* What a criterion reads of a side, by ';'. */
static void put_linked(rp_sheet *sheet, const rp_criterion_row *row,
                       rp_side side) {
    uint64_t bits =
        side == RP_CLIENTS ? rp_columns_bits(side, row->modifiers) : 0;
    rp_buffer names = {0};
    bool whole = true;

    for (int k = 0; k < RP_CRITERION_LINKS && row->links[k].therapists; k++)
        bits |= rp_columns_bits(side, side == RP_CLIENTS
                                          ? row->links[k].clients
                                          : row->links[k].therapists);
    for (uint32_t k = 0; whole && k < rp_schemas[side].count; k++)
        if (bits >> k & 1)
            whole = (names.length == 0 || rp_buffer_puts(&names, ";")) &&
                    rp_buffer_puts(&names, rp_schemas[side].columns[k].name);
    rp_sheet_bytes(sheet, (rp_text){names.bytes, names.length});
    sheet->out_of_memory |= !whole;
    rp_buffer_clear(&names);
}

static void put_criteria(rp_sheet *sheet) {
    rp_sheet_header(sheet, "criterion,meaning,clients,therapists,settings");
    for (int k = 0; k < RP_CRITERION_COUNT; k++) {
        const rp_criterion_row *row = rp_criterion_rows[k];
        rp_sheet_text(sheet, rp_criterion_names[k]);
        rp_sheet_text(sheet, row->words);
        put_linked(sheet, row, RP_CLIENTS);
        put_linked(sheet, row, RP_THERAPISTS);
        put_names(sheet, row->settings);
        rp_sheet_end_row(sheet);
    }
}

static void put_reasons(rp_sheet *sheet) {
    rp_sheet_header(sheet, "reason,effect,counts_as_soon");
    for (int k = 0; k < RP_PARTING_ROWS; k++) {
        rp_sheet_text(sheet, rp_parting_rows[k].reason);
        rp_sheet_text(sheet, rp_parting_rows[k].help);
        rp_sheet_text(sheet, rp_parting_rows[k].promotes ? "yes" : "no");
        rp_sheet_end_row(sheet);
    }
}

/* What is no sheet and has a table of its own. */
static const struct table {
    const char *name;
    void (*put)(rp_sheet *sheet);
} tables[] = {
    {"rules", put_rules}, {"criteria", put_criteria}, {"reasons", put_reasons}};

enum { TABLES = sizeof tables / sizeof *tables };

int rp_command_columns(const rp_options *options, const rp_streams *to) {
    const rp_schema *schema = NULL;
    int table = 0;
    rp_sheet sheet;

    while (table < TABLES &&
           strcmp(options->arguments[0], tables[table].name) != 0)
        table++;
    if (table == TABLES)
        schema = rp_command_sheet(options, to);
    if (table == TABLES && !schema)
        return RP_EXIT_USAGE;
    rp_sheet_begin(&sheet, rp_command_put, to->out, options->delimiter, false);
    if (options->as_json)
        rp_sheet_as_json(&sheet);
    if (table < TABLES)
        tables[table].put(&sheet);
    else
        put_columns(&sheet, schema);
    return rp_command_sheet_end(&sheet, to->err);
}
