/*
 * Write a clinic of any size: therapists.csv, clients.csv and, for the shapes
 * that are about numbers only, scores.csv.
 *
 * Everything is drawn from the seed with whole-number arithmetic, so the same
 * options give the same bytes on every machine. Memory grows with the
 * therapists, the regions and the pins, never with pairs.
 */
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "generate/chance.h"
#include "generate/outcomes.h"
#include "generate/person.h"
#include "generate/scores.h"
#include "generate/sheet.h"

enum { EXIT_USAGE = 2, EXIT_FAILED = 4 };
enum { SAMPLE_MAX = 1000 };

static const char *const shapes[] = {"profiles", "lowrank", "coarse", "tied",
                                     "lists"};

static const char usage[] =
    "usage: generate --clients N --therapists M [options]\n"
    "\n"
    "Writes therapists.csv and clients.csv of an invented clinic.\n"
    "\n"
    "  --clients N      clients, 1 to 16777216\n"
    "  --therapists M   therapists, 1 to 16777216\n"
    "  --seed S         another seed, another clinic (default 1)\n"
    "  --supply R       openings a client (default 1.0)\n"
    "  --density D      share of the pairs in a region that no rule forbids,\n"
    "                   above 0 to 1 (default: what profiles give; 1 with "
    "scores)\n"
    "  --regions K      independent regions, at most M (default 1)\n"
    "  --shape SHAPE    profiles (default): all columns, scores are computed;\n"
    "                   these write scores.csv, too: lowrank (few hidden\n"
    "                   factors), coarse (0, 50 or 100), tied (all equal),\n"
    "                   lists (everybody prefers the same few)\n"
    "  --tiers          urgency and waits with scores.csv, too (profiles have\n"
    "                   them anyway)\n"
    "  --blank SHARE    share of blank cells in profiles, 0 to 1 "
    "(default 0.08)\n"
    "  --pins N         clients pinned to a therapist (default 0)\n"
    "  --outcomes N     also what came of N past clients: outcomes.csv and\n"
    "                   courses.csv, two forms of the same, and truth.csv\n"
    "  --icc SHARE      therapists' share of what clients change, 0 to 0.5\n"
    "                   (default 0.05)\n"
    "  --out DIR        where to write, made if it is not there (default .)\n"
    "  --help           this text\n";

/* ---- options */

/* Digits only: no sign, no blank, no exponent. */
static bool read_whole(const char *text, uint64_t max, uint64_t *out) {
    uint64_t number = 0;

    if (*text == '\0')
        return false;
    for (; *text; text++) {
        uint64_t digit = (uint64_t)(*text - '0');

        if (*text < '0' || *text > '9' || number > (max - digit) / 10)
            return false;
        number = number * 10 + digit;
    }
    *out = number;
    return true;
}

/* A decimal number with up to six places, in millionths. */
static bool read_millionths(const char *text, int64_t max, int64_t *out) {
    const char *point = strchr(text, '.');
    size_t length = point ? (size_t)(point - text) : strlen(text);
    char whole[16];
    int64_t scale = MILLION / 10;
    uint64_t number = 0;

    if (length >= sizeof whole || (point && point[1] == '\0'))
        return false;
    memcpy(whole, text, length);
    whole[length] = '\0';
    if (!read_whole(length ? whole : "0", 1000000000, &number))
        return false;
    *out = (int64_t)number * MILLION;
    for (point = point ? point + 1 : ""; *point; point++, scale /= 10) {
        if (*point < '0' || *point > '9' || scale == 0)
            return false;
        *out += (*point - '0') * scale;
    }
    return *out <= max;
}

static bool read_shape(const char *text, settings *s) {
    for (int i = 0; i < COUNT(shapes); i++)
        if (strcmp(text, shapes[i]) == 0) {
            s->shape = (enum shape)i;
            return true;
        }
    return false;
}

static const char unknown[] = "unknown option; see generate --help";

/* Stores one option. Returns what was expected instead (or that the option is
 * unknown), or NULL. */
