#include "match/conditions/terms.h"

#include "base/array.h"
#include "input/limits/limit_filters.h"

#include <stdlib.h>
#include <string.h>

enum { WORD = 64 };

/* ---- the limits of therapists -------------------------------------------- */

static bool is_not_urgent(const rp_triage *triage, const rp_client *client,
                          uint32_t index) {
    (void)client;
    return triage->tier[index] != RP_TIER_URGENT;
}

static bool is_urgent(const rp_triage *triage, const rp_client *client,
                      uint32_t index) {
    (void)client;
    return triage->tier[index] == RP_TIER_URGENT;
}

static bool is_severe(const rp_triage *triage, const rp_client *client,
                      uint32_t index) {
    (void)triage;
    (void)index;
    return client->severity == RP_BURDEN_SEVERE;
}

static bool has_budget(const rp_triage *triage, const rp_client *client,
                       uint32_t index) {
    (void)triage;
    (void)index;
    return client->max_fee >= 0.0; /* false where it is blank */
}

#define MEMBER(name) #name, offsetof(rp_therapist, name)

const rp_term_row rp_term_rows[RP_TERM_ROWS] = {
    {MEMBER(reserve), true, is_not_urgent, NULL},
    {MEMBER(max_urgent), false, is_urgent, NULL},
    {MEMBER(max_severe), false, is_severe, NULL},
    {MEMBER(sliding_seats), false, has_budget, rp_cost_is_reduced},
};

static int32_t cell_of(const rp_terms *terms, const rp_term_row *row,
                       uint32_t therapist) {
    const char *record =
        (const char *)&terms->fit->roster->therapists[therapist];

    if (row->is_rest && terms->fit->uses_reserve)
        return RP_BLANK;
    return *(const int32_t *)(const void *)(record + row->offset);
}

/* ---- bits ---------------------------------------------------------------- */

static uint64_t *new_bits(rp_terms *terms, uint32_t count) {
    return rp_arena_array(&terms->arena, count / WORD + 1, sizeof(uint64_t));
}

static void set_bit(uint64_t *bits, uint32_t k) {
    bits[k / WORD] |= (uint64_t)1 << k % WORD;
}

static bool has_bit(const uint64_t *bits, uint32_t k) {
    return !bits || bits[k / WORD] >> k % WORD & 1;
}

/* ---- who is settled before ------------------------------------------------
 */

/* Does a client count in limits at all? */
static bool is_counted(const rp_triage *t, uint32_t c) {
    return !t->human[c] && t->away[c] == RP_AWAY_NOT;
}

/* With whom a client is, whatever the plan: pins of clients who need a person
 * and those who have started are among them. */
static uint32_t fixed_to(const rp_terms *terms, uint32_t c) {
    const rp_standing *standing = terms->fit->standing;

    if (terms->triage->away[c] == RP_AWAY_STARTED && standing)
        return standing->words[c].therapist;
    return terms->triage->pin[c];
}

/* ---- terms ----------------------------------------------------------------
 */

static uint32_t count_held(const rp_terms *terms, const rp_term *term) {
    const rp_triage *t = terms->triage;
    uint32_t held = 0;

    for (uint32_t c = 0; c < terms->fit->roster->client_count; c++)
        held += rp_triage_is_held(t, c) && rp_term_counts(term, c, t->pin[c]);
    return held;
}

static uint32_t left_of(uint32_t bound, uint32_t held) {
    return bound == RP_NONE ? RP_NONE : bound > held ? bound - held : 0;
}

/* How many clients could still be counted. */
static uint32_t count_free(const rp_terms *terms, const rp_term *term) {
    uint32_t count = 0;

    for (uint32_t c = 0; c < terms->fit->roster->client_count; c++)
        count +=
            has_bit(term->client, c) && !rp_triage_is_out(terms->triage, c);
    return count;
}

/* Hand a term to the solver, what is held taken off; not one that binds nobody.
 */
static void put_quota(rp_terms *terms, rp_term *term,
                      const uint64_t *therapist) {
    rp_quota quota = {.least = left_of(term->least, term->held),
                      .most = left_of(term->most, term->held),
                      .therapist = therapist,
                      .client = term->client};

    if (quota.most != RP_NONE && quota.most >= count_free(terms, term))
        quota.most = RP_NONE;
    if (quota.least == 0 && quota.most == RP_NONE)
        return;
    term->quota = terms->conditions.quotas;
    terms->quotas[terms->conditions.quotas++] = quota;
}

