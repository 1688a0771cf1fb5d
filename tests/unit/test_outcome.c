/* What a run decided for everybody, and what it adds up to. */
#include "unit/clinic.h"
#include "unit/suite.h"

#include "match/outcome.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct decided {
    clinic c;
    rp_triage triage;
    rp_outcome outcome;
} decided;

static void decide(decided *d, const clinic_files *files, bool solve) {
    rp_context how = {.crash = RP_START_NETWORK, .threads = 2};

    clinic_open(&d->c, files);
    assert_int_equal(rp_triage_make(&d->triage, &d->c.fit, RP_NO_DAY, false,
                                    NULL, &d->c.findings),
                     RP_OK);
    rp_status status =
        solve ? rp_outcome_match(&d->outcome, &d->c.fit, &d->triage, &how)
              : rp_outcome_rank(&d->outcome, &d->c.fit, &d->triage, &how);
    assert_int_equal(status, RP_OK);
}

static void undecide(decided *d) {
    rp_outcome_clear(&d->outcome);
    rp_triage_clear(&d->triage);
    clinic_close(&d->c);
}

/* Therapists t1 (one opening), t2 (three), t3 (none); clients of every kind:
 * a assigned, b pinned on a pair that is not listed, c in crisis with a pin,
 * d fits the full t3 alone, e nobody, f assigned. */
static const clinic_files everybody = {
    "id,openings\nt1,1\nt2,3\nt3,0\n",
    "id,urgency,pin,referred_on\na,,,2026-06-01\nb,urgent,t2,2026-06-15\n"
    "c,crisis,t2,\nd,soon,,2026-06-29\ne,,,\nf,,,\n",
    NULL,
    "client_id,therapist_id,score\na,t1,90\na,t2,80.01\nf,t1,50\nf,t2,40.02\n"
    "d,t3,99\nb,t1,70\nc,t1,100\n",
    NULL,
    false,
    false};

static void test_everybody(void **state) {
    static const struct {
        const char *id;
        rp_client_status status;
        uint32_t therapist;
        int score;
        uint32_t choices;
    } expected[] = {{"a", RP_STATUS_ASSIGNED, 0, 9000, 2},
                    {"b", RP_STATUS_PINNED, 1, 0, 1},
                    {"c", RP_STATUS_HUMAN, RP_NONE, 0, 0},
                    {"d", RP_STATUS_WAITLIST, RP_NONE, 0, 1},
                    {"e", RP_STATUS_INELIGIBLE, RP_NONE, 0, 0},
                    {"f", RP_STATUS_ASSIGNED, 1, 4002, 2}};
    decided d;

    (void)state;
    decide(&d, &everybody, true);
    const rp_outcome *o = &d.outcome;
    for (uint32_t c = 0; c < 6; c++) {
        assert_int_equal(clinic_client(&d.c, expected[c].id), c);
        assert_int_equal(o->status[c], expected[c].status);
        assert_int_equal(o->therapist[c], expected[c].therapist);
        assert_int_equal(o->score[c], expected[c].score);
        if (expected[c].status != RP_STATUS_HUMAN)
            assert_int_equal(o->choices[c], expected[c].choices);
    }
    /* a pin in crisis: neither assigned nor left */
    static const uint32_t assigned[] = {1, 2, 0}, left[] = {0, 0, 0};
    static const uint32_t seekers[] = {3, 2, 1};
    for (uint32_t t = 0; t < 3; t++) {
        assert_int_equal(o->assigned[t], assigned[t]);
        assert_int_equal(o->left[t], left[t]);
        assert_int_equal(o->seekers[t], seekers[t]);
    }
    assert_int_equal(o->score_sum[1], 4002);
    assert_int_equal(o->counts[RP_STATUS_HUMAN], 1);
    assert_int_equal(o->counts[RP_STATUS_ASSIGNED], 2);
    assert_int_equal(o->counts[RP_STATUS_PINNED], 1);
    assert_int_equal(o->counts[RP_STATUS_WAITLIST], 1);
    assert_int_equal(o->counts[RP_STATUS_INELIGIBLE], 1);
    assert_int_equal(o->in_tier[RP_TIER_URGENT], 1);
    assert_int_equal(o->placed[RP_TIER_URGENT], 1);
    assert_int_equal(o->in_tier[RP_TIER_SOON], 1);
    assert_int_equal(o->placed[RP_TIER_SOON], 0);
    assert_int_equal(o->in_tier[RP_TIER_ROUTINE], 3);
    assert_int_equal(o->placed[RP_TIER_ROUTINE], 2);
    assert_int_equal(o->fit_total, 9000 + 0 + 4002);
    assert_int_equal(o->wait_total, 100 + 50); /* 4 and 2 weeks */
    assert_int_equal(o->worst, 0);
    assert_int_equal(rp_outcome_mean(o), 4334);
    assert_int_equal(o->plan.pairs_checked, 5); /* of a, d, f */
    undecide(&d);
}

