#include "base/text.h"

#include "base/array.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <utf8proc.h>

rp_text rp_text_of(const char *string) {
    return (rp_text){string, strlen(string)};
}

bool rp_text_equals(rp_text text, const char *string) {
    return strlen(string) == text.length &&
           memcmp(text.bytes, string, text.length) == 0;
}

int rp_text_compare(rp_text a, rp_text b) {
    size_t shorter = a.length < b.length ? a.length : b.length;
    int order = shorter ? memcmp(a.bytes, b.bytes, shorter) : 0;

    if (order != 0)
        return order;
    return (a.length > b.length) - (a.length < b.length);
}

/* The character at `at`, and its length; -1 and 1 for a broken one. */
static utf8proc_int32_t character(rp_text text, size_t at, size_t *length) {
    unsigned char byte = (unsigned char)text.bytes[at];
    utf8proc_int32_t code;

    *length = 1;
    if (byte < 0x80)
        return byte;
    utf8proc_ssize_t used =
        utf8proc_iterate((const utf8proc_uint8_t *)text.bytes + at,
                         (utf8proc_ssize_t)(text.length - at), &code);
    if (used <= 0)
        return -1;
    *length = (size_t)used;
    return code;
}

/* The end of the run of plain ASCII that begins at `at`, or a little before
 * it. */
static size_t skip_ascii(rp_text text, size_t at) {
    uint64_t word;

    while (text.length - at >= sizeof word) {
        memcpy(&word, text.bytes + at, sizeof word);
        if (word & 0x8080808080808080u)
            break;
        at += sizeof word;
    }
    return at;
}

bool rp_text_is_utf8(rp_text text) {
    size_t length;

    for (size_t at = skip_ascii(text, 0); at < text.length;
         at = skip_ascii(text, at + length))
        if (character(text, at, &length) < 0)
            return false;
    return true;
}

bool rp_text_is_ascii(rp_text text) {
    size_t at = skip_ascii(text, 0);

    while (at < text.length && (unsigned char)text.bytes[at] < 0x80)
        at++;
    return at == text.length;
}

static bool is_invisible(utf8proc_int32_t code) {
    return code == 0xAD || code == 0x61C || code == 0x180E ||
           (code >= 0x200B && code <= 0x200F) ||
           (code >= 0x202A && code <= 0x202E) ||
           (code >= 0x2060 && code <= 0x2064) ||
           (code >= 0x2066 && code <= 0x2069) || code == 0xFEFF;
}

size_t rp_text_drop_invisible(char *bytes, size_t length) {
    rp_text text = {bytes, length};
    size_t kept = 0, used;

    for (size_t at = 0; at < length; at += used) {
        if (is_invisible(character(text, at, &used)))
            continue;
        if (kept < at)
            memmove(bytes + kept, bytes + at, used);
        kept += used;
    }
    return kept;
}

enum { MOST_MARKS = 30 };

bool rp_text_is_overmarked(rp_text text) {
    size_t length, run = 0;

    for (size_t at = 0; at < text.length && run <= MOST_MARKS; at += length) {
        utf8proc_int32_t code = character(text, at, &length);
        utf8proc_category_t category =
            code < 0x80 ? UTF8PROC_CATEGORY_CN : utf8proc_category(code);
        run =
            category == UTF8PROC_CATEGORY_MN || category == UTF8PROC_CATEGORY_ME
                ? run + 1
                : 0;
    }
    return run > MOST_MARKS;
}

size_t rp_text_width(rp_text text) {
    size_t width = 0, length;

    for (size_t at = 0; at < text.length; at += length) {
        utf8proc_int32_t code = character(text, at, &length);
        width += code < 0 ? 1 : (size_t)utf8proc_charwidth(code);
    }
    return width;
}

static bool is_blank(utf8proc_int32_t code) {
    if (code < 0x80)
        return code == ' ' || (code >= '\t' && code <= '\r');
    if (code == 0x85)
        return true;
    utf8proc_category_t category = utf8proc_category(code);
    return category == UTF8PROC_CATEGORY_ZS ||
           category == UTF8PROC_CATEGORY_ZL || category == UTF8PROC_CATEGORY_ZP;
}

/* Hyphens, dashes and the minus sign: category Pd and U+2212. */
static bool is_dash(utf8proc_int32_t code) {
    if (code < 0x80)
        return code == '-';
    return code == 0x2212 || utf8proc_category(code) == UTF8PROC_CATEGORY_PD;
}

rp_text rp_text_trim_ends(rp_text text) {
    size_t length;

    while (text.length > 0 && is_blank(character(text, 0, &length))) {
        text.bytes += length;
        text.length -= length;
    }
    while (text.length > 0) {
        size_t at = text.length - 1;
        while (at > 0 && ((unsigned char)text.bytes[at] & 0xC0) == 0x80)
            at--;
        if (!is_blank(character(text, at, &length)))
            break;
        text.length = at;
    }
    return text;
}

