/**
 * @file record.h
 * One therapist, one client, one row of outcomes: the cells of a row as
 * values.
 *
 * Blank means unknown, never "no": every member can say that it is unknown.
 * Lists and strings belong to the roster.
 */
#ifndef RP_INPUT_RECORD_H
#define RP_INPUT_RECORD_H

#include "input/cell/ages.h"
#include "input/cell/number.h"
#include "input/policy.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/** How much a wish weighs; the larger wins where a value is repeated. */
typedef enum rp_strength {
    RP_MILD,   /* `?` */
    RP_STRONG, /* no mark */
    RP_MUST    /* `!` */
} rp_strength;

#define RP_NO_NUMBER (-1)

/** How a concern was written: bits. */
enum {
    RP_WROTE_ABUSE = 1, /* with the word abuse or one of its kin */
    RP_WROTE_MILDLY = 2 /* in words for which danger.csv asks for no person,
                           whatever is said of the concern */
};

/** A value of a list. */
typedef struct rp_item {
    uint32_t tag;     /* number in the column's names, or index of a person */
    int32_t number;   /* cases or weight, RP_NO_NUMBER when none is written */
    uint8_t strength; /* rp_strength */
    uint8_t wrote;    /* RP_WROTE_.. of a concern; of two both abuse, and mildly
                         where both are */
} rp_item;

/** Records whose cells are equal may share one; a record always has one. */
typedef struct rp_list {
    const rp_item *items; /* [count] in the order of the cell, no repeats */
    uint32_t count;
    bool known; /* false: blank; true with count 0: `none` */
} rp_list;

/** The list of a record that stands at so many bytes in it. */
static inline const rp_list *rp_list_at(const void *record, size_t offset) {
    return *(const rp_list *const *)(const void *)((const char *)record +
                                                   offset);
}

static inline bool rp_list_has(const rp_list *list, uint32_t tag) {
    for (uint32_t i = 0; i < list->count; i++)
        if (list->items[i].tag == tag)
            return true;
    return false;
}

/** A therapy that ended, with its reason. */
typedef struct rp_parting {
    uint32_t therapist; /* index; RP_NONE: is not in the file any more */
    const char *id;     /* of the therapist */
    uint8_t reason;     /* row of rp_parting_rows */
} rp_parting;

/** Minutes of a week that begins Monday 00:00: disjoint, ascending. */
typedef struct rp_window {
    uint16_t begin, end; /* [begin, end) of 0..10080 */
} rp_window;

typedef struct rp_times {
    const rp_window *windows; /* [count]; 0 = unknown, but for
                                 rp_times_none_left */
    uint32_t count;
    const uint32_t *sites; /* [count] tag of where a therapist's window is,
                              RP_NONE: not said; NULL: of none */
} rp_times;

/** The windows of times that were named, of which groups take all. */
extern const rp_window rp_times_none_left[1];

/** Does nothing say which times these are? */
static inline bool rp_times_are_unknown(const rp_times *times) {
    return times->count == 0 && times->windows != rp_times_none_left;
}

/** A yes or no cell. */
typedef enum rp_answer { RP_UNKNOWN = -1, RP_NO = 0, RP_YES = 1 } rp_answer;

/** A whole number that is not given. */
#define RP_BLANK (-1)

typedef struct rp_therapist {
    const char *id, *name;                      /* name is "" when blank */
    const char *credentials, *pronouns, *about; /* for pages, "" when blank */
    const char *photo; /* a file beside the sheet that can be read, or "" */
    uint32_t row;      /* of its table */
    int32_t openings;
    const rp_list *specialties, *not_treated, *modalities, *client_types,
        *formats;
    const rp_list *sites; /* those of windows of slots as well */
    uint32_t named_sites; /* so many of these, the first ones, are those of the
                             column, in a sheet as it was read */
    const rp_list *licensed_in, *languages, *insurance;
    const rp_list *gender, *ethnicity, *faith, *populations, *values;
    const rp_list *declines; /* tags are indices of clients */
    int32_t age_min, age_max;
    rp_ages ages;                 /* of a column of both; see row.h */
    int32_t capacity, caseload;   /* RP_BLANK when blank */
    int8_t accepting, telehealth; /* rp_answer */
    double fee, fee_min;          /* NAN when blank */
    rp_times slots;
    int32_t session_minutes;     /* RP_BLANK: the policy's */
    double utc_offset;           /* hours, NAN when blank */
    int8_t severity_max;         /* rp_burden, RP_BLANK */
    int8_t prescribes;           /* rp_answer */
    int32_t prescriber_openings; /* RP_BLANK when blank */
    /* limits of theirs, RP_BLANK when blank: src/match/conditions/terms.h */
    int32_t reserve, max_urgent, max_severe, sliding_seats;
    double style[RP_AXIS_COUNT]; /* NAN when blank */
    /* days, RP_NO_DAY when blank; both ends are days of work */
    int32_t available_from, available_until;
    int32_t updated_on;
} rp_therapist;

/** A group: what it offers stands in the columns in which a therapist says the
 *  same, so that rules and criteria read both alike. Its topics are
 *  specialties, its hour is slots: one window, or unknown. */
typedef struct rp_group {
    rp_therapist offer;
    const rp_list *leaders; /* tags are indices of therapists */
    int32_t min_size, max_size, current;
    int8_t closed; /* rp_answer; yes: takes nobody new */
} rp_group;

/** A limit that a clinic has: how many of some clients some therapists take
 *  together. */
