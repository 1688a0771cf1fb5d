#include "why/holders.h"

#include "match/conditions/words.h"
#include "why/edit/words.h"
#include "why/margins.h"
#include "why/trial/again.h"

enum { SERVED = 3 };

static const char *id_of(const rp_outcome *o, uint32_t client) {
    return o->fit->roster->clients[client].id;
}

bool rp_holders_put(rp_buffer *out, const rp_outcome *o, uint32_t therapist) {
    uint32_t total = o->assigned[therapist], told = 0;
    bool put = rp_buffer_puts(out, "");

    for (uint32_t c = 0;
         put && c < o->fit->roster->client_count && told < SERVED; c++) {
        uint8_t tier = o->triage->tier[c];
        bool is_raised = tier > RP_TIER_ROUTINE;
        if (o->therapist[c] != therapist)
            continue;
        put = rp_words_put(out, "%s%.40s%s%s%s",
                           told == 0           ? ""
                           : told + 1 == total ? " and "
                                               : ", ",
                           id_of(o, c), is_raised ? " (" : "",
                           is_raised ? rp_tier_names[tier] : "",
                           is_raised ? ")" : "");
        told++;
    }
    return put && (total == told ||
                   rp_words_put(out, " and %u more", (unsigned)(total - told)));
}

/* Who holds an hour; RP_NONE: nobody who can be named. */
static uint32_t holder_of(const rp_outcome *o, uint32_t therapist,
                          uint32_t hour) {
    const rp_schedule *s = o->schedule;

    for (uint32_t c = s->at.first[therapist]; c != RP_NONE; c = s->at.next[c])
        if (!o->triage->human[c] &&
            (s->held[c].hours[0] == hour || s->held[c].hours[1] == hour))
            return c;
    return RP_NONE;
}

static const char *before_of(uint32_t k, uint32_t count) {
    return k == 0 ? "" : k + 1 == count ? " and " : ", ";
}

static bool put_hour(rp_buffer *out, const rp_outcome *o, uint32_t therapist,
                     uint32_t hour) {
    char name[RP_HOUR_NAME];

    rp_hour_name(name, o->fit->offers[therapist].hours.items[hour].begin);
    return rp_buffer_puts(out, name);
}

/* "the only hour in common, tue 18:00 with T07, is held by C12" */
static bool put_common(rp_buffer *out, const rp_outcome *o, uint32_t client,
                       uint32_t therapist, int thread) {
    uint64_t bits[RP_HOUR_WORDS(RP_HOURS_MOST)] = {0};
    uint32_t hours[SERVED], holders[SERVED], count = 0, known = 0;
    bool put = true;

    if (!o->schedule || o->fit->offers[therapist].hours.count == 0 ||
        rp_suiting_ask(o->suiting, client, therapist, thread, bits) > SERVED)
        return true;
    for (uint32_t h = 0; h < o->fit->offers[therapist].hours.count; h++) {
        if (!(bits[h / 64] >> h % 64 & 1))
            continue;
        uint32_t holder = holder_of(o, therapist, h);
        if (holder == RP_NONE)
            return true;
        hours[count++] = h;
        bool is_known = false;
        for (uint32_t k = 0; k < known; k++)
            is_known |= holders[k] == holder;
        if (!is_known)
            holders[known++] = holder;
    }
    if (count == 0)
        return true;
    put = rp_words_put(out, count == 1 ? "the only hour in common, "
                                       : "the only hours in common, ");
    for (uint32_t k = 0; put && k < count; k++)
        put = rp_words_put(out, "%s", before_of(k, count)) &&
              put_hour(out, o, therapist, hours[k]);
    put = put && rp_words_put(out, " with %.60s, %s held by ",
                              o->fit->roster->therapists[therapist].id,
                              count == 1 ? "is" : "are");
    for (uint32_t k = 0; put && k < known; k++)
        put = rp_words_put(out, "%s%.40s", before_of(k, known),
                           id_of(o, holders[k]));
    return put;
}

/* Append a piece with what stands before it, where there is one. */
static bool put_after(rp_buffer *out, const char *before, rp_buffer *piece,
                      bool put) {
    put = put && (piece->length == 0 || (rp_buffer_puts(out, before) &&
                                         rp_buffer_puts(out, piece->bytes)));
    rp_buffer_clear(piece);
    return put;
}

bool rp_holders_put_hours(rp_buffer *out, const rp_outcome *o, uint32_t client,
                          uint32_t therapist, int thread) {
    rp_buffer common = {0};
    bool put = put_common(&common, o, client, therapist, thread);

    return put_after(out, "; ", &common, put);
}

/* Of therapists who fit and have an opening left, but no hour. */
static bool put_hours_left(rp_buffer *out, const rp_outcome *o, uint32_t client,
                           int thread, rp_chooser *chooser) {
    size_t count = rp_market_scores(o->market, client, thread, chooser->row,
                                    chooser->scores);
    uint32_t told = 0;
    bool put = true;

    for (size_t i = 0; put && o->schedule && i < count && told < SERVED; i++) {
        uint32_t t = chooser->row[i];
        rp_buffer common = {0};
        if (o->left[t] == 0 ||
            rp_schedule_has_room(o->schedule, client, t, thread))
            continue;
        told++;
        put = put_common(&common, o, client, t, thread) &&
              (common.length > 0 ||
               rp_words_put(&common,
                            "%.60s has no hour left that suits beside those "
                            "held",
                            o->fit->roster->therapists[t].id));
        put = put_after(out, out->length > 0 ? "; " : "", &common, put);
    }
    return put;
}

