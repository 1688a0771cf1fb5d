#include "fit/measured.h"

#include <string.h>

const rp_records *rp_measured_records(const rp_measured *measured,
                                      const char *therapist) {
    size_t low = 0, high = measured->count;

    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int order = strcmp(measured->records[middle].therapist, therapist);
        if (order == 0)
            return &measured->records[middle];
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return NULL;
}

const rp_record_of *rp_records_find(const rp_records *records,
                                    const char *concern) {
    size_t low = 0, high = records->count;

    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int order = strcmp(records->of[middle].concern, concern);
        if (order == 0)
            return &records->of[middle];
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return &records->other;
}

const rp_record_of *rp_measured_find(const rp_measured *measured,
                                     const char *therapist,
                                     const char *concern) {
    const rp_records *records = rp_measured_records(measured, therapist);

    return records ? rp_records_find(records, concern) : NULL;
}
