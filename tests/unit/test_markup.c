#include "unit/suite.h"

#include "base/digest.h"
#include "output/html/page.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void put(void *payload, const void *bytes, size_t length) {
    assert_true(rp_buffer_put(payload, bytes, length));
}

static void expect_and_clear(rp_buffer *got, const char *expected) {
    assert_string_equal(got->bytes ? got->bytes : "", expected);
    rp_buffer_clear(got);
}

/* -- text and JSON -------------------------------------------------------- */

typedef struct text_row {
    const char *name, *text, *html, *json;
} text_row;

static const text_row texts[] = {
    {"markup/plain", "Ana", "Ana", "\"Ana\""},
    {"markup/empty", "", "", "\"\""},
    {"markup/script", "</script>", "&lt;/script&gt;",
     "\"\\u003c/script\\u003e\""},
    {"markup/comment", "<!--", "&lt;!--", "\"\\u003c!--\""},
    {"markup/quotes", "\"'", "&quot;&#39;", "\"\\\"'\""},
    {"markup/ampersand", "&lt;", "&amp;lt;", "\"\\u0026lt;\""},
    {"markup/controls", "a\x01\x7F\r\tb",
     "a\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD\tb", "\"a\\u0001\x7F\\r\\tb\""},
    {"markup/line_separators", "\xE2\x80\xA8\xE2\x80\xA9",
     "\xE2\x80\xA8\xE2\x80\xA9", "\"\\u2028\\u2029\""},
    {"markup/accents", "\xC3\xA9", "\xC3\xA9", "\"\\u00E9\""},
    {"markup/beyond", "\xF0\x9D\x92\xAF", "\xF0\x9D\x92\xAF",
     "\"\\uD835\\uDCAF\""},
};

static void test_text(void **state) {
    const text_row *row = *state;
    rp_buffer got = {0};
    rp_pen pen = {put, &got};
    json_t *value = json_string(row->text);

    rp_markup_text(&pen, rp_text_of(row->text));
    expect_and_clear(&got, row->html);
    assert_true(rp_markup_json(&pen, value));
    expect_and_clear(&got, row->json);
    json_decref(value);
}

/* No byte and no pair of bytes leaves a sign that begins or ends markup. */
static void test_every_pair(void **state) {
    (void)state;
    for (int a = 1; a < 128; a++)
        for (int b = 1; b < 128; b++) {
            char text[3] = {(char)a, (char)b, '\0'};
            rp_buffer got = {0};
            rp_pen pen = {put, &got};
            json_t *value = json_string(text);
            rp_markup_text(&pen, rp_text_of(text));
            assert_null(strpbrk(got.bytes, "<>\"'"));
            rp_buffer_clear(&got);
            assert_true(rp_markup_json(&pen, value));
            assert_null(strpbrk(got.bytes, "<>&"));
            rp_buffer_clear(&got);
            json_decref(value);
        }
}

/* -- templates ------------------------------------------------------------ */

typedef struct template_row {
    const char *name, *text, *json, *expected; /* NULL: broken */
} template_row;

static const template_row templates[] = {
    {"template/value", "a {{x}} b", "{\"x\": \"<1>\"}", "a &lt;1&gt; b"},
    {"template/blanks", "{{ x }}", "{\"x\": 5}", "5"},
    {"template/missing", "[{{x}}]", "{}", "[]"},
    {"template/real", "{{x}}", "{\"x\": 2.5}", "2.5"},
    {"template/list", "{{#x}}({{.}}){{/x}}", "{\"x\": [1, \"b\"]}", "(1)(b)"},
    {"template/objects", "{{#x}}{{y}}{{z}} {{/x}}",
     "{\"z\": 9, \"x\": [{\"y\": 1}, {\"y\": 2, \"z\": 3}]}", "19 23 "},
    {"template/once", "{{#x}}yes{{/x}}{{^x}}no{{/x}}", "{\"x\": \"t\"}", "yes"},
    {"template/empty_text", "{{#x}}yes{{/x}}{{^x}}no{{/x}}", "{\"x\": \"\"}",
     "no"},
    {"template/zero", "{{#x}}yes{{/x}}{{^x}}no{{/x}}", "{\"x\": 0}", "no"},
    {"template/null", "{{^x}}no{{/x}}", "{\"x\": null}", "no"},
    {"template/empty_list", "{{^x}}no{{/x}}", "{\"x\": []}", "no"},
    {"template/nested", "{{#a}}{{#b}}{{.}}{{/b}};{{/a}}",
     "{\"a\": [{\"b\": [1, 2]}, {\"b\": []}]}", "12;;"},
    {"template/same_name_within", "{{#a}}[{{#a}}{{.}}{{/a}}]{{/a}}",
     "{\"a\": {\"a\": [1, 2]}}", "[12]"},
    {"template/comment", "a{{! note }}b", "{}", "ab"},
    {"template/piece", "{{{style}}}", "{\"style\": \"<no>\"}", "<style>"},
    {"template/value_is_no_template", "{{x}}", "{\"x\": \"{{{style}}}\"}",
     "{{{style}}}"},
    {"template/words", "{{>k}}", "{\"x\": \"<1>\", \"n\": 2}",
     "a &lt;b&gt; <bdi class=\"x\">&lt;1&gt;</bdi> 2"},
    {"template/plain_words", "{{=k}}", "{\"x\": \"<1>\", \"n\": 2}",
     "a &lt;b&gt; &lt;1&gt; 2"},
    {"template/words_within", "{{#o}}{{=k}}{{/o}}",
     "{\"o\": {\"x\": \"y\"}, \"x\": \"z\"}", "a &lt;b&gt; y "},
    {"template/no_words", "[{{>other}}]", "{}", "[]"},
    {"template/open_end", "a {{x", "{\"x\": 1}", "a {{x"},
    {"template/no_end", "{{#x}}a", "{\"x\": 1}", NULL},
    {"template/no_begin", "a{{/x}}", "{\"x\": 1}", NULL},
    {"template/crossed", "{{#a}}{{#b}}{{/a}}{{/b}}", "{\"a\": 1}", NULL},
};