static const char *read_option(settings *s, const char *name,
                               const char *value) {
    const struct {
        const char *name;
        int64_t *to, min, max;
        bool whole;
        const char *expected;
    } numbers[] = {
        {"clients", &s->clients, 1, ROWS_MAX, true,
         "a whole number from 1 to 16777216"},
        {"therapists", &s->therapists, 1, ROWS_MAX, true,
         "a whole number from 1 to 16777216"},
        {"regions", &s->regions, 1, ROWS_MAX, true,
         "a whole number from 1 to 16777216"},
        {"pins", &s->pins, 0, ROWS_MAX, true,
         "a whole number from 0 to 16777216"},
        {"outcomes", &s->outcomes, 0, ROWS_MAX, true,
         "a whole number from 0 to 16777216"},
        {"icc", &s->icc, 0, MILLION / 2, false, "a number from 0 to 0.5"},
        {"supply", &s->supply, 0, INT64_C(10000) * MILLION, false,
         "a number from 0 to 10000"},
        {"density", &s->density, 1, MILLION, false,
         "a number above 0 to 1, with up to six places"},
        {"blank", &s->blank, 0, MILLION, false, "a number from 0 to 1"},
    };

    if (strcmp(name, "seed") == 0)
        return read_whole(value, UINT64_MAX, &s->seed)
                   ? NULL
                   : "a whole number from 0 to 18446744073709551615";
    if (strcmp(name, "shape") == 0)
        return read_shape(value, s)
                   ? NULL
                   : "one of profiles, lowrank, coarse, tied, lists";
    if (strcmp(name, "out") == 0) {
        s->out = value;
        return *value ? NULL : "a directory";
    }
    for (int i = 0; i < COUNT(numbers); i++) {
        uint64_t whole = 0;
        int64_t number = 0;
        bool good;

        if (strcmp(name, numbers[i].name) != 0)
            continue;
        good = numbers[i].whole
                   ? read_whole(value, (uint64_t)numbers[i].max, &whole)
                   : read_millionths(value, numbers[i].max, &number);
        if (numbers[i].whole)
            number = (int64_t)whole;
        if (!good || number < numbers[i].min)
            return numbers[i].expected;
        *numbers[i].to = number;
        return NULL;
    }
    return unknown;
}

/* Returns 0, or an exit status; *help is set where only the text is asked. */
static int read_options(settings *s, int argc, char **argv, bool *help) {
    for (int i = 1; i < argc; i++) {
        char name[32];
        const char *word = argv[i], *equals = strchr(word, '='), *wanted;
        const char *value = equals ? equals + 1 : NULL;
        size_t length = equals ? (size_t)(equals - word) : strlen(word);

        if (strncmp(word, "--", 2) != 0 || length - 2 >= sizeof name) {
            fprintf(stderr,
                    "generate: '%.40s': expected an option; see "
                    "generate --help\n",
                    word);
            return EXIT_USAGE;
        }
        memcpy(name, word + 2, length - 2);
        name[length - 2] = '\0';
        if (!equals && strcmp(name, "help") == 0) {
            *help = true;
            return 0;
        }
        if (!equals && strcmp(name, "tiers") == 0) {
            s->tiers = true;
            continue;
        }
        if (!value)
            value = i + 1 < argc ? argv[++i] : "";
        wanted = read_option(s, name, value);
        if (wanted == unknown) {
            fprintf(stderr, "generate: --%s: %s\n", name, wanted);
            return EXIT_USAGE;
        }
        if (wanted) {
            fprintf(stderr, "generate: --%s: expected %s, got '%.40s'\n", name,
                    wanted, value);
            return EXIT_USAGE;
        }
    }
    return 0;
}

static int refuse(const char *what) {
    fprintf(stderr, "generate: %s\n", what);
    return EXIT_USAGE;
}

static int check_options(const settings *s) {
    if (s->clients == 0 || s->therapists == 0)
        return refuse("--clients and --therapists are needed; see generate "
                      "--help");
    if (s->regions > s->therapists)
        return refuse("--regions: expected at most as many as therapists");
    if (s->pins > s->clients)
        return refuse("--pins: expected at most as many as clients");
    return 0;
}

/* ---- openings and pins */

/* Each region gets supply x its clients, shared by weights from 1 to 4; the
 * running sum is cut at whole numbers, so that the total is exact. */
