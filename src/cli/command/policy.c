#include "cli/command.h"
#include "cli/say.h"
#include "output/csv/policy_sheet.h"
#include "rapport/cli.h"

int rp_command_policy(const rp_options *options, const rp_streams *to) {
    rp_status status = rp_policy_sheet_write(NULL, NULL, options->delimiter,
                                             rp_command_put, to->out);

    rp_say_status(to->err, status);
    return status == RP_OK ? RP_EXIT_OK : RP_EXIT_FAILURE;
}
