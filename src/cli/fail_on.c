#include "cli/fail_on.h"

#include "cli/say.h"

#include <string.h>

static const struct row {
    rp_client_status status;
    const char *one, *many;
} rows[] = {{RP_STATUS_HUMAN, "client needs a person", "clients need a person"},
            {RP_STATUS_WAITLIST, "client waits", "clients wait"},
            {RP_STATUS_INELIGIBLE, "client has no therapist who fits",
             "clients have no therapist who fits"}};

enum { ROWS = sizeof rows / sizeof *rows };

static const char *name_of(const struct row *row) {
    return rp_status_names[row->status];
}

bool rp_fail_on_parse(unsigned *out, rp_text *wrong, const char *text) {
    unsigned found = 0;

    *wrong = (rp_text){0};
    for (;;) {
        rp_text word = {text, strcspn(text, ",")};
        int k = 0;
        while (k < ROWS && !rp_text_equals(word, name_of(&rows[k])))
            k++;
        if (k == ROWS) {
            *wrong = word;
            return false;
        }
        found |= 1u << rows[k].status;
        if (text[word.length] == '\0')
            break;
        text += word.length + 1;
    }
    *out = found;
    return true;
}

void rp_fail_on_refuse(const char *text, FILE *err) {
    unsigned found;
    rp_nearest nearest = {.best = NULL};

    rp_fail_on_parse(&found, &nearest.wanted, text);
    for (int k = 0; k < ROWS; k++)
        rp_nearest_try(&nearest, name_of(&rows[k]));
    rp_say(err,
           "option '--fail-on' cannot be '%.*s', expected some of %s,%s,%s%s%s",
           (int)nearest.wanted.length, nearest.wanted.bytes, name_of(&rows[0]),
           name_of(&rows[1]), name_of(&rows[2]),
           nearest.best ? ", nearest: " : "", nearest.best ? nearest.best : "");
}

bool rp_fail_on_tell(unsigned asked, const rp_outcome *outcome, FILE *err) {
    bool is_there = false;

    for (int k = 0; k < ROWS; k++) {
        uint64_t count = outcome->counts[rows[k].status];
        if (count == 0 || !(asked & 1u << rows[k].status))
            continue;
        rp_say(err, "%llu %s: status 5, as --fail-on %s asks",
               (unsigned long long)count,
               count == 1 ? rows[k].one : rows[k].many, name_of(&rows[k]));
        is_there = true;
    }
    return is_there;
}
