#include "output/json.h"

#include "base/shortage.h"

void rp_json_set(json_t *object, const char *name, json_t *value) {
    if (json_object_set_new(object, name, value) != 0)
        rp_shortage_note();
}

void rp_json_append(json_t *array, json_t *value) {
    if (json_array_append_new(array, value) != 0)
        rp_shortage_note();
}

void rp_json_copy(json_t *object, const char *name, const json_t *from,
                  const char *member) {
    json_t *value = json_object_get(from, member);

    if (value)
        rp_json_set(object, name, json_incref(value));
}

typedef struct text {
    rp_buffer *out;
    bool is_whole;
} text;

static int put(const char *bytes, size_t length, void *payload) {
    text *t = payload;

    t->is_whole = t->is_whole && rp_buffer_put(t->out, bytes, length);
    return t->is_whole ? 0 : -1;
}

bool rp_json_text(rp_buffer *out, const json_t *value, size_t flags) {
    text t = {out, true};

    return value && json_dump_callback(value, put, &t, flags) == 0 &&
           t.is_whole;
}
