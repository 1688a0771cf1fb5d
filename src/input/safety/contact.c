#include "input/safety/contact.h"

#include "base/digest.h"
#include "input/sheet/sheetfile.h"

#include <stddef.h>
#include <string.h>

/* All that may stand in the file. */
static const struct setting {
    const char *name;
    size_t member;
    size_t most; /* bytes; 0: 12 or 24 */
} settings[] = {
    {"name", offsetof(rp_contact, name), RP_CONTACT_VALUE},
    {"phone", offsetof(rp_contact, phone), RP_CONTACT_VALUE},
    {"email", offsetof(rp_contact, email), RP_CONTACT_VALUE},
    {"web", offsetof(rp_contact, web), RP_CONTACT_VALUE},
    {"help_now", offsetof(rp_contact, help_now), RP_CONTACT_HELP},
    {"currency", offsetof(rp_contact, currency), RP_CONTACT_CURRENCY},
    {"hours", offsetof(rp_contact, hours), 0},
};

enum { SETTINGS = sizeof settings / sizeof *settings };

/* The row of a name; SETTINGS with an error when there is none. */
static size_t find(rp_sheetfile *sheet, uint32_t row) {
    rp_text name = rp_sheetfile_cell(sheet, row, 0);
    rp_nearest nearest = {name, NULL, 0};

    for (size_t k = 0; k < SETTINGS; k++) {
        if (rp_text_equals(name, settings[k].name))
            return k;
        rp_nearest_try(&nearest, settings[k].name);
    }
    rp_sheetfile_error(sheet, row, 0, "unknown setting '%s'%s%s",
                       rp_quote(name).bytes, nearest.best ? ", nearest: " : "",
                       nearest.best ? nearest.best : "");
    return SETTINGS;
}

/* 12 or 24; blank is not given. */
static void take_clock(rp_contact *contact, rp_sheetfile *sheet, uint32_t row,
                       rp_text value) {
    if (rp_text_equals(value, "12"))
        contact->hours = 12;
    else if (rp_text_equals(value, "24"))
        contact->hours = 24;
    else if (value.length > 0)
        rp_sheetfile_error(sheet, row, 1, "hours: expected 12 or 24, got '%s'",
                           rp_quote(value).bytes);
}

static bool take_row(rp_contact *contact, rp_sheetfile *sheet, uint32_t row,
                     bool *given, rp_arena *arena) {
    rp_text value = rp_sheetfile_cell(sheet, row, 1);
    size_t k = find(sheet, row);

    if (k == SETTINGS)
        return true;
    if (given[k]) {
        rp_sheetfile_error(sheet, row, 0, "'%s' given twice", settings[k].name);
        return true;
    }
    given[k] = true;
    if (settings[k].most == 0)
        take_clock(contact, sheet, row, value);
    else if (value.length > settings[k].most)
        rp_sheetfile_error(sheet, row, 1,
                           "%s: expected at most %zu bytes, got %zu",
                           settings[k].name, settings[k].most, value.length);
    else if (value.length > 0) {
        const char **member = (void *)((char *)contact + settings[k].member);
        *member = rp_arena_text(arena, value.bytes, value.length);
        return *member != NULL;
    }
    return true;
}

rp_status rp_contact_read(rp_contact *out, const char *path, rp_arena *arena,
                          char *sha256, uint32_t *rows, rp_findings *findings) {
    static const char *const columns[] = {"setting", "value", NULL};
    bool given[SETTINGS] = {false};
    rp_sheetfile sheet;

    *out = (rp_contact){0};
    rp_status status = rp_sheetfile_read(&sheet, path, columns, findings);
    if (status != RP_ERR_MEMORY) {
        if (sha256)
            memcpy(sha256, sheet.table.sha256, RP_DIGEST_SIZE);
        if (rows)
            *rows = sheet.table.rows;
        for (uint32_t row = 1; row <= sheet.rows; row++)
            if (!take_row(out, &sheet, row, given, arena))
                status = RP_ERR_MEMORY;
    }
    return rp_sheetfile_close(&sheet, status);
}

bool rp_contact_is_reachable(const rp_contact *contact) {
    return contact->phone || contact->email || contact->web;
}