typedef struct rp_limit {
    const char *id; /* NULL where the cell is blank */
    uint32_t row;
    const char *therapists, *clients; /* filters as typed; "" when blank */
    const char *note;
    int32_t min, max; /* RP_BLANK when blank */
} rp_limit;

/** Words in a client's row for a person to see. */
typedef struct rp_note {
    uint8_t grade;      /* rp_danger_grade before the client's age is seen;
                           NONE: a sentence that nobody knows */
    uint32_t concern;   /* that the words are read as, or RP_NONE */
    uint32_t at;        /* column of the file */
    const char *words;  /* as quoted: at most 40 bytes */
    const char *column; /* its header; NULL: they stand under concerns */
} rp_note;

enum rp_urgency { RP_ROUTINE, RP_SOON, RP_URGENT, RP_CRISIS };
enum rp_burden { RP_BURDEN_MILD, RP_BURDEN_MODERATE, RP_BURDEN_SEVERE };
enum rp_frequency { RP_EVERY_WEEK, RP_EVERY_OTHER_WEEK, RP_TWICE_A_WEEK };
enum rp_prescriber { RP_NEED_NO, RP_NEED_YES, RP_NEED_OPEN };
enum rp_wants_group {
    RP_GROUP_NO,
    RP_GROUP_OPEN,
    RP_GROUP_SUPPLEMENT,
    RP_GROUP_INSTEAD
};

/** Hours that a pin names, as minutes of the therapist's week. */
typedef struct rp_pin_hours {
    uint16_t begin[2]; /* [count] */
    uint8_t count;
    char week; /* 'A' or 'B', 0 where none is named */
} rp_pin_hours;

/** What rp_item.number says of a client that another one names. */
enum { RP_LINK_APART, RP_LINK_SAME };

typedef struct rp_client {
    const char *id, *name; /* name is "" when blank */
    uint32_t row;
    int32_t referred_on;     /* day, RP_NO_DAY when blank */
    int8_t urgency;          /* rp_urgency, RP_BLANK counts as routine */
    int8_t severity;         /* rp_burden, RP_BLANK */
    int8_t client_type;      /* rp_client_type, RP_BLANK counts as individual */
    int8_t needs_prescriber; /* rp_prescriber, RP_BLANK */
    int8_t wants_group;      /* rp_wants_group, RP_BLANK */
    int8_t priorities[3];    /* rp_criterion, RP_BLANK */
    int32_t age;
    int32_t born_on;         /* day, RP_NO_DAY when blank */
    int8_t risk, telehealth; /* rp_answer */
    bool is_at_risk;         /* says the sheet of outcomes */
    int32_t review_step;     /* of the ladder, taken before; RP_BLANK */
    int32_t reviewed_on;     /* day of the data it was taken on, RP_NO_DAY */
    const rp_list *concerns;
    const rp_list *want_modalities, *avoid_modalities, *tried_modalities;
    double style[RP_AXIS_COUNT]; /* NAN when blank */
    const rp_list *languages, *guardian_languages;
    const rp_list *want_gender, *want_ethnicity, *want_faith, *want_populations;
    const rp_list *want_values;
    const rp_list *requested, *past,
        *avoid;            /* tags are indices of therapists */
    const rp_list *linked; /* tags are indices of clients, numbers RP_LINK_.. */
    const rp_list *formats, *sites, *lives_in, *insurance;
    rp_times slots;
    int8_t frequency;   /* rp_frequency, RP_BLANK counts as weekly */
    double utc_offset;  /* hours, NAN when blank */
    double max_fee;     /* NAN when blank */
    const rp_list *pin; /* at most one: the index of a therapist */
    rp_pin_hours pin_hours;
    const char *pin_name; /* how the pin named them, where by no id; or NULL */
    const rp_note *notes; /* [note_count] */
    uint32_t note_count;
    const rp_parting *partings; /* [parting_count] those with a reason, in the
                                   order of the cell */
    uint32_t parting_count;
} rp_client;

enum rp_ended { RP_COMPLETED, RP_DROPPED_OUT, RP_REFERRED, RP_ONGOING };

/** A row of a sheet of outcomes: a questionnaire, a session without one, or a
 *  whole course of therapy. The ids need be in no roster. */
typedef struct rp_outcome_row {
    const char *client, *therapist; /* ids; NULL where the cell is blank */
    uint32_t row;
    const char *measure;    /* as typed; "" when blank */
    const rp_list *concern; /* the first one counts */
    double score;           /* NAN when blank, and so are the next two */
    double pre, post;       /* of a course */
    int32_t date;           /* day, RP_NO_DAY when blank */
    int32_t session;        /* RP_BLANK when blank */
    int32_t sessions;       /* of a course; RP_BLANK */
    int8_t attended, homework_done, risk; /* rp_answer */
    int8_t ended;                         /* rp_ended of a course, RP_BLANK */
} rp_outcome_row;

enum rp_came { RP_CAME_IMPROVED, RP_CAME_NOT_IMPROVED, RP_CAME_DROPPED_OUT };

/** A row of a sheet of history: what came of a pair, in one of three kinds. */
typedef struct rp_history_row {
    const char *client, *therapist; /* ids; NULL where the cell is blank */
    uint32_t row;
    int32_t preferred_rank; /* 1 is staff's first choice; RP_BLANK */
    double gain;            /* NAN when blank */
    int8_t result;          /* rp_came, RP_BLANK */
} rp_history_row;

#endif
