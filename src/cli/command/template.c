#include "cli/command.h"
#include "cli/say.h"
#include "input/schema.h"
#include "output/csv/sheet.h"
#include "rapport/cli.h"

#include <string.h>

const rp_schema *rp_command_sheet(const rp_options *options,
                                  const rp_streams *to) {
    const char *name = options->arguments[0];

    for (int side = 0; side < RP_SHEETS; side++)
        if (rp_schemas[side].name && strcmp(name, rp_schemas[side].name) == 0)
            return &rp_schemas[side];
    if (strcmp(name, rp_answers_schema.name) == 0)
        return &rp_answers_schema;
    rp_say(to->err,
           "'%s', expected therapists, clients, answers, outcomes or history",
           name);
    return NULL;
}

int rp_command_sheet_end(rp_sheet *sheet, FILE *err) {
    if (rp_sheet_end(sheet))
        return RP_EXIT_OK;
    rp_say_status(err, RP_ERR_MEMORY);
    return RP_EXIT_FAILURE;
}

/* Are these the examples of ids of the two rosters' own example rows? */
static bool is_of_examples(const char *example) {
    return strcmp(example, rp_schemas[RP_THERAPISTS].columns[0].example) == 0 ||
           strcmp(example, rp_schemas[RP_CLIENTS].columns[0].example) == 0;
}

/* What stands in the example row: nothing of a column without effect, and no
 * id of somebody who is in no example row. */
static const char *example_of(const rp_column *column) {
    return (column->flags & RP_NO_EFFECT) || (column->kind == RP_KIND_IDS &&
                                              !is_of_examples(column->example))
               ? ""
               : column->example;
}

int rp_command_template(const rp_options *options, const rp_streams *to) {
    const rp_schema *schema = rp_command_sheet(options, to);
    rp_sheet sheet;

    if (!schema)
        return RP_EXIT_USAGE;
    rp_sheet_begin(&sheet, rp_command_put, to->out, options->delimiter, false);
    for (int row = 0; row < 2; row++) {
        for (uint32_t i = 0; i < schema->count; i++)
            if (schema->columns[i].kind != RP_KIND_AUDIT &&
                !(schema->columns[i].flags & RP_UNLISTED))
                rp_sheet_text(&sheet, row == 0
                                          ? schema->columns[i].name
                                          : example_of(&schema->columns[i]));
        rp_sheet_end_row(&sheet);
    }
    return rp_command_sheet_end(&sheet, to->err);
}
