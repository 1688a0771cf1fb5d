/**
 * @file map.h
 * What --map files say: which column a header is, and what a value stands for.
 *
 * A map has one of two forms: `from,to` renames headers of both sheets;
 * `sheet,column,value,to` also places values (count and why are for people).
 * A blank `to` leaves a column out and makes a value blank; `?` is as if the
 * row were not there.
 */
#ifndef RP_INPUT_MAP_MAP_H
#define RP_INPUT_MAP_MAP_H

#include "base/tags.h"
#include "input/schema.h"
#include "input/sheet/sheetfile.h"

/** An inputs-of-run line for each map file that was read. */
typedef struct rp_input {
    const char *path; /* as the user typed it; borrowed */
    char sha256[RP_DIGEST_SIZE];
    uint32_t rows;
} rp_input;

/** Both sheets, where a row does not say which. */
#define RP_BOTH_SIDES RP_SIDES

/** One row. Strings belong to the map. */
typedef struct rp_map_row {
    int side;                /* rp_side, or RP_BOTH_SIDES */
    const char *column;      /* as typed */
    const char *value;       /* as typed; NULL: the row places the column */
    const char *to;          /* as typed; "" leaves out, or makes blank */
    const char *count, *why; /* as typed; "" where there is none */
    bool is_open;            /* `to` is a question mark */
    bool is_used;            /* of a column's row: a file has it */
    uint32_t values;         /* of a value's row: index of rp_map.values */
    size_t sheet;            /* where it stands, */
    uint32_t row;            /* 0: in no file */
} rp_map_row;

/** What the value rows of one column have in common. */
typedef struct rp_map_values {
    unsigned most_breaks; /* separators inside one value, at the most */
    bool is_scale;        /* 1 to 5, where -3 to 3 is meant */
    bool is_used;         /* a file has the column */
} rp_map_values;

typedef struct rp_map {
    rp_arena arena;
    rp_map_row *rows; /* [count] in the order of the files */
    size_t count, room;
    rp_tags *keys;    /* of rows that say something */
    uint32_t *row_of; /* [keys] */
    size_t row_of_room;
    rp_tags *columns;      /* keys of columns that have value rows */
    rp_map_values *values; /* [columns] */
    size_t values_room;
    rp_buffer key, folded;
    rp_sheetfile *sheets; /* [sheet_count] open, for places of findings */
    size_t sheet_count;
    bool is_cut; /* rows are missing */
} rp_map;

/** An empty map; NULL when out of memory. */
rp_map *rp_map_new(void);

/** Read the map files. After RP_ERR_DATA and RP_ERR_IO the rows that could be
 *  read are there, so that reading goes on.
 *  @param[out] out     NULL without memory
 *  @param[out] inputs  [count], filled when RP_OK
 *  @return RP_OK, RP_ERR_DATA, RP_ERR_IO (findings tell), RP_ERR_MEMORY */
rp_status rp_map_read(rp_map **out, const char *const *paths, size_t count,
                      rp_input *inputs, rp_findings *findings);
void rp_map_free(rp_map *map);

/**
 * Add a row that stands in no file.
 *
 * @param value      NULL: it places the column
 * @param[out] twice  whether there is one for the same thing, which stands
 * @return false when out of memory
 */
bool rp_map_add(rp_map *map, const rp_map_row *row, bool *twice);

/** Does a map speak of a header? */
bool rp_map_names(rp_map *map, rp_side side, rp_text header);

/** Are rows missing, so that a header may be another column's than it seems?
 */
bool rp_map_is_cut(const rp_map *map);

/** Warn of rows that matched no header of any file. The findings get their
 *  places when the map is freed. */
void rp_map_report_unused(rp_map *map);

/** A header as a map renames it, which then counts as used.
 *  @param[out] silent  it is mapped to nothing
 *  @param[in,out] no_memory  set without memory; the header is then as it was
 */
rp_text rp_map_renamed(rp_map *map, rp_side side, rp_text header, bool *silent,
                       bool *no_memory);

/** The value rows of a column, which then count as used.
 *  @return false: there are none, or no memory, which sets *no_memory */
bool rp_map_values_of(rp_map *map, rp_side side, rp_text header,
                      rp_map_values *out, bool *no_memory);

/** Does a map say that a column goes from 1 to 5? */
bool rp_map_is_scale(rp_map *map, rp_side side, rp_text header);

/** What a value of a column stands for; NULL when no row says it, or without
 *  memory. */
const char *rp_map_placed(rp_map *map, rp_side side, rp_text header,
                          rp_text value, bool *no_memory);

/** A header without what only a form puts behind it: `?`, `:`, `*`. */
rp_text rp_map_bare(rp_text header);

/** Write a header as a line of a map names it: in quotes where it must be.
 *  @return false when out of memory */
bool rp_map_put_header(rp_buffer *out, rp_text header);

#endif
