#include "input/words/evidence.h"

#include "base/array.h"
#include "base/embedded.h"
#include "input/words/wordfile.h"

#include <stdlib.h>

static const char *const rating_names[] = {"strong",
                                           "modest",
                                           "insufficient",
                                           "not_recommended",
                                           "avoid_sole",
                                           "contraindicated",
                                           NULL};

const char *const rp_flag_names[RP_FLAG_COUNT + 1] = {
    "flag_prescriber", "flag_medical", "flag_human", "offer_prescriber",
    "screen_ipv",      "specialist",   NULL};

enum { CONCERN, MODALITY, RATING, SOURCE, NOTE, STATUS };
static const char *const columns[] = {"concern", "modality", "rating", "source",
                                      "note",    "status",   NULL};

/* What take_rows() needs beside the sheet. */
typedef struct reading {
    rp_evidence_table *table;
    const rp_vocabulary *concerns, *modalities;
} reading;

bool rp_evidence_protocol(rp_evidence_table *table, uint32_t modality,
                          uint32_t concern) {
    rp_protocol *grown = rp_grow_array(table->protocols, table->protocol_count,
                                       &table->protocol_room, sizeof *grown);

    if (!grown)
        return false;
    table->protocols = grown;
    grown[table->protocol_count++] = (rp_protocol){modality, concern};
    return true;
}

static bool keep(rp_evidence_table *table, rp_sheetfile *sheet, uint32_t row,
                 rp_evidence evidence) {
    rp_evidence *rows =
        rp_grow_array(table->rows, table->count, &table->room, sizeof *rows);

    if (!rows)
        return false;
    table->rows = rows;
    if (table->count == UINT16_MAX - 1)
        return false;
    evidence.source = rp_wordfile_keep(sheet, row, SOURCE, &table->arena);
    evidence.note = rp_wordfile_keep(sheet, row, NOTE, &table->arena);
    evidence.status = rp_wordfile_keep(sheet, row, STATUS, &table->arena);
    rows[table->count++] = evidence;
    return evidence.source && evidence.note && evidence.status;
}

static bool take_rows(rp_sheetfile *sheet, void *into) {
    const reading *r = into;

    for (uint32_t row = 1; row <= sheet->rows; row++) {
        rp_text modality = rp_sheetfile_cell(sheet, row, MODALITY);
        rp_text rating = rp_sheetfile_cell(sheet, row, RATING);
        bool is_flag = rp_text_equals(modality, "any");
        rp_evidence evidence = {RP_NONE, RP_NONE, 0, NULL, NULL, NULL};
        int which =
            rp_wordfile_choice(is_flag ? rp_flag_names : rating_names, rating);

        evidence.concern =
            rp_wordfile_entry(sheet, row, CONCERN, r->concerns,
                              rp_sheetfile_cell(sheet, row, CONCERN));
        if (!is_flag)
            evidence.modality = rp_wordfile_entry(sheet, row, MODALITY,
                                                  r->modalities, modality);
        if (which < 0)
            rp_sheetfile_error(
                sheet, row, RATING, "'%s', expected %s", rp_quote(rating).bytes,
                is_flag ? "flag_prescriber, flag_medical, flag_human, "
                          "offer_prescriber, screen_ipv or specialist"
                        : "strong, modest, insufficient, not_recommended, "
                          "avoid_sole or contraindicated");
        if (which < 0 || evidence.concern == RP_NONE ||
            (!is_flag && evidence.modality == RP_NONE))
            continue;
        evidence.rating = (uint8_t)which;
        if (!keep(r->table, sheet, row, evidence))
            return false;
    }
    return true;
}

static uint32_t parent_of(const rp_vocabulary *vocabulary, uint32_t entry) {
    return vocabulary->entries[entry].parent;
}

/* Which ratings a modality may borrow from its parent. */
typedef struct lending {
    uint8_t *is_protocol; /* [modalities] */
    uint8_t *is_for;      /* [concerns][modalities], named ones only */
} lending;

static bool start_lending(lending *out, const rp_evidence_table *table) {
    size_t modalities = table->modalities;

    out->is_protocol = rp_new_array(modalities, 1);
    out->is_for = rp_new_array(table->concerns * modalities, 1);
    if (!out->is_protocol || !out->is_for)
        return false;
    for (size_t i = 0; i < table->protocol_count; i++) {
        const rp_protocol *p = &table->protocols[i];
        out->is_protocol[p->modality] = 1;
        out->is_for[p->concern * modalities + p->modality] = 1;
    }
    return true;
}

