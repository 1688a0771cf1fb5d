#include "cli/command.h"
#include "cli/reading.h"
#include "cli/say.h"
#include "input/sheet/decode.h"
#include "output/unmasking.h"
#include "rapport/cli.h"

#include <errno.h>
#include <string.h>

enum { FILE_AT = RP_SIDES /* of the arguments */ };

/* Read the file in which people have pseudonyms. */
static rp_status read_file(rp_document *out, const char *path, FILE *err) {
    rp_findings findings = {0};
    rp_status status = rp_document_read(
        out, path, rp_findings_source(&findings, path), &findings);
    int reason = errno;

    if (status == RP_OK && out->book) {
        rp_say(err,
               "%s is a workbook: save its sheets as CSV, or make one with "
               "`rapport match --xlsx` without --pseudonyms",
               path);
        status = RP_ERR_DATA;
    }
    rp_findings_print(&findings, err, RP_PRINT_ERRORS);
    if (status == RP_ERR_IO && findings.count == 0)
        rp_say(err, "%s: %s", path, strerror(reason));
    rp_findings_clear(&findings);
    return status;
}

static rp_status name_people(rp_buffer *out, rp_unmasking *found,
                             const rp_clinic *clinic, const char *path,
                             FILE *err) {
    rp_document document = {0};
    rp_status status = read_file(&document, path, err);

    if (status == RP_OK &&
        ((document.is_marked && !rp_buffer_puts(out, "\xEF\xBB\xBF")) ||
         !rp_unmasking_put(out, found, clinic->pseudonyms,
                           (rp_text){document.text, document.length},
                           rp_unmasking_kind_of(path))))
        status = RP_ERR_MEMORY;
    rp_document_clear(&document);
    return status;
}

static void summarise(const rp_unmasking *found, bool quiet, FILE *err) {
    if (found->unknown > 0)
        rp_say(err,
               "warning: %zu pseudonym%s of nobody in these sheets: another "
               "key, or people who are not there any more",
               found->unknown, found->unknown == 1 ? " is" : "s are");
    else if (found->named == 0)
        rp_say(err, "warning: the file holds no pseudonym");
    if (!quiet)
        fprintf(err, "named      %zu times\n", found->named);
}

int rp_command_reidentify(const rp_options *options, const rp_streams *to) {
    const char *path = options->arguments[FILE_AT];
    rp_clinic clinic;
    rp_unmasking found = {0, 0};
    rp_buffer text = {0};

    if (!options->pseudonyms) {
        rp_say(to->err, "reidentify: say --pseudonyms KEYFILE: with which key "
                        "were the pseudonyms made?");
        return RP_EXIT_USAGE;
    }
    rp_status status = rp_reading_open_briefly(&clinic, options, to->err);
    if (status == RP_OK) {
        status = name_people(&text, &found, &clinic, path, to->err);
        if (status == RP_ERR_MEMORY)
            rp_say_status(to->err, status);
    }
    if (status == RP_OK && text.length > 0)
        fwrite(text.bytes, 1, text.length, to->out);
    if (status == RP_OK)
        summarise(&found, options->quiet, to->err);
    rp_buffer_clear(&text);
    rp_clinic_clear(&clinic);
    return rp_reading_exit(status);
}
