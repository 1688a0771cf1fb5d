/* The tree of a search: the best bound comes first, the older of equals. */
#include "solve/conditioned/steps.h"
#include "unit/suite.h"

enum { MANY = 500 };

static void in_order(void **state) {
    rp_steps s = {0};
    int64_t last = INT64_MAX;
    uint32_t before = 0;

    (void)state;
    for (uint32_t k = 0; k < MANY; k++) {
        uint32_t step =
            rp_steps_add(&s, (rp_step){.bound = (int64_t)(k * 7919 % 50)});
        assert_int_equal(step, k);
        rp_steps_push(&s, step);
    }
    for (uint32_t k = 0; k < MANY; k++) {
        uint32_t step = rp_steps_pop(&s);
        assert_true(s.item[step].bound <= last);
        assert_true(s.item[step].bound < last || step > before);
        last = s.item[step].bound;
        before = step;
    }
    assert_int_equal(s.open_count, 0);
    rp_steps_clear(&s);
}

/* As a search does it: some are taken while others come. */
static void between(void **state) {
    rp_steps s = {0};

    (void)state;
    for (int64_t k = 0; k < 3; k++)
        rp_steps_push(&s, rp_steps_add(&s, (rp_step){.bound = k}));
    assert_int_equal(rp_steps_pop(&s), 2);
    rp_steps_push(&s, rp_steps_add(&s, (rp_step){.bound = 1}));
    assert_int_equal(rp_steps_pop(&s), 1);
    assert_int_equal(rp_steps_pop(&s), 3);
    assert_int_equal(rp_steps_pop(&s), 0);
    rp_steps_clear(&s);
}

int main(void) {
    suite s = {0};

    suite_add(&s, "steps/in_order", in_order, NULL);
    suite_add(&s, "steps/between", between, NULL);
    return suite_run(&s, "steps");
}
