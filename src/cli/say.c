#include "cli/say.h"

#include <errno.h>
#include <stdarg.h>
#include <string.h>

void rp_say(FILE *err, const char *format, ...) {
    va_list values;

    fputs("rapport: ", err);
    va_start(values, format);
    vfprintf(err, format, values);
    va_end(values);
    fputc('\n', err);
}

void rp_say_status(FILE *err, rp_status status) {
    if (status != RP_OK)
        rp_say(err, "%s", rp_status_words(status));
}

void rp_say_unwritten(FILE *err, const char *path) {
    rp_say(err, "%s: cannot be written: %s", path, strerror(errno));
}
