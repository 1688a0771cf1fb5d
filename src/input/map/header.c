#include "input/map/header.h"

#include "input/map/map.h"

#include <string.h>

static const rp_column *find(rp_side side, rp_reader *reader, rp_text folded) {
    rp_schema_index *index = &reader->headers[side];

    if (!index->names && !rp_schema_index_make(index, side)) {
        rp_schema_index_clear(index);
        reader->out_of_memory = true;
        return NULL;
    }
    return rp_schema_index_find(index, side, folded);
}

const rp_column *rp_header_column(rp_side side, rp_reader *reader,
                                  rp_text header) {
    header = rp_map_bare(header);
    const char *colon = memchr(header.bytes, ':', header.length);
    if (colon)
        header = rp_map_bare(
            (rp_text){header.bytes, (size_t)(colon - header.bytes)});
    if (!rp_text_fold(&reader->key, header)) {
        reader->out_of_memory = true;
        return NULL;
    }
    const rp_column *column =
        find(side, reader, (rp_text){reader->key.bytes, reader->key.length});
    return colon && column && column->kind != RP_KIND_LIST &&
                   column->kind != RP_KIND_TIMES
               ? NULL
               : column;
}

bool rp_header_asks_danger(rp_side side, rp_reader *reader, rp_text header) {
    rp_danger_hit hit;

    if (side != RP_CLIENTS)
        return false;
    if (!rp_danger_find_in_header(&reader->names->taxonomy->danger, header,
                                  &hit))
        reader->out_of_memory = true;
    return hit.grade != RP_DANGER_NONE;
}

bool rp_header_is_timestamp(rp_reader *reader, rp_text header) {
    if (!rp_text_fold(&reader->key, rp_map_bare(header))) {
        reader->out_of_memory = true;
        return false;
    }
    return rp_text_equals((rp_text){reader->key.bytes, reader->key.length},
                          "timestamp");
}
