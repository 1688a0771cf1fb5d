#include "match/eligible.h"

#include "base/array.h"
#include "base/tags.h"
#include "fit/score.h"
#include "match/crew.h"

#include <stdlib.h>
#include <string.h>

enum {
    WORD = 64,
    SHARED_BY = 16, /* clients that make a question worth a bitmap */
    NOT_ASKED = 0,  /* question numbers begin at 1 */
};

/* What one thread needs for itself. */
typedef struct workspace {
    rp_need need;
    uint64_t *alive; /* [words] */
    bool out_of_memory;
} workspace;

/* The questions that clients put to one rule. */
typedef struct questions {
    uint32_t *of;      /* [clients] question + 1, or NOT_ASKED */
    uint64_t **passes; /* [count] bitmap of therapists, NULL: judge pairs */
    uint32_t *asker;   /* [count] a client who asks it */
    uint32_t count;
} questions;

struct rp_eligible {
    const rp_fit *fit;
    size_t words; /* of a bitmap of therapists */
    int threads;
    workspace *spaces; /* [threads] */
    questions rules[RP_RULE_COUNT];
};

static bool ask(rp_eligible *e, rp_rule rule, rp_tags *keys, uint32_t client,
                rp_buffer *key) {
    rp_need *need = &e->spaces[0].need;

    if (!rp_need_set(need, e->fit, client))
        return false;
    if (!rp_rule_asks(e->fit, need, rule))
        return true;
    if (!rp_rule_key(e->fit, need, rule, key))
        return false;
    uint32_t tag = rp_tags_intern(keys, (rp_text){key->bytes, key->length});
    e->rules[rule].of[client] = tag + 1;
    return tag != RP_NO_TAG;
}

/* Number the questions that clients put to a rule, and see who shares them. */
static rp_status collect(rp_eligible *e, rp_rule rule) {
    questions *q = &e->rules[rule];
    uint32_t clients = e->fit->roster->client_count;
    rp_tags *keys = rp_tags_new();
    rp_buffer key = {0};
    uint32_t *uses = NULL;
    rp_status status = RP_ERR_MEMORY;

    q->of = rp_new_array(clients, sizeof *q->of);
    if (!keys || !q->of)
        goto done;
    for (uint32_t c = 0; c < clients; c++)
        if (!ask(e, rule, keys, c, &key))
            goto done;
    q->count = rp_tags_count(keys);
    q->passes = rp_new_array(q->count, sizeof *q->passes);
    q->asker = rp_new_array(q->count, sizeof *q->asker);
    uses = rp_new_array(q->count, sizeof *uses);
    if (!q->passes || !q->asker || !uses)
        goto done;
    for (uint32_t c = 0; c < clients; c++)
        if (q->of[c] != NOT_ASKED) {
            q->asker[q->of[c] - 1] = c;
            uses[q->of[c] - 1]++;
        }
    for (uint32_t k = 0; k < q->count; k++)
        if (uses[k] >= SHARED_BY) {
            q->passes[k] = rp_new_array(e->words, sizeof **q->passes);
            if (!q->passes[k])
                goto done;
        }
    status = RP_OK;
done:
    rp_tags_free(keys);
    rp_buffer_clear(&key);
    free(uses);
    return status;
}

/* One block: all bitmaps of one rule for a stretch of its questions. */
typedef struct filling {
    rp_eligible *e;
    rp_rule rule;
} filling;

static void fill(void *payload, size_t block, int thread) {
    filling *f = payload;
    questions *q = &f->e->rules[f->rule];
    workspace *space = &f->e->spaces[thread];
    uint32_t therapists = f->e->fit->roster->therapist_count;

    if (!q->passes[block])
        return;
    if (!rp_need_set(&space->need, f->e->fit, q->asker[block])) {
        space->out_of_memory = true;
        return;
    }
    for (uint32_t t = 0; t < therapists; t++)
        if (!rp_rule_forbids(f->e->fit, &space->need, t, f->rule))
            q->passes[block][t / WORD] |= (uint64_t)1 << t % WORD;
}

