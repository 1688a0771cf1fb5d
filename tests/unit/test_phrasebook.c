/* The texts of clients' pages: every language says the same things with the
 * same gaps, every text that a page names is there, and what a language has no
 * word for is left out. */
#include "base/embedded.h"
#include "output/html/page.h"
#include "output/words/week.h"
#include "unit/clinic.h"
#include "unit/suite.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *const labels[] = {"concern.", "approach.", "language.",
                                     NULL};

static bool begins(const char *text, const char *word) {
    return strncmp(text, word, strlen(word)) == 0;
}

static bool is_label(const char *key) {
    for (int k = 0; labels[k]; k++)
        if (begins(key, labels[k]))
            return true;
    return false;
}

/* The key without the variant for a reader. */
static void base_of(const char *key, char out[96]) {
    static const char *const readers[] = {".both", ".family", ".child"};
    size_t length = strlen(key);

    snprintf(out, 96, "%s", key);
    for (int k = 0; k < 3; k++) {
        size_t tail = strlen(readers[k]);
        if (length > tail && strcmp(key + length - tail, readers[k]) == 0)
            out[length - tail] = '\0';
    }
}

/* Is each gap of one text in the other? */
static bool has_gaps(const char *text, const char *other) {
    const char *open, *close;
    char gap[64];

    for (; (open = strstr(text, "{{")) && (close = strstr(open, "}}"));
         text = close) {
        snprintf(gap, sizeof gap, "%.*s", (int)(close + 2 - open), open);
        if (!strstr(other, gap))
            return false;
    }
    return true;
}

static void check_same(const rp_phrasebook *one, const rp_phrasebook *other) {
    char base[96];

    for (size_t i = 0; i < one->count; i++) {
        const rp_phrasebook_entry *entry = &one->entries[i];
        if (is_label(entry->key))
            continue;
        base_of(entry->key, base);
        const char *own = rp_phrasebook_find(one, base);
        const char *theirs = rp_phrasebook_find(other, base);
        if (!own || !theirs || !has_gaps(entry->text, theirs) ||
            !has_gaps(theirs, entry->text) || !has_gaps(entry->text, own) ||
            !has_gaps(own, entry->text))
            fail_msg("%s of %s: another text in %s", entry->key, one->code,
                     other->code);
    }
}

static void test_equal_keys(void **state) {
    rp_phrasebooks books;

    (void)state;
    assert_int_equal(rp_phrasebooks_open(&books), RP_OK);
    assert_string_equal(books.books[0].code, "en");
    for (int a = 0; a < RP_PHRASEBOOKS; a++) {
        assert_true(books.books[a].count > 200);
        for (int b = 0; b < RP_PHRASEBOOKS; b++)
            check_same(&books.books[a], &books.books[b]);
    }
    rp_phrasebooks_clear(&books);
}

/* A label is one of the taxonomy. */
static void test_labels(void **state) {
    rp_findings findings = {0};
    rp_taxonomy x;
    rp_phrasebooks books;

    (void)state;
    assert_int_equal(rp_taxonomy_load(&x, NULL, &findings), RP_OK);
    assert_int_equal(rp_phrasebooks_open(&books), RP_OK);
    const rp_vocabulary *of[] = {&x.concerns, &x.modalities, &x.languages};
    for (int b = 0; b < RP_PHRASEBOOKS; b++)
        for (size_t i = 0; i < books.books[b].count; i++)
            for (int k = 0; labels[k]; k++) {
                const char *key = books.books[b].entries[i].key;
                bool is_known = !begins(key, labels[k]);
                for (uint32_t t = 0; t < of[k]->count && !is_known; t++)
                    is_known = strcmp(key + strlen(labels[k]),
                                      of[k]->entries[t].name) == 0;
                if (!is_known)
                    fail_msg("%s is not in the taxonomy", key);
            }
    rp_phrasebooks_clear(&books);
    rp_taxonomy_clear(&x);
    rp_findings_clear(&findings);
}

