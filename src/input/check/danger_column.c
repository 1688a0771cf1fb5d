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
    else if (rp_danger_asks_safe(header))
        rp_findings_add(reader->findings, RP_DANGER, place,
                        "'%s' may ask about danger, and its no is the danger: "
                        "say so in a --map file, with the lines "
                        "'clients,%s,,risk', 'clients,%s,Yes,no' and "
                        "'clients,%s,No,yes' below "
                        "'sheet,column,value,to'",
                        rp_quote(header).bytes, line.bytes, line.bytes,
                        line.bytes);
    else
        rp_findings_add(reader->findings, RP_DANGER, place,
                        "'%s' may ask about danger, so say what it is in a "
                        "--map file: the line '%s,risk' makes every answer "
                        "but no a crisis",
                        rp_quote(header).bytes, line.bytes);
    rp_buffer_clear(&line);
}

void rp_danger_column_left_out(rp_side side, rp_reader *reader, rp_place place,
                               rp_text header) {
    if (rp_danger_column_asks(side, reader, header))
        rp_findings_add(reader->findings, RP_ALARM, place,
                        "'%s' asks about danger, and the map leaves it out: "
                        "nobody who answers yes there is named",
                        rp_quote(header).bytes);
}

void rp_danger_column_turned(rp_reader *reader, rp_place place, rp_map *map,
                             rp_text header) {
    rp_map_values values;
    bool no_memory = false;

    if (rp_danger_asks_safe(header) &&
        !rp_map_values_of(map, RP_CLIENTS, header, &values, &no_memory))
        rp_findings_add(reader->findings, RP_ALARM, place,
                        "risk: '%s' asks whether all is well, and its no is "
                        "read as no danger: add rows to the map that make Yes "
                        "no and No yes",
                        rp_quote(header).bytes);
    reader->out_of_memory |= no_memory;
}
