#include "input/schema.h"

#include "input/limits/columns.h"
#include "input/outcomes/columns.h"
#include "input/record.h"

#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#define T(member) offsetof(rp_therapist, member)
#define C(member) offsetof(rp_client, member)

/* name, aliases, kind, names, flags, min, max, member, choices, unit,
 * example, help */
#define LIST(name, aliases, names, flags, member, example, help)               \
    {                                                                          \
        name, aliases, RP_KIND_LIST, names, flags, 0, 0, member, "", "",       \
            example, help                                                      \
    }
#define STYLE(name, member, help)                                              \
    {                                                                          \
        name, "", RP_KIND_NUMBER, RP_NAMES_NONE, 0, -3, 3, member, "",         \
            "-3..3", "1", help                                                 \
    }
#define PREFERS(name, member, help)                                            \
    {                                                                          \
        name, "", RP_KIND_NUMBER, RP_NAMES_NONE, RP_PREFERENCE, -3, 3, member, \
            "", "-3..3", "-2", help                                            \
    }
#define AUDIT                                                                  \
    {                                                                          \
        "audit_", "", RP_KIND_AUDIT, RP_NAMES_NONE, 0, 0, 0, 0, "", "", "",    \
            "any column whose name begins with audit_: read for audits "       \
            "alone, never "                                                    \
            "touches a score"                                                  \
    }

/* A column of other people's sheets that stands for others of ours. */
#define OTHER(name, aliases, kind, flags, most, member, unit, example, help)   \
    {                                                                          \
        name, aliases, kind, RP_NAMES_NONE, RP_UNLISTED | (flags), 0, most,    \
            member, "", unit, example, help                                    \
    }

/* How many of some clients a therapist takes at most. */
#define LIMIT(name, aliases, member, help)                                     \
    {                                                                          \
        name, aliases, RP_KIND_WHOLE, RP_NAMES_NONE, 0, 0, 9999, member, "",   \
            "clients", "", help                                                \
    }

static const char video[] = "session_format;session_formats;meeting_format";
static const char remote[] = "offers_telehealth;telehealth_available;"
                             "sees_clients_by_video";
static const char location[] = "location;locations;office;offices;"
                               "clinic_location;office_location";
static const char city[] = "location;locations;office;offices;"
                           "clinic_location;office_location;city";
static const char licence[] =
    "state;states;license_state;telehealth_states;licensed_states;"
    "license_states;states_licensed;licensed_in_states";
static const char spoken[] =
    "language;languages_spoken;spoken_languages;preferred_language;"
    "preferred_languages;primary_language";
static const char times[] = "availability;available_times;preferred_times";
static const char payers[] =
    "insurers;payers;plans;insurances;insurance_accepted;accepted_insurance;"
    "insurance_carrier;insurance_plan;insurance_provider;primary_insurance;"
    "payer;insurance_company";

static const char severities[] =
    "mild;moderate;severe;light=mild;medium=moderate;high=severe";

