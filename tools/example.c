/* Who goes to whom in the demo clinic, and why; who waits, and why. */
#include <rapport/rapport.h>
#include <stdio.h>
#include <string.h>

static void print_finding(void *payload, const rp_finding *finding) {
    (void)payload;
    fprintf(stderr, "%s:%u: %s\n", finding->source, (unsigned)finding->line,
            finding->message);
}

static void print_place(void *payload, const rp_reason *reason) {
    (void)payload;
    if (strcmp(reason->kind, "place") == 0)
        printf("%s\n", reason->words);
}

int main(int argc, char **argv) {
    rp_clinic_options from = RP_CLINIC_OPTIONS_INIT;
    rp_clinic *clinic = NULL;
    rp_match *match = NULL;

    from.therapists.name = argc > 2 ? argv[1] : "datasets/demo/therapists.csv";
    from.clients.name = argc > 2 ? argv[2] : "datasets/demo/clients.csv";
    from.finding = print_finding;
    rp_status status = rp_clinic_read(&clinic, &from);
    if (status == RP_OK)
        status = rp_match_make(&match, clinic, NULL);
    uint32_t clients = status == RP_OK ? rp_clinic_client_count(clinic) : 0;
    for (uint32_t c = 0; c < clients && status == RP_OK; c++) {
        const rp_judgement *pair = NULL;
        uint32_t therapist = rp_match_result(match, c)->therapist;
        status = rp_match_explain(match, c, RP_NONE, print_place, NULL);
        if (status == RP_OK && therapist != RP_NONE)
            status = rp_pair_judge(&pair, clinic, c, therapist);
        for (size_t k = 0; pair && k < pair->because_count; k++)
            printf("    %s\n", pair->because[k]);
        rp_judgement_free(pair);
    }
    if (status != RP_OK)
        fprintf(stderr, "%s\n", rp_status_words(status));
    rp_match_free(match);
    rp_clinic_free(clinic);
    return status != RP_OK;
}
