#include "match/obstacles.h"

#include "base/array.h"
#include "base/bits.h"
#include "base/tags.h"
#include "base/thread_pool.h"
#include "fit/score.h"

#include <stdlib.h>
#include <string.h>

/*
 * Two sets of therapists suffice: whom no rule forbids, and whom one does. A
 * rule takes those whom it forbids from the first set to the second, and drops
 * those of the second. Clients who put the same question to a rule meet the
 * same verdicts: where several do, these are kept as a bitmap over everybody,
 * and all other rules only look at who is still in one of the sets.
 */
enum { WORD = 64, SHARED_BY = 4, NOT_ASKED = 0 };

/* Of all bitmaps together; beyond it pairs are judged one by one. */
static const size_t most_words = ((size_t)128 << 20) / sizeof(uint64_t);

static const uint64_t most_pairs = (uint64_t)1 << 30;

typedef struct questions {
    uint32_t *of;       /* [clients] question + 1, or NOT_ASKED */
    uint32_t *asker;    /* [count] a client who asks it; RP_NONE: few do */
    uint64_t **forbids; /* [count] a bitmap; NULL: judge pairs */
    uint32_t count;
} questions;

/* Therapists of whom a rule reads the same: one verdict does for all of them.
 */
typedef struct kinds {
    uint32_t *of;    /* [therapists] */
    uint32_t *first; /* [count] one of the kind */
    uint32_t count;
} kinds;

typedef struct workspace {
    rp_need need;
    uint64_t *none, *once; /* [words] forbidden by no rule, by one */
    bool *is_forbidden;    /* [therapists] by kind */
    uint64_t *by;          /* [rules][words] by which one */
    bool out_of_memory;
} workspace;

struct rp_obstacles {
    const rp_fit *fit;
    size_t words;
    int threads;
    rp_rule count;     /* of rules that judge pairs */
    size_t reserved;   /* words of bitmaps */
    workspace *spaces; /* [threads] */
    kinds kinds;       /* of the rule whose bitmaps are made */
    questions rules[RP_RULES_MOST];
};

/* ---- questions ---------------------------------------------------------- */

static bool ask(rp_obstacles *o, rp_rule rule, const rp_columns *columns,
                rp_tags *keys, uint32_t client, rp_buffer *key) {
    rp_need *need = &o->spaces[0].need;

    if (!rp_need_set(need, o->fit, client))
        return false;
    if (!rp_rule_asks(o->fit, need, rule))
        return true;
    if (!rp_rule_key(rp_rule_at(rule), columns, need, key))
        return false;
    uint32_t tag = rp_tags_intern(keys, (rp_text){key->bytes, key->length});
    o->rules[rule].of[client] = tag + 1;
    return tag != RP_NONE;
}

/* A question that enough clients ask gets a bitmap, while there is room. */
static bool see_shared(rp_obstacles *o, questions *q, const uint32_t *clients,
                       size_t count) {
    uint32_t *uses = rp_new_array(q->count, sizeof *uses);

    q->asker = rp_new_array(q->count, sizeof *q->asker);
    q->forbids = rp_new_array(q->count, sizeof *q->forbids);
    bool whole = uses && q->asker && q->forbids;
    for (size_t k = 0; whole && k < count; k++)
        if (q->of[clients[k]] != NOT_ASKED) {
            uint32_t question = q->of[clients[k]] - 1;
            uses[question]++;
            q->asker[question] = clients[k];
        }
    for (uint32_t k = 0; whole && k < q->count; k++)
        if (uses[k] < SHARED_BY || o->reserved + o->words > most_words)
            q->asker[k] = RP_NONE;
        else
            o->reserved += o->words;
    free(uses);
    return whole;
}

static bool collect(rp_obstacles *o, rp_rule rule, const uint32_t *clients,
                    size_t count) {
    questions *q = &o->rules[rule];
    rp_columns columns =
        rp_columns_named(RP_CLIENTS, rp_rule_at(rule)->clients);
    rp_tags *keys = rp_tags_new();
    rp_buffer key = {0};

    q->of = rp_new_array(o->fit->roster->client_count, sizeof *q->of);
    bool whole = keys && q->of;
    for (size_t k = 0; whole && k < count; k++) {
        key.length = 0;
        whole = ask(o, rule, &columns, keys, clients[k], &key);
    }
    if (whole)
        q->count = rp_tags_count(keys);
    whole = whole && see_shared(o, q, clients, count);
    rp_tags_free(keys);
    rp_buffer_clear(&key);
    return whole;
}

/* ---- verdicts ----------------------------------------------------------- */

