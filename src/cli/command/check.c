#include "cli/command.h"
#include "cli/reading.h"

/* Findings are told while the clinic is opened; what is left is the count. */
int rp_command_check(const rp_options *options, const rp_streams *to) {
    rp_clinic clinic;
    rp_status status = rp_reading_open(&clinic, options, to->err);
    size_t errors = clinic.findings.errors;
    size_t warnings = clinic.findings.count - errors;

    if (!options->quiet)
        fprintf(to->err,
                "%u therapist%s, %u client%s: %zu error%s, %zu warning%s\n",
                (unsigned)clinic.roster.therapist_count,
                clinic.roster.therapist_count == 1 ? "" : "s",
                (unsigned)clinic.roster.client_count,
                clinic.roster.client_count == 1 ? "" : "s", errors,
                errors == 1 ? "" : "s", warnings, warnings == 1 ? "" : "s");
    rp_clinic_clear(&clinic);
    /* to `check` a contradiction of pins is an error like any other */
    return rp_reading_exit(status == RP_ERR_PINS ? RP_ERR_DATA : status);
}
