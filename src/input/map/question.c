#include "input/map/question.h"

#include <string.h>

/* Who treats, whatever they are called. */
#define CARER                                                                  \
    "therapist*|provider*|clinician*|counselor*|counsellor*|practitioner*|"    \
    "psychologist*"

static const char not_used[] = "nothing in it is used";
static const char contact[] = "how to reach somebody is not used";
static const char half[] = "no column holds half a name";
static const char being[] =
    "what somebody is, is not used: only what they ask for";
static const char machine[] = "what the form notes by itself is not used";

/* In this order: the first that fits the cells too is taken. */
static const rp_question of_clients[] = {
    {"",
     "redcap*|ip+address|latitude|longitude|user+language|distribution+channel|"
     "response+type|finished|progress|duration|recipient*|"
     "external+reference|username|last+modified*|modified|"
     "ipaddress|locationlatitude|locationlongitude|userlanguage|"
     "distributionchannel|externalreference|externaldatareference",
     NULL, machine},
    {"referred_on",
     "timestamp|submitted|submission+date|completion|recorded|start+time|"
     "start+date|created|received|intake|referral|referred|request+date|added|"
     "registered|registration|waitlisted|inquiry|recordeddate|startdate",
     "source by", NULL},
    {"",
     "end+date|end+time|timestamp|completion|recorded|start+time|start+date|"
     "enddate|startdate|recordeddate|complete",
     NULL, machine},
    {"date_of_birth", "birth|dob|born|birthday|birthdate", "place country",
     NULL},
    {"age", "age|old", CARER " group", NULL},
    {"",
     "member+id|member+number|policy+number|group+number|subscriber*|"
     "insurance+id|ssn|emergency|consent*|agree*|signature|pronoun*|"
     "hear|heard|source|referred+by|card|copay|balance|employer|employ*|"
     "occupation|marital|school|attachment*|tags",
     NULL, not_used},
    {"", "email|e+mail|mail", NULL, contact},
    {"", "phone|mobile|cell|telephone|fax", "video meet* session* pref* how",
     contact},
    {"client_id", "id|number|code|chart|mrn|responseid|token|uuid|record|case",
     "zip postal area country state promo coupon diagnos* " CARER, NULL},
    {"client_type",
     "individual|couple*|family|families|session+type|service*|who|"
     "type*+of+therapy|kind*+of+therapy|type*+of+service|appointment+type",
     NULL, NULL},
    {"avoid_therapists",
     "avoid|not+want|t+want|rather+not|not+see|not+work|not+be|conflict* " CARER
     "|anyone|anybody|staff|somebody",
     NULL, NULL},
    {"avoid_therapists", "not+with|conflict|conflicts|avoid", NULL, NULL},
    {"past_therapists",
     "before|past|previous*|prior|former*|already|worked|seen " CARER
     "|staff|us",
     NULL, NULL},
    {"want_gender",
     "gender|sex|man|woman|male|female " CARER
     "|pref*|comfortable|like|want|wish*",
     "your+gender", NULL},
    {"want_modalities",
     "approach*|modalit*|type*+of+therapy|kind*+of+therapy|style*+of+therapy|"
     "method*|technique*",
     "tried avoid", NULL},
    {"tried_modalities", "tried approach*|modalit*|therap*", NULL, NULL},
    {"requested_therapist",
     "pref*|request*|specific|particular|like|want*|choose|choice|"
     "which " CARER,
     NULL, NULL},
    {"style_directive", "direct|directive|structure*|lead|guid*", NULL, NULL},
    {"style_emotion", "emotion*|feelings", NULL, NULL},
    {"style_past", "past|childhood", NULL, NULL},
    {"style_support", "support*|challeng*|warm*", NULL, NULL},
    {"want_populations",
     "communit*|background|identit*|lgbt*|affirming|population*|veteran*",
     "gender sexual", NULL},
    {"want_faith",
     "faith|relig*|spiritual* " CARER "|pref*|matter*|important|want", NULL,
     NULL},
    {"want_ethnicity",
     "race|ethnic*|cultur* " CARER "|pref*|matter*|important|want", NULL, NULL},
    {"insurance",
     "insur*|payer*|payor*|carrier|coverage|health+plan|paying|plan",
     "number phone holder group", NULL},
    {"max_fee", "pay|afford|budget|fee|cost|rate|price|session|sliding", NULL,
     NULL},
    {"telehealth", "telehealth|video|online|virtual|remote|teletherapy", NULL,
     NULL},
    {"formats",
     "meet|telehealth|video|online|virtual|remote|person|format*|attend|"
     "teletherapy|session+type|how",
     NULL, NULL},
    {"slots", "availab*|when|time*|day*|schedule|hours|morning*|evening*|free",
     "zone long timestamp", NULL},
    {"languages", "language*|speak|spoken", NULL, NULL},
    {"lives_in", "state|states|province|live|lives|living|residence|reside",
     NULL, NULL},
    {"sites", "office*|location*|site*|branch|clinic", "ip", NULL},
    {"urgency", "urgen*|soon|priority|triage|acuity", NULL, NULL},
    {"needs_prescriber",
     "prescri*|psychiatr*|medication* need*|want*|looking|interest*|manag*|"
     "prescri*|psychiatr*|like",
     "taking list current*", NULL},
    {"concerns",
     "brings|bring|bringing|concern*|problem*|issue*|struggl*|help|seeking|"
     "reason*|symptom*|presenting|challenge*|diagnos*|difficult*|complaint*",
     CARER, NULL},
    {"name", "name",
     "first last middle given family surname parent guardian preferred "
     "insur* company plan " CARER,
     NULL},
    {"", "name|surname", NULL, half},
    {"name", "client|patient|nickname", NULL, NULL},
    {"", "gender|sex|race|ethnic*|identity|sexual*|relig*|cultur*", "pref*",
     being},
    {"", "address|street|zip|postal|city|town|county", NULL, contact},
    {"", "note*|comment*|anything|additional|medication*|status", NULL,
     not_used},
};

