#include "rapport/pair.h"

#include "base/array.h"
#include "fit/phrases.h"
#include "fit/rules.h"
#include "fit/flags.h"
#include "library/clinic.h"
#include "output/csv/reasons.h"

#include <stdlib.h>

/* A judgement with all it points to. */
typedef struct judged {
    rp_judgement shown; /* first: what the caller frees */
    rp_part_score parts[RP_CRITERION_COUNT];
    const char *forbidden_by[RP_RULES_MOST];
    const char *confirm[RP_CONFIRM_MOST];
    const char *because[RP_MOST_BECAUSE], *but[RP_MOST_BUT];
    rp_reasons reasons;
} judged;

static size_t list(const char **out, const rp_texts *texts) {
    const char *each = NULL;
    size_t count = 0;

    while ((each = rp_texts_next(texts, each)) != NULL)
        out[count++] = each;
    return count;
}

/* What the reasons of a pair come to. */
static void show(judged *j) {
    const rp_reasons *r = &j->reasons;
    rp_judgement *shown = &j->shown;

    for (int k = 0; r->score.computed && k < RP_CRITERION_COUNT; k++)
        j->parts[shown->part_count++] =
            (rp_part_score){rp_criterion_names[k], r->score.value[k],
                            r->tenths[k] < 0 ? 0.0 : r->tenths[k] / 10.0};
    for (uint32_t k = 0; k < r->confirm.count; k++)
        j->confirm[shown->confirm_count++] =
            rp_confirm_column(&r->confirm, k)->name;
    shown->score = rp_score_tenths(r->score.s) / 10.0;
    shown->parts = j->parts;
    shown->forbidden_by = j->forbidden_by;
    shown->confirm = j->confirm;
    shown->because = j->because;
    shown->because_count = list(j->because, &r->because);
    shown->but = j->but;
    shown->but_count = list(j->but, &r->but);
}

static void find_rules(judged *j, uint32_t therapist) {
    const rp_reasons *r = &j->reasons;
    size_t *count = &j->shown.forbidden_count;

    for (rp_rule rule = 0; rule < rp_rule_of_score(); rule++)
        if (rp_rule_forbids(r->fit, &r->need, therapist, rule))
            j->forbidden_by[(*count)++] = rp_rule_name(rule);
    if (r->score.s < rp_rule_least_score(r->fit))
        j->forbidden_by[(*count)++] = rp_rule_name(rp_rule_of_score());
}

rp_status rp_pair_judge(const rp_judgement **out, const rp_clinic *clinic,
                        uint32_t client, uint32_t therapist) {
    *out = NULL;
    if (client >= clinic->roster.client_count ||
        therapist >= clinic->roster.therapist_count)
        return RP_ERR_USAGE;
    judged *j = rp_new_array(1, sizeof *j);
    if (!j)
        return RP_ERR_MEMORY;
    if (!rp_reasons_turn(&j->reasons, &clinic->fit, client, NULL, 0) ||
        !rp_reasons_judge(&j->reasons, therapist)) {
        rp_judgement_free(&j->shown);
        return RP_ERR_MEMORY;
    }
    show(j);
    find_rules(j, therapist);
    *out = &j->shown;
    return RP_OK;
}

void rp_judgement_free(const rp_judgement *judgement) {
    judged *j = (judged *)(void *)judgement;

    if (j)
        rp_reasons_clear(&j->reasons);
    free(j);
}

static bool is_eligible(const rp_fit *fit, const rp_need *need,
                        uint32_t therapist, int *s) {
    for (rp_rule rule = 0; rule < rp_rule_of_score(); rule++)
        if (rp_rule_forbids(fit, need, therapist, rule))
            return false;
    *s = rp_score_of(fit, need, therapist);
    return *s >= rp_rule_least_score(fit);
}

rp_status rp_pair_eligible(const rp_clinic *clinic, uint32_t client,
                           uint32_t *therapists, double *scores,
                           uint32_t *count) {
    rp_need need = {0};
    int s;

    *count = 0;
    if (client >= clinic->roster.client_count)
        return RP_ERR_USAGE;
    bool is_set = rp_need_set(&need, &clinic->fit, client);
    for (uint32_t t = 0; is_set && t < clinic->roster.therapist_count; t++)
        if (is_eligible(&clinic->fit, &need, t, &s)) {
            if (scores)
                scores[*count] = s / 100.0;
            therapists[(*count)++] = t;
        }
    rp_need_clear(&need);
    return is_set ? RP_OK : RP_ERR_MEMORY;
}

rp_alert rp_clinic_alert(const rp_clinic *clinic, uint32_t client) {
    const rp_client *c = &clinic->roster.clients[client];
    rp_alert alert = RP_ALERT_NONE;

    if (c->urgency == RP_CRISIS)
        return RP_ALERT_CRISIS;
    if (rp_cleared_has(clinic->fit.cleared, c->id))
        return RP_ALERT_NONE;
    if (rp_flags_ask_human(&clinic->fit, c))
        return RP_ALERT_CONCERN;
    for (uint32_t k = 0; k < c->note_count; k++)
        if (alert != RP_ALERT_LOOK)
            alert = c->notes[k].grade == RP_DANGER_LOOK ? RP_ALERT_LOOK
                                                        : RP_ALERT_READ;
    return alert;
}