/* Every {{>key}} and {{=key}} of the page. */
static void test_template(void **state) {
    const char *at = (const char *)rp_embedded_shortlist_html;
    rp_phrasebooks books;
    char key[96];
    int found = 0;

    (void)state;
    assert_int_equal(rp_phrasebooks_open(&books), RP_OK);
    while ((at = strstr(at, "{{"))) {
        at += 2;
        if (*at != '>' && *at != '=')
            continue;
        snprintf(key, sizeof key, "%.*s", (int)strcspn(at + 1, "}"), at + 1);
        if (!rp_phrasebook_find(&books.books[0], key))
            fail_msg("no text for %s", key);
        found++;
    }
    assert_true(found > 80);
    rp_phrasebooks_clear(&books);
}

static const char broken_file[] = "key,text\na.b,one\na.b,two\nc.d,\n";
static const size_t broken_size = sizeof broken_file - 1;

static void test_broken(void **state) {
    const rp_builtin_file file = {"xx.csv", (const unsigned char *)broken_file,
                                  &broken_size, 0};
    rp_findings findings = {0};
    rp_phrasebook book;

    (void)state;
    assert_int_equal(rp_phrasebook_read(&book, "xx", &file, &findings),
                     RP_ERR_DATA);
    assert_int_equal((int)findings.errors, 2);
    rp_phrasebook_clear(&book);
    rp_findings_clear(&findings);
}

/* -- a language from right to left ---------------------------------------- */

/* The English file but for the direction and one text. */
static rp_buffer made_up(void) {
    rp_text english = {(const char *)rp_embedded_words_en,
                       rp_embedded_words_en_size};
    const char *dir = strstr(english.bytes, "page.dir,ltr");
    rp_buffer out = {0};

    assert_non_null(dir);
    assert_true(
        rp_buffer_put(&out, english.bytes, (size_t)(dir - english.bytes)) &&
        rp_buffer_puts(&out, "page.dir,rtl") &&
        rp_buffer_puts(&out, dir + strlen("page.dir,ltr")));
    return out;
}

static void collect(void *payload, const void *bytes, size_t length) {
    assert_true(rp_buffer_put(payload, bytes, length));
}

static void test_direction(void **state) {
    rp_buffer bytes = made_up(), got = {0};
    const rp_builtin_file file = {"xx.csv", (const unsigned char *)bytes.bytes,
                                  &bytes.length, 0};
    rp_findings findings = {0};
    rp_phrasebook book;
    rp_page page;
    rp_pen pen = {collect, &got};

    (void)state;
    assert_int_equal(rp_phrasebook_read(&book, "xx", &file, &findings), RP_OK);
    rp_voice voice = {.book = &book};
    json_t *values = json_pack("{s:s, s:b}", "language", "xx", "waits", 1);
    json_t *data = json_object();
    assert_int_equal(rp_page_open(&page, RP_PAGE_SHORTLIST), RP_OK);
    assert_int_equal(rp_page_write(&page, values, data, &voice, &pen), RP_OK);
    assert_non_null(strstr(got.bytes, "<html lang=\"xx\" dir=\"rtl\">"));
    json_decref(values);
    json_decref(data);
    rp_page_clear(&page);
    rp_buffer_clear(&got);
    rp_buffer_clear(&bytes);
    rp_phrasebook_clear(&book);
    rp_findings_clear(&findings);
}

/* -- voices ---------------------------------------------------------------- */

typedef struct reader_case {
    const char *name, *client, *code, *title;
} reader_case;

/* The first language that has a file; English where none has. */
static const reader_case readers[] = {
    {"voice/english", "a", "en",
     "We are still looking for a therapist for you"},
    {"voice/no_file", "b", "en",
     "We are still looking for a therapist for you"},
    {"voice/second", "c", "es", "Seguimos buscando terapeuta para usted"},
    {"voice/first", "d", "en", "We are still looking for a therapist for you"},
    {"voice/couple", "e", "es", "Seguimos buscando terapeuta para ustedes dos"},
    {"voice/family", "f", "en",
     "We are still looking for a therapist for your family"},
    {"voice/child", "g", "es",
     "Seguimos buscando terapeuta para su hijo o hija"},
};

