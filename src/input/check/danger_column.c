#include "input/check/danger_column.h"

#include "input/map/header.h"
#include "input/map/map.h"
#include "input/safety/danger.h"

/* Does a header ask the client about danger? */
bool rp_danger_column_asks(rp_side side, rp_reader *reader, rp_text header) {
    rp_danger_hit hit;

    if ((side != RP_CLIENTS && side != RP_OUTCOMES) || reader->knows_headers)
        return false;
    if (!rp_danger_find_in_header(&reader->names->taxonomy->danger, header,
                                  &hit))
        reader->out_of_memory = true;
    return hit.grade != RP_DANGER_NONE;
}

/* Nobody may be lost because nobody said what the answers mean. */
void rp_danger_column_refuse(rp_reader *reader, rp_place place,
                             rp_text header) {
    rp_buffer line = {0};

    if (!rp_buffer_put(&line, "", 0) || !rp_map_put_header(&line, header))
        reader->out_of_memory = true;
    else
        rp_findings_add(reader->findings, RP_DANGER, place,
                        "'%s' may ask about danger, so say what it is in a "
                        "--map file: the line '%s,risk' makes every answer "
                        "but no a crisis",
                        rp_quote(header).bytes, line.bytes);
    rp_buffer_clear(&line);
}
