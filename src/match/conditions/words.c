#include "match/conditions/words.h"

#include "base/array.h"

#include <stdlib.h>

enum { TOLD = 3 }; /* limits, and clients who are apart, that are named */

static rp_quoted quoted(const char *id) { return rp_quote(rp_text_of(id)); }

static bool put_client(rp_buffer *out, const rp_outcome *o, uint32_t client) {
    return rp_buffer_puts(out,
                          quoted(o->fit->roster->clients[client].id).bytes);
}

static bool put_therapist(rp_buffer *out, const rp_outcome *o, uint32_t t) {
    return rp_buffer_puts(out, quoted(o->fit->roster->therapists[t].id).bytes);
}

/* "C11, C12 and C13": those whom a test picks. */
static bool put_clients(rp_buffer *out, const rp_outcome *o, uint32_t client,
                        bool (*is_one)(const rp_outcome *o, uint32_t client,
                                       uint32_t other)) {
    uint32_t clients = o->fit->roster->client_count, count = 0, put = 0;
    bool whole = true;

    for (uint32_t c = 0; c < clients; c++)
        count += is_one(o, client, c);
    for (uint32_t c = 0; whole && c < clients; c++) {
        if (!is_one(o, client, c))
            continue;
        put++;
        whole =
            (put == 1 || rp_buffer_puts(out, put == count ? " and " : ", ")) &&
            put_client(out, o, c);
    }
    return whole;
}

/* Of one party with a client, also themselves. */
static bool is_of_party(const rp_outcome *o, uint32_t client, uint32_t other) {
    return rp_triage_is_of_party(o->triage, other) &&
           (other == client || rp_links_same(&o->triage->links, client, other));
}

static bool is_same(const rp_outcome *o, uint32_t client, uint32_t other) {
    return rp_links_same(&o->triage->links, client, other);
}

static bool is_apart(const rp_outcome *o, uint32_t client, uint32_t other) {
    const uint32_t *others;
    size_t count = rp_links_apart(&o->triage->links, client, &others);

    for (size_t k = 0; k < count; k++)
        if (others[k] == other)
            return true;
    return false;
}

bool rp_terms_put_name(rp_buffer *out, const rp_outcome *o, uint32_t term) {
    const rp_term *t = &o->terms->items[term];

    if (t->limit)
        return rp_buffer_puts(out, "limit ") &&
               rp_buffer_puts(out, quoted(t->limit->id).bytes);
    return rp_buffer_puts(out, t->row->column) && rp_buffer_puts(out, " of ") &&
           put_therapist(out, o, t->therapist_index);
}

/* ---- why a client waits ---------------------------------------------------
 */

typedef struct telling {
    rp_buffer *out;
    const rp_outcome *outcome;
    uint32_t client;
    int thread;
    rp_chooser *chooser;
    size_t fitting;      /* therapists, in the chooser's row */
    uint32_t told[TOLD]; /* [count] limits that were named */
    uint32_t count, apart;
    size_t begin; /* of the words */
} telling;

static bool begin_piece(telling *t) {
    return t->out->length == t->begin || rp_buffer_puts(t->out, "; ");
}

static bool tell_limit(telling *t, uint32_t term) {
    for (uint32_t k = 0; k < t->count; k++)
        if (t->told[k] == term)
            return true;
    if (t->count == TOLD)
        return true;
    t->told[t->count++] = term;
    return begin_piece(t) && rp_terms_put_name(t->out, t->outcome, term) &&
           rp_buffer_puts(t->out, " is full");
}

static bool tell_apart(telling *t, uint32_t therapist, uint32_t other) {
    if (t->apart++ >= TOLD)
        return true;
    return begin_piece(t) && put_therapist(t->out, t->outcome, therapist) &&
           rp_buffer_puts(t->out, " has ") &&
           put_client(t->out, t->outcome, other) &&
           rp_buffer_puts(t->out, ", who is to be apart");
}

/* Limits of the file that count the client with whomever fits. */
static bool tell_everywhere(telling *t) {
    const rp_terms *terms = t->outcome->terms;

    for (uint32_t k = 0; k < terms->of_file; k++) {
        const rp_term *term = &terms->items[k];
        bool counts = t->fitting > 0 && term->most != RP_NONE &&
                      terms->used[k] >= term->most;
        for (size_t i = 0; counts && i < t->fitting; i++)
            counts = rp_term_counts(term, t->client, t->chooser->row[i]);
        if (counts && !tell_limit(t, k))
            return false;
    }
    return true;
}

