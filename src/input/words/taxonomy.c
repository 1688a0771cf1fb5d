#include "input/words/taxonomy.h"

#include "base/array.h"
#include "base/embedded.h"
#include "input/sheetfile.h"

#include <stdlib.h>
#include <string.h>

static const char *const rating_names[] = {"strong",
                                           "modest",
                                           "insufficient",
                                           "not_recommended",
                                           "avoid_sole",
                                           "contraindicated",
                                           NULL};

static const char *const flag_names[] = {
    "flag_prescriber", "flag_medical", "flag_human", "offer_prescriber",
    "screen_ipv",      "specialist",   NULL};

static int index_of(const char *const *names, rp_text text) {
    for (int i = 0; names[i]; i++)
        if (rp_text_equals(text, names[i]))
            return i;
    return -1;
}

/* Let `alias` stand for `entry`; a text that stands for two is an error. */
static bool take_alias(rp_sheetfile *sheet, uint32_t row, uint32_t column,
                       rp_vocabulary *vocabulary, rp_text alias,
                       uint32_t entry) {
    uint32_t taken;

    if (!rp_vocabulary_alias(vocabulary, alias, entry, &taken))
        return false;
    if (taken != RP_NONE)
        rp_sheetfile_error(sheet, row, column,
                           "'%s' already stands for %s, expected a name or "
                           "alias of its own",
                           rp_quote(alias).bytes,
                           vocabulary->entries[taken].name);
    return true;
}

/* The next piece of a list by ';', trimmed; false at the end. */
static bool next_piece(rp_text *rest, rp_text *piece) {
    while (rest->length > 0) {
        const char *end = memchr(rest->bytes, ';', rest->length);
        size_t length = end ? (size_t)(end - rest->bytes) : rest->length;
        *piece = rp_text_trim((rp_text){rest->bytes, length});
        rest->bytes += length + (end != NULL);
        rest->length -= length + (end != NULL);
        if (piece->length > 0)
            return true;
    }
    return false;
}

static bool take_icd(rp_sheetfile *sheet, uint32_t row, uint32_t column,
                     rp_taxonomy *taxonomy, rp_text list, uint32_t concern) {
    rp_text piece;
    rp_buffer key = {0};
    bool done = true;

    while (done && next_piece(&list, &piece)) {
        rp_icd *icd = rp_grow_array(taxonomy->icd, taxonomy->icd_count,
                                    &taxonomy->icd_room, sizeof *icd);
        if (icd)
            taxonomy->icd = icd;
        done = icd && rp_text_fold(&key, piece);
        if (!done)
            break;
        size_t length = 0;
        for (size_t i = 0; i < key.length; i++)
            if (key.bytes[i] != '.')
                key.bytes[length++] = key.bytes[i];
        for (size_t i = 0; i < taxonomy->icd_count; i++)
            if (rp_text_equals((rp_text){key.bytes, length}, icd[i].prefix))
                rp_sheetfile_error(sheet, row, column,
                                   "ICD-10 prefix '%s' given twice",
                                   rp_quote(piece).bytes);
        char *prefix = rp_arena_text(&taxonomy->arena, key.bytes, length);
        done = prefix != NULL;
        icd[taxonomy->icd_count++] = (rp_icd){prefix, concern};
    }
    rp_buffer_clear(&key);
    return done;
}

enum { NAME, LABEL, PARENT, ALIASES, ICD10 };

/* First pass: names, labels and aliases. `taxonomy` is NULL but for concerns,
 * which have ICD-10 prefixes. */
