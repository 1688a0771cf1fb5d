#include "output/report/needs.h"

#include "base/shortage.h"
#include "fit/flags.h"
#include "output/report/people.h"

#include <stdlib.h>

static const struct {
    const char *badge, *class;
} kinds[] = {{"", ""},
             {"In crisis", "crisis"},
             {"Look first", "look"},
             {"Urgent, no place", "urgent"}};

rp_need_kind rp_needs_of(const rp_outcome *o, uint32_t client) {
    bool is_crisis = o->fit->roster->clients[client].urgency == RP_CRISIS;

    if (o->status[client] == RP_STATUS_HUMAN ||
        (o->status[client] == RP_STATUS_HOLD && is_crisis))
        return is_crisis ? RP_NEED_CRISIS : RP_NEED_LOOK;
    bool has_no_place = o->status[client] == RP_STATUS_WAITLIST ||
                        o->status[client] == RP_STATUS_INELIGIBLE;
    return has_no_place && o->triage->tier[client] >= RP_TIER_URGENT
               ? RP_NEED_PLACE
               : RP_NEED_NOBODY;
}

const char *rp_needs_badge(rp_need_kind kind) { return kinds[kind].badge; }

const char *rp_needs_class(rp_need_kind kind) { return kinds[kind].class; }

uint32_t rp_needs_list(const rp_outcome *o, uint32_t *out) {
    const rp_triage *t = o->triage;
    uint32_t clients = o->fit->roster->client_count, count = 0;

    for (int kind = RP_NEED_CRISIS; kind <= RP_NEED_PLACE; kind++)
        for (int tier = RP_TIER_CRISIS; tier >= RP_TIER_NONE; tier--)
            for (uint32_t k = 0; k < clients; k++) {
                uint32_t c = t->sequence[k];
                if (t->tier[c] == tier && rp_needs_of(o, c) == (unsigned)kind)
                    out[count++] = c;
            }
    return count;
}

/* "Self-harm; words in the column 'Notes'" */
static bool put_flags(rp_buffer *out, const rp_material *m, uint32_t client) {
    const rp_fit *fit = m->outcome->fit;
    rp_texts reasons = {0};
    bool whole =
        rp_flags_reasons(fit, &fit->roster->clients[client], true, &reasons) &&
        rp_texts_join(out, &reasons, "; ");

    rp_texts_clear(&reasons);
    return whole;
}

/* Why nobody was found, without who has the openings, and what would help. */
static bool put_place(rp_buffer *out, const rp_material *m, uint32_t client) {
    rp_leaf wait = rp_binder_leaf(m->binder, "waitlist.csv", client);
    rp_leaf options = rp_binder_leaf(m->binder, "options.csv", client);
    bool whole = true;

    if (wait.count > 0) {
        rp_text note = rp_binder_cell(wait.grid, wait.rows[0], "note");
        size_t end = 0;
        while (end < note.length && note.bytes[end] != ':' &&
               note.bytes[end] != ';')
            end++;
        whole = rp_buffer_put(out, note.bytes, end);
    }
    if (whole && options.count > 0) {
        rp_text words = rp_binder_cell(options.grid, options.rows[0], "words");
        whole = rp_buffer_puts(out, out->length ? "; " : "") &&
                rp_buffer_put(out, words.bytes, words.length);
    }
    return whole;
}

json_t *rp_needs_reason(const rp_material *m, uint32_t client) {
    rp_need_kind kind = rp_needs_of(m->outcome, client);
    rp_buffer words = {0};
    bool whole = rp_buffer_puts(
        &words, kind == RP_NEED_CRISIS ? "urgency is crisis: act now" : "");
    size_t before = words.length;

    if (kind == RP_NEED_PLACE)
        whole = whole && put_place(&words, m, client);
    else {
        rp_buffer flags = {0};
        whole = whole && put_flags(&flags, m, client) &&
                (flags.length == 0 ||
                 (rp_buffer_puts(&words, before ? "; " : "") &&
                  rp_buffer_put(&words, flags.bytes, flags.length)));
        rp_buffer_clear(&flags);
    }
    json_t *sentence =
        whole ? rp_people_sentence(m->outcome->fit->roster, client,
                                   (rp_text){words.bytes, words.length})
              : NULL;
    if (!whole)
        rp_shortage_note();
    rp_buffer_clear(&words);
    return sentence;
}