rp_text rp_text_cut(rp_text text, size_t limit) {
    if (text.length <= limit)
        return text;
    while (limit > 0 && ((unsigned char)text.bytes[limit] & 0xC0) == 0x80)
        limit--;
    text.length = limit;
    return text;
}

rp_text rp_text_mend(char *text) {
    rp_text whole = rp_text_of(text);
    size_t kept = 0, length;

    for (size_t at = 0; at < whole.length; at += length) {
        if (character(whole, at, &length) < 0)
            continue;
        memmove(text + kept, text + at, length);
        kept += length;
    }
    text[kept] = '\0';
    return (rp_text){text, kept};
}

void rp_text_tame(char *bytes, size_t length) {
    for (size_t i = 0; i < length; i++) {
        unsigned char byte = (unsigned char)bytes[i];
        /* C1 controls are 0xC2 0x80..0x9F in UTF-8 */
        bool is_pair = byte == 0xC2 && i + 1 < length &&
                       (unsigned char)bytes[i + 1] >= 0x80 &&
                       (unsigned char)bytes[i + 1] < 0xA0;
        if (is_pair)
            bytes[i + 1] = '?';
        if (is_pair || byte < 0x20 || byte == 0x7F)
            bytes[i] = '?';
    }
}

/* So many bytes behind a text that was shortened are behind a fence again: what
 * runs on begins there, and all of them at each piece would take too long. */
enum { FENCED = 64 };

bool rp_buffer_reserve(rp_buffer *buffer, size_t more) {
    if (more > PTRDIFF_MAX - buffer->length - 1)
        return false;
    size_t wanted = buffer->length + more + 1, rest = FENCED;
    if (wanted > buffer->room) {
        size_t room = buffer->room < 64 ? 64 : buffer->room + buffer->room / 2;
        if (room < wanted)
            room = wanted;
        char *grown = rp_resize_array(buffer->bytes, room, 1);
        if (!grown)
            return false;
        buffer->bytes = grown;
        buffer->room = rest = room;
    }
    size_t from = buffer->length / RP_FENCE_GRAIN * RP_FENCE_GRAIN;
    if (rest > buffer->room - wanted)
        rest = buffer->room - wanted;
    rp_fence_open(buffer->bytes + from, wanted - from);
    rp_fence_close(buffer->bytes + wanted, rest);
    return true;
}

bool rp_buffer_put(rp_buffer *buffer, const char *bytes, size_t length) {
    if (!rp_buffer_reserve(buffer, length))
        return false;
    if (length)
        memcpy(buffer->bytes + buffer->length, bytes, length);
    buffer->length += length;
    buffer->bytes[buffer->length] = '\0';
    return true;
}

bool rp_buffer_puts(rp_buffer *buffer, const char *string) {
    return rp_buffer_put(buffer, string, strlen(string));
}

void rp_buffer_clear(rp_buffer *buffer) {
    free(buffer->bytes);
    *buffer = (rp_buffer){NULL, 0, 0};
}

/* Join runs of blanks, '-', '_' and '/' and dashes into one '_', in place:
 * the result is never longer. */
static void join_runs(rp_buffer *out) {
    rp_text text = {out->bytes, out->length};
    size_t length, put = 0;
    bool in_run = false;

    for (size_t at = 0; at < text.length; at += length) {
        char byte = text.bytes[at];
        if ((byte >= 'a' && byte <= 'z') || (byte >= '0' && byte <= '9')) {
            out->bytes[put++] = byte; /* nearly all are */
            length = 1;
            in_run = false;
            continue;
        }
        utf8proc_int32_t code = character(text, at, &length);
        if (code == '_' || code == '/' || is_dash(code) || is_blank(code)) {
            if (!in_run)
                out->bytes[put++] = '_';
            in_run = true;
            continue;
        }
        memmove(out->bytes + put, out->bytes + at, length);
        put += length;
        in_run = false;
    }
    out->length = put;
    out->bytes[put] = '\0';
}

/* Most tags are plain ASCII; false when this one is not. */
static bool fold_ascii(rp_buffer *out, rp_text text) {
    for (size_t i = 0; i < text.length; i++) {
        unsigned char byte = (unsigned char)text.bytes[i];
        if (byte >= 0x80)
            return false;
        out->bytes[i] =
            (char)(byte >= 'A' && byte <= 'Z' ? byte - 'A' + 'a' : byte);
    }
    out->length = text.length;
    return true;
}