static const rp_column therapist_columns[] = {
    {"therapist_id", "id;provider_id;clinician_id;npi;record_id", RP_KIND_ID,
     RP_NAMES_NONE, RP_REQUIRED, 0, 0, T(id), "", "", "T01",
     "unique name or number"},
    {"name",
     "provider;clinician;full_name;therapist;therapist_name;provider_name;"
     "clinician_name",
     RP_KIND_TEXT, RP_NAMES_NONE, 0, 0, 0, T(name), "", "", "Ana Ruiz",
     "shown beside the id"},
    {"openings",
     "open_slots;available_slots;open_spots;number_of_openings;available_spots;"
     "current_openings",
     RP_KIND_WHOLE, RP_NAMES_NONE, RP_REQUIRED | RP_IN_WORDS, 0, 9999,
     T(openings), "", "clients", "3", "new clients they can take now"},
    {"specialties",
     "issues;concerns;areas_of_focus;expertise;specialty;areas_of_expertise",
     RP_KIND_LIST, RP_NAMES_CONCERNS, RP_NUMBERED, 0, 1e9, T(specialties), "",
     "cases", "ptsd:42; depression:60; grief",
     "concerns they treat; after ':' how many clients they treated for it"},
    LIST("not_treated", "exclusions", RP_NAMES_CONCERNS, 0, T(not_treated),
         "psychosis",
         "concerns they do not treat; a client with one of these, or with one "
         "of their children, is never sent to them"),
    LIST("modalities",
         "approaches;therapy_types;treatment_approach;treatment_approaches;"
         "types_of_therapy",
         RP_NAMES_MODALITIES, 0, T(modalities), "cbt; emdr",
         "approaches they are trained in"),
    LIST("client_types", "participants", RP_NAMES_CLIENT_TYPES, 0,
         T(client_types), "individual; couple",
         "individual, couple, family, group; blank is individual"),
    LIST("formats", video, RP_NAMES_FORMATS, 0, T(formats), "in_person; video",
         "in_person, video, phone"),
    LIST("sites", city, RP_NAMES_FREE, 0, T(sites), "North Street",
         "where they see people in person"),
    LIST("licensed_in", licence, RP_NAMES_REGIONS, 0, T(licensed_in), "ny; nj",
         "jurisdictions"),
    {"age_min", "min_age;minimum_age;youngest_age", RP_KIND_WHOLE,
     RP_NAMES_NONE, RP_YEARS, 0, 120, T(age_min), "", "years", "16",
     "youngest client they see"},
    {"age_max", "max_age;maximum_age;oldest_age", RP_KIND_WHOLE, RP_NAMES_NONE,
     RP_YEARS, 0, 120, T(age_max), "", "years", "80", "oldest client they see"},
    LIST("languages", spoken, RP_NAMES_LANGUAGES, 0, T(languages),
         "en; spanish", "ISO 639 codes or English names"),
    LIST("insurance", payers, RP_NAMES_PAYERS, 0, T(insurance), "aetna; cigna",
         "payers they take"),
    {"fee", "rate;session_fee;session_rate;full_fee;hourly_rate",
     RP_KIND_NUMBER, RP_NAMES_NONE, RP_MONEY, 0, 1e9, T(fee), "", "a session",
     "120", "usual fee"},
    {"fee_min", "sliding_scale;min_fee;minimum_fee;lowest_fee", RP_KIND_NUMBER,
     RP_NAMES_NONE, RP_MONEY, 0, 1e9, T(fee_min), "", "a session", "70",
     "lowest fee on a sliding scale, at most fee"},
    {"slots", times, RP_KIND_TIMES, RP_NAMES_NONE, 0, 0, 0, T(slots), "", "",
     "mon 09:00-12:00; tue-thu 16:00-20:00", "when they can see a new client"},
    {"session_minutes", "session_length;minutes_per_session", RP_KIND_WHOLE,
     RP_NAMES_NONE, 0, 15, 240, T(session_minutes), "", "minutes", "60",
     "length of one hour of theirs with its notes; blank is the policy's"},
    {"utc_offset", "utc;timezone_offset;time_zone_offset", RP_KIND_NUMBER,
     RP_NAMES_NONE, RP_OFFSET, -12, 14, T(utc_offset), "", "hours", "-5",
     "where both sides have one, times are compared in the client's"},
    {"severity_max", "max_severity;highest_severity", RP_KIND_CHOICE,
     RP_NAMES_NONE, 0, 0, 0, T(severity_max), severities, "", "severe",
     "mild, moderate, severe: the most severe clients they see"},
    {"prescribes", "can_prescribe;medication_management", RP_KIND_ANSWER,
     RP_NAMES_NONE, 0, 0, 0, T(prescribes), "", "", "no",
     "can prescribe medication"},
    {"prescriber_openings",
     "medication_openings;prescriber_slots;psychiatry_openings", RP_KIND_WHOLE,
     RP_NAMES_NONE, RP_IN_WORDS, 0, 9999, T(prescriber_openings), "", "clients",
     "",
     "new clients they can prescribe for, beside openings; where anybody has a "
     "number here, prescribers are found after therapists, and blank is 0"},
    LIMIT("reserve", "urgent_reserve;reserved_openings", T(reserve),
          "openings kept for urgent clients, unless --use-reserve is given"),
    LIMIT("max_urgent", "urgent_max;maximum_urgent", T(max_urgent),
          "most clients of the tier urgent in one run"),
    LIMIT("max_severe", "severe_max;max_high_risk", T(max_severe),
          "most clients whose severity is severe in one run"),
    LIMIT("sliding_seats",
          "sliding_scale_seats;sliding_scale_slots;reduced_fee_seats",
          T(sliding_seats),
          "most clients who can pay fee_min or more, and less than fee"),
    LIST("gender", "", RP_NAMES_GENDERS, 0, T(gender), "female",
         "used only where a client asks"),
    LIST("ethnicity", "", RP_NAMES_FREE, 0, T(ethnicity), "latina",
         "used only where a client asks"),
    LIST("faith", "", RP_NAMES_FREE, 0, T(faith), "catholic",
         "used only where a client asks"),
    LIST("populations", "allied;communities", RP_NAMES_FREE, 0, T(populations),
         "lgbtq; veterans", "communities they serve"),
    LIST("values", "", RP_NAMES_FREE, 0, T(values), "feminist",
         "values they work from"),
    STYLE("style_directive", T(style[RP_DIRECTIVE]),
          "+ directs, - lets the client lead"),
    STYLE("style_emotion", T(style[RP_EMOTION]),
          "+ invites emotion, - reserved"),
    STYLE("style_past", T(style[RP_PAST]), "+ looks to the past, - present"),
    STYLE("style_support", T(style[RP_SUPPORT]),
          "+ supports warmly, - challenges"),
    {"credentials", "degrees;qualifications", RP_KIND_TEXT, RP_NAMES_NONE, 0, 0,
     200, T(credentials), "", "bytes", "LCSW",
     "shown behind the name on pages"},
    {"pronouns", "", RP_KIND_TEXT, RP_NAMES_NONE, 0, 0, 60, T(pronouns), "",
     "bytes", "she/her", "shown on pages"},
    {"about", "bio", RP_KIND_TEXT, RP_NAMES_NONE, 0, 0, 600, T(about), "",
     "bytes", "I have worked with grief for ten years.",
     "a few sentences for clients, shown on pages"},
    {"photo", "", RP_KIND_TEXT, RP_NAMES_NONE, 0, 0, 200, T(photo), "", "bytes",
     "", "a JPEG or PNG file beside the sheet, at most 40 kB, shown on pages"},
    {"available_from", "starts_on;available_after", RP_KIND_DATE, RP_NAMES_NONE,
     0, 0, 0, T(available_from), "", "YYYY-MM-DD", "",
     "first day they work here; before it they have no openings"},
    {"available_until", "leaves_on;last_day", RP_KIND_DATE, RP_NAMES_NONE, 0, 0,
     0, T(available_until), "", "YYYY-MM-DD", "",
     "last day they work here; near it they take nobody new, after it they "
     "have no openings"},
    {"updated_on", "last_updated;openings_updated_on", RP_KIND_DATE,
     RP_NAMES_NONE, 0, 0, 0, T(updated_on), "", "YYYY-MM-DD", "",
     "day on which openings was right: who has started since uses one"},
    {"declines", "conflicts;avoid_clients", RP_KIND_IDS, RP_NAMES_NONE, 0, 0, 0,
     T(declines), "", "", "", "clients they cannot see: conflicts of interest"},
    OTHER("ages",
          "age_range;age_ranges;ages_served;age_groups;clients_seen;"
          "ages_seen;age_group;population_ages",
          RP_KIND_AGES, 0, 120, T(ages), "years", "18-65",
          "age_min and age_max in one cell: 18-65, 18+, under 18, children, "
          "teens, adults"),
    OTHER("capacity",
          "total_capacity;max_caseload;maximum_caseload;caseload_capacity",
          RP_KIND_WHOLE, RP_IN_WORDS, 9999, T(capacity), "clients", "25",
          "clients they can have; less caseload it is openings"),
    OTHER("caseload",
          "current_clients;active_clients;current_caseload;active_caseload",
          RP_KIND_WHOLE, 0, 9999, T(caseload), "clients", "22",
          "clients they have"),
    OTHER("accepting",
          "accepting_new_clients;taking_clients;taking_new_clients;"
          "accepting_clients;accepts_new_clients",
          RP_KIND_ACCEPTING, 0, 0, T(accepting), "", "yes",
          "no, full, waitlist or closed: no openings"),
    OTHER("telehealth", remote, RP_KIND_ANSWER, 0, 0, T(telehealth), "", "yes",
          "without formats: yes is video, no is not; a filled office adds in "
          "person"),
    AUDIT,
};

