#include "input/words/taxonomy.h"

#include "base/array.h"
#include "base/embedded.h"
#include "input/words/wordfile.h"

#include <stdlib.h>
#include <string.h>

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

static bool take_icd(rp_sheetfile *sheet, uint32_t row, uint32_t column,
                     rp_taxonomy *taxonomy, rp_text list, uint32_t concern) {
    rp_text piece;
    rp_buffer key = {0};
    bool done = true;

    while (done && rp_wordfile_piece(&list, &piece)) {
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

enum { NAME, LABEL, PARENT, ALIASES, ICD10, PROTOCOL_FOR = ICD10 };

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
        while (rp_wordfile_piece(&aliases, &piece))
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
static const char *const modality_columns[] = {
    "modality", "label", "parent", "aliases", "protocol_for", NULL};
static const char *const language_columns[] = {"code", "name", "aliases", NULL};
/* Languages have no parents: their columns are code, name, aliases. */
static bool take_languages(rp_sheetfile *sheet, void *into) {
    rp_taxonomy *taxonomy = into;
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
        while (rp_wordfile_piece(&aliases, &piece))
            if (!take_alias(sheet, row, 2, languages, piece, entry))
                return false;
    }
    return true;
}

/* What each modality was made for. */
static bool take_protocols(rp_sheetfile *sheet, rp_taxonomy *taxonomy) {
    rp_vocabulary *modalities = &taxonomy->modalities;
    rp_buffer key = {0};
    bool done = true;

    for (uint32_t row = 1; done && row <= sheet->rows; row++) {
        rp_text name = rp_sheetfile_cell(sheet, row, NAME);
        rp_text list = rp_sheetfile_cell(sheet, row, PROTOCOL_FOR), piece;
        uint32_t modality = RP_NONE;
        done = find_entry(modalities, name, &key, &modality);
        while (done && rp_wordfile_piece(&list, &piece)) {
            uint32_t concern = rp_wordfile_entry(sheet, row, PROTOCOL_FOR,
                                                 &taxonomy->concerns, piece);
            if (modality != RP_NONE && concern != RP_NONE)
                done = rp_evidence_protocol(&taxonomy->evidence, modality,
                                            concern);
        }
    }
    rp_buffer_clear(&key);
    return done;
}

static bool take_concerns(rp_sheetfile *sheet, void *into) {
    rp_taxonomy *taxonomy = into;

    return take_names(sheet, &taxonomy->concerns, taxonomy) &&
           take_parents(sheet, &taxonomy->concerns);
}

static bool take_modalities(rp_sheetfile *sheet, void *into) {
    rp_taxonomy *taxonomy = into;

    return take_names(sheet, &taxonomy->modalities, NULL) &&
           take_parents(sheet, &taxonomy->modalities) &&
           take_protocols(sheet, taxonomy);
}

uint32_t rp_taxonomy_parent(const rp_vocabulary *vocabulary, uint32_t entry) {
    return entry < vocabulary->count ? vocabulary->entries[entry].parent
                                     : RP_NONE;
}

/* The vocabularies, which everything else names. */
static rp_status load_names(rp_taxonomy *out, const char *folder,
                            rp_findings *findings) {
    static const rp_wordfile files[] = {
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
    };
    rp_vocabulary *const vocabularies[] = {&out->concerns, &out->modalities,
                                           &out->languages};
    rp_status status = RP_OK;

    for (int k = 0; k < 3 && status != RP_ERR_MEMORY; k++)
        status = rp_status_graver(status, rp_wordfile_load(&files[k], folder,
                                                           vocabularies[k], out,
                                                           findings));
    return status;
}

/* Danger words know the concerns that ask for a person whoever comes. */
static rp_status load_danger(rp_taxonomy *out, const char *folder,
                             rp_findings *findings) {
    uint8_t *is_flagged = rp_new_array(out->concerns.count, 1);
    rp_status status = RP_ERR_MEMORY;

    if (is_flagged) {
        for (uint32_t c = 0; c < out->concerns.count; c++)
            is_flagged[c] =
                ((rp_taxonomy_flags(out, c) |
                  rp_couple_safety_flags(&out->couple_safety, &out->concerns, c,
                                         0, false)) &
                 1u << RP_FLAG_HUMAN) != 0;
        status = rp_danger_load(&out->danger, folder, &out->concerns,
                                is_flagged, findings);
    }
    free(is_flagged);
    return status;
}

static rp_status load_evidence(rp_taxonomy *out, const char *folder,
                               rp_findings *findings) {
    rp_status status = rp_evidence_load(&out->evidence, folder, &out->concerns,
                                        &out->modalities, findings);

    out->flags = out->evidence.flags;
    return status;
}

static rp_status load_couple_safety(rp_taxonomy *out, const char *folder,
                                    rp_findings *findings) {
    return rp_couple_safety_load(&out->couple_safety, folder, &out->concerns,
                                 findings);
}

static rp_status load_adult(rp_taxonomy *out, const char *folder,
                            rp_findings *findings) {
    return rp_adult_load(&out->adult, folder, &out->concerns, findings);
}

static rp_status load_payers(rp_taxonomy *out, const char *folder,
                             rp_findings *findings) {
    return rp_payers_load(&out->payers, folder, findings);
}

static rp_status load_compacts(rp_taxonomy *out, const char *folder,
                               rp_findings *findings) {
    return rp_compacts_load(&out->compacts, folder, findings);
}

static rp_status load_measures(rp_taxonomy *out, const char *folder,
                               rp_findings *findings) {
    return rp_measures_load(&out->measures, folder, &out->concerns, findings);
}

rp_status rp_taxonomy_load(rp_taxonomy *out, const char *folder,
                           rp_findings *findings) {
    static rp_status (*const loads[])(rp_taxonomy *, const char *,
                                      rp_findings *) = {
        load_names, load_evidence, load_couple_safety, load_danger,
        load_adult, load_payers,   load_compacts,      load_measures};
    rp_status status = RP_ERR_MEMORY;

    *out = (rp_taxonomy){0};
    if (rp_vocabulary_init(&out->concerns) &&
        rp_vocabulary_init(&out->modalities) &&
        rp_vocabulary_init(&out->languages))
        status = RP_OK;
    for (size_t k = 0;
         k < sizeof loads / sizeof *loads && status != RP_ERR_MEMORY; k++)
        status = rp_status_graver(status, loads[k](out, folder, findings));
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
    rp_evidence_clear(&taxonomy->evidence);
    rp_couple_safety_clear(&taxonomy->couple_safety);
    rp_danger_clear(&taxonomy->danger);
    rp_adult_clear(&taxonomy->adult);
    rp_payers_clear(&taxonomy->payers);
    rp_compacts_clear(&taxonomy->compacts);
    rp_measures_clear(&taxonomy->measures);
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
    return rp_evidence_find(&taxonomy->evidence, concern, modality);
}

uint32_t rp_taxonomy_form(const rp_taxonomy *taxonomy, uint32_t concern,
                          uint32_t modality) {
    uint32_t best = RP_NONE;
    unsigned rating = RP_RATING_INSUFFICIENT;

    if (modality >= taxonomy->modalities.count)
        return RP_NONE;
    for (uint32_t m = 0; m < taxonomy->modalities.count; m++) {
        const rp_evidence *e =
            taxonomy->modalities.entries[m].parent == modality
                ? rp_taxonomy_evidence(taxonomy, concern, m)
                : NULL;
        if (e && e->rating < rating) {
            rating = e->rating;
            best = m;
        }
    }
    return best;
}

unsigned rp_taxonomy_flags(const rp_taxonomy *taxonomy, uint32_t concern) {
    uint32_t parent = rp_taxonomy_parent(&taxonomy->concerns, concern);

    return rp_evidence_flags(&taxonomy->evidence, concern) |
           (parent == RP_NONE ? 0
                              : rp_evidence_flags(&taxonomy->evidence, parent));
}
