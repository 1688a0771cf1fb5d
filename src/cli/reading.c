#include "cli/reading.h"

#include "cli/say.h"
#include "library/match.h"
#include "rapport/cli.h"

#include <unistd.h>

/* Where alerts go. */
typedef struct talk {
    FILE *err;
    const char *before; /* "after the edits: ", or "" */
} talk;

/* By id, or where there is none by the place in the file. */
static void name_client(void *payload, rp_alert alert, const char *id,
                        const char *source, uint32_t row) {
    static const char *const words[] = {
        [RP_ALERT_CONCERN] = "has a concern that a person should look at first",
        [RP_ALERT_CRISIS] = "is in crisis: a person has to act now, no program "
                            "matches them"};
    const talk *t = payload;

    if (id)
        rp_say(t->err, "%sclient %s %s", t->before,
               rp_quote(rp_text_of(id)).bytes, words[alert]);
    else
        rp_say(t->err,
               "%sa client without an id, row %u below the header of %s, %s",
               t->before, (unsigned)row, source, words[alert]);
}

void rp_reading_name_humans(const rp_fit *fit, const rp_fit *before,
                            const rp_findings *findings, FILE *err) {
    talk t = {err, before ? "after the edits: " : ""};

    rp_clinic_each_alert(fit, before, findings, name_client, &t);
}

static bool is_terminal(FILE *to) {
    int descriptor = fileno(to);

    return descriptor >= 0 && isatty(descriptor);
}

void rp_reading_count(const rp_clinic *clinic, bool briefly, FILE *err) {
    const rp_roster *r = &clinic->roster;
    const rp_findings *findings = &clinic->findings;

    fprintf(err, "%u therapist%s, %u client%s: ", (unsigned)r->therapist_count,
            r->therapist_count == 1 ? "" : "s", (unsigned)r->client_count,
            r->client_count == 1 ? "" : "s");
    rp_findings_count(findings, err);
    fputs(briefly && findings->count > findings->errors
              ? "; `rapport check` prints them all\n"
              : "\n",
          err);
}

static void print_all(const rp_clinic *clinic, rp_status status,
                      const rp_options *options, bool briefly, FILE *err) {
    const rp_fit read = {.roster = &clinic->roster,
                         .taxonomy = &clinic->taxonomy};

    rp_reading_name_humans(&read, NULL, &clinic->findings, err);
    rp_findings_print(
        &clinic->findings, err,
        (briefly || options->quiet ? (unsigned)RP_PRINT_ERRORS : 0) |
            (is_terminal(err) ? (unsigned)RP_PRINT_PEOPLE : 0));
    if (clinic->kept.trouble.length > 0)
        rp_say(err, "%s", clinic->kept.trouble.bytes);
    /* what findings tell of a file needs no more words */
    else if (status > RP_ERR_IO ||
             (status == RP_ERR_IO && clinic->findings.errors == 0))
        rp_say_status(err, status);
    if (!options->quiet && clinic->findings.count > 0)
        rp_reading_count(clinic, briefly, err);
}

static rp_status open_clinic(rp_clinic *out, const rp_options *options,
                             bool briefly, FILE *err) {
    rp_clinic_options o = RP_CLINIC_OPTIONS_INIT;
    char today[16];

    if (options->today != RP_NO_DAY) {
        rp_date_format(today, options->today);
        o.today = today;
    }
    o.therapists.name = options->arguments[RP_THERAPISTS];
    o.clients.name = options->arguments[RP_CLIENTS];
    o.policy = options->policy;
    o.taxonomy = options->taxonomy;
    o.scores = options->scores;
    o.maps = options->maps;
    o.map_count = options->map_count;
    o.dates = !options->dates_given ? NULL : options->dates ? "dmy" : "mdy";
    o.each = options->each;
    o.strict = options->strict;
    o.strict_queue = options->strict_queue;
    o.unknown_forbids = options->unknown_forbids;
    o.keep = options->keep;
    o.frozen = options->frozen;
    rp_status status = rp_clinic_open(out, &o, options->keeps_pinned);
    print_all(out, status, options, briefly, err);
    return status;
}

rp_status rp_reading_open(rp_clinic *out, const rp_options *options,
                          FILE *err) {
    return open_clinic(out, options, false, err);
}

rp_status rp_reading_open_briefly(rp_clinic *out, const rp_options *options,
                                  FILE *err) {
    return open_clinic(out, options, true, err);
}

rp_context rp_reading_context(const rp_clinic *clinic,
                              const rp_options *options,
                              rp_progress *progress) {
    rp_context context =
        rp_match_context(clinic, options->fair, (int)options->threads);

    context.delimiter = options->delimiter;
    context.bom = !options->no_bom;
    context.progress = progress ? rp_progress_tell : NULL;
    context.payload = progress;
    return context;
}

int rp_reading_exit(rp_status status) {
    switch (status) {
    case RP_OK:
        return RP_EXIT_OK;
    case RP_ERR_DATA:
        return RP_EXIT_INPUT;
    case RP_ERR_USAGE:
        return RP_EXIT_USAGE;
    case RP_ERR_PINS:
        return RP_EXIT_PINS;
    case RP_ERR_IO:
    case RP_ERR_MEMORY:
    case RP_ERR_SOLVER:
    case RP_ERR_SIZE:
        break;
    }
    return RP_EXIT_FAILURE;
}
