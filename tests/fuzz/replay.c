/* The inputs that are kept, each given to its target again: for any compiler,
 * in every test run.
 *
 *     replay tests/fuzz/corpus            every target
 *     replay TARGET FILE ...              these inputs */
#include "fuzz/target.h"

#include <dirent.h>
#include <stdlib.h>
#include <string.h>

enum { MOST = 1 << 20 };

static void run_file(const fuzz_target *target, const char *path) {
    static char bytes[MOST];
    FILE *from = fopen(path, "rb");

    FUZZ_EXPECT(from != NULL);
    size_t length = fread(bytes, 1, sizeof bytes, from);
    fclose(from);
    /* as long as it is, so that whoever reads beyond its end is seen */
    char *copy = malloc(length ? length : 1);
    FUZZ_EXPECT(copy != NULL);
    memcpy(copy, bytes, length);
    target->run((rp_text){copy, length});
    free(copy);
}

static int by_name(const struct dirent **a, const struct dirent **b) {
    return strcmp((*a)->d_name, (*b)->d_name);
}

static int is_input(const struct dirent *entry) {
    return entry->d_name[0] != '.';
}

/* All inputs of a target; what is run is on standard error only if it ends
 * there. */
static int run_folder(const fuzz_target *target, const char *corpus) {
    struct dirent **entries;
    char path[1024];

    snprintf(path, sizeof path, "%s/%s", corpus, target->name);
    int count = scandir(path, &entries, is_input, by_name);
    for (int k = 0; k < count; k++) {
        snprintf(path, sizeof path, "%s/%s/%s", corpus, target->name,
                 entries[k]->d_name);
        printf("%s\n", path);
        fflush(stdout);
        run_file(target, path);
        free(entries[k]);
    }
    if (count >= 0)
        free(entries);
    return count;
}

int main(int argc, char **argv) {
    const fuzz_target *target = argc > 2 ? fuzz_target_find(argv[1]) : NULL;
    int passed = 0, failed = 0;

    if (argc < 2 || (argc > 2 && !target)) {
        fputs("usage: replay CORPUS | replay TARGET FILE ...\n", stderr);
        return 2;
    }
    for (int k = 2; k < argc; k++, passed++)
        run_file(target, argv[k]);
    for (target = fuzz_targets; argc == 2 && target->name; target++) {
        int count = run_folder(target, argv[1]);
        if (count <= 0)
            printf("%s has no inputs\n", target->name);
        passed += count > 0 ? count : 0;
        failed += count <= 0;
    }
    printf("replay: %d passed, %d failed\n", passed, failed);
    return failed != 0;
}
