/**
 * @file tables.h
 * What pairs are scored by when there are many: all that depends on one side,
 * or on few values, as tables made before the first pair.
 *
 * The definition of a score are the one-pair functions (fit/score.h). Tables
 * hold the very doubles that these compute, or small whole numbers that stand
 * for them, and whoever sweeps a row adds in the order of src/docs/scoring.md:
 * so no rounding differs, on any machine.
 *
 * | table | of | because |
 * |---|---|---|
 * | `codes` | therapist | 16 bytes with what a pair reads of them, as codes of
 *   the few values that occur (codes.h): fees, sets of names, style |
 * | `approaches` | therapist | those that they offer, as bits |
 * | `offers` | therapist | fees, and names as bits (marks.h): for clinics of
 *   more values than there are codes |
 * | `concerns[].depth` | concern × therapist | codes of 2 bytes: a row of 8,000
 *   therapists stays in the first cache |
 * | `concerns[].evidence` | concern × therapist | the best rating of their
 *   approaches, for clients who tried and avoid none |
 * | `concerns[].rated` | concern × rating | approaches of that rating as bits,
 *   for the others |
 * | `concerns[].refused`, `.contraindicated` | concern × therapist | bits:
 *   rules strike out 64 therapists a step |
 * | `week` | therapist | times as bits (week.h) |
 * | `promised` | window of a client × therapist | bits: is there an hour in it?
 *   (promised.h) |
 *
 * Of concerns only those have rows that clients have. Where a clinic is beyond
 * what a table can hold, or a client asks for what is in none, the one-pair
 * function is asked.
 */
#ifndef RP_FIT_SWEEP_TABLES_H
#define RP_FIT_SWEEP_TABLES_H

#include "fit/fit.h"
#include "fit/sweep/codes.h"
#include "fit/sweep/marks.h"
#include "fit/sweep/promised.h"
#include "fit/sweep/week.h"

/** Columns of wishes about the person. */
typedef enum rp_wish {
    RP_WISH_GENDER,
    RP_WISH_ETHNICITY,
    RP_WISH_FAITH,
    RP_WISH_POPULATIONS,
    RP_WISH_VALUES,
    RP_WISH_LANGUAGES,
    RP_WISH_COUNT
} rp_wish;

/** Bits of rp_sweep_codes.known. */
enum {
    RP_KNOWN_MODALITIES = 1,
    RP_KNOWN_FORMATS = 2,
    RP_KNOWN_TIMES = 4,
    RP_KNOWN_ALL = 8 /* sets of these */
};

enum { RP_APPROACH_WORDS = 2, RP_SESSIONS_MOST = 8, RP_STYLE_CODES = 256 };

/** Approaches as bits. */
typedef struct rp_approaches {
    uint64_t bits[RP_APPROACH_WORDS];
} rp_approaches;

/** What a pair reads of a therapist. */
typedef struct rp_sweep_codes {
    uint8_t insurance, fee, lowest_fee; /* codes of values in an offer */
    uint8_t way;                        /* code of formats and sites */
    uint8_t style[RP_AXIS_COUNT];
    uint8_t wishes[RP_WISH_COUNT]; /* codes of values in an offer */
    uint8_t known;                 /* bits */
    uint8_t session;               /* place in rp_tables.sessions */
} rp_sweep_codes;

/** What codes stand for. RP_MARK_BLANK is set in a set of names where the cell
 *  is blank; in that of sites where it names none. */
typedef struct rp_sweep_offer {
    double fee, lowest_fee; /* NAN: unknown */
    uint64_t insurance, sites;
    uint64_t wishes[RP_WISH_COUNT];
    uint8_t formats; /* bits */
} rp_sweep_offer;

/** How a therapist meets clients: a code of sites, and from this bit formats.
 */
enum { RP_WAY_FORMATS = 8 };

/** A concern that some client has. */
typedef struct rp_concern_row {
    uint16_t *depth;                      /* [therapists] codes */
    uint8_t *evidence;                    /* [therapists] codes */
    uint64_t *refused;                    /* bits of therapists; NULL: nobody */
    uint64_t *contraindicated;            /* the same */
    rp_approaches rated[RP_RATING_COUNT]; /* of those that are offered */
} rp_concern_row;

/** Codes of evidence beside ratings: no approach at all, none known. */
enum {
    RP_EVIDENCE_NOTHING = RP_RATING_COUNT,
    RP_EVIDENCE_UNKNOWN,
    RP_EVIDENCE_CODES
};

typedef struct rp_tables {
    const rp_fit *fit;
    uint32_t therapists;
    rp_sweep_codes *codes;  /* [therapists] at a line of the cache */
    rp_sweep_offer *offers; /* [therapists] */

    /* expertise and modality; no rows: there are too many */
    uint32_t *row_of; /* [concern_tags] row, or RP_NONE */
    uint32_t concern_tags, concern_count;
    rp_concern_row *concerns;           /* [concern_count] */
    double *depths;                     /* by code */
    double evidence[RP_EVIDENCE_CODES]; /* by code */
    rp_approaches *approaches;          /* [therapists] */
    bool has_approaches;  /* those that are offered are few enough */
    rp_approaches *under; /* [approach_tags] offered ones that are it, or
                             whose parent is */
    uint32_t approach_tags;

    /* style */
    bool has_style;
    double thirds[RP_AXIS_COUNT][RP_STYLE_CODES]; /* t / 3; NAN: blank */
    uint32_t style_codes[RP_AXIS_COUNT];

    /* values by code */
    rp_codes insurances, fees, lowest_fees, site_sets, ways;
    rp_codes wish_sets[RP_WISH_COUNT];

    /* names */
    rp_marks insurance, sites, wishes[RP_WISH_COUNT];

    /* time; week is not cut: there are too many cuts */
    rp_week week;
    uint64_t *spans;    /* [therapists][week.span_words] */
    uint64_t *starts;   /* [therapists][week.start_words]; NULL: hours are
                           promised, and nobody asks for them */
    double *time_parts; /* [RP_WEEK_MINUTES + 1] of access, by minutes */
    double sessions[RP_SESSIONS_MOST]; /* minutes */
    uint32_t session_count;
    rp_promised promised;
    bool has_sessions; /* they are of few lengths: starts are filled in */
    double offset;     /* of all therapists who name one; NAN: none does */
    bool has_offsets;  /* they name different ones */

    rp_arena arena;
    void *codes_room; /* holds codes */
} rp_tables;

/** The row of a concern; NULL: there is none. */
static inline const rp_concern_row *rp_tables_concern(const rp_tables *tables,
                                                      uint32_t concern) {
    uint32_t row =
        concern < tables->concern_tags ? tables->row_of[concern] : RP_NONE;

    return row == RP_NONE ? NULL : &tables->concerns[row];
}

#endif
