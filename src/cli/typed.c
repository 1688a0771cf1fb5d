#include "cli/typed.h"

#include "base/nearest.h"
#include "cli/say.h"

#include <string.h>

enum { DASHES = 2 };

rp_typed rp_typed_read(const char *word) {
    bool is_long = word[1] == '-';
    const char *name = word + (is_long ? DASHES : 1);
    size_t length = strcspn(name, "=");

    return (rp_typed){
        word, {name, length}, name[length] ? name + length + 1 : NULL, is_long};
}

/* Does an option begin like this? */
static bool begins(const rp_option_name *option, const rp_typed *t) {
    return t->is_long && t->name.length > 0 &&
           strncmp(option->name + DASHES, t->name.bytes, t->name.length) == 0;
}

bool rp_typed_is_whole(const rp_typed *t, const char *name) {
    return name[DASHES + t->name.length] == '\0';
}

/* Is it the whole name of an option, but of none that is taken? */
static bool is_of_others(const rp_typed *t, const rp_option_name *names,
                         int count) {
    bool is_name = false;

    for (int k = 0; k < count; k++) {
        if (!begins(&names[k], t) || !rp_typed_is_whole(t, names[k].name))
            continue;
        if (names[k].is_taken)
            return false;
        is_name = true;
    }
    return is_name;
}

int rp_typed_find(const rp_typed *t, const rp_option_name *names, int count) {
    int found = -1, candidates = 0;

    if (is_of_others(t, names, count))
        return -1;
    for (int k = 0; k < count; k++)
        if (names[k].is_taken && begins(&names[k], t)) {
            found = k;
            if (rp_typed_is_whole(t, names[k].name))
                return k;
            candidates++;
        }
    return candidates == 1 ? found : -1;
}

static void say_ambiguous(const rp_typed *t, const rp_option_name *names,
                          int count, FILE *err) {
    rp_buffer list = {0};
    bool whole = true;

    for (int k = 0; k < count; k++)
        if (names[k].is_taken && begins(&names[k], t))
            whole &= rp_buffer_puts(&list, " ") &&
                     rp_buffer_puts(&list, names[k].name);
    rp_say(err, "option '%s' is ambiguous:%s", t->word,
           whole ? list.bytes : "");
    rp_buffer_clear(&list);
}

void rp_typed_refuse(const rp_typed *t, const rp_option_name *names, int count,
                     FILE *err) {
    rp_nearest nearest = {t->name, NULL, 0};
    bool may_begin = !is_of_others(t, names, count);

    for (int k = 0; k < count; k++) {
        if (!names[k].is_taken)
            continue;
        if (may_begin && begins(&names[k], t)) {
            say_ambiguous(t, names, count, err);
            return;
        }
        rp_nearest_try(&nearest, names[k].name + DASHES);
    }
    rp_say(err, "unknown option '%s'%s%s", t->word,
           nearest.best ? ", nearest: --" : "",
           nearest.best ? nearest.best : "");
}
