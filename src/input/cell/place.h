/**
 * @file place.h
 * Addresses around the name of a state.
 */
#ifndef RP_INPUT_CELL_PLACE_H
#define RP_INPUT_CELL_PLACE_H

#include "base/text.h"

/** A state without the ZIP or postal code behind it. */
rp_text rp_place_bare(rp_text piece);

/** Is it a ZIP or postal code alone, or a country that has states? */
bool rp_place_is_no_state(rp_text piece);

#endif