/* NFKC, with more of what utf8proc can do. */
static bool map_to(rp_buffer *out, rp_text text, utf8proc_option_t more) {
    utf8proc_uint8_t *mapped = NULL;
    utf8proc_ssize_t length =
        utf8proc_map((const utf8proc_uint8_t *)text.bytes,
                     (utf8proc_ssize_t)text.length, &mapped,
                     (utf8proc_option_t)(UTF8PROC_STABLE | UTF8PROC_COMPOSE |
                                         UTF8PROC_COMPAT | more));

    if (length < 0)
        return false;
    out->length = 0;
    bool put = rp_buffer_put(out, (const char *)mapped, (size_t)length);
    free(mapped);
    return put;
}

bool rp_text_compose(rp_buffer *out, rp_text text) {
    return map_to(out, text, (utf8proc_option_t)0);
}

bool rp_text_fold(rp_buffer *out, rp_text text) {
    text = rp_text_trim(text);
    out->length = 0;
    if (!rp_buffer_reserve(out, text.length))
        return false;
    if (!fold_ascii(out, text) && !map_to(out, text, UTF8PROC_CASEFOLD))
        return false;
    join_runs(out);
    return true;
}

/* ' ’ ‘ ‛ ʼ ʹ ′ ` ´ ＇ */
static bool is_apostrophe(utf8proc_int32_t code) {
    switch (code) {
    case '\'':
    case '`':
    case 0xB4:
    case 0x2B9:
    case 0x2BC:
    case 0x2018:
    case 0x2019:
    case 0x201B:
    case 0x2032:
    case 0xFF07:
        return true;
    default:
        return false;
    }
}

static bool is_letter_or_digit(utf8proc_category_t category) {
    return (category >= UTF8PROC_CATEGORY_LU &&
            category <= UTF8PROC_CATEGORY_LO) ||
           (category >= UTF8PROC_CATEGORY_ND &&
            category <= UTF8PROC_CATEGORY_NO);
}

/* Add one character of a decomposition. */
static void put_bare(rp_bare *out, utf8proc_int32_t code) {
    utf8proc_category_t category = utf8proc_category(code);

    if (category >= UTF8PROC_CATEGORY_MN && category <= UTF8PROC_CATEGORY_ME) {
        out->is_marked = true;
    } else if (is_apostrophe(code)) {
        out->bytes[out->length++] = '\'';
    } else if (code < 0x80) {
        out->bytes[out->length++] = (char)code;
    } else if (is_letter_or_digit(category)) {
        out->length += (size_t)utf8proc_encode_char(
            utf8proc_tolower(code),
            (utf8proc_uint8_t *)out->bytes + out->length);
    } else if (category != UTF8PROC_CATEGORY_CF) {
        out->bytes[out->length++] = ' ';
    }
}

enum { LONGEST_DECOMPOSITION = 18 }; /* U+FDFA */

size_t rp_text_bare_at(rp_text text, size_t at, rp_bare *out) {
    utf8proc_int32_t codes[LONGEST_DECOMPOSITION];
    size_t length;
    utf8proc_int32_t code = character(text, at, &length);

    out->length = 0;
    out->is_marked = false;
    if (code < 0 || is_apostrophe(code)) {
        out->bytes[out->length++] = code < 0 ? ' ' : '\'';
        return length;
    }
    utf8proc_ssize_t count =
        utf8proc_decompose_char(code, codes, LONGEST_DECOMPOSITION,
                                UTF8PROC_COMPAT | UTF8PROC_DECOMPOSE, NULL);
    for (utf8proc_ssize_t i = 0; i < count && i < LONGEST_DECOMPOSITION; i++)
        put_bare(out, codes[i]);
    if (out->is_marked)
        for (size_t i = 0; i < out->length; i++)
            if (out->bytes[i] >= 'A' && out->bytes[i] <= 'Z')
                out->bytes[i] = (char)(out->bytes[i] - 'A' + 'a');
    return length;
}

bool rp_text_bare(rp_buffer *out, rp_text text) {
    rp_bare bare;

    out->length = 0;
    if (!rp_buffer_reserve(out, text.length))
        return false;
    if (fold_ascii(out, text)) {
        for (size_t i = 0; i < out->length; i++)
            if (out->bytes[i] == '`')
                out->bytes[i] = '\'';
    } else {
        out->length = 0;
        for (size_t at = 0; at < text.length;) {
            at += rp_text_bare_at(text, at, &bare);
            for (size_t i = 0; i < bare.length; i++)
                if (bare.bytes[i] >= 'A' && bare.bytes[i] <= 'Z')
                    bare.bytes[i] = (char)(bare.bytes[i] - 'A' + 'a');
            if (!rp_buffer_put(out, bare.bytes, bare.length))
                return false;
        }
    }
    out->bytes[out->length] = '\0';
    return true;
}

