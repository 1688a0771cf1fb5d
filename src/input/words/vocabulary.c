#include "input/words/vocabulary.h"

#include "base/array.h"

#include <stdlib.h>
#include <string.h>

bool rp_vocabulary_init(rp_vocabulary *out) {
    *out = (rp_vocabulary){0};
    out->keys = rp_tags_new();
    return out->keys != NULL;
}

void rp_vocabulary_clear(rp_vocabulary *vocabulary) {
    rp_arena_clear(&vocabulary->arena);
    rp_tags_free(vocabulary->keys);
    free(vocabulary->entry_of);
    free(vocabulary->entries);
    *vocabulary = (rp_vocabulary){0};
}

uint32_t rp_vocabulary_add(rp_vocabulary *vocabulary, rp_text name,
                           rp_text label) {
    rp_entry *entries = rp_grow_array(vocabulary->entries, vocabulary->count,
                                      &vocabulary->room, sizeof *entries);

    if (!entries)
        return RP_NONE;
    vocabulary->entries = entries;
    rp_entry entry = {
        rp_arena_text(&vocabulary->arena, name.bytes, name.length),
        rp_arena_text(&vocabulary->arena, label.bytes, label.length), RP_NONE};
    if (!entry.name || !entry.label)
        return RP_NONE;
    entries[vocabulary->count] = entry;
    return vocabulary->count++;
}

/* "pregnancy,_prenatal" and "pregnancy , prenatal" are one key: drop the '_'
 * beside commas, in place. */
static void close_commas(rp_buffer *key) {
    size_t put = 0;

    for (size_t at = 0; at < key->length; at++) {
        if (key->bytes[at] == '_' && ((at > 0 && key->bytes[at - 1] == ',') ||
                                      key->bytes[at + 1] == ','))
            continue;
        key->bytes[put++] = key->bytes[at];
    }
    key->length = put;
    key->bytes[put] = '\0';
}

bool rp_vocabulary_alias(rp_vocabulary *vocabulary, rp_text alias,
                         uint32_t entry, uint32_t *taken) {
    rp_buffer key = {0};
    bool done = false;

    *taken = RP_NONE;
    if (!rp_text_fold(&key, alias))
        goto done;
    close_commas(&key);
    uint32_t before = rp_tags_count(vocabulary->keys);
    uint32_t number =
        rp_tags_intern(vocabulary->keys, (rp_text){key.bytes, key.length});
    if (number == RP_NONE)
        goto done;
    if (number < before) {
        if (vocabulary->entry_of[number] != entry)
            *taken = vocabulary->entry_of[number];
    } else {
        uint32_t *entry_of =
            rp_grow_array(vocabulary->entry_of, number,
                          &vocabulary->entry_of_room, sizeof *entry_of);
        if (!entry_of)
            goto done;
        vocabulary->entry_of = entry_of;
        entry_of[number] = entry;
    }
    done = true;
done:
    rp_buffer_clear(&key);
    return done;
}

uint32_t rp_vocabulary_find(const rp_vocabulary *vocabulary, rp_text folded) {
    uint32_t key;

    if (folded.length && memchr(folded.bytes, ',', folded.length)) {
        rp_buffer closed = {0};
        if (!rp_buffer_put(&closed, folded.bytes, folded.length))
            return RP_NONE;
        close_commas(&closed);
        key = rp_tags_find(vocabulary->keys,
                           (rp_text){closed.bytes, closed.length});
        rp_buffer_clear(&closed);
    } else {
        key = rp_tags_find(vocabulary->keys, folded);
    }
    return key == RP_NONE ? RP_NONE : vocabulary->entry_of[key];
}

const char *rp_vocabulary_nearest(const rp_vocabulary *vocabulary,
                                  rp_text folded) {
    rp_nearest nearest = {folded, NULL, 0};

    for (uint32_t key = 0; key < rp_tags_count(vocabulary->keys); key++)
        rp_nearest_try(&nearest, rp_tags_name(vocabulary->keys, key));
    return nearest.best;
}

/* name, label, aliases by ';' */
typedef struct builtin_entry {
    const char *name, *label, *aliases;
} builtin_entry;

static const builtin_entry formats[] = {
    {"in_person", "in person",
     "office;face to face;in office;on site;onsite;in clinic"},
    {"video", "video",
     "telehealth;virtual;online;telemedicine;teletherapy;remote;zoom"},
    {"phone", "phone", "telephone;call;audio"},
    {"hybrid", "in person or video", "both"},
    {0}};

