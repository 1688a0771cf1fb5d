#include "output/csv/account.h"

#include "base/text.h"
#include "output/json.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

enum { LONGEST = 640 };

static void put_line(rp_put *put, void *payload, const char *line) {
    put(payload, line, strlen(line));
    put(payload, "\n", 1);
}

static void heading(rp_fact_kind kind, rp_put *put, void *payload) {
    static const char *const words[RP_FACT_KINDS] = {
        NULL,    "Criteria",        NULL, "Rules", "Evidence",
        "Notes", "Other therapists"};

    if (!words[kind])
        return;
    put_line(put, payload, "");
    put_line(put, payload, words[kind]);
}

static void text_line(const rp_fact *f, char *out, size_t size) {
    switch (f->kind) {
    case RP_FACT_PLACE:
        if (f->tenths >= 0)
            snprintf(out, size, "%s (%s, score %d.%d)", f->words, f->verdict,
                     f->tenths / 10, f->tenths % 10);
        else
            snprintf(out, size, "%s (%s)", f->words, f->verdict);
        break;
    case RP_FACT_CRITERION:
        snprintf(out, size, "  %-14s %s, value %.2f", f->name, f->words,
                 f->value);
        break;
    case RP_FACT_DETAIL:
        snprintf(out, size, "    %s: %s (%.2f)", f->name, f->words, f->value);
        break;
    case RP_FACT_RULE:
        snprintf(out, size, "  %-16s %-12s %s", f->name, f->verdict, f->words);
        break;
    case RP_FACT_EVIDENCE:
        snprintf(out, size, "  %s, %s [%s%s%s%s%s]", f->name, f->words,
                 f->verdict, *f->source ? "; " : "", f->source,
                 *f->status ? ", " : "", f->status);
        break;
    case RP_FACT_OTHER:
        snprintf(out, size, "  %s (score %d.%d, %s): %s", f->name,
                 f->tenths / 10, f->tenths % 10, f->verdict, f->words);
        break;
    case RP_FACT_NOTE:
    case RP_FACT_KINDS:
        snprintf(out, size, "  %s", f->words);
        break;
    }
}

static void write_text(const rp_explanation *e, rp_put *put, void *payload) {
    char line[LONGEST];
    rp_fact_kind before = RP_FACT_PLACE;

    for (size_t k = 0; k < e->count; k++) {
        const rp_fact *f = &e->facts[k];
        bool is_new =
            f->kind != before && f->kind != RP_FACT_DETAIL &&
            !(f->kind == RP_FACT_CRITERION && before == RP_FACT_DETAIL);
        if (is_new)
            heading(f->kind, put, payload);
        before = f->kind;
        text_line(f, line, sizeof line);
        rp_text shown = rp_text_mend(line);
        rp_text_tame(line, shown.length);
        put_line(put, payload, line);
    }
}

static void put_number(rp_sheet *sheet, double value) {
    char text[32];

    if (isnan(value)) {
        rp_sheet_blank(sheet);
        return;
    }
    snprintf(text, sizeof text, "%.4g", value);
    rp_sheet_text(sheet, text);
}

static bool write_csv(const rp_explanation *e, const char *client,
                      char delimiter, rp_put *put, void *payload) {
    rp_sheet sheet;

    rp_sheet_begin(&sheet, put, payload, delimiter, false);
    rp_sheet_header(&sheet, "client_id,therapist_id,kind,name,verdict,value,"
                            "weight,points,words,source,status");
    for (size_t k = 0; k < e->count; k++) {
        const rp_fact *f = &e->facts[k];
        rp_sheet_text(&sheet, client);
        rp_sheet_text(&sheet, f->therapist);
        rp_sheet_text(&sheet, rp_fact_names[f->kind]);
        rp_sheet_text(&sheet, f->name);
        rp_sheet_text(&sheet, f->verdict);
        put_number(&sheet, f->value);
        put_number(&sheet, f->weight);
        rp_sheet_tenths(&sheet, f->tenths);
        rp_sheet_text(&sheet, f->words);
        rp_sheet_text(&sheet, f->source);
        rp_sheet_text(&sheet, f->status);
        rp_sheet_end_row(&sheet);
    }
    return rp_sheet_end(&sheet);
}

static json_t *number(double value) {
    return isnan(value) ? json_null() : json_real(value);
}

static json_t *fact_of(const rp_fact *f) {
    return json_pack(
        "{s:s, s:s, s:s, s:s, s:o, s:o, s:o, s:s, s:s, s:s}", "kind",
        rp_fact_names[f->kind], "therapist_id", f->therapist, "name", f->name,
        "verdict", f->verdict, "value", number(f->value), "weight",
        number(f->weight), "points",
        f->tenths < 0 ? json_null() : json_real(f->tenths / 10.0), "words",
        f->words, "source", f->source, "status", f->status);
}

static bool write_json(const rp_explanation *e, const char *client, rp_put *put,
                       void *payload) {
    json_t *facts = json_array();
    bool whole = facts != NULL;

    for (size_t k = 0; k < e->count && whole; k++)
        whole = json_array_append_new(facts, fact_of(&e->facts[k])) == 0;
    json_t *root = json_pack("{s:s, s:o}", "client_id", client, "facts", facts);
    rp_buffer bytes = {0};
    whole &=
        rp_json_text(&bytes, root, JSON_INDENT(2) | JSON_REAL_PRECISION(6));
    if (whole)
        put_line(put, payload, bytes.bytes);
    rp_buffer_clear(&bytes);
    json_decref(root);
    return whole;
}

rp_status rp_account_write(const rp_explanation *explanation,
                           const char *client, rp_account_format format,
                           char delimiter, rp_put *put, void *payload) {
    bool whole = true;

    if (format == RP_ACCOUNT_TEXT)
        write_text(explanation, put, payload);
    else if (format == RP_ACCOUNT_CSV)
        whole = write_csv(explanation, client, delimiter, put, payload);
    else
        whole = write_json(explanation, client, put, payload);
    return whole ? RP_OK : RP_ERR_MEMORY;
}