rp_status rp_eligible_new(rp_eligible **out, const rp_fit *fit, int threads) {
    rp_eligible *e = calloc(1, sizeof *e);
    rp_status status = RP_ERR_MEMORY;

    *out = NULL;
    if (!e)
        return status;
    e->fit = fit;
    e->threads = threads;
    e->words = (fit->roster->therapist_count + WORD - 1) / WORD;
    e->spaces = rp_new_array((size_t)threads, sizeof *e->spaces);
    if (!e->spaces)
        goto done;
    for (int k = 0; k < threads; k++) {
        e->spaces[k].alive = rp_new_array(e->words, sizeof(uint64_t));
        if (!e->spaces[k].alive)
            goto done;
    }
    for (int rule = 0; rule < RP_RULE_MINIMUM; rule++) {
        filling f = {e, (rp_rule)rule};
        status = collect(e, (rp_rule)rule);
        if (status != RP_OK)
            goto done;
        rp_crew_run(threads, e->rules[rule].count, fill, &f);
    }
    status = rp_eligible_failed(e) ? RP_ERR_MEMORY : RP_OK;
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
    for (int rule = 0; rule < RP_RULE_COUNT; rule++) {
        questions *q = &eligible->rules[rule];
        for (uint32_t k = 0; q->passes && k < q->count; k++)
            free(q->passes[k]);
        free(q->passes);
        free(q->asker);
        free(q->of);
    }
    for (int k = 0; eligible->spaces && k < eligible->threads; k++) {
        rp_need_clear(&eligible->spaces[k].need);
        free(eligible->spaces[k].alive);
    }
    free(eligible->spaces);
    free(eligible);
}

bool rp_eligible_failed(const rp_eligible *eligible) {
    for (int k = 0; k < eligible->threads; k++)
        if (eligible->spaces[k].out_of_memory)
            return true;
    return false;
}

/* Everybody, or with --scores those who are listed. */
static void everybody(const rp_eligible *e, uint32_t client, uint64_t *alive) {
    uint32_t therapists = e->fit->roster->therapist_count;
    const rp_scores *scores = e->fit->scores;

    if (scores) {
        memset(alive, 0, e->words * sizeof *alive);
        for (size_t i = scores->first[client]; i < scores->first[client + 1];
             i++)
            alive[scores->therapist[i] / WORD] |=
                (uint64_t)1 << scores->therapist[i] % WORD;
        return;
    }
    memset(alive, 0xFF, e->words * sizeof *alive);
    if (therapists % WORD)
        alive[e->words - 1] = ((uint64_t)1 << therapists % WORD) - 1;
}

/* The position of the lowest bit that is set: that bit times a de Bruijn
   sequence has six bits on top which no other bit would put there. */
static uint32_t lowest(uint64_t word) {
    static const uint8_t place[WORD] = {
        0,  1,  48, 2,  57, 49, 28, 3,  61, 58, 50, 42, 38, 29, 17, 4,
        62, 55, 59, 36, 53, 51, 43, 22, 45, 39, 33, 30, 24, 18, 12, 5,
        63, 47, 56, 27, 60, 41, 37, 16, 54, 35, 52, 21, 44, 32, 23, 11,
        46, 26, 40, 15, 34, 20, 31, 10, 25, 14, 19, 9,  13, 8,  7,  6};

    return place[(word & (~word + 1)) * UINT64_C(0x03f79d71b4cb0a89) >> 58];
}

static uint32_t count_bits(const uint64_t *words, size_t count) {
    uint32_t bits = 0;

    for (size_t w = 0; w < count; w++)
        for (uint64_t left = words[w]; left; left &= left - 1)
            bits++;
    return bits;
}

