#include "match/absence.h"

#include "input/cell/number.h"

rp_absence rp_absence_of(const rp_fit *fit, uint32_t therapist, int32_t as_of) {
    const rp_therapist *t = &fit->roster->therapists[therapist];
    int32_t from = t->available_from, until = t->available_until;

    if (as_of == RP_NO_DAY)
        return RP_PRESENT;
    if (from != RP_NO_DAY && as_of < from)
        return RP_NOT_YET;
    if (until == RP_NO_DAY)
        return RP_PRESENT;
    if (as_of > until)
        return RP_GONE;
    return until - as_of <= 7.0 * fit->policy->leave_weeks ? RP_LEAVING
                                                           : RP_PRESENT;
}

bool rp_absence_put(rp_buffer *out, const rp_fit *fit, uint32_t therapist,
                    int32_t as_of) {
    static const char *const before[] = {[RP_NOT_YET] = "starts on ",
                                         [RP_LEAVING] = "leaves on ",
                                         [RP_GONE] = "left after "};
    const rp_therapist *t = &fit->roster->therapists[therapist];
    rp_absence absence = rp_absence_of(fit, therapist, as_of);
    char day[16];

    if (absence == RP_PRESENT)
        return rp_buffer_puts(out, "");
    rp_date_format(day, absence == RP_NOT_YET ? t->available_from
                                              : t->available_until);
    return rp_buffer_puts(out, before[absence]) && rp_buffer_puts(out, day) &&
           rp_buffer_puts(out,
                          absence == RP_LEAVING ? " and takes nobody new" : "");
}
