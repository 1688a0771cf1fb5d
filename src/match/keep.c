#include "match/keep.h"

#include "base/array.h"
#include "base/shortage.h"
#include "fit/rules.h"
#include "fit/score.h"
#include "input/times/pinned_hours.h"

#include <stdlib.h>

typedef struct keeping {
    rp_keep *keep;
    const rp_fit *fit;
    const rp_keep_base *base;
    rp_findings *findings;
    const rp_place **place; /* [clients] of the pair; NULL: none */
    rp_need need;
} keeping;

/* ---- telling ------------------------------------------------------------ */

static void warn(const keeping *k, const rp_kept_pair *pair,
                 const char *reason) {
    rp_quoted client = rp_quote(pair->client);
    rp_quoted therapist = rp_quote(pair->therapist);

    rp_findings_add(k->findings, RP_WARNING, pair->place,
                    "the pair of client '%s' and therapist '%s' is not "
                    "kept: %s",
                    client.bytes, therapist.bytes, reason);
}

static void warn_of_client(const keeping *k, uint32_t c) {
    const rp_keep *keep = k->keep;
    rp_kept_pair pair = {rp_text_of(k->fit->roster->clients[c].id),
                         keep->from[c],
                         {"", 0},
                         *k->place[c]};
    rp_buffer words = {0};

    switch ((rp_keep_fate)keep->fate[c]) {
    case RP_KEEP_GONE:
        warn(k, &pair, "the therapist is no longer in the files");
        break;
    case RP_KEEP_PINNED:
        warn(k, &pair,
             k->base->holding->held[c] == RP_HELD_PIN
                 ? "the client is pinned to somebody else"
                 : "somebody else is held for the client");
        break;
    case RP_KEEP_RULE:
        if (rp_rule_put_refusal(&words, k->fit, c, keep->therapist[c],
                                keep->rule[c]))
            warn(k, &pair, words.bytes);
        else
            rp_shortage_note();
        break;
    case RP_KEEP_FULL:
        warn(k, &pair,
             k->base->holding->openings[keep->therapist[c]] > 0
                 ? "no hour that suits is left beside those held before"
                 : "there are more frozen pairs than openings");
        break;
    case RP_KEEP_HUMAN:
        warn(k, &pair, "the client needs a person now");
        break;
    case RP_KEEP_NONE:
    case RP_KEEP_POSSIBLE:
    case RP_KEEP_AWAY:
        break;
    }
    rp_buffer_clear(&words);
}

/* ---- one pair ----------------------------------------------------------- */

/* Is there a rule that forbids the pair? To a pin few matter. */
static bool is_forbidden(keeping *k, uint32_t therapist, uint8_t *rule) {
    for (*rule = 0; *rule < rp_rule_of_score(); ++*rule)
        if ((!k->keep->frozen || rp_rule_at(*rule)->breaks_pins) &&
            rp_rule_forbids(k->fit, &k->need, therapist, *rule))
            return true;
    return !k->keep->frozen && rp_score_of(k->fit, &k->need, therapist) <
                                   rp_rule_least_score(k->fit);
}

static rp_keep_fate fate_of(keeping *k, uint32_t c, uint32_t therapist) {
    const rp_holding *h = k->base->holding;

    if (h->away[c] != RP_AWAY_NOT)
        return RP_KEEP_AWAY;
    if (h->human[c])
        return RP_KEEP_HUMAN;
    if (h->pin[c] != RP_NONE)
        return h->pin[c] == therapist ? RP_KEEP_POSSIBLE : RP_KEEP_PINNED;
    if (therapist == RP_NONE)
        return RP_KEEP_GONE;
    return is_forbidden(k, therapist, &k->keep->rule[c]) ? RP_KEEP_RULE
                                                         : RP_KEEP_POSSIBLE;
}

