/**
 * @file template.h
 * HTML with gaps, filled from a tree of values.
 *
 *     {{name}}              the value as text, escaped; {{.}} the value itself
 *     {{#name}}…{{/name}}   for each of a list; once for an object, a text that
 *                           is not empty, a number that is not 0, true
 *     {{^name}}…{{/name}}   when the above would write nothing
 *     {{>key}}              a text of the page's language, whose own gaps are
 *                           filled: values in <bdi class="name">
 *     {{=key}}              the same without markup, for titles and attributes
 *     {{{name}}}            a piece of the page that the program itself holds,
 *                           as it is: style, script, data
 *
 * Names are looked up in the innermost object first. There is no way to write
 * a value of the tree unescaped.
 */
#ifndef RP_OUTPUT_HTML_TEMPLATE_H
#define RP_OUTPUT_HTML_TEMPLATE_H

#include "output/html/markup.h"

/** What stands behind {{{name}}}, and the text of {{>key}}: NULL or "" where
 *  there is none. */
typedef struct rp_piece_writer {
    void (*write)(void *payload, rp_text name, const rp_pen *pen);
    const char *(*words)(void *payload, rp_text key); /* may be NULL */
    void *payload;
} rp_piece_writer;

/**
 * Fill a template.
 *
 * @param values  the tree; may be NULL where the template has no gaps
 * @return false when the template is broken: a section that does not end, or
 *         more than RP_TEMPLATE_DEPTH of them within each other
 */
bool rp_template_fill(rp_text text, const json_t *values,
                      const rp_piece_writer *pieces, const rp_pen *pen);

enum { RP_TEMPLATE_DEPTH = 16 };

#endif
