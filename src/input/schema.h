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

#include <stdbool.h>
#include <stdint.h>

typedef enum rp_kind {
    RP_KIND_ID,
    RP_KIND_TEXT,
    RP_KIND_WHOLE,      /* int32_t */
    RP_KIND_NUMBER,     /* double */
    RP_KIND_DATE,       /* int32_t */
    RP_KIND_BIRTH,      /* int32_t, a date in the past */
    RP_KIND_ANSWER,     /* int8_t */
    RP_KIND_ACCEPTING,  /* int8_t: yes, no, full, waitlist … */
    RP_KIND_RISK,       /* int8_t: anything but a plain no is a yes */
    RP_KIND_AGES,       /* rp_ages */
    RP_KIND_CHOICE,     /* int8_t, index into choices */
    RP_KIND_LIST,       /* rp_list of tags */
    RP_KIND_IDS,        /* rp_list of indices into the other roster */
    RP_KIND_TIMES,      /* rp_times */
    RP_KIND_PRIORITIES, /* int8_t[3] */
    RP_KIND_AUDIT       /* known, read for audits alone */
} rp_kind;

/** Whose names the values of a list are. */
typedef enum rp_names_id {
    RP_NAMES_NONE,
    RP_NAMES_CONCERNS,
    RP_NAMES_MODALITIES,
    RP_NAMES_LANGUAGES,
    RP_NAMES_FORMATS,      /* closed */
    RP_NAMES_CLIENT_TYPES, /* closed */
    RP_NAMES_GENDERS,
    RP_NAMES_REGIONS,
    RP_NAMES_PAYERS,
    RP_NAMES_FREE, /* whatever the clinic writes */
    RP_NAMES_COUNT
} rp_names_id;

enum rp_column_flags {
    RP_REQUIRED = 1,
    RP_NUMBERED = 2,    /* `name:12` */
    RP_MARKED = 4,      /* `name!`, `name?` */
    RP_MUST_WISH = 8,   /* `!` is read as strong, with a warning */
    RP_REASONED = 16,   /* `id:reason` */
    RP_NO_EFFECT = 32,  /* read and checked, not used yet */
    RP_PREFERENCE = 64, /* 0 counts as blank */
    RP_UNLISTED = 128,  /* of other people's sheets: in no template */
    RP_MONEY = 256,
    RP_YEARS = 512,
    RP_IN_WORDS = 1024,  /* full and waitlist are 0 */
    RP_WATCHED = 2048,   /* looked at for words of danger, entry by entry */
    RP_HOW_OFTEN = 4096, /* of a risk: never is a no */
    RP_ONE_FORM = 8192,  /* of a sheet that has several: in one of them alone,
                            as who reads it knows */
    RP_PARTED = 16384    /* the reasons are those of parting.h, and act */
};

typedef struct rp_column {
    const char *name;
    const char *aliases; /* by ';' */
    rp_kind kind;
    rp_names_id names;
    unsigned flags;
    double min, max;     /* of numbers, or of the number behind ':' */
    size_t offset;       /* of the member in the record of the sheet */
    const char *choices; /* of RP_KIND_CHOICE: canonical names by ';' in the
                            order of their numbers, aliases as `alias=name` */
    const char *unit, *example, *help;
} rp_column;

/** Whose sheet it is: the two sides that are matched, and sheets of what came
 *  of earlier matches. */
typedef enum rp_side {
    RP_THERAPISTS,
    RP_CLIENTS,
    RP_SIDES,    /* the sheets of people; itself none */
    RP_OUTCOMES, /* questionnaires, or courses of therapy */
    RP_HISTORY,  /* what came of pairs */
    RP_SHEETS
} rp_side;

/** A sheet's columns, in the order of the template. */
typedef struct rp_schema {
    const char *name; /* "therapists"; NULL: no sheet */
    const rp_column *columns;
    uint32_t count;
} rp_schema;
extern const rp_schema rp_schemas[RP_SHEETS];

/** The columns of the sheet of answers, in the order of rp_answer_column; they
 *  have no members in a record. */
enum rp_answer_column {
    RP_ANSWERS_CLIENT,
    RP_ANSWERS_ANSWER,
    RP_ANSWERS_THERAPIST,
    RP_ANSWERS_ON,
    RP_ANSWERS_UNTIL,
    RP_ANSWERS_COLUMNS
};
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
