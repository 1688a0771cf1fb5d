#include "match/eligible.h"

#include "base/array.h"
#include "base/tags.h"
#include "base/thread_pool.h"
#include "fit/score.h"
#include "fit/sweep.h"
#include "fit/sweep/making.h"
#include "match/alive.h"

#include <stdlib.h>
#include <string.h>

/*
 * Where therapists are many and a question lets few of them pass, as that of a
 * licence does in a country, a bitmap is kept sparse: its words that are not
 * empty. What a client of such a licence asks other rules is then only ever
 * asked of those therapists, so such questions are numbered apart for each
 * licence and answered for its therapists alone: work and memory grow with the
 * pairs in a region.
 */
enum {
    SHARED_BY = 16, /* clients that make a question worth a rp_bitmap */
    NOT_ASKED = 0,  /* question numbers begin at 1 */
    EVERYWHERE = 0, /* the group of questions put to all therapists */
};

/* What one thread needs for itself. */
typedef struct workspace {
    rp_need need;
    rp_ask ask; /* of the need, where there are tables */
    rp_alive alive;
    uint64_t *open;   /* [words] whom fewer than two rules forbid as yet */
    uint64_t *struck; /* [words] of those, whom one rule does */
    bool out_of_memory;
} workspace;

/* The questions that clients put to one rule. */
typedef struct questions {
    uint32_t *of;      /* [clients] question + 1, or NOT_ASKED */
    rp_bitmap *passes; /* [count] bits NULL: judge pairs */
    uint32_t *asker;   /* [count] a client who asks it; RP_NONE: few do */
    uint32_t count;
} questions;

/* Therapists by what the regional rule reads of them: as a country has as many
   questions for a licence as it has regions, each is put to one of a kind
   only. */
typedef struct kinds {
    uint32_t *start;     /* [count + 1] */
    uint32_t *therapist; /* [therapists] by kind */
    uint32_t count;
} kinds;

struct rp_eligible {
    const rp_fit *fit;
    rp_tables *tables; /* NULL: pairs are judged and scored one by one */
    size_t words;      /* of a bitmap of therapists */
    int threads;
    workspace *spaces; /* [threads] */
    kinds kinds;
    rp_rule count;    /* of rules that judge pairs */
    rp_rule regional; /* asked first, RP_NONE: none */
    rp_rule listed;   /* a file lists who passes it; RP_NONE: none */
    questions rules[RP_RULES_MOST];
};

/* The licence whose therapists alone a client can go to, + 1. */
static uint32_t group_of(const rp_eligible *e, uint32_t client) {
    if (e->regional == RP_NONE)
        return EVERYWHERE;
    const questions *q = &e->rules[e->regional];
    uint32_t question = q->of && q->passes ? q->of[client] : NOT_ASKED;

    return question != NOT_ASKED && q->passes[question - 1].word ? question
                                                                 : EVERYWHERE;
}

/* What is at hand while the questions of a rule are numbered. */
typedef struct asking {
    rp_columns columns;
    rp_tags *keys; /* NULL: it is not its turn */
} asking;

/* The question of the client of the first workspace. */
static bool ask(rp_eligible *e, rp_rule rule, const asking *a, uint32_t client,
                rp_buffer *key) {
    const rp_need *need = &e->spaces[0].need;

    if (!rp_rule_asks(e->fit, need, rule))
        return true;
    uint32_t group = group_of(e, client);
    if (!rp_rule_key(rp_rule_at(rule), &a->columns, need, key) ||
        !rp_buffer_put(key, (const char *)&group, sizeof group))
        return false;
    uint32_t tag = rp_tags_intern(a->keys, (rp_text){key->bytes, key->length});
    e->rules[rule].of[client] = tag + 1;
    return tag != RP_NONE;
}

static bool begin_asking(rp_eligible *e, rp_rule rule, asking *a) {
    questions *q = &e->rules[rule];

    a->columns = rp_columns_named(RP_CLIENTS, rp_rule_at(rule)->clients);
    a->keys = rp_tags_new();
    q->of = rp_new_array(e->fit->roster->client_count, sizeof *q->of);
    return a->keys && q->of;
}

/* See who shares the questions that were numbered. */
static bool end_asking(rp_eligible *e, rp_rule rule, const asking *a) {
    questions *q = &e->rules[rule];
    uint32_t clients = e->fit->roster->client_count;

    q->count = rp_tags_count(a->keys);
    q->passes = rp_new_array(q->count, sizeof *q->passes);
    q->asker = rp_new_array(q->count, sizeof *q->asker);
    uint32_t *uses = rp_new_array(q->count, sizeof *uses);
    bool is_fine = q->passes && q->asker && uses;
    for (uint32_t c = 0; is_fine && c < clients; c++)
        if (q->of[c] != NOT_ASKED) {
            q->asker[q->of[c] - 1] = c;
            uses[q->of[c] - 1]++;
        }
    for (uint32_t k = 0; is_fine && k < q->count; k++)
        if (uses[k] < SHARED_BY)
            q->asker[k] = RP_NONE;
    free(uses);
    return is_fine;
}

