#include "base/digest.h"

#include <nettle/hmac.h>
#include <nettle/sha2.h>
#include <nettle/version.h>
#include <stdlib.h>

struct rp_digester {
    struct sha256_ctx hash;
};

static void put_digits(char out[RP_DIGEST_SIZE], const unsigned char *digest) {
    static const char digits[] = "0123456789abcdef";

    for (int i = 0; i < RP_DIGEST_SIZE - 1; i++)
        out[i] = digits[i % 2 ? digest[i / 2] & 15 : digest[i / 2] >> 4];
    out[RP_DIGEST_SIZE - 1] = '\0';
}

static void finish(struct sha256_ctx *hash, char out[RP_DIGEST_SIZE]) {
    unsigned char digest[SHA256_DIGEST_SIZE];

    /* from version 4 on the digest is always given whole */
#if NETTLE_VERSION_MAJOR >= 4
    sha256_digest(hash, digest);
#else
    sha256_digest(hash, sizeof digest, digest);
#endif
    put_digits(out, digest);
}

void rp_digest(char out[RP_DIGEST_SIZE], const void *bytes, size_t length) {
    struct sha256_ctx hash;

    sha256_init(&hash);
    sha256_update(&hash, length, bytes);
    finish(&hash, out);
}

void rp_digest_keyed(char out[RP_DIGEST_SIZE], const void *key,
                     size_t key_length, const void *bytes, size_t length) {
    struct hmac_sha256_ctx hash;
    unsigned char digest[SHA256_DIGEST_SIZE];

    hmac_sha256_set_key(&hash, key_length, key);
    hmac_sha256_update(&hash, length, bytes);
#if NETTLE_VERSION_MAJOR >= 4
    hmac_sha256_digest(&hash, digest);
#else
    hmac_sha256_digest(&hash, sizeof digest, digest);
#endif
    put_digits(out, digest);
}

rp_digester *rp_digester_new(void) {
    rp_digester *digester = malloc(sizeof *digester);

    if (digester)
        sha256_init(&digester->hash);
    return digester;
}

void rp_digester_add(rp_digester *digester, const void *bytes, size_t length) {
    sha256_update(&digester->hash, length, bytes);
}

void rp_digester_end(rp_digester *digester, char out[RP_DIGEST_SIZE]) {
    finish(&digester->hash, out);
}

void rp_digester_free(rp_digester *digester) { free(digester); }