/* Filters are read again: their values are those of this roster. */
static bool read_bits(rp_terms *terms, uint64_t **out, rp_side side,
                      const char *cell) {
    const rp_roster *roster = terms->fit->roster;
    bool is_client = side == RP_CLIENTS;
    uint32_t count = is_client ? roster->client_count : roster->therapist_count;
    rp_buffer trouble = {0};
    rp_comparing how = {.roster = roster,
                        .arena = &terms->arena,
                        .trouble = &trouble,
                        .lets_strangers = true};
    rp_limit_filters filters = {0};
    rp_status status = rp_limit_filters_read(
        &filters, side, cell, &how, terms->fit->policy->session_minutes);

    *out = new_bits(terms, count);
    for (uint32_t k = 0; status == RP_OK && *out && k < count; k++)
        if (is_client
                ? is_counted(terms->triage, k) &&
                      rp_limit_filters_pass(&filters, &roster->clients[k],
                                            terms->triage->tier[k])
                : rp_limit_filters_pass(&filters, &roster->therapists[k], 0))
            set_bit(*out, k);
    rp_buffer_clear(&how.folded);
    rp_buffer_clear(&trouble);
    return *out && status != RP_ERR_MEMORY;
}

static bool take_file(rp_terms *terms) {
    const rp_limits *limits = terms->fit->limits;
    uint64_t *therapist, *client;

    for (uint32_t k = 0; limits && k < limits->count; k++) {
        const rp_limit *limit = &limits->items[k];
        rp_term *term = &terms->items[terms->count++];
        if (!read_bits(terms, &therapist, RP_THERAPISTS, limit->therapists) ||
            !read_bits(terms, &client, RP_CLIENTS, limit->clients))
            return false;
        *term = (rp_term){.limit = limit,
                          .therapist_index = RP_NONE,
                          .therapist = therapist,
                          .client = client,
                          .least = limit->min > 0 ? (uint32_t)limit->min : 0,
                          .most = limit->max == RP_BLANK ? RP_NONE
                                                         : (uint32_t)limit->max,
                          .quota = RP_NONE};
        term->held = count_held(terms, term);
        put_quota(terms, term, therapist);
    }
    terms->of_file = terms->count;
    return true;
}

/* Openings that clients of this run can have: those who started use some. */
static uint32_t openings_of(const rp_terms *terms, uint32_t therapist) {
    const rp_triage *t = terms->triage;
    uint32_t all = (uint32_t)terms->fit->roster->therapists[therapist].openings;
    uint32_t pinned = 0, started;

    if (!terms->fit->standing)
        return all;
    for (uint32_t c = 0; c < terms->fit->roster->client_count; c++)
        pinned += t->pin[c] == therapist && t->held[c] == RP_HELD_PIN;
    started = therapist < terms->fit->standing->therapists
                  ? terms->fit->standing->started[therapist]
                  : 0; /* who is not there yet */
    if (pinned >= all)
        return all;
    return all - (started < all - pinned ? started : all - pinned);
}

/* Who counts in a row with a therapist. */
static bool fill_clients(rp_terms *terms, const rp_term_row *row,
                         uint32_t therapist, rp_need *need, uint64_t *bits) {
    const rp_roster *roster = terms->fit->roster;

    for (uint32_t c = 0; c < roster->client_count; c++) {
        if (!is_counted(terms->triage, c) ||
            !row->counts(terms->triage, &roster->clients[c], c))
            continue;
        if (row->counts_with && !rp_need_set(need, terms->fit, c))
            return false;
        if (!row->counts_with || row->counts_with(terms->fit, need, therapist))
            set_bit(bits, c);
    }
    return true;
}

static bool take_cell(rp_terms *terms, const rp_term_row *row, uint32_t t,
                      const uint64_t *client) {
    int32_t value = cell_of(terms, row, t);
    uint64_t *alone = new_bits(terms, terms->fit->roster->therapist_count);
    rp_term *term = &terms->items[terms->count++];
    uint32_t most = (uint32_t)value;

    if (!alone)
        return false;
    set_bit(alone, t);
    if (row->is_rest) {
        uint32_t openings = openings_of(terms, t);
        most = openings > most ? openings - most : 0;
    }
    *term = (rp_term){.row = row,
                      .therapist_index = t,
                      .client = client,
                      .most = most,
                      .quota = RP_NONE};
    term->held = count_held(terms, term);
    if (left_of(term->most, term->held) < terms->triage->openings[t])
        put_quota(terms, term, alone); /* else the openings go before it */
    return true;
}

