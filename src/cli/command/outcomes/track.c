#include "outcomes/track.h"
#include "cli/command.h"
#include "cli/reading.h"
#include "cli/say.h"
#include "output/csv/track_sheet.h"

/* All that is read. */
typedef struct reading {
    const rp_options *options;
    rp_findings findings;
    rp_taxonomy taxonomy;
    rp_policy policy;
    rp_map *map;
    rp_roster roster; /* the clients alone, where they are given */
    rp_courses courses;
    rp_track track;
} reading;

static rp_date_order order_of(const rp_options *o) {
    return !o->dates_given ? RP_DATES_UNASKED
           : o->dates      ? RP_DATES_DMY
                           : RP_DATES_MDY;
}

static rp_status read_words(reading *r) {
    const rp_options *o = r->options;
    rp_input inputs[RP_MAX_MAPS];
    rp_status status =
        rp_taxonomy_load(&r->taxonomy, o->taxonomy, &r->findings);

    if (status != RP_ERR_MEMORY)
        status =
            rp_status_graver(status, rp_policy_load(&r->policy, o->policy, NULL,
                                                    NULL, &r->findings));
    if (status != RP_ERR_MEMORY)
        status =
            rp_status_graver(status, rp_map_read(&r->map, o->maps, o->map_count,
                                                 inputs, &r->findings));
    return status;
}

/* Clients, whose first concerns count where a course names none. */
static rp_status read_clients(reading *r) {
    const rp_options *o = r->options;
    const rp_intake intake = {.clients = o->clients,
                              .taxonomy = &r->taxonomy,
                              .map = r->map,
                              .parts = r->policy.hours,
                              .strict = o->strict,
                              .has_outcomes = true,
                              .dates = order_of(o)};

    return o->clients ? rp_intake_read(&r->roster, &intake, &r->findings)
                      : RP_OK;
}

static rp_status read_courses(reading *r) {
    const rp_options *o = r->options;
    const rp_outcome_options options = {.taxonomy = &r->taxonomy,
                                        .map = r->map,
                                        .dates = order_of(o),
                                        .strict = o->strict,
                                        .open_days = r->policy.open_days};
    rp_input input;
    rp_status status = rp_courses_read(&r->courses, o->arguments[0], &options,
                                       &input, &r->findings);

    if (status != RP_ERR_MEMORY)
        rp_courses_mark_risk(&r->courses, &r->roster);
    if (status != RP_ERR_MEMORY && o->clients)
        rp_map_report_unused(r->map);
    return status;
}

/* Every file is read, whatever is wrong with those before it. */
static rp_status read_all(reading *r) {
    rp_status status = read_words(r);

    if (status != RP_ERR_MEMORY)
        status = rp_status_graver(status, read_clients(r));
    if (status != RP_ERR_MEMORY)
        status = rp_status_graver(status, read_courses(r));
    rp_roster_settle(&r->roster, &r->findings);
    rp_map_free(r->map);
    rp_findings_sort(&r->findings);
    if (!r->options->each)
        rp_findings_gather(&r->findings);
    return r->findings.out_of_memory ? RP_ERR_MEMORY : status;
}

static void tell(const reading *r, rp_status status, FILE *err) {
    const rp_fit read = {.roster = &r->roster, .taxonomy = &r->taxonomy};

    rp_reading_name_humans(&read, NULL, &r->findings, err);
    rp_findings_print(&r->findings, err,
                      r->options->quiet ? (unsigned)RP_PRINT_ERRORS : 0);
    if (status > RP_ERR_IO || (status == RP_ERR_IO && r->findings.errors == 0))
        rp_say_status(err, status);
    if (!r->options->quiet && r->findings.count > 0) {
        fprintf(err, "%zu course%s: ", r->courses.count,
                r->courses.count == 1 ? "" : "s");
        rp_findings_count(&r->findings, err);
        fputc('\n', err);
    }
}

static rp_status track(reading *r, const rp_streams *to) {
    rp_status status =
        rp_track_make(&r->track, &r->courses,
                      r->options->clients ? &r->roster : NULL, &r->policy);

    if (status == RP_OK)
        status = rp_track_sheet_write(&r->track, r->options->delimiter,
                                      rp_command_put, to->out);
    rp_say_status(to->err, status);
    return status;
}

int rp_command_track(const rp_options *options, const rp_streams *to) {
    reading r = {.options = options};
    rp_status status = read_all(&r);

    tell(&r, status, to->err);
    if (status == RP_OK)
        status = track(&r, to);
    rp_track_clear(&r.track);
    rp_courses_clear(&r.courses);
    rp_roster_clear(&r.roster);
    rp_taxonomy_clear(&r.taxonomy);
    rp_findings_clear(&r.findings);
    return rp_reading_exit(status);
}
