#include "input/words/names.h"

/* Let every key of a table stand for the same entries of a vocabulary. */
static bool add_keys(rp_vocabulary *out, const rp_tags *keys,
                     const uint32_t *entry_of, uint32_t first) {
    uint32_t taken;

    for (uint32_t k = 0; k < rp_tags_count(keys); k++)
        if (!rp_vocabulary_alias(out, rp_text_of(rp_tags_name(keys, k)),
                                 first + entry_of[k], &taken))
            return false;
    return true;
}

/* A compact stands where a state may. */
static bool add_compacts(rp_names *names) {
    const rp_vocabulary *compacts = &names->taxonomy->compacts.names;
    rp_vocabulary *regions = &names->builtin[RP_REGIONS];

    names->first_compact = regions->count;
    for (uint32_t k = 0; k < compacts->count; k++)
        if (rp_vocabulary_add(regions, rp_text_of(compacts->entries[k].name),
                              rp_text_of(compacts->entries[k].label)) ==
            RP_NONE)
            return false;
    return !compacts->keys ||
           add_keys(regions, compacts->keys, compacts->entry_of,
                    names->first_compact);
}

static bool add_payers(rp_names *names) {
    const rp_payers *payers = &names->taxonomy->payers;

    if (!rp_vocabulary_init(&names->payers))
        return false;
    for (size_t k = 0; k < payers->count; k++)
        if (rp_vocabulary_add(&names->payers,
                              rp_text_of(payers->payers[k].name),
                              rp_text_of(payers->payers[k].label)) == RP_NONE)
            return false;
    return !payers->keys ||
           add_keys(&names->payers, payers->keys, payers->payer_of, 0);
}

rp_status rp_names_init(rp_names *out, const rp_taxonomy *taxonomy) {
    *out = (rp_names){.taxonomy = taxonomy};
    for (int b = 0; b < RP_BUILTINS; b++)
        if (!rp_vocabulary_builtin(&out->builtin[b], (rp_builtin)b))
            return RP_ERR_MEMORY;
    if (!add_compacts(out) || !add_payers(out))
        return RP_ERR_MEMORY;
    out->vocabulary[RP_NAMES_PAYERS] = &out->payers;
    out->vocabulary[RP_NAMES_CONCERNS] = &taxonomy->concerns;
    out->vocabulary[RP_NAMES_MODALITIES] = &taxonomy->modalities;
    out->vocabulary[RP_NAMES_LANGUAGES] = &taxonomy->languages;
    out->vocabulary[RP_NAMES_FORMATS] = &out->builtin[RP_FORMATS];
    out->vocabulary[RP_NAMES_CLIENT_TYPES] = &out->builtin[RP_CLIENT_TYPES];
    out->vocabulary[RP_NAMES_GENDERS] = &out->builtin[RP_GENDERS];
    out->vocabulary[RP_NAMES_REGIONS] = &out->builtin[RP_REGIONS];
    for (int id = 0; id < RP_NAMES_COUNT; id++) {
        out->literal[id] = rp_tags_new();
        if (!out->literal[id])
            return RP_ERR_MEMORY;
    }
    return RP_OK;
}

rp_status rp_names_copy(rp_names *out, const rp_names *from) {
    rp_status status = rp_names_init(out, from->taxonomy);

    for (int id = 0; id < RP_NAMES_COUNT && status == RP_OK; id++)
        for (uint32_t k = 0; k < rp_tags_count(from->literal[id]); k++)
            if (rp_tags_intern(
                    out->literal[id],
                    rp_text_of(rp_tags_name(from->literal[id], k))) == RP_NONE)
                status = RP_ERR_MEMORY;
    return status;
}

void rp_names_clear(rp_names *names) {
    for (int b = 0; b < RP_BUILTINS; b++)
        rp_vocabulary_clear(&names->builtin[b]);
    rp_vocabulary_clear(&names->payers);
    for (int id = 0; id < RP_NAMES_COUNT; id++)
        rp_tags_free(names->literal[id]);
    *names = (rp_names){0};
}

static uint32_t known_count(const rp_names *names, rp_names_id id) {
    return names->vocabulary[id] ? names->vocabulary[id]->count : 0;
}

uint32_t rp_names_known(const rp_names *names, rp_names_id id, rp_text folded) {
    if (id == RP_NAMES_CONCERNS)
        return rp_taxonomy_concern(names->taxonomy, folded);
    if (id == RP_NAMES_PAYERS) /* which compares in a way of its own */
        return rp_payers_find(&names->taxonomy->payers, folded);
    return names->vocabulary[id]
               ? rp_vocabulary_find(names->vocabulary[id], folded)
               : RP_NONE;
}

uint32_t rp_names_tag(rp_names *names, rp_names_id id, rp_text folded) {
    uint32_t tag = rp_names_known(names, id, folded);

    if (tag != RP_NONE)
        return tag;
    tag = rp_tags_intern(names->literal[id], folded);
    return tag == RP_NONE ? tag : tag + known_count(names, id);
}

uint32_t rp_names_find(const rp_names *names, rp_names_id id, rp_text folded) {
    uint32_t tag = rp_names_known(names, id, folded);

    if (tag != RP_NONE)
        return tag;
    tag = rp_tags_find(names->literal[id], folded);
    return tag == RP_NONE ? tag : tag + known_count(names, id);
}

const char *rp_names_name(const rp_names *names, rp_names_id id, uint32_t tag) {
    uint32_t known = known_count(names, id);

    return tag < known ? names->vocabulary[id]->entries[tag].name
                       : rp_tags_name(names->literal[id], tag - known);
}

const char *rp_names_label(const rp_names *names, rp_names_id id,
                           uint32_t tag) {
    uint32_t known = known_count(names, id);

    return tag < known ? names->vocabulary[id]->entries[tag].label
                       : rp_tags_name(names->literal[id], tag - known);
}

uint32_t rp_names_count(const rp_names *names, rp_names_id id) {
    return known_count(names, id) + rp_tags_count(names->literal[id]);
}

bool rp_names_closed(rp_names_id id) {
    return id == RP_NAMES_FORMATS || id == RP_NAMES_CLIENT_TYPES;
}

const char *rp_names_elsewhere(const rp_names *names, rp_names_id id,
                               rp_text folded) {
    static const struct {
        rp_names_id id;
        const char *words;
    } others[] = {
        {RP_NAMES_FORMATS, "formats"},
        {RP_NAMES_CLIENT_TYPES, "client_types"},
        {RP_NAMES_MODALITIES, "modalities"},
        {RP_NAMES_CONCERNS, "concerns"},
    };

    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        if (others[i].id != id &&
            rp_names_known(names, others[i].id, folded) != RP_NONE)
            return others[i].words;
    return NULL;
}