static bool take_columns(rp_terms *terms) {
    uint32_t therapists = terms->fit->roster->therapist_count;
    uint64_t *shared[RP_TERM_ROWS] = {NULL};
    rp_need need = {0};
    bool whole = true;

    terms->first = rp_new_array((size_t)therapists + 1, sizeof *terms->first);
    for (uint32_t t = 0; whole && terms->first && t < therapists; t++) {
        terms->first[t] = terms->count;
        for (int k = 0; whole && k < RP_TERM_ROWS; k++) {
            const rp_term_row *row = &rp_term_rows[k];
            if (cell_of(terms, row, t) == RP_BLANK)
                continue;
            uint64_t *bits = shared[k];
            if (!bits) {
                bits = new_bits(terms, terms->fit->roster->client_count);
                whole = bits && fill_clients(terms, row, t, &need, bits);
            }
            shared[k] = row->counts_with ? NULL : bits;
            whole = whole && take_cell(terms, row, t, bits);
        }
        terms->first[t + 1] = terms->count;
    }
    rp_need_clear(&need);
    return whole && terms->first;
}

/* ---- links ----------------------------------------------------------------
 */

/* A quota of nobody: these clients do not get these therapists. */
static void forbid(rp_terms *terms, const uint64_t *therapist,
                   const uint64_t *client) {
    terms->quotas[terms->conditions.quotas++] =
        (rp_quota){0, 0, therapist, client};
}

/* Whom a therapist who has somebody already may not have besides. */
static bool take_apart(rp_terms *terms) {
    const rp_links *links = &terms->triage->links;
    const rp_roster *roster = terms->fit->roster;
    uint64_t **banned = rp_new_array(roster->therapist_count, sizeof *banned);
    bool whole = banned != NULL;

    terms->aparts = rp_new_array(links->apart_count, sizeof *terms->aparts);
    whole &= terms->aparts != NULL;
    for (size_t k = 0; whole && k < links->apart_count; k++) {
        rp_apart pair = links->aparts[k];
        bool a = rp_triage_is_out(terms->triage, pair.a);
        bool b = rp_triage_is_out(terms->triage, pair.b);
        if (!a && !b)
            terms->aparts[terms->conditions.aparts++] = pair;
        uint32_t mover = a ? pair.b : pair.a;
        uint32_t t = terms->fixed[a ? pair.a : pair.b];
        if (a == b || t == RP_NONE)
            continue;
        if (!banned[t])
            banned[t] = new_bits(terms, roster->client_count);
        whole = banned[t] != NULL;
        if (whole)
            set_bit(banned[t], mover);
    }
    for (uint32_t t = 0; whole && t < roster->therapist_count; t++) {
        if (!banned[t])
            continue;
        uint64_t *alone = new_bits(terms, roster->therapist_count);
        whole = alone != NULL;
        if (!whole)
            break;
        set_bit(alone, t);
        forbid(terms, alone, banned[t]);
    }
    free((void *)banned);
    return whole;
}

/* With whom one of a party is held already: the others wait for a place there,
 * or have none. Who has started draws theirs along. */
static void find_held_kin(const rp_terms *terms, uint32_t *at) {
    const rp_triage *t = terms->triage;
    const rp_links *links = &t->links;

    for (uint32_t k = 0; k < links->kins; k++)
        at[k] = RP_NONE;
    for (uint32_t c = 0; c < terms->fit->roster->client_count; c++)
        if (links->kin[c] != RP_NONE && !t->human[c] &&
            terms->fixed[c] != RP_NONE)
            at[links->kin[c]] = terms->fixed[c];
}

static bool bind_to(rp_terms *terms, uint32_t kin, uint32_t therapist) {
    const rp_roster *roster = terms->fit->roster;
    uint64_t *others = new_bits(terms, roster->therapist_count);
    uint64_t *clients = new_bits(terms, roster->client_count);
    bool any = false;

    if (!others || !clients)
        return false;
    for (uint32_t t = 0; t < roster->therapist_count; t++)
        if (t != therapist)
            set_bit(others, t);
    for (uint32_t c = 0; c < roster->client_count; c++) {
        if (terms->triage->links.kin[c] != kin ||
            rp_triage_is_out(terms->triage, c))
            continue;
        terms->only[c] = therapist;
        set_bit(clients, c);
        any = true;
    }
    if (any && roster->therapist_count > 1)
        forbid(terms, others, clients);
    return true;
}