static void test_unsolved(void **state) {
    decided d;

    (void)state;
    decide(&d, &everybody, false);
    for (uint32_t c = 0; c < 6; c++) {
        assert_int_equal(d.outcome.therapist[c], RP_NONE);
        assert_int_equal(d.outcome.status[c],
                         c == 2 ? RP_STATUS_HUMAN : RP_STATUS_WAITLIST);
    }
    assert_int_equal(rp_outcome_mean(&d.outcome), -1);
    assert_int_equal(d.outcome.worst, -1);
    undecide(&d);
}

/* Lists alone are those of a run that keeps every row. */
static void test_list(void **state) {
    rp_context how = {.crash = RP_START_NETWORK, .threads = 2};
    rp_outcome list;
    rp_chooser a, b;
    decided d;

    (void)state;
    decide(&d, &everybody, false);
    assert_int_equal(rp_outcome_list(&list, &d.c.fit, &d.triage, &how), RP_OK);
    assert_true(rp_chooser_init(&a, 3) && rp_chooser_init(&b, 3));
    for (uint32_t c = 0; c < 6; c++) {
        size_t count = rp_outcome_choices(&d.outcome, c, 0, 0, &a, NULL);
        assert_int_equal(list.status[c], d.outcome.status[c]);
        assert_int_equal(rp_outcome_choices(&list, c, 1, 0, &b, NULL), count);
        assert_int_equal(a.count, count);
        assert_int_equal(b.count, count);
        for (size_t k = 0; k < count; k++) {
            assert_int_equal(a.choices[k].therapist, b.choices[k].therapist);
            assert_int_equal(a.choices[k].score, b.choices[k].score);
        }
        if (d.triage.pin[c] == RP_NONE)
            assert_int_equal(list.choices[c], 0);
    }
    rp_chooser_clear(&a);
    rp_chooser_clear(&b);
    rp_outcome_clear(&list);
    undecide(&d);
}

/* The mean is rounded half up: 0.01 and 0.02 make 0.015. */
static void test_mean(void **state) {
    decided d;

    (void)state;
    decide(&d,
           &(clinic_files){"id,openings\nt,2\n", "id\na\nb\n", NULL,
                           "client_id,therapist_id,score\na,t,0.01\nb,t,0.02\n",
                           NULL, false, false},
           true);
    assert_int_equal(rp_outcome_mean(&d.outcome), 2);
    assert_int_equal(d.outcome.worst, 1);
    undecide(&d);
}

