/* References: the letters of a known digest, and more of them where two
 * clients would have the same. */
#include "output/directory/reference.h"
#include "unit/clinic.h"
#include "unit/suite.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static rp_references *references_of(clinic *c, const char *clients,
                                    int32_t as_of) {
    clinic_files files = {.therapists = "therapist_id,openings\nt,1\n",
                          .clients = clients};
    rp_references *made;

    clinic_open(c, &files);
    assert_int_equal(rp_references_new(&made, &c->roster, as_of), RP_OK);
    return made;
}

/* printf 'C012026-11-16' | sha256sum | xxd -r -p | base32 */
static void test_letters(void **state) {
    int32_t day;
    clinic c;

    (void)state;
    assert_true(rp_date_parse(&day, rp_text_of("2026-11-16")));
    rp_references *r = references_of(&c, "client_id\nC01\n", day);
    assert_string_equal(rp_references_of(r, 0), "T5CEKBTI");
    rp_references_free(r);
    assert_int_equal(rp_references_new(&r, &c.roster, RP_NO_DAY), RP_OK);
    assert_string_equal(rp_references_of(r, 0), "CMV7X3NR");
    rp_references_free(r);
    clinic_close(&c);
}

/* Two ids whose digests agree in the first eight letters: both have one more,
 * which differs; nobody else has. */
static void test_collision(void **state) {
    clinic c;
    rp_references *r =
        references_of(&c, "client_id\nc285129\nc806821\nC01\n", RP_NO_DAY);
    const char *a = rp_references_of(r, clinic_client(&c, "c285129"));
    const char *b = rp_references_of(r, clinic_client(&c, "c806821"));

    (void)state;
    assert_int_equal(strlen(a), 9);
    assert_int_equal(strlen(b), 9);
    assert_memory_equal(a, b, 8);
    assert_true(a[8] != b[8]);
    assert_int_equal(strlen(rp_references_of(r, clinic_client(&c, "C01"))), 8);
    rp_references_free(r);
    clinic_close(&c);
}

int main(void) {
    static suite s;

    suite_add(&s, "reference/letters", test_letters, NULL);
    suite_add(&s, "reference/collision", test_collision, NULL);
    return suite_run(&s, "reference");
}
