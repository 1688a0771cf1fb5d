#include "library/match.h"
#include "cli/command.h"
#include "cli/matching.h"
#include "cli/reading.h"
#include "cli/say.h"
#include "fit/score.h"
#include "output/csv/offers.h"

#include <unistd.h>

static void summarise_kept(const rp_keep *keep, const rp_moved_found *moved,
                           FILE *to) {
    size_t others = keep->pairs - moved->stand - moved->count;

    fprintf(to, "kept       %zu of %zu pairs", moved->stand, keep->pairs);
    if (moved->count > 0)
        fprintf(to, ", %zu moved or displaced, see moved.csv", moved->count);
    if (others > 0)
        fprintf(to, ", %zu gone, away or in need of a person", others);
    fputc('\n', to);
}

/* How many are matched, and who is not for now; who is held by an answer. */
static void summarise_clients(const rp_outcome *o, FILE *to) {
    unsigned started = (unsigned)o->counts[RP_STATUS_STARTED];
    unsigned away = (unsigned)o->counts[RP_STATUS_HOLD];
    unsigned held[RP_HELD_KINDS] = {0};
    const char *before = "held       ";

    fprintf(to, "clients    %u",
            (unsigned)o->fit->roster->client_count - started - away);
    if (started)
        fprintf(to, ", and %u who %s started", started,
                started == 1 ? "has" : "have");
    if (away)
        fprintf(to, ", and %u on hold", away);
    fputc('\n', to);
    for (uint32_t c = 0; c < o->fit->roster->client_count; c++)
        if (rp_triage_is_held(o->triage, c))
            held[o->triage->held[c]]++;
    for (int k = RP_HELD_ACCEPTED; k <= RP_HELD_CHOSEN; k++)
        if (held[k]) {
            fprintf(to, "%s%u %s", before, held[k], rp_held_names[k]);
            before = ", ";
        }
    if (*before == ',')
        fputc('\n', to);
}

/* Seats in groups and prescribers, where there are any to be had. */
static void summarise_second(const rp_outcome *o, FILE *to) {
    const rp_second *second = o->second;
    unsigned seated = 0, running = 0, needed = 0, given = 0, offered = 0;

    for (uint32_t k = 0; k < second->groups.seeker_count; k++)
        seated += second->groups.group[k] != RP_NONE;
    for (uint32_t k = 0; second->has_groups && k < o->fit->groups->count; k++)
        running += rp_group_plan_runs(&second->groups, k);
    if (second->has_groups)
        fprintf(to,
                "groups     %u of %u run; %u of %u who want a seat have one\n",
                running, (unsigned)o->fit->groups->count, seated,
                (unsigned)second->groups.seeker_count);
    for (uint32_t k = 0; k < second->prescribers.count; k++) {
        const rp_prescription *p = &second->prescribers.rows[k];
        needed += !p->is_open;
        given += p->status == RP_PRESCRIBED_ASSIGNED;
        offered += p->status == RP_PRESCRIBED_OFFERED;
    }
    if (second->has_prescribers)
        fprintf(to, "prescriber %u of %u who need one, and %u offered\n", given,
                needed, offered);
}

/* Is it the best plan, or how far may it be from it? */
static void summarise_proof(const rp_plan *plan, FILE *to) {
    static const char *const names[RP_TIERS] = {"routine", "soon", "urgent"};
    const char *before = ": a better one would place ";

    if (plan->is_optimal) {
        fprintf(to, "optimal    proven over %llu eligible pair%s\n",
                (unsigned long long)plan->pairs_checked,
                plan->pairs_checked == 1 ? "" : "s");
        return;
    }
    fputs("optimal    not proven within the effort", to);
    for (int tier = RP_TIERS; tier-- > 0;)
        if (plan->tier_gap[tier] > 0) {
            fprintf(to, "%sat most %u more %s", before,
                    (unsigned)plan->tier_gap[tier], names[tier]);
            before = ", ";
        }
    if (*before == ':')
        fprintf(to, ": a better one would have at most %.2f points more",
                (double)plan->gap / 100.0);
    fputs("; --effort looks further\n", to);
}