/* Strike out those whom a rule forbids: by its bitmap, or one by one. */
static void strike(const rp_eligible *e, workspace *space, uint32_t client,
                   rp_rule rule) {
    const questions *q = &e->rules[rule];
    uint32_t question = q->of[client];

    if (question == NOT_ASKED)
        return;
    const uint64_t *passes = q->passes[question - 1];
    for (size_t w = 0; w < e->words; w++) {
        if (passes) {
            space->alive[w] &= passes[w];
            continue;
        }
        for (uint64_t left = space->alive[w]; left; left &= left - 1) {
            uint32_t bit = lowest(left);
            if (rp_rule_forbids(e->fit, &space->need, (uint32_t)w * WORD + bit,
                                rule))
                space->alive[w] ^= left & (~left + 1);
        }
    }
}

static bool has_bitmap(const rp_eligible *e, uint32_t client, rp_rule rule) {
    uint32_t question = e->rules[rule].of[client];

    return question != NOT_ASKED && e->rules[rule].passes[question - 1];
}

static size_t pairs(void *payload, uint32_t client, int thread,
                    uint32_t *therapist, uint16_t *score) {
    rp_eligible *e = payload;
    workspace *space = &e->spaces[thread];
    int least = rp_rule_least_score(e->fit);
    size_t count = 0;

    if (!rp_need_set(&space->need, e->fit, client)) {
        space->out_of_memory = true;
        return 0;
    }
    everybody(e, client, space->alive);
    for (int rule = 0; rule < RP_RULE_MINIMUM; rule++)
        if (has_bitmap(e, client, (rp_rule)rule))
            strike(e, space, client, (rp_rule)rule);
    for (int rule = 0; rule < RP_RULE_MINIMUM; rule++)
        if (rule != RP_RULE_NOT_LISTED && !has_bitmap(e, client, (rp_rule)rule))
            strike(e, space, client, (rp_rule)rule);
    for (size_t w = 0; w < e->words; w++)
        for (uint64_t left = space->alive[w]; left; left &= left - 1) {
            uint32_t t = (uint32_t)w * WORD + lowest(left);
            int s = rp_score_of(e->fit, &space->need, t);
            if (s < least)
                continue;
            therapist[count] = t;
            score[count++] = (uint16_t)s;
        }
    return count;
}

rp_pair_source rp_eligible_source(rp_eligible *eligible) {
    return (rp_pair_source){pairs, eligible};
}

void rp_eligible_blocked(rp_eligible *eligible, uint32_t client, int thread,
                         uint32_t *blocked) {
    rp_eligible *e = eligible;
    workspace *space = &e->spaces[thread];
    uint32_t therapists = e->fit->roster->therapist_count;

    memset(blocked, 0, RP_RULE_COUNT * sizeof *blocked);
    if (!rp_need_set(&space->need, e->fit, client)) {
        space->out_of_memory = true;
        return;
    }
    memset(space->alive, 0xFF, e->words * sizeof *space->alive);
    if (therapists % WORD)
        space->alive[e->words - 1] = ((uint64_t)1 << therapists % WORD) - 1;
    uint32_t before = therapists;
    for (int rule = 0; rule < RP_RULE_MINIMUM; rule++) {
        if (e->rules[rule].of[client] == NOT_ASKED)
            continue;
        strike(e, space, client, (rp_rule)rule);
        uint32_t after = count_bits(space->alive, e->words);
        blocked[rule] = before - after;
        before = after;
    }
    if (!rp_rule_asks(e->fit, &space->need, RP_RULE_MINIMUM))
        return;
    int least = rp_rule_least_score(e->fit);
    for (size_t w = 0; w < e->words; w++)
        for (uint64_t left = space->alive[w]; left; left &= left - 1)
            blocked[RP_RULE_MINIMUM] +=
                rp_score_of(e->fit, &space->need,
                            (uint32_t)w * WORD + lowest(left)) < least;
}
