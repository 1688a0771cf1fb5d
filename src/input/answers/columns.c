#include "input/answers/columns.h"

#define ANSWERS(name, kind, flags, choices, unit, example, help)               \
    {                                                                          \
        name, "", kind, RP_NAMES_NONE, flags, 0, 0, 0, choices, unit, example, \
            help                                                               \
    }

const rp_column rp_answers_columns[RP_ANSWERS_COLUMNS] = {
    ANSWERS("client_id", RP_KIND_IDS, RP_REQUIRED, "", "", "C01",
            "who answered, or was told"),
    ANSWERS("answer", RP_KIND_CHOICE, RP_REQUIRED,
            "offered;chosen;accepted;declined;started;hold", "", "offered",
            "offered, chosen, accepted, declined, started, hold"),
    ANSWERS("therapist_id", RP_KIND_IDS, 0, "", "", "T01",
            "which therapist it is about; blank for hold alone"),
    ANSWERS("answered_on", RP_KIND_DATE, RP_REQUIRED, "", "YYYY-MM-DD",
            "2026-10-05", "day of the answer, or on which the client was told"),
    ANSWERS("until", RP_KIND_DATE, 0, "", "YYYY-MM-DD", "",
            "of a hold: the first day on which the client is matched again"),
};
