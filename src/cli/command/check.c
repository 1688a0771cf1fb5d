#include "cli/command.h"
#include "cli/reading.h"
#include "cli/summary.h"

/* Findings are printed and counted while the clinic is opened. */
int rp_command_check(const rp_options *options, const rp_streams *to) {
    rp_clinic clinic;
    rp_summary summary;
    rp_status status = rp_reading_open(&clinic, options, to->err);

    rp_summary_begin(&summary, options);
    rp_summary_clinic(&summary, &clinic);
    if (!options->quiet && clinic.findings.count == 0)
        rp_reading_count(&clinic, false, to->err);
    rp_clinic_clear(&clinic);
    /* to `check` a contradiction of pins is an error like any other */
    return rp_summary_end(&summary,
                          status == RP_ERR_PINS ? RP_ERR_DATA : status, to);
}
