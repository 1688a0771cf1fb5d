/**
 * @file figure.h
 * Bars of a report: numbers with the places and lengths at which a template
 * draws them, and the same numbers as a table.
 */
#ifndef RP_OUTPUT_HTML_FIGURE_H
#define RP_OUTPUT_HTML_FIGURE_H

#include <jansson.h>
#include <stddef.h>

/** One bar: a part of a whole, or with whole = part a plain length. */
typedef struct rp_bar {
    const char *label;
    double part, whole;
} rp_bar;

/**
 * `{name, title, summary, columns: [part, whole], has_whole, height, bars:
 * [{label, part, whole, y, text_y, part_width, rest_x, rest_width}]}`.
 *
 * @param part, whole  what the numbers are called; whole "" for plain lengths
 * @return NULL when out of memory
 */
json_t *rp_figure_bars(const char *name, const char *title, const char *summary,
                       const char *part, const char *whole, const rp_bar *bars,
                       size_t count);

#endif