/* Whom of some therapists the rule forbids the client at hand. */
static uint64_t judge_word(const rp_obstacles *o, const workspace *w,
                           const rp_rule_row *row, size_t word,
                           uint64_t asked) {
    uint64_t forbidden = 0;

    for (uint64_t left = asked; left; left &= left - 1)
        if (rp_rule_refuses(o->fit, &w->need,
                            (uint32_t)word * WORD + rp_bits_lowest(left), row))
            forbidden |= left & (~left + 1);
    return forbidden;
}

/* Everybody, by words of bits. */
static uint64_t everybody(const rp_obstacles *o, size_t word) {
    uint32_t rest = o->fit->roster->therapist_count - (uint32_t)word * WORD;

    return rest >= WORD ? UINT64_MAX : ((uint64_t)1 << rest) - 1;
}

typedef struct filling {
    rp_obstacles *o;
    rp_rule rule;
} filling;

static void fill(void *payload, size_t question, int thread) {
    filling *f = payload;
    rp_obstacles *o = f->o;
    questions *q = &o->rules[f->rule];
    workspace *w = &o->spaces[thread];

    if (q->asker[question] == RP_NONE || w->out_of_memory)
        return;
    uint64_t *bits = rp_new_array(o->words, sizeof *bits);
    if (!bits || !rp_need_set(&w->need, o->fit, q->asker[question])) {
        free(bits);
        w->out_of_memory = true;
        return;
    }
    for (uint32_t n = 0; n < o->kinds.count; n++)
        w->is_forbidden[n] = rp_rule_refuses(
            o->fit, &w->need, o->kinds.first[n], rp_rule_at(f->rule));
    for (uint32_t t = 0; t < o->fit->roster->therapist_count; t++)
        if (w->is_forbidden[o->kinds.of[t]])
            bits[t / WORD] |= (uint64_t)1 << t % WORD;
    q->forbids[question] = bits;
}

bool rp_obstacles_is_small(const rp_fit *fit, size_t clients) {
    return (uint64_t)clients * fit->roster->therapist_count <= most_pairs;
}

/* ---- making ------------------------------------------------------------- */

static bool make_spaces(rp_obstacles *o) {
    size_t all = o->words * RP_RULES_MOST;

    o->spaces = rp_new_array((size_t)o->threads, sizeof *o->spaces);
    for (int k = 0; o->spaces && k < o->threads; k++) {
        workspace *w = &o->spaces[k];
        w->none = rp_new_array(o->words, sizeof *w->none);
        w->once = rp_new_array(o->words, sizeof *w->once);
        w->is_forbidden = rp_new_array(o->fit->roster->therapist_count,
                                       sizeof *w->is_forbidden);
        w->by = rp_new_array(all, sizeof *w->by);
        if (!w->none || !w->once || !w->is_forbidden || !w->by)
            return false;
    }
    return o->spaces != NULL;
}

/* Sort therapists by what the rule reads of them. */
static bool find_kinds(rp_obstacles *o, rp_rule rule) {
    rp_columns columns =
        rp_columns_named(RP_THERAPISTS, rp_rule_at(rule)->therapists);
    const rp_roster *roster = o->fit->roster;
    rp_tags *keys = rp_tags_new();
    rp_buffer key = {0};
    bool whole = keys != NULL;

    for (uint32_t t = 0; whole && t < roster->therapist_count; t++) {
        key.length = 0;
        whole = rp_columns_key(&columns, &roster->therapists[t], t, &key);
        uint32_t tag =
            whole ? rp_tags_intern(keys, (rp_text){key.bytes, key.length})
                  : RP_NONE;
        whole = tag != RP_NONE;
        if (whole && tag == o->kinds.count)
            o->kinds.first[o->kinds.count++] = t;
        o->kinds.of[t] = tag;
    }
    rp_tags_free(keys);
    rp_buffer_clear(&key);
    return whole;
}

static bool answer(rp_obstacles *o, rp_rule rule) {
    const questions *q = &o->rules[rule];
    filling f = {o, rule};
    bool is_shared = false, whole = true;

    for (uint32_t k = 0; k < q->count; k++)
        is_shared |= q->asker[k] != RP_NONE;
    if (!is_shared)
        return true;
    o->kinds.count = 0;
    if (!find_kinds(o, rule))
        return false;
    rp_thread_pool_run(o->threads, q->count, fill, &f);
    for (int k = 0; k < o->threads; k++)
        whole &= !o->spaces[k].out_of_memory;
    return whole;
}

