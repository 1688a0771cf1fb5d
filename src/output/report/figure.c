#include "output/report/figure.h"

#include "output/json.h"

/* Units of the drawing; the style decides how large it is shown. */
enum { WIDTH = 100 };

static json_t *bar_of(const rp_bar *bar, double scale) {
    double part = bar->part * scale, whole = bar->whole * scale;
    json_t *one = json_object();

    rp_json_set(one, "label", json_string(bar->label));
    rp_json_set(one, "part", json_real(bar->part));
    rp_json_set(one, "whole", json_real(bar->whole));
    rp_json_set(one, "part_width", json_real(part));
    rp_json_set(one, "rest_width",
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
        rp_json_append(list,
                       bar_of(&bars[i], longest > 0.0 ? WIDTH / longest : 0.0));
    rp_json_set(figure, "name", json_string(name));
    rp_json_set(figure, "title", json_string(title));
    rp_json_set(figure, "summary", json_string(summary));
    rp_json_set(figure, "part_name", json_string(part));
    rp_json_set(figure, "whole_name", json_string(whole));
    rp_json_set(figure, "has_whole", json_boolean(*whole != '\0'));
    rp_json_set(figure, "bars", list);
    return figure;
}
