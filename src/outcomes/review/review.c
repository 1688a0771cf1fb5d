#include "outcomes/review/review.h"

#include "base/array.h"

#include <stdlib.h>
#include <string.h>

/* The first trigger of a client's rows. */
static rp_trigger first_trigger(const rp_signs *signs) {
    rp_trigger first = RP_TRIGGER_NONE;

    for (size_t k = 0; k < signs->count; k++) {
        rp_trigger next = rp_signs_trigger(signs, &signs->courses[k]);
        if (next != RP_TRIGGER_NONE &&
            (first == RP_TRIGGER_NONE || next < first))
            first = next;
    }
    return first;
}

/* A step is taken once on what is known: the next one waits for news. */
static bool find_step(rp_review_client *r, const rp_ladder *ladder) {
    const rp_roster *roster = ladder->fit->roster;
    const rp_client *client = &roster->clients[r->client];
    int taken = client->review_step == RP_BLANK ? 0 : client->review_step;
    uint32_t therapist =
        rp_roster_find(roster, RP_THERAPISTS, rp_text_of(r->therapist));

    if (r->trigger == RP_TRIGGER_NONE)
        return true;
    if (r->is_human || r->trigger == RP_TRIGGER_RISK) {
        r->rung.step = RP_STEP_HUMAN;
        return true;
    }
    bool whole = rp_ladder_next(&r->rung, ladder, r->client, therapist,
                                r->trigger, taken);
    if (r->rung.step != RP_STEP_HUMAN && client->reviewed_on != RP_NO_DAY &&
        r->signs.newest <= client->reviewed_on)
        rp_rung_clear(&r->rung);
    return whole;
}

static bool review_client(rp_review *out, const rp_courses *courses,
                          const rp_ladder *ladder, uint32_t client,
                          int32_t today) {
    const rp_fit *fit = ladder->fit;
    uint32_t seen = rp_courses_client(
        courses, rp_roster_filed_id(fit->roster, RP_CLIENTS, client));

    if (seen == RP_NONE)
        return true;
    rp_review_client *r = &out->clients[out->client_count++];
    *r = (rp_review_client){.client = client,
                            .seen = seen,
                            .is_human = ladder->triage->human[client]};
    if (!rp_signs_read(&r->signs, courses, seen, fit->policy, today))
        return false;
    r->therapist = rp_roster_shown(fit->roster, RP_THERAPISTS,
                                   courses->therapists[r->signs.therapist]);
    r->trigger = first_trigger(&r->signs);
    out->count += r->signs.count;
    return find_step(r, ladder);
}

static bool make_rows(rp_review *out, const rp_courses *courses,
                      const rp_roster *roster) {
    size_t at = 0;

    out->rows = rp_new_array(out->count, sizeof *out->rows);
    for (size_t k = 0; out->rows && k < out->client_count; k++) {
        const rp_review_client *r = &out->clients[k];
        for (size_t i = 0; i < r->signs.count; i++) {
            const rp_review_course *course = &r->signs.courses[i];
            out->rows[at++] = (rp_review_row){
                r, course,
                rp_roster_shown(roster, RP_THERAPISTS,
                                courses->therapists[course->therapist]),
                rp_signs_trigger(&r->signs, course)};
        }
    }
    return out->rows != NULL;
}

rp_status rp_review_make(rp_review *out, const rp_courses *courses,
                         const rp_fit *fit, const rp_triage *triage,
                         int32_t today) {
    uint32_t clients = fit->roster->client_count;
    rp_group_plan groups = {0};
    const rp_ladder ladder = {fit, triage, fit->groups ? &groups : NULL};

    *out = (rp_review){.newest = courses->newest};
    out->clients = rp_new_array(clients, sizeof *out->clients);
    bool whole = out->clients &&
                 (!fit->groups || rp_group_plan_begin(&groups, fit) == RP_OK);
    for (uint32_t c = 0; whole && c < clients; c++)
        whole = review_client(out, courses, &ladder, c, today);
    rp_group_plan_clear(&groups);
    return whole && make_rows(out, courses, fit->roster) ? RP_OK
                                                         : RP_ERR_MEMORY;
}

void rp_review_clear(rp_review *review) {
    for (size_t k = 0; k < review->client_count; k++) {
        rp_signs_clear(&review->clients[k].signs);
        rp_rung_clear(&review->clients[k].rung);
    }
    free(review->clients);
    free(review->rows);
    *review = (rp_review){0};
}

size_t rp_review_to_look_at(const rp_review *review, size_t *human) {
    size_t count = 0;

    *human = 0;
    for (size_t k = 0; k < review->client_count; k++) {
        count += review->clients[k].trigger != RP_TRIGGER_NONE;
        *human += review->clients[k].rung.step == RP_STEP_HUMAN;
    }
    return count;
}
