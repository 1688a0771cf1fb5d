/*
 * What scoring the pairs of a clinic takes, on one core.
 *
 *     scoring [input options of rapport] THERAPISTS CLIENTS
 *
 * Prints "name nanoseconds" a pair that is eligible: `tables` what is made
 * before the first pair, `rows` all rows with their rules and scores, as the
 * market asks for them; `plain` the one-pair function on a sample of the same
 * pairs, which alone says what a score is; then "ratio", plain by rows, and
 * how many pairs there are. Fails where the two differ.
 */
#include "base/array.h"
#include "cli/reading.h"
#include "fit/score.h"
#include "match/eligible.h"
#include "pairfile.h"

#include <stdlib.h>

enum { ROUNDS = 3, SAMPLED = 16 /* one client in so many */ };

typedef struct rows {
    const rp_clinic *clinic;
    rp_pair_source source;
    uint32_t *therapist; /* [therapists] */
    uint16_t *score;     /* [therapists] */
    uint64_t pairs;
} rows;

/* Seconds of all rows. */
static double time_rows(rows *r) {
    double begin = pairfile_effort();

    r->pairs = 0;
    for (uint32_t c = 0; c < r->clinic->roster.client_count; c++)
        r->pairs +=
            r->source.pairs(r->source.payload, c, 0, r->therapist, r->score);
    return pairfile_effort() - begin;
}

/* Nanoseconds a pair of the one-pair function; below 0 where it differs. */
static double time_plain(rows *r) {
    const rp_fit *fit = &r->clinic->fit;
    uint64_t pairs = 0, differ = 0;
    rp_need need = {0};
    double seconds = 0.0;

    for (uint32_t c = 0; c < r->clinic->roster.client_count; c += SAMPLED) {
        size_t count =
            r->source.pairs(r->source.payload, c, 0, r->therapist, r->score);
        if (!rp_need_set(&need, fit, c))
            return -1.0;
        double begin = pairfile_effort();
        for (size_t k = 0; k < count; k++)
            differ += rp_score_of(fit, &need, r->therapist[k]) != r->score[k];
        seconds += pairfile_effort() - begin;
        pairs += count;
    }
    rp_need_clear(&need);
    return differ ? -1.0 : 1e9 * seconds / (double)(pairs ? pairs : 1);
}

/* The least of some rounds: other work on the machine only ever adds. */
static bool measure(const rp_clinic *clinic) {
    uint32_t therapists = clinic->roster.therapist_count;
    double tables = 0.0, row = 0.0, plain = 0.0;
    rows r = {.clinic = clinic};

    r.therapist = rp_new_array(therapists, sizeof *r.therapist);
    r.score = rp_new_array(therapists, sizeof *r.score);
    bool is_fine = r.therapist && r.score;
    for (int round = 0; is_fine && round < ROUNDS; round++) {
        rp_eligible *eligible = NULL;
        double begin = pairfile_effort();
        if (rp_eligible_new(&eligible, &clinic->fit, 1) != RP_OK)
            break;
        double made = pairfile_effort() - begin;
        r.source = rp_eligible_source(eligible);
        double swept = time_rows(&r), one = time_plain(&r);
        is_fine = one >= 0.0 && !rp_eligible_failed(eligible);
        tables = round == 0 || made < tables ? made : tables;
        row = round == 0 || swept < row ? swept : row;
        plain = round == 0 || one < plain ? one : plain;
        rp_eligible_free(eligible);
    }
    double pairs = (double)(r.pairs ? r.pairs : 1);
    if (is_fine)
        printf("tables %.1f\nrows %.1f\nplain %.1f\nratio %.1f\npairs %llu\n",
               1e9 * tables / pairs, 1e9 * row / pairs, plain,
               plain / (1e9 * row / pairs), (unsigned long long)r.pairs);
    free(r.therapist);
    free(r.score);
    return is_fine;
}

int main(int argc, char **argv) {
    rp_options options;
    rp_clinic clinic;

    if (argc < 3 ||
        !rp_options_parse(&options, argc, argv, RP_TAKES_INPUT, stderr)) {
        fputs("usage: scoring [options] THERAPISTS CLIENTS\n", stderr);
        return 2;
    }
    options.quiet = true;
    int exit = rp_reading_exit(rp_reading_open(&clinic, &options, stderr));
    if (exit == 0 && !measure(&clinic)) {
        fputs("scoring: rows differ from the one-pair function\n", stderr);
        exit = 4;
    }
    rp_clinic_clear(&clinic);
    rp_options_clear(&options);
    return exit;
}
