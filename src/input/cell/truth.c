#include "input/cell/truth.h"

#include "input/cell/stated.h"

#define MARKS                                                                  \
    "x;\xE2\x9C\x93;\xE2\x9C\x94;\xE2\x9C\x94\xEF\xB8\x8F;\xE2\x98\x91;"       \
    "\xE2\x98\x91\xEF\xB8\x8F;checked;on;available;1.0"

rp_answer rp_answer_plain(rp_text cell) {
    cell = rp_text_trim(cell);
    if (cell.length == 0 || cell.length > 5)
        return RP_UNKNOWN;
    if (rp_stated_among(cell, "yes;y;true;1"))
        return RP_YES;
    return rp_stated_among(cell, "no;n;false;0") ? RP_NO : RP_UNKNOWN;
}

bool rp_answer_is_mark(rp_text cell) { return rp_stated_among(cell, MARKS); }

rp_answer rp_answer_parse(rp_text cell) {
    rp_answer plain = rp_answer_plain(cell);

    if (plain != RP_UNKNOWN || cell.length > 32)
        return plain;
    if (rp_answer_is_mark(cell))
        return RP_YES;
    return rp_stated_among(cell, "unchecked;\xE2\x9C\x97;\xE2\x9C\x98;off;0.0;"
                                 "unavailable;not available")
               ? RP_NO
               : RP_UNKNOWN;
}

rp_answer rp_answer_accepting(rp_text cell) {
    rp_answer answer = rp_answer_parse(cell);

    if (answer != RP_UNKNOWN)
        return answer;
    if (rp_stated_among(cell, "open;accepting;taking clients;accepting clients;"
                              "accepting new clients"))
        return RP_YES;
    return rp_stated_among(cell, "full;waitlist;wait list;waitlisted;waiting "
                                 "list;closed;none;not accepting;"
                                 "waitlist only;full - waitlist")
               ? RP_NO
               : RP_UNKNOWN;
}
