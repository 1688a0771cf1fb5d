/**
 * @file layout.h
 * Which column of a file is which: headers, aliases, `column:tag`, --map.
 */
#ifndef RP_INPUT_LAYOUT_H
#define RP_INPUT_LAYOUT_H

#include "input/cell/cell.h"
#include "input/map/header.h"
#include "input/map/map.h"
#include "input/sheet/table.h"

/** What a column of the file is. */
typedef struct rp_use {
    const rp_column *column; /* NULL: ignored */
    bool is_unknown;         /* so, and nothing was said of it yet */
    bool is_tag;             /* yes adds `tag` to the list; of times it
                                holds the hours of one day */
    uint32_t tag;            /* of times: the day, 0 = Monday */
    rp_reading reading;
    const char *audit; /* folded header of an audit column, after --map; lives
                          in the reader's arena; NULL for any other */
} rp_use;

/** Words in a header that tell of a protected trait. */
enum { RP_SENSITIVE = 4 };
extern const char *const rp_sensitive_names[RP_SENSITIVE];

typedef struct rp_layout {
    rp_side side;
    const rp_table *table; /* while it is made */
    uint32_t columns;      /* of the file */
    rp_use *uses;          /* [columns] */
    uint32_t *own;         /* [schema columns] the file's column, or RP_NONE */
    bool *has_tags;        /* [schema columns] spread over yes/no columns */
    bool telehealth_decides; /* no column of formats was there when the file
                                was read */
    bool is_dated;           /* the order of its dates was looked for */
    int32_t as_of;           /* to which waits and ages are counted, and who is
                                there; RP_NO_DAY: none, or not known yet */
    unsigned sensitive;      /* bits, by rp_sensitive_names */
} rp_layout;

/**
 * Find out what each column of a table is. Findings name columns given twice,
 * required ones that are missing, and columns whose cells are of another kind;
 * those that are unknown are told of by check/unknown_column.h.
 *
 * @param map  may be NULL; its entries that match are marked as used
 * @return RP_OK, RP_ERR_DATA, RP_ERR_MEMORY; clear it in any case
 */
rp_status rp_layout_make(rp_layout *out, rp_side side, const rp_table *table,
                         rp_map *map, rp_reader *reader);

/**
 * One column more, behind the last one.
 *
 * @param layout  its uses have room for RP_MAX_COLUMNS
 * @param table   of the layout; the new column stands not in it
 * @return false when it has no meaning, is there already, or is too much
 */
bool rp_layout_add(rp_layout *layout, const rp_table *table, rp_reader *reader,
                   const char *header);

/** Would a column of a table still hold cells of its kind if one of them were
 *  another one? The column may be one that was added. */
bool rp_layout_fits(const rp_layout *layout, const rp_table *table,
                    rp_reader *reader, uint32_t column, uint32_t row,
                    rp_text cell);

void rp_layout_clear(rp_layout *layout);

#endif
