/**
 * @file markup.h
 * Text on its way into HTML: nothing of it can become markup.
 */
#ifndef RP_OUTPUT_HTML_MARKUP_H
#define RP_OUTPUT_HTML_MARKUP_H

#include "base/text.h"

#include <jansson.h>

/** Where bytes go. */
typedef struct rp_pen {
    void (*put)(void *payload, const void *bytes, size_t length);
    void *payload;
} rp_pen;

/**
 * Text between tags or within a quoted attribute: & < > " ' as entities,
 * control characters other than tab and line feed as U+FFFD.
 */
void rp_markup_text(const rp_pen *pen, rp_text text);

/**
 * A value as JSON in ASCII for a script element that is data: < > & and all
 * that is not ASCII (including U+2028 and U+2029) as escapes by number.
 *
 * @return false when out of memory
 */
bool rp_markup_json(const rp_pen *pen, const json_t *value);

#endif
