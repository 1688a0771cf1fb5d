#include "cli/command.h"
#include "cli/reading.h"
#include "cli/say.h"
#include "input/map/proposal.h"
#include "output/csv/sheet.h"
#include "output/single_file.h"
#include "rapport/cli.h"

#include <sys/stat.h>

static bool put_rows(const rp_proposal *proposal, rp_put *put, void *payload,
                     const rp_options *options, bool bom) {
    rp_sheet sheet;

    rp_sheet_begin(&sheet, put, payload, options->delimiter, bom);
    rp_sheet_header(&sheet, "sheet,column,value,to,count,why");
    for (size_t k = 0; k < proposal->count; k++) {
        const rp_map_row *row = &proposal->rows[k].row;
        rp_sheet_text(&sheet, row->side == RP_BOTH_SIDES
                                  ? ""
                                  : rp_schemas[row->side].name);
        rp_sheet_text(&sheet, row->column);
        rp_sheet_text(&sheet, row->value ? row->value : "");
        rp_sheet_text(&sheet, row->to);
        rp_sheet_text(&sheet, row->count);
        rp_sheet_text(&sheet, row->why);
        rp_sheet_end_row(&sheet);
    }
    return rp_sheet_end(&sheet);
}

/* Is a file there that is none of those that were read as maps? */
static bool would_lose(const rp_options *options) {
    struct stat there, read;

    if (lstat(options->out, &there) != 0)
        return false;
    for (size_t k = 0; k < options->map_count; k++)
        if (stat(options->maps[k], &read) == 0 && read.st_dev == there.st_dev &&
            read.st_ino == there.st_ino)
            return false;
    return true;
}

static rp_status write_file(const rp_proposal *proposal,
                            const rp_options *options) {
    rp_buffer rows = {0};
    rp_status status = RP_ERR_MEMORY;

    if (put_rows(proposal, rp_single_file_put, &rows, options,
                 !options->no_bom))
        status = rp_single_file_write(options->out, &rows);
    rp_buffer_clear(&rows);
    return status;
}

static void summarize(const rp_proposal *p, FILE *err) {
    static const char *const what[] = {"columns", "values"};

    for (int values = 0; values < 2; values++)
        fprintf(err, "%-10s %zu placed, %zu proposed, %zu open\n", what[values],
                rp_proposal_count(p, values, RP_PROPOSED_PLACED),
                rp_proposal_count(p, values, RP_PROPOSED),
                rp_proposal_count(p, values, RP_PROPOSED_OPEN));
}

static rp_status write_proposal(const rp_proposal *proposal,
                                const rp_options *options,
                                const rp_streams *to) {
    rp_status status = RP_OK;

    if (options->has_out) {
        status = write_file(proposal, options);
        if (status == RP_ERR_IO) {
            rp_say_unwritten(to->err, options->out);
            return status;
        }
    } else if (!put_rows(proposal, rp_command_put, to->out, options, false)) {
        status = RP_ERR_MEMORY;
    }
    rp_say_status(to->err, status);
    if (status == RP_OK && !options->quiet) {
        fflush(to->out); /* the summary stands below the rows */
        summarize(proposal, to->err);
    }
    return status;
}

int rp_command_map(const rp_options *options, const rp_streams *to) {
    rp_findings findings = {0};
    rp_taxonomy taxonomy;
    rp_map *old = NULL;
    rp_input inputs[RP_MAX_MAPS];
    rp_proposal proposal = {0};

    if (options->has_out && would_lose(options)) {
        rp_say(to->err,
               "'%s' is there already: name it with --map to keep what it "
               "says, or write another file",
               options->out);
        return RP_EXIT_FAILURE;
    }
    rp_status status =
        rp_taxonomy_load(&taxonomy, options->taxonomy, &findings);
    if (status == RP_OK)
        status = rp_map_read(&old, options->maps, options->map_count, inputs,
                             &findings);
    if (status == RP_OK) {
        rp_proposal_options how = {
            {options->arguments[RP_THERAPISTS], options->arguments[RP_CLIENTS]},
            &taxonomy,
            old,
            options->sheet};
        status = rp_proposal_make(&proposal, &how, &findings);
    }
    rp_map_free(old); /* its findings get their places */
    rp_findings_sort(&findings);
    rp_findings_print(&findings, to->err, options->quiet);
    if (status == RP_OK)
        status = write_proposal(&proposal, options, to);
    else if (findings.errors == 0)
        rp_say_status(to->err, status);
    rp_proposal_clear(&proposal);
    rp_taxonomy_clear(&taxonomy);
    rp_findings_clear(&findings);
    return rp_reading_exit(status);
}