static const rp_question of_therapists[] = {
    {"",
     "email|e+mail|mail|phone|mobile|telephone|fax|website|url|bio|photo|"
     "extension",
     NULL, contact},
    {"",
     "credential*|degree|title|supervis*|hire*|start+date|birth|pronoun*|"
     "license+number|license+type|license+expir*|expir*|ssn|npi|"
     "note*|comment*|color|colour|last+modified*|created|status",
     NULL, not_used},
    {"therapist_id", "id|code|number", NULL, NULL},
    {"fee_min", "min*|sliding|low*|reduced fee*|rate*|scale|price*", NULL,
     NULL},
    {"fee", "rate*|fee*|price*|cost|charge*", NULL, NULL},
    {"accepting", "accepting|taking|open+to|new+clients|new+patients|waitlist",
     NULL, NULL},
    {"openings",
     "opening*|spots|slots|available+slots|new+clients|new+patients|space*|"
     "room",
     NULL, NULL},
    {"caseload", "caseload|current+clients|active+clients|current", "max*",
     NULL},
    {"capacity", "capacity|max*|full+caseload|target", "age*", NULL},
    {"age_min", "min*|youngest|from age*|client", NULL, NULL},
    {"age_max", "max*|oldest|to age*|client", NULL, NULL},
    {"ages", "age*|population*|clients+seen|serves|sees|who", NULL, NULL},
    {"not_treated", "not|exclu*|won+t|doesn+t|except treat*|see|work|exclu*",
     NULL, NULL},
    {"modalities",
     "approach*|modalit*|technique*|orientation*|method*|training*|trained|"
     "therap*+type*|type*+of+therapy|intervention*",
     "sexual", NULL},
    {"client_types",
     "individual*|couple*|famil*|participant*|client+type*|service*|"
     "works+with|work+with|sees",
     NULL, NULL},
    {"specialties",
     "specialt*|specialit*|focus|expertise|issue*|treat*|concern*|condition*|"
     "works+with|interest*|niche*|area*|diagnos*",
     "not", NULL},
    {"insurance", "insur*|payer*|payor*|panel*|network*|plan*|credentialed",
     NULL, NULL},
    {"licensed_in", "licens*|state*|jurisdiction*|province*", "number type",
     NULL},
    {"telehealth", "telehealth|video|online|virtual|remote|teletherapy", NULL,
     NULL},
    {"formats",
     "telehealth|video|online|virtual|remote|person|format*|setting*", NULL,
     NULL},
    {"slots", "availab*|schedule*|hours|time*|day*|working", "zone", NULL},
    {"languages", "language*|speak*|spoken", NULL, NULL},
    {"sites", "office*|location*|site*|branch*|clinic|city", NULL, NULL},
    {"prescribes", "prescri*|medication*", NULL, NULL},
    {"gender", "gender|sex", NULL, NULL},
    {"ethnicity", "race|ethnic*|cultur*", NULL, NULL},
    {"faith", "faith|relig*|spiritual*", NULL, NULL},
    {"populations", "communit*|identit*|lgbt*|affirming|allied|ally", NULL,
     NULL},
    {"name", "name|staff|" CARER, "first given middle", NULL},
    {"", "name", NULL, half},
};

enum {
    CLIENT_ROWS = sizeof of_clients / sizeof *of_clients,
    THERAPIST_ROWS = sizeof of_therapists / sizeof *of_therapists
};

