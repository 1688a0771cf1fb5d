#include "fit/rules/languages.h"

/* Those of a list that the therapist speaks, "English or Spanish"; where there
 * is none of them the whole list. */
static bool put_names(rp_buffer *out, const rp_fit *fit, const rp_list *list,
                      const rp_list *theirs) {
    bool shared = rp_lists_meet(list, theirs), is_first = true, put = true;

    for (uint32_t k = 0; put && k < list->count; k++) {
        uint32_t tag = list->items[k].tag;
        if (shared && !rp_list_has(theirs, tag))
            continue;
        put = rp_buffer_puts(out, is_first ? "" : " or ") &&
              rp_buffer_puts(out, rp_names_label(&fit->roster->names,
                                                 RP_NAMES_LANGUAGES, tag));
        is_first = false;
    }
    return put;
}

bool rp_languages_tell(rp_buffer *out, const rp_fit *fit, const rp_need *need,
                       uint32_t therapist) {
    const rp_therapist *t = &fit->roster->therapists[therapist];
    const rp_client *c = need->client;
    const struct {
        const rp_list *spoken;
        const char *who;
    } all[] = {{c->languages, "the client"},
               {c->guardian_languages, "the parent or guardian"}};
    enum { ALL = sizeof all / sizeof *all };
    bool mute[ALL], put = true, is_first = true;

    if (c->guardian_languages->count == 0)
        return true;
    for (size_t k = 0; k < ALL; k++)
        mute[k] = all[k].spoken->count > 0 &&
                  !rp_lists_meet(all[k].spoken, t->languages);
    bool refused = mute[0] || mute[1];
    if (refused)
        put = rp_buffer_puts(out, rp_quote(rp_text_of(t->id)).bytes) &&
              rp_buffer_puts(out, " shares no language with ");
    for (size_t k = 0; put && k < ALL; k++) {
        const rp_list *spoken = all[k].spoken;
        if (spoken->count == 0 || mute[k] != refused)
            continue;
        put = rp_buffer_puts(out, is_first  ? ""
                                  : refused ? " and none with "
                                            : ", ");
        is_first = false;
        if (refused)
            put = put && rp_buffer_puts(out, all[k].who) &&
                  rp_buffer_puts(out, " (") &&
                  put_names(out, fit, spoken, t->languages) &&
                  rp_buffer_puts(out, ")");
        else
            put = put && put_names(out, fit, spoken, t->languages) &&
                  rp_buffer_puts(out, " with ") &&
                  rp_buffer_puts(out, all[k].who);
    }
    return put;
}
