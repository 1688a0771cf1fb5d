#include "why/moved.h"

#include "base/array.h"
#include "fit/rules.h"
#include "fit/score.h"
#include "match/absence.h"
#include "solve/again/residual_ways.h"
#include "why/edit/words.h"
#include "why/margins.h"
#include "why/trial/again.h"

#include <stdlib.h>

const char *const rp_moved_names[RP_MOVED_REASONS] = {
    "gone",  "pin",  "rule", "openings", "tier",  "queue",
    "floor", "gain", "tie",  "better",   "choice"};

/* A seating of more pairs, or a graph of more nodes, is not worth it. */
static const uint64_t most_pairs = (uint64_t)1 << 25;
enum { MOST_THERAPISTS = 2000 };

typedef struct finding_moved {
    rp_moved_found *out;
    const rp_outcome *outcome;
    rp_residual *r;     /* NULL: there are no ways */
    rp_after *after;    /* or else the plan is solved again; NULL: neither */
    int64_t *distances; /* [nodes] from the place at hand */
    uint32_t whose;     /* that place */
    rp_need need;
} finding_moved;

bool rp_moved_is_small(const rp_outcome *outcome) {
    const rp_roster *roster = outcome->fit->roster;

    return roster->therapist_count <= MOST_THERAPISTS &&
           (uint64_t)roster->client_count * roster->therapist_count <=
               most_pairs;
}

/* What the client's pair with a therapist costs; RP_NO_PATH: there is none. */
static int64_t cost_of(finding_moved *f, uint32_t client, uint32_t therapist) {
    const rp_dense_problem *g = f->r->problem;
    int64_t least = RP_NO_PATH;

    for (uint32_t p = rp_dense_problem_first(g, therapist);
         p < rp_dense_problem_end(g, therapist); p++) {
        if (rp_residual_score(f->r, client, p) == RP_NO_PAIR)
            continue;
        if (f->whose != p)
            rp_residual_from(f->r, p + 1, f->distances);
        f->whose = p;
        int64_t cost = rp_margin_here(f->r, f->distances, client, p);
        least = cost < least ? cost : least;
    }
    return least;
}

/* What the best plan with the pair lacks.
 * @return false when out of memory */
static bool find_lost(finding_moved *f, uint32_t client, uint32_t therapist,
                      rp_change *lost, bool *is_had) {
    *is_had = false;
    if (f->after)
        return rp_again_change(f->after, client, therapist, RP_AGAIN_WITH, lost,
                               is_had) == RP_OK;
    if (!f->r)
        return true;
    int64_t cost = cost_of(f, client, therapist);
    *is_had = cost != RP_NO_PATH;
    if (*is_had)
        *lost = rp_scale_split(&f->r->problem->scale, cost);
    return true;
}

/* Why a pair that may stand does not. @return false when out of memory */
static bool find_cost(finding_moved *f, rp_moved *m) {
    const rp_triage *triage = f->outcome->triage;
    uint32_t therapist = triage->keep->therapist[m->client];
    rp_change lost = {0};
    bool is_had;

    m->reason = RP_MOVED_BETTER;
    if (triage->openings[therapist] == 0) {
        m->reason = RP_MOVED_OPENINGS;
        return true;
    }
    if (!find_lost(f, m->client, therapist, &lost, &is_had))
        return false;
    if (!is_had)
        return true;
    if (rp_change_is_of_points(&lost))
        m->cost = lost.points;
    m->reason = lost.tiers != 0    ? RP_MOVED_TIER
                : lost.queue != 0  ? RP_MOVED_QUEUE
                : lost.floors != 0 ? RP_MOVED_FLOOR
                : lost.points != 0 ? RP_MOVED_GAIN
                                   : RP_MOVED_TIE;
    return true;
}

/* Would the pair stand if nobody had chosen? */
static bool is_for_choice(const finding_moved *f, uint32_t c) {
    const uint32_t *without = f->outcome->bounds.without;
    uint32_t therapist = f->outcome->triage->keep->therapist[c];

    return without && therapist != RP_NONE && without[c] == therapist;
}

/* @return false when out of memory */
static bool find_reason(finding_moved *f, rp_moved *m) {
    if (is_for_choice(f, m->client)) {
        m->reason = RP_MOVED_CHOICE;
        return true;
    }
    switch ((rp_keep_fate)f->outcome->triage->keep->fate[m->client]) {
    case RP_KEEP_GONE:
        m->reason = RP_MOVED_GONE;
        break;
    case RP_KEEP_PINNED:
        m->reason = RP_MOVED_PIN;
        break;
    case RP_KEEP_RULE:
        m->reason = RP_MOVED_RULE;
        break;
    case RP_KEEP_FULL:
        m->reason = RP_MOVED_OPENINGS;
        break;
    case RP_KEEP_NONE:
    case RP_KEEP_AWAY:
    case RP_KEEP_HUMAN:
    case RP_KEEP_POSSIBLE:
        return find_cost(f, m);
    }
    return true;
}

/* Why is there no opening for a pair that was kept? */
static bool put_openings(const finding_moved *f, uint32_t therapist,
                         rp_buffer *text) {
    const rp_outcome *o = f->outcome;
    rp_quoted id =
        rp_quote(rp_text_of(o->fit->roster->therapists[therapist].id));

    if (rp_absence_of(o->fit, therapist, o->triage->as_of) == RP_PRESENT)
        return rp_words_put(text, "%s has no opening left for this client",
                            id.bytes);
    return rp_words_put(text, "%s ", id.bytes) &&
           rp_absence_put(text, o->fit, therapist, o->triage->as_of);
}

