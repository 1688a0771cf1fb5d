/**
 * @file watch.h
 * What a client wrote, looked at for words of danger while it is read.
 *
 * Notes gather in the reader and go to the client when the row is read.
 */
#ifndef RP_INPUT_SAFETY_WATCH_H
#define RP_INPUT_SAFETY_WATCH_H

#include "input/cell/cell.h"

/**
 * Look at an entry of concerns that is no known name, and note what is found.
 *
 * @return the hit: a PERSON is read as its concern
 */
rp_danger_hit rp_watch_entry(rp_reader *reader, rp_place place, rp_text entry);

/** Does a person look at a concern first, whoever has it? */
bool rp_watch_is_grave(const rp_reader *reader, uint32_t concern);

/**
 * Look at an entry that is the known name `item->tag`: where danger.csv has a
 * row for these very words, that row's grade holds.
 *
 * @param[in,out] item  learns how it was written
 * @return another concern that follows it, or RP_NONE
 */
uint32_t rp_watch_name(rp_reader *reader, rp_place place, rp_text name,
                       rp_item *item);

/** Note an entry that nobody knows and that is a sentence. */
void rp_watch_sentence(rp_reader *reader, rp_place place, rp_text entry);

/** Look at a cell of another column. @param header  of the column */
void rp_watch_cell(rp_reader *reader, rp_place place, rp_text header,
                   rp_text cell);

/**
 * Is a cell worth a look? Where there are two words in it; where its column
 * takes one of a few values, a word is enough.
 *
 * @param column  that the cell is read as; NULL: none
 */
bool rp_watch_is_worth(const rp_column *column, rp_text cell);

/** Hand the notes over to a client, behind those they have. */
void rp_watch_hand_over(rp_reader *reader, rp_client *client);

#endif
