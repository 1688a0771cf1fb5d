#include "cli/command.h"
#include "cli/say.h"
#include "input/schema.h"
#include "output/csv/sheet.h"
#include "rapport/cli.h"

#include <string.h>

int rp_command_side(const rp_options *options, const rp_streams *to) {
    for (int side = 0; side < RP_SHEETS; side++)
        if (rp_schemas[side].name &&
            strcmp(options->arguments[0], rp_schemas[side].name) == 0)
            return side;
    rp_say(to->err, "'%s', expected therapists, clients, outcomes or history",
           options->arguments[0]);
    return -1;
}

int rp_command_sheet_end(rp_sheet *sheet, FILE *err) {
    if (rp_sheet_end(sheet))
        return RP_EXIT_OK;
    rp_say_status(err, RP_ERR_MEMORY);
    return RP_EXIT_FAILURE;
}

/* What stands in the example row: nothing of a column without effect, and no
 * id of somebody who is not in the other sheet's example row. */
static const char *example_of(const rp_column *column, rp_side side) {
    rp_side other = side == RP_CLIENTS ? RP_THERAPISTS : RP_CLIENTS;

    if ((column->flags & RP_NO_EFFECT) ||
        (column->kind == RP_KIND_IDS &&
         strcmp(column->example, rp_schemas[other].columns[0].example) != 0))
        return "";
    return column->example;
}

int rp_command_template(const rp_options *options, const rp_streams *to) {
    int side = rp_command_side(options, to);
    rp_sheet sheet;

    if (side < 0)
        return RP_EXIT_USAGE;
    const rp_schema *schema = &rp_schemas[side];
    rp_sheet_begin(&sheet, rp_command_put, to->out, options->delimiter, false);
    for (int row = 0; row < 2; row++) {
        for (uint32_t i = 0; i < schema->count; i++)
            if (schema->columns[i].kind != RP_KIND_AUDIT &&
                !(schema->columns[i].flags & RP_UNLISTED))
                rp_sheet_text(&sheet,
                              row == 0 ? schema->columns[i].name
                                       : example_of(&schema->columns[i], side));
        rp_sheet_end_row(&sheet);
    }
    return rp_command_sheet_end(&sheet, to->err);
}
