#include "fit/confirm.h"

#include <stddef.h>

const char *const rp_blank_names[RP_BLANK_COUNT] = {
    [RP_BLANK_LICENSED_IN] = "licensed_in",
    [RP_BLANK_AGE_MIN] = "age_min",
    [RP_BLANK_LANGUAGES] = "languages",
    [RP_BLANK_FORMATS] = "formats",
    [RP_BLANK_SITES] = "sites",
    [RP_BLANK_INSURANCE] = "insurance",
    [RP_BLANK_FEE] = "fee",
    [RP_BLANK_SLOTS] = "slots",
    [RP_BLANK_PRESCRIBES] = "prescribes",
    [RP_BLANK_GENDER] = "gender",
    [RP_BLANK_MODALITIES] = "modalities",
    [RP_BLANK_POPULATIONS] = "populations",
    [RP_BLANK_SPECIALTIES] = "specialties",
    [RP_BLANK_STYLE] = "style_directive",
    [RP_BLANK_STYLE + 1] = "style_emotion",
    [RP_BLANK_STYLE + 2] = "style_past",
    [RP_BLANK_STYLE + 3] = "style_support",
    [RP_BLANK_ETHNICITY] = "ethnicity",
    [RP_BLANK_FAITH] = "faith",
    [RP_BLANK_VALUES] = "values",
};

void rp_confirm_add(rp_confirm *confirm, rp_blank column) {
    if (confirm == NULL || confirm->seen & 1u << column)
        return;
    confirm->seen |= 1u << column;
    confirm->columns[confirm->count++] = (uint8_t)column;
}
