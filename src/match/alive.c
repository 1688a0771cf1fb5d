#include "match/alive.h"

#include "base/array.h"
#include "base/bits.h"

#include <stdlib.h>
#include <string.h>

/* A sparse bitmap has at most such a share of words. */
enum { SPARSE_SHARE = 8 };

void rp_alive_begin(rp_alive *a, size_t words) {
    a->set.count = words;
    a->is_listed = false;
    a->is_all = true;
}

void rp_alive_begin_with(rp_alive *a, const uint64_t *set, size_t words) {
    rp_alive_begin(a, words);
    memcpy(a->set.bits, set, words * sizeof *set);
    a->is_all = false;
}

void rp_alive_take_out(const rp_alive *a, uint64_t *set) {
    for (size_t k = 0; k < a->set.count; k++)
        set[rp_alive_word(a, k)] &= ~a->set.bits[k];
}

void rp_alive_fill_in(rp_alive *a, uint32_t therapists) {
    if (!a->is_all || a->set.count == 0)
        return;
    memset(a->set.bits, 0xFF, a->set.count * sizeof *a->set.bits);
    if (therapists % RP_BITMAP_WORD)
        a->set.bits[a->set.count - 1] =
            ((uint64_t)1 << therapists % RP_BITMAP_WORD) - 1;
    a->is_all = false;
}

/* Only whom a sparse rp_bitmap holds; places only ever move to the front. */
static void meet_sparse(rp_alive *a, const rp_bitmap *b) {
    size_t kept = 0, at = 0;

    for (size_t k = 0; k < b->count; k++) {
        uint32_t word = b->word[k];
        uint64_t bits = b->bits[k];
        if (a->is_listed) {
            while (at < a->set.count && a->set.word[at] < word)
                at++;
            bits &= at < a->set.count && a->set.word[at] == word
                        ? a->set.bits[at]
                        : 0;
        } else if (!a->is_all) {
            bits &= a->set.bits[word];
        }
        if (bits == 0)
            continue;
        a->set.word[kept] = word;
        a->set.bits[kept++] = bits;
    }
    a->set.count = kept;
    a->is_listed = true;
    a->is_all = false;
}

void rp_alive_meet(rp_alive *a, const rp_bitmap *b) {
    if (b->word) {
        meet_sparse(a, b);
    } else if (a->is_listed) {
        for (size_t k = 0; k < a->set.count; k++)
            a->set.bits[k] &= b->bits[a->set.word[k]];
    } else if (a->is_all) {
        memcpy(a->set.bits, b->bits, b->count * sizeof *b->bits);
        a->is_all = false;
    } else {
        for (size_t w = 0; w < b->count; w++)
            a->set.bits[w] &= b->bits[w];
    }
}

bool rp_alive_keep(rp_bitmap *out, const rp_alive *a, size_t words) {
    size_t used = 0;

    for (size_t k = 0; k < a->set.count; k++)
        used += a->set.bits[k] != 0;
    bool is_sparse = a->is_listed || used < words / SPARSE_SHARE;
    out->count = is_sparse ? used : a->set.count;
    out->bits = rp_new_array(out->count, sizeof *out->bits);
    out->word = is_sparse ? rp_new_array(out->count, sizeof *out->word) : NULL;
    if (!out->bits || (is_sparse && !out->word))
        return false;
    used = 0;
    for (size_t k = 0; k < a->set.count; k++) {
        if (is_sparse && a->set.bits[k] == 0)
            continue;
        out->bits[used] = a->set.bits[k];
        if (is_sparse)
            out->word[used] = rp_alive_word(a, k);
        used++;
    }
    return true;
}

uint32_t rp_alive_count(const rp_alive *a) {
    uint32_t bits = 0;

    for (size_t k = 0; k < a->set.count; k++)
        bits += rp_bits_count(a->set.bits[k]);
    return bits;
}

size_t rp_alive_list(const rp_alive *a, uint32_t *therapist) {
    size_t count = 0;

    for (size_t k = 0; k < a->set.count; k++)
        for (uint64_t left = a->set.bits[k]; left; left &= left - 1)
            therapist[count++] =
                rp_alive_word(a, k) * RP_BITMAP_WORD + rp_bits_lowest(left);
    return count;
}

void rp_bitmap_clear(rp_bitmap *set) {
    free(set->bits);
    free(set->word);
}