static const rp_column client_columns[] = {
    {"client_id", "id;patient_id;client_number;record_id;mrn;patient_number",
     RP_KIND_ID, RP_NAMES_NONE, RP_REQUIRED, 0, 0, C(id), "", "", "C01",
     "unique name or number"},
    {"referred_on", "referral_date;date_added;date_referred;date_of_referral",
     RP_KIND_DATE, RP_NAMES_NONE, 0, 0, 0, C(referred_on), "", "YYYY-MM-DD",
     "2026-10-05", "start of the wait"},
    {"urgency", "priority;triage;acuity", RP_KIND_CHOICE, RP_NAMES_NONE,
     RP_BLANK_IS_FIRST, 0, 0, C(urgency),
     "routine;soon;urgent;crisis;normal=routine;standard=routine;low=routine;"
     "emergency=crisis",
     "", "routine",
     "routine, soon, urgent, crisis; blank is routine; crisis needs a person"},
    {"severity", "", RP_KIND_CHOICE, RP_NAMES_NONE, 0, 0, 0, C(severity),
     severities, "", "moderate", "mild, moderate, severe"},
    {"concerns",
     "issues;presenting_problems;presenting_problem;presenting_concerns;"
     "presenting_concern;presenting_issues;problems;diagnosis;"
     "reason_for_visit;reason_for_referral;reason_for_seeking_therapy",
     RP_KIND_LIST, RP_NAMES_CONCERNS, RP_NUMBERED | RP_WATCHED, 1, 9,
     C(concerns), "", "weight", "ptsd:3; insomnia:1",
     "what the client needs help with, most important first; after ':' a "
     "weight from 1 to 9"},
    {"age", "client_age;patient_age", RP_KIND_WHOLE, RP_NAMES_NONE, RP_YEARS, 0,
     120, C(age), "", "years", "34", "age of the client"},
    {"client_type", "", RP_KIND_CHOICE, RP_NAMES_NONE, RP_BLANK_IS_FIRST, 0, 0,
     C(client_type),
     "individual;couple;family;group;individuals=individual;couples=couple;"
     "marital=couple;families=family;groups=group",
     "", "individual",
     "individual, couple, family, group; blank is individual"},
    LIST("want_modalities", "", RP_NAMES_MODALITIES, RP_MARKED,
         C(want_modalities), "emdr!; cbt?", "approaches asked for"),
    LIST("avoid_modalities", "", RP_NAMES_MODALITIES, 0, C(avoid_modalities),
         "hypnosis", "approaches refused"),
    LIST("tried_modalities", "", RP_NAMES_MODALITIES, 0, C(tried_modalities),
         "supportive", "approaches had before without benefit"),
    PREFERS("style_directive", C(style[RP_DIRECTIVE]),
            "preferred: + directs, - lets the client lead; 0 or blank is no "
            "preference"),
    PREFERS("style_emotion", C(style[RP_EMOTION]),
            "preferred: + invites emotion, - reserved"),
    PREFERS("style_past", C(style[RP_PAST]),
            "preferred: + looks to the past, - present"),
    PREFERS("style_support", C(style[RP_SUPPORT]),
            "preferred: + supports warmly, - challenges"),
    LIST("languages", spoken, RP_NAMES_LANGUAGES, 0, C(languages), "es; en",
         "languages they can do therapy in, best first"),
    LIST("guardian_languages",
         "guardian_language;parent_language;parent_languages",
         RP_NAMES_LANGUAGES, 0, C(guardian_languages), "es",
         "languages of a parent or guardian who has to be spoken with; the "
         "therapist needs one of them as well"),
    LIST("want_gender",
         "therapist_gender_preference;therapist_gender;preferred_gender;"
         "gender_preference;preferred_therapist_gender",
         RP_NAMES_GENDERS, RP_MARKED, C(want_gender), "female!",
         "preference about the therapist"),
    LIST("want_ethnicity", "", RP_NAMES_FREE, RP_MARKED | RP_MUST_WISH,
         C(want_ethnicity), "latina", "a wish, never used to exclude"),
    LIST("want_faith", "", RP_NAMES_FREE, RP_MARKED | RP_MUST_WISH,
         C(want_faith), "catholic?", "a wish, never used to exclude"),
    LIST("want_populations", "", RP_NAMES_FREE, RP_MARKED, C(want_populations),
         "lgbtq", "communities the therapist serves"),
    LIST("want_values", "", RP_NAMES_FREE, RP_MARKED | RP_MUST_WISH,
         C(want_values), "feminist", "a wish, never used to exclude"),
    {"requested_therapist", "", RP_KIND_IDS, RP_NAMES_NONE, 0, 0, 0,
     C(requested), "", "", "T01", "therapists asked for by name"},
    {"past_therapists", "previous_therapists", RP_KIND_IDS, RP_NAMES_NONE,
     RP_REASONED | RP_PARTED, 0, 0, C(past), "", "", "T04:no_connection",
     "never offered again; after ':' a reason, which changes what is looked "
     "for"},
    {"avoid_therapists", "", RP_KIND_IDS, RP_NAMES_NONE, RP_REASONED, 0, 0,
     C(avoid), "", "", "",
     "never offered; after ':' a reason, which changes nothing"},
    LIST("formats", video, RP_NAMES_FORMATS, 0, C(formats), "video; in_person",
         "what they can use, best first"),
    LIST("sites", location, RP_NAMES_FREE, 0, C(sites), "North Street",
         "places they can reach"),
    LIST("lives_in", "state;state_of_residence;home_state", RP_NAMES_REGIONS, 0,
         C(lives_in), "ny", "where they live; a list means any of them"),
    LIST("insurance", payers, RP_NAMES_PAYERS, 0, C(insurance), "aetna",
         "payers that cover them"),
    {"slots", times, RP_KIND_TIMES, RP_NAMES_NONE, 0, 0, 0, C(slots), "", "",
     "mon-fri 17:00-20:00", "when they can come"},
    {"frequency", "how_often;session_frequency", RP_KIND_CHOICE, RP_NAMES_NONE,
     RP_BLANK_IS_FIRST, 0, 0, C(frequency),
     "weekly;biweekly;twice_weekly;every_other_week=biweekly;"
     "fortnightly=biweekly;every_week=weekly;once_a_week=weekly;"
     "every_two_weeks=biweekly;twice_a_week=twice_weekly",
     "", "weekly", "weekly, biweekly, twice_weekly; blank is weekly"},
    {"utc_offset", "utc;timezone_offset;time_zone_offset", RP_KIND_NUMBER,
     RP_NAMES_NONE, RP_OFFSET, -12, 14, C(utc_offset), "", "hours", "-5",
     "where both sides have one, times are compared in the client's"},
    {"max_fee", "budget;maximum_fee;max_rate;max_per_session", RP_KIND_NUMBER,
     RP_NAMES_NONE, RP_MONEY, 0, 1e9, C(max_fee), "", "a session", "90",
     "most they can pay"},
    {"needs_prescriber", "", RP_KIND_CHOICE, RP_NAMES_NONE, 0, 0, 0,
     C(needs_prescriber), "no;yes;open;n=no;false=no;0=no;y=yes;true=yes;1=yes",
     "", "no",
     "yes, no, open; open, or blank with a concern that calls for one: a "
     "prescriber is offered where prescriber_openings are left"},
    {"wants_group", "", RP_KIND_CHOICE, RP_NAMES_NONE, 0, 0, 0, C(wants_group),
     "no;open;supplement;instead;n=no;false=no;0=no", "", "",
     "a seat in a group: supplement, beside a therapist; instead, of one; "
     "open, "
     "where no therapist has an opening; no; acts with --groups"},
    {"priorities", "", RP_KIND_PRIORITIES, RP_NAMES_NONE, 0, 0, 0,
     C(priorities), "", "", "expertise; access",
     "up to 3 of " RP_CRITERIA_WORDS
     "; what matters most to this client, first is most"},
    {"linked_to", "linked_clients;related_clients;relatives;related_to",
     RP_KIND_IDS, RP_NAMES_NONE, RP_LINKED, 0, 0, C(linked), "", "", "",
     "C12:same, one therapist for both; C33:apart, or no mark, never one"},
    {"pin", "", RP_KIND_IDS, RP_NAMES_NONE, 0, 0, 0, C(pin), "", "", "",
     "staff's decision: this therapist, whatever the score"},
    OTHER("name", "full_name;client_name;patient_name;your_name;your_full_name",
          RP_KIND_TEXT, 0, 0, C(name), "", "Robin Ash", "shown beside the id"),
    OTHER("date_of_birth", "dob;birth_date;birthday;birthdate;d.o.b.",
          RP_KIND_BIRTH, 0, 0, C(born_on), "YYYY-MM-DD", "1991-04-17",
          "full years at the day to which waits are counted are the age, "
          "where that is blank"),
    OTHER("risk", "crisis_screen;suicide_risk", RP_KIND_RISK, 0, 0, C(risk), "",
          "no", "every answer but no and blank makes the client a crisis"),
    OTHER("telehealth", remote, RP_KIND_ANSWER, 0, 0, C(telehealth), "", "yes",
          "without formats: yes is video, no is in person"),
    OTHER("review_step", "", RP_KIND_WHOLE, 0, 5, C(review_step), "", "2",
          "the last step taken since therapy has not been helping, 0 to 5; "
          "rapport review --write counts it up"),
    OTHER("reviewed_on", "", RP_KIND_DATE, 0, 0, C(reviewed_on), "YYYY-MM-DD",
          "2026-10-05",
          "the newest date of the outcomes when that step was taken"),
    AUDIT,
};

