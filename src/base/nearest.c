#include "base/nearest.h"

#include "base/tags.h"

#include <stdlib.h>
#include <string.h>

enum {
    LONGEST = 64,             /* bytes that are compared at all */
    MOST_SHARED = LONGEST + 2 /* runs of such a text */
};

/* The candidates with one run of three letters. */
typedef struct posting {
    uint32_t run;         /* its bytes as a number */
    uint32_t *candidates; /* [count] */
    size_t count, room;
} posting;

struct rp_nearest_index {
    rp_text *names; /* [count] */
    size_t count, room;
    uint32_t *slots;   /* [slot_count] 1 + posting, by a hash of its run */
    size_t slot_count; /* a power of 2, more than twice the postings */
    posting *postings; /* [posting_count] */
    size_t posting_count, postings_room;
    uint16_t *shared; /* [count] runs shared with the text asked for */
    size_t shared_room;
    uint32_t *touched; /* [count] candidates that share any, */
    uint32_t *ordered; /* [count] and those that share most first */
    rp_pattern pattern;
    rp_tags *asked;
    const char **answers; /* [asked] */
    size_t answers_room;
};

enum { FIRST_SLOTS = 256 };

rp_nearest_index *rp_nearest_new(void) {
    rp_nearest_index *index = rp_new_array(1, sizeof *index);

    if (!index)
        return NULL;
    index->slots = rp_new_array(FIRST_SLOTS, sizeof *index->slots);
    index->slot_count = FIRST_SLOTS;
    index->asked = rp_tags_new();
    if (index->slots && index->asked)
        return index;
    rp_nearest_free(index);
    return NULL;
}

void rp_nearest_free(rp_nearest_index *index) {
    if (!index)
        return;
    for (size_t k = 0; k < index->posting_count; k++)
        free(index->postings[k].candidates);
    rp_tags_free(index->asked);
    free(index->names);
    free(index->slots);
    free(index->postings);
    free(index->shared);
    free(index->touched);
    free(index->ordered);
    free(index->answers);
    free(index);
}

/* A text between two bytes that no text holds, so that its first and its last
 * letters count as much as others: its length. */
static size_t pad(char out[LONGEST + 5], rp_text text) {
    memset(out, '\1', 2);
    memcpy(out + 2, text.bytes, text.length);
    memset(out + 2 + text.length, '\2', 2);
    return text.length + 4;
}

static uint32_t run_at(const char *bytes) {
    return (uint32_t)(unsigned char)bytes[0] << 16 |
           (uint32_t)(unsigned char)bytes[1] << 8 | (unsigned char)bytes[2];
}

/* Where the posting of a run stands, or the free slot where it belongs. */
static size_t slot_of(const rp_nearest_index *index, uint32_t run) {
    size_t mask = index->slot_count - 1;
    size_t slot = (run * 2654435761u >> 8) & mask;

    while (index->slots[slot] &&
           index->postings[index->slots[slot] - 1].run != run)
        slot = (slot + 1) & mask;
    return slot;
}

static bool widen(rp_nearest_index *index) {
    size_t count = index->slot_count * 2;
    uint32_t *slots = rp_new_array(count, sizeof *slots);

    if (!slots)
        return false;
    free(index->slots);
    index->slots = slots;
    index->slot_count = count;
    for (size_t k = 0; k < index->posting_count; k++)
        slots[slot_of(index, index->postings[k].run)] = (uint32_t)k + 1;
    return true;
}

/* The postings of a run, a new one where need be; NULL without memory. */
static posting *posting_of(rp_nearest_index *index, uint32_t run) {
    size_t slot = slot_of(index, run);

    if (index->slots[slot])
        return &index->postings[index->slots[slot] - 1];
    if (index->posting_count * 2 >= index->slot_count) {
        if (!widen(index))
            return NULL;
        slot = slot_of(index, run);
    }
    posting *postings = rp_grow_array(index->postings, index->posting_count,
                                      &index->postings_room, sizeof *postings);
    if (!postings)
        return NULL;
    index->postings = postings;
    postings[index->posting_count] = (posting){.run = run};
    index->slots[slot] = (uint32_t)++index->posting_count;
    return &postings[index->posting_count - 1];
}

