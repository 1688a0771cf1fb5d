/**
 * @file digest.h
 * SHA-256 and its HMAC, by nettle, which keeps no state of its own.
 */
#ifndef RP_BASE_DIGEST_H
#define RP_BASE_DIGEST_H

#include <stddef.h>

enum { RP_DIGEST_SIZE = 65 }; /* 64 hexadecimal digits and a zero byte */

/** The SHA-256 of `length` bytes, as lower-case hexadecimal digits. */
void rp_digest(char out[RP_DIGEST_SIZE], const void *bytes, size_t length);

/** Its HMAC (RFC 2104) with a key: nobody without the key can make it. */
void rp_digest_keyed(char out[RP_DIGEST_SIZE], const void *key,
                     size_t key_length, const void *bytes, size_t length);

/** SHA-256 of bytes that come piece by piece. */
typedef struct rp_digester rp_digester;

/** NULL when out of memory. Free with rp_digester_free(). */
rp_digester *rp_digester_new(void);
void rp_digester_add(rp_digester *digester, const void *bytes, size_t length);

/** The digest of all that was added; add nothing more. */
void rp_digester_end(rp_digester *digester, char out[RP_DIGEST_SIZE]);
void rp_digester_free(rp_digester *digester);

#endif
