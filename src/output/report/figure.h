/**
 * @file figure.h
 * Bars of a report: a table of numbers, each with the length of its bar.
 */
#ifndef RP_OUTPUT_REPORT_FIGURE_H
#define RP_OUTPUT_REPORT_FIGURE_H

#include <jansson.h>
#include <stddef.h>

/** One bar: a part of a whole, or with whole = part a plain length. */
typedef struct rp_bar {
    const char *label;
    double part, whole;
} rp_bar;

/**
 * `{name, title, summary, part_name, whole_name, has_whole, bars: [{label,
 * part, whole, part_width, rest_width}]}`; the longest bar is 100 wide.
 *
 * @param summary      a sentence below the title; may be ""
 * @param part, whole  what the numbers are called; whole "" for plain lengths
 * @return NULL when out of memory
 */
json_t *rp_figure_bars(const char *name, const char *title, const char *summary,
                       const char *part, const char *whole, const rp_bar *bars,
                       size_t count);

#endif