/* Limits that lack something of their least. */
static void summarise_limits(const rp_outcome *o, FILE *to) {
    const rp_terms *terms = o->terms;
    unsigned full = 0, lacking = 0;

    for (uint32_t k = 0; terms && k < terms->of_file; k++) {
        full += terms->used[k] >= terms->items[k].most;
        lacking += terms->used[k] < terms->items[k].least;
    }
    if (o->fit->limits)
        fprintf(to, "limits     %u of %u full, %u short of the least\n", full,
                (unsigned)o->fit->limits->count, lacking);
}

/* What was asked and is not known. */
static void summarise_left_out(const rp_match *match, FILE *to) {
    const char *before = "analyses   left out: ";

    for (int k = 0; k < RP_ANALYSES; k++)
        if (match->analyses.left_out & 1u << k) {
            fprintf(to, "%s%s", before, rp_analysis_names[k]);
            before = ", ";
        }
    if (match->analyses.left_out)
        fprintf(to, ", which would take long with %s\n",
                rp_outcome_conditions(&match->outcome)
                    ? "limits and links"
                    : "clients who come every other week or twice");
}

static void summarise(const rp_outcome *o, const rp_analyses *analyses,
                      const char *directory, FILE *to) {
    uint64_t placed =
        o->counts[RP_STATUS_ASSIGNED] + o->counts[RP_STATUS_PINNED];
    char day[16];

    summarise_clients(o, to);
    fprintf(to, "assigned   %llu", (unsigned long long)placed);
    if (o->counts[RP_STATUS_PINNED])
        fprintf(to, ", of them %llu pinned",
                (unsigned long long)o->counts[RP_STATUS_PINNED]);
    if (o->counts[RP_STATUS_GROUP])
        fprintf(to, ", and %llu in a group",
                (unsigned long long)o->counts[RP_STATUS_GROUP]);
    for (int tier = RP_TIER_URGENT; tier >= RP_TIER_ROUTINE; tier--)
        fprintf(to, "%s%s %llu of %llu", tier == RP_TIER_URGENT ? " (" : ", ",
                rp_tier_names[tier], (unsigned long long)o->placed[tier],
                (unsigned long long)o->in_tier[tier]);
    fputs(")\n", to);
    summarise_second(o, to);
    summarise_limits(o, to);
    fprintf(to, "waitlist   %llu",
            (unsigned long long)o->counts[RP_STATUS_WAITLIST]);
    if (o->counts[RP_STATUS_INELIGIBLE])
        fprintf(to,
                o->second->has_groups ? ", and %llu for whom nobody is eligible"
                                      : ", and %llu with no eligible therapist",
                (unsigned long long)o->counts[RP_STATUS_INELIGIBLE]);
    fprintf(to, "\nhuman      %llu\n",
            (unsigned long long)o->counts[RP_STATUS_HUMAN]);
    if (o->worst >= 0)
        fprintf(to, "score      mean %.1f, worst %.1f\n",
                rp_score_tenths(rp_outcome_mean(o)) / 10.0,
                rp_score_tenths(o->worst) / 10.0);
    if (o->triage->keep)
        summarise_kept(o->triage->keep, &analyses->moved, to);
    if (o->triage->as_of != RP_NO_DAY) {
        rp_date_format(day, o->triage->as_of);
        fprintf(to, "waits      as of %s\n", day);
    } else {
        fputs("waits      not counted: no referral has a date\n", to);
    }
    summarise_proof(&o->plan, to);
    fprintf(to, "results    %s\n", directory);
}

/* Whom to tell next. */
static void say_offers(const rp_outcome *o, const rp_options *options,
                       FILE *to) {
    unsigned long long count = rp_offers_count(o, (uint64_t)options->offer);

    if (count > 0)
        fprintf(to, "to tell    %llu client%s: %s/to_offer.csv\n", count,
                count == 1 ? "" : "s", options->out);
    else
        fputs("to tell    nobody\n", to);
}

