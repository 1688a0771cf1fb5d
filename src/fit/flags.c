#include "fit/flags.h"

#include <stdio.h>
#include <string.h>

enum { LONGEST = 240, ADULT_AGE = 18 };

static const unsigned human = 1u << RP_FLAG_HUMAN;

static bool is_minor(const rp_client *client) {
    return client->age != RP_BLANK && client->age < ADULT_AGE;
}

/* Who comes, as couple_safety.csv counts. */
static unsigned comes(const rp_client *client) {
    unsigned bits = 0;

    if (client->client_type == RP_COUPLE)
        bits |= RP_COMES_COUPLE;
    if (client->client_type == RP_FAMILY)
        bits |= RP_COMES_FAMILY;
    if (client->age != RP_BLANK)
        bits |= is_minor(client) ? RP_COMES_MINOR : RP_COMES_ADULT;
    return bits;
}

/* What couple_safety.csv says of a concern for this client. */
static unsigned safety_of(const rp_taxonomy *taxonomy, const rp_client *client,
                          const rp_item *concern) {
    return rp_couple_safety_flags(&taxonomy->couple_safety, &taxonomy->concerns,
                                  concern->tag, comes(client),
                                  concern->wrote & RP_WROTE_ABUSE);
}

/* A row of danger.csv for the very words asks for less; not where couples and
 * families come, or a minor. */
static bool is_mild(const rp_client *client, const rp_item *concern) {
    return (concern->wrote & RP_WROTE_MILDLY) &&
           !(comes(client) &
             (RP_COMES_COUPLE | RP_COMES_FAMILY | RP_COMES_MINOR));
}

unsigned rp_flags_of(const rp_taxonomy *taxonomy, const rp_client *client,
                     const rp_item *concern) {
    unsigned flags = rp_taxonomy_flags(taxonomy, concern->tag) |
                     safety_of(taxonomy, client, concern);

    return is_mild(client, concern) ? flags & ~human : flags;
}

rp_danger_grade rp_flags_grade(const rp_taxonomy *taxonomy,
                               const rp_client *client, const rp_note *note) {
    rp_danger_hit hit = {.grade = (rp_danger_grade)note->grade,
                         .concern = note->concern};

    return rp_danger_grade_for(&taxonomy->danger, &hit, is_minor(client));
}

bool rp_flags_ask_human(const rp_fit *fit, const rp_client *client) {
    for (uint32_t i = 0; i < client->note_count; i++)
        if (rp_flags_grade(fit->taxonomy, client, &client->notes[i]) ==
            RP_DANGER_PERSON)
            return true;
    for (uint32_t i = 0; i < client->concerns->count; i++)
        if (rp_flags_of(fit->taxonomy, client, &client->concerns->items[i]) &
            human)
            return true;
    return rp_parted_unsafe(client) >= 0;
}

/* A couple or family with a flag: no setting sends these to therapy. */
static bool is_joint_danger(const rp_taxonomy *taxonomy,
                            const rp_client *client) {
    bool is_flagged = false;

    if (!(comes(client) & (RP_COMES_COUPLE | RP_COMES_FAMILY)))
        return false;
    for (uint32_t i = 0; i < client->concerns->count; i++)
        is_flagged |=
            (safety_of(taxonomy, client, &client->concerns->items[i]) &
             human) != 0;
    return is_flagged;
}

bool rp_flags_hold_back(const rp_fit *fit, const rp_client *client) {
    return rp_flags_ask_human(fit, client) &&
           !rp_cleared_has(fit->cleared, client->id) &&
           (fit->policy->human_flag > 0.0 || rp_parted_unsafe(client) >= 0 ||
            is_joint_danger(fit->taxonomy, client));
}

bool rp_flags_note_words(const rp_note *note, bool with_column,
                         rp_buffer *out) {
    out->length = 0;
    return rp_buffer_puts(out, "'") && rp_buffer_puts(out, note->words) &&
           rp_buffer_puts(out, "'") &&
           (!with_column || !note->column ||
            (rp_buffer_puts(out, " in the column '") &&
             rp_buffer_puts(out, note->column) && rp_buffer_puts(out, "'")));
}

/* Is the concern one that noted words were read as? */
static bool is_noted(const rp_taxonomy *taxonomy, const rp_client *client,
                     uint32_t concern) {
    for (uint32_t i = 0; i < client->note_count; i++)
        if (client->notes[i].concern == concern && !client->notes[i].column &&
            rp_flags_grade(taxonomy, client, &client->notes[i]) ==
                RP_DANGER_PERSON)
            return true;
    return false;
}

static bool add_once(rp_texts *out, const char *words) {
    return rp_texts_has(out, words) || rp_texts_add(out, words);
}

/* "left T04 over safety", where that is so. */
static bool put_unsafe(const rp_client *client, const char *note,
                       rp_texts *out) {
    int parting = rp_parted_unsafe(client);
    char words[LONGEST];

    if (parting < 0)
        return true;
    snprintf(words, sizeof words, "left %s over safety%s",
             rp_parted_therapist(client, parting).bytes, note);
    return add_once(out, words);
}

