#include "output/directory/reference.h"

#include "base/array.h"
#include "base/digest.h"
#include "input/cell/dates.h"

#include <stdlib.h>
#include <string.h>

typedef struct letters {
    char text[RP_REFERENCE_SIZE];
} letters;

struct rp_references {
    letters *of; /* [clients] cut where they are unlike all others */
};

static unsigned nibble(char digit) {
    return (unsigned)(digit <= '9' ? digit - '0' : digit - 'a' + 10);
}

/* Five bits a letter, of a digest in hexadecimal. */
static letters base32(const char *hex) {
    static const char alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    letters out = {{0}};
    unsigned bits = 0, count = 0;

    for (size_t k = 0; k + 1 < sizeof out.text; k++) {
        while (count < 5) {
            bits = bits << 4 | nibble(*hex++);
            count += 4;
        }
        count -= 5;
        out.text[k] = alphabet[bits >> count & 31];
        bits &= (1u << count) - 1;
    }
    return out;
}

static bool set(letters *out, const char *id, const char *day) {
    rp_buffer bytes = {0};
    char digest[RP_DIGEST_SIZE];
    bool whole = rp_buffer_puts(&bytes, id) && rp_buffer_puts(&bytes, day);

    if (whole) {
        rp_digest(digest, bytes.bytes, bytes.length);
        *out = base32(digest);
    }
    rp_buffer_clear(&bytes);
    return whole;
}

static int by_letters(const void *left, const void *right) {
    const letters *const *a = left, *const *b = right;

    return strcmp((*a)->text, (*b)->text);
}

static size_t common(const letters *a, const letters *b) {
    size_t same = 0;

    while (a->text[same] && a->text[same] == b->text[same])
        same++;
    return same;
}

/* Each keeps one letter more than it shares with a neighbour in the order. */
static void cut(letters **order, uint32_t count) {
    size_t before = 0;

    for (uint32_t i = 0; i < count; i++) {
        size_t behind = i + 1 < count ? common(order[i], order[i + 1]) : 0;
        size_t keep = 1 + (before > behind ? before : behind);
        if (keep < RP_REFERENCE_LETTERS)
            keep = RP_REFERENCE_LETTERS;
        if (keep < sizeof order[i]->text)
            order[i]->text[keep] = '\0';
        before = behind;
    }
}

rp_status rp_references_new(rp_references **out, const rp_roster *roster,
                            int32_t as_of) {
    uint32_t clients = roster->client_count;
    rp_references *made = calloc(1, sizeof *made);
    letters **order = rp_new_array(clients, sizeof *order);
    char day[16] = "";
    bool whole = made && order;

    *out = NULL;
    if (whole)
        made->of = rp_new_array(clients, sizeof *made->of);
    whole = whole && made->of;
    if (as_of != RP_NO_DAY)
        rp_date_format(day, as_of);
    for (uint32_t c = 0; whole && c < clients; c++) {
        order[c] = &made->of[c];
        whole = set(&made->of[c], roster->clients[c].id, day);
    }
    if (whole && clients > 1)
        qsort((void *)order, clients, sizeof *order, by_letters);
    if (whole)
        cut(order, clients);
    free((void *)order);
    if (!whole) {
        rp_references_free(made);
        return RP_ERR_MEMORY;
    }
    *out = made;
    return RP_OK;
}

void rp_references_free(rp_references *references) {
    if (references)
        free(references->of);
    free(references);
}

const char *rp_references_of(const rp_references *references, uint32_t client) {
    return references->of[client].text;
}
