/**
 * @file vocabulary.h
 * The names that a column knows: canonical, with labels, aliases, parents.
 */
#ifndef RP_INPUT_WORDS_VOCABULARY_H
#define RP_INPUT_WORDS_VOCABULARY_H

#include "base/tags.h"

#include <stdbool.h>

/** One known name. Strings belong to the vocabulary. */
typedef struct rp_entry {
    const char *name;  /* as it is stored and compared: "gad" */
    const char *label; /* as it is shown: "generalised anxiety" */
    uint32_t parent;   /* entry, or RP_NONE */
} rp_entry;

typedef struct rp_vocabulary {
    rp_arena arena;
    rp_tags *keys;      /* names, labels and aliases, folded */
    uint32_t *entry_of; /* [keys] the entry that a key stands for */
    size_t entry_of_room;
    rp_entry *entries; /* [count] */
    size_t room;
    uint32_t count;
    bool is_cut; /* not all of its file could be read: a text that stands for
                    none of the entries may be a name all the same */
} rp_vocabulary;

/** An empty vocabulary; false when out of memory. */
bool rp_vocabulary_init(rp_vocabulary *out);
void rp_vocabulary_clear(rp_vocabulary *vocabulary);

/** Add a name; its number is returned, RP_NONE when out of memory. The name
 *  is not yet a key: see rp_vocabulary_alias(). */
uint32_t rp_vocabulary_add(rp_vocabulary *vocabulary, rp_text name,
                           rp_text label);

/**
 * Let a text (folded here) stand for an entry.
 *
 * @param[out] taken  the entry that the text stood for already, or RP_NONE;
 *                    an entry that is named twice is no conflict
 * @return false when out of memory
 */
bool rp_vocabulary_alias(rp_vocabulary *vocabulary, rp_text alias,
                         uint32_t entry, uint32_t *taken);

/** The entry that a folded text stands for, or RP_NONE. Blanks beside commas
 *  do not count. */
uint32_t rp_vocabulary_find(const rp_vocabulary *vocabulary, rp_text folded);

/** The nearest known name, label or alias; NULL when none is near. */
const char *rp_vocabulary_nearest(const rp_vocabulary *vocabulary,
                                  rp_text folded);

/** The vocabularies that do not depend on the taxonomy. */
typedef enum rp_builtin {
    RP_FORMATS,      /* entries in the order of rp_format */
    RP_CLIENT_TYPES, /* entries in the order of rp_client_type */
    RP_GENDERS,
    RP_REGIONS, /* states of the US and provinces of Canada */
    RP_BUILTINS
} rp_builtin;

enum rp_format {
    RP_IN_PERSON,
    RP_VIDEO,
    RP_PHONE,
    RP_FORMAT_COUNT,
    RP_HYBRID = 3
};
enum rp_client_type {
    RP_INDIVIDUAL,
    RP_COUPLE,
    RP_FAMILY,
    RP_GROUP,
    RP_CLIENT_TYPE_COUNT
};

/** Build one of them; false when out of memory. */
bool rp_vocabulary_builtin(rp_vocabulary *out, rp_builtin which);

#endif
