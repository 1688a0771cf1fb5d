#include "fit/criteria.h"

#include <string.h>

#define ROW(constant, name) &rp_criterion_##name
const rp_criterion_row *const rp_criterion_rows[RP_CRITERION_COUNT] = {
    RP_CRITERIA(ROW, RP_COMMA)};

const rp_blank_row *rp_criteria_blank(const rp_column *column) {
    for (int k = 0; k < RP_CRITERION_COUNT; k++) {
        const rp_blank_row *blanks = rp_criterion_rows[k]->blanks;
        for (int b = 0; b < RP_CRITERION_BLANKS && blanks[b].column; b++)
            if (strcmp(blanks[b].column, column->name) == 0)
                return &blanks[b];
    }
    return NULL;
}
