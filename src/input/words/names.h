/**
 * @file names.h
 * The names of a roster's tags: known ones, and what the clinic wrote itself.
 *
 * A tag is the number of an entry of the vocabulary, or, from its count on, of
 * a literal name that is in no vocabulary.
 */
#ifndef RP_INPUT_WORDS_NAMES_H
#define RP_INPUT_WORDS_NAMES_H

#include "input/schema.h"
#include "input/words/taxonomy.h"

typedef struct rp_names {
    const rp_taxonomy *taxonomy;        /* borrowed */
    rp_vocabulary builtin[RP_BUILTINS]; /* regions: compacts stand behind */
    uint32_t first_compact; /* of these, in the order of the taxonomy */
    rp_vocabulary payers;   /* entries as in the taxonomy */
    const rp_vocabulary *vocabulary[RP_NAMES_COUNT]; /* NULL: none */
    rp_tags *literal[RP_NAMES_COUNT];
} rp_names;

/** @param taxonomy  borrowed until rp_names_clear()
 *  @return RP_OK or RP_ERR_MEMORY; clear it in any case */
rp_status rp_names_init(rp_names *out, const rp_taxonomy *taxonomy);

/** Names of the same tags, to which others can be added without a trace in
 *  `from`. @return RP_OK or RP_ERR_MEMORY; clear it in any case */
rp_status rp_names_copy(rp_names *out, const rp_names *from);
void rp_names_clear(rp_names *names);

/** The known entry that a folded text stands for (concerns: ICD-10 codes too),
 *  or RP_NONE. */
uint32_t rp_names_known(const rp_names *names, rp_names_id id, rp_text folded);

/** The tag of a folded text, a literal one if need be; RP_NONE when out of
 *  memory. */
uint32_t rp_names_tag(rp_names *names, rp_names_id id, rp_text folded);

/** The tag of a folded text, or RP_NONE when nobody has written it. */
uint32_t rp_names_find(const rp_names *names, rp_names_id id, rp_text folded);

/** As it is stored and compared ("gad", "blue_cross"). Borrowed. */
const char *rp_names_name(const rp_names *names, rp_names_id id, uint32_t tag);

/** As it is shown: the label of a known name, else the name. Borrowed. */
const char *rp_names_label(const rp_names *names, rp_names_id id, uint32_t tag);

uint32_t rp_names_count(const rp_names *names, rp_names_id id);

/** Is an unknown value of these names an error? */
bool rp_names_closed(rp_names_id id);

/** The vocabulary, of another kind than `id`, that knows the text: its name
 *  for messages ("formats"), or NULL. */
const char *rp_names_elsewhere(const rp_names *names, rp_names_id id,
                               rp_text folded);

#endif
