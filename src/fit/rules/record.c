#include "fit/rules/record.h"

rp_verdict rp_verdict_blank(rp_confirm *confirm, size_t column) {
    rp_confirm_add(confirm, column);
    return RP_UNCONFIRMED;
}

rp_verdict rp_verdict_meet(const rp_list *asked, const rp_list *had,
                           size_t column, rp_confirm *confirm) {
    if (!had->known)
        return rp_verdict_blank(confirm, column);
    return RP_VERDICT(rp_lists_meet(asked, had));
}