static bool take_names(rp_sheetfile *sheet, rp_vocabulary *vocabulary,
                       rp_taxonomy *taxonomy) {
    for (uint32_t row = 1; row <= sheet->rows; row++) {
        rp_text name = rp_sheetfile_cell(sheet, row, NAME);
        rp_text label = rp_sheetfile_cell(sheet, row, LABEL);
        rp_text aliases = rp_sheetfile_cell(sheet, row, ALIASES), piece;
        if (name.length == 0) {
            rp_sheetfile_error(sheet, row, NAME, "missing, expected a name");
            name = label; /* for reading on */
            if (name.length == 0)
                continue;
        }
        uint32_t entry =
            rp_vocabulary_add(vocabulary, name, label.length ? label : name);
        if (entry == RP_NONE)
            return false;
        if (rp_vocabulary_find(vocabulary, name) != RP_NONE)
            rp_sheetfile_error(sheet, row, NAME, "'%s' given twice",
                               rp_quote(name).bytes);
        else if (!take_alias(sheet, row, NAME, vocabulary, name, entry))
            return false;
        if (label.length &&
            !take_alias(sheet, row, LABEL, vocabulary, label, entry))
            return false;
        while (next_piece(&aliases, &piece))
            if (!take_alias(sheet, row, ALIASES, vocabulary, piece, entry))
                return false;
        if (taxonomy && !take_icd(sheet, row, ICD10, taxonomy,
                                  rp_sheetfile_cell(sheet, row, ICD10), entry))
            return false;
    }
    return true;
}

/* The entry that a text stands for, however it is written. */
static bool find_entry(const rp_vocabulary *vocabulary, rp_text text,
                       rp_buffer *key, uint32_t *entry) {
    if (!rp_text_fold(key, text))
        return false;
    *entry = rp_vocabulary_find(vocabulary, (rp_text){key->bytes, key->length});
    return true;
}

/* Second pass: parents, and no cycle among them. */
static bool take_parents(rp_sheetfile *sheet, rp_vocabulary *vocabulary) {
    uint32_t count = vocabulary->count, child, entry;
    rp_buffer key = {0};
    bool done = true;

    for (uint32_t row = 1; row <= sheet->rows; row++) {
        rp_text name = rp_sheetfile_cell(sheet, row, NAME);
        rp_text parent = rp_sheetfile_cell(sheet, row, PARENT);
        if (name.length == 0 || parent.length == 0)
            continue;
        done = find_entry(vocabulary, name, &key, &child) &&
               find_entry(vocabulary, parent, &key, &entry);
        if (!done)
            break;
        if (child == RP_NONE)
            continue;
        if (entry == RP_NONE) {
            if (!vocabulary->is_cut)
                rp_sheetfile_error(sheet, row, PARENT,
                                   "'%s' is not a name of this file",
                                   rp_quote(parent).bytes);
            continue;
        }
        uint32_t above = entry;
        for (uint32_t steps = 0;
             above != RP_NONE && above != child && steps <= count; steps++)
            above = vocabulary->entries[above].parent;
        if (above != RP_NONE)
            rp_sheetfile_error(sheet, row, PARENT,
                               "'%s' makes a cycle of parents",
                               rp_quote(parent).bytes);
        else
            vocabulary->entries[child].parent = entry;
    }
    rp_buffer_clear(&key);
    return done;
}

static const char *const concern_columns[] = {"concern", "label", "parent",
                                              "aliases", "icd10", NULL};
static const char *const modality_columns[] = {"modality", "label", "parent",
                                               "aliases", NULL};
static const char *const language_columns[] = {"code", "name", "aliases", NULL};
static const char *const evidence_columns[] = {
    "concern", "modality", "rating", "source", "note", "status", NULL};

/* Languages have no parents: their columns are code, name, aliases. */
static bool take_languages(rp_sheetfile *sheet, rp_taxonomy *taxonomy) {
    rp_vocabulary *languages = &taxonomy->languages;

    for (uint32_t row = 1; row <= sheet->rows; row++) {
        rp_text code = rp_sheetfile_cell(sheet, row, 0);
        rp_text name = rp_sheetfile_cell(sheet, row, 1);
        rp_text aliases = rp_sheetfile_cell(sheet, row, 2), piece;
        if (code.length == 0 || name.length == 0) {
            rp_sheetfile_error(sheet, row, 0,
                               "missing, expected a code and "
                               "a name");
            continue;
        }
        uint32_t entry = rp_vocabulary_add(languages, code, name);
        if (entry == RP_NONE ||
            !take_alias(sheet, row, 0, languages, code, entry) ||
            !take_alias(sheet, row, 1, languages, name, entry))
            return false;
        while (next_piece(&aliases, &piece))
            if (!take_alias(sheet, row, 2, languages, piece, entry))
                return false;
    }
    return true;
}