static bool take_pair(keeping *k, const rp_kept_pair *pair) {
    const rp_roster *roster = k->fit->roster;
    rp_keep *keep = k->keep;
    uint32_t c = rp_roster_find(roster, RP_CLIENTS, pair->client);
    uint32_t therapist = rp_roster_find(roster, RP_THERAPISTS, pair->therapist);

    if (c == RP_NONE) {
        if (!rp_standing_is_gone(k->fit->standing, pair->client))
            warn(k, pair, "the client is no longer in the files");
        return true;
    }
    if (!rp_need_set(&k->need, k->fit, c))
        return false;
    keep->therapist[c] = therapist == RP_NONE ? RP_NONE : therapist;
    keep->from[c] = pair->therapist;
    if (!rp_pinned_hours_read(&keep->hours[c], pair->hours))
        keep->hours[c] = (rp_pin_hours){0};
    keep->fate[c] = (uint8_t)fate_of(k, c, keep->therapist[c]);
    k->place[c] = &pair->place;
    return true;
}

/* ---- frozen pairs ------------------------------------------------------- */

/* A client who wants a frozen pair, and the place in the line. */
typedef struct claim {
    uint32_t client, turn;
    uint8_t tier;
} claim;

static int by_claim(const void *left, const void *right) {
    const claim *a = left, *b = right;

    if (a->tier != b->tier)
        return a->tier > b->tier ? -1 : 1;
    return a->turn < b->turn ? -1 : 1;
}

bool rp_keep_is_as_often(const rp_fit *fit, uint32_t c,
                         const rp_pin_hours *had) {
    const rp_client *client = &fit->roster->clients[c];

    return had->count == rp_meeting_wants(client) &&
           (had->week != 0) == (client->frequency == RP_EVERY_OTHER_WEEK);
}

/* The first who is dropped has the first right to another opening. */
static rp_status note_next(keeping *k, uint32_t therapist, uint32_t c) {
    const rp_holding *h = k->base->holding;

    if (h->next[therapist] != RP_NONE)
        return RP_OK;
    if (!rp_need_set(&k->need, k->fit, c))
        return RP_ERR_MEMORY;
    h->next[therapist] = c;
    h->next_score[therapist] =
        (uint16_t)rp_score_of(k->fit, &k->need, therapist);
    return RP_OK;
}

/* A frozen pair holds the hours that it had; others only where these are the
 * therapist's no more, or are taken.
 * @return false where there are no others either */
static bool freeze_hours(keeping *k, uint32_t c, uint32_t therapist) {
    const rp_holding *h = k->base->holding;
    const rp_pin_hours *had = &k->keep->hours[c];
    char hour[RP_HOUR_NAME];
    rp_held_hours named;

    if (!h->promises || had->count == 0)
        return rp_promises_take(h->promises, c, therapist, NULL);
    bool is_theirs = rp_keep_is_as_often(k->fit, c, had) &&
                     rp_promises_find(&named, k->fit, therapist, had);
    if (is_theirs && rp_promises_take(h->promises, c, therapist, &named))
        return true;
    if (!rp_promises_take(h->promises, c, therapist, NULL))
        return false;
    rp_hour_name(hour, had->begin[0]);
    rp_findings_add(k->findings, RP_WARNING, *k->place[c],
                    "client '%s' keeps therapist '%s', but not %s: %s; another "
                    "hour is dealt",
                    rp_quote(rp_text_of(k->fit->roster->clients[c].id)).bytes,
                    rp_quote(k->keep->from[c]).bytes, hour,
                    is_theirs ? "it is taken" : "it is no hour of theirs now");
    return true;
}

static void warn_of_link(const keeping *k, uint32_t c) {
    const rp_kept_pair pair = {rp_text_of(k->fit->roster->clients[c].id),
                               k->keep->from[c],
                               {"", 0},
                               *k->place[c]};

    warn(k, &pair, "by linked_to it does not stand beside those held before");
}

