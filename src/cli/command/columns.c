#include "cli/command.h"
#include "input/schema.h"
#include "output/csv/sheet.h"
#include "rapport/cli.h"

int rp_command_columns(const rp_options *options, const rp_streams *to) {
    int side = rp_command_side(options, to);
    rp_sheet sheet;

    if (side < 0)
        return RP_EXIT_USAGE;
    rp_sheet_begin(&sheet, rp_command_put, to->out, options->delimiter, false);
    rp_sheet_header(&sheet,
                    "column,kind,required,unit,aliases,example,meaning");
    for (uint32_t i = 0; i < rp_schemas[side].count; i++) {
        const rp_column *column = &rp_schemas[side].columns[i];
        rp_sheet_text(&sheet, column->name);
        rp_sheet_text(&sheet, rp_kind_words(column));
        rp_sheet_text(&sheet, column->flags & RP_REQUIRED ? "yes" : "no");
        rp_sheet_text(&sheet, column->unit);
        rp_sheet_text(&sheet, column->aliases);
        rp_sheet_text(&sheet, column->example);
        rp_sheet_text(&sheet, column->help);
        rp_sheet_end_row(&sheet);
    }
    return rp_command_sheet_end(&sheet, to->err);
}
