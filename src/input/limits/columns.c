#include "input/limits/columns.h"

#include "input/record.h"

#define L(member) offsetof(rp_limit, member)
#define TEXT(name, aliases, member, example, help)                             \
    {                                                                          \
        name, aliases, RP_KIND_TEXT, RP_NAMES_NONE, 0, 0, 0, member, "", "",   \
            example, help                                                      \
    }
#define MANY(name, aliases, member, example, help)                             \
    {                                                                          \
        name, aliases, RP_KIND_WHOLE, RP_NAMES_NONE, 0, 0, 999999, member, "", \
            "clients", example, help                                           \
    }

const rp_column rp_limit_columns[RP_LIMIT_COLUMNS] = {
    {"limit", "id;limit_id;name;contract", RP_KIND_ID, RP_NAMES_NONE,
     RP_REQUIRED, 0, 0, L(id), "", "", "county",
     "unique name, said where it is full"},
    TEXT("therapists", "therapist;providers;clinicians", L(therapists), "",
         "which therapists count, as in insurance=medicaid, or "
         "therapist_id=T01,T02; several by ';' must all hold; blank: all"),
    TEXT("clients", "client;patients", L(clients), "insurance=county",
         "which clients count, as in age<18; tier=urgent; blank: all"),
    MANY("min", "minimum;at_least;least", L(min), "",
         "so many pairs where that is possible; blank: none"),
    MANY("max", "maximum;at_most;most", L(max), "4",
         "never more pairs; blank: no bound"),
    TEXT("note", "notes;comment;comments", L(note), "",
         "for staff; changes nothing"),
};