/* A column without more ado. */
#define NAMED(name, aliases, kind, flags, member, example, help)               \
    {                                                                          \
        name, aliases, kind, RP_NAMES_NONE, flags, 0, 0, member, "", "",       \
            example, help                                                      \
    }

#define G(member) offsetof(rp_group, member)
#define SIZE(name, aliases, member, example, help)                             \
    {                                                                          \
        name, aliases, RP_KIND_WHOLE, RP_NAMES_NONE, 0, 0, 9999, member, "",   \
            "clients", example, help                                           \
    }

static const rp_column group_columns[] = {
    NAMED("group_id", "id;group", RP_KIND_ID, RP_REQUIRED, G(offer.id), "G1",
          "unique name or number"),
    NAMED("name", "group_name;title", RP_KIND_TEXT, 0, G(offer.name),
          "Grief, Tuesdays", "shown beside the id, also on pages"),
    NAMED("leaders", "leader;facilitator;facilitators;therapists", RP_KIND_IDS,
          0, G(leaders), "T01",
          "therapists who lead it: its hour is none of theirs for a client"),
    LIST("topics", "topic;issues;concerns;areas_of_focus;focus",
         RP_NAMES_CONCERNS, 0, G(offer.specialties), "grief; depression",
         "concerns it is for"),
    LIST("modalities", "modality;approaches;approach", RP_NAMES_MODALITIES, 0,
         G(offer.modalities), "cbt", "approaches it works with"),
    SIZE("min_size", "minimum_size;min_members", G(min_size), "4",
         "with fewer it does not run; blank is 1"),
    SIZE("max_size", "capacity;maximum_size;max_members;size", G(max_size), "8",
         "with so many it is full; blank is 12"),
    SIZE("current", "current_size;members;enrolled", G(current), "2",
         "how many it has now; blank is 0"),
    {"hour", "time;times;slots;schedule;meets", RP_KIND_TIMES, RP_NAMES_NONE, 0,
     0, 0, G(offer.slots), "", "", "tue 18:00-19:30",
     "when it meets, one window; blank: not settled yet"},
    LIST("formats", video, RP_NAMES_FORMATS, 0, G(offer.formats), "in_person",
         "in_person, video, phone"),
    LIST("sites", city, RP_NAMES_FREE, 0, G(offer.sites), "North Street",
         "where it meets in person"),
    LIST("languages", spoken, RP_NAMES_LANGUAGES, 0, G(offer.languages), "en",
         "ISO 639 codes or English names"),
    {"age_min", "min_age;minimum_age;youngest_age", RP_KIND_WHOLE,
     RP_NAMES_NONE, RP_YEARS, 0, 120, G(offer.age_min), "", "years", "18",
     "youngest client it takes"},
    {"age_max", "max_age;maximum_age;oldest_age", RP_KIND_WHOLE, RP_NAMES_NONE,
     RP_YEARS, 0, 120, G(offer.age_max), "", "years", "",
     "oldest client it takes"},
    LIST("populations", "allied;communities", RP_NAMES_FREE, 0,
         G(offer.populations), "veterans", "communities it is for"),
    LIST("insurance", payers, RP_NAMES_PAYERS, 0, G(offer.insurance),
         "aetna; cigna", "payers it is paid by"),
    {"fee", "rate;session_fee;session_rate", RP_KIND_NUMBER, RP_NAMES_NONE,
     RP_MONEY, 0, 1e9, G(offer.fee), "", "a session", "40", "usual fee"},
    LIST("licensed_in", licence, RP_NAMES_REGIONS, 0, G(offer.licensed_in),
         "ny", "jurisdictions"),
    NAMED("closed", "full;is_closed", RP_KIND_ANSWER, 0, G(closed), "no",
          "yes: it takes nobody new"),
};