rp_status rp_obstacles_new(rp_obstacles **out, const rp_fit *fit,
                           const uint32_t *clients, size_t count, int threads) {
    rp_obstacles *o = rp_new_array(1, sizeof *o);

    *out = NULL;
    if (!o)
        return RP_ERR_MEMORY;
    o->fit = fit;
    o->threads = threads;
    o->count = rp_rule_of_score();
    o->words = (fit->roster->therapist_count + (size_t)WORD - 1) / WORD;
    o->kinds.of =
        rp_new_array(fit->roster->therapist_count, sizeof *o->kinds.of);
    o->kinds.first =
        rp_new_array(fit->roster->therapist_count, sizeof *o->kinds.first);
    bool whole = make_spaces(o) && o->kinds.of && o->kinds.first;
    for (rp_rule rule = 0; whole && rule < o->count; rule++)
        whole = collect(o, rule, clients, count) && answer(o, rule);
    if (whole)
        *out = o;
    else
        rp_obstacles_free(o);
    return whole ? RP_OK : RP_ERR_MEMORY;
}

void rp_obstacles_free(rp_obstacles *obstacles) {
    if (!obstacles)
        return;
    for (rp_rule rule = 0; rule < obstacles->count; rule++) {
        questions *q = &obstacles->rules[rule];
        for (uint32_t k = 0; q->forbids && k < q->count; k++)
            free(q->forbids[k]);
        free(q->forbids);
        free(q->asker);
        free(q->of);
    }
    for (int k = 0; obstacles->spaces && k < obstacles->threads; k++) {
        rp_need_clear(&obstacles->spaces[k].need);
        free(obstacles->spaces[k].none);
        free(obstacles->spaces[k].once);
        free(obstacles->spaces[k].is_forbidden);
        free(obstacles->spaces[k].by);
    }
    free(obstacles->spaces);
    free(obstacles->kinds.of);
    free(obstacles->kinds.first);
    free(obstacles);
}

/* ---- one client --------------------------------------------------------- */

static void strike(const rp_obstacles *o, workspace *w, rp_rule rule,
                   const uint64_t *forbids) {
    uint64_t *by = w->by + rule * o->words;

    for (size_t k = 0; k < o->words; k++) {
        uint64_t asked = w->none[k] | w->once[k];
        uint64_t struck = forbids ? forbids[k]
                          : asked ? judge_word(o, w, rp_rule_at(rule), k, asked)
                                  : 0;
        by[k] = w->none[k] & struck;
        w->once[k] = (w->once[k] & ~struck) | by[k];
        w->none[k] &= ~struck;
    }
}

/* The least score is a rule, too, and the last one. */
static void strike_below(const rp_obstacles *o, workspace *w) {
    uint64_t *by = w->by + o->count * o->words;
    int least = rp_rule_least_score(o->fit);

    for (size_t k = 0; k < o->words; k++) {
        uint64_t left = w->none[k] | w->once[k], struck = 0;
        for (; left; left &= left - 1)
            if (rp_score_of(o->fit, &w->need,
                            (uint32_t)k * WORD + rp_bits_lowest(left)) < least)
                struck |= left & (~left + 1);
        by[k] = w->none[k] & struck;
        w->once[k] = (w->once[k] & ~struck) | by[k];
    }
}

/* Those of a rule that no other rule has struck since. */
static uint32_t count_alone(const rp_obstacles *o, const workspace *w,
                            rp_rule rule) {
    const uint64_t *by = w->by + rule * o->words;
    uint32_t count = 0;

    for (size_t k = 0; k < o->words; k++)
        count += rp_bits_count(by[k] & w->once[k]);
    return count;
}

bool rp_obstacles_of(rp_obstacles *o, uint32_t client, int thread,
                     uint32_t *alone) {
    workspace *w = &o->spaces[thread];

    memset(alone, 0, RP_RULES_MOST * sizeof *alone);
    if (!rp_need_set(&w->need, o->fit, client))
        return false;
    memset(w->once, 0, o->words * sizeof *w->once);
    for (size_t k = 0; k < o->words; k++)
        w->none[k] = everybody(o, k);
    for (int pass = 0; pass < 2; pass++) /* first what is known of everybody */
        for (rp_rule rule = 0; rule < o->count; rule++) {
            const questions *q = &o->rules[rule];
            if (q->of[client] == NOT_ASKED)
                continue;
            const uint64_t *forbids = q->forbids[q->of[client] - 1];
            if ((forbids == NULL) == (pass == 1))
                strike(o, w, rule, forbids);
        }
    bool has_least = rp_rule_asks(o->fit, &w->need, o->count);
    if (has_least)
        strike_below(o, w);
    for (rp_rule rule = 0; rule < o->count; rule++)
        if (o->rules[rule].of[client] != NOT_ASKED)
            alone[rule] = count_alone(o, w, rule);
    if (has_least)
        alone[o->count] = count_alone(o, w, o->count);
    return true;
}
