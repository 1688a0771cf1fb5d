/* Of clients whom no single edit places, the best two edits are those of all
 * that there are, each made in the clinic and matched again. */
#include "unit/planned.h"
#include "unit/suite.h"

#include "why/analyses.h"
#include "why/options/twins.h"

#include <stdlib.h>
#include <string.h>

static const planned_row rows[] = {
    {"options/scarce", 1, 2, 0, false},
    {"options/scarcer", 2, 1, 0, false},
    {"options/scarce_again", 21, 1, 0, false},
    {"options/fair", 4, 2, 6000, false},
    {"options/strict", 5, 1, 0, true},
};

/* What a plan is worth to its clients, their waits too, in S-units. */
static int64_t points_of(const rp_outcome *o) {
    int64_t sum = 0;

    for (uint32_t c = 0; c < PLANNED_CLIENTS; c++)
        if (o->therapist[c] != RP_NONE)
            sum += o->score[c] + o->triage->wait[c];
    return sum;
}

/* Up to the end of a cell, or of the line. */
static size_t cell_at(const char *text) { return strcspn(text, ",\n"); }

/* A sheet in which one cell is another one; a column that it lacks stands
 * behind the others. */
static char *edited(const char *sheet, const char *id, const rp_edit *edit) {
    rp_buffer out = {0};
    size_t wanted = 0, column = 0;
    bool is_head = true;

    for (const char *at = sheet; *at && *at != '\n';
         at += cell_at(at) + (at[cell_at(at)] == ',')) {
        if (strncmp(at, edit->header, cell_at(at)) == 0 &&
            edit->header[cell_at(at)] == '\0')
            break;
        wanted++;
    }
    for (const char *at = sheet; *at; at++) {
        bool is_theirs =
            strncmp(at, id, strlen(id)) == 0 && at[strlen(id)] == ',';
        for (column = 0;; column++) {
            size_t length = cell_at(at);
            if (is_theirs && column == wanted)
                assert_true(rp_buffer_puts(&out, edit->to));
            else
                assert_true(rp_buffer_put(&out, at, length));
            at += length;
            if (*at != ',')
                break;
            assert_true(rp_buffer_puts(&out, ","));
            at++;
        }
        if (column < wanted)
            assert_true(rp_buffer_puts(&out, ",") &&
                        rp_buffer_puts(&out, is_head     ? edit->header
                                             : is_theirs ? edit->to
                                                         : ""));
        assert_true(rp_buffer_puts(&out, "\n"));
        is_head = false;
    }
    return out.bytes;
}

/* Make both edits in the files, read them, and match. @return whether the
 * client has a place, and may see the therapist */
static bool try_again(planned *p, const planned_row *row, rp_twin *twin) {
    const rp_roster *roster = &p->c.roster;
    uint32_t client = twin->placing.client;
    char *texts[2] = {strdup(p->texts[0].bytes), strdup(p->texts[1].bytes)};
    planned after;

    for (int k = 0; k < 2; k++) {
        const rp_edit *edit = &twin->placing.remedies[k].edit;
        int side = edit->side == RP_CLIENTS;
        char *then = edited(texts[side],
                            side ? roster->clients[edit->person].id
                                 : roster->therapists[edit->person].id,
                            edit);
        free(texts[side]);
        texts[side] = then;
    }
    planned_read(&after, row, texts[0], texts[1]);
    twin->placing.effect = (rp_effect){.points = points_of(&after.outcome) -
                                                 points_of(&p->outcome)};
    for (uint32_t c = 0; c < PLANNED_CLIENTS; c++)
        twin->placing.effect.displaced += p->outcome.therapist[c] != RP_NONE &&
                                          after.outcome.therapist[c] == RP_NONE;
    assert_true(rp_need_set(&after.c.need, &after.c.fit, client));
    bool is_placed = after.outcome.therapist[client] != RP_NONE &&
                     rp_trial_judge(&after.c.fit, &after.c.need,
                                    twin->therapist) != RP_NO_PAIR;
    planned_close(&after);
    free(texts[0]);
    free(texts[1]);
    return is_placed;
}

/* The best two edits of one client, by trying all. */
static void try_all(planned *p, const planned_row *row, rp_best_placings *best,
                    rp_arena *arena) {
    const rp_rewriter writer = {&p->c.roster, arena, false};
    rp_twins twins;

    assert_int_equal(rp_twins_collect(&twins, &p->outcome, best, 1, &writer),
                     RP_OK);
    for (size_t k = 0; k < twins.count; k++)
        if (try_again(p, row, &twins.items[k]))
            rp_best_placings_add(best, &twins.items[k].placing);
    rp_twins_clear(&twins);
}

static void test_doubles(void **state) {
    rp_analyses_options how = {.wanted = RP_ANALYSE_OPTIONS};
    size_t doubles = 0;
    rp_arena arena = {0};
    rp_analyses all;
    planned p;

    planned_open(&p, *state);
    assert_int_equal(rp_analyses_make(&all, &p.outcome, &p.context, &how),
                     RP_OK);
    for (size_t k = 0; k < all.options.count;) {
        const rp_placing *items = &all.options.items[k];
        rp_best_placings best = {.client = items->client};
        size_t count = 0;
        while (k < all.options.count &&
               all.options.items[k].client == best.client)
            k++, count++;
        if (items->count == 1)
            continue;
        try_all(&p, *state, &best, &arena);
        doubles += best.count > 0;
        if (items->count == 0) {
            assert_int_equal(best.count, 0);
            continue;
        }
        assert_int_equal(best.count, count);
        for (size_t i = 0; i < count; i++)
            assert_int_equal(
                rp_best_placings_compare(&items[i], &best.items[i]), 0);
    }
    assert_true(doubles > 0);
    rp_arena_clear(&arena);
    rp_analyses_clear(&all);
    planned_close(&p);
}

int main(void) {
    suite s = {0};

    SUITE_TABLE(&s, rows, test_doubles);
    return suite_run(&s, "options");
}