/* An entry by its name, with a finding when there is none. */
static uint32_t named(rp_sheetfile *sheet, uint32_t row, uint32_t column,
                      const rp_vocabulary *vocabulary) {
    rp_text text = rp_sheetfile_cell(sheet, row, column);
    rp_buffer key = {0};
    uint32_t entry = RP_NONE;

    if (!rp_text_fold(&key, text)) {
        sheet->findings->out_of_memory = true;
    } else {
        rp_text folded = {key.bytes, key.length};
        entry = rp_vocabulary_find(vocabulary, folded);
        if (entry == RP_NONE && !vocabulary->is_cut) {
            const char *near = rp_vocabulary_nearest(vocabulary, folded);
            rp_sheetfile_error(sheet, row, column,
                               "'%s' is not in the taxonomy%s%s",
                               rp_quote(text).bytes, near ? ", nearest: " : "",
                               near ? near : "");
        }
    }
    rp_buffer_clear(&key);
    return entry;
}

static bool keep_evidence(rp_taxonomy *taxonomy, rp_sheetfile *sheet,
                          uint32_t row, rp_evidence evidence) {
    rp_evidence *rows =
        rp_grow_array(taxonomy->evidence, taxonomy->evidence_count,
                      &taxonomy->evidence_room, sizeof *rows);
    rp_text source = rp_sheetfile_cell(sheet, row, 3);
    rp_text note = rp_sheetfile_cell(sheet, row, 4);
    rp_text status = rp_sheetfile_cell(sheet, row, 5);

    if (!rows)
        return false;
    taxonomy->evidence = rows;
    evidence.source =
        rp_arena_text(&taxonomy->arena, source.bytes, source.length);
    evidence.note = rp_arena_text(&taxonomy->arena, note.bytes, note.length);
    evidence.status =
        rp_arena_text(&taxonomy->arena, status.bytes, status.length);
    rows[taxonomy->evidence_count++] = evidence;
    return evidence.source && evidence.note && evidence.status;
}

static bool take_evidence(rp_sheetfile *sheet, rp_taxonomy *taxonomy) {
    for (uint32_t row = 1; row <= sheet->rows; row++) {
        rp_text modality = rp_sheetfile_cell(sheet, row, 1);
        rp_text rating = rp_sheetfile_cell(sheet, row, 2);
        bool is_flag = rp_text_equals(modality, "any");
        rp_evidence evidence = {RP_NONE, RP_NONE, 0, NULL, NULL, NULL};
        int which = index_of(is_flag ? flag_names : rating_names, rating);

        evidence.concern = named(sheet, row, 0, &taxonomy->concerns);
        if (!is_flag)
            evidence.modality = named(sheet, row, 1, &taxonomy->modalities);
        if (which < 0)
            rp_sheetfile_error(
                sheet, row, 2, "'%s', expected %s", rp_quote(rating).bytes,
                is_flag ? "flag_prescriber, flag_medical, flag_human, "
                          "offer_prescriber, screen_ipv or specialist"
                        : "strong, modest, insufficient, not_recommended, "
                          "avoid_sole or contraindicated");
        if (which < 0 || evidence.concern == RP_NONE ||
            (!is_flag && evidence.modality == RP_NONE))
            continue;
        evidence.rating = (uint8_t)which;
        if (taxonomy->evidence_count == UINT16_MAX - 1)
            return false;
        if (!keep_evidence(taxonomy, sheet, row, evidence))
            return false;
    }
    return true;
}

