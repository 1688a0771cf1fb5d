#include "output/html/portrait.h"

#include "base/array.h"
#include "base/shortage.h"
#include "input/photo.h"

#include <stdlib.h>
#include <string.h>

rp_status rp_portraits_open(rp_portraits *out, const rp_roster *roster) {
    *out = (rp_portraits){
        roster, rp_new_array(roster->therapist_count, sizeof *out->uris)};
    return out->uris ? RP_OK : RP_ERR_MEMORY;
}

void rp_portraits_clear(rp_portraits *portraits) {
    for (uint32_t t = 0;
         portraits->uris && t < portraits->roster->therapist_count; t++)
        free(portraits->uris[t]);
    free((void *)portraits->uris);
    *portraits = (rp_portraits){0};
}

static bool put_base64(rp_buffer *out, rp_text bytes) {
    static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
                                 "abcdefghijklmnopqrstuvwxyz0123456789+/";

    for (size_t at = 0; at < bytes.length; at += 3) {
        size_t left = bytes.length - at;
        char four[4];
        unsigned three = 0;
        for (size_t k = 0; k < 3; k++)
            three = three << 8 |
                    (k < left ? (unsigned char)bytes.bytes[at + k] : 0u);
        for (unsigned k = 0; k < 4; k++)
            four[k] = digits[three >> (18 - 6 * k) & 63];
        for (size_t k = left + 1; k < 4; k++)
            four[k] = '=';
        if (!rp_buffer_put(out, four, 4))
            return false;
    }
    return true;
}

/* What cannot be read any more is no picture: intake has told of it. */
static char *read_uri(const rp_roster *roster, uint32_t therapist) {
    const char *name = roster->therapists[therapist].photo, *type = "";
    rp_buffer image = {0}, uri = {0};
    bool whole = rp_buffer_puts(&uri, "");

    rp_photo_trouble trouble =
        *name && roster->beside
            ? rp_photo_read(&image, &type, roster->beside, name)
            : RP_PHOTO_MISSING;
    if (trouble == RP_PHOTO_FINE)
        whole = whole && rp_buffer_puts(&uri, "data:") &&
                rp_buffer_puts(&uri, type) &&
                rp_buffer_puts(&uri, ";base64,") &&
                put_base64(&uri, (rp_text){image.bytes, image.length});
    whole = whole && trouble != RP_PHOTO_MEMORY;
    rp_buffer_clear(&image);
    if (!whole) {
        rp_shortage_note();
        rp_buffer_clear(&uri);
    }
    return uri.bytes;
}

const char *rp_portraits_uri(rp_portraits *portraits, uint32_t therapist) {
    char **uri = &portraits->uris[therapist];

    if (!*uri)
        *uri = read_uri(portraits->roster, therapist);
    return *uri ? *uri : "";
}
