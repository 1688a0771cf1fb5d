/*
 * Write the eligible pairs of a clinic and what each is worth, so that other
 * programs solve the very same problem.
 *
 *     pairs FILE [input options of rapport] THERAPISTS CLIENTS
 *
 * Prints how many pairs there are, and the reward of a tier.
 */
#include "base/array.h"
#include "cli/reading.h"
#include "match/eligible.h"
#include "pairfile.h"

#include <stdlib.h>

typedef struct making {
    pairfile file;
    uint32_t *row;
    uint16_t *score;
    size_t room;
} making;

static int grow(making *m, size_t more) {
    pairfile *f = &m->file;
    size_t wanted = (size_t)f->pairs + more;

    if (wanted <= m->room)
        return 1;
    m->room = wanted + wanted / 2;
    int32_t *t = rp_resize_array(f->therapist, m->room, sizeof *t);
    if (t)
        f->therapist = t;
    uint16_t *s = rp_resize_array(f->score, m->room, sizeof *s);
    if (s)
        f->score = s;
    return t && s;
}

/* Humans and pinned clients are no part of the problem. */
static int collect(making *m, const rp_clinic *clinic, rp_pair_source source) {
    const rp_triage *triage = &clinic->triage;
    pairfile *f = &m->file;

    for (uint32_t c = 0; c < clinic->roster.client_count; c++) {
        if (triage->human[c] || triage->pin[c] != RP_NONE)
            continue;
        size_t count = source.pairs(source.payload, c, 0, m->row, m->score);
        if (!grow(m, count))
            return 0;
        f->tier[f->clients] = triage->tier[c];
        f->wait[f->clients] = triage->wait[c];
        f->start[f->clients++] = f->pairs;
        for (size_t k = 0; k < count; k++) {
            f->therapist[f->pairs] = (int32_t)m->row[k];
            f->score[f->pairs++] = m->score[k];
        }
        f->start[f->clients] = f->pairs;
    }
    return 1;
}

static int make(making *m, const rp_clinic *clinic) {
    const rp_policy *policy = clinic->fit.policy;
    pairfile *f = &m->file;
    rp_eligible *eligible = NULL;
    int done = 0;

    f->clients = clinic->roster.client_count;
    f->therapists = clinic->roster.therapist_count;
    pairfile_allocate(f);
    f->clients = 0;
    m->row = rp_new_array((size_t)f->therapists, sizeof *m->row);
    m->score = rp_new_array((size_t)f->therapists, sizeof *m->score);
    for (int64_t t = 0; t < f->therapists; t++)
        f->openings[t] = (int32_t)clinic->triage.openings[t];
    if (m->row && m->score &&
        rp_eligible_new(&eligible, &clinic->fit, 1) == RP_OK)
        done = collect(m, clinic, rp_eligible_source(eligible)) &&
               !rp_eligible_failed(eligible);
    f->limit = RP_SCORE_LIMIT +
               (int64_t)policy->wait_points * (int64_t)policy->wait_weeks_max;
    f->reward = 1 + f->clients * f->limit;
    rp_eligible_free(eligible);
    return done;
}

int main(int argc, char **argv) {
    rp_options options;
    rp_clinic clinic;
    making m = {{0}, NULL, NULL, 0};
    int exit = 2;

    if (argc < 4 || !rp_options_parse(&options, argc - 1, argv + 1,
                                      RP_TAKES_INPUT, stderr)) {
        fputs("usage: pairs FILE [options] THERAPISTS CLIENTS\n", stderr);
        return exit;
    }
    options.quiet = true;
    exit = rp_reading_exit(rp_reading_open(&clinic, &options, stderr));
    if (exit == 0)
        exit = make(&m, &clinic) ? 0 : 4;
    if (exit == 0) {
        pairfile_write(&m.file, argv[1]);
        printf("%lld %lld\n", (long long)m.file.pairs,
               (long long)m.file.reward);
    }
    pairfile_clear(&m.file);
    free(m.row);
    free(m.score);
    rp_clinic_clear(&clinic);
    rp_options_clear(&options);
    return exit;
}