#define COUNT(array) (uint32_t)(sizeof(array) / sizeof *(array))

const rp_schema rp_schemas[RP_SHEETS] = {
    [RP_THERAPISTS] = {"therapists", therapist_columns,
                       COUNT(therapist_columns)},
    [RP_CLIENTS] = {"clients", client_columns, COUNT(client_columns)},
    [RP_OUTCOMES] = {"outcomes", rp_outcome_columns, RP_OUTCOME_COLUMNS},
    [RP_HISTORY] = {"history", rp_history_columns, RP_HISTORY_COLUMNS},
    [RP_GROUPS] = {"groups", group_columns, COUNT(group_columns)},
    [RP_LIMITS] = {"limits", rp_limit_columns, RP_LIMIT_COLUMNS},
};

const rp_schema rp_answers_schema = {"answers", rp_answers_columns,
                                     RP_ANSWERS_COLUMNS};

bool rp_piece(const char *list, uint32_t index, rp_text *piece) {
    for (; *list; index--) {
        size_t length = strcspn(list, ";");
        if (index == 0) {
            *piece = (rp_text){list, length};
            return true;
        }
        list += length + (list[length] == ';');
    }
    return false;
}

/* Columns that have a name of their own: audit_ is only the beginning of one.
 */
static uint32_t named_count(rp_side side) {
    return rp_schemas[side].count - (side < RP_SIDES);
}