static const builtin_entry client_types[] = {
    {"individual", "individual", "individuals;one to one;1:1;adult individual"},
    {"couple", "couple", "couples;marital;partners"},
    {"family", "family", "families"},
    {"group", "group", "groups"},
    {0}};

static const builtin_entry genders[] = {
    {"female", "female", "f;woman;women"},
    {"male", "male", "m;man;men"},
    {"non_binary", "non-binary", "nonbinary;nb;enby"},
    {0}};

static const builtin_entry regions[] = {
    {"al", "Alabama", ""},
    {"ak", "Alaska", ""},
    {"az", "Arizona", ""},
    {"ar", "Arkansas", ""},
    {"ca", "California", ""},
    {"co", "Colorado", ""},
    {"ct", "Connecticut", ""},
    {"de", "Delaware", ""},
    {"dc", "District of Columbia", "washington dc;washington d.c.;d.c."},
    {"fl", "Florida", ""},
    {"ga", "Georgia", ""},
    {"hi", "Hawaii", ""},
    {"id", "Idaho", ""},
    {"il", "Illinois", ""},
    {"in", "Indiana", ""},
    {"ia", "Iowa", ""},
    {"ks", "Kansas", ""},
    {"ky", "Kentucky", ""},
    {"la", "Louisiana", ""},
    {"me", "Maine", ""},
    {"md", "Maryland", ""},
    {"ma", "Massachusetts", ""},
    {"mi", "Michigan", ""},
    {"mn", "Minnesota", ""},
    {"ms", "Mississippi", ""},
    {"mo", "Missouri", ""},
    {"mt", "Montana", ""},
    {"ne", "Nebraska", ""},
    {"nv", "Nevada", ""},
    {"nh", "New Hampshire", ""},
    {"nj", "New Jersey", ""},
    {"nm", "New Mexico", ""},
    {"ny", "New York", ""},
    {"nc", "North Carolina", ""},
    {"nd", "North Dakota", ""},
    {"oh", "Ohio", ""},
    {"ok", "Oklahoma", ""},
    {"or", "Oregon", ""},
    {"pa", "Pennsylvania", ""},
    {"ri", "Rhode Island", ""},
    {"sc", "South Carolina", ""},
    {"sd", "South Dakota", ""},
    {"tn", "Tennessee", ""},
    {"tx", "Texas", ""},
    {"ut", "Utah", ""},
    {"vt", "Vermont", ""},
    {"va", "Virginia", ""},
    {"wa", "Washington", ""},
    {"wv", "West Virginia", ""},
    {"wi", "Wisconsin", ""},
    {"wy", "Wyoming", ""},
    {"ab", "Alberta", ""},
    {"bc", "British Columbia", ""},
    {"mb", "Manitoba", ""},
    {"nb", "New Brunswick", ""},
    {"nl", "Newfoundland and Labrador", "newfoundland"},
    {"ns", "Nova Scotia", ""},
    {"nt", "Northwest Territories", ""},
    {"nu", "Nunavut", ""},
    {"on", "Ontario", ""},
    {"pe", "Prince Edward Island", "pei"},
    {"qc", "Quebec", "québec"},
    {"sk", "Saskatchewan", ""},
    {"yt", "Yukon", ""},
    {0}};

static const builtin_entry *const builtins[RP_BUILTINS] = {
    formats, client_types, genders, regions};

static bool add_builtin(rp_vocabulary *out, const builtin_entry *b) {
    uint32_t taken, entry = rp_vocabulary_add(out, rp_text_of(b->name),
                                              rp_text_of(b->label));
    if (entry == RP_NONE ||
        !rp_vocabulary_alias(out, rp_text_of(b->name), entry, &taken) ||
        !rp_vocabulary_alias(out, rp_text_of(b->label), entry, &taken))
        return false;
    for (const char *at = b->aliases; *at;) {
        size_t length = strcspn(at, ";");
        if (!rp_vocabulary_alias(out, (rp_text){at, length}, entry, &taken))
            return false;
        at += length + (at[length] == ';');
    }
    return true;
}

bool rp_vocabulary_builtin(rp_vocabulary *out, rp_builtin which) {
    if (!rp_vocabulary_init(out))
        return false;
    for (const builtin_entry *b = builtins[which]; b->name; b++)
        if (!add_builtin(out, b))
            return false;
    return true;
}
