/* The process around rp_cli_run(): signals, and streams that must not fail
 * unseen. */
#include "cli/say.h"
#include "output/directory/commit.h"
#include "rapport/cli.h"

#include <errno.h>
#include <signal.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

/* Leave no half-written file, then end as the signal would have. */
static void on_signal(int number) {
    rp_commit_emergency();
    signal(number, SIG_DFL);
    raise(number);
}

static void catch_signals(void) {
    static const int numbers[] = {SIGINT,  SIGTERM, SIGHUP,  SIGQUIT, SIGPIPE,
                                  SIGALRM, SIGUSR1, SIGUSR2, SIGXCPU};
    struct sigaction action = {.sa_handler = on_signal};

    sigemptyset(&action.sa_mask);
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
        struct sigaction before;
        /* what a parent chose to ignore (nohup) stays ignored */
        if (sigaction(numbers[i], NULL, &before) == 0 &&
            before.sa_handler != SIG_IGN)
            sigaction(numbers[i], &action, NULL);
    }
    signal(SIGXFSZ, SIG_IGN); /* a file too long is a write that fails */
}

/* What a crash would write to the disk are health records. */
static void leave_no_core(void) {
    static const struct rlimit none = {0, 0};

    (void)setrlimit(RLIMIT_CORE, &none);
}

int main(int argc, char **argv) {
    leave_no_core();
    catch_signals();
    int exit = rp_cli_run(argc, argv, stdout, stderr);

    /* a full disk must not look like success */
    int failed = ferror(stdout);
    if ((fclose(stdout) != 0 || failed) &&
        (exit == RP_EXIT_OK || exit == RP_EXIT_FOUND)) {
        rp_say(stderr, "standard output: %s",
               errno ? strerror(errno) : "cannot be written");
        exit = RP_EXIT_FAILURE;
    }
    return exit;
}