static bool is_audit(rp_side side, rp_text folded) {
    return side < RP_SIDES && folded.length >= 6 &&
           memcmp(folded.bytes, "audit_", 6) == 0;
}

static const rp_column *audit_column(rp_side side) {
    return &rp_schemas[side].columns[rp_schemas[side].count - 1];
}

const rp_column *rp_schema_find(rp_side side, rp_text folded) {
    const rp_schema *schema = &rp_schemas[side];
    rp_text piece;

    if (is_audit(side, folded))
        return audit_column(side);
    /* most are names; none of them is an alias as well */
    for (uint32_t i = 0; i < named_count(side); i++)
        if (rp_text_equals(folded, schema->columns[i].name))
            return &schema->columns[i];
    for (uint32_t i = 0; i < named_count(side); i++) {
        const rp_column *column = &schema->columns[i];
        for (uint32_t k = 0; rp_piece(column->aliases, k, &piece); k++)
            if (rp_text_compare(piece, folded) == 0)
                return column;
    }
    return NULL;
}

/* The first column of a name has it. */
static bool put_name(rp_schema_index *index, size_t *room, rp_text name,
                     const rp_column *column) {
    uint32_t before = rp_tags_count(index->names);
    uint32_t number = rp_tags_intern(index->names, name);

    if (number == RP_NONE)
        return false;
    if (number < before)
        return true;
    const rp_column **columns =
        rp_grow_array(index->columns, before, room, sizeof *columns);
    if (!columns)
        return false;
    index->columns = columns;
    columns[number] = column;
    return true;
}