static bool put_reason(const finding_moved *f, const rp_moved *m,
                       rp_buffer *text) {
    const rp_keep *keep = f->outcome->triage->keep;

    switch (m->reason) {
    case RP_MOVED_GONE:
        return rp_words_put(text, "the therapist is no longer in the files");
    case RP_MOVED_PIN:
        return rp_words_put(text, "staff pinned the client to somebody else");
    case RP_MOVED_RULE:
        return rp_rule_put_refusal(text, f->outcome->fit, m->client,
                                   keep->therapist[m->client],
                                   keep->rule[m->client]);
    case RP_MOVED_OPENINGS:
        return put_openings(f, keep->therapist[m->client], text);
    case RP_MOVED_TIER:
        return rp_words_put(text, "keeping the pair would leave somebody "
                                  "waiting who comes first");
    case RP_MOVED_QUEUE:
        return rp_words_put(text, "keeping the pair would leave somebody "
                                  "waiting who was referred earlier");
    case RP_MOVED_FLOOR:
        return rp_words_put(text,
                            "keeping the pair would make one more poor match");
    case RP_MOVED_GAIN:
        return rp_words_put(text, "keeping the pair would cost ") &&
               rp_words_put(text,
                            "%lld.%02d points in all, though it counts "
                            "%d.%02d more than a new one",
                            (long long)(m->cost / 100), (int)(m->cost % 100),
                            (int)(keep->points / 100),
                            (int)(keep->points % 100));
    case RP_MOVED_TIE:
        return rp_words_put(text, "a plan that keeps the pair is as good; the "
                                  "order of referral and the lottery decide");
    case RP_MOVED_CHOICE:
        return f->outcome->triage->held[m->client] == RP_HELD_CHOSEN
                   ? rp_words_put(text, "the client has chosen so")
                   : rp_words_put(text, "the pair makes room for what another "
                                        "client has chosen");
    case RP_MOVED_BETTER:
    case RP_MOVED_REASONS:
        break;
    }
    return rp_words_put(text, "the best plan as a whole does not keep the "
                              "pair");
}

/* "C12 goes from T03 to T07: …" */
static const char *words_of(finding_moved *f, const rp_moved *m) {
    const rp_roster *roster = f->outcome->fit->roster;
    uint32_t now = f->outcome->therapist[m->client];
    rp_buffer text = {0};
    const char *words = NULL;
    bool put = rp_words_put(&text, "%.60s", roster->clients[m->client].id) &&
               (now == RP_NONE ? rp_words_put(&text, " waits now: ")
                               : rp_words_put(&text, " goes to %.60s now: ",
                                              roster->therapists[now].id)) &&
               put_reason(f, m, &text);

    if (put)
        words = rp_arena_text(&f->out->arena, text.bytes, text.length);
    rp_buffer_clear(&text);
    return words;
}

static bool add(finding_moved *f, uint32_t client) {
    const rp_keep *keep = f->outcome->triage->keep;
    bool scored = keep->fate[client] == RP_KEEP_POSSIBLE ||
                  keep->fate[client] == RP_KEEP_FULL;
    rp_moved m = {
        .client = client, .from = keep->from[client], .score = -1, .cost = -1};

    if (!find_reason(f, &m))
        return false;
    if (scored && !rp_need_set(&f->need, f->outcome->fit, client))
        return false;
    if (scored)
        m.score =
            rp_score_of(f->outcome->fit, &f->need, keep->therapist[client]);
    m.words = words_of(f, &m);
    f->out->items[f->out->count++] = m;
    return m.words != NULL;
}

rp_status rp_moved_find(rp_moved_found *out, const rp_outcome *outcome,
                        const rp_study *study, rp_residual *r) {
    const rp_keep *keep = outcome->triage->keep;
    uint32_t clients = outcome->fit->roster->client_count;
    rp_after after = {.study = NULL};
    finding_moved f = {.out = out,
                       .outcome = outcome,
                       .r = r,
                       .after = study ? &after : NULL,
                       .whose = RP_NONE};
    bool whole = true;

    *out = (rp_moved_found){.items = rp_new_array(clients, sizeof(rp_moved))};
    f.distances = rp_new_array(r ? r->nodes : 0, sizeof *f.distances);
    whole = out->items && f.distances &&
            (!study || rp_after_make(&after, study) == RP_OK);
    rp_outcome_kept(outcome, &out->stand);
    for (uint32_t c = 0; whole && c < clients; c++)
        if (keep->fate[c] != RP_KEEP_NONE && !outcome->triage->human[c] &&
            outcome->triage->away[c] == RP_AWAY_NOT &&
            (keep->therapist[c] == RP_NONE ||
             outcome->therapist[c] != keep->therapist[c]))
            whole = add(&f, c);
    rp_need_clear(&f.need);
    if (study)
        rp_after_clear(&after);
    free(f.distances);
    return whole ? RP_OK : RP_ERR_MEMORY;
}

void rp_moved_clear(rp_moved_found *moved) {
    rp_arena_clear(&moved->arena);
    free(moved->items);
    *moved = (rp_moved_found){0};
}