static bool take_concerns(rp_sheetfile *sheet, rp_taxonomy *taxonomy) {
    return take_names(sheet, &taxonomy->concerns, taxonomy) &&
           take_parents(sheet, &taxonomy->concerns);
}

static bool take_modalities(rp_sheetfile *sheet, rp_taxonomy *taxonomy) {
    return take_names(sheet, &taxonomy->modalities, NULL) &&
           take_parents(sheet, &taxonomy->modalities);
}

uint32_t rp_taxonomy_parent(const rp_vocabulary *vocabulary, uint32_t entry) {
    return entry < vocabulary->count ? vocabulary->entries[entry].parent
                                     : RP_NONE;
}

/* The table of direct rows, first one wins, then parents by copying. */
static bool index_evidence(rp_taxonomy *taxonomy) {
    size_t concerns = taxonomy->concerns.count;
    size_t modalities = taxonomy->modalities.count;
    uint16_t *direct = rp_new_array(concerns * modalities, sizeof *direct);

    taxonomy->evidence_of =
        rp_new_array(concerns * modalities, sizeof *taxonomy->evidence_of);
    taxonomy->flags = rp_new_array(concerns, sizeof *taxonomy->flags);
    if (!direct || !taxonomy->evidence_of || !taxonomy->flags) {
        free(direct);
        return false;
    }
    for (size_t i = 0; i < taxonomy->evidence_count; i++) {
        const rp_evidence *e = &taxonomy->evidence[i];
        if (e->modality == RP_NONE) {
            taxonomy->flags[e->concern] =
                (uint8_t)(taxonomy->flags[e->concern] | 1u << e->rating);
            continue;
        }
        uint16_t *at = &direct[e->concern * modalities + e->modality];
        if (*at == 0)
            *at = (uint16_t)(i + 1);
    }
    for (uint32_t c = 0; c < concerns; c++)
        for (uint32_t m = 0; m < modalities; m++) {
            uint32_t pc = rp_taxonomy_parent(&taxonomy->concerns, c);
            uint32_t pm = rp_taxonomy_parent(&taxonomy->modalities, m);
            uint16_t row = direct[c * modalities + m];
            if (!row && pm != RP_NONE)
                row = direct[c * modalities + pm];
            if (!row && pc != RP_NONE)
                row = direct[pc * modalities + m];
            if (!row && pc != RP_NONE && pm != RP_NONE)
                row = direct[pc * modalities + pm];
            taxonomy->evidence_of[c * modalities + m] = row;
        }
    free(direct);
    return true;
}

/* One file of a taxonomy, and how it is taken. */
struct part {
    rp_builtin_file file;
    const char *const *columns;
    bool (*take)(rp_sheetfile *, rp_taxonomy *);
};

static rp_status load_part(rp_taxonomy *out, const struct part *part,
                           rp_vocabulary *vocabulary, const char *folder,
                           rp_findings *findings) {
    rp_sheetfile sheet;
    rp_status status =
        rp_sheetfile_open(&sheet, folder, &part->file, part->columns, findings);
    bool is_lost = sheet.is_cut && sheet.rows == 0;

    if (vocabulary)
        vocabulary->is_cut |= sheet.is_cut;
    if (status != RP_ERR_MEMORY && !part->take(&sheet, out))
        status = RP_ERR_MEMORY;
    status = rp_sheetfile_close(&sheet, status);
    if (status != RP_ERR_MEMORY && is_lost && folder) {
        /* the one built in serves for reading on; what does not fit it is no
         * fault of the user's */
        rp_findings unseen = {0};
        if (load_part(out, part, vocabulary, NULL, &unseen) == RP_ERR_MEMORY)
            status = RP_ERR_MEMORY;
        rp_findings_clear(&unseen);
    }
    return status;
}

