#include "output/csv/reasons.h"

#include "fit/phrases.h"

#include <string.h>

/* The names of all criteria by ','. */
static bool put_criteria(rp_buffer *out) {
    bool whole = true;

    for (int k = 0; k < RP_CRITERION_COUNT; k++)
        whole = whole && (k == 0 || rp_buffer_puts(out, ",")) &&
                rp_buffer_puts(out, rp_criterion_names[k]);
    return whole;
}

void rp_reasons_header(rp_sheet *sheet, const char *names) {
    const char *at = strstr(names, RP_CRITERIA_HEADER);
    rp_buffer header = {0};

    if (!at) {
        rp_sheet_header(sheet, names);
        return;
    }
    if (rp_buffer_put(&header, names, (size_t)(at - names)) &&
        put_criteria(&header) &&
        rp_buffer_puts(&header, at + strlen(RP_CRITERIA_HEADER)))
        rp_sheet_header(sheet, header.bytes);
    else
        sheet->out_of_memory = true;
    rp_buffer_clear(&header);
}

bool rp_reasons_turn(rp_reasons *reasons, const rp_fit *fit, uint32_t client) {
    reasons->fit = fit;
    return rp_need_set(&reasons->need, fit, client);
}

bool rp_reasons_judge(rp_reasons *r, uint32_t therapist) {
    r->confirm = (rp_confirm){0};
    for (int rule = 0; rule < RP_RULE_MINIMUM; rule++)
        rp_rule_judge(r->fit, &r->need, therapist, (rp_rule)rule, &r->confirm);
    r->score = rp_score_judge(r->fit, &r->need, therapist, &r->confirm);
    rp_score_round(&r->score, r->tenths);
    return rp_phrases_pair(r->fit, &r->need, therapist, &r->because, &r->but) &&
           rp_phrases_confirm(&r->confirm, &r->columns);
}

void rp_reasons_cell(rp_sheet *sheet, const rp_texts *texts, rp_buffer *room) {
    room->length = 0;
    if (rp_texts_join(room, texts, "; "))
        rp_sheet_bytes(sheet, (rp_text){room->bytes, room->length});
    else
        sheet->out_of_memory = true;
}

void rp_reasons_put(rp_sheet *sheet, rp_reasons *r) {
    rp_reasons_cell(sheet, &r->because, &r->joined);
    rp_reasons_cell(sheet, &r->but, &r->joined);
    rp_sheet_bytes(sheet, (rp_text){r->columns.bytes, r->columns.length});
}

void rp_reasons_clear(rp_reasons *reasons) {
    rp_need_clear(&reasons->need);
    rp_texts_clear(&reasons->because);
    rp_texts_clear(&reasons->but);
    rp_buffer_clear(&reasons->columns);
    rp_buffer_clear(&reasons->joined);
    *reasons = (rp_reasons){0};
}
