#include "cli/reading.h"

#include "base/path.h"
#include "base/shortage.h"
#include "cli/say.h"
#include "library/alert.h"
#include "library/match.h"
#include "rapport/cli.h"

#include <string.h>
#include <unistd.h>

enum { MOST_IDS = 5 /* shown of those who wrote the same sentence */ };

/* Where alerts go. */
typedef struct talk {
    FILE *err;
    const char *before; /* "after the edits: ", or "" */
    char sentence[44];  /* being told, "" before the first */
    unsigned ids;       /* of clients who wrote it */
} talk;

static rp_quoted quoted(const char *text) { return rp_quote(rp_text_of(text)); }

static void end_sentence(talk *t) {
    if (t->ids > MOST_IDS)
        fprintf(t->err, " and %u more", t->ids - MOST_IDS);
    if (t->ids > 0)
        fputs(")\n", t->err);
    t->ids = 0;
}

/* One line a sentence, with the first who wrote it. */
static void list_sentence(talk *t, const char *id, uint32_t row,
                          const char *words) {
    if (t->ids == 0 && t->sentence[0] == '\0')
        rp_say(t->err, "%sa person reads these:", t->before);
    if (t->ids == 0 || strcmp(t->sentence, words) != 0) {
        end_sentence(t);
        snprintf(t->sentence, sizeof t->sentence, "%s", words);
        fprintf(t->err, "rapport:   '%s' (", words);
    }
    if (t->ids < MOST_IDS && id)
        fprintf(t->err, "%s%s", t->ids ? ", " : "", quoted(id).bytes);
    else if (t->ids < MOST_IDS)
        fprintf(t->err, "%srow %u", t->ids ? ", " : "", (unsigned)row);
    t->ids++;
}

/* By id, or where there is none by the place in the file. */
static void name_client(void *payload, rp_alert alert, const char *id,
                        const char *source, uint32_t row, const char *words) {
    static const char *const says[] = {
        [RP_ALERT_LOOK] = "is matched as written; look at ",
        [RP_ALERT_CONCERN] =
            "has a concern that a person should look at first: ",
        [RP_ALERT_CRISIS] =
            "is in crisis: a person has to act now, no program matches them"};
    talk *t = payload;

    if (alert == RP_ALERT_READ)
        list_sentence(t, id, row, words);
    else if (id)
        rp_say(t->err, "%sclient %s %s%s", t->before, quoted(id).bytes,
               says[alert], words);
    else
        rp_say(t->err,
               "%sa client without an id, row %u below the header of %s, %s%s",
               t->before, (unsigned)row, source, says[alert], words);
}

void rp_reading_name_humans(const rp_fit *fit, const rp_fit *before,
                            const rp_findings *findings, FILE *err) {
    talk t = {.err = err, .before = before ? "after the edits: " : ""};

    rp_alert_each(fit, before, findings, name_client, &t);
    end_sentence(&t);
}

