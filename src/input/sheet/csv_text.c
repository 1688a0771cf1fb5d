#include "input/sheet/csv_text.h"

#include "base/text.h"

#include <csv.h>
#include <string.h>

size_t rp_csv_separator(const char *text, size_t length, char *delimiter) {
    size_t at = 4;

    if (length < 5 || !rp_text_equals((rp_text){text, 3}, "sep") ||
        text[3] != '=' || !strchr(",;\t", text[4]) || text[4] == '\0')
        return 0;
    *delimiter = text[4];
    at++;
    while (at < length && (text[at] == *delimiter || text[at] == ' '))
        at++;
    if (at < length && text[at] != '\r' && text[at] != '\n')
        return 0;
    if (at < length && text[at] == '\r')
        at++;
    if (at < length && text[at] == '\n')
        at++;
    return at;
}

/* May a cell begin behind this byte? */
static bool ends_cell(char c) {
    return c == ',' || c == ';' || c == '\t' || c == '\n' || c == '\r';
}

void rp_csv_open_quotes(char *text, size_t length) {
    bool quoted = false;

    if (!strstr(text, "=\"") && !strstr(text, "\xEF\xBB\xBF"))
        return;
    for (size_t at = 0; at < length; at++) {
        bool begins = !quoted && (at == 0 || ends_cell(text[at - 1]));
        if (begins && strncmp(text + at, "\xEF\xBB\xBF", 3) == 0) {
            memset(text + at, ' ', 3);
            at += 2;
            if (at + 1 < length && text[at + 1] == '=' && text[at + 2] == '"')
                text[at + 1] = ' ';
        } else if (begins && text[at] == '=' && text[at + 1] == '"') {
            text[at] = ' ';
        } else if (text[at] == '"') {
            quoted = !quoted;
        }
    }
}

bool rp_csv_follows_blank(const char *text, size_t length) {
    size_t at = length;

    while (at > 0 && strchr(" \t,;\r\n", text[at - 1]))
        at--;
    while (at > 0 && text[at - 1] != '\n' && text[at - 1] != '\r')
        at--;
    size_t line_ends = 0;
    for (; at > 0 && strchr(" \t,;\r\n", text[at - 1]); at--)
        line_ends +=
            text[at - 1] == '\n' || (text[at - 1] == '\r' && text[at] != '\n');
    return line_ends > 1;
}

bool rp_csv_open(struct csv_parser *parser, char delimiter) {
    if (csv_init(parser, CSV_STRICT | CSV_STRICT_FINI | CSV_APPEND_NULL) != 0)
        return false;
    csv_set_delim(parser, (unsigned char)delimiter);
    /* by 128 bytes, as it does otherwise, a long cell is copied again and
     * again */
    csv_set_blk_size(parser, 1 << 16);
    return true;
}
