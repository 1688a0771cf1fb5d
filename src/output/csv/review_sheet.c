#include "output/csv/review_sheet.h"

#include "outcomes/review/words.h"

#include <math.h>

static void put_score(rp_sheet *sheet, double score) {
    char text[RP_SCORE_TEXT];

    if (isnan(score)) {
        rp_sheet_blank(sheet);
        return;
    }
    rp_score_text(text, score);
    rp_sheet_text(sheet, text);
}

/* The step beside a trigger: its number, its name and what it offers. */
static void put_step(rp_sheet *sheet, const rp_review_row *row) {
    const rp_rung *rung = &row->about->rung;
    bool is_asked = row->trigger != RP_TRIGGER_NONE;
    rp_buffer options = {0};

    if (is_asked && rung->step != RP_STEP_NONE && rung->step != RP_STEP_HUMAN)
        rp_sheet_whole(sheet, rung->step);
    else
        rp_sheet_blank(sheet);
    rp_sheet_text(sheet, is_asked ? rp_steps[rung->step] : "");
    sheet->out_of_memory |=
        is_asked && !rp_texts_join(&options, &rung->options, "; ");
    rp_sheet_bytes(sheet, (rp_text){options.bytes, options.length});
    rp_buffer_clear(&options);
}

static void put_row(rp_sheet *sheet, const rp_fit *fit,
                    const rp_review_row *row) {
    const rp_course_scores *s = &row->course->scores;
    rp_buffer words = {0};

    rp_sheet_text(sheet, fit->roster->clients[row->about->client].id);
    rp_sheet_text(sheet, row->therapist);
    rp_sheet_text(sheet, s->measure ? s->measure->name : "");
    rp_sheet_whole(sheet, s->questionnaires);
    put_score(sheet, s->first);
    put_score(sheet, s->last);
    put_score(sheet, s->measure ? rp_course_change(s) : NAN);
    rp_sheet_text(sheet, rp_course_statuses[row->course->status]);
    rp_sheet_text(sheet, rp_triggers[row->trigger]);
    put_step(sheet, row);
    sheet->out_of_memory |= !rp_review_put_words(&words, fit, row);
    rp_sheet_bytes(sheet, (rp_text){words.bytes, words.length});
    rp_buffer_clear(&words);
    rp_sheet_end_row(sheet);
}

rp_status rp_review_sheet_write(const rp_review *review, const rp_fit *fit,
                                char delimiter, bool bom, rp_put *put,
                                void *payload) {
    rp_sheet sheet;

    rp_sheet_begin(&sheet, put, payload, delimiter, bom);
    rp_sheet_header(&sheet,
                    "client_id,therapist_id,measure,questionnaires,first,last,"
                    "change,status,trigger,step,action,options,words");
    for (size_t k = 0; k < review->count; k++)
        put_row(&sheet, fit, &review->rows[k]);
    return rp_sheet_end(&sheet) ? RP_OK : RP_ERR_MEMORY;
}
