#include "fit/confirm.h"

#include <assert.h>

void rp_confirm_add(rp_confirm *confirm, size_t member) {
    if (confirm == NULL)
        return;
    for (uint32_t k = 0; k < confirm->count; k++)
        if (confirm->members[k] == member)
            return;
    assert(confirm->count < RP_CONFIRM_MOST);
    confirm->members[confirm->count++] = (uint16_t)member;
}

bool rp_confirm_has(const rp_confirm *confirm, const rp_column *column) {
    for (uint32_t k = 0; k < confirm->count; k++)
        if (confirm->members[k] == column->offset)
            return true;
    return false;
}

const rp_column *rp_confirm_column(const rp_confirm *confirm, uint32_t index) {
    const rp_schema *schema = &rp_schemas[RP_THERAPISTS];
    uint32_t k = 0;

    while (k + 1 < schema->count &&
           schema->columns[k].offset != confirm->members[index])
        k++;
    return &schema->columns[k];
}

const char *rp_confirm_name(const rp_confirm *confirm, uint32_t index,
                            rp_side sheet) {
    const rp_schema *schema = &rp_schemas[sheet];

    for (uint32_t k = 0; k < schema->count; k++)
        if (schema->columns[k].offset == confirm->members[index])
            return schema->columns[k].name;
    return rp_confirm_column(confirm, index)->name;
}
