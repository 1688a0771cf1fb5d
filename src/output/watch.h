/**
 * @file watch.h
 * Lack of memory inside jansson, whose calls are too many to ask each.
 */
#ifndef RP_OUTPUT_WATCH_H
#define RP_OUTPUT_WATCH_H

/** From here on jansson's lack of memory is noted: base/shortage.h. */
void rp_watch_json(void);

#endif