static int share_openings(settings *s) {
    for (int64_t region = 0; region < s->regions; region++) {
        int64_t there = settings_in_region(s, s->clients, region);
        int64_t total = (s->supply * there + MILLION / 2) / MILLION;
        int64_t weights = 0, seen = 0, given = 0;

        for (int64_t row = region; row < s->therapists; row += s->regions) {
            uint64_t r = chance_stream(s, OPENINGS, row);

            weights += 1 + chance_below(&r, 4);
        }
        for (int64_t row = region; row < s->therapists; row += s->regions) {
            uint64_t r = chance_stream(s, OPENINGS, row);
            int64_t until, openings;

            seen += 1 + chance_below(&r, 4);
            until = total / weights * seen + total % weights * seen / weights;
            openings = until - given;
            if (openings > OPENINGS_MAX)
                return refuse("--supply: a therapist would have more than "
                              "9999 openings");
            s->openings[row] = (int16_t)openings;
            given = until;
        }
    }
    return 0;
}

/* Each pin takes an opening of its client's region: the first that is left,
 * from a drawn place on. */
static int choose_pins(settings *s, int16_t *left) {
    memcpy(left, s->openings, (size_t)s->therapists * sizeof *left);
    for (int64_t pin = 0; pin < s->pins; pin++) {
        int64_t row = pin * s->clients / s->pins;
        int64_t region = row % s->regions;
        int64_t there = settings_in_region(s, s->therapists, region);
        uint64_t r = chance_stream(s, PIN, row);
        int64_t place = chance_below(&r, (int)there), tried = 0;

        while (tried < there && left[region + place * s->regions] == 0) {
            place = (place + 1) % there;
            tried++;
        }
        if (tried == there)
            return refuse("--pins: expected at most as many as openings");
        left[region + place * s->regions]--;
        s->pinned[pin] = region + place * s->regions;
    }
    return 0;
}

/* ---- density of profiles: tuned on the first rows of the first region */

typedef struct sample {
    client *clients;
    therapist *therapists;
    int client_count, therapist_count;
} sample;

static int64_t eligible_pairs(const settings *s, sample *of) {
    int64_t pairs = 0;

    for (int i = 0; i < of->client_count; i++)
        client_make(&of->clients[i], s, i * s->regions);
    for (int i = 0; i < of->therapist_count; i++)
        therapist_make(&of->therapists[i], s, i * s->regions);
    for (int i = 0; i < of->client_count; i++)
        for (int j = 0; j < of->therapist_count; j++)
            pairs += person_is_eligible(&of->clients[i], &of->therapists[j]);
    return pairs;
}

/* Sets *setting, 0..most, so that the pairs come nearest to the wanted ones;
 * they grow (or else fall) with it. */
static void bisect(settings *s, sample *of, uint32_t *setting, uint32_t most,
                   bool grow, int64_t wanted) {
    uint32_t low = 0, high = most;
    int64_t below, above;

    while (high - low > 1) {
        *setting = low + (high - low) / 2;
        if ((eligible_pairs(s, of) < wanted) == grow)
            low = *setting;
        else
            high = *setting;
    }
    *setting = low;
    below = eligible_pairs(s, of) - wanted;
    *setting = high;
    above = eligible_pairs(s, of) - wanted;
    if ((below < 0 ? -below : below) < (above < 0 ? -above : above))
        *setting = low;
}

/* Too many pairs: fewer licences, in more states the fewer are needed. Too
 * few: clients who ask for less. */
static int64_t tune(settings *s, sample *of) {
    int64_t all = (int64_t)of->client_count * of->therapist_count;
    int64_t wanted, full;

    if (s->density < 0)
        return eligible_pairs(s, of) * MILLION / all;
    wanted = (s->density * all + MILLION / 2) / MILLION;
    s->licences = LICENCES_ALL;
    s->states = 4;
    full = eligible_pairs(s, of);
    if (full <= wanted) {
        bisect(s, of, &s->asks, ASKS_ALL, false, wanted);
    } else {
        int64_t states = wanted > 0 ? 3 * full / wanted : STATES_MAX;

        s->states = states < 4            ? 4
                    : states > STATES_MAX ? STATES_MAX
                                          : (int)states;
        bisect(s, of, &s->licences, LICENCES_ALL, true, wanted);
    }
    return eligible_pairs(s, of) * MILLION / all;
}

