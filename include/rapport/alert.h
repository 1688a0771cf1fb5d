/**
 * @file alert.h
 * Who needs a person, whatever else is wrong with the files.
 */
#ifndef RAPPORT_ALERT_H
#define RAPPORT_ALERT_H

#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/** What a person has to see in a client's row, the least first. */
typedef enum rp_alert {
    RP_ALERT_NONE,
    RP_ALERT_READ,    /**< a sentence among the concerns that nobody knows */
    RP_ALERT_LOOK,    /**< words to look at; the client is matched as written */
    RP_ALERT_CONCERN, /**< a concern that a person should look at first */
    RP_ALERT_CRISIS   /**< in crisis: act now, nothing here matches them */
} rp_alert;

/**
 * Takes a client who needs a person, whatever else is wrong with the files.
 *
 * @param id      NULL where the cell is blank; borrowed
 * @param source  the name of the clients' file; borrowed
 * @param row     below its header, from 1
 * @param words   what it is about: words of the row as quoted, labels of
 *                concerns; "" of a crisis; borrowed
 */
typedef void rp_alert_callback(void *payload, rp_alert alert, const char *id,
                               const char *source, uint32_t row,
                               const char *words);

#ifdef __cplusplus
}
#endif
#endif