static bool is_letter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') ||
           (unsigned char)c >= 0x80;
}

/* The next word of a bare text; empty at the end. */
static rp_text next_word(rp_text *rest) {
    size_t begin = 0, end;

    while (begin < rest->length && !is_letter(rest->bytes[begin]))
        begin++;
    for (end = begin; end < rest->length && is_letter(rest->bytes[end]); end++)
        ;
    rp_text word = {rest->bytes + begin, end - begin};
    *rest = (rp_text){rest->bytes + end, rest->length - end};
    return word;
}

static bool is_word(rp_text word, rp_text pattern) {
    bool is_stem =
        pattern.length > 0 && pattern.bytes[pattern.length - 1] == '*';

    pattern.length -= is_stem;
    return (is_stem ? word.length >= pattern.length
                    : word.length == pattern.length) &&
           memcmp(word.bytes, pattern.bytes, pattern.length) == 0;
}

/* Do the words at the start of a text make up `a+b`? */
static bool begins(rp_text text, rp_text pattern) {
    while (pattern.length > 0) {
        size_t length = 0;
        while (length < pattern.length && pattern.bytes[length] != '+')
            length++;
        rp_text word = next_word(&text);
        if (word.length == 0 ||
            !is_word(word, (rp_text){pattern.bytes, length}))
            return false;
        length += length < pattern.length;
        pattern = (rp_text){pattern.bytes + length, pattern.length - length};
    }
    return true;
}

static bool has(rp_text text, rp_text pattern) {
    while (text.length > 0) {
        rp_text here = text;
        if (next_word(&text).length > 0 && begins(here, pattern))
            return true;
    }
    return false;
}

/* Is one of the alternatives by `|` there? */
static bool has_one(rp_text text, rp_text patterns) {
    while (patterns.length > 0) {
        size_t length = 0;
        while (length < patterns.length && patterns.bytes[length] != '|')
            length++;
        if (has(text, (rp_text){patterns.bytes, length}))
            return true;
        length += length < patterns.length;
        patterns = (rp_text){patterns.bytes + length, patterns.length - length};
    }
    return false;
}

/* How many of the groups by blanks are there? */
static size_t count_groups(rp_text text, const char *groups, size_t *of) {
    size_t found = 0;

    for (*of = 0; groups && *groups; (*of)++) {
        size_t length = strcspn(groups, " ");
        found += has_one(text, (rp_text){groups, length});
        groups += length + (groups[length] == ' ');
    }
    return found;
}

static bool answers(rp_text bare, const rp_question *row) {
    size_t of;

    return count_groups(bare, row->without, &of) == 0 &&
           count_groups(bare, row->words, &of) == of;
}

const rp_question *rp_question_at(rp_side side, size_t index) {
    if (side == RP_CLIENTS)
        return index < CLIENT_ROWS ? &of_clients[index] : NULL;
    return index < THERAPIST_ROWS ? &of_therapists[index] : NULL;
}

const rp_question *rp_question_next(rp_side side, rp_text header, size_t *at,
                                    bool *no_memory) {
    const rp_question *found = NULL, *row;
    rp_buffer bare = {0};

    if (!rp_text_bare(&bare, header))
        *no_memory = true;
    else
        while (!found && (row = rp_question_at(side, *at)) != NULL) {
            ++*at;
            if (answers((rp_text){bare.bytes, bare.length}, row))
                found = row;
        }
    rp_buffer_clear(&bare);
    return found;
}

bool rp_question_negates(rp_text text, bool *no_memory) {
    static const char words[] =
        "not|no|never|except|without|t|don*|isn*|avoid|but";
    rp_buffer bare = {0};
    bool negates = true;

    if (!rp_text_bare(&bare, text))
        *no_memory = true;
    else
        negates =
            has_one((rp_text){bare.bytes, bare.length}, rp_text_of(words));
    rp_buffer_clear(&bare);
    return negates;
}

bool rp_question_refuses(rp_text header, bool *no_memory) {
    static const char words[] =
        "not|never|t|dont|wont|cant|shouldnt|cannot|avoid*|declin*|except*|"
        "exclu*|refus*|reject*|conflict*|incompatib*|unsuitable|unwanted|"
        "uncomfortable|unsafe|dislike*|veto*|blocked|ban|banned|blacklist*|"
        "other+than|anyone+but|anybody+but|against|unable|unwilling|opt+out|"
        "no+go|no+match|no+contact|keep+away|keep+apart|stay+away";
    rp_buffer bare = {0};
    bool refuses = false;

    if (!rp_text_bare(&bare, header))
        *no_memory = true;
    else
        refuses =
            has_one((rp_text){bare.bytes, bare.length}, rp_text_of(words));
    rp_buffer_clear(&bare);
    return refuses;
}