/* Pins that were found by a name, and those that break rules. */
static void name_pins(const rp_clinic *clinic, rp_status status, FILE *err) {
    const rp_roster *roster = &clinic->roster;
    rp_buffer rules = {0};

    for (uint32_t c = 0; status == RP_OK && c < roster->client_count; c++) {
        uint32_t therapist = clinic->triage.pin[c];
        const char *name = roster->clients[c].pin_name;
        if (therapist == RP_NONE)
            continue;
        if (name)
            rp_say(err, "client %s is pinned to %s, whose name is '%s'",
                   quoted(roster->clients[c].id).bytes,
                   quoted(roster->therapists[therapist].id).bytes, name);
        if (!clinic->triage.human[c] &&
            rp_triage_breaks(&clinic->triage, &clinic->fit, c, &rules) &&
            rules.length > 0)
            rp_say(err, "client %s is pinned to %s although: %s",
                   quoted(roster->clients[c].id).bytes,
                   quoted(roster->therapists[therapist].id).bytes, rules.bytes);
    }
    rp_buffer_clear(&rules);
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

/* How what was read is said. */
typedef struct manner {
    bool briefly;          /* of warnings only the count */
    rp_reading_name *name; /* NULL: nobody else is named */
} manner;

static void print_all(const rp_clinic *clinic, rp_status status,
                      const rp_options *options, manner how, FILE *err) {
    const rp_fit read = {.roster = &clinic->roster,
                         .taxonomy = &clinic->taxonomy,
                         .cleared = rp_clinic_cleared(clinic)};

    rp_reading_name_humans(&read, NULL, &clinic->findings, err);
    if (how.name && status != RP_ERR_MEMORY && !how.name(clinic, options, err))
        rp_shortage_note(); /* the command fails in the end */
    name_pins(clinic, status, err);
    rp_findings_print(
        &clinic->findings, err,
        (how.briefly || options->quiet ? (unsigned)RP_PRINT_ERRORS : 0) |
            (is_terminal(err) ? (unsigned)RP_PRINT_PEOPLE : 0));
    if (clinic->kept.trouble.length > 0)
        rp_say(err, "%s", clinic->kept.trouble.bytes);
    /* what findings tell of a file needs no more words */
    else if (status > RP_ERR_IO ||
             (status == RP_ERR_IO && clinic->findings.errors == 0))
        rp_say_status(err, status);
    if (!options->quiet && clinic->findings.count > 0)
        rp_reading_count(clinic, how.briefly, err);
}

/* clinic.csv in the folder of a roster, where there is one that is no roster
 * itself. False: out of memory. */
static bool look_beside(rp_buffer *path, const rp_options *options) {
    for (int side = 0; side < RP_SIDES; side++) {
        const char *roster = options->arguments[side];
        size_t folder = (size_t)(rp_path_name(roster) - roster);

        path->length = 0;
        if (strcmp(roster, "-") == 0)
            continue;
        if (!rp_buffer_put(path, roster, folder) ||
            !rp_buffer_puts(path, "clinic.csv"))
            return false;
        if (strcmp(path->bytes, options->arguments[RP_THERAPISTS]) != 0 &&
            strcmp(path->bytes, options->arguments[RP_CLIENTS]) != 0 &&
            access(path->bytes, F_OK) == 0)
            return true;
    }
    path->length = 0;
    return true;
}

static rp_status open_clinic(rp_clinic *out, const rp_options *options,
                             manner how, FILE *err) {
    rp_clinic_options o = RP_CLINIC_OPTIONS_INIT;
    rp_buffer beside = {0};
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
    o.sheet = options->sheet;
    o.pseudonyms = options->pseudonyms;
    o.maps = options->maps;
    o.map_count = options->map_count;
    o.dates = !options->dates_given ? NULL : options->dates ? "dmy" : "mdy";
    o.each = options->each;
    o.strict = options->strict;
    o.strict_queue = options->strict_queue;
    o.unknown_forbids = options->unknown_forbids;
    o.keep = options->keep;
    o.frozen = options->frozen;
    o.answers = options->answers;
    o.groups = options->groups;
    o.limits = options->limits;
    o.use_reserve = options->use_reserve;
    o.effort = (uint32_t)options->effort;
    o.cleared = options->cleared;
    o.outcomes = options->outcomes;
    o.history = options->history;
    o.clinic = options->clinic;
    bool looked = o.clinic || look_beside(&beside, options);
    if (!o.clinic && beside.length > 0)
        o.clinic = beside.bytes;
    *out = (rp_clinic){0};
    rp_status status =
        looked ? rp_clinic_open(out, &o, options->keeps_pinned) : RP_ERR_MEMORY;
    rp_buffer_clear(&beside);
    print_all(out, status, options, how, err);
    return status;
}

rp_status rp_reading_open(rp_clinic *out, const rp_options *options,
                          FILE *err) {
    return open_clinic(out, options, (manner){false, NULL}, err);
}

rp_status rp_reading_open_naming(rp_clinic *out, const rp_options *options,
                                 rp_reading_name *name, FILE *err) {
    return open_clinic(out, options, (manner){false, name}, err);
}

rp_status rp_reading_open_briefly(rp_clinic *out, const rp_options *options,
                                  FILE *err) {
    return open_clinic(out, options, (manner){true, NULL}, err);
}

void rp_reading_warn_of_pages(const rp_clinic *clinic, bool quiet, FILE *err) {
    const rp_contact *c = &clinic->contact;
    bool is_reachable = rp_contact_is_reachable(c);

    if (quiet || (is_reachable && c->help_now))
        return;
    rp_say(err, "warning: the pages do not say %s; %s",
           is_reachable  ? "whom to call in an emergency"
           : c->help_now ? "how to reach the clinic"
                         : "how to reach the clinic, nor whom to call in an "
                           "emergency",
           clinic->contact_at > 0
               ? "add it to the clinic's file"
               : "put clinic.csv beside the sheets, or give --clinic FILE");
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

unsigned rp_reading_analyses(const rp_clinic *clinic,
                             const rp_options *options) {
    return options->analyses_given ? options->analyses
                                   : rp_match_default_analyses(clinic);
}

rp_status rp_reading_choices(rp_choices *out, const rp_clinic *clinic,
                             const rp_outcome *outcome,
                             const rp_context *context,
                             const rp_options *options) {
    *out = (rp_choices){0};
    return rp_reading_analyses(clinic, options) & RP_ANALYSE_CHOICES
               ? rp_choices_make(out, outcome, NULL, context, NULL)
               : RP_OK;
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