static bool ask_all(rp_eligible *e, const asking *all, rp_buffer *key) {
    for (uint32_t c = 0; c < e->fit->roster->client_count; c++) {
        if (!rp_need_set(&e->spaces[0].need, e->fit, c))
            return false;
        for (rp_rule rule = 0; rule < e->count; rule++)
            if (all[rule].keys && !ask(e, rule, &all[rule], c, key))
                return false;
    }
    return true;
}

/* Number the questions that clients put to the regional rule, or to all
 * others: these in one walk, as making ready for a client takes longest. */
static rp_status collect(rp_eligible *e, bool is_regional) {
    asking all[RP_RULES_MOST] = {{.keys = NULL}};
    rp_buffer key = {0};
    bool is_fine = true;

    for (rp_rule rule = 0; rule < e->count && is_fine; rule++)
        if ((rule == e->regional) == is_regional)
            is_fine = begin_asking(e, rule, &all[rule]);
    is_fine = is_fine && ask_all(e, all, &key);
    for (rp_rule rule = 0; rule < e->count; rule++) {
        if (is_fine && all[rule].keys)
            is_fine = end_asking(e, rule, &all[rule]);
        rp_tags_free(all[rule].keys);
    }
    rp_buffer_clear(&key);
    return is_fine ? RP_OK : RP_ERR_MEMORY;
}

/* ---- bitmaps ------------------------------------------------------------- */

/* One block: all bitmaps of one rule for a stretch of its questions. */
typedef struct filling {
    rp_eligible *e;
    rp_rule rule;
} filling;

/* Strike out those whom a rule forbids that asks about the client, one by
 * one. */
static void judge(const rp_eligible *e, workspace *space, rp_rule rule) {
    const rp_rule_row *row = rp_rule_at(rule);
    rp_alive *a = &space->alive;

    rp_alive_fill_in(a, e->fit->roster->therapist_count);
    for (size_t k = 0; k < a->set.count; k++) {
        uint32_t first = rp_alive_word(a, k) * RP_BITMAP_WORD;
        for (uint64_t left = a->set.bits[k]; left; left &= left - 1)
            if (rp_rule_refuses(e->fit, &space->need,
                                first + rp_bits_lowest(left), row))
                a->set.bits[k] ^= left & (~left + 1);
    }
}

/* Strike them out by the tables; false where these do not know. */
static bool strike_by_tables(const rp_eligible *e, workspace *space,
                             rp_rule rule) {
    const rp_rule_row *row = rp_rule_at(rule);
    rp_alive *a = &space->alive;

    if (!e->tables || !row->strike)
        return false;
    rp_alive_fill_in(a, e->fit->roster->therapist_count);
    return row->strike(
        &space->ask, &(rp_crowd){a->set.bits, a->is_listed ? a->set.word : NULL,
                                 a->set.count});
}

/* Make a workspace ready for a client. */
static bool begin_client(const rp_eligible *e, workspace *space,
                         uint32_t client) {
    if (!rp_need_set(&space->need, e->fit, client)) {
        space->out_of_memory = true;
        return false;
    }
    if (e->tables)
        rp_ask_set(&space->ask, e->tables, &space->need);
    return true;
}

/* Sort therapists by kind. */
static rp_status find_kinds(rp_eligible *e) {
    rp_columns columns =
        rp_columns_named(RP_THERAPISTS, rp_rule_at(e->regional)->therapists);
    const rp_roster *roster = e->fit->roster;
    uint32_t therapists = roster->therapist_count;
    rp_tags *keys = rp_tags_new();
    uint32_t *kind = rp_new_array(therapists, sizeof *kind);
    kinds *k = &e->kinds;
    rp_buffer key = {0};
    rp_status status = RP_ERR_MEMORY;

    if (!keys || !kind)
        goto done;
    for (uint32_t t = 0; t < therapists; t++) {
        key.length = 0;
        if (!rp_columns_key(&columns, &roster->therapists[t], t, &key))
            goto done;
        kind[t] = rp_tags_intern(keys, (rp_text){key.bytes, key.length});
        if (kind[t] == RP_NONE)
            goto done;
    }
    k->count = rp_tags_count(keys);
    k->start = rp_new_array((size_t)k->count + 1, sizeof *k->start);
    k->therapist = rp_new_array(therapists, sizeof *k->therapist);
    if (!k->start || !k->therapist)
        goto done;
    for (uint32_t t = 0; t < therapists; t++)
        k->start[kind[t]]++;
    for (uint32_t n = 0; n < k->count; n++)
        k->start[n + 1] += k->start[n];
    for (uint32_t t = therapists; t-- > 0;) /* ends become starts */
        k->therapist[--k->start[kind[t]]] = t;
    status = RP_OK;
done:
    rp_tags_free(keys);
    rp_buffer_clear(&key);
    free(kind);
    return status;
}