bool rp_flags_reasons(const rp_fit *fit, const rp_client *client,
                      bool with_columns, rp_texts *out) {
    const rp_taxonomy *taxonomy = fit->taxonomy;
    rp_buffer words = {0};
    bool whole = true;

    rp_texts_empty(out);
    for (uint32_t i = 0; whole && i < client->note_count; i++)
        if (rp_flags_grade(taxonomy, client, &client->notes[i]) ==
            RP_DANGER_PERSON)
            whole =
                rp_flags_note_words(&client->notes[i], with_columns, &words) &&
                add_once(out, words.bytes);
    for (uint32_t i = 0; whole && i < client->concerns->count; i++) {
        const rp_item *item = &client->concerns->items[i];
        if ((rp_flags_of(taxonomy, client, item) & human) &&
            !is_noted(taxonomy, client, item->tag))
            whole = add_once(out, taxonomy->concerns.entries[item->tag].label);
    }
    whole = whole && put_unsafe(client, "", out);
    rp_buffer_clear(&words);
    return whole;
}

/* -- the column flags ----------------------------------------------------- */

static const char *const flag_words[RP_FLAG_COUNT] = {
    [RP_FLAG_PRESCRIBER] = "involve a prescriber",
    [RP_FLAG_MEDICAL] = "medical check and monitoring",
    [RP_FLAG_HUMAN] = "a person should look at this first",
    [RP_OFFER_PRESCRIBER] = "offer a prescriber",
    [RP_SCREEN_IPV] = "screen for violence between partners",
    [RP_SPECIALIST] = "a specialist is needed",
};

static bool put_flags(const rp_taxonomy *taxonomy, uint32_t concern,
                      unsigned flags, rp_texts *out) {
    for (int flag = 0; flag < RP_FLAG_COUNT; flag++) {
        char words[LONGEST];
        if (!(flags & 1u << flag))
            continue;
        snprintf(words, sizeof words, "%s: %s",
                 taxonomy->concerns.entries[concern].label, flag_words[flag]);
        /* it may be said already, for a sibling */
        if (!add_once(out, words))
            return false;
    }
    return true;
}

/* Of evidence.csv the concern's own and its parent's, then what only
 * couple_safety.csv says. */
static bool put_concern(const rp_taxonomy *taxonomy, const rp_client *client,
                        const rp_item *item, unsigned unsaid, rp_texts *out) {
    uint32_t concern = item->tag;
    uint32_t parent = rp_taxonomy_parent(&taxonomy->concerns, concern);

    if (concern >= taxonomy->concerns.count)
        return true;
    unsigned all = rp_flags_of(taxonomy, client, item) & ~unsaid;
    if (is_noted(taxonomy, client, concern))
        all &= ~human; /* the words themselves say it */
    unsigned own = taxonomy->flags[concern] & all;
    unsigned from_parent =
        parent == RP_NONE ? 0 : taxonomy->flags[parent] & all & ~own;
    return put_flags(taxonomy, concern, own, out) &&
           (parent == RP_NONE ||
            put_flags(taxonomy, parent, from_parent, out)) &&
           put_flags(taxonomy, concern, all & ~(own | from_parent), out);
}

static const char *note_flag(rp_danger_grade grade) {
    return grade == RP_DANGER_PERSON ? flag_words[RP_FLAG_HUMAN]
           : grade == RP_DANGER_LOOK ? "look at this"
                                     : "a person reads this";
}

static const unsigned of_prescribers =
    1u << RP_FLAG_PRESCRIBER | 1u << RP_OFFER_PRESCRIBER;

bool rp_flags_texts(const rp_fit *fit, const rp_client *client,
                    uint32_t therapist, rp_texts *out) {
    const rp_therapist *therapists = fit->roster->therapists;
    bool prescribes =
        therapist != RP_NONE && therapists[therapist].prescribes == RP_YES;
    unsigned unsaid = prescribes ? of_prescribers : 0;
    rp_buffer words = {0};
    bool whole = true;

    rp_texts_empty(out);
    for (uint32_t i = 0; whole && i < client->note_count; i++) {
        const rp_note *note = &client->notes[i];
        whole = rp_flags_note_words(note, true, &words) &&
                rp_buffer_puts(&words, ": ") &&
                rp_buffer_puts(&words, note_flag(rp_flags_grade(
                                           fit->taxonomy, client, note))) &&
                add_once(out, words.bytes);
    }
    for (uint32_t i = 0; whole && i < client->concerns->count; i++)
        whole = put_concern(fit->taxonomy, client, &client->concerns->items[i],
                            unsaid, out);
    whole = whole &&
            put_unsafe(client, ": a person should look at this first", out);
    rp_buffer_clear(&words);
    return whole;
}
