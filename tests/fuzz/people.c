/* Both rosters, and the maps that they are read by. */
#include "fuzz/clinic.h"

#include "fit/score.h"
#include "fit/sweep.h"
#include "fit/sweep/making.h"
#include "input/map/proposal.h"
#include "output/split/saved.h"

#include <stdlib.h>

static void put(void *payload, const void *bytes, size_t length) {
    FUZZ_EXPECT(rp_buffer_put(payload, bytes, length));
}

/* A table that is written reads as the same cells. */
static void write_and_read(const rp_table *table) {
    rp_text was[RP_MAX_COLUMNS], is[RP_MAX_COLUMNS];
    rp_findings findings = {0};
    rp_buffer out = {0};
    rp_table again;

    FUZZ_EXPECT(rp_saved_put_exact(table, false, put, &out));
    FUZZ_EXPECT(rp_table_parse(&again, "again", out.bytes, out.length,
                               &findings) == RP_OK);
    FUZZ_EXPECT(again.rows == table->rows && again.columns == table->columns);
    for (uint32_t row = 0; row <= table->rows; row++) {
        rp_table_row(table, row, was);
        rp_table_row(&again, row, is);
        for (uint32_t k = 0; k < table->columns; k++)
            FUZZ_EXPECT(rp_text_compare(was[k], is[k]) == 0);
    }
    rp_table_clear(&again);
    rp_findings_clear(&findings);
    rp_buffer_clear(&out);
}

/* A row of scores by tables is what each pair has by the definition. */
static void score(const fuzz_clinic *c) {
    uint32_t count = c->roster.therapist_count;
    uint32_t *all = calloc(count + 1, sizeof *all);
    uint16_t *scores = calloc(count + 1, sizeof *scores);
    rp_need need = {0};
    rp_tables *tables;
    rp_ask ask;

    FUZZ_EXPECT(all && scores && rp_tables_new(&tables, &c->fit) == RP_OK);
    for (uint32_t t = 0; t < count; t++)
        all[t] = t;
    for (uint32_t k = 0; k < c->roster.client_count; k++) {
        FUZZ_EXPECT(rp_need_set(&need, &c->fit, k));
        rp_ask_set(&ask, tables, &need);
        rp_sweep(&ask, all, count, scores);
        for (uint32_t t = 0; t < count; t++)
            FUZZ_EXPECT(scores[t] == rp_score_of(&c->fit, &need, t));
    }
    rp_need_clear(&need);
    rp_tables_free(tables);
    free(all);
    free(scores);
}

void fuzz_rosters(rp_text bytes) {
    rp_text therapists, clients, how;
    fuzz_clinic c = {0};

    fuzz_part(&bytes, &therapists);
    fuzz_part(&bytes, &clients);
    fuzz_line(&bytes, &how);
    rp_status status =
        fuzz_clinic_read(&c, therapists, clients, fuzz_reading_of(how));
    if (status == RP_OK) {
        for (int side = 0; side < RP_SIDES; side++)
            if (!c.roster.tables[side].sheet)
                write_and_read(&c.roster.tables[side]);
        score(&c);
    }
    fuzz_clinic_close(&c, status);
}

/* -- maps ------------------------------------------------------------------ */

static const char *const forms[RP_SIDES] = {
    "Timestamp,Your name?,Open spots,What do you treat,When are you free?\n"
    "10/5/2026,Ann,2,Trauma; sadness,Monday mornings\n"
    "10/6/2026,Bo,none,OCD,evenings\n",
    "id,Notes,How urgent is it? *,What brings you here?,How old are you\n"
    "C1,x,ASAP,trauma,34\nC2,,can wait,sad,twelve\n"};

void fuzz_map(rp_text bytes) {
    const char *const paths[] = {fuzz_file(2, bytes)};
    fuzz_clinic c = {0};
    rp_input input;

    rp_status status = rp_map_read(&c.map, paths, 1, &input, &c.findings);
    FUZZ_EXPECT(c.map != NULL);
    status = rp_status_graver(
        status,
        fuzz_clinic_read(&c, rp_text_of(forms[RP_THERAPISTS]),
                         rp_text_of(forms[RP_CLIENTS]), (fuzz_reading){0}));
    rp_map_report_unused(c.map);
    fuzz_clinic_close(&c, status);
}

static rp_map *map_of(const rp_proposal *proposal) {
    rp_map *map = rp_map_new();
    bool twice;

    FUZZ_EXPECT(map != NULL);
    for (size_t k = 0; k < proposal->count; k++)
        FUZZ_EXPECT(rp_map_add(map, &proposal->rows[k].row, &twice) && !twice);
    return map;
}

/* What is proposed can be read with, and is proposed again. */
void fuzz_form(rp_text bytes) {
    rp_findings findings = {0}, more = {0};
    rp_proposal proposal, again;
    rp_text sheets[RP_SIDES];
    fuzz_clinic c = {0};

    fuzz_part(&bytes, &sheets[RP_THERAPISTS]);
    fuzz_part(&bytes, &sheets[RP_CLIENTS]);
    rp_proposal_options how = {.taxonomy = fuzz_known()};
    for (int side = 0; side < RP_SIDES; side++)
        how.paths[side] = fuzz_file(2 + side, sheets[side]);
    rp_status status = rp_proposal_make(&proposal, &how, &findings);
    if (status == RP_OK) {
        c.map = map_of(&proposal);
        how.old = c.map;
        FUZZ_EXPECT(rp_proposal_make(&again, &how, &more) == RP_OK);
        FUZZ_EXPECT(again.count == proposal.count);
        rp_proposal_clear(&again);
        rp_status read = fuzz_clinic_read(
            &c, sheets[RP_THERAPISTS], sheets[RP_CLIENTS], (fuzz_reading){0});
        fuzz_clinic_close(&c, read);
    }
    rp_proposal_clear(&proposal);
    fuzz_findings_end(&findings, status);
    fuzz_findings_end(&more, RP_OK);
}