/* Everybody whom the regional rule lets pass. */
static void judge_kinds(const rp_eligible *e, workspace *space) {
    const rp_rule_row *row = rp_rule_at(e->regional);
    const kinds *k = &e->kinds;
    uint64_t *bits = space->alive.set.bits;

    memset(bits, 0, e->words * sizeof *bits);
    space->alive.is_all = false;
    for (uint32_t n = 0; n < k->count; n++) {
        uint32_t first = k->start[n], end = k->start[n + 1];
        if (rp_rule_refuses(e->fit, &space->need, k->therapist[first], row))
            continue;
        for (uint32_t at = first; at < end; at++)
            bits[k->therapist[at] / RP_BITMAP_WORD] |=
                (uint64_t)1 << k->therapist[at] % RP_BITMAP_WORD;
    }
}

static void fill(void *payload, size_t block, int thread) {
    filling *f = payload;
    rp_eligible *e = f->e;
    questions *q = &e->rules[f->rule];
    workspace *space = &e->spaces[thread];
    uint32_t asker = q->asker[block];

    if (asker == RP_NONE)
        return;
    if (!begin_client(e, space, asker))
        return;
    rp_alive_begin(&space->alive, e->words);
    if (f->rule == e->regional) {
        judge_kinds(e, space);
    } else {
        uint32_t group = group_of(e, asker);
        if (group != EVERYWHERE)
            rp_alive_meet(&space->alive,
                          &e->rules[e->regional].passes[group - 1]);
        if (!strike_by_tables(e, space, f->rule))
            judge(e, space, f->rule);
    }
    if (!rp_alive_keep(&q->passes[block], &space->alive, e->words))
        space->out_of_memory = true;
}

/* Who passes the questions of a rule that many share. */
static void answer(rp_eligible *e, rp_rule rule) {
    filling f = {e, rule};

    rp_thread_pool_run(e->threads, e->rules[rule].count, fill, &f);
}

/* The regional rule comes first: the others are put to whom it leaves. */
static rp_status answer_all(rp_eligible *e) {
    rp_status status = RP_OK;

    if (e->regional != RP_NONE) {
        status = find_kinds(e);
        if (status == RP_OK)
            status = collect(e, true);
        if (status == RP_OK)
            answer(e, e->regional);
    }
    if (status == RP_OK)
        status = collect(e, false);
    for (rp_rule rule = 0; rule < e->count && status == RP_OK; rule++)
        if (rule != e->regional)
            answer(e, rule);
    return status;
}

/* Look up the rules that need care of their own. */
static void note_rules(rp_eligible *e) {
    e->count = rp_rule_of_score();
    e->regional = e->listed = RP_NONE;
    for (rp_rule rule = 0; rule < e->count; rule++) {
        if (rp_rule_at(rule)->is_regional)
            e->regional = rule;
        if (rp_rule_at(rule)->listed)
            e->listed = rule;
    }
}

rp_status rp_eligible_new(rp_eligible **out, const rp_fit *fit, int threads) {
    rp_eligible *e = calloc(1, sizeof *e);
    rp_status status = RP_ERR_MEMORY;

    *out = NULL;
    if (!e)
        return status;
    e->fit = fit;
    e->threads = threads;
    note_rules(e);
    e->words =
        (fit->roster->therapist_count + RP_BITMAP_WORD - 1) / RP_BITMAP_WORD;
    e->spaces = rp_new_array((size_t)threads, sizeof *e->spaces);
    if (!e->spaces)
        goto done;
    for (int k = 0; k < threads; k++) {
        rp_bitmap *set = &e->spaces[k].alive.set;
        set->bits = rp_new_array(e->words, sizeof *set->bits);
        set->word = rp_new_array(e->words, sizeof *set->word);
        e->spaces[k].open = rp_new_array(e->words, sizeof *set->bits);
        e->spaces[k].struck = rp_new_array(e->words, sizeof *set->bits);
        if (!set->bits || !set->word || !e->spaces[k].open ||
            !e->spaces[k].struck)
            goto done;
    }
    status = rp_tables_new(&e->tables, fit);
    if (status == RP_OK)
        status = answer_all(e);
    if (status == RP_OK && rp_eligible_failed(e))
        status = RP_ERR_MEMORY;
done:
    if (status == RP_OK)
        *out = e;
    else
        rp_eligible_free(e);
    return status;
}

