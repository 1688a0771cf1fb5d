/**
 * @file voice.h
 * How a page speaks: in which language, to whom, with which money and clock.
 *
 * What the language has no words for is null: a page leaves it out, and never
 * mixes two languages.
 */
#ifndef RP_OUTPUT_WORDS_VOICE_H
#define RP_OUTPUT_WORDS_VOICE_H

#include "fit/criteria/record.h"
#include "input/safety/contact.h"
#include "output/words/phrasebook.h"

#include <jansson.h>

/** Whom a page addresses: one person, a couple, a family, or the parent or
 *  guardian of a child. */
typedef enum rp_reader_kind {
    RP_READER_YOU,
    RP_READER_BOTH,
    RP_READER_FAMILY,
    RP_READER_CHILD
} rp_reader_kind;

typedef struct rp_voice {
    const rp_phrasebook *book;
    const rp_fit *fit;
    rp_reader_kind reader;
    const rp_contact *contact; /* NULL: none */
} rp_voice;

/** The voice for a client. */
rp_voice rp_voice_for(const rp_phrasebooks *books, const rp_fit *fit,
                      const rp_client *client, const rp_contact *contact);

/** Does the page speak English, which needs no words for stored names? */
bool rp_voice_is_english(const rp_voice *voice);

/** The text of a key for this reader, NULL without one. */
const char *rp_voice_text(const rp_voice *voice, const char *key);

/** The same with values in its gaps, which are texts or whole numbers. */
json_t *rp_voice_say(const rp_voice *voice, const char *key,
                     const json_t *values);

/** A stored name as people call it. */
json_t *rp_voice_label(const rp_voice *voice, rp_names_id id, uint32_t tag);

/** The same within a sentence: concerns begin small ("depression", "PTSD"),
 *  approaches as well in other languages than English, which has proper names
 *  among them ("Gestalt therapy"). */
json_t *rp_voice_within(const rp_voice *voice, rp_names_id id, uint32_t tag);

/** A name of the clinic's own, such as a place: the same in every language. */
json_t *rp_voice_name(const rp_voice *voice, uint32_t tag);

/**
 * What a phrase says.
 *
 * @param wished  of a wish that is not met: the wish itself ("therapy in
 *                Spanish"), not what is missed ("does not speak Spanish")
 */
json_t *rp_voice_phrase(const rp_voice *voice, const rp_phrase *phrase,
                        bool wished);

/** An amount with the currency; null for NAN. */
json_t *rp_voice_money(const rp_voice *voice, double amount);

/** "16 November 2026"; null for RP_NO_DAY. */
json_t *rp_voice_date(const rp_voice *voice, int32_t day);

/** "a, b and c"; takes the list over. Null when it is empty. */
json_t *rp_voice_sentence(const rp_voice *voice, json_t *list);

#endif
