/* Who has a directory has it alone, among the threads of a process as among
 * processes. */
#include "unit/clinic.h"
#include "unit/suite.h"

#include "output/directory/commit.h"
#include "output/directory/journal.h"
#include "output/directory/results.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdatomic.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

static bool exists(const char *folder, const char *name) {
    struct stat there;

    return lstat(scratch_path(folder, name), &there) == 0;
}

/* Would another process get the lock? */
static bool is_free_elsewhere(const char *folder) {
    const char *path = scratch_path(folder, RP_JOURNAL_NAME);
    struct flock whole = {.l_type = F_WRLCK, .l_whence = SEEK_SET};
    int status = -1;
    pid_t child = fork();

    if (child == 0) {
        int file = open(path, O_RDWR);
        _exit(file < 0 || fcntl(file, F_SETLK, &whole) == 0 ? 0 : 1);
    }
    assert_true(child > 0);
    assert_int_equal(waitpid(child, &status, 0), child);
    return status == 0;
}

static void refuse(const char *path) {
    rp_hold *hold;

    errno = 0;
    assert_int_equal(rp_hold_take(&hold, path, &rp_results_purpose), RP_ERR_IO);
    assert_int_equal(errno, EAGAIN);
    assert_non_null(
        strstr(rp_hold_trouble(hold), ": another run is writing here"));
    rp_hold_release(hold);
}

/* Whoever is refused leaves the lock of the other as it is. */
static void test_alone(void **state) {
    char *folder = scratch_new();
    rp_hold *hold, *other;

    (void)state;
    assert_int_equal(symlink(".", scratch_path(folder, "link")), 0);
    assert_int_equal(rp_hold_take(&hold, folder, &rp_results_purpose), RP_OK);
    assert_false(is_free_elsewhere(folder));
    refuse(folder);
    refuse(scratch_path(folder, "."));
    refuse(scratch_path(folder, "link"));
    assert_true(exists(folder, RP_JOURNAL_NAME));
    assert_false(is_free_elsewhere(folder));
    /* another directory is another matter */
    assert_int_equal(rp_hold_take(&other, scratch_path(folder, "below"),
                                  &rp_results_purpose),
                     RP_OK);
    rp_hold_release(other);
    assert_false(exists(folder, "below"));
    rp_hold_release(hold);
    assert_false(exists(folder, RP_JOURNAL_NAME));
    assert_int_equal(rp_hold_take(&hold, folder, &rp_results_purpose), RP_OK);
    rp_hold_release(hold);
    scratch_remove(folder);
}

/* A signal leaves nothing of any of them. */
static void test_emergency(void **state) {
    char *folder = scratch_new();
    rp_hold *first, *second, *third;

    (void)state;
    assert_int_equal(
        rp_hold_take(&first, scratch_path(folder, "a"), &rp_results_purpose),
        RP_OK);
    assert_int_equal(
        rp_hold_take(&second, scratch_path(folder, "b"), &rp_results_purpose),
        RP_OK);
    assert_int_equal(
        rp_hold_take(&third, scratch_path(folder, "c"), &rp_results_purpose),
        RP_OK);
    rp_hold_is_torn(third);
    rp_hold_emergency();
    assert_false(exists(folder, "a"));
    assert_false(exists(folder, "b"));
    assert_true(exists(folder, "c/" RP_JOURNAL_NAME));
    rp_hold_release(third);
    rp_hold_release(first);
    rp_hold_release(second);
    rp_hold_emergency();
    scratch_remove(folder);
}

enum { THREADS = 6, TURNS = 200 };

typedef struct crowd {
    const char *folder;
    atomic_int inside, worst, taken, refused, wrong;
} crowd;

static void *push(void *payload) {
    crowd *c = payload;

    for (int k = 0; k < TURNS; k++) {
        rp_hold *hold;
        rp_status status = rp_hold_take(&hold, c->folder, &rp_results_purpose);
        if (status == RP_OK) {
            int inside = atomic_fetch_add(&c->inside, 1) + 1;
            if (inside > c->worst)
                c->worst = inside;
            c->taken++;
            atomic_fetch_sub(&c->inside, 1);
        } else if (status == RP_ERR_IO && errno == EAGAIN) {
            c->refused++;
        } else {
            c->wrong++;
        }
        rp_hold_release(hold);
    }
    return NULL;
}

/* The directory is made and removed again all the time. (It may stay in the
 * end, where one lets go of what it made while another comes in.) */
static void test_crowd(void **state) {
    char *folder = scratch_new();
    char out[600];
    crowd c = {.folder = out};
    pthread_t threads[THREADS];

    (void)state;
    memcpy(out, scratch_path(folder, "new/results"), sizeof out);
    for (int k = 0; k < THREADS; k++)
        assert_int_equal(pthread_create(&threads[k], NULL, push, &c), 0);
    for (int k = 0; k < THREADS; k++)
        assert_int_equal(pthread_join(threads[k], NULL), 0);
    assert_int_equal(c.worst, 1);
    assert_int_equal(c.wrong, 0);
    assert_int_equal(c.taken + c.refused, THREADS * TURNS);
    assert_false(exists(out, RP_JOURNAL_NAME));
    scratch_remove(folder);
}

int main(void) {
    suite s = {0};

    suite_add(&s, "alone", test_alone, NULL);
    suite_add(&s, "emergency", test_emergency, NULL);
    suite_add(&s, "crowd", test_crowd, NULL);
    return suite_run(&s, "hold");
}
