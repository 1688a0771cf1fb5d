#include "output/csv/reasons.h"

#include "fit/phrases.h"
#include "fit/stale.h"

bool rp_reasons_turn(rp_reasons *reasons, const rp_fit *fit, uint32_t client,
                     const uint32_t *eligible, size_t count) {
    reasons->fit = fit;
    if (!rp_need_set(&reasons->need, fit, client))
        return false;
    reasons->audience.shared = rp_phrases_shared(
        fit, reasons->tables, &reasons->need, eligible, count);
    return true;
}

bool rp_reasons_judge(rp_reasons *r, uint32_t therapist) {
    r->confirm.count = 0;
    rp_rules_confirm(r->fit, &r->need, therapist, &r->confirm);
    r->score = rp_score_judge(r->fit, &r->need, therapist, &r->confirm);
    rp_stale_confirm(r->fit, therapist, &r->confirm);
    rp_score_round(&r->score, r->tenths);
    return rp_phrases_pair(r->fit, &r->need, therapist, &r->score, &r->audience,
                           &r->because, &r->but) &&
           rp_phrases_confirm(&r->confirm, &r->columns);
}

void rp_reasons_cell(rp_sheet *sheet, const rp_texts *texts, rp_buffer *room) {
    room->length = 0;
    if (rp_texts_join(room, texts, "; "))
        rp_sheet_bytes(sheet, (rp_text){room->bytes, room->length});
    else
        sheet->out_of_memory = true;
}

void rp_reasons_price(rp_sheet *sheet, int64_t price) {
    if (price == RP_NO_PRICE)
        rp_sheet_blank(sheet);
    else
        rp_sheet_cents(sheet, price);
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