bool rp_schema_index_make(rp_schema_index *out, rp_side side) {
    const rp_schema *schema = &rp_schemas[side];
    rp_text piece;
    size_t room = 0;
    bool whole = (out->names = rp_tags_new()) != NULL;

    for (uint32_t i = 0; whole && i < named_count(side); i++) {
        const rp_column *column = &schema->columns[i];
        whole = put_name(out, &room, rp_text_of(column->name), column);
        for (uint32_t k = 0; whole && rp_piece(column->aliases, k, &piece); k++)
            whole = put_name(out, &room, piece, column);
    }
    return whole;
}

void rp_schema_index_clear(rp_schema_index *index) {
    rp_tags_free(index->names);
    free((void *)index->columns);
    *index = (rp_schema_index){0};
}

const rp_column *rp_schema_index_find(const rp_schema_index *index,
                                      rp_side side, rp_text folded) {
    if (is_audit(side, folded))
        return audit_column(side);
    uint32_t number = rp_tags_find(index->names, folded);
    return number == RP_NONE ? NULL : index->columns[number];
}

const rp_column *rp_schema_nearest(rp_side side, rp_text folded,
                                   rp_quoted *header) {
    const rp_schema *schema = &rp_schemas[side];
    const rp_column *found = NULL;
    rp_nearest nearest = {folded, NULL, 0};
    rp_text piece;

    for (uint32_t i = 0; i < named_count(side); i++) {
        const rp_column *column = &schema->columns[i];
        rp_quoted tried = rp_quote(rp_text_of(column->name));
        for (uint32_t k = 0;; k++) {
            const char *before = nearest.best;
            rp_nearest_try(&nearest, tried.bytes);
            if (nearest.best != before) {
                *header = tried;
                nearest.best = header->bytes;
                found = column;
            }
            if (!rp_piece(column->aliases, k, &piece))
                break;
            tried = rp_quote(piece);
        }
    }
    return found;
}

