/**
 * @file roster.h
 * The clinic of one run: its therapists and its clients, read and checked.
 *
 * Both are sorted bytewise by id, so that an index is a rank by id and the
 * order of rows can reach no result.
 */
#ifndef RP_INPUT_ROSTER_H
#define RP_INPUT_ROSTER_H

#include "input/layout.h"
#include "input/record.h"
#include "input/safety/pseudonyms.h"

/** Hours of the groups that a therapist leads, and their slots with these. */
typedef struct rp_taken {
    rp_times hours, whole;
} rp_taken;

typedef struct rp_roster {
    rp_arena arena;
    rp_names names;
    rp_therapist *therapists; /* [therapist_count] by id; after errors rows
                                 without an id stand last, with NULL */
    rp_client *clients;       /* [client_count] likewise */
    uint32_t therapist_count, client_count;
    rp_tags *strangers;        /* ids that clients name, of no therapist here:
                                  of those who left */
    bool is_cut[RP_SIDES];     /* not every id of the file could be read */
    rp_table tables[RP_SIDES]; /* as read; their text until settled */
    rp_layout layouts[RP_SIDES];
    const char *beside; /* the path of the therapists' sheet, beside which their
                           photos stand; NULL: it was read from memory, and no
                           therapist has one */
    bool has_today;     /* how it was read: see rp_intake */
    int32_t today;
    rp_date_order dates;
    const rp_hours *parts;           /* borrowed */
    const rp_pseudonyms *pseudonyms; /* that ids are here, borrowed; NULL: they
                                        are those of the files */
    const rp_taken *taken; /* [therapist_count] what groups take out of their
                              slots; NULL: there are no groups */
    unsigned sensitive;    /* bits of rp_layout, of both files */
} rp_roster;

/** Free what a roster holds; it may be half read. */
void rp_roster_clear(rp_roster *roster);

/** Give every finding about the files its place and the person whose row it
 *  is, and let go of the files' text. */
void rp_roster_settle(rp_roster *roster, rp_findings *findings);

/** Are prescribers a second role: does the sheet say of anybody, and be it 0,
 *  for how many they can prescribe? */
bool rp_roster_has_prescribers(const rp_roster *roster);

/** The id of a person as files have it, who is not called so where there are
 *  pseudonyms; NULL where there is none. Borrowed. */
const char *rp_roster_filed_id(const rp_roster *roster, rp_side side,
                               uint32_t person);

/** The name likewise; "" where there is none. */
const char *rp_roster_filed_name(const rp_roster *roster, rp_side side,
                                 uint32_t person);

/** What somebody is called whose id stands in a file: the id itself, or the
 *  pseudonym of one who was noted. Borrowed. */
const char *rp_roster_shown(const rp_roster *roster, rp_side side,
                            const char *id);

/** The index of an id, or RP_NONE. Where there are pseudonyms, it may be one
 *  of them, or the id of the files. */
uint32_t rp_roster_find(const rp_roster *roster, rp_side side, rp_text id);

/** The same of an id that was typed: blanks around it are dropped, and so is
 *  the apostrophe that guards it in a result it may be copied from. */
uint32_t rp_roster_find_typed(const rp_roster *roster, rp_side side,
                              rp_text id);

#endif
