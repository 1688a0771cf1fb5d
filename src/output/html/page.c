#include "output/html/page.h"

#include "base/digest.h"
#include "base/embedded.h"

#include <assert.h>
#include <string.h>

#define EMBEDDED(name)                                                         \
    (rp_text) { (const char *)rp_embedded_##name, rp_embedded_##name##_size }

static int nibble(char digit) {
    return digit <= '9' ? digit - '0' : digit - 'a' + 10;
}

/* 'sha256-…' in base64, of exactly the bytes that stand in the element. */
static bool put_hash(rp_buffer *out, rp_text bytes) {
    static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
                                 "abcdefghijklmnopqrstuvwxyz0123456789+/";
    char hex[RP_DIGEST_SIZE], base64[45];
    unsigned char raw[33] = {0};

    rp_digest(hex, bytes.bytes, bytes.length);
    for (int i = 0; i < 32; i++)
        raw[i] =
            (unsigned char)(nibble(hex[2 * i]) << 4 | nibble(hex[2 * i + 1]));
    for (int i = 0; i < 11; i++) {
        unsigned three = (unsigned)raw[3 * i] << 16 |
                         (unsigned)raw[3 * i + 1] << 8 | raw[3 * i + 2];
        for (int k = 0; k < 4; k++)
            base64[4 * i + k] = digits[three >> (18 - 6 * k) & 63];
    }
    base64[43] = '='; /* 32 bytes leave one place empty */
    base64[44] = '\0';
    return rp_buffer_puts(out, "'sha256-") && rp_buffer_puts(out, base64) &&
           rp_buffer_puts(out, "'");
}

rp_status rp_page_open(rp_page *out, rp_page_kind kind) {
    bool is_report = kind == RP_PAGE_REPORT;
    rp_text shared = EMBEDDED(page_css);
    rp_text own = is_report ? EMBEDDED(report_css) : EMBEDDED(shortlist_css);

    *out = (rp_page){0};
    out->html = is_report ? EMBEDDED(report_html) : EMBEDDED(shortlist_html);
    out->script = is_report ? EMBEDDED(report_js) : EMBEDDED(shortlist_js);
    return rp_buffer_put(&out->style, shared.bytes, shared.length) &&
                   rp_buffer_put(&out->style, own.bytes, own.length) &&
                   rp_buffer_puts(&out->policy,
                                  "default-src 'none'; base-uri 'none'; "
                                  "form-action 'none'; script-src ") &&
                   put_hash(&out->policy, out->script) &&
                   rp_buffer_puts(&out->policy, "; style-src ") &&
                   put_hash(&out->policy,
                            (rp_text){out->style.bytes, out->style.length}) &&
                   rp_buffer_puts(&out->policy,
                                  is_report ? "" : "; img-src data:")
               ? RP_OK
               : RP_ERR_MEMORY;
}

void rp_page_clear(rp_page *page) {
    rp_buffer_clear(&page->style);
    rp_buffer_clear(&page->policy);
}

typedef struct job {
    const rp_page *page;
    const json_t *data;
    const rp_voice *voice;
    bool out_of_memory;
} job;

static void write_piece(void *payload, rp_text name, const rp_pen *pen) {
    job *j = payload;
    rp_text piece = {"", 0};

    if (rp_text_equals(name, "style"))
        piece = (rp_text){j->page->style.bytes, j->page->style.length};
    else if (rp_text_equals(name, "script"))
        piece = j->page->script;
    else if (rp_text_equals(name, "data"))
        j->out_of_memory |= !rp_markup_json(pen, j->data);
    else
        assert(false); /* a piece that no page has */
    pen->put(pen->payload, piece.bytes, piece.length);
}

static const char *words_of(void *payload, rp_text name) {
    const job *j = payload;
    char key[64] = "";

    if (j->voice && name.length < sizeof key)
        memcpy(key, name.bytes, name.length);
    return *key ? rp_voice_text(j->voice, key) : NULL;
}

rp_status rp_page_write(const rp_page *page, json_t *values, const json_t *data,
                        const rp_voice *voice, const rp_pen *pen) {
    job j = {page, data, voice, false};
    rp_piece_writer pieces = {write_piece, words_of, &j};

    if (!values || !data ||
        json_object_set_new(values, "policy",
                            json_string(page->policy.bytes)) != 0)
        return RP_ERR_MEMORY;
    bool whole = rp_template_fill(page->html, values, &pieces, pen);
    assert(whole);
    (void)whole;
    return j.out_of_memory ? RP_ERR_MEMORY : RP_OK;
}
