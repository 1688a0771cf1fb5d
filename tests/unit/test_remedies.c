/* What a therapist could do for many clients, against pair by pair: random
 * clinics of every column, as messy as people write them. */
#include "unit/clinic.h"
#include "unit/suite.h"
#include "unit/text_clinic.h"

#include "why/edit/remedies.h"

#include <stdio.h>
#include <stdlib.h>

enum { CLINICS = 200 };

/* Which kinds of remedies came up: a kind that never does would test nothing.
 */
typedef struct tally {
    unsigned found[RP_REMEDY_OTHER + 1];
    unsigned long long pair_by_pair, once, unconfirmed;
} tally;

/* One clinic, and the edits of one therapist by both ways. */
typedef struct desk {
    clinic c;
    rp_rewriter w;
    rp_need *needs;
    rp_remedies some; /* of a pair */
    rp_remedy_search *search;
    rp_tags *plain, *searched;
    tally *all;
} desk;

/* Keep those of the therapist's, as candidates are kept. */
static void keep(desk *d, rp_tags *keys, bool with_hours,
                 unsigned long long *count) {
    for (size_t k = 0; k < d->some.count; k++) {
        const rp_remedy *one = &d->some.items[k];
        rp_buffer key = {0};
        char rank[16];
        if (one->row->rank <= RP_RANK_OPENING ||
            (one->row->how == RP_REMEDY_HOUR && !with_hours))
            continue;
        snprintf(rank, sizeof rank, "%d|", one->row->rank);
        assert_true(
            rp_buffer_puts(&key, rank) &&
            rp_buffer_puts(&key, one->edit.header) &&
            rp_buffer_puts(&key, "|") && rp_buffer_puts(&key, one->edit.to) &&
            rp_buffer_puts(&key, "|") && rp_buffer_puts(&key, one->value));
        rp_tags_intern(keys, (rp_text){key.bytes, key.length});
        rp_buffer_clear(&key);
        d->all->found[one->row->how]++;
        ++*count;
    }
    d->some.count = 0;
}

/* Every second client is offered no hours. */
static void find_both(desk *d, uint32_t client, uint32_t therapist,
                      rp_rule rule) {
    const rp_fit *fit = &d->c.fit;
    const rp_need *need = &d->needs[client];
    bool with_hours = client % 2;

    d->all->unconfirmed +=
        rp_rule_judge(fit, need, therapist, rule, NULL) == RP_UNCONFIRMED;
    assert_true(rp_remedies_find(&d->some, &d->w, fit, need, therapist, rule));
    keep(d, d->plain, with_hours, &d->all->pair_by_pair);
    assert_true(
        rp_remedy_search_find(d->search, need, therapist, rule, with_hours));
    keep(d, d->searched, with_hours, &d->all->once);
}

static void check_therapist(desk *d, uint32_t therapist) {
    const rp_fit *fit = &d->c.fit;

    d->plain = rp_tags_new();
    d->searched = rp_tags_new();
    for (uint32_t c = 0; c < PEOPLE; c++)
        for (rp_rule rule = 0; rule < rp_rule_of_score(); rule++)
            if (rp_rule_forbids(fit, &d->needs[c], therapist, rule))
                find_both(d, c, therapist, rule);
    assert_int_equal(rp_tags_count(d->plain), rp_tags_count(d->searched));
    for (uint32_t k = 0; k < rp_tags_count(d->plain); k++)
        assert_string_equal(rp_tags_name(d->plain, k),
                            rp_tags_name(d->searched, k));
    rp_tags_free(d->plain);
    rp_tags_free(d->searched);
}

static bool check_clinic(const text_clinic *text, bool unknown_forbids,
                         tally *all) {
    char *therapists = text_clinic_table(text, RP_THERAPISTS);
    char *clients = text_clinic_table(text, RP_CLIENTS);
    rp_arena arena = {0};
    desk d = {.all = all};
    bool whole =
        clinic_try(&d.c, &(clinic_files){therapists, clients, text->policy,
                                         NULL, NULL, false, unknown_forbids}) ==
        RP_OK;

    if (whole) {
        d.w = (rp_rewriter){&d.c.roster, &arena, false};
        d.needs = rp_needs_new(&d.c.fit);
        d.search = rp_remedy_search_new(&d.some, &d.w, &d.c.fit);
        assert_true(d.needs && d.search);
        for (uint32_t t = 0; t < PEOPLE; t++)
            check_therapist(&d, t);
        rp_needs_free(d.needs, PEOPLE);
    }
    rp_remedy_search_free(d.search);
    rp_remedies_clear(&d.some);
    rp_arena_clear(&arena);
    clinic_close(&d.c);
    free(therapists);
    free(clients);
    return whole;
}

/* A bound past the other is an error: one of the two is blank. */
static void blank(text_clinic *text, const char *name) {
    size_t index = (size_t)(rp_schema_find(RP_THERAPISTS, rp_text_of(name)) -
                            rp_schemas[RP_THERAPISTS].columns);

    for (uint32_t p = 0; p < PEOPLE; p++)
        *text->cells[RP_THERAPISTS][p][index] = '\0';
}

static void test_search(void **state) {
    tally all = {0};
    text_clinic text;
    unsigned read = 0;

    (void)state;
    for (unsigned n = 0; n < CLINICS; n++) {
        text_clinic_invent(&text, n);
        blank(&text, n % 2 ? "age_min" : "age_max");
        blank(&text, n % 4 < 2 ? "fee_min" : "fee");
        read += check_clinic(&text, n % 3 == 0, &all);
    }
    assert_true(read > CLINICS / 4);
    assert_true(all.once > 0 && all.once < all.pair_by_pair);
    assert_true(all.unconfirmed > 0);
    for (int how = 0; how < RP_REMEDY_OTHER; how++)
        if (all.found[how] == 0 && how != RP_REMEDY_DROP_EACH &&
            how != RP_REMEDY_UNMARK && how != RP_REMEDY_WINDOW)
            fail_msg("no remedy of a therapist's of kind %d came up", how);
}

int main(void) {
    suite s = {0};

    suite_add(&s, "search/pair_by_pair", test_search, NULL);
    return suite_run(&s, "remedies");
}
