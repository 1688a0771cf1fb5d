/**
 * embed NAME=FILE ...: write files as C arrays to standard output.
 *
 * The data that rapport carries (taxonomy, policies, pages) stays in files
 * that a person edits; the build turns them into `rp_embedded_NAME` and
 * `rp_embedded_NAME_size`.
 */
#include <stdio.h>
#include <string.h>

static int embed(const char *name, size_t length, const char *path) {
    FILE *in = fopen(path, "rb");
    size_t size = 0;
    int c;

    if (!in) {
        perror(path);
        return 1;
    }
    printf("const unsigned char rp_embedded_%.*s[] = {", (int)length, name);
    while ((c = getc(in)) != EOF)
        printf("%s%d,", size++ % 20 ? "" : "\n", c);
    printf("\n0};\nconst size_t rp_embedded_%.*s_size = %zu;\n\n", (int)length,
           name, size);
    int failed = ferror(in);
    fclose(in);
    return failed;
}

int main(int argc, char **argv) {
    puts("#include <stddef.h>\n#include \"base/embedded.h\"\n");
    for (int i = 1; i < argc; i++) {
        const char *equals = strchr(argv[i], '=');
        if (!equals) {
            fprintf(stderr, "usage: embed NAME=FILE ...\n");
            return 2;
        }
        if (embed(argv[i], (size_t)(equals - argv[i]), equals + 1))
            return 1;
    }
    return fflush(stdout) != 0 || ferror(stdout);
}
