/**
 * @file column.h
 * A column of a sheet as a record: its names, its kind, and where it goes.
 */
#ifndef RP_INPUT_COLUMN_H
#define RP_INPUT_COLUMN_H

#include <stddef.h>

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
    RP_KIND_IDS,        /* rp_list of indices into the other roster, or,
                           with RP_LINKED, into the same */
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
    RP_PARTED = 16384,   /* the reasons are those of parting.h, and act */
    RP_OFFSET = 32768,   /* hours before or behind UTC, in quarters */
    RP_LINKED = 65536,   /* ids of the same roster: `id:same`, `id:apart` */
    RP_BLANK_IS_FIRST = 131072 /* of choices: blank counts as the first one */
};

/** More choices than any column has. */
enum { RP_CHOICES_MOST = 16 };

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

#endif
