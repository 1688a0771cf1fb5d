#include "base/digest.h"

#include <sodium.h>
#include <stdlib.h>

void rp_digest(char out[RP_DIGEST_SIZE], const void *bytes, size_t length) {
    unsigned char digest[crypto_hash_sha256_BYTES];

    crypto_hash_sha256(digest, bytes, length);
    sodium_bin2hex(out, RP_DIGEST_SIZE, digest, sizeof digest);
}

struct rp_digester {
    crypto_hash_sha256_state state;
};

rp_digester *rp_digester_new(void) {
    rp_digester *digester = malloc(sizeof *digester);

    if (digester)
        crypto_hash_sha256_init(&digester->state);
    return digester;
}

void rp_digester_add(rp_digester *digester, const void *bytes, size_t length) {
    crypto_hash_sha256_update(&digester->state, bytes, length);
}

void rp_digester_end(rp_digester *digester, char out[RP_DIGEST_SIZE]) {
    unsigned char digest[crypto_hash_sha256_BYTES];

    crypto_hash_sha256_final(&digester->state, digest);
    sodium_bin2hex(out, RP_DIGEST_SIZE, digest, sizeof digest);
}

void rp_digester_free(rp_digester *digester) { free(digester); }
