#include "input/words/payers.h"

#include "base/array.h"
#include "base/embedded.h"
#include "input/words/wordfile.h"

#include <stdlib.h>
#include <string.h>

enum { NAME, LABEL, ALIASES, KIND };
static const char *const payer_columns[] = {
    "payer", "label", "aliases", "kind", "source", "status", NULL};
static const char *const kind_names[] = {
    "commercial", "bcbs",       "network", "eap",  "medicare", "medicaid",
    "military",   "membership", "other",   "none", NULL};

enum { ONE, OTHER, READING, WHY };
static const char *const pair_columns[] = {"payer",  "other",  "reading", "why",
                                           "source", "status", NULL};
static const char *const reading_names[] = {"warn", "never", NULL};

bool rp_payers_key(rp_buffer *out, rp_text text) {
    rp_buffer bare = {0};
    bool done = rp_text_bare(&bare, text), in_run = true;

    out->length = 0;
    for (size_t i = 0; done && i < bare.length; i++) {
        char byte = bare.bytes[i];
        if (byte == '\'' || byte == '.')
            continue;
        if (byte == '&') {
            done = (in_run || rp_buffer_put(out, "_", 1)) &&
                   rp_buffer_puts(out, "and_");
            in_run = true;
        } else if ((byte >= 'a' && byte <= 'z') ||
                   (byte >= '0' && byte <= '9') ||
                   (unsigned char)byte >= 0x80) {
            done = rp_buffer_put(out, &byte, 1);
            in_run = false;
        } else if (!in_run) {
            done = rp_buffer_put(out, "_", 1);
            in_run = true;
        }
    }
    if (done && out->length > 0 && out->bytes[out->length - 1] == '_')
        out->bytes[--out->length] = '\0';
    done = done && rp_buffer_reserve(out, 0);
    if (done)
        out->bytes[out->length] = '\0';
    rp_buffer_clear(&bare);
    return done;
}

/* Let a text stand for a payer; one that stands for two is an error. */
static bool put_key(rp_sheetfile *sheet, uint32_t row, uint32_t column,
                    rp_payers *payers, rp_buffer *key, rp_text text,
                    uint32_t payer) {
    if (!rp_payers_key(key, text))
        return false;
    uint32_t before = rp_tags_count(payers->keys);
    uint32_t tag =
        rp_tags_intern(payers->keys, (rp_text){key->bytes, key->length});
    if (tag == RP_NONE)
        return false;
    if (tag < before) {
        if (payers->payer_of[tag] != payer)
            rp_sheetfile_error(sheet, row, column,
                               "'%s' already stands for %s, expected a name "
                               "or alias of its own",
                               rp_quote(text).bytes,
                               payers->payers[payers->payer_of[tag]].name);
        return true;
    }
    uint32_t *grown = rp_grow_array(payers->payer_of, tag,
                                    &payers->payer_of_room, sizeof *grown);
    if (!grown)
        return false;
    payers->payer_of = grown;
    grown[tag] = payer;
    return true;
}

/* Add a payer; its name, as it is compared. */
static bool put_payer(rp_payers *payers, rp_buffer *key, rp_text name,
                      rp_text label, int kind) {
    rp_payer *grown = rp_grow_array(payers->payers, payers->count,
                                    &payers->room, sizeof *grown);

    if (!grown)
        return false;
    payers->payers = grown;
    if (!rp_payers_key(key, name))
        return false;
    rp_payer payer = {rp_arena_text(&payers->arena, key->bytes, key->length),
                      rp_arena_text(&payers->arena, label.bytes, label.length),
                      kind < 0 ? RP_PAYER_OTHER : (rp_payer_kind)kind};
    grown[payers->count++] = payer;
    return payer.name && payer.label;
}

static bool take_payer(rp_sheetfile *sheet, uint32_t row, rp_payers *payers,
                       rp_buffer *key) {
    rp_text name = rp_sheetfile_cell(sheet, row, NAME);
    rp_text label = rp_sheetfile_cell(sheet, row, LABEL);
    rp_text list = rp_sheetfile_cell(sheet, row, ALIASES), piece;
    rp_text kind = rp_sheetfile_cell(sheet, row, KIND);
    int which = rp_wordfile_choice(kind_names, kind);
    uint32_t payer = (uint32_t)payers->count;

    if (name.length == 0) {
        rp_sheetfile_error(sheet, row, NAME, "missing, expected a name");
        return true;
    }
    if (which < 0)
        rp_sheetfile_error(sheet, row, KIND,
                           "'%s', expected commercial, bcbs, network, eap, "
                           "medicare, medicaid, military, membership, other "
                           "or none",
                           rp_quote(kind).bytes);
    if (!put_payer(payers, key, name, label.length ? label : name, which) ||
        !put_key(sheet, row, NAME, payers, key, name, payer) ||
        (label.length &&
         !put_key(sheet, row, LABEL, payers, key, label, payer)))
        return false;
    while (rp_wordfile_piece(&list, &piece))
        if (!put_key(sheet, row, ALIASES, payers, key, piece, payer))
            return false;
    return true;
}

static bool take_payers(rp_sheetfile *sheet, void *into) {
    rp_buffer key = {0};
    bool done = true;

    for (uint32_t row = 1; done && row <= sheet->rows; row++)
        done = take_payer(sheet, row, into, &key);
    rp_buffer_clear(&key);
    return done;
}

