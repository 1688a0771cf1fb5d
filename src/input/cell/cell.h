/**
 * @file cell.h
 * One cell as a value of its column.
 */
#ifndef RP_INPUT_CELL_CELL_H
#define RP_INPUT_CELL_CELL_H

#include "base/finding.h"
#include "base/nearest.h"
#include "input/cell/dates.h"
#include "input/cell/truth.h"
#include "input/record.h"
#include "input/safety/people.h"
#include "input/times/clock.h"
#include "input/words/names.h"

/** Who is in a roster, for lists that name them. */
typedef struct rp_register {
    rp_people people;   /* by their indices */
    rp_tags *strangers; /* gets ids that are named and nobody's; may be NULL */
    const char *what;   /* "therapists", for messages */
    rp_people *gone;    /* whom an edit removed: to name them is no error,
                                 but in a pin; NULL: nobody */
    bool is_cut;        /* not every id could be read */
} rp_register;

/** How the cells of one column are read: what the whole column decides. */
typedef struct rp_reading {
    rp_date_order order;
    bool is_serial;   /* dates are day numbers of a spreadsheet */
    bool blank_is_no; /* it holds set marks and blanks alone */
} rp_reading;

/** What reading cells needs and fills; one for a whole roster. */
typedef struct rp_reader {
    rp_findings *findings;
    rp_arena *arena; /* values live here */
    rp_names *names;
    bool strict;        /* unknown concerns, modalities, languages: errors */
    bool decimal_comma; /* of the file being read */
    bool out_of_memory;
    const rp_hours *parts;   /* what "evenings" means; NULL: the usual hours */
    bool telehealth_decides; /* also beside formats, which an edit added */
    rp_date_order dates;     /* where nothing else decides; or UNASKED */
    rp_reading reading;      /* of the column being read */
    int32_t latest; /* the day to which births are read, RP_NO_DAY: none */
    bool is_beside_fee_min; /* the row has one */
    bool is_range;          /* the fee just read was one, */
    double range_least;     /* from here */
    bool knows_headers;     /* none of them asks about danger */
    bool watches;           /* clients are read: see safety/watch.h */
    rp_note *notes;         /* [note_count] of the row being read */
    size_t note_count, note_room;
    rp_parting *partings; /* [parting_count] of the cell being read */
    size_t parting_count, parting_room;
    const char *name_taken; /* for which the pin just read stood, or NULL */
    rp_schema_index headers[RP_SHEETS]; /* empty: not asked for yet */
    /* private to the list reader */
    rp_nearest_index *near[RP_NAMES_COUNT]; /* NULL: not asked for yet */
    bool has_unknown;                       /* an entry is no known name */
    bool is_noted; /* what the entry being read says was noted */
    rp_buffer key, joined;
    rp_item *items; /* [count] */
    size_t count, room;
    uint32_t *seen; /* [seen_room] 1 + position of a tag in items, if stamped */
    size_t seen_room;
} rp_reader;

void rp_reader_clear(rp_reader *reader);

/** Without blanks around it, and without what a spreadsheet program or rapport
 *  put around it: the guard before = + - @, and `="…"` that makes it text. */
rp_text rp_cell_plain(rp_text cell);

/**
 * Read a scalar cell into its member of a record. Blank cells are not given
 * here: the member keeps its "unknown".
 *
 * @param record  rp_therapist or rp_client of the column's table
 */
void rp_cell_read(rp_reader *reader, const rp_column *column, rp_place place,
                  rp_text cell, void *record);

/** Warn that a cell of the column says nothing and is read as blank. */
void rp_cell_tell_blank(rp_reader *reader, const rp_column *column,
                        rp_place place, rp_text cell);

/** Does the cell parse as this column's kind? No finding is added. */
bool rp_cell_fits(rp_reader *reader, const rp_column *column, rp_text cell);

/** What a column's cells are when none fits it: "yes or no", "numbers",
 *  "dates", "times of the week"; NULL when it is nothing of these. */
const char *rp_cell_other_kind(rp_text cell);

#endif