/* How many therapies the questionnaires of the folder ask to look at. */
static rp_status say_therapies(const rp_clinic *clinic, FILE *to) {
    rp_review review;
    rp_status status = rp_clinic_review(&review, clinic);
    size_t human, look = rp_review_to_look_at(&review, &human);

    if (status == RP_OK && review.client_count > 0) {
        fprintf(to, "to look at %zu therap%s", look, look == 1 ? "y" : "ies");
        if (human > 0)
            fprintf(to, ", %zu client%s a person first", human,
                    human == 1 ? " needs" : "s need");
        fputs(look > 0 ? "; see rapport review\n" : "\n", to);
    }
    rp_review_clear(&review);
    return status;
}

/* Find the columns that --audit names, or tell what is wrong with one. */
static rp_status find_audit(rp_audit *out, const rp_options *options,
                            const rp_roster *roster, FILE *err) {
    if (!options->audit)
        return RP_OK;
    rp_status status = rp_audit_parse(out, roster, options->audit);
    if (status == RP_ERR_USAGE)
        rp_say(err, "--audit: '%s' %s%s%s", rp_quote(out->wrong).bytes,
               out->trouble, out->nearest ? ", nearest: " : "",
               out->nearest ? out->nearest : "");
    else
        rp_say_status(err, status);
    return status;
}

static void say_equity(const rp_equity *equity, FILE *to) {
    fputs("equity     a rough guide: groups compete for the same openings\n",
          to);
    if (equity->hidden_columns)
        fprintf(to, "           %u column%s with groups too small to show\n",
                (unsigned)equity->hidden_columns,
                equity->hidden_columns == 1 ? "" : "s");
}

static void count_file(void *progress, const char *file, uint64_t rows) {
    rp_progress *p = progress;

    if (p->timed)
        rp_timings_rows(&p->timings, file, rows);
}

static rp_status write_results(const rp_match *match, const rp_options *options,
                               rp_hold *hold, rp_progress *progress,
                               FILE *err) {
    rp_shortlist_options pages = {.top = (size_t)options->page_top,
                                  .with_full = options->page_full,
                                  .with_scores = options->page_scores,
                                  .contact = &match->clinic->contact};
    rp_results_options how = {.top = (size_t)options->top,
                              .xlsx = options->xlsx,
                              .pages = options->pages ? &pages : NULL,
                              .calendars = options->ics,
                              .offers = options->offers,
                              .offer_most = (uint64_t)options->offer,
                              .counted = count_file,
                              .payload = progress};
    rp_commit *commit;
    rp_status status = rp_commit_begin(&commit, hold);

    if (status == RP_OK)
        status = rp_match_put(match, commit, options->command,
                              options->command_count, &how);
    rp_progress_end(progress);
    return rp_command_commit(commit, hold, status, err);
}

/* What the stages went over, for --timings. */
static void count_rows(rp_timings *t, const rp_outcome *o) {
    const rp_roster *roster = o->fit->roster;
    uint64_t people = roster->client_count;

    rp_timings_rows(t, "read", people + roster->therapist_count);
    rp_timings_rows(t, "eligible", people);
    rp_timings_rows(t, "pairs", o->plan.pairs_checked);
    rp_timings_rows(t, "parts", o->plan.parts);
    rp_timings_rows(t, "solve", o->plan.columns);
    rp_timings_rows(t, "proof", o->plan.pairs_checked);
    rp_timings_rows(t, "outcome", people);
}

static rp_status tell_all(const rp_match *match, const rp_options *options,
                          rp_progress *progress, FILE *err) {
    rp_status status = RP_OK;

    if (!options->quiet) {
        summarise(&match->outcome, &match->analyses, options->out, err);
        summarise_left_out(match, err);
        if (options->offers)
            say_offers(&match->outcome, options, err);
        if (options->offers)
            status = say_therapies(match->clinic, err);
        if (match->has_equity)
            say_equity(&match->equity, err);
    }
    if (progress->timed) {
        rp_timings_tell(&progress->timings, RP_FILE_RUN, 1.0);
        count_rows(&progress->timings, &match->outcome);
        rp_timings_print(&progress->timings, err);
    }
    rp_say_status(err, status);
    return status;
}

