#include "input/outcomes/columns.h"

#include "input/record.h"

#include <stddef.h>

#define O(member) offsetof(rp_outcome_row, member)

/* A column that stands in every row of a sheet of outcomes or of history. */
#define NAMED(name, aliases, kind, flags, member, example, help)               \
    {                                                                          \
        name, aliases, kind, RP_NAMES_NONE, flags, 0, 0, member, "", "",       \
            example, help                                                      \
    }
#define SCORE(name, aliases, flags, member, example, help)                     \
    {                                                                          \
        name, aliases, RP_KIND_NUMBER, RP_NAMES_NONE, flags, -99999, 99999,    \
            member, "", "", example, help                                      \
    }

/* Both forms of the sheet: what one of them alone has is not in the template,
 * which is of the other. input/outcomes/outcome_sheet.h says which has what. */
const rp_column rp_outcome_columns[RP_OUTCOME_COLUMNS] = {
    NAMED("client_id", "patient_id;id", RP_KIND_ID, RP_REQUIRED, O(client),
          "C01", "the client, who may have left"),
    NAMED("therapist_id", "provider_id;clinician_id;clinician", RP_KIND_ID,
          RP_REQUIRED, O(therapist), "T01", "the therapist, who may have left"),
    {"date", "completed_on;assessed_on", RP_KIND_DATE, RP_NAMES_NONE,
     RP_REQUIRED | RP_ONE_FORM, 0, 0, O(date), "", "YYYY-MM-DD", "2026-10-05",
     "day of the session; in a row for every questionnaire"},
    NAMED("measure", "instrument;questionnaire;tool", RP_KIND_TEXT, RP_REQUIRED,
          O(measure), "phq9",
          "the questionnaire; blank together with score: a session without "
          "one"),
    SCORE("score", "total;value", RP_REQUIRED | RP_ONE_FORM, O(score), "14",
          "its total; in a row for every questionnaire"),
    {"concern", "", RP_KIND_LIST, RP_NAMES_CONCERNS, 0, 0, 0, O(concern), "",
     "", "depression", "what the therapy is about; of a list the first"},
    {"session", "", RP_KIND_WHOLE, RP_NAMES_NONE, 0, 0, 9999, O(session), "",
     "", "1", "which one it is; in a row for every questionnaire"},
    NAMED("attended", "", RP_KIND_ANSWER, 0, O(attended), "yes",
          "did the client come? in a row for every questionnaire"),
    NAMED("homework_done", "", RP_KIND_ANSWER, 0, O(homework_done), "yes",
          "in a row for every questionnaire"),
    NAMED("risk", "", RP_KIND_RISK, RP_HOW_OFTEN, O(risk), "no",
          "thoughts of death or self-harm: every answer but no, never, 0 and "
          "blank is yes; in a row for every questionnaire"),
    SCORE("pre", "", RP_REQUIRED | RP_ONE_FORM | RP_UNLISTED, O(pre), "18",
          "first score; in a row for every course"),
    SCORE("post", "", RP_REQUIRED | RP_ONE_FORM | RP_UNLISTED, O(post), "9",
          "last score, blank: nobody knows; in a row for every course"),
    {"sessions", "", RP_KIND_WHOLE, RP_NAMES_NONE, RP_UNLISTED, 0, 9999,
     O(sessions), "", "", "12",
     "how many there were; in a row for every course"},
    {"ended", "", RP_KIND_CHOICE, RP_NAMES_NONE, RP_UNLISTED, 0, 0, O(ended),
     "completed;dropped_out;referred;ongoing;dropout=dropped_out;"
     "dropped=dropped_out;open=ongoing",
     "", "completed",
     "completed, dropped_out, referred, ongoing; an ongoing course without a "
     "post counts nowhere; in a row for every course"},
};

#define H(member) offsetof(rp_history_row, member)

/* One of the last three: the template is of the first of them. */
const rp_column rp_history_columns[RP_HISTORY_COLUMNS] = {
    NAMED("client_id", "patient_id;id", RP_KIND_ID, RP_REQUIRED, H(client),
          "C01", "a client of the clients' sheet"),
    NAMED("therapist_id", "provider_id;clinician_id;clinician", RP_KIND_ID,
          RP_REQUIRED, H(therapist), "T01",
          "a therapist of the therapists' sheet"),
    {"result", "", RP_KIND_CHOICE, RP_NAMES_NONE, RP_REQUIRED | RP_ONE_FORM, 0,
     0, H(result), "improved;not_improved;dropped_out;dropout=dropped_out", "",
     "improved", "what came of the pair: improved, not_improved, dropped_out"},
    SCORE("gain", "", RP_REQUIRED | RP_ONE_FORM | RP_UNLISTED, H(gain), "6",
          "how much the client changed, higher is better; in place of result"),
    {"preferred_rank", "", RP_KIND_WHOLE, RP_NAMES_NONE,
     RP_REQUIRED | RP_ONE_FORM | RP_UNLISTED, 1, 9999, H(preferred_rank), "",
     "", "1", "staff's order of therapists for the client; in place of result"},
};