static bool take_parties(rp_terms *terms) {
    const rp_links *links = &terms->triage->links;
    uint32_t clients = terms->fit->roster->client_count;
    uint32_t *at = rp_new_array(links->kins, sizeof *at);
    uint32_t *size = rp_new_array(links->kins, sizeof *size);
    uint32_t *number = rp_new_array(links->kins, sizeof *number);

    terms->party = rp_new_array(clients, sizeof *terms->party);
    bool whole = at && size && number && terms->party;
    if (whole)
        find_held_kin(terms, at);
    for (uint32_t k = 0; whole && k < links->kins; k++)
        whole = at[k] == RP_NONE || bind_to(terms, k, at[k]);
    for (uint32_t c = 0; whole && c < clients; c++)
        if (links->kin[c] != RP_NONE && !rp_triage_is_out(terms->triage, c))
            size[links->kin[c]]++;
    for (uint32_t k = 0; whole && k < links->kins; k++)
        number[k] = size[k] > 1 ? terms->conditions.parties++ : RP_NONE;
    for (uint32_t c = 0; whole && c < clients; c++)
        terms->party[c] =
            links->kin[c] == RP_NONE || rp_triage_is_out(terms->triage, c)
                ? RP_NONE
                : number[links->kin[c]];
    free(at);
    free(size);
    free(number);
    return whole;
}

/* ---- all of them ----------------------------------------------------------
 */

static uint32_t count_cells(const rp_terms *terms) {
    uint32_t count = 0;

    for (uint32_t t = 0; t < terms->fit->roster->therapist_count; t++)
        for (int k = 0; k < RP_TERM_ROWS; k++)
            count += cell_of(terms, &rp_term_rows[k], t) != RP_BLANK;
    return count;
}

static bool open_terms(rp_terms *terms, uint32_t room) {
    const rp_roster *roster = terms->fit->roster;
    const rp_links *links = &terms->triage->links;
    size_t bans = roster->therapist_count < links->apart_count
                      ? roster->therapist_count
                      : links->apart_count;

    terms->items = rp_new_array(room, sizeof *terms->items);
    terms->used = rp_new_array(room, sizeof *terms->used);
    terms->quotas =
        rp_new_array((size_t)room + bans + links->kins, sizeof *terms->quotas);
    terms->fixed = rp_new_array(roster->client_count, sizeof *terms->fixed);
    terms->only = rp_new_array(roster->client_count, sizeof *terms->only);
    if (!terms->items || !terms->used || !terms->quotas || !terms->fixed ||
        !terms->only)
        return false;
    for (uint32_t c = 0; c < roster->client_count; c++) {
        terms->fixed[c] = fixed_to(terms, c);
        terms->only[c] = RP_NONE;
    }
    return true;
}

rp_status rp_terms_make(rp_terms **out, const rp_fit *fit,
                        const rp_triage *triage) {
    const rp_terms about = {.fit = fit, .triage = triage};
    uint32_t cells = count_cells(&about);
    bool is_linked = rp_links_any(&triage->links);

    *out = NULL;
    if (cells == 0 && !fit->limits && !is_linked)
        return RP_OK;
    rp_terms *terms = rp_new_array(1, sizeof *terms);
    if (!terms)
        return RP_ERR_MEMORY;
    *terms = about;
    bool whole =
        open_terms(terms, cells + (fit->limits ? fit->limits->count : 0)) &&
        take_file(terms) && (cells == 0 || take_columns(terms)) &&
        (triage->links.apart_count == 0 || take_apart(terms)) &&
        (triage->links.kins == 0 || take_parties(terms));
    terms->conditions.quota = terms->quotas;
    terms->conditions.apart = terms->aparts;
    terms->conditions.party =
        terms->conditions.parties > 0 ? terms->party : NULL;
    terms->conditions.effort = fit->effort ? fit->effort : RP_TERMS_EFFORT;
    if (whole) {
        *out = terms;
        return RP_OK;
    }
    rp_terms_free(terms);
    return RP_ERR_MEMORY;
}

void rp_terms_free(rp_terms *terms) {
    if (!terms)
        return;
    free(terms->items);
    free(terms->first);
    free(terms->fixed);
    free(terms->only);
    free(terms->used);
    free(terms->waiting);
    free(terms->quotas);
    free(terms->aparts);
    free(terms->party);
    rp_arena_clear(&terms->arena);
    free(terms);
}

