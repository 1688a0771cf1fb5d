#include "cli/clinic_folder.h"

#include "base/array.h"
#include "base/digest.h"
#include "base/path.h"
#include "cli/command.h"
#include "cli/say.h"
#include "input/cell/number.h"

#include <dirent.h>
#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { DAY = 10 /* bytes of 2026-11-09 */ };

/* The files that may stand beside the rosters, by the option that names each.
 * Each may be NAME.csv or NAME.xlsx; but clinic.xlsx holds the rosters. */
static const struct sheet {
    const char *option, *name;
    size_t member;
    bool is_text; /* never a workbook */
} sheets[] = {
    {"--policy", "policy", offsetof(rp_options, policy), false},
    {"--scores", "scores", offsetof(rp_options, scores), false},
    {"--outcomes", "outcomes", offsetof(rp_options, outcomes), false},
    {"--limits", "limits", offsetof(rp_options, limits), false},
    {"--groups", "groups", offsetof(rp_options, groups), false},
    {"--answers", "answers", offsetof(rp_options, answers), false},
    {"--clinic", "clinic", offsetof(rp_options, clinic), true},
    {"--cleared", "cleared", offsetof(rp_options, cleared), false},
};

enum { SHEETS = sizeof sheets / sizeof *sheets };

static const char *const rosters[RP_SIDES] = {"therapists", "clients"};

/* A path in the folder's arena; NULL when out of memory. */
static const char *join(rp_clinic_folder *f, const char *folder,
                        const char *name) {
    size_t length = strlen(folder);
    const char *slash =
        length > 0 && rp_path_is_separator(folder[length - 1]) ? "" : "/";
    rp_buffer path = {0};
    const char *kept = NULL;

    if (strcmp(folder, ".") == 0)
        return rp_arena_text(&f->arena, name, strlen(name));
    if (rp_buffer_puts(&path, folder) && rp_buffer_puts(&path, slash) &&
        rp_buffer_puts(&path, name))
        kept = rp_arena_text(&f->arena, path.bytes, path.length);
    rp_buffer_clear(&path);
    return kept;
}

/* ---- runs --------------------------------------------------------------- */

/* The directory of a run by its name: `2026-11-09`, `2026-11-09-2`. */
typedef struct run_name {
    const char *name;
    int32_t day;
    long number;
} run_name;

static bool is_run(const char *name, run_name *out) {
    size_t length = strlen(name);
    char *end = NULL;

    *out = (run_name){.name = name, .number = 1};
    if (length < DAY || !rp_date_parse(&out->day, (rp_text){name, DAY}))
        return false;
    if (length == DAY)
        return true;
    if (name[DAY] != '-' || name[DAY + 1] < '1' || name[DAY + 1] > '9')
        return false;
    errno = 0;
    out->number = strtol(name + DAY + 1, &end, 10);
    return errno == 0 && *end == '\0' && out->number > 1;
}

/* The newest first. */
static int by_age(const void *left, const void *right) {
    const run_name *a = left, *b = right;

    if (a->day != b->day)
        return a->day > b->day ? -1 : 1;
    return (a->number < b->number) - (a->number > b->number);
}

static rp_status list_runs(rp_clinic_folder *f, DIR *in, run_name **out,
                           size_t *count) {
    size_t room = 0;
    run_name next;

    for (struct dirent *entry; (entry = readdir(in)) != NULL;) {
        if (!is_run(entry->d_name, &next))
            continue;
        next.name =
            rp_arena_text(&f->arena, entry->d_name, strlen(entry->d_name));
        run_name *grown = rp_grow_array(*out, *count, &room, sizeof *grown);
        if (!grown || !next.name)
            return RP_ERR_MEMORY;
        *out = grown;
        grown[(*count)++] = next;
    }
    if (*count > 1)
        qsort(*out, *count, sizeof **out, by_age);
    return RP_OK;
}

/* One that is not whole is passed over: the one before it is kept. */
static rp_status find_whole(rp_clinic_folder *f, const char *runs,
                            const run_name *names, size_t count, FILE *err) {
    rp_status status = RP_OK;

    for (size_t k = 0; k < count && !f->newest; k++) {
        const char *path = join(f, runs, names[k].name);
        if (!path)
            return RP_ERR_MEMORY;
        status = rp_kept_open(&f->kept, path);
        if (status == RP_ERR_MEMORY)
            return status;
        if (status == RP_OK) {
            f->newest = path;
            break;
        }
        rp_say(err, "%s; passed over",
               f->kept.trouble.length > 0 ? f->kept.trouble.bytes : path);
        rp_kept_clear(&f->kept);
    }
    return RP_OK;
}

