#include "base/digest.h"

#include <gcrypt.h>
#include <setjmp.h>
#include <stdlib.h>

/* gcrypt answers lack of memory, while it begins, with the end of the process:
 * this jumps out of it. */
static _Thread_local jmp_buf bail;

static void on_fatal(void *payload, int code, const char *text) {
    (void)payload;
    (void)code;
    (void)text;
    longjmp(bail, 1);
}

bool rp_digest_begin(void) {
    if (setjmp(bail))
        return false;
    gcry_set_fatalerror_handler(on_fatal, NULL);
    /* what gcrypt wants to be told once, before anything else */
    if (!gcry_control(GCRYCTL_INITIALIZATION_FINISHED_P)) {
        gcry_check_version(NULL);
        gcry_control(GCRYCTL_DISABLE_SECMEM, 0);
        gcry_control(GCRYCTL_INITIALIZATION_FINISHED, 0);
    }
    gcry_set_fatalerror_handler(NULL, NULL);
    return true;
}

static void show(char out[RP_DIGEST_SIZE], const unsigned char *digest) {
    static const char digits[] = "0123456789abcdef";

    for (int i = 0; i < RP_DIGEST_SIZE - 1; i++)
        out[i] = digits[i % 2 ? digest[i / 2] & 15 : digest[i / 2] >> 4];
    out[RP_DIGEST_SIZE - 1] = '\0';
}

void rp_digest(char out[RP_DIGEST_SIZE], const void *bytes, size_t length) {
    unsigned char digest[RP_DIGEST_SIZE / 2];

    (void)rp_digest_begin();
    gcry_md_hash_buffer(GCRY_MD_SHA256, digest, bytes, length);
    show(out, digest);
}

struct rp_digester {
    gcry_md_hd_t hash;
};

rp_digester *rp_digester_new(void) {
    rp_digester *digester = malloc(sizeof *digester);

    if (!rp_digest_begin()) {
        free(digester);
        return NULL;
    }
    if (digester && gcry_md_open(&digester->hash, GCRY_MD_SHA256, 0) != 0) {
        free(digester);
        return NULL;
    }
    return digester;
}

void rp_digester_add(rp_digester *digester, const void *bytes, size_t length) {
    gcry_md_write(digester->hash, bytes, length);
}

void rp_digester_end(rp_digester *digester, char out[RP_DIGEST_SIZE]) {
    show(out, gcry_md_read(digester->hash, GCRY_MD_SHA256));
}

void rp_digester_free(rp_digester *digester) {
    if (digester)
        gcry_md_close(digester->hash);
    free(digester);
}