static const clinic_files people = {
    .therapists = "therapist_id,openings,specialties,modalities,sites,slots\n"
                  "t,1,depression;ptsd;night fears,gestalt;dbt,north street,"
                  "tue 16:00-18:00; mon 09:30-12:00; wed 11:00-13:00\n",
    .clients =
        "client_id,languages,age,client_type,concerns,want_values,slots\n"
        "a,,,,,,mon-fri 10:00-17:00\nb,pl,,,,,\nc,pl;es,,,,,\n"
        "d,en;es,,,,,\ne,es,,couple,,,\nf,en,,family,,,\n"
        "g,es,9,,,,\n"};

static rp_voice voice_of(clinic *c, rp_phrasebooks *books, const char *client,
                         const rp_contact *contact) {
    clinic_open(c, &people);
    assert_int_equal(rp_phrasebooks_open(books), RP_OK);
    return rp_voice_for(books, &c->fit,
                        &c->roster.clients[clinic_client(c, client)], contact);
}

static void test_reader(void **state) {
    const reader_case *row = *state;
    rp_phrasebooks books;
    clinic c;
    rp_voice voice = voice_of(&c, &books, row->client, NULL);

    assert_string_equal(voice.book->code, row->code);
    assert_string_equal(rp_voice_text(&voice, "waiting.title"), row->title);
    rp_phrasebooks_clear(&books);
    clinic_close(&c);
}

static void check_text(json_t *got, const char *expected) {
    if (expected)
        assert_string_equal(json_string_value(got), expected);
    else
        assert_true(json_is_null(got));
    json_decref(got);
}

static void test_words(void **state) {
    rp_phrasebooks books;
    clinic c;
    rp_voice es = voice_of(&c, &books, "c", NULL);
    rp_voice en = es;
    uint32_t depression = clinic_tag(&c, RP_NAMES_CONCERNS, "depression");
    uint32_t own = clinic_tag(&c, RP_NAMES_CONCERNS, "night fears");
    rp_phrase phrase = {.key = "because.specialty"};

    (void)state;
    en.book = &books.books[0];
    check_text(rp_voice_label(&es, RP_NAMES_CONCERNS, depression), "Depresión");
    check_text(rp_voice_within(&en, RP_NAMES_CONCERNS, depression),
               "depression");
    check_text(rp_voice_within(&en, RP_NAMES_CONCERNS,
                               clinic_tag(&c, RP_NAMES_CONCERNS, "ptsd")),
               "PTSD");
    check_text(rp_voice_within(&en, RP_NAMES_MODALITIES,
                               clinic_tag(&c, RP_NAMES_MODALITIES, "gestalt")),
               "Gestalt therapy");
    check_text(rp_voice_label(&en, RP_NAMES_CONCERNS, own), "night fears");
    /* never mixed: a word of the clinic's own is left out in Spanish, and so is
     * a phrase with one */
    check_text(rp_voice_label(&es, RP_NAMES_CONCERNS, own), NULL);
    rp_phrase_label(&phrase, "concern", RP_NAMES_CONCERNS, own);
    check_text(rp_voice_phrase(&es, &phrase, false), NULL);
    check_text(rp_voice_phrase(&en, &phrase, false),
               "night fears: a specialty");
    phrase = (rp_phrase){.key = "missed.offers"};
    rp_phrase_label(&phrase, "approach", RP_NAMES_MODALITIES,
                    clinic_tag(&c, RP_NAMES_MODALITIES, "dbt"));
    check_text(rp_voice_phrase(&en, &phrase, false), "does not offer DBT");
    check_text(rp_voice_phrase(&en, &phrase, true), "DBT");
    check_text(rp_voice_name(&es, c.roster.therapists[0].sites->items[0].tag),
               "North Street");
    check_text(rp_voice_sentence(&es, json_pack("[s, s, s]", "a", "b", "c")),
               "a, b y c");
    check_text(rp_voice_sentence(&en, json_array()), NULL);
    rp_phrasebooks_clear(&books);
    clinic_close(&c);
}

