#include "output/csv/reasons.h"

#include "fit/phrases.h"

bool rp_reasons_turn(rp_reasons *reasons, const rp_fit *fit, uint32_t client) {
    reasons->fit = fit;
    return rp_need_set(&reasons->need, fit, client);
}

bool rp_reasons_judge(rp_reasons *r, uint32_t therapist) {
    r->confirm.count = 0;
    rp_rules_confirm(r->fit, &r->need, therapist, &r->confirm);
    r->score = rp_score_judge(r->fit, &r->need, therapist, &r->confirm);
    rp_score_round(&r->score, r->tenths);
    return rp_phrases_pair(r->fit, &r->need, therapist, &r->because, &r->but) &&
           rp_phrases_confirm(&r->confirm, &r->words);
}

void rp_reasons_clear(rp_reasons *reasons) {
    rp_need_clear(&reasons->need);
    rp_buffer_clear(&reasons->because);
    rp_buffer_clear(&reasons->but);
    rp_buffer_clear(&reasons->words);
    *reasons = (rp_reasons){0};
}
