#include "why/holders.h"

#include "why/edit/words.h"
#include "why/margins.h"

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

bool rp_holders_put_cost(rp_buffer *out, const rp_study *study, uint32_t client,
                         uint32_t therapist) {
    const rp_outcome *o = study->outcome;

    if (rp_residual_score(study->residual, client, therapist) == RP_NO_PAIR)
        return rp_buffer_puts(out, ""); /* held, or bound by what was chosen */
    int64_t cost =
        rp_margin_forced(study->residual, study->distances, client, therapist);

    if (rp_triage_is_held(o->triage, client) || cost == RP_NO_PATH)
        return rp_buffer_puts(out, "");
    rp_change change = rp_scale_split(&study->seating->scale, cost);
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
static uint32_t taker_of(const rp_study *study, const rp_residual *after,
                         uint32_t next) {
    const rp_residual *before = study->residual;

    for (uint32_t c = 0; c < before->clients; c++)
        if (rp_residual_therapist(before, c) == RP_NONE &&
            (c == next || rp_residual_therapist(after, c) != RP_NONE))
            return c;
    return RP_NONE;
}

/* By how much a plan with the opening is better than the one in which the
 * client has it, which is the present one and that pair. */
static bool put_lead(rp_buffer *out, const rp_study *study,
                     const rp_shift *shift, const rp_residual *after,
                     uint32_t client) {
    const rp_dense_problem *g = study->seating;
    rp_effect effect = rp_effect_read(study, shift, after);
    uint16_t s = rp_residual_score(study->residual, client, shift->therapist);
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

bool rp_holders_put_next(rp_buffer *out, const rp_study *study,
                         rp_residual *scratch, uint32_t client,
                         uint32_t therapist) {
    rp_shift shift = {.therapist = therapist, .seats = 1};
    uint32_t next = rp_effect_next(study, &shift);

    if (!rp_effect_apply(study, &shift, scratch, true) ||
        !rp_buffer_puts(out, ""))
        return false;
    uint32_t taker = taker_of(study, scratch, next);
    if (taker == RP_NONE || next == client ||
        rp_residual_therapist(scratch, client) != RP_NONE)
        return true;
    return rp_words_put(out, "one more opening would place %.40s instead",
                        id_of(study->outcome, taker)) &&
           (next != RP_NONE || put_lead(out, study, &shift, scratch, client));
}
