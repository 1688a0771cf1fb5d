/**
 * @file schema.h
 * The columns of the two rosters and of a clinic's results: one table that
 * drives parsing, checking, `rapport template`, `rapport columns` and the
 * tables of src/docs/formats.md.
 */
#ifndef RP_INPUT_SCHEMA_H
#define RP_INPUT_SCHEMA_H

#include "base/finding.h"
#include "base/tags.h"
#include "input/answers/columns.h"
#include "input/column.h"

#include <stdbool.h>
#include <stdint.h>

/** Whose sheet it is: the two sides that are matched, and sheets of what came
 *  of earlier matches. */
typedef enum rp_side {
    RP_THERAPISTS,
    RP_CLIENTS,
    RP_SIDES,    /* the sheets of people; itself none */
    RP_OUTCOMES, /* questionnaires, or courses of therapy */
    RP_HISTORY,  /* what came of pairs */
    RP_GROUPS,   /* groups that clients may have a seat in */
    RP_LIMITS,   /* how many of some clients some therapists take */
    RP_SHEETS
} rp_side;

/** A sheet's columns, in the order of the template. */
typedef struct rp_schema {
    const char *name; /* "therapists"; NULL: no sheet */
    const rp_column *columns;
    uint32_t count;
} rp_schema;
extern const rp_schema rp_schemas[RP_SHEETS];

/** Its columns have no members in a record. */
extern const rp_schema rp_answers_schema;

/** The column of a folded header name or alias; NULL when unknown. Names that
 *  begin with `audit_` are the last entry of a roster's table. */
const rp_column *rp_schema_find(rp_side side, rp_text folded);

/** The columns of one roster by their names, for many look-ups; zeroes hold
 *  nothing. */
typedef struct rp_schema_index {
    rp_tags *names;            /* and aliases */
    const rp_column **columns; /* [names] */
} rp_schema_index;

/** Fill an empty index. @return false when out of memory; clear it anyway */
bool rp_schema_index_make(rp_schema_index *out, rp_side side);
void rp_schema_index_clear(rp_schema_index *index);

/** As rp_schema_find(). */
const rp_column *rp_schema_index_find(const rp_schema_index *index,
                                      rp_side side, rp_text folded);

/**
 * The column whose name or alias is nearest to an unknown header; NULL when
 * none is near.
 *
 * @param[out] header  that name or alias
 */
const rp_column *rp_schema_nearest(rp_side side, rp_text folded,
                                   rp_quoted *header);

/** What a kind is called in messages and in the data dictionary. */
const char *rp_kind_words(const rp_column *column);

/** The number of a choice (folded), or -1. */
int rp_choice_find(const rp_column *column, rp_text folded);

/** The piece at `index` of a list by ';'; false when there is none. */
bool rp_piece(const char *list, uint32_t index, rp_text *piece);

#endif