/* What stands between the client and openings that are left. */
static bool tell_left(telling *t) {
    const rp_outcome *o = t->outcome;

    for (size_t i = 0; i < t->fitting; i++) {
        uint32_t therapist = t->chooser->row[i], which;
        if (o->left[therapist] == 0 ||
            (o->schedule && !rp_schedule_has_room(o->schedule, t->client,
                                                  therapist, t->thread)))
            continue;
        rp_term_obstacle obstacle =
            rp_terms_obstacle(o->terms, o->therapist, o->terms->used, t->client,
                              therapist, &which);
        if ((obstacle == RP_TERM_FULL && !tell_limit(t, which)) ||
            (obstacle == RP_TERM_APART && !tell_apart(t, therapist, which)))
            return false;
    }
    return true;
}

/* How many therapists fit every one of a party who waits. */
static bool count_common(telling *t, uint32_t *common) {
    const rp_outcome *o = t->outcome;
    uint32_t therapists = o->fit->roster->therapist_count, members = 0;
    uint32_t *fits = rp_new_array(therapists, sizeof *fits);

    *common = 0;
    for (uint32_t c = 0; fits && c < o->fit->roster->client_count; c++) {
        if (!is_of_party(o, t->client, c))
            continue;
        size_t count = rp_market_scores(o->market, c, t->thread,
                                        t->chooser->row, t->chooser->scores);
        members++;
        for (size_t i = 0; i < count; i++)
            fits[t->chooser->row[i]]++;
    }
    for (uint32_t k = 0; fits && k < therapists; k++)
        *common += fits[k] == members;
    free(fits);
    return fits != NULL;
}

static bool tell_party(telling *t) {
    const rp_outcome *o = t->outcome;
    uint32_t only = o->terms->only[t->client], common;

    if (!rp_triage_is_of_party(o->triage, t->client))
        return true;
    if (only != RP_NONE)
        return begin_piece(t) && put_therapist(t->out, o, only) &&
               rp_buffer_puts(t->out, " has one of those linked to the client, "
                                      "and no place for them");
    if (!count_common(t, &common))
        return false;
    return begin_piece(t) &&
           rp_buffer_puts(t->out, common == 0 ? "nobody fits all of "
                                              : "no place for all of ") &&
           put_clients(t->out, o, t->client, is_of_party) &&
           rp_buffer_puts(t->out, ", who are to have one therapist");
}

bool rp_terms_put_reason(rp_buffer *out, const rp_outcome *o, uint32_t client,
                         int thread, rp_chooser *chooser) {
    telling t = {.out = out,
                 .outcome = o,
                 .client = client,
                 .thread = thread,
                 .chooser = chooser,
                 .begin = out->length};

    if (!o->terms)
        return true;
    t.fitting = rp_market_scores(o->market, client, thread, chooser->row,
                                 chooser->scores);
    return tell_everywhere(&t) && tell_left(&t) && tell_party(&t);
}

bool rp_terms_put_obstacle(rp_buffer *out, const rp_outcome *o, uint32_t client,
                           uint32_t therapist) {
    uint32_t which;

    switch (o->terms ? rp_terms_obstacle(o->terms, o->therapist, o->terms->used,
                                         client, therapist, &which)
                     : RP_TERM_FREE) {
    case RP_TERM_FULL:
        return rp_terms_put_name(out, o, which) &&
               rp_buffer_puts(out, " is full");
    case RP_TERM_APART:
        return put_client(out, o, which) &&
               rp_buffer_puts(out, ", who is to be apart, is there");
    case RP_TERM_SAME:
        return put_client(out, o, client) &&
               rp_buffer_puts(out, " is to have one therapist with ") &&
               put_clients(out, o, client, is_same);
    case RP_TERM_FREE:
        break;
    }
    which = rp_outcome_seen_apart(o, client, therapist);
    if (which == RP_NONE)
        return rp_buffer_puts(out, "");
    return put_client(out, o, which) &&
           rp_buffer_puts(out, ", who is to be apart, sees ") &&
           put_therapist(out, o, therapist) &&
           rp_buffer_puts(out, " as prescriber or in a group");
}

bool rp_terms_put_links(rp_buffer *out, const rp_outcome *o, uint32_t client) {
    const rp_links *links = &o->triage->links;
    const uint32_t *others;
    bool is_kin = links->kins > 0 && links->kin[client] != RP_NONE;
    bool has_apart = rp_links_apart(links, client, &others) > 0;

    return (!is_kin || (rp_buffer_puts(out, "one therapist with ") &&
                        put_clients(out, o, client, is_same))) &&
           (!is_kin || !has_apart || rp_buffer_puts(out, "; ")) &&
           (!has_apart || (rp_buffer_puts(out, "apart from ") &&
                           put_clients(out, o, client, is_apart)));
}