/* A client's own list: S descending, then id; the best few of it by a heap. */
static void test_choices(void **state) {
    rp_buffer therapists = {0}, scores = {0};
    rp_chooser all, few;
    char line[64];
    uint32_t rank;
    decided d;
    enum { COUNT = 60 };

    (void)state;
    assert_true(rp_buffer_puts(&therapists, "id,openings\n") &&
                rp_buffer_puts(&scores, "client_id,therapist_id,score\n"));
    for (unsigned t = 0; t < COUNT; t++) {
        snprintf(line, sizeof line, "t%02u,0\n", t);
        assert_true(rp_buffer_puts(&therapists, line));
        snprintf(line, sizeof line, "c,t%02u,%u\n", t, t * 37 % 11);
        assert_true(t % 5 == 0 || rp_buffer_puts(&scores, line));
    }
    decide(&d,
           &(clinic_files){therapists.bytes, "id\nc\n", NULL, scores.bytes,
                           NULL, false, false},
           true);
    assert_true(rp_chooser_init(&all, COUNT) && rp_chooser_init(&few, COUNT));
    size_t count = rp_outcome_choices(&d.outcome, 0, 0, 0, &all, &rank);
    assert_int_equal(count, COUNT - COUNT / 5);
    assert_int_equal(rank, 0); /* nobody was assigned */
    for (size_t k = 1; k < count; k++) {
        rp_choice a = all.choices[k - 1], b = all.choices[k];
        assert_true(a.number ==
                    rp_lottery_pair(&d.triage.lottery, 0, a.therapist));
        assert_true(a.score > b.score ||
                    (a.score == b.score && a.number < b.number));
    }
    for (size_t top = 1; top <= count + 2; top++) {
        size_t kept = rp_outcome_choices(&d.outcome, 0, 1, top, &few, NULL);
        assert_int_equal(kept, top < count ? top : count);
        for (size_t k = 0; k < kept; k++) {
            assert_int_equal(few.choices[k].therapist,
                             all.choices[k].therapist);
            assert_int_equal(few.choices[k].score, all.choices[k].score);
        }
    }
    rp_chooser_clear(&all);
    rp_chooser_clear(&few);
    undecide(&d);
    rp_buffer_clear(&therapists);
    rp_buffer_clear(&scores);
}

/* The rank of the therapist one has, also where better ones stand before. */
static void test_rank(void **state) {
    rp_chooser chooser;
    uint32_t rank;
    decided d;

    (void)state;
    decide(&d,
           &(clinic_files){
               "id,openings\nt1,1\nt2,1\nt3,0\n", "id,urgency\na,urgent\nb,\n",
               NULL,
               "client_id,therapist_id,score\na,t2,50\na,t3,50\nb,t2,59\n"
               "b,t1,60\nb,t3,90\n",
               NULL, false, false},
           true);
    assert_true(rp_chooser_init(&chooser, 3));
    assert_int_equal(d.outcome.therapist[0], 1);
    rp_outcome_choices(&d.outcome, 0, 0, 1, &chooser, &rank);
    bool is_first = rp_lottery_pair(&d.triage.lottery, 0, 1) <
                    rp_lottery_pair(&d.triage.lottery, 0, 2);
    assert_int_equal(rank, is_first ? 1 : 2); /* t2 and t3 are tied */
    assert_int_equal(d.outcome.therapist[1], 0);
    rp_outcome_choices(&d.outcome, 1, 0, 1, &chooser, &rank);
    assert_int_equal(rank, 2); /* t3 is better and full */
    rp_chooser_clear(&chooser);
    undecide(&d);
    decide(&d, &everybody, true);
    assert_true(rp_chooser_init(&chooser, 3));
    rp_outcome_choices(&d.outcome, 1, 0, 0, &chooser, &rank);
    assert_int_equal(rank, 0); /* pinned, and not eligible */
    rp_chooser_clear(&chooser);
    undecide(&d);
}

int main(void) {
    suite s = {0};

    suite_add(&s, "everybody", test_everybody, NULL);
    suite_add(&s, "unsolved", test_unsolved, NULL);
    suite_add(&s, "list", test_list, NULL);
    suite_add(&s, "mean", test_mean, NULL);
    suite_add(&s, "choices", test_choices, NULL);
    suite_add(&s, "rank", test_rank, NULL);
    return suite_run(&s, "outcome");
}
