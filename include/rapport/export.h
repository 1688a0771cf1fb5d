/**
 * @file export.h
 * What a shared librapport shows: functions marked RP_API and nothing else.
 */
#ifndef RAPPORT_EXPORT_H
#define RAPPORT_EXPORT_H

#include <stddef.h> /* a header is no empty translation unit */

#if defined(__GNUC__)
#define RP_API __attribute__((visibility("default")))
#else
#define RP_API
#endif

#endif