const char *rp_kind_words(const rp_column *column) {
    switch (column->kind) {
    case RP_KIND_ID:
        return "an id";
    case RP_KIND_TEXT:
    case RP_KIND_AUDIT:
        return "text";
    case RP_KIND_WHOLE:
        return "a whole number";
    case RP_KIND_NUMBER:
        return "a number";
    case RP_KIND_DATE:
    case RP_KIND_BIRTH:
        return "a date YYYY-MM-DD";
    case RP_KIND_AGES:
        return "ages";
    case RP_KIND_RISK:
    case RP_KIND_ACCEPTING:
    case RP_KIND_ANSWER:
        return "yes or no";
    case RP_KIND_CHOICE:
        return "a choice";
    case RP_KIND_LIST:
        return "a list";
    case RP_KIND_IDS:
        return "ids";
    case RP_KIND_TIMES:
        return "times of the week";
    case RP_KIND_PRIORITIES:
        return "criteria";
    }
    return "text";
}

int rp_choice_find(const rp_column *column, rp_text folded) {
    rp_text piece;

    for (uint32_t k = 0; rp_piece(column->choices, k, &piece); k++) {
        const char *equals = memchr(piece.bytes, '=', piece.length);
        size_t length = equals ? (size_t)(equals - piece.bytes) : piece.length;
        if (length != folded.length ||
            memcmp(piece.bytes, folded.bytes, length) != 0)
            continue;
        if (!equals)
            return (int)k;
        return rp_choice_find(column,
                              (rp_text){equals + 1, piece.length - length - 1});
    }
    return -1;
}