static int64_t tune_profiles(settings *s) {
    int64_t clients = settings_in_region(s, s->clients, 0);
    int64_t therapists = settings_in_region(s, s->therapists, 0), share = -1;
    sample of = {.client_count =
                     clients < SAMPLE_MAX ? (int)clients : SAMPLE_MAX,
                 .therapist_count =
                     therapists < SAMPLE_MAX ? (int)therapists : SAMPLE_MAX};

    of.clients = malloc((size_t)of.client_count * sizeof *of.clients);
    of.therapists = malloc((size_t)of.therapist_count * sizeof *of.therapists);
    if (of.clients && of.therapists)
        share = tune(s, &of);
    free(of.clients);
    free(of.therapists);
    return share;
}

/* ---- files */

static int fail(const char *what, const char *name) {
    fprintf(stderr, "generate: %s: %s: %s\n", what, name, strerror(errno));
    return EXIT_FAILED;
}

static int write_file(const settings *s, const char *name,
                      void (*write)(const settings *, FILE *)) {
    size_t size = strlen(s->out) + strlen(name) + 2;
    char *path = malloc(size);
    FILE *file = NULL;
    int status = 0;
    bool bad;

    if (!path)
        return fail("no memory", name);
    snprintf(path, size, "%s/%s", s->out, name);
    file = fopen(path, "wb");
    if (!file) {
        status = fail("cannot open", path);
        goto done;
    }
    write(s, file);
    bad = ferror(file) != 0;
    if (fclose(file) != 0 || bad)
        status = fail("cannot write", path);
done:
    free(path);
    return status;
}

static int write_outcomes(const settings *s) {
    int status = write_file(s, "outcomes.csv", outcomes_write_sessions);

    if (status == 0)
        status = write_file(s, "courses.csv", outcomes_write_courses);
    if (status == 0)
        status = write_file(s, "truth.csv", outcomes_write_truth);
    return status;
}

static int write_all(const settings *s) {
    int status;

    if (mkdir(s->out, 0777) != 0 && errno != EEXIST)
        return fail("cannot make the directory", s->out);
    status = write_file(s, "therapists.csv", sheet_write_therapists);
    if (status == 0)
        status = write_file(s, "clients.csv", sheet_write_clients);
    if (status == 0 && s->shape != PROFILES)
        status = write_file(s, "scores.csv", scores_write);
    return status == 0 && s->outcomes > 0 ? write_outcomes(s) : status;
}

static int generate(settings *s) {
    int16_t *left = malloc((size_t)s->therapists * sizeof *left);
    int64_t share = s->density < 0 ? MILLION : s->density;
    int status = EXIT_FAILED;

    s->openings = malloc((size_t)s->therapists * sizeof *s->openings);
    s->pinned = malloc((size_t)(s->pins + 1) * sizeof *s->pinned);
    if (!left || !s->openings || !s->pinned) {
        fail("no memory", "openings");
        goto done;
    }
    status = share_openings(s);
    if (status == 0)
        status = choose_pins(s, left);
    if (status == 0 && s->shape == PROFILES && (share = tune_profiles(s)) < 0)
        status = fail("no memory", "sample");
    if (status == 0)
        status = write_all(s);
    if (status == 0)
        fprintf(stderr,
                "%" PRId64 " clients, %" PRId64 " therapists, regions: %" PRId64
                ", about %" PRId64 ".%" PRId64
                " %% of the pairs in a region eligible\n",
                s->clients, s->therapists, s->regions, (share + 500) / 10000,
                (share + 500) / 1000 % 10);
done:
    free(left);
    free(s->openings);
    free(s->pinned);
    return status;
}

int main(int argc, char **argv) {
    settings s = {.regions = 1,
                  .supply = MILLION,
                  .density = -1,
                  .blank = 8 * MILLION / 100,
                  .icc = 5 * MILLION / 100,
                  .seed = 1,
                  .out = ".",
                  .asks = ASKS_ALL,
                  .licences = LICENCES_ALL * 3 / 4,
                  .states = 3};
    bool help = false;
    int status = read_options(&s, argc, argv, &help);

    if (status == 0 && help) {
        fputs(usage, stdout);
        return fclose(stdout) == 0 ? 0 : EXIT_FAILED;
    }
    if (status == 0)
        status = check_options(&s);
    if (status == 0)
        status = generate(&s);
    return status;
}
