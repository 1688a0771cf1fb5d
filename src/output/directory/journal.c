#include "output/directory/journal.h"

#include "base/array.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define HEADING "rapport: a run is writing here\n"

static const char *const words[RP_JOURNAL_KINDS] = {"part ", "new ", "old "};
#define EXCHANGE "exchange"

enum { DIGITS = RP_DIGEST_SIZE - 1 };

bool rp_journal_put(rp_buffer *text, rp_journal_kind kind, const char *digest,
                    const char *name) {
    if (!name)
        return rp_buffer_puts(text, EXCHANGE "\n");
    return rp_buffer_puts(text, words[kind]) &&
           (kind != RP_JOURNAL_NEW ||
            (rp_buffer_puts(text, digest) && rp_buffer_puts(text, " "))) &&
           rp_buffer_puts(text, name) && rp_buffer_puts(text, "\n");
}

static bool write_all(int file, const char *bytes, size_t length) {
    size_t done = 0;

    while (done < length) {
        ssize_t put = write(file, bytes + done, length - done);
        if (put > 0)
            done += (size_t)put;
        else if (put < 0 && errno != EINTR)
            return false;
    }
    return true;
}

bool rp_journal_write(int file, const rp_buffer *text) {
    off_t end = lseek(file, 0, SEEK_END);

    return end >= 0 && (end > 0 || write_all(file, HEADING, strlen(HEADING))) &&
           write_all(file, text->bytes, text->length);
}

static rp_status read_text(rp_buffer *text, int file) {
    enum { PIECE = 1 << 14 };

    if (lseek(file, 0, SEEK_SET) < 0)
        return RP_ERR_IO;
    for (;;) {
        char *room = rp_buffer_room(text, PIECE);
        if (!room)
            return RP_ERR_MEMORY;
        ssize_t got = read(file, room, PIECE);
        if (got > 0)
            text->length += (size_t)got;
        else if (got == 0)
            return RP_OK;
        else if (errno != EINTR)
            return RP_ERR_IO;
    }
}

/* One line without its end; what makes no sense was never acted upon. */
static bool take_line(rp_journal *j, char *line) {
    rp_journal_line parsed = {.kind = RP_JOURNAL_PART};

    if (strcmp(line, EXCHANGE) == 0)
        j->has_begun = true;
    while (parsed.kind < RP_JOURNAL_KINDS &&
           strncmp(line, words[parsed.kind], strlen(words[parsed.kind])) != 0)
        parsed.kind++;
    if (parsed.kind == RP_JOURNAL_KINDS)
        return true;
    line += strlen(words[parsed.kind]);
    if (parsed.kind == RP_JOURNAL_NEW) {
        if (strlen(line) < DIGITS + 2)
            return true;
        memcpy(parsed.digest, line, DIGITS);
        line += DIGITS + 1;
    }
    if (!rp_folder_has_room_for(line))
        return true;
    parsed.name = line;
    rp_journal_line *lines =
        rp_grow_array(j->lines, j->count, &j->room, sizeof *lines);
    if (!lines)
        return false;
    j->lines = lines;
    lines[j->count++] = parsed;
    return true;
}

rp_status rp_journal_parse(rp_journal *journal) {
    rp_status status = RP_OK;
    char *line = journal->text.bytes;

    while (line && status == RP_OK) {
        char *end = strchr(line, '\n');
        if (!end) /* cut short while it was written */
            break;
        *end = '\0';
        status = take_line(journal, line) ? RP_OK : RP_ERR_MEMORY;
        line = end + 1;
    }
    return status;
}

rp_status rp_journal_read(rp_journal *out, int file) {
    *out = (rp_journal){0};
    rp_status status = read_text(&out->text, file);
    size_t length = out->text.length;

    if (status != RP_OK || length == 0)
        return status;
    out->text.bytes[length] = '\0';
    length = length < strlen(HEADING) ? length : strlen(HEADING);
    out->is_foreign = memcmp(out->text.bytes, HEADING, length) != 0;
    return out->is_foreign ? RP_OK : rp_journal_parse(out);
}

void rp_journal_clear(rp_journal *journal) {
    rp_buffer_clear(&journal->text);
    free(journal->lines);
    *journal = (rp_journal){0};
}
