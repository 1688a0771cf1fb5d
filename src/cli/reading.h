/**
 * @file reading.h
 * What a command line names, read by the library, with everything that is to
 * be said of it printed.
 */
#ifndef RP_CLI_READING_H
#define RP_CLI_READING_H

#include "cli/option.h"
#include "cli/progress.h"
#include "library/clinic.h"
#include "match/choices.h"

/**
 * Read therapists, clients, and whatever the options name.
 *
 * Prints to `err`, in this order: who needs a person, every finding, and how
 * many there are.
 *
 * @return RP_OK or why it stopped; clear the clinic in any case
 */
rp_status rp_reading_open(rp_clinic *out, const rp_options *options, FILE *err);

/** Says more of who needs a person; false when out of memory. */
typedef bool rp_reading_name(const rp_clinic *clinic, const rp_options *options,
                             FILE *err);

/** The same for a command that knows of more who need a person: they are named
 *  behind the others, before any finding. */
rp_status rp_reading_open_naming(rp_clinic *out, const rp_options *options,
                                 rp_reading_name *name, FILE *err);

/** The same for a command that answers a question: of warnings only the count
 *  is printed. */
rp_status rp_reading_open_briefly(rp_clinic *out, const rp_options *options,
                                  FILE *err);

/** Print how many people and findings there are, as the last line.
 *  @param briefly  warnings were not printed */
void rp_reading_count(const rp_clinic *clinic, bool briefly, FILE *err);

/**
 * Say who needs a person.
 *
 * @param fit, before, findings  as of rp_alert_each()
 */
void rp_reading_name_humans(const rp_fit *fit, const rp_fit *before,
                            const rp_findings *findings, FILE *err);

/** Say once what pages lack that clinic.csv would tell; nothing with quiet. */
void rp_reading_warn_of_pages(const rp_clinic *clinic, bool quiet, FILE *err);

/** The context of a run. @param progress  NULL: tell nobody */
rp_context rp_reading_context(const rp_clinic *clinic,
                              const rp_options *options, rp_progress *progress);

/** What is analysed: as asked, else as much as the library does unasked; bits
 *  of rp_analysis. */
unsigned rp_reading_analyses(const rp_clinic *clinic,
                             const rp_options *options);

/**
 * The choices of an outcome where `match` with these options makes them, else
 * none. They hang on who has which place alone, not on how that came about.
 *
 * @return as rp_choices_make(); clear them in any case
 */
rp_status rp_reading_choices(rp_choices *out, const rp_clinic *clinic,
                             const rp_outcome *outcome,
                             const rp_context *context,
                             const rp_options *options);

/** The exit status for a status. */
int rp_reading_exit(rp_status status);

#endif
