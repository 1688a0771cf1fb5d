#include "match/conditions/waiting.h"

#include "base/array.h"

#include <stdlib.h>
#include <string.h>

/* Pairs that are looked at again for one limit: some seconds. */
static const uint64_t most_pairs = 50000000;

typedef struct work {
    const rp_outcome *outcome;
    const rp_context *context;
    rp_quota *quotas;         /* those of the outcome, one of them higher */
    rp_conditions conditions; /* with these */
    bool *is_in;              /* [clients] */
    bool *is_seen;            /* [clients] of a party that was tried */
    uint32_t *row;            /* [therapists] */
    uint16_t *scores;         /* [therapists] */
} work;

static bool is_of_same(const work *w, uint32_t a, uint32_t b) {
    const rp_outcome *o = w->outcome;

    return a == b || (rp_links_same(&o->triage->links, a, b) &&
                      rp_triage_is_of_party(o->triage, a) &&
                      rp_triage_is_of_party(o->triage, b));
}

/* Has a client to be with somebody whom nobody fits? No limit matters then. */
static bool is_hopeless(const work *w, uint32_t client) {
    const rp_outcome *o = w->outcome;

    for (uint32_t c = 0; c < o->fit->roster->client_count; c++)
        if (o->status[c] == RP_STATUS_INELIGIBLE && is_of_same(w, client, c))
            return true;
    return false;
}

/* Does a limit count a client with anybody who fits? */
static bool may_count(work *w, const rp_term *term, uint32_t client) {
    size_t count =
        rp_market_scores(w->outcome->market, client, 0, w->row, w->scores);

    for (size_t i = 0; i < count; i++)
        if (rp_term_counts(term, client, w->row[i]))
            return true;
    return false;
}

/* Would a client, with whom theirs are, have a place? */
static rp_status try_client(work *w, uint32_t client, bool *is_placed) {
    const rp_outcome *o = w->outcome;
    rp_plan plan = {0};

    for (uint32_t c = 0; c < o->fit->roster->client_count; c++) {
        bool is_same =
            o->status[c] == RP_STATUS_WAITLIST && is_of_same(w, client, c);
        w->is_in[c] = o->therapist[c] != RP_NONE || is_same;
        w->is_seen[c] |= is_same;
    }
    rp_status status =
        rp_outcome_try(&plan, o, w->context, w->is_in, &w->conditions);
    *is_placed = status == RP_OK && plan.therapist[client] != RP_NONE;
    rp_plan_clear(&plan);
    return status;
}

/* How many a client and those with them add to a limit that they wait for. */
static uint32_t count_with(work *w, const rp_term *term, uint32_t client) {
    const rp_outcome *o = w->outcome;
    uint32_t count = 0;

    for (uint32_t c = 0; c < o->fit->roster->client_count; c++)
        count += o->status[c] == RP_STATUS_WAITLIST &&
                 is_of_same(w, client, c) && may_count(w, term, c);
    return count;
}

static rp_status count_waiting(work *w, uint32_t which, uint32_t *out) {
    const rp_outcome *o = w->outcome;
    const rp_terms *terms = o->terms;
    const rp_term *term = &terms->items[which];
    uint32_t clients = o->fit->roster->client_count;
    uint64_t pairs = rp_market_pairs(o->market) + 1, tried = 0;
    rp_status status = RP_OK;

    *out = 0;
    if (term->most == RP_NONE || term->quota == RP_NONE)
        return RP_OK;
    w->quotas[term->quota].most++;
    if (term->held > term->most) /* one more is still none */
        w->quotas[term->quota].most = 0;
    memset(w->is_seen, 0, clients * sizeof *w->is_seen);
    for (uint32_t c = 0; status == RP_OK && c < clients; c++) {
        bool is_placed;
        if (o->status[c] != RP_STATUS_WAITLIST || w->is_seen[c] ||
            o->triage->wants_group[c] || !may_count(w, term, c) ||
            terms->used[which] + count_with(w, term, c) <= term->most ||
            is_hopeless(w, c))
            continue;
        if (++tried * pairs > most_pairs) {
            *out = RP_WAITING_UNKNOWN;
            break;
        }
        status = try_client(w, c, &is_placed);
        *out += is_placed;
    }
    w->quotas[term->quota].most = terms->quotas[term->quota].most;
    return status;
}

static bool open_work(work *w) {
    const rp_outcome *o = w->outcome;
    const rp_terms *terms = o->terms;
    uint32_t clients = o->fit->roster->client_count;
    uint32_t therapists = o->fit->roster->therapist_count;

    w->conditions = terms->conditions;
    w->quotas = rp_new_array(w->conditions.quotas, sizeof *w->quotas);
    w->is_in = rp_new_array(clients, sizeof *w->is_in);
    w->is_seen = rp_new_array(clients, sizeof *w->is_seen);
    w->row = rp_new_array(therapists, sizeof *w->row);
    w->scores = rp_new_array(therapists, sizeof *w->scores);
    if (!w->quotas || !w->is_in || !w->is_seen || !w->row || !w->scores)
        return false;
    if (w->conditions.quotas > 0)
        memcpy(w->quotas, terms->quotas,
               w->conditions.quotas * sizeof *w->quotas);
    w->conditions.quota = w->quotas;
    return true;
}

rp_status rp_waiting_count(rp_outcome *outcome, const rp_context *context) {
    rp_terms *terms = outcome->terms;
    rp_context quiet = *context;
    work w = {.outcome = outcome, .context = &quiet};

    if (!terms || terms->of_file == 0)
        return RP_OK;
    quiet.progress = NULL;
    free(terms->waiting);
    terms->waiting = rp_new_array(terms->of_file, sizeof *terms->waiting);
    rp_status status = terms->waiting && open_work(&w) ? RP_OK : RP_ERR_MEMORY;
    for (uint32_t k = 0; status == RP_OK && k < terms->of_file; k++)
        status = count_waiting(&w, k, &terms->waiting[k]);
    free(w.quotas);
    free(w.is_in);
    free(w.is_seen);
    free(w.row);
    free(w.scores);
    return status;
}
