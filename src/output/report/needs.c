#include "output/report/needs.h"

#include "base/shortage.h"
#include "fit/flags.h"
#include "output/json.h"
#include "output/report/change.h"
#include "output/report/own_words.h"
#include "output/report/people.h"

#include <stdio.h>
#include <stdlib.h>

static const struct {
    const char *badge, *class, *counted;
} kinds[] = {{"", "", ""},
             {"In crisis", "crisis", "in crisis"},
             {"Look first", "look", "to look at first"},
             {"Urgent, no place", "urgent", "urgent without a place"}};

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

void rp_needs_count(const rp_outcome *o, rp_needs_tally *out) {
    *out = (rp_needs_tally){0};
    for (uint32_t c = 0; c < o->fit->roster->client_count; c++)
        out->of[rp_needs_of(o, c)]++;
    for (int kind = RP_NEED_CRISIS; kind <= RP_NEED_PLACE; kind++)
        out->all += out->of[kind];
}

json_t *rp_needs_line(const rp_needs_tally *tally) {
    char words[240];
    size_t length = (size_t)snprintf(
        words, sizeof words, "%u %s a person now", (unsigned)tally->all,
        tally->all == 1 ? "client needs" : "clients need");
    const char *between = ": ";

    if (tally->all == 0)
        return json_null();
    for (int kind = RP_NEED_CRISIS; kind <= RP_NEED_PLACE; kind++)
        if (tally->of[kind] > 0) {
            length += (size_t)snprintf(
                words + length, sizeof words - length, "%s%u %s", between,
                (unsigned)tally->of[kind], kinds[kind].counted);
            between = ", ";
        }
    return json_string(words);
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
        whole = rp_buffer_puts(out, out->length ? "; " : "") &&
                rp_change_put(out, options.grid, options.rows[0]);
    }
    return whole;
}

/* What says that a client is in crisis. */
static const char *crisis_words(const rp_client *client) {
    return client->is_at_risk ? "at risk, by a questionnaire: act now"
           : client->risk == RP_YES
               ? "in crisis, by the answer about danger: act now"
               : "urgency is crisis: act now";
}

/* The sentence, and behind it the client's own words, in which nobody is looked
 * for. */
static json_t *with_own_words(const rp_roster *roster, uint32_t client,
                              rp_text words) {
    json_t *sentence = rp_people_sentence(roster, client, words);
    rp_buffer all = {0};

    if (!sentence)
        return NULL;
    bool whole = rp_buffer_puts(&all, json_string_value(sentence)) &&
                 rp_own_words_put(&all, roster, client);
    json_decref(sentence);
    sentence = whole ? json_stringn(all.bytes, all.length) : NULL;
    if (!whole)
        rp_shortage_note();
    rp_buffer_clear(&all);
    return sentence;
}

json_t *rp_needs_reason(const rp_material *m, uint32_t client) {
    const rp_roster *roster = m->outcome->fit->roster;
    rp_need_kind kind = rp_needs_of(m->outcome, client);
    rp_buffer words = {0}, flags = {0};
    bool whole = rp_buffer_puts(
        &words,
        kind == RP_NEED_CRISIS ? crisis_words(&roster->clients[client]) : "");

    if (kind == RP_NEED_PLACE)
        whole = whole && put_place(&words, m, client);
    else
        whole = whole && put_flags(&flags, m, client) &&
                (flags.length == 0 ||
                 (rp_buffer_puts(&words, words.length ? "; " : "") &&
                  rp_buffer_put(&words, flags.bytes, flags.length)));
    json_t *reason = whole
                         ? with_own_words(roster, client,
                                          (rp_text){words.bytes, words.length})
                         : NULL;
    if (!whole)
        rp_shortage_note();
    rp_buffer_clear(&flags);
    rp_buffer_clear(&words);
    return reason;
}
