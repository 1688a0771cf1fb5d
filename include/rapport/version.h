/**
 * @file version.h
 * Which version this is.
 */
#ifndef RAPPORT_VERSION_H
#define RAPPORT_VERSION_H

#include "rapport/export.h"

#ifdef __cplusplus
extern "C" {
#endif

/** The version of these headers. */
#define RP_VERSION "0.1.0"

/** The version of the library, as in `rapport --version`: "0.1.0". */
RP_API const char *rp_version(void);

#ifdef __cplusplus
}
#endif
#endif