size_t rp_text_plain_to(char *out, rp_text text) {
    size_t length, put = 0;

    for (size_t at = 0; at < text.length; at += length) {
        utf8proc_int32_t code = character(text, at, &length);
        if (is_dash(code) || is_blank(code)) {
            out[put++] = is_dash(code) ? '-' : ' ';
        } else {
            memcpy(out + put, text.bytes + at, length);
            put += length;
        }
    }
    out[put] = '\0';
    return put;
}

bool rp_text_plain(rp_buffer *out, rp_text text) {
    out->length = 0;
    if (!rp_buffer_reserve(out, text.length))
        return false;
    out->length = rp_text_plain_to(out->bytes, text);
    return true;
}

enum { LONGEST_COMPARED = 64 };

void rp_pattern_set(rp_pattern *pattern, rp_text text) {
    for (size_t i = 0; i < pattern->text.length; i++)
        pattern->where[(unsigned char)pattern->text.bytes[i]] = 0;
    pattern->text = text.length > LONGEST_COMPARED ? (rp_text){text.bytes, 0}
                                                   /* never compared */
                                                   : text;
    for (size_t i = 0; i < pattern->text.length; i++)
        pattern->where[(unsigned char)text.bytes[i]] |= (uint64_t)1 << i;
}

size_t rp_pattern_distance(const rp_pattern *pattern, rp_text b, size_t limit) {
    /* Optimal string alignment, a column of the usual table in a few words: a
     * bit for each byte of a tells whether the table goes up or down there
     * (Hyyrö 2003, A bit-vector algorithm for computing Levenshtein and
     * Damerau edit distances). */
    const rp_text a = pattern->text;
    uint64_t up = UINT64_MAX, down = 0, diagonal = 0, before = 0;

    if (b.length > LONGEST_COMPARED || a.length > b.length + limit ||
        b.length > a.length + limit)
        return limit + 1;
    if (a.length == 0)
        return b.length;
    uint64_t last = (uint64_t)1 << (a.length - 1);
    size_t distance = a.length;
    for (size_t j = 0; j < b.length; j++) {
        uint64_t same = pattern->where[(unsigned char)b.bytes[j]];
        uint64_t swapped = ((~diagonal & same) << 1) & before;
        diagonal = (((same & up) + up) ^ up) | same | down | swapped;
        uint64_t right = down | ~(diagonal | up);
        uint64_t left = diagonal & up;
        distance += (right & last) != 0;
        distance -= (left & last) != 0;
        if (distance > limit + (b.length - 1 - j))
            return limit + 1; /* what is left brings it down by one each */
        right = right << 1 | 1;
        up = left << 1 | ~(diagonal | right);
        down = right & diagonal;
        before = same;
    }
    return distance > limit ? limit + 1 : distance;
}

size_t rp_text_distance(rp_text a, rp_text b, size_t limit) {
    rp_pattern pattern = {{NULL, 0}, {0}};

    if (a.length > LONGEST_COMPARED || a.length > b.length + limit)
        return limit + 1;
    rp_pattern_set(&pattern, a);
    return rp_pattern_distance(&pattern, b, limit);
}

/* @param pattern  of the wanted text, NULL: none was made */
static void consider(rp_nearest *nearest, const rp_pattern *pattern,
                     rp_text text) {
    size_t longer = text.length > nearest->wanted.length
                        ? text.length
                        : nearest->wanted.length;
    size_t shorter = text.length + nearest->wanted.length - longer;
    size_t limit = longer / 3 ? longer / 3 : 1;
    bool spares = nearest->best && nearest->distance < limit;
    size_t most = spares ? nearest->distance : limit;
    size_t distance = pattern ? rp_pattern_distance(pattern, text, most)
                              : rp_text_distance(nearest->wanted, text, most);

    if (spares && distance > nearest->distance &&
        longer - shorter > nearest->distance)
        return; /* neither near enough nor a longer form that is */
    if (distance > most) {
        if (shorter < 3 ||
            memcmp(text.bytes, nearest->wanted.bytes, shorter) != 0)
            return;
        distance = longer - shorter;
    }
    if (!nearest->best || distance < nearest->distance ||
        (distance == nearest->distance &&
         strcmp(text.bytes, nearest->best) < 0)) {
        nearest->best = text.bytes;
        nearest->distance = distance;
    }
}

void rp_nearest_try(rp_nearest *nearest, const char *candidate) {
    consider(nearest, NULL, rp_text_of(candidate));
}

void rp_nearest_try_pattern(rp_nearest *nearest, const rp_pattern *pattern,
                            rp_text candidate) {
    consider(nearest, pattern, candidate);
}