static void write_style(void *payload, rp_text name, const rp_pen *pen) {
    (void)payload;
    assert_true(rp_text_equals(name, "style"));
    pen->put(pen->payload, "<style>", 7);
}

static const char *words(void *payload, rp_text key) {
    (void)payload;
    return rp_text_equals(key, "k") ? "a <b> {{x}} {{n}}" : NULL;
}

static void test_template(void **state) {
    const template_row *row = *state;
    rp_buffer got = {0};
    rp_pen pen = {put, &got};
    rp_piece_writer pieces = {write_style, words, NULL};
    json_t *values = json_loads(row->json, 0, NULL);

    assert_non_null(values);
    assert_int_equal(
        rp_template_fill(rp_text_of(row->text), values, &pieces, &pen),
        row->expected != NULL);
    if (row->expected)
        expect_and_clear(&got, row->expected);
    rp_buffer_clear(&got);
    json_decref(values);
}

static void test_too_deep(void **state) {
    rp_buffer text = {0}, got = {0};
    rp_pen pen = {put, &got};
    json_t *values = json_loads("{\"a\": {}}", 0, NULL);

    (void)state;
    for (int k = 0; k < 40; k++)
        assert_true(rp_buffer_puts(&text, "{{#a}}"));
    for (int k = 0; k < 40; k++)
        assert_true(rp_buffer_puts(&text, "{{/a}}"));
    assert_false(rp_template_fill((rp_text){text.bytes, text.length}, values,
                                  NULL, &pen));
    rp_buffer_clear(&text);
    rp_buffer_clear(&got);
    json_decref(values);
}

/* -- pages ---------------------------------------------------------------- */

/* Of the bytes between two tags, in base64, made in another way than page.c
 * does: bit by bit. */
static void hash_between(const char *html, const char *open, const char *close,
                         char *out) {
    static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
                                 "abcdefghijklmnopqrstuvwxyz0123456789+/";
    const char *begin = strstr(html, open) + strlen(open);
    char hex[RP_DIGEST_SIZE];
    int bits[258] = {0};

    rp_digest(hex, begin, (size_t)(strstr(begin, close) - begin));
    for (int i = 0; i < 64; i++) {
        char one[2] = {hex[i], '\0'};
        long value = strtol(one, NULL, 16);
        for (int k = 0; k < 4; k++)
            bits[4 * i + k] = (int)(value >> (3 - k) & 1);
    }
    for (int i = 0; i < 43; i++) {
        int value = 0;
        for (int k = 0; k < 6; k++)
            value = value * 2 + bits[6 * i + k];
        *out++ = digits[value];
    }
    *out++ = '=';
    *out = '\0';
}

typedef struct page_row {
    const char *name;
    rp_page_kind kind;
} page_row;

static const page_row pages[] = {{"page/shortlist", RP_PAGE_SHORTLIST},
                                 {"page/report", RP_PAGE_REPORT}};

static void test_page(void **state) {
    const page_row *row = *state;
    rp_buffer got = {0};
    rp_pen pen = {put, &got};
    json_t *values = json_object(), *data = json_object();
    char hash[64];
    rp_page page;

    assert_int_equal(rp_page_open(&page, row->kind), RP_OK);
    assert_int_equal(rp_page_write(&page, values, data, NULL, &pen), RP_OK);
    assert_non_null(strstr(page.policy.bytes, "default-src 'none'"));
    assert_null(strstr(page.policy.bytes, "unsafe"));
    hash_between(got.bytes, "<script>", "</script>", hash);
    assert_non_null(strstr(page.policy.bytes, hash));
    hash_between(got.bytes, "<style>", "</style>", hash);
    assert_non_null(strstr(page.policy.bytes, hash));
    /* nothing is fetched, and nothing is left of the template */
    assert_null(strstr(got.bytes, "http:"));
    assert_null(strstr(got.bytes, "https:"));
    assert_null(strstr(got.bytes, "src="));
    assert_null(strstr(got.bytes, "{{"));
    assert_null(strstr(got.bytes, " style="));
    assert_non_null(strstr(got.bytes, "<html lang=\""));
    rp_page_clear(&page);
    rp_buffer_clear(&got);
    json_decref(values);
    json_decref(data);
}

int main(void) {
    static suite s;

    SUITE_TABLE(&s, texts, test_text);
    suite_add(&s, "markup/every_pair", test_every_pair, NULL);
    SUITE_TABLE(&s, templates, test_template);
    suite_add(&s, "template/too_deep", test_too_deep, NULL);
    SUITE_TABLE(&s, pages, test_page);
    return suite_run(&s, "markup");
}
