/**
 * @file probe.h
 * What the cells of a column would be if they were read as one of ours.
 *
 * Nothing is told and nothing is kept: cells are read the way the rosters are,
 * with findings that nobody sees.
 */
#ifndef RP_INPUT_MAP_PROBE_H
#define RP_INPUT_MAP_PROBE_H

#include "input/layout.h"
#include "input/map/others.h"

/** Different cells of a column, each once. */
typedef struct rp_cells {
    rp_tags *texts;   /* blanks trimmed, in the order of the file */
    uint32_t *counts; /* [texts] */
    size_t room;
    uint64_t filled; /* cells that are not blank */
} rp_cells;

/** @return RP_OK or RP_ERR_MEMORY; clear it in any case */
rp_status rp_cells_read(rp_cells *out, const rp_table *table, uint32_t column);
void rp_cells_clear(rp_cells *cells);

typedef struct rp_probe {
    rp_reader reader;
    rp_names names;
    rp_findings findings;
    rp_arena arena;
    const rp_taxonomy *taxonomy;
    rp_others *others; /* of the other sheet; NULL: not known */
    bool no_memory;
} rp_probe;

/** @return RP_OK or RP_ERR_MEMORY; clear it in any case */
rp_status rp_probe_init(rp_probe *out, const rp_taxonomy *taxonomy);
void rp_probe_clear(rp_probe *probe);

/** How one cell, or one value of a list, reads. */
typedef struct rp_probed {
    unsigned known, unknown; /* values; of other kinds than lists one at most */
    bool says_nothing;
    bool is_bad; /* reading it is an error */
} rp_probed;

/** @param use  what the column is; its column is not NULL */
rp_probed rp_probe_cell(rp_probe *probe, rp_side side, const rp_use *use,
                        rp_text cell);

/** How many of the different cells that say something hold a value that the
 *  column knows; `*of` how many there are. Looks at 500 at the most. */
uint32_t rp_probe_share(rp_probe *probe, rp_side side, const rp_column *column,
                        const rp_cells *cells, uint32_t *of);

/** Tells a value that is unknown or unreadable, with the number of its cells.
 *  @return false to stop */
typedef bool rp_probe_told(void *payload, rp_text value, uint64_t count);

/** Each value of a column that it does not know or cannot read, once: the most
 *  frequent first, then in the order of bytes. */
rp_status rp_probe_values(rp_probe *probe, rp_side side, const rp_use *use,
                          const rp_cells *cells, rp_probe_told *told,
                          void *payload);

/** The one known name that stands in a value that is none, in the words of the
 *  column, into `out`; false when there is none, or several.
 *  @param[out] length  how much of the value it takes up */
bool rp_probe_name_in(rp_probe *probe, const rp_column *column, rp_text value,
                      rp_buffer *out, size_t *length);

/** The known name of which a value is a slip of the pen; NULL. Borrowed. */
const char *rp_probe_slip(rp_probe *probe, const rp_column *column,
                          rp_text value);

#endif