bool rp_nearest_add(rp_nearest_index *index, const char *candidate) {
    char padded[LONGEST + 5];
    rp_text text = rp_text_of(candidate);

    if (text.length > LONGEST)
        return true; /* never near */
    rp_text *names =
        rp_grow_array(index->names, index->count, &index->room, sizeof *names);
    if (!names)
        return false;
    index->names = names;
    names[index->count] = text;
    size_t length = pad(padded, text);
    for (size_t at = 0; at + 3 <= length; at++) {
        posting *p = posting_of(index, run_at(padded + at));
        uint32_t *candidates = p ? rp_grow_array(p->candidates, p->count,
                                                 &p->room, sizeof *candidates)
                                 : NULL;
        if (!candidates)
            return false;
        p->candidates = candidates;
        candidates[p->count++] = (uint32_t)index->count;
    }
    index->count++;
    return true;
}

static bool make_room(rp_nearest_index *index) {
    if (index->shared_room >= index->count)
        return true;
    free(index->shared);
    free(index->touched);
    free(index->ordered);
    index->shared = rp_new_array(index->count, sizeof *index->shared);
    index->touched = rp_new_array(index->count, sizeof *index->touched);
    index->ordered = rp_new_array(index->count, sizeof *index->ordered);
    index->shared_room =
        index->shared && index->touched && index->ordered ? index->count : 0;
    return index->shared_room > 0;
}

/* Count the runs that candidates share with the text: how many share any. */
static size_t count_shared(rp_nearest_index *index, rp_text wanted) {
    char padded[LONGEST + 5];
    size_t length = pad(padded, wanted), touched = 0;

    for (size_t at = 0; at + 3 <= length; at++) {
        uint32_t found = index->slots[slot_of(index, run_at(padded + at))];
        if (found == 0)
            continue;
        const posting *p = &index->postings[found - 1];
        for (size_t k = 0; k < p->count; k++) {
            uint32_t candidate = p->candidates[k];
            if (index->shared[candidate]++ == 0)
                index->touched[touched++] = candidate;
        }
    }
    return touched;
}

/* Candidates that share enough, the most first; shared is back at 0. Runs
 * repeat, so a count may be more than the text has.
 * @param starts  [MOST_SHARED + 2] where those of a count begin; then where
 *                they end */
static void put_in_order(rp_nearest_index *index, size_t touched, size_t least,
                         uint32_t *starts) {
    size_t enough = 0;

    memset(starts, 0, (MOST_SHARED + 2) * sizeof *starts);
    for (size_t k = 0; k < touched; k++) {
        uint32_t candidate = index->touched[k];
        uint16_t shares = index->shared[candidate];
        if (shares < least) {
            index->shared[candidate] = 0;
            continue;
        }
        if (shares > MOST_SHARED)
            index->shared[candidate] = shares = MOST_SHARED;
        starts[MOST_SHARED - shares + 1]++;
        index->touched[enough++] = candidate;
    }
    for (size_t k = 1; k < MOST_SHARED + 2; k++)
        starts[k] += starts[k - 1];
    for (size_t k = 0; k < enough; k++) {
        uint32_t candidate = index->touched[k];
        index->ordered[starts[MOST_SHARED - index->shared[candidate]]++] =
            candidate;
        index->shared[candidate] = 0;
    }
}

/* Those that share most first: a near one found early spares the rest. */
static const char *best_of(rp_nearest_index *index, rp_text wanted,
                           size_t touched) {
    rp_nearest nearest = {wanted, NULL, 0};
    uint32_t ends[MOST_SHARED + 2]; /* of those with a count, the most first */
    size_t least = wanted.length < 4 ? 1 : 2, at = 0;

    rp_pattern_set(&index->pattern, wanted);
    put_in_order(index, touched, least, ends);
    for (size_t shares = MOST_SHARED; shares >= least; shares--) {
        size_t end = ends[MOST_SHARED - shares];
        /* an edit breaks four runs at most */
        if (nearest.best && shares + 4 * nearest.distance < wanted.length + 2)
            break;
        for (; at < end; at++)
            rp_nearest_try_pattern(&nearest, &index->pattern,
                                   index->names[index->ordered[at]]);
    }
    rp_pattern_set(&index->pattern, (rp_text){"", 0});
    return nearest.best;
}

const char *rp_nearest_find(rp_nearest_index *index, rp_text wanted) {
    uint32_t before = rp_tags_count(index->asked);

    if (wanted.length == 0 || wanted.length > LONGEST || index->count == 0 ||
        !make_room(index))
        return NULL;
    const char **answers = rp_grow_array(index->answers, before,
                                         &index->answers_room, sizeof *answers);
    if (!answers)
        return NULL;
    index->answers = answers;
    uint32_t number = rp_tags_intern(index->asked, wanted);
    if (number == RP_NONE)
        return NULL;
    if (number == before)
        answers[number] = best_of(index, wanted, count_shared(index, wanted));
    return answers[number];
}