bool rp_holders_put_reason(rp_buffer *out, const rp_outcome *o, uint32_t client,
                           int thread, rp_chooser *chooser) {
    return rp_terms_put_reason(out, o, client, thread, chooser) &&
           put_hours_left(out, o, client, thread, chooser);
}

bool rp_holders_put_barrier(rp_buffer *out, const rp_outcome *o,
                            uint32_t client, uint32_t therapist, int thread) {
    size_t begin = out->length;

    if (o->left[therapist] == 0 ||
        rp_outcome_is_open(o, client, therapist, thread))
        return rp_buffer_puts(out, "");
    if (!rp_terms_put_obstacle(out, o, client, therapist))
        return false;
    if (out->length > begin)
        return rp_holders_put_hours(out, o, client, therapist, thread);
    return put_common(out, o, client, therapist, thread) &&
           (out->length > begin ||
            rp_buffer_puts(out, "no hour that suits is left beside those "
                                "held"));
}

/* What it would change. @param[out] is_known  false: there is no such plan, or
 * nothing tells */
static rp_status find_cost(const rp_study *study, rp_after *after,
                           uint32_t client, uint32_t therapist, rp_change *out,
                           bool *is_known) {
    *is_known = false;
    if (rp_dense_problem_column(study->seating, therapist)[client] ==
            RP_NO_PAIR || /* held, or bound by what was chosen */
        rp_triage_is_held(study->outcome->triage, client))
        return RP_OK;
    if (!study->distances)
        return study->recall && after
                   ? rp_again_change(after, client, therapist, RP_AGAIN_WITH,
                                     out, is_known)
                   : RP_OK;
    int64_t cost =
        rp_margin_forced(study->residual, study->distances, client, therapist);
    *is_known = cost != RP_NO_PATH;
    if (*is_known)
        *out = rp_scale_split(&study->residual->problem->scale, cost);
    return RP_OK;
}

bool rp_holders_put_cost(rp_buffer *out, const rp_study *study, rp_after *after,
                         uint32_t client, uint32_t therapist) {
    const rp_outcome *o = study->outcome;
    rp_change change = {0};
    bool is_known;

    if (find_cost(study, after, client, therapist, &change, &is_known) != RP_OK)
        return false;
    if (!is_known)
        return rp_buffer_puts(out, "");
    bool put =
        rp_words_put(out, "giving %.40s the place would ", id_of(o, client));
    if (change.tiers != 0 && o->bounds.least) /* all who are placed keep one */
        return put && rp_words_put(out, "leave somebody waiting who is to have "
                                        "a place whatever others choose");
    if (change.tiers != 0 || change.queue != 0)
        return put && rp_words_put(out, "leave somebody waiting who comes "
                                        "first");
    if (change.floors != 0)
        return put && rp_words_put(out, "make one more poor match");
    return put && rp_words_put(out, "cost %.2f points in all",
                               (double)change.points / 100.0);
}

/* Whom one more opening places who waits now; RP_NONE: nobody. */
static uint32_t taker_of(const rp_study *study, const rp_after *after,
                         uint32_t next) {
    const rp_dense_problem *g = study->seating;

    for (uint32_t c = 0; c < g->clients; c++)
        if ((g->tier[c] == 0 || g->placed[c] == RP_NONE) &&
            (c == next || after->therapist[c] != RP_NONE))
            return c;
    return RP_NONE;
}

/* By how much a plan with the opening is better than the one in which the
 * client has it, which is the present one and that pair. */
static bool put_lead(rp_buffer *out, const rp_study *study,
                     const rp_shift *shift, const rp_after *after,
                     uint32_t client) {
    const rp_dense_problem *g = study->seating;
    rp_effect effect = rp_effect_read(study, shift, after);
    uint16_t s = rp_dense_problem_column(g, shift->therapist)[client];
    bool is_kept = g->kept && g->kept[client] == shift->therapist;
    int64_t own = s + g->wait[client] + (is_kept ? g->scale.keep : 0);

    effect.placed[g->tier[client]]--;
    if (rp_effect_moves_tiers(&effect) || g->scale.queue > 0)
        return rp_words_put(out, ", who comes first");
    if (g->scale.floor > 0)
        return true; /* poor matches come before points */
    return rp_words_put(out, ", %.2f points better in all",
                        (double)(effect.points - own) / 100.0);
}

bool rp_holders_put_next(rp_buffer *out, const rp_study *study, rp_after *after,
                         uint32_t client, uint32_t therapist) {
    rp_shift shift = {.therapist = therapist, .seats = 1};

    if (!study->distances && !study->recall) /* too many to be solved again */
        return rp_buffer_puts(out, "");
    uint32_t next = rp_after_next(study, &shift);
    if (!rp_effect_apply(study, &shift, after, RP_SETTLE) ||
        !rp_buffer_puts(out, ""))
        return false;
    uint32_t taker = taker_of(study, after, next);
    if (taker == RP_NONE || next == client ||
        after->therapist[client] != RP_NONE)
        return true;
    return rp_words_put(out, "one more opening would place %.40s instead",
                        id_of(study->outcome, taker)) &&
           (next != RP_NONE || put_lead(out, study, &shift, after, client));
}
