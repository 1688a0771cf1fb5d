#include "cli/progress.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static double seconds_since(const struct timespec *then) {
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)(now.tv_sec - then->tv_sec) +
           (double)(now.tv_nsec - then->tv_nsec) * 1e-9;
}

void rp_progress_begin(rp_progress *out, const rp_options *options, FILE *to) {
    const char *term = getenv("TERM");
    int descriptor = fileno(to);
    bool terminal = descriptor >= 0 && isatty(descriptor) &&
                    !(term && strcmp(term, "dumb") == 0);

    *out = (rp_progress){.to = to};
    out->timed = options->timings;
    rp_timings_begin(&out->timings);
    out->at_once = options->progress == RP_PROGRESS_ALWAYS;
    out->enabled = out->at_once || (options->progress == RP_PROGRESS_AUTO &&
                                    terminal && !options->quiet);
    clock_gettime(CLOCK_MONOTONIC, &out->start);
    out->last = out->start;
}

void rp_progress_tell(void *progress, const char *stage, double share) {
    rp_progress *p = progress;

    if (p->timed)
        rp_timings_tell(&p->timings, stage, share);
    if (!p->enabled || (!p->at_once && seconds_since(&p->start) < 1.0))
        return;
    if (p->shown && seconds_since(&p->last) < 0.1)
        return;
    fprintf(p->to, "\r%-24s %3.0f %%", stage, share * 100.0);
    fflush(p->to);
    clock_gettime(CLOCK_MONOTONIC, &p->last);
    p->shown = true;
}

void rp_progress_end(rp_progress *progress) {
    if (progress->shown)
        fprintf(progress->to, "\r%30s\r", "");
    progress->shown = false;
}