rp_status rp_clinic_folder_open(rp_clinic_folder *out, const char *path,
                                FILE *err) {
    run_name *names = NULL;
    size_t count = 0;

    *out = (rp_clinic_folder){.path = path};
    const char *runs = join(out, path, "runs");
    DIR *in = runs ? opendir(runs) : NULL;
    if (runs && !in && errno == ENOENT)
        return RP_OK; /* the first run is still to come */
    if (runs && !in) {
        rp_say(err, "%s: cannot be read: %s", runs, strerror(errno));
        return RP_ERR_IO;
    }
    rp_status status =
        runs ? list_runs(out, in, &names, &count) : RP_ERR_MEMORY;
    if (status == RP_OK)
        status = find_whole(out, runs, names, count, err);
    if (in)
        closedir(in);
    free(names);
    rp_say_status(err, status);
    return status;
}

void rp_clinic_folder_clear(rp_clinic_folder *folder) {
    rp_kept_clear(&folder->kept);
    rp_arena_clear(&folder->arena);
    *folder = (rp_clinic_folder){0};
}

const char *rp_clinic_folder_next(rp_clinic_folder *f, int32_t day) {
    const char *runs = join(f, f->path, "runs"), *path = NULL;
    char name[48], date[16];
    struct stat there;

    rp_date_format(date, day);
    for (unsigned number = 1; runs; number++) {
        if (number == 1)
            snprintf(name, sizeof name, "%s", date);
        else
            snprintf(name, sizeof name, "%s-%u", date, number);
        path = join(f, runs, name);
        if (!path || lstat(path, &there) != 0)
            break;
    }
    return path;
}

/* ---- sheets ------------------------------------------------------------- */

static bool is_there(const char *path) { return access(path, F_OK) == 0; }

/* NAME with a suffix; NULL when out of memory. */
static const char *with_suffix(rp_clinic_folder *f, const char *name,
                               const char *suffix) {
    char file[32];

    snprintf(file, sizeof file, "%s%s", name, suffix);
    return join(f, f->path, file);
}

/* Two files could both be meant: the first two are named. */
static void doubt(rp_clinic_folder *f, const char *one, const char *other) {
    if (f->doubt[0])
        return;
    f->doubt[0] = one;
    f->doubt[1] = other;
}

/* NAME.csv or NAME.xlsx.
 *
 * @param[out] out  NULL: there is none
 * @return false when out of memory */
static bool find_sheet(rp_clinic_folder *f, const char *name, bool is_text,
                       const char **out) {
    const char *csv = with_suffix(f, name, ".csv");
    const char *book = with_suffix(f, name, ".xlsx");

    *out = NULL;
    if (!csv || !book)
        return false;
    bool has_book = !is_text && is_there(book);
    if (is_there(csv))
        *out = csv;
    if (*out && has_book)
        doubt(f, csv, book);
    else if (has_book)
        *out = book;
    return true;
}

/* One file a side, or clinic.xlsx for both.
 *
 * @param[out] out  NULL where there is none
 * @return false when out of memory */
static bool find_rosters(rp_clinic_folder *f, const char *out[RP_SIDES]) {
    const char *both = with_suffix(f, "clinic", ".xlsx");

    for (int side = 0; side < RP_SIDES; side++)
        if (!both || !find_sheet(f, rosters[side], false, &out[side]))
            return false;
    if (!is_there(both))
        return true;
    for (int side = 0; side < RP_SIDES; side++)
        if (out[side])
            doubt(f, out[side], both);
        else
            out[side] = both;
    return true;
}

bool rp_clinic_folder_has_sheets(const rp_clinic_folder *folder) {
    rp_clinic_folder scratch = {.path = folder->path};
    const char *found[RP_SIDES];
    bool has = find_rosters(&scratch, found) && found[RP_THERAPISTS] &&
               found[RP_CLIENTS];

    rp_arena_clear(&scratch.arena);
    return has;
}

static void note(const char **words, size_t *count, const char *word) {
    if (words)
        words[(*count)++] = word;
}

/* Where there is no roster, the file that is missing has a name all the same.
 */
static bool fill_rosters(rp_clinic_folder *f, rp_options *options,
                         const char **words, size_t *count) {
    const char *found[RP_SIDES];

    if (!find_rosters(f, found))
        return false;
    for (int side = 0; side < RP_SIDES; side++) {
        options->arguments[side] =
            found[side] ? found[side] : with_suffix(f, rosters[side], ".csv");
        if (!options->arguments[side])
            return false;
        note(words, count, options->arguments[side]);
    }
    options->argument_count = RP_SIDES;
    return true;
}

bool rp_clinic_folder_fill(rp_clinic_folder *f, rp_options *options,
                           const char **words, size_t *count) {
    const char *path;

    for (size_t k = 0; k < SHEETS; k++) {
        const char **member =
            (const char **)(void *)((char *)options + sheets[k].member);
        if (*member)
            continue;
        if (!find_sheet(f, sheets[k].name, sheets[k].is_text, &path))
            return false;
        if (!path)
            continue;
        *member = path;
        note(words, count, sheets[k].option);
        note(words, count, path);
    }
    if (options->map_count == 0) {
        if (!find_sheet(f, "map", true, &path))
            return false;
        if (path) {
            options->maps[options->map_count++] = path;
            note(words, count, "--map");
            note(words, count, path);
        }
    }
    return fill_rosters(f, options, words, count);
}