void rp_eligible_free(rp_eligible *eligible) {
    if (!eligible)
        return;
    for (rp_rule rule = 0; rule < eligible->count; rule++) {
        questions *q = &eligible->rules[rule];
        for (uint32_t k = 0; q->passes && k < q->count; k++)
            rp_bitmap_clear(&q->passes[k]);
        free(q->passes);
        free(q->asker);
        free(q->of);
    }
    for (int k = 0; eligible->spaces && k < eligible->threads; k++) {
        rp_need_clear(&eligible->spaces[k].need);
        rp_bitmap_clear(&eligible->spaces[k].alive.set);
        free(eligible->spaces[k].open);
        free(eligible->spaces[k].struck);
    }
    rp_tables_free(eligible->tables);
    free(eligible->spaces);
    free(eligible->kinds.start);
    free(eligible->kinds.therapist);
    free(eligible);
}

const rp_tables *rp_eligible_tables(const rp_eligible *eligible) {
    return eligible->tables;
}

bool rp_eligible_failed(const rp_eligible *eligible) {
    for (int k = 0; k < eligible->threads; k++)
        if (eligible->spaces[k].out_of_memory)
            return true;
    return false;
}

/* Is there a list of the therapists who alone can pass? */
static bool has_list(const rp_eligible *e, uint32_t client) {
    return e->listed != RP_NONE && e->rules[e->listed].of[client] != NOT_ASKED;
}

/* Everybody, or those whom a file lists. */
static void begin_with(const rp_eligible *e, uint32_t client, rp_alive *a) {
    size_t count = 0;

    rp_alive_begin(a, e->words);
    if (!has_list(e, client))
        return;
    const uint32_t *listed =
        rp_rule_at(e->listed)->listed(e->fit, client, &count);
    a->is_all = false;
    memset(a->set.bits, 0, e->words * sizeof *a->set.bits);
    for (size_t i = 0; i < count; i++)
        a->set.bits[listed[i] / RP_BITMAP_WORD] |=
            (uint64_t)1 << listed[i] % RP_BITMAP_WORD;
}

static const rp_bitmap *bitmap_of(const rp_eligible *e, uint32_t client,
                                  rp_rule rule) {
    uint32_t question = e->rules[rule].of[client];
    const rp_bitmap *passes =
        question == NOT_ASKED ? NULL : &e->rules[rule].passes[question - 1];

    return passes && passes->bits ? passes : NULL;
}

/* Strike out those whom a rule forbids: by its bitmap, by tables, or one by
 * one. */
static void strike(const rp_eligible *e, workspace *space, uint32_t client,
                   rp_rule rule) {
    const rp_bitmap *passes = bitmap_of(e, client, rule);

    if (passes)
        rp_alive_meet(&space->alive, passes);
    else if (e->rules[rule].of[client] != NOT_ASKED &&
             !strike_by_tables(e, space, rule))
        judge(e, space, rule);
}

/* Those of a client's row that no rule but the least score strikes out. */
static void find_alive(const rp_eligible *e, workspace *space,
                       uint32_t client) {
    begin_with(e, client, &space->alive);
    for (rp_rule rule = 0; rule < e->count; rule++)
        if (bitmap_of(e, client, rule))
            strike(e, space, client, rule);
    for (rp_rule rule = 0; rule < e->count; rule++)
        if (rule != e->listed && !bitmap_of(e, client, rule))
            strike(e, space, client, rule);
    rp_alive_fill_in(&space->alive, e->fit->roster->therapist_count);
}

static void score_all(const rp_eligible *e, const workspace *space, size_t top,
                      const uint32_t *therapist, size_t count,
                      uint16_t *score) {
    if (e->tables)
        rp_sweep_best(&space->ask, therapist, count, top, score);
    else
        for (size_t k = 0; k < count; k++)
            score[k] =
                (uint16_t)rp_score_of(e->fit, &space->need, therapist[k]);
}

/* Only those whose score is enough. */
static size_t keep_best(int least, uint32_t *therapist, uint16_t *score,
                        size_t count) {
    size_t kept = 0;

    for (size_t k = 0; k < count; k++) {
        if (score[k] < least)
            continue;
        therapist[kept] = therapist[k];
        score[kept++] = score[k];
    }
    return kept;
}

