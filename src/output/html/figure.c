#include "output/html/figure.h"

#include "base/shortage.h"
#include "base/text.h"

#include <stdbool.h>
#include <string.h>

/* Units of the drawing; the style decides how large it is shown. */
enum { WIDTH = 180, STEP = 26, THICK = 16, LABEL = 20 };

/* A label that has room beside the bars. */
static json_t *short_label(const char *label) {
    rp_text text = rp_text_of(label), cut = text;
    rp_buffer words = {0};

    while (rp_text_width(cut) > LABEL)
        cut = rp_text_cut(text, cut.length - 1);
    bool done = rp_buffer_put(&words, cut.bytes, cut.length) &&
                (cut.length == text.length || rp_buffer_puts(&words, "…"));
    json_t *value = done ? json_stringn(words.bytes, words.length) : NULL;
    if (!done)
        rp_shortage_note();
    rp_buffer_clear(&words);
    return value;
}

static json_t *bar_of(const rp_bar *bar, size_t index, double scale) {
    double part = bar->part * scale, whole = bar->whole * scale;
    int y = (int)index * STEP;
    json_t *one = json_object();

    json_object_set_new(one, "label", json_string(bar->label));
    json_object_set_new(one, "short", short_label(bar->label));
    json_object_set_new(one, "part", json_real(bar->part));
    json_object_set_new(one, "whole", json_real(bar->whole));
    json_object_set_new(one, "y", json_integer(y));
    json_object_set_new(one, "part_width", json_real(part));
    json_object_set_new(one, "rest_x", json_real(part));
    json_object_set_new(one, "rest_width",
                        json_real(whole > part ? whole - part : 0.0));
    return one;
}

json_t *rp_figure_bars(const char *name, const char *title, const char *summary,
                       const char *part, const char *whole, const rp_bar *bars,
                       size_t count) {
    json_t *figure = json_object(), *list = json_array();
    double longest = 0.0;

    for (size_t i = 0; i < count; i++) {
        double length =
            bars[i].whole > bars[i].part ? bars[i].whole : bars[i].part;
        longest = length > longest ? length : longest;
    }
    for (size_t i = 0; i < count; i++)
        json_array_append_new(
            list, bar_of(&bars[i], i, longest > 0.0 ? WIDTH / longest : 0.0));
    json_object_set_new(figure, "name", json_string(name));
    json_object_set_new(figure, "title", json_string(title));
    json_object_set_new(figure, "summary", json_string(summary));
    json_object_set_new(figure, "part_name", json_string(part));
    json_object_set_new(figure, "whole_name", json_string(whole));
    json_object_set_new(figure, "has_whole", json_boolean(*whole != '\0'));
    json_object_set_new(figure, "width", json_integer(WIDTH));
    json_object_set_new(figure, "height",
                        json_integer((int)count * STEP - (STEP - THICK)));
    json_object_set_new(figure, "thick", json_integer(THICK));
    json_object_set_new(figure, "bars", list);
    return figure;
}
