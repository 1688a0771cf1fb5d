#include "why/options/ideas.h"

#include "base/array.h"
#include "base/tags.h"
#include "why/edit/term_edits.h"
#include "why/edit/words.h"

#include <stdlib.h>

/* A client's interest in an idea. */
typedef struct interest {
    uint32_t client, idea;
} interest;

typedef struct collecting {
    const rp_study *study;
    rp_ideas *out;
    rp_rewriter w;
    rp_tags *keys;       /* of ideas */
    interest *interests; /* [interest_count] by client */
    size_t interest_count, interest_room;
    rp_remedies found; /* of one pair */
} collecting;

bool rp_ideas_waits(const rp_outcome *o, uint32_t c) {
    return !rp_triage_is_out(o->triage, c) &&
           (o->status[c] == RP_STATUS_WAITLIST ||
            o->status[c] == RP_STATUS_INELIGIBLE);
}

bool rp_idea_is_direct(const rp_idea *idea) {
    return idea->candidate.row == &rp_remedy_opening ||
           rp_term_edits_has(idea->candidate.row);
}

/* The number of an idea; the same edit is one idea. RP_NONE when out of
 * memory. */
static uint32_t idea_of(collecting *f, const rp_remedy *candidate) {
    const rp_edit *e = &candidate->edit;
    rp_buffer key = {0};
    uint32_t number = RP_NONE;

    if (rp_words_put(&key, "%d|%u|%d|", (int)e->side, (unsigned)e->person,
                     candidate->row->rank) &&
        rp_buffer_puts(&key, e->header) && rp_buffer_puts(&key, "|") &&
        rp_buffer_puts(&key, e->to))
        number = rp_tags_intern(f->keys, (rp_text){key.bytes, key.length});
    rp_buffer_clear(&key);
    if (number == RP_NONE || number < f->out->count)
        return number;
    rp_idea *ideas = rp_grow_array(f->out->items, f->out->count, &f->out->room,
                                   sizeof *ideas);
    if (!ideas)
        return RP_NONE;
    f->out->items = ideas;
    ideas[f->out->count++] = (rp_idea){.candidate = *candidate};
    return number;
}

static bool add_interest(collecting *f, uint32_t client,
                         const rp_remedy *candidate) {
    uint32_t number = idea_of(f, candidate);
    interest *interests = rp_grow_array(f->interests, f->interest_count,
                                        &f->interest_room, sizeof *interests);

    if (interests)
        f->interests = interests;
    if (!interests || number == RP_NONE)
        return false;
    for (size_t k = f->interest_count;
         k-- > 0 && interests[k].client == client;)
        if (interests[k].idea == number)
            return true;
    interests[f->interest_count++] = (interest){client, number};
    return true;
}

/* Of a pair that is open: an hour more, and what limits it by one more. */
static bool collect_open(collecting *f, const rp_need *need, uint32_t t) {
    const rp_outcome *o = f->study->outcome;
    const rp_terms *terms = o->terms;
    uint64_t held[RP_HOUR_WORDS(RP_HOURS_MOST)] = {0};

    rp_schedule_held(o->schedule, t, held);
    bool whole = rp_remedies_hours(&f->found, &f->w, o->fit, need, t, held);
    for (uint32_t k = 0; whole && terms && k < terms->of_file; k++)
        if (rp_term_counts(&terms->items[k], need->index, t))
            whole = rp_term_edits_find(&f->found, &f->w, o, k);
    if (!terms || !terms->first)
        return whole;
    for (uint32_t k = terms->first[t]; whole && k < terms->first[t + 1]; k++)
        if (rp_term_counts(&terms->items[k], need->index, t))
            whole = rp_term_edits_find(&f->found, &f->w, o, k);
    return whole;
}

/* Candidates of a client with every therapist whom one rule alone forbids, the
 * least score left aside, or none. */
static bool collect_client(collecting *f, rp_need *need, uint32_t c) {
    const rp_fit *fit = f->study->outcome->fit;
    bool whole = rp_need_set(need, fit, c);

    for (uint32_t t = 0; whole && t < fit->roster->therapist_count; t++) {
        rp_rule rules[2];
        f->found.count = 0;
        uint32_t count = rp_remedies_blocking(fit, need, t, rules, 2);
        /* what opens the one rule may lift the score as well */
        if (count == 1 || (count == 2 && rules[1] == rp_rule_of_score()))
            whole = rp_remedies_find(&f->found, &f->w, fit, need, t, rules[0]);
        else if (count == 0)
            whole = collect_open(f, need, t);
        whole = whole && rp_remedies_opening(&f->found, &f->w, t);
        for (size_t k = 0; whole && k < f->found.count; k++)
            whole = add_interest(f, c, &f->found.items[k]);
    }
    return whole;
}

static bool list_fans(collecting *f) {
    size_t first = 0;

    f->out->fans = rp_new_array(f->interest_count, sizeof *f->out->fans);
    for (size_t k = 0; f->out->fans && k < f->interest_count; k++)
        f->out->items[f->interests[k].idea].count++;
    for (size_t k = 0; f->out->fans && k < f->out->count; k++) {
        f->out->items[k].first = first;
        first += f->out->items[k].count;
        f->out->items[k].count = 0;
    }
    for (size_t k = 0; f->out->fans && k < f->interest_count; k++) {
        rp_idea *i = &f->out->items[f->interests[k].idea];
        f->out->fans[i->first + i->count++] = f->interests[k].client;
    }
    return f->out->fans != NULL;
}

static bool collect(collecting *f) {
    const rp_outcome *o = f->study->outcome;
    rp_need need = {0};
    bool whole = true;

    for (uint32_t c = 0; whole && c < o->fit->roster->client_count; c++)
        if (rp_ideas_waits(o, c))
            whole = collect_client(f, &need, c);
    rp_need_clear(&need);
    return whole && list_fans(f);
}

rp_status rp_ideas_find(rp_ideas *out, const rp_study *study, rp_arena *arena) {
    collecting f = {.study = study,
                    .out = out,
                    .w = {study->outcome->fit->roster, arena, false},
                    .keys = rp_tags_new()};

    *out = (rp_ideas){.items = NULL};
    bool whole = f.keys && collect(&f);
    rp_remedies_clear(&f.found);
    rp_tags_free(f.keys);
    free(f.interests);
    return whole ? RP_OK : RP_ERR_MEMORY;
}

void rp_ideas_clear(rp_ideas *ideas) {
    free(ideas->items);
    free(ideas->fans);
    *ideas = (rp_ideas){.items = NULL};
}
