/**
 * @file rewrite.h
 * One cell rewritten in the spelling of its file.
 *
 * Each call makes an edit of one cell; texts live in the arena. A call that
 * returns false found no single cell that would do it, or no memory (then
 * *out_of_memory is set as well).
 */
#ifndef RP_WHY_EDIT_REWRITE_H
#define RP_WHY_EDIT_REWRITE_H

#include "why/edit/edit.h"

/** Whose cell, and where texts go. */
typedef struct rp_rewriter {
    const rp_roster *roster;
    rp_arena *arena;
    bool out_of_memory;
} rp_rewriter;

/** Add a tag to a list: to the list's own cell, or `yes` in the column of the
 *  tag where the file has one; a blank or `none` gives way to the value. */
bool rp_rewrite_add(rp_rewriter *w, rp_edit *out, rp_side side, uint32_t person,
                    const char *column, uint32_t tag);

/** Append text as typed to a list or to times of the week. */
bool rp_rewrite_append(rp_rewriter *w, rp_edit *out, rp_side side,
                       uint32_t person, const char *column, const char *text);

/** A list without some of its values; `tags` has `count` of them. */
bool rp_rewrite_without(rp_rewriter *w, rp_edit *out, rp_side side,
                        uint32_t person, const char *column,
                        const uint32_t *tags, size_t count);

/** The same values without the mark `!`. */
bool rp_rewrite_unmarked(rp_rewriter *w, rp_edit *out, rp_side side,
                         uint32_t person, const char *column);

/** Another text for the whole cell. */
bool rp_rewrite_text(rp_rewriter *w, rp_edit *out, rp_side side,
                     uint32_t person, const char *column, const char *text);

/** Another number. */
bool rp_rewrite_number(rp_rewriter *w, rp_edit *out, rp_side side,
                       uint32_t person, const char *column, double value);

/** Windows more behind those that are there. */
bool rp_rewrite_times(rp_rewriter *w, rp_edit *out, rp_side side,
                      uint32_t person, const char *column,
                      const rp_times *more);

/** How a tag is written in a cell: the label of a concern, an approach or a
 *  language, else the name. Borrowed from the names. */
const char *rp_rewrite_word(const rp_names *names, rp_names_id id,
                            uint32_t tag);

/** A number as short as it can be without loss, a point for decimals. */
void rp_number_write(char out[32], double value);

#endif
