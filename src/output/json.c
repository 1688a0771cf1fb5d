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
