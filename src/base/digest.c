#include "base/digest.h"

#include <gcrypt.h>
#include <stdlib.h>

/* What gcrypt wants to be told once, before anything else. */
static void begin(void) {
    if (!gcry_control(GCRYCTL_INITIALIZATION_FINISHED_P)) {
        gcry_check_version(NULL);
        gcry_control(GCRYCTL_DISABLE_SECMEM, 0);
        gcry_control(GCRYCTL_INITIALIZATION_FINISHED, 0);
    }
}

static void show(char out[RP_DIGEST_SIZE], const unsigned char *digest) {
    static const char digits[] = "0123456789abcdef";

    for (int i = 0; i < RP_DIGEST_SIZE - 1; i++)
        out[i] = digits[i % 2 ? digest[i / 2] & 15 : digest[i / 2] >> 4];
    out[RP_DIGEST_SIZE - 1] = '\0';
}

void rp_digest(char out[RP_DIGEST_SIZE], const void *bytes, size_t length) {
    unsigned char digest[RP_DIGEST_SIZE / 2];

    begin();
    gcry_md_hash_buffer(GCRY_MD_SHA256, digest, bytes, length);
    show(out, digest);
}

struct rp_digester {
    gcry_md_hd_t hash;
};

rp_digester *rp_digester_new(void) {
    rp_digester *digester = malloc(sizeof *digester);

    begin();
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
