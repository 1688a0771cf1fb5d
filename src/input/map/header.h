/**
 * @file header.h
 * What a header says by itself.
 */
#ifndef RP_INPUT_MAP_HEADER_H
#define RP_INPUT_MAP_HEADER_H

#include "input/cell/cell.h"

/** The column of a header, folded here as they are compared: a trailing `?`,
 *  `:` or `*` falls away. @return NULL when it is none, or without memory */
const rp_column *rp_header_column(rp_side side, rp_reader *reader,
                                  rp_text header);

/** Does a header of clients ask about danger? */
bool rp_header_asks_danger(rp_side side, rp_reader *reader, rp_text header);

/** Is it the column in which a form notes when it was sent? */
bool rp_header_is_timestamp(rp_reader *reader, rp_text header);

#endif