static rp_status load_parts(rp_taxonomy *out, const char *folder,
                            rp_findings *findings) {
    static const struct part parts[] = {
        {{"concerns.csv", rp_embedded_concerns, &rp_embedded_concerns_size, 0},
         concern_columns,
         take_concerns},
        {{"modalities.csv", rp_embedded_modalities,
          &rp_embedded_modalities_size, 0},
         modality_columns,
         take_modalities},
        {{"languages.csv", rp_embedded_languages, &rp_embedded_languages_size,
          1},
         language_columns,
         take_languages},
        {{"evidence.csv", rp_embedded_evidence, &rp_embedded_evidence_size, 0},
         evidence_columns,
         take_evidence},
    };
    rp_vocabulary *const vocabularies[] = {&out->concerns, &out->modalities,
                                           &out->languages, NULL};
    rp_status status = RP_OK;

    for (int k = 0; k < 4 && status != RP_ERR_MEMORY; k++)
        status =
            rp_status_graver(status, load_part(out, &parts[k], vocabularies[k],
                                               folder, findings));
    return status;
}

rp_status rp_taxonomy_load(rp_taxonomy *out, const char *folder,
                           rp_findings *findings) {
    rp_status status = RP_ERR_MEMORY;

    *out = (rp_taxonomy){0};
    if (rp_vocabulary_init(&out->concerns) &&
        rp_vocabulary_init(&out->modalities) &&
        rp_vocabulary_init(&out->languages))
        status = load_parts(out, folder, findings);
    if (status != RP_ERR_MEMORY && !index_evidence(out))
        status = RP_ERR_MEMORY;
    if (status == RP_ERR_MEMORY)
        rp_taxonomy_clear(out);
    return status;
}

void rp_taxonomy_clear(rp_taxonomy *taxonomy) {
    rp_vocabulary_clear(&taxonomy->concerns);
    rp_vocabulary_clear(&taxonomy->modalities);
    rp_vocabulary_clear(&taxonomy->languages);
    rp_arena_clear(&taxonomy->arena);
    free(taxonomy->icd);
    free(taxonomy->evidence);
    free(taxonomy->evidence_of);
    free(taxonomy->flags);
    *taxonomy = (rp_taxonomy){0};
}

/* Does `folded`, its dots left out, begin with `prefix`? */
static bool begins(rp_text folded, const char *prefix) {
    size_t at = 0;

    for (; *prefix; prefix++, at++) {
        while (at < folded.length && folded.bytes[at] == '.')
            at++;
        if (at >= folded.length || folded.bytes[at] != *prefix)
            return false;
    }
    return true;
}

uint32_t rp_taxonomy_concern(const rp_taxonomy *taxonomy, rp_text folded) {
    uint32_t concern = rp_vocabulary_find(&taxonomy->concerns, folded);
    size_t longest = 0;

    if (concern != RP_NONE)
        return concern;
    for (size_t i = 0; i < taxonomy->icd_count; i++) {
        size_t length = strlen(taxonomy->icd[i].prefix);
        if (length > longest && begins(folded, taxonomy->icd[i].prefix)) {
            longest = length;
            concern = taxonomy->icd[i].concern;
        }
    }
    return concern;
}

const rp_evidence *rp_taxonomy_evidence(const rp_taxonomy *taxonomy,
                                        uint32_t concern, uint32_t modality) {
    if (concern >= taxonomy->concerns.count ||
        modality >= taxonomy->modalities.count)
        return NULL;
    uint16_t row =
        taxonomy->evidence_of[(size_t)concern * taxonomy->modalities.count +
                              modality];
    return row ? &taxonomy->evidence[row - 1] : NULL;
}

unsigned rp_taxonomy_flags(const rp_taxonomy *taxonomy, uint32_t concern) {
    uint32_t parent = rp_taxonomy_parent(&taxonomy->concerns, concern);
    unsigned flags =
        concern < taxonomy->concerns.count ? taxonomy->flags[concern] : 0;

    return parent == RP_NONE ? flags : flags | taxonomy->flags[parent];
}
