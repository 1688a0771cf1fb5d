#include "library/alert.h"

#include "base/array.h"
#include "base/shortage.h"
#include "fit/flags.h"

#include <stdlib.h>
#include <string.h>

/* Why a client is named, in one text; empty: not for this alert. The columns
 * of words are left out where texts are compared. */
static bool alert_words(const rp_fit *fit, const rp_client *client,
                        rp_alert alert, bool with_columns, rp_buffer *out) {
    rp_texts reasons = {0};
    rp_buffer words = {0};
    bool whole = rp_buffer_put(out, "", 0);

    out->length = 0;
    if (alert == RP_ALERT_CONCERN)
        whole = rp_flags_reasons(fit, client, with_columns, &reasons);
    for (uint32_t k = 0; whole && k < client->note_count; k++) {
        rp_danger_grade grade =
            rp_flags_grade(fit->taxonomy, client, &client->notes[k]);
        if (grade == RP_DANGER_LOOK && alert == RP_ALERT_LOOK)
            whole =
                rp_flags_note_words(&client->notes[k], with_columns, &words) &&
                (rp_texts_has(&reasons, words.bytes) ||
                 rp_texts_add(&reasons, words.bytes));
    }
    whole = whole && rp_texts_join(out, &reasons, ", ");
    rp_texts_clear(&reasons);
    rp_buffer_clear(&words);
    return whole;
}

/* Does a person see to them anyway, or has one looked? */
static bool is_settled(const rp_fit *fit, const rp_client *client) {
    return client->urgency == RP_CRISIS ||
           rp_cleared_has(fit->cleared, client->id);
}

static const rp_client *then_of(const rp_fit *before, const rp_client *client) {
    uint32_t then =
        before && client->id
            ? rp_roster_find(before->roster, RP_CLIENTS, rp_text_of(client->id))
            : RP_NONE;

    return then == RP_NONE ? NULL : &before->roster->clients[then];
}

/* What telling of everybody needs. */
typedef struct telling {
    const rp_fit *fit, *before;
    const char *source;
    rp_alert_callback *tell;
    void *payload;
} telling;

static void tell_crisis(const telling *t, const rp_client *client) {
    const rp_client *then = then_of(t->before, client);

    if (client->urgency == RP_CRISIS && !(then && then->urgency == RP_CRISIS))
        t->tell(t->payload, RP_ALERT_CRISIS, client->id, t->source, client->row,
                client->is_at_risk ? " (risk, by the sheet of outcomes)" : "");
}

static bool tell_words(const telling *t, rp_alert alert,
                       const rp_client *client) {
    const rp_client *then = then_of(t->before, client);
    rp_buffer words = {0}, old = {0};
    bool whole = true;

    if (!is_settled(t->fit, client)) {
        whole = alert_words(t->fit, client, alert, false, &words) &&
                (!then || alert_words(t->before, then, alert, false, &old));
        bool is_told = whole && then && strcmp(words.bytes, old.bytes) == 0;
        if (whole && words.length > 0 && !is_told) {
            whole = alert_words(t->fit, client, alert, true, &words);
            if (whole)
                t->tell(t->payload, alert, client->id, t->source, client->row,
                        words.bytes);
        }
    }
    rp_buffer_clear(&words);
    rp_buffer_clear(&old);
    return whole;
}

/* A sentence that nobody knows, and whose. */
typedef struct sentence {
    const char *words;
    const rp_client *client;
} sentence;

static int by_words(const void *left, const void *right) {
    const sentence *a = left, *b = right;
    int order = strcmp(a->words, b->words);

    return order ? order : (a->client > b->client) - (a->client < b->client);
}

static bool was_read(const rp_client *then, const char *words) {
    for (uint32_t k = 0; then && k < then->note_count; k++)
        if (then->notes[k].grade == RP_DANGER_NONE &&
            strcmp(then->notes[k].words, words) == 0)
            return true;
    return false;
}

/* Sentences by their words, so that each is said once. */
static bool tell_sentences(const telling *t) {
    const rp_roster *roster = t->fit->roster;
    sentence *items = NULL;
    size_t count = 0, room = 0;

    for (uint32_t i = 0; i < roster->client_count; i++) {
        const rp_client *client = &roster->clients[i];
        const rp_client *then = then_of(t->before, client);
        for (uint32_t k = 0; k < client->note_count; k++) {
            const rp_note *note = &client->notes[k];
            if (note->grade != RP_DANGER_NONE || is_settled(t->fit, client) ||
                was_read(then, note->words))
                continue;
            sentence *grown = rp_grow_array(items, count, &room, sizeof *grown);
            if (!grown) {
                free(items);
                return false;
            }
            items = grown;
            items[count++] = (sentence){note->words, client};
        }
    }
    if (count > 1)
        qsort(items, count, sizeof *items, by_words);
    for (size_t k = 0; k < count; k++)
        t->tell(t->payload, RP_ALERT_READ, items[k].client->id, t->source,
                items[k].client->row, items[k].words);
    free(items);
    return true;
}

void rp_alert_each(const rp_fit *fit, const rp_fit *before,
                   const rp_findings *findings, rp_alert_callback *tell,
                   void *payload) {
    const rp_roster *roster = fit->roster;
    uint32_t source = roster->tables[RP_CLIENTS].source;
    /* without memory the file may have got no name: nobody was read then */
    telling t = {
        fit, before,
        source < findings->source_count ? findings->sources[source].name : "",
        tell, payload};
    bool whole = true;

    for (uint32_t i = 0; i < roster->client_count; i++)
        tell_crisis(&t, &roster->clients[i]);
    for (uint32_t i = 0; i < roster->client_count; i++)
        whole &= tell_words(&t, RP_ALERT_CONCERN, &roster->clients[i]);
    for (uint32_t i = 0; i < roster->client_count; i++)
        if (roster->clients[i].note_count > 0)
            whole &= tell_words(&t, RP_ALERT_LOOK, &roster->clients[i]);
    if (!(tell_sentences(&t) && whole))
        rp_shortage_note();
}
