#include "output/directory/filename.h"

#include "base/array.h"
#include "base/digest.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { LONGEST = 64, SHORTENED = 40 };

struct rp_filenames {
    const rp_roster *roster;
    bool *is_doubtful; /* [clients] no file of its own name */
};

static char lower(char c) {
    return (char)(c >= 'A' && c <= 'Z' ? c + 'a' - 'A' : c);
}

static bool is_plain_char(char c) {
    return (lower(c) >= 'a' && lower(c) <= 'z') || (c >= '0' && c <= '9') ||
           c == '-' || c == '_';
}

/* Names that Windows keeps for devices, whatever stands behind a dot. */
static bool is_device(const char *id) {
    static const char *const names[] = {"con", "prn", "aux", "nul"};
    size_t length = strcspn(id, ".");
    char word[5] = {0};

    if (length != 3 && length != 4)
        return false;
    for (size_t i = 0; i < length; i++)
        word[i] = lower(id[i]);
    for (int k = 0; k < 4; k++)
        if (strcmp(word, names[k]) == 0)
            return true;
    return length == 4 && word[3] >= '0' && word[3] <= '9' &&
           (strncmp(word, "com", 3) == 0 || strncmp(word, "lpt", 3) == 0);
}

static bool is_plain(const char *id) {
    size_t length = strlen(id);

    if (length == 0 || length > LONGEST || is_device(id) || id[0] == '-')
        return false;
    for (size_t i = 0; i < length; i++)
        if (!is_plain_char(id[i]) &&
            !(id[i] == '.' && i > 0 && i + 1 < length && id[i - 1] != '.'))
            return false;
    return true;
}

static int compare_folded(const char *a, const char *b) {
    while (*a && lower(*a) == lower(*b)) {
        a++;
        b++;
    }
    return (lower(*a) > lower(*b)) - (lower(*a) < lower(*b));
}

static int by_folded(const void *left, const void *right) {
    const rp_client *const *a = left, *const *b = right;

    return compare_folded((*a)->id, (*b)->id);
}

rp_status rp_filenames_new(rp_filenames **out, const rp_roster *roster) {
    uint32_t clients = roster->client_count;
    rp_filenames *names = calloc(1, sizeof *names);
    const rp_client **order = rp_new_array(clients, sizeof *order);
    bool *is_doubtful = rp_new_array(clients, sizeof *is_doubtful);

    *out = names;
    if (!names || !order || !is_doubtful) {
        free(names);
        free((void *)order);
        free(is_doubtful);
        *out = NULL;
        return RP_ERR_MEMORY;
    }
    *names = (rp_filenames){roster, is_doubtful};
    for (uint32_t c = 0; c < clients; c++) {
        order[c] = &roster->clients[c];
        is_doubtful[c] = !is_plain(roster->clients[c].id);
    }
    if (clients > 1)
        qsort((void *)order, clients, sizeof *order, by_folded);
    for (uint32_t i = 1; i < clients; i++)
        if (compare_folded(order[i - 1]->id, order[i]->id) == 0) {
            is_doubtful[order[i - 1] - roster->clients] = true;
            is_doubtful[order[i] - roster->clients] = true;
        }
    free((void *)order);
    return RP_OK;
}

void rp_filenames_free(rp_filenames *names) {
    if (names)
        free(names->is_doubtful);
    free(names);
}

void rp_filenames_page(const rp_filenames *names, uint32_t client,
                       char out[RP_FILENAME_SIZE]) {
    const char *id = names->roster->clients[client].id;
    char plain[SHORTENED + 1], digest[RP_DIGEST_SIZE];
    size_t length = 0;

    if (!names->is_doubtful[client]) {
        snprintf(out, RP_FILENAME_SIZE, "%s.html", id);
        return;
    }
    for (size_t i = 0; id[i] && length < SHORTENED; i++)
        if (is_plain_char(id[i]) && (length > 0 || id[i] != '-'))
            plain[length++] = id[i];
    plain[length] = '\0';
    rp_digest(digest, id, strlen(id));
    snprintf(out, RP_FILENAME_SIZE, "%s~%.16s.html", length ? plain : "id",
             digest);
}

bool rp_filenames_code(const rp_roster *roster, uint32_t client, char out[10]) {
    static const char letters[] = "23456789ABCDEFGHJKMNPQRSTVWXYZ"; /* 30 */
    const char *id = roster->clients[client].id;
    rp_buffer text = {0};
    char digest[RP_DIGEST_SIZE] = {0};
    unsigned long long number;
    bool whole = rp_buffer_puts(&text, roster->tables[RP_CLIENTS].sha256) &&
                 rp_buffer_puts(&text, ":") && rp_buffer_puts(&text, id);

    *out = '\0';
    if (whole)
        rp_digest(digest, text.bytes, text.length);
    rp_buffer_clear(&text);
    if (!whole)
        return false;
    digest[15] = '\0'; /* 60 bits; 30^8 need 40 */
    number = strtoull(digest, NULL, 16);
    for (int k = 0; k < 9; k++) {
        out[k] = '-';
        if (k == 4)
            continue;
        out[k] = letters[number % 30];
        number /= 30;
    }
    out[9] = '\0';
    return true;
}