size_t rp_eligible_best(rp_eligible *eligible, uint32_t client, int thread,
                        size_t top, uint32_t *therapist, uint16_t *score) {
    const rp_eligible *e = eligible;
    workspace *space = &e->spaces[thread];
    int least = rp_rule_least_score(e->fit);

    if (!begin_client(e, space, client))
        return 0;
    find_alive(e, space, client);
    size_t count = rp_alive_list(&space->alive, therapist);
    /* whether the least score is reached is asked of everybody */
    score_all(e, space, least > 0 ? 0 : top, therapist, count, score);
    return least > 0 ? keep_best(least, therapist, score, count) : count;
}

static size_t pairs(void *payload, uint32_t client, int thread,
                    uint32_t *therapist, uint16_t *score) {
    return rp_eligible_best(payload, client, thread, 0, therapist, score);
}

rp_pair_source rp_eligible_source(rp_eligible *eligible) {
    return (rp_pair_source){pairs, eligible};
}

void rp_eligible_blocked(rp_eligible *eligible, uint32_t client, int thread,
                         uint32_t *blocked) {
    rp_eligible *e = eligible;
    workspace *space = &e->spaces[thread];
    rp_alive *a = &space->alive;

    memset(blocked, 0, RP_RULES_MOST * sizeof *blocked);
    if (!begin_client(e, space, client))
        return;
    rp_alive_begin(a, e->words);
    uint32_t before = e->fit->roster->therapist_count;
    for (rp_rule rule = 0; rule < e->count; rule++) {
        if (e->rules[rule].of[client] == NOT_ASKED)
            continue;
        strike(e, space, client, rule);
        uint32_t after = rp_alive_count(a);
        blocked[rule] = before - after;
        before = after;
    }
    if (!rp_rule_asks(e->fit, &space->need, e->count))
        return;
    int least = rp_rule_least_score(e->fit);
    rp_alive_fill_in(a, e->fit->roster->therapist_count);
    for (size_t k = 0; k < a->set.count; k++)
        for (uint64_t left = a->set.bits[k]; left; left &= left - 1)
            blocked[e->count] +=
                rp_score_of(e->fit, &space->need,
                            rp_alive_word(a, k) * RP_BITMAP_WORD +
                                rp_bits_lowest(left)) < least;
}

/* Is there a bitmap of everybody's verdicts? Those of a region tell nothing of
 * all others. */
static bool is_known(const rp_eligible *e, uint32_t client, rp_rule rule) {
    return bitmap_of(e, client, rule) &&
           (rule == e->regional || group_of(e, client) == EVERYWHERE);
}

/* Write a rule down at all those whom it forbids. */
static void note_forbidden(const rp_eligible *e, workspace *space,
                           uint32_t client, rp_rule rule, rp_forbidding *out) {
    rp_alive_begin_with(&space->alive, space->open, e->words);
    if (is_known(e, client, rule))
        rp_alive_meet(&space->alive, bitmap_of(e, client, rule));
    else if (!strike_by_tables(e, space, rule))
        judge(e, space, rule);
    memcpy(space->struck, space->open, e->words * sizeof *space->struck);
    rp_alive_take_out(&space->alive, space->struck);
    for (size_t w = 0; w < e->words; w++)
        for (uint64_t left = space->struck[w]; left; left &= left - 1) {
            uint8_t *rules =
                out[w * RP_BITMAP_WORD + rp_bits_lowest(left)].rules;
            bool is_second = rules[0] != RP_RULES_MOST;
            rules[is_second] = (uint8_t)rule;
            if (is_second)
                space->open[w] ^= left & (~left + 1);
        }
}

void rp_eligible_forbidding(rp_eligible *eligible, uint32_t client, int thread,
                            rp_forbidding *out) {
    const rp_eligible *e = eligible;
    workspace *space = &e->spaces[thread];
    uint32_t therapists = e->fit->roster->therapist_count;

    memset(out, RP_RULES_MOST, therapists * sizeof *out);
    if (!begin_client(e, space, client))
        return;
    rp_alive_begin(&space->alive, e->words);
    rp_alive_fill_in(&space->alive, therapists);
    memcpy(space->open, space->alive.set.bits, e->words * sizeof *space->open);
    for (int is_late = 0; is_late < 2;
         is_late++) /* what is known comes first */
        for (rp_rule rule = 0; rule < e->count; rule++)
            if (e->rules[rule].of[client] != NOT_ASKED &&
                is_known(e, client, rule) == !is_late)
                note_forbidden(e, space, client, rule, out);
}