/* Pin every possible pair while there are openings. */
static rp_status freeze(keeping *k) {
    const rp_roster *roster = k->fit->roster;
    const rp_holding *h = k->base->holding;
    rp_keep *keep = k->keep;
    claim *claims = rp_new_array(roster->client_count, sizeof *claims);
    size_t count = 0;

    if (!claims)
        return RP_ERR_MEMORY;
    for (uint32_t c = 0; c < roster->client_count; c++)
        if (keep->fate[c] == RP_KEEP_POSSIBLE && h->pin[c] == RP_NONE &&
            h->wish[c] == RP_NONE) /* who has chosen is not frozen */
            claims[count++] = (claim){c, h->turn[c], k->base->tier[c]};
    if (count > 1)
        qsort(claims, count, sizeof *claims, by_claim);
    rp_status status = RP_OK;
    for (size_t i = 0; status == RP_OK && i < count; i++) {
        uint32_t c = claims[i].client, therapist = keep->therapist[c];
        if (rp_holding_torn(h, c, therapist) != RP_NONE) {
            warn_of_link(k, c); /* it may stand all the same */
            continue;
        }
        bool is_free = h->openings[therapist] > 0;
        if (is_free && freeze_hours(k, c, therapist)) {
            h->openings[therapist]--;
            h->pin[c] = therapist;
            h->held[c] = RP_HELD_FROZEN;
        } else {
            keep->fate[c] = RP_KEEP_FULL;
            if (!is_free)
                status = note_next(k, therapist, c);
        }
    }
    free(claims);
    return status;
}

/* With most of its people gone, the run may be of another clinic, and ids that
   both have may be of different people. */
static void warn_of_strangers(const keeping *k, const rp_kept_pair *first) {
    const rp_keep *keep = k->keep;
    size_t here = 0;

    for (uint32_t c = 0; c < k->fit->roster->client_count; c++)
        here += k->place[c] && keep->fate[c] != RP_KEEP_GONE;
    if (keep->pairs > 2 && here < keep->pairs - here)
        rp_findings_add(k->findings, RP_WARNING,
                        (rp_place){first->place.source, RP_NO_RECORD, 0},
                        "most pairs are of clients or therapists who are not "
                        "in these files: is it a run of this clinic?");
}

/* ---- all of them -------------------------------------------------------- */

static rp_keep *new_keep(uint32_t clients) {
    rp_keep *keep = rp_new_array(1, sizeof *keep);

    if (!keep)
        return NULL;
    keep->therapist = rp_new_array(clients, sizeof *keep->therapist);
    keep->from = rp_new_array(clients, sizeof *keep->from);
    keep->hours = rp_new_array(clients, sizeof *keep->hours);
    keep->fate = rp_new_array(clients, 1);
    keep->rule = rp_new_array(clients, 1);
    if (!keep->therapist || !keep->from || !keep->hours || !keep->fate ||
        !keep->rule) {
        rp_keep_free(keep);
        return NULL;
    }
    for (uint32_t c = 0; c < clients; c++)
        keep->therapist[c] = RP_NONE;
    return keep;
}

rp_status rp_keep_make(rp_keep **out, const rp_fit *fit,
                       const rp_kept_list *list, const rp_keep_base *base,
                       rp_findings *findings) {
    keeping k = {.fit = fit, .base = base, .findings = findings};
    uint32_t clients = fit->roster->client_count;
    rp_status status = RP_ERR_MEMORY;

    k.place = rp_new_array(clients, sizeof *k.place);
    k.keep = new_keep(clients);
    if (!k.place || !k.keep)
        goto done;
    k.keep->points = (int32_t)fit->policy->keep_points;
    k.keep->frozen = list->frozen;
    k.keep->pairs = list->count;
    for (size_t i = 0; i < list->count; i++)
        if (!take_pair(&k, &list->pairs[i]))
            goto done;
    status = list->frozen ? freeze(&k) : RP_OK;
    if (status == RP_OK && base->holding->promises &&
        rp_promises_failed(base->holding->promises))
        status = RP_ERR_MEMORY;
    for (uint32_t c = 0; status == RP_OK && c < clients; c++)
        if (k.place[c])
            warn_of_client(&k, c);
    warn_of_strangers(&k, list->pairs);
done:
    if (status != RP_OK) {
        rp_keep_free(k.keep);
        k.keep = NULL;
    }
    *out = k.keep;
    rp_need_clear(&k.need);
    free(k.place);
    return status;
}

void rp_keep_free(rp_keep *keep) {
    if (!keep)
        return;
    free(keep->therapist);
    free(keep->from);
    free(keep->hours);
    free(keep->fate);
    free(keep->rule);
    free(keep);
}