/* A name of a pair, maybe with '*' behind it; NULL when out of memory. */
static const char *take_side(rp_sheetfile *sheet, uint32_t row, uint32_t column,
                             rp_payers *payers, rp_buffer *key, bool *is_stem) {
    rp_text text = rp_sheetfile_cell(sheet, row, column);

    *is_stem = text.length > 0 && text.bytes[text.length - 1] == '*';
    if (*is_stem)
        return rp_arena_text(&payers->arena, text.bytes, text.length - 1);
    uint32_t payer = rp_payers_find(payers, text);
    if (payer != RP_NONE)
        return payers->payers[payer].name;
    if (!sheet->is_builtin) {
        rp_nearest nearest = {text, NULL, 0};
        for (size_t i = 0; i < payers->count; i++)
            rp_nearest_try(&nearest, payers->payers[i].name);
        rp_sheetfile_error(sheet, row, column, "'%s' is no payer%s%s",
                           rp_quote(text).bytes,
                           nearest.best ? ", nearest: " : "",
                           nearest.best ? nearest.best : "");
    }
    return rp_payers_key(key, text)
               ? rp_arena_text(&payers->arena, key->bytes, key->length)
               : NULL;
}

static bool take_pairs(rp_sheetfile *sheet, void *into) {
    rp_payers *payers = into;
    rp_buffer key = {0};
    bool done = true;

    for (uint32_t row = 1; done && row <= sheet->rows; row++) {
        rp_payer_pair *grown = rp_grow_array(payers->pairs, payers->pair_count,
                                             &payers->pair_room, sizeof *grown);
        done = grown != NULL;
        if (!done)
            break;
        payers->pairs = grown;
        rp_payer_pair *p = &grown[payers->pair_count++];
        rp_text reading = rp_sheetfile_cell(sheet, row, READING);
        int which = rp_wordfile_choice(reading_names, reading);
        if (which < 0)
            rp_sheetfile_error(sheet, row, READING,
                               "'%s', expected warn or "
                               "never",
                               rp_quote(reading).bytes);
        p->is_never = which == 1;
        p->one = take_side(sheet, row, ONE, payers, &key, &p->one_is_stem);
        p->other =
            take_side(sheet, row, OTHER, payers, &key, &p->other_is_stem);
        p->why = rp_wordfile_keep(sheet, row, WHY, &payers->arena);
        done = p->one && p->other && p->why;
    }
    rp_buffer_clear(&key);
    return done;
}

rp_status rp_payers_load(rp_payers *out, const char *folder,
                         rp_findings *findings) {
    const rp_wordfile payers = {
        {"payers.csv", rp_embedded_payers, &rp_embedded_payers_size, 1},
        payer_columns,
        take_payers};
    const rp_wordfile pairs = {{"payer_pairs.csv", rp_embedded_payer_pairs,
                                &rp_embedded_payer_pairs_size, 1},
                               pair_columns,
                               take_pairs};

    *out = (rp_payers){0};
    out->keys = rp_tags_new();
    if (!out->keys)
        return RP_ERR_MEMORY;
    rp_status status = rp_wordfile_load(&payers, folder, NULL, out, findings);
    if (status != RP_ERR_MEMORY)
        status = rp_status_graver(
            status, rp_wordfile_load(&pairs, folder, NULL, out, findings));
    return status;
}

void rp_payers_clear(rp_payers *payers) {
    rp_arena_clear(&payers->arena);
    rp_tags_free(payers->keys);
    free(payers->payer_of);
    free(payers->payers);
    free(payers->pairs);
    *payers = (rp_payers){0};
}

uint32_t rp_payers_find(const rp_payers *payers, rp_text text) {
    rp_buffer key = {0};
    uint32_t tag = RP_NONE;

    if (rp_payers_key(&key, text))
        tag = rp_tags_find(payers->keys, (rp_text){key.bytes, key.length});
    rp_buffer_clear(&key);
    return tag == RP_NONE ? RP_NONE : payers->payer_of[tag];
}

static bool is_side(const char *side, bool is_stem, const char *name) {
    return is_stem ? strncmp(side, name, strlen(side)) == 0
                   : strcmp(side, name) == 0;
}

/* Blue names that do not say which plan they mean. */
static bool says_no_plan(const char *name) {
    return strcmp(name, "bcbs") == 0 || strcmp(name, "blue_cross") == 0 ||
           strcmp(name, "blue_shield") == 0;
}

/* The programme of one state: medicaid_ny. */
static bool is_of_a_state(const char *name) {
    return strncmp(name, "medicaid_", 9) == 0 && strlen(name) == 11;
}

rp_payer_relation rp_payers_relation(const rp_payers *payers, uint32_t one,
                                     uint32_t other, const char **why) {
    const char *unused = NULL;
    const rp_payer *a = &payers->payers[one], *b = &payers->payers[other];

    why = why ? why : &unused;
    *why = NULL;
    if (one == other)
        return RP_PAYERS_SAME;
    for (size_t i = 0; i < payers->pair_count; i++) {
        const rp_payer_pair *p = &payers->pairs[i];
        if ((is_side(p->one, p->one_is_stem, a->name) &&
             is_side(p->other, p->other_is_stem, b->name)) ||
            (is_side(p->one, p->one_is_stem, b->name) &&
             is_side(p->other, p->other_is_stem, a->name))) {
            *why = p->why;
            return p->is_never ? RP_PAYERS_NEVER : RP_PAYERS_ASK;
        }
    }
    if (a->kind == RP_PAYER_BCBS && b->kind == RP_PAYER_BCBS) {
        bool is_open = says_no_plan(a->name) || says_no_plan(b->name);
        *why = is_open ? "one of the two does not say which Blue plan it is"
                       : "one Blue plan is never another";
        return is_open ? RP_PAYERS_ASK : RP_PAYERS_NEVER;
    }
    if (is_of_a_state(a->name) && is_of_a_state(b->name)) {
        *why = "each state runs its own Medicaid";
        return RP_PAYERS_NEVER;
    }
    return RP_PAYERS_APART;
}