rp_status rp_clinic_folder_settle(const rp_clinic_folder *folder, FILE *err) {
    if (!folder->doubt[0])
        return RP_OK;
    rp_say(err,
           "%s and %s are both there: remove the one that should not be read",
           folder->doubt[0], folder->doubt[1]);
    return RP_ERR_DATA;
}

/* ---- a command without files -------------------------------------------- */

/* What the newest run was told, but for its files: these are the folder's. */
static rp_status recall(rp_options *run, rp_clinic_folder *f, FILE *err) {
    size_t count;
    char **command = rp_kept_command(&f->kept, &count);
    bool parsed =
        command && count > 0 &&
        rp_options_parse(run, (int)count, command, RP_RUN_OPTIONS, err);

    free(command);
    if (!command || (!parsed && !run->command))
        return RP_ERR_MEMORY;
    if (!parsed)
        return RP_ERR_DATA;
    const char *name = run->keep ? rp_path_name(run->keep) : NULL;
    if (name && name != run->keep) {
        const char *runs = join(f, f->path, "runs");
        run->keep = runs ? join(f, runs, name) : NULL;
        if (!run->keep)
            return RP_ERR_MEMORY;
    }
    const char *day = rp_kept_day(&f->kept);
    if (day && run->today == RP_NO_DAY)
        rp_date_parse(&run->today, rp_text_of(day));
    return RP_OK;
}

/* How a clinic is judged and what counts, as the run was told; what was typed
 * adds to it. */
static void follow(rp_options *out, const rp_options *run) {
    out->fair |= run->fair;
    out->strict_queue |= run->strict_queue;
    out->unknown_forbids |= run->unknown_forbids;
    out->strict |= run->strict;
    if (out->today == RP_NO_DAY)
        out->today = run->today;
    if (!out->dates_given) {
        out->dates = run->dates;
        out->dates_given = run->dates_given;
    }
    if (!out->keep) {
        out->keep = run->keep;
        out->frozen = run->frozen;
    }
}

rp_status rp_clinic_folder_choose(rp_options *out, rp_options *run,
                                  rp_clinic_folder *folder,
                                  const rp_options *typed, FILE *err) {
    rp_status status = rp_clinic_folder_open(folder, ".", err);

    *out = *typed;
    *run = (rp_options){0};
    if (status != RP_OK)
        return status;
    if (!rp_clinic_folder_has_sheets(folder)) {
        rp_say(err, "no therapists.csv and clients.csv, and no workbook of "
                    "these names or clinic.xlsx, in this folder: name the "
                    "sheets");
        return RP_ERR_USAGE;
    }
    if (folder->newest)
        status = recall(run, folder, err);
    if (status == RP_OK && folder->newest)
        follow(out, run);
    if (status == RP_OK)
        status = rp_clinic_folder_fill(folder, out, NULL, NULL)
                     ? rp_clinic_folder_settle(folder, err)
                     : RP_ERR_MEMORY;
    if (status == RP_ERR_MEMORY)
        rp_say_status(err, status);
    return status;
}

/* @return false when the file cannot be read */
static bool digest_of(const char *path, char out[RP_DIGEST_SIZE]) {
    rp_digester *digester = rp_digester_new();
    FILE *in = digester ? fopen(path, "rb") : NULL;
    unsigned char bytes[4096];
    size_t got;

    while (in && (got = fread(bytes, 1, sizeof bytes, in)) > 0)
        rp_digester_add(digester, bytes, got);
    bool whole = in && !ferror(in);
    if (whole)
        rp_digester_end(digester, out);
    if (in)
        fclose(in);
    rp_digester_free(digester);
    return whole;
}

static bool tell_change(const rp_clinic_folder *f, const char *path,
                        FILE *err) {
    char digest[RP_DIGEST_SIZE];
    const char *then =
        path ? rp_kept_input(&f->kept, rp_path_name(path)) : NULL;

    if (!path || (then && digest_of(path, digest) && strcmp(then, digest) == 0))
        return false;
    rp_say(err,
           then ? "%s has changed since the run %s"
                : "%s was not read by the run %s",
           path, f->newest);
    return true;
}

void rp_clinic_folder_tell_changes(const rp_clinic_folder *folder,
                                   const rp_options *chosen, FILE *err) {
    bool any = false;

    if (!folder->newest)
        return;
    for (int side = 0; side < RP_SIDES; side++)
        if (side == 0 ||
            strcmp(chosen->arguments[side], chosen->arguments[side - 1]) != 0)
            any |= tell_change(folder, chosen->arguments[side], err);
    for (size_t k = 0; k < SHEETS; k++)
        any |= tell_change(
            folder,
            *(const char *const *)(const void *)((const char *)chosen +
                                                 sheets[k].member),
            err);
    for (size_t k = 0; k < chosen->map_count; k++)
        any |= tell_change(folder, chosen->maps[k], err);
    if (!any)
        rp_say(err, "the sheets are those of the run %s", folder->newest);
}
