#include "base/embedded.h"
#include "cli/command.h"
#include "cli/say.h"
#include "input/sheetfile.h"
#include "output/csv/sheet.h"
#include "rapport/cli.h"

/* The file that is built in is the one that is shown. */
int rp_command_policy(const rp_options *options, const rp_streams *to) {
    static const char *const columns[] = {"setting", "value", "source", NULL};
    static const rp_builtin_file builtin = {
        "default.csv", rp_embedded_policy_default,
        &rp_embedded_policy_default_size, 0};
    rp_findings findings = {0};
    rp_sheetfile file;
    rp_sheet sheet;

    rp_status status =
        rp_sheetfile_open(&file, NULL, &builtin, columns, &findings);
    if (status == RP_OK) {
        rp_sheet_begin(&sheet, rp_command_put, to->out, options->delimiter,
                       false);
        rp_sheet_header(&sheet, "setting,value,source");
        for (uint32_t row = 1; row <= file.table.rows; row++) {
            for (uint32_t column = 0; column < 3; column++)
                rp_sheet_bytes(&sheet, rp_sheetfile_cell(&file, row, column));
            rp_sheet_end_row(&sheet);
        }
        if (!rp_sheet_end(&sheet))
            status = RP_ERR_MEMORY;
    }
    status = rp_sheetfile_close(&file, status);
    rp_findings_clear(&findings);
    rp_say_status(to->err, status);
    return status == RP_OK ? RP_EXIT_OK : RP_EXIT_FAILURE;
}
