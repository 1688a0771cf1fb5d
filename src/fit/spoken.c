#include "fit/spoken.h"

#include "base/sentence.h"

#include <string.h>

static char upper(char c) {
    return (char)(c >= 'a' && c <= 'z' ? c - 'a' + 'A' : c);
}

/* Blanks for what ids join words with. */
static rp_spoken plain(const char *text) {
    rp_spoken spoken;

    spoken.words[0] = '\0';
    rp_sentence_set(spoken.words, sizeof spoken.words, "%s", text);
    rp_text_mend(spoken.words);
    for (char *at = spoken.words; *at; at++)
        if (*at == '_')
            *at = ' ';
    return spoken;
}

static void capitalise(rp_spoken *spoken) {
    bool begins = true;

    for (char *at = spoken->words; *at; at++) {
        if (begins)
            *at = upper(*at);
        begins = *at == ' ';
    }
}

static const char *free_label(const rp_fit *fit, uint32_t tag) {
    return rp_names_label(&fit->roster->names, RP_NAMES_FREE, tag);
}

static bool has_capital(const char *text) {
    for (; *text; text++)
        if (*text >= 'A' && *text <= 'Z')
            return true;
    return false;
}

rp_spoken rp_spoken_insurer(const rp_fit *fit, uint32_t tag) {
    rp_spoken spoken =
        plain(rp_names_label(&fit->roster->names, RP_NAMES_PAYERS, tag));
    /* what a label adds in brackets is for those who match payers */
    char *bracket = strstr(spoken.words, " (");

    if (bracket)
        *bracket = '\0';
    if (!has_capital(spoken.words))
        capitalise(&spoken);
    return spoken;
}

rp_spoken rp_spoken_name(const rp_fit *fit, uint32_t tag) {
    rp_spoken spoken = plain(free_label(fit, tag));

    capitalise(&spoken);
    return spoken;
}

rp_spoken rp_spoken_word(const rp_fit *fit, uint32_t tag) {
    static const char *const acronyms[] = {"aapi",     "bipoc",   "lgbt",
                                           "lgbtq",    "lgbtq+",  "lgbtqia",
                                           "lgbtqia+", "qtbipoc", "tgnc"};
    rp_spoken spoken = plain(free_label(fit, tag));

    for (size_t k = 0; k < sizeof acronyms / sizeof *acronyms; k++)
        if (strcmp(spoken.words, acronyms[k]) == 0)
            for (char *at = spoken.words; *at; at++)
                *at = upper(*at);
    return spoken;
}

rp_spoken rp_spoken_label(const rp_fit *fit, const rp_column *column,
                          uint32_t tag) {
    if (column->names == RP_NAMES_PAYERS)
        return rp_spoken_insurer(fit, tag);
    if (column->names != RP_NAMES_FREE)
        return plain(rp_names_label(&fit->roster->names, column->names, tag));
    if (strcmp(column->name, "sites") == 0)
        return rp_spoken_name(fit, tag);
    return rp_spoken_word(fit, tag);
}
