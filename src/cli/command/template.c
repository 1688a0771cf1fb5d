#include "cli/command.h"
#include "cli/reading.h"
#include "cli/say.h"
#include "input/schema.h"
#include "output/csv/sheet.h"
#include "output/workbook/template_book.h"
#include "rapport/cli.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

const rp_schema *rp_command_sheet(const rp_options *options,
                                  const rp_streams *to) {
    const char *name = options->arguments[0];

    for (int side = 0; side < RP_SHEETS; side++)
        if (rp_schemas[side].name && strcmp(name, rp_schemas[side].name) == 0)
            return &rp_schemas[side];
    if (strcmp(name, rp_answers_schema.name) == 0)
        return &rp_answers_schema;
    rp_say(to->err,
           "'%s', expected therapists, clients, answers, outcomes, history, "
           "groups or limits",
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

/* Both rosters as one workbook; a file that is there is never replaced. */
static int write_workbook(const rp_options *options, const rp_streams *to) {
    const char *path = options->has_out ? options->out : "clinic.xlsx";

    if (options->argument_count > 0) {
        rp_say(to->err,
               "--xlsx writes both rosters, therapists and clients; "
               "leave '%s' out",
               rp_quote(rp_text_of(options->arguments[0])).bytes);
        return RP_EXIT_USAGE;
    }
    if (access(path, F_OK) == 0) {
        rp_say(to->err, "'%s' is there already: name another file with --out",
               path);
        return RP_EXIT_FAILURE;
    }
    rp_status status = rp_template_book_write(path);
    if (status == RP_ERR_IO)
        rp_say(to->err, "%s: cannot be written: %s", path, strerror(errno));
    else if (status != RP_OK)
        rp_say_status(to->err, status);
    else
        rp_say(to->err,
               "%s is written: fill in the sheets Therapists and "
               "Clients, then run rapport match %s",
               path, path);
    return rp_reading_exit(status);
}

int rp_command_template(const rp_options *options, const rp_streams *to) {
    rp_sheet sheet;

    if (options->xlsx)
        return write_workbook(options, to);
    if (options->has_out || options->argument_count == 0) {
        rp_say(to->err, options->has_out
                            ? "--out needs --xlsx: a CSV goes to standard "
                              "output"
                            : "which sheet? therapists, clients, answers, "
                              "outcomes, history, groups or limits; or --xlsx");
        return RP_EXIT_USAGE;
    }
    const rp_schema *schema = rp_command_sheet(options, to);
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
