#include "unit/planned.h"

#include "unit/suite.h"

#include <stdio.h>

static uint32_t dice;

static const char *one_of(const char *const *values, uint32_t count) {
    dice = dice * 1664525u + 1013904223u;
    return values[(dice >> 8) % count];
}

#define ONE(...)                                                               \
    one_of((const char *const[]){__VA_ARGS__},                                 \
           sizeof((const char *const[]){__VA_ARGS__}) / sizeof(char *))

static void put(rp_buffer *text, const char *cell) {
    assert_true(rp_buffer_puts(text, cell));
}

static void put_people(rp_buffer *therapists, rp_buffer *clients,
                       const planned_row *row) {
    char cell[32];

    put(therapists, "id,openings,languages,formats,insurance,fee,specialties,"
                    "modalities,licensed_in\n");
    for (unsigned t = 0; t < PLANNED_THERAPISTS; t++) {
        snprintf(cell, sizeof cell, "t%02u,%u,", t, 1 + t % row->openings);
        put(therapists, cell);
        put(therapists, ONE("en,", "en,", "en; fr,", "fr,", ","));
        put(therapists, ONE("video,", "in_person; video,", "phone,"));
        put(therapists, ONE("aetna,", "aetna; cigna,", "none,", ","));
        put(therapists, ONE("60,", "90,", "120,", "180,"));
        put(therapists, ONE("gad,", "ptsd; gad,", "depression,", "ocd,"));
        put(therapists, ONE("cbt,", "emdr,", "act; cbt,", ","));
        put(therapists, ONE("ny\n", "ny; nj\n", "nj\n"));
    }
    put(clients, "id,urgency,languages,formats,insurance,max_fee,concerns,"
                 "lives_in,referred_on\n");
    for (unsigned c = 0; c < PLANNED_CLIENTS; c++) {
        snprintf(cell, sizeof cell, "c%02u,", c);
        put(clients, cell);
        put(clients, ONE("urgent,", "soon,", "routine,", "routine,"));
        put(clients, ONE("en,", "en,", "fr,", "en; fr,"));
        put(clients, ONE("video,", "in_person,", "phone; video,", ","));
        put(clients, ONE("aetna,", "cigna,", ",", ","));
        put(clients, ONE("60,", "100,", "150,", ","));
        put(clients, ONE("gad,", "ptsd,", "depression; gad,", "ocd,"));
        put(clients, ONE("ny,", "nj,", "ny,"));
        snprintf(cell, sizeof cell, "2026-01-%02u\n", 1 + c % 28);
        put(clients, cell);
    }
}

void planned_read(planned *p, const planned_row *row, const char *therapists,
                  const char *clients) {
    *p = (planned){.context = {.crash = RP_START_NETWORK,
                               .threads = 2,
                               .floor = row->floor}};
    clinic_open(&p->c,
                &(clinic_files){therapists, clients, "setting,value\nhours,0\n",
                                NULL, NULL, false, false});
    assert_int_equal(rp_triage_make(&p->triage, &p->c.fit, RP_NO_DAY,
                                    row->is_strict, NULL, &p->c.findings),
                     RP_OK);
    assert_int_equal(
        rp_outcome_match(&p->outcome, &p->c.fit, &p->triage, &p->context),
        RP_OK);
}

void planned_open(planned *p, const planned_row *row) {
    rp_buffer texts[2] = {{0}};

    dice = row->seed;
    put_people(&texts[0], &texts[1], row);
    planned_read(p, row, texts[0].bytes, texts[1].bytes);
    p->texts[0] = texts[0];
    p->texts[1] = texts[1];
}

void planned_close(planned *p) {
    rp_outcome_clear(&p->outcome);
    rp_triage_clear(&p->triage);
    clinic_close(&p->c);
    rp_buffer_clear(&p->texts[0]);
    rp_buffer_clear(&p->texts[1]);
}