/* May modality `m` borrow the parent's row (0: none) for concern `c`, whose
 * parent is `above`? A warning passes down whatever the modality is for. */
static bool is_lent(const rp_evidence_table *table, const lending *l,
                    uint16_t row, uint32_t c, uint32_t above, uint32_t m) {
    if (!row)
        return false;
    switch ((rp_rating)table->rows[row - 1].rating) {
    case RP_RATING_AVOID_SOLE:
    case RP_RATING_NOT_RECOMMENDED:
    case RP_RATING_CONTRAINDICATED:
        return true;
    default:
        return !l->is_protocol[m] ||
               l->is_for[(size_t)c * table->modalities + m] ||
               (above != RP_NONE &&
                l->is_for[(size_t)above * table->modalities + m]);
    }
}

/* The rows as they stand, the first of a pair wins. */
static uint16_t *rows_as_written(rp_evidence_table *table) {
    size_t modalities = table->modalities;
    uint16_t *direct =
        rp_new_array(table->concerns * modalities, sizeof *direct);

    for (size_t i = 0; direct && i < table->count; i++) {
        const rp_evidence *e = &table->rows[i];
        if (e->modality == RP_NONE) {
            table->flags[e->concern] =
                (uint8_t)(table->flags[e->concern] | 1u << e->rating);
            continue;
        }
        uint16_t *at = &direct[e->concern * modalities + e->modality];
        if (*at == 0)
            *at = (uint16_t)(i + 1);
    }
    return direct;
}

/* Parents by copying. */
static bool index_rows(rp_evidence_table *table, const rp_vocabulary *concerns,
                       const rp_vocabulary *modalities) {
    lending l = {NULL, NULL};
    uint16_t *direct = NULL;
    size_t width = modalities->count;

    table->concerns = concerns->count;
    table->modalities = modalities->count;
    table->row_of =
        rp_new_array(concerns->count * width, sizeof *table->row_of);
    table->flags = rp_new_array(concerns->count, sizeof *table->flags);
    bool done = table->row_of && table->flags && start_lending(&l, table) &&
                (direct = rows_as_written(table)) != NULL;
    for (uint32_t c = 0; done && c < concerns->count; c++)
        for (uint32_t m = 0; m < modalities->count; m++) {
            uint32_t pc = parent_of(concerns, c);
            uint32_t pm = parent_of(modalities, m);
            uint16_t row = direct[c * width + m];
            if (!row && pm != RP_NONE &&
                is_lent(table, &l, direct[c * width + pm], c, pc, m))
                row = direct[c * width + pm];
            if (!row && pc != RP_NONE)
                row = direct[pc * width + m];
            if (!row && pc != RP_NONE && pm != RP_NONE &&
                is_lent(table, &l, direct[pc * width + pm], c, pc, m))
                row = direct[pc * width + pm];
            table->row_of[c * width + m] = row;
        }
    free(l.is_protocol);
    free(l.is_for);
    free(direct);
    return done;
}

rp_status rp_evidence_load(rp_evidence_table *table, const char *folder,
                           const rp_vocabulary *concerns,
                           const rp_vocabulary *modalities,
                           rp_findings *findings) {
    const rp_wordfile file = {
        {"evidence.csv", rp_embedded_evidence, &rp_embedded_evidence_size, 0},
        columns,
        take_rows};
    reading r = {table, concerns, modalities};
    rp_status status = rp_wordfile_load(&file, folder, NULL, &r, findings);

    if (status != RP_ERR_MEMORY && !index_rows(table, concerns, modalities))
        status = RP_ERR_MEMORY;
    return status;
}

void rp_evidence_clear(rp_evidence_table *table) {
    rp_arena_clear(&table->arena);
    free(table->rows);
    free(table->protocols);
    free(table->row_of);
    free(table->flags);
    *table = (rp_evidence_table){0};
}

const rp_evidence *rp_evidence_find(const rp_evidence_table *table,
                                    uint32_t concern, uint32_t modality) {
    if (concern >= table->concerns || modality >= table->modalities)
        return NULL;
    uint16_t row =
        table->row_of[(size_t)concern * table->modalities + modality];
    return row ? &table->rows[row - 1] : NULL;
}

unsigned rp_evidence_flags(const rp_evidence_table *table, uint32_t concern) {
    return concern < table->concerns ? table->flags[concern] : 0;
}
