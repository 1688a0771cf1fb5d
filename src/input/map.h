/**
 * @file map.h
 * What a clinic says about the headers of its sheets: --map.
 */
#ifndef RP_INPUT_MAP_H
#define RP_INPUT_MAP_H

#include "input/cell/cell.h"
#include "input/table.h"

/** Headers renamed before anything else: one --map file or several. */
typedef struct rp_map rp_map;

/** An inputs-of-run line for each map file that was read. */
typedef struct rp_input {
    const char *path; /* as the user typed it; borrowed */
    char sha256[RP_DIGEST_SIZE];
    uint32_t rows;
} rp_input;

/** Read the map files. After RP_ERR_DATA and RP_ERR_IO the entries that could
 *  be read are there, so that reading goes on.
 *  @param[out] out     NULL without memory
 *  @param[out] inputs  [count], filled when RP_OK
 *  @return RP_OK, RP_ERR_DATA, RP_ERR_IO (findings tell), RP_ERR_MEMORY */
rp_status rp_map_read(rp_map **out, const char *const *paths, size_t count,
                      rp_input *inputs, rp_findings *findings);
void rp_map_free(rp_map *map);

/** Does a map speak of a header? @param folded  as rp_text_fold() makes it */
bool rp_map_names(const rp_map *map, rp_text folded);

/** Are entries missing, so that a header may be another column's than it
 *  seems? */
bool rp_map_is_cut(const rp_map *map);

/** Warn of entries that matched no header of any file. The findings get their
 *  places when the map is freed. */
void rp_map_report_unused(rp_map *map);

/** A header as a map renames it, which then counts as used.
 *  @param[out] silent  it is mapped to nothing */
rp_text rp_map_renamed(rp_map *map, rp_reader *reader, rp_text header,
                       bool *silent);

#endif
