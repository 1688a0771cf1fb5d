#include "input/parting.h"

#include "base/nearest.h"
#include "input/policy.h"

/* The sizes are judgement: two of three steps on an axis are past the dead
 * zone from a blank wish, and twice is what a first priority counts. */
#define SHIFT(reason, axis, by, said, help)                                    \
    { reason, RP_PARTING_SHIFT, axis, by, true, "", said, help }
#define TWICE(reason, criterion, promotes, before, said)                       \
    {                                                                          \
        reason, RP_PARTING_WEIGHT, RP_##criterion, 2.0, promotes, before,      \
            said, "the criterion weighs twice"                                 \
    }
#define TRIED(reason, before, said)                                            \
    {                                                                          \
        reason, RP_PARTING_TRIED, 0, 0.0, true, before, said,                  \
            "approaches of that therapist count as tried"                      \
    }
#define NOTHING(reason, promotes, said)                                        \
    {                                                                          \
        reason, RP_PARTING_NOTHING, 0, 0.0, promotes, "", said,                \
            "nothing is looked for otherwise"                                  \
    }

const rp_parting_row rp_parting_rows[RP_PARTING_ROWS] = {
    SHIFT("too_directive", RP_DIRECTIVE, -2.0, " was too directive",
          "style_directive less 2"),
    SHIFT("too_passive", RP_DIRECTIVE, 2.0, " was too passive",
          "style_directive plus 2"),
    SHIFT("too_emotional", RP_EMOTION, -2.0, " was too emotional",
          "style_emotion less 2"),
    SHIFT("too_reserved", RP_EMOTION, 2.0, " was too reserved",
          "style_emotion plus 2"),
    SHIFT("too_much_past", RP_PAST, -2.0, " looked too much to the past",
          "style_past less 2"),
    SHIFT("too_little_past", RP_PAST, 2.0, " looked too little to the past",
          "style_past plus 2"),
    SHIFT("too_challenging", RP_SUPPORT, 2.0, " was too challenging",
          "style_support plus 2"),
    SHIFT("too_soft", RP_SUPPORT, -2.0, " was too soft",
          "style_support less 2"),
    TRIED("approach", "the approach of ", " did not suit"),
    TRIED("not_helping", "therapy with ", " did not help"),
    TWICE("experience", EXPERTISE, true, "", " had too little experience"),
    TWICE("values", PREFERENCES, true, "the values of ", " did not fit"),
    TWICE("culture", PREFERENCES, true, "the culture of ", " did not fit"),
    TWICE("schedule", ACCESS, false, "the hours of ", " did not suit"),
    TWICE("cost", ACCESS, false, "", " cost too much"),
    TWICE("place", ACCESS, false, "", " was too hard to reach"),
    TWICE("no_connection", STYLE, true, "there was no connection with ", ""),
    NOTHING("left", true, " left"),
    NOTHING("moved", false, " was too far after a move"),
    NOTHING("insurance", false, " was no longer covered"),
    NOTHING("finished", false, " had finished the therapy"),
    {"safety", RP_PARTING_HUMAN, 0, 0.0, false, "it was not safe with ", "",
     "a person sees to the client; no program matches them"},
};

int rp_parting_find(rp_text folded) {
    for (int k = 0; k < RP_PARTING_ROWS; k++)
        if (rp_text_equals(folded, rp_parting_rows[k].reason))
            return k;
    return -1;
}

const char *rp_parting_nearest(rp_text folded) {
    rp_nearest nearest = {folded, NULL, 0};

    for (int k = 0; k < RP_PARTING_ROWS; k++)
        rp_nearest_try(&nearest, rp_parting_rows[k].reason);
    return nearest.best;
}