const rp_conditions *rp_terms_conditions(const rp_terms *terms) {
    const rp_conditions *c = terms ? &terms->conditions : NULL;

    return c && (c->quotas > 0 || c->aparts > 0 || c->parties > 0) ? c : NULL;
}

int32_t rp_terms_cell(const rp_terms *terms, const rp_term *term) {
    return cell_of(terms, term->row, term->therapist_index);
}

/* ---- of a plan ------------------------------------------------------------
 */

bool rp_term_counts(const rp_term *term, uint32_t client, uint32_t therapist) {
    return (term->row ? term->therapist_index == therapist
                      : has_bit(term->therapist, therapist)) &&
           has_bit(term->client, client);
}

/* The terms that a pair may count in, one after the other; begin with RP_NONE.
 */
static uint32_t next_term(const rp_terms *terms, uint32_t at, uint32_t client,
                          uint32_t therapist) {
    uint32_t end = terms->first ? terms->first[therapist + 1] : 0;

    for (at = at == RP_NONE ? 0 : at + 1;; at++) {
        if (at == terms->of_file && terms->first)
            at = terms->first[therapist];
        if (at >= terms->of_file && at >= end)
            return RP_NONE;
        if (rp_term_counts(&terms->items[at], client, therapist))
            return at;
    }
}

void rp_terms_count(const rp_terms *terms, uint32_t client, uint32_t therapist,
                    uint32_t *used) {
    for (uint32_t k = next_term(terms, RP_NONE, client, therapist);
         k != RP_NONE; k = next_term(terms, k, client, therapist))
        used[k]++;
}

void rp_terms_settle(rp_terms *terms, const uint32_t *therapist) {
    for (uint32_t k = 0; terms && k < terms->count; k++)
        terms->used[k] = 0;
    for (uint32_t c = 0; terms && c < terms->fit->roster->client_count; c++)
        if (therapist[c] != RP_NONE)
            rp_terms_count(terms, c, therapist[c], terms->used);
}

/* Others of a party who are not where a client would be. */
static uint32_t find_torn(const rp_terms *terms, const uint32_t *plan,
                          uint32_t client, uint32_t therapist) {
    const rp_triage *t = terms->triage;

    if (t->links.kins == 0 || t->links.kin[client] == RP_NONE)
        return RP_NONE;
    for (uint32_t c = 0; c < terms->fit->roster->client_count; c++)
        if (rp_links_same(&t->links, c, client) &&
            rp_triage_is_of_party(t, c) && plan[c] != therapist)
            return c;
    return RP_NONE;
}

rp_term_obstacle rp_terms_obstacle(const rp_terms *terms, const uint32_t *plan,
                                   const uint32_t *used, uint32_t client,
                                   uint32_t therapist, uint32_t *which) {
    const uint32_t *others;
    size_t count = rp_links_apart(&terms->triage->links, client, &others);

    for (size_t k = 0; k < count; k++) {
        uint32_t at = rp_triage_is_out(terms->triage, others[k])
                          ? terms->fixed[others[k]]
                          : plan[others[k]];
        if (at == therapist) {
            *which = others[k];
            return RP_TERM_APART;
        }
    }
    for (uint32_t k = next_term(terms, RP_NONE, client, therapist);
         k != RP_NONE; k = next_term(terms, k, client, therapist)) {
        const rp_term *term = &terms->items[k];
        bool is_own = plan[client] != RP_NONE &&
                      rp_term_counts(term, client, plan[client]);
        if (term->most != RP_NONE && used[k] - is_own >= term->most) {
            *which = k;
            return RP_TERM_FULL;
        }
    }
    *which = find_torn(terms, plan, client, therapist);
    if (*which != RP_NONE)
        return RP_TERM_SAME;
    if (terms->only[client] != RP_NONE && terms->only[client] != therapist) {
        *which = client;
        return RP_TERM_SAME;
    }
    return RP_TERM_FREE;
}

bool rp_terms_allow(const rp_terms *terms, const uint32_t *plan,
                    uint32_t client, uint32_t therapist) {
    uint32_t which;

    return !terms || rp_terms_obstacle(terms, plan, terms->used, client,
                                       therapist, &which) == RP_TERM_FREE;
}

uint64_t rp_terms_short(const rp_terms *terms) {
    uint64_t lacking = 0;

    for (uint32_t k = 0; k < terms->of_file; k++)
        if (terms->used[k] < terms->items[k].least)
            lacking += terms->items[k].least - terms->used[k];
    return lacking;
}
