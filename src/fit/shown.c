#include "fit/shown.h"

#include "base/shortage.h"

bool rp_shown_is_minor(const rp_client *client) {
    return client->age != RP_BLANK && client->age < RP_ADULT_AGE;
}

static const rp_names_id names_of[RP_ADULT_KINDS] = {
    [RP_ADULT_CONCERN] = RP_NAMES_CONCERNS,
    [RP_ADULT_POPULATION] = RP_NAMES_FREE,
    [RP_ADULT_MODALITY] = RP_NAMES_MODALITIES};

/* Is it a concern of the client's, or the parent or the child of one? */
static bool is_own(const rp_fit *fit, const rp_client *client, uint32_t tag) {
    const rp_vocabulary *concerns = &fit->taxonomy->concerns;

    for (uint32_t i = 0; i < client->concerns->count; i++) {
        uint32_t own = client->concerns->items[i].tag;
        if (own == tag || rp_taxonomy_parent(concerns, own) == tag ||
            rp_taxonomy_parent(concerns, tag) == own)
            return true;
    }
    return false;
}

/* To whom a word may be shown. What the taxonomy does not know may be any of
 * the three, whatever the column. */
static rp_show show_of(const rp_fit *fit, rp_adult_kind kind, uint32_t tag,
                       rp_text folded) {
    const rp_taxonomy *x = fit->taxonomy;
    bool is_known = (kind == RP_ADULT_CONCERN && tag < x->concerns.count) ||
                    (kind == RP_ADULT_MODALITY && tag < x->modalities.count);
    rp_show closed = rp_adult_show(&x->adult, kind, folded);

    for (int other = 0; !is_known && other < RP_ADULT_KINDS; other++) {
        rp_show show = rp_adult_show(&x->adult, (rp_adult_kind)other, folded);
        closed = show > closed ? show : closed;
    }
    return closed;
}

bool rp_shown_may(const rp_fit *fit, const rp_client *client,
                  rp_adult_kind kind, uint32_t tag) {
    rp_buffer folded = {0};
    const char *name = rp_names_name(&fit->roster->names, names_of[kind], tag);

    if (!rp_shown_is_minor(client))
        return true;
    bool is_folded = rp_text_fold(&folded, rp_text_of(name));
    if (!is_folded)
        rp_shortage_note(); /* what is not known is not shown */
    bool may =
        is_folded &&
        rp_adult_may_show(
            show_of(fit, kind, tag, (rp_text){folded.bytes, folded.length}),
            true, kind == RP_ADULT_CONCERN && is_own(fit, client, tag));
    rp_buffer_clear(&folded);
    return may;
}