/* What is known of choices once the plan without them is. */
static void tell_choices(const rp_match *match, const rp_options *options,
                         FILE *err) {
    int descriptor = fileno(err);
    bool is_terminal = descriptor >= 0 && isatty(descriptor);

    rp_findings_print(&match->findings, err,
                      (options->quiet ? (unsigned)RP_PRINT_ERRORS : 0) |
                          (is_terminal ? (unsigned)RP_PRINT_PEOPLE : 0));
}

/* Can there be calendars? */
static rp_status check_calendars(const rp_options *options,
                                 const rp_clinic *clinic, FILE *err) {
    const char *wrong =
        !options->ics ? NULL
        : !rp_meeting_promises(&clinic->fit)
            ? "--ics: no hours are promised, as the policy's hours is 0"
        : clinic->triage.as_of == RP_NO_DAY
            ? "--ics: no referral has a date, so the run has no day: say "
              "--today DATE"
            : NULL;

    if (wrong)
        rp_say(err, "%s", wrong);
    return wrong ? RP_ERR_USAGE : RP_OK;
}

rp_status rp_matching_run(const rp_options *options, const rp_clinic *clinic,
                          const uint32_t *given, rp_hold *hold,
                          rp_progress *progress, rp_summary *summary,
                          const rp_streams *to) {
    rp_audit audit = {.count = 0};
    rp_match_settings how = {
        .context = rp_reading_context(clinic, options, progress),
        .analyses = {.wanted = rp_reading_analyses(clinic, options),
                     .bottlenecks = (size_t)options->bottlenecks},
        .audit = options->audit ? &audit : NULL,
        .small_cell = (uint32_t)options->small_cell,
        .given = given};
    rp_match match;

    rp_timings_tell(&progress->timings, "read", 1.0);
    if (options->pages)
        rp_reading_warn_of_pages(clinic, options->quiet, to->err);
    rp_status status = check_calendars(options, clinic, to->err);
    if (status == RP_OK)
        status = find_audit(&audit, options, &clinic->roster, to->err);
    if (status != RP_OK)
        return status;
    status = rp_match_open(&match, clinic, &how);
    rp_progress_end(progress);
    if (status == RP_ERR_SOLVER && given && !match.is_solved)
        rp_say(to->err, "the parts' pairs are not optimal as a whole: run "
                        "every line of jobs.txt again");
    else if (status != RP_OK)
        rp_say_status(to->err, status);
    else
        tell_choices(&match, options, to->err);
    if (status == RP_OK)
        status = write_results(&match, options, hold, progress, to->err);
    if (status == RP_OK)
        status = tell_all(&match, options, progress, to->err);
    if (status == RP_OK)
        rp_summary_match(summary, &match, options->out, to->err);
    rp_match_clear(&match);
    return status;
}

int rp_command_match(const rp_options *options, const rp_streams *to) {
    rp_clinic clinic;
    rp_progress progress;
    rp_summary summary;
    rp_hold *hold;

    rp_summary_begin(&summary, options);
    rp_progress_begin(&progress, options, to->err);
    rp_status held = rp_hold_take(&hold, options->out, &rp_results_purpose);
    rp_status status = rp_reading_open(&clinic, options, to->err);
    if (held == RP_OK && status == RP_OK)
        held = rp_clinic_spare(&clinic, hold);
    status = rp_command_held(hold, status, held, options->quiet, to->err);
    rp_summary_clinic(&summary, &clinic);
    if (status == RP_OK)
        status = rp_matching_run(options, &clinic, NULL, hold, &progress,
                                 &summary, to);
    rp_hold_release(hold);
    rp_clinic_clear(&clinic);
    return rp_summary_end(&summary, status, to);
}
