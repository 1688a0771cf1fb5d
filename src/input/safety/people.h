/**
 * @file people.h
 * People of a file, found by id or by name, so that nobody to be avoided is
 * lost to a spelling.
 */
#ifndef RP_INPUT_SAFETY_PEOPLE_H
#define RP_INPUT_SAFETY_PEOPLE_H

#include "base/tags.h"
#include "rapport/status.h"

/** How a text names somebody. */
typedef enum rp_person_how {
    RP_PERSON_UNKNOWN, /* neither an id nor a name */
    RP_PERSON_BLANK,   /* no, never, none, N/A, where no id is like it */
    RP_PERSON_ID,      /* the id as it stands */
    RP_PERSON_NAME,    /* no id, but the name of one person and no other */
    RP_PERSON_SHARED,  /* the name of several */
    RP_PERSON_NEAR     /* an id but for case, blanks or leading zeros */
} rp_person_how;

typedef struct rp_person_match {
    rp_person_how how;
    uint32_t person; /* for ID, NAME and NEAR, and the first of a SHARED; else
                        RP_NONE */
} rp_person_match;

/** What stands behind a key. */
typedef struct rp_person_slot {
    uint32_t person; /* the first */
    bool is_shared;  /* there are others */
} rp_person_slot;

/** Keys of one kind. */
typedef struct rp_person_keys {
    rp_tags *tags;
    rp_person_slot *slots; /* [tags] */
    size_t room;
} rp_person_keys;

/** Most texts are ids: what else finds people is made when one is not. */
typedef struct rp_people {
    rp_person_keys ids;
    rp_person_keys loose_ids, names; /* of the first `indexed` people */
    struct rp_person_words *words;   /* [count] */
    size_t words_room;
    uint32_t count, indexed;
} rp_people;

/** @return RP_OK or RP_ERR_MEMORY; clear it in any case */
rp_status rp_people_init(rp_people *out);
void rp_people_clear(rp_people *people);

/** Add a person: 0, 1, 2, … in the order of calls. Both texts are borrowed
 *  until rp_people_index().
 *  @param name  may be empty
 *  @return false when out of memory */
bool rp_people_add(rp_people *people, rp_text id, rp_text name);

/** Make ready to find those who were added by their names, which the first
 *  look-up that needs it does otherwise. @return false when out of memory */
bool rp_people_index(rp_people *people);

/**
 * Find the person that a text names.
 *
 * An id counts byte by byte, blanks at the ends apart. In names case, marks,
 * hyphens and apostrophes do not count, nor what stands in brackets, titles
 * before (Dr., Ms.) and degrees behind (PhD, LCSW); `Last, First` is
 * `First Last`.
 *
 * @return false when out of memory
 */
bool rp_people_find(rp_people *people, rp_text text, rp_person_match *out);

/** The nearest id to a text that names nobody, or the id of somebody with a
 *  name like it, for a message; NULL: none is near. Looks at every id, and at
 *  every name where they are not too many. */
const char *rp_people_nearest_id(const rp_people *people, rp_text text);

/**
 * A name as it is compared; empty when nothing is left of it.
 *
 * @param[in,out] out  overwritten
 * @return false when out of memory
 */
bool rp_people_name_key(rp_buffer *out, rp_text name);

#endif