static void test_money_and_days(void **state) {
    rp_contact contact = {.currency = "$"};
    rp_phrasebooks books;
    clinic c;
    rp_voice es = voice_of(&c, &books, "c", &contact);
    int32_t day;

    (void)state;
    check_text(rp_voice_money(&es, 90.0), "$90");
    check_text(rp_voice_money(&es, 90.5), "$90.50");
    contact.currency = "USD";
    check_text(rp_voice_money(&es, 90.0), "90 USD");
    contact.currency = "CA$";
    check_text(rp_voice_money(&es, 90.0), "CA$90");
    contact.currency = NULL;
    check_text(rp_voice_money(&es, 1200.0), "1200");
    assert_true(rp_date_parse(&day, rp_text_of("2026-03-09")));
    check_text(rp_voice_date(&es, day), "9 de marzo de 2026");
    check_text(rp_voice_date(&es, RP_NO_DAY), NULL);
    rp_phrasebooks_clear(&books);
    clinic_close(&c);
}

static void check_week(json_t *week, const char *expected) {
    json_t *line;
    size_t i;
    char got[256] = "";

    json_array_foreach(week, i, line) snprintf(
        got + strlen(got), sizeof got - strlen(got), "%s%s %s", i ? "; " : "",
        json_string_value(json_object_get(line, "days")),
        json_string_value(json_object_get(line, "hours")));
    assert_string_equal(got, expected);
    json_decref(week);
}

static void test_week(void **state) {
    rp_contact contact = {.hours = 12};
    rp_phrasebooks books;
    clinic c;
    rp_voice en = voice_of(&c, &books, "a", &contact);
    const rp_times *theirs = &c.roster.therapists[0].slots;
    const rp_times *own = &c.roster.clients[clinic_client(&c, "a")].slots;
    rp_window all_day[] = {{0, 1440}}, late[] = {{1380, 1500}};
    rp_times day = {all_day, 1, NULL}, night = {late, 1, NULL}, none = {0};

    (void)state;
    check_week(rp_week_values(&en, theirs),
               "Mon 9:30 am–12 pm; Tue 4–6 pm; Wed 11 am–1 pm");
    check_week(rp_week_shared(&en, own, theirs, 50.0),
               "Mon 10 am–12 pm; Tue 4–5 pm; Wed 11 am–1 pm");
    /* what a session does not fit into is not shared */
    check_week(rp_week_shared(&en, own, theirs, 90.0),
               "Mon 10 am–12 pm; Wed 11 am–1 pm");
    check_week(rp_week_shared(&en, own, &none, 50.0), "");
    check_week(rp_week_values(&en, &day), "Mon all day");
    check_week(rp_week_values(&en, &night), "Mon 11 pm–12 am; Tue 12–1 am");
    contact.hours = 24;
    check_week(rp_week_values(&en, theirs), "Mon 09:30–12:00; Tue 16:00–18:00; "
                                            "Wed 11:00–13:00");
    rp_phrasebooks_clear(&books);
    clinic_close(&c);
}

int main(void) {
    static suite s;

    suite_add(&s, "words/equal_keys", test_equal_keys, NULL);
    suite_add(&s, "words/labels", test_labels, NULL);
    suite_add(&s, "words/template", test_template, NULL);
    suite_add(&s, "words/broken", test_broken, NULL);
    suite_add(&s, "words/direction", test_direction, NULL);
    SUITE_TABLE(&s, readers, test_reader);
    suite_add(&s, "voice/words", test_words, NULL);
    suite_add(&s, "voice/money_and_days", test_money_and_days, NULL);
    suite_add(&s, "week/clock", test_week, NULL);
    return suite_run(&s, "phrasebook");
}
