#include "base/nearest.h"

#include "base/tags.h"

#include <stdlib.h>
#include <string.h>

enum { LONGEST = 64 }; /* bytes that are compared at all */

/* The candidates with one run of three letters. */
typedef struct posting {
    uint32_t *candidates; /* [count] */
    size_t count, room;
} posting;

struct rp_nearest_index {
    const char **names; /* [count] */
    size_t count, room;
    rp_tags *runs;     /* of three bytes */
    posting *postings; /* [runs] */
    size_t postings_room;
    uint16_t *shared; /* [count] runs shared with the text asked for */
    size_t shared_room;
    uint32_t *touched; /* [count] candidates that share any */
    rp_tags *asked;
    const char **answers; /* [asked] */
    size_t answers_room;
};

rp_nearest_index *rp_nearest_new(void) {
    rp_nearest_index *index = rp_new_array(1, sizeof *index);

    if (!index)
        return NULL;
    index->runs = rp_tags_new();
    index->asked = rp_tags_new();
    if (index->runs && index->asked)
        return index;
    rp_nearest_free(index);
    return NULL;
}

void rp_nearest_free(rp_nearest_index *index) {
    if (!index)
        return;
    for (uint32_t k = 0; index->runs && k < rp_tags_count(index->runs); k++)
        free(index->postings[k].candidates);
    rp_tags_free(index->runs);
    rp_tags_free(index->asked);
    free(index->names);
    free(index->postings);
    free(index->shared);
    free(index->touched);
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

/* The postings of a run, a new one where need be; NULL without memory. */
static posting *posting_of(rp_nearest_index *index, rp_text run) {
    uint32_t before = rp_tags_count(index->runs);
    posting *postings = rp_grow_array(index->postings, before,
                                      &index->postings_room, sizeof *postings);

    if (!postings)
        return NULL;
    index->postings = postings;
    uint32_t number = rp_tags_intern(index->runs, run);
    if (number == RP_NONE)
        return NULL;
    if (number == before)
        postings[number] = (posting){0};
    return &postings[number];
}

bool rp_nearest_add(rp_nearest_index *index, const char *candidate) {
    char padded[LONGEST + 5];
    rp_text text = rp_text_of(candidate);

    if (text.length > LONGEST)
        return true; /* never near */
    const char **names =
        rp_grow_array(index->names, index->count, &index->room, sizeof *names);
    if (!names)
        return false;
    index->names = names;
    names[index->count] = candidate;
    size_t length = pad(padded, text);
    for (size_t at = 0; at + 3 <= length; at++) {
        posting *p = posting_of(index, (rp_text){padded + at, 3});
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
    index->shared = rp_new_array(index->count, sizeof *index->shared);
    index->touched = rp_new_array(index->count, sizeof *index->touched);
    index->shared_room = index->shared && index->touched ? index->count : 0;
    return index->shared_room > 0;
}

/* Count the runs that candidates share with the text: how many share any. */
static size_t count_shared(rp_nearest_index *index, rp_text wanted) {
    char padded[LONGEST + 5];
    size_t length = pad(padded, wanted), touched = 0;

    for (size_t at = 0; at + 3 <= length; at++) {
        uint32_t run = rp_tags_find(index->runs, (rp_text){padded + at, 3});
        if (run == RP_NONE)
            continue;
        const posting *p = &index->postings[run];
        for (size_t k = 0; k < p->count; k++) {
            uint32_t candidate = p->candidates[k];
            if (index->shared[candidate]++ == 0)
                index->touched[touched++] = candidate;
        }
    }
    return touched;
}

/* Those that share most first: a near one found early spares the rest. */
static const char *best_of(rp_nearest_index *index, rp_text wanted,
                           size_t touched) {
    rp_nearest nearest = {wanted, NULL, 0};
    uint16_t most = 0;

    for (size_t k = 0; k < touched; k++)
        if (index->shared[index->touched[k]] > most)
            most = index->shared[index->touched[k]];
    uint16_t least = wanted.length < 4 ? 1 : 2;
    for (uint16_t shares = most; shares >= least; shares--) {
        /* an edit breaks four runs at most */
        if (nearest.best && shares + 4 * nearest.distance < wanted.length + 2)
            break;
        for (size_t k = 0; k < touched; k++)
            if (index->shared[index->touched[k]] == shares)
                rp_nearest_try(&nearest, index->names[index->touched[k]]);
    }
    for (size_t k = 0; k < touched; k++)
        index->shared[index->touched[k]] = 0;
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
