/* Who in a clinic goes to whom, and why; who needs a person, before all. */
#include <rapport/rapport.h>
#include <stdio.h>
static void on_alert(void *payload, rp_alert alert, const char *id,
                     const char *source, uint32_t row, const char *words) {
    fprintf(payload, "%s, row %u: client %s: a person has to %s%s\n", source,
            (unsigned)row, id ? id : "",
            alert < RP_ALERT_CRISIS ? "look at " : "act", words);
}
static void on_finding(void *payload, const rp_finding *f) {
    int stops = f->severity == RP_ERROR || f->severity == RP_DANGER;
    fprintf(payload, "%s:%u: %s: %s\n", f->source, (unsigned)f->line,
            stops ? "error" : "warning", f->message);
}
static void on_reason(void *payload, const rp_reason *r) {
    fprintf(payload, "%-9s %s: %s\n", r->kind, r->name, r->words);
}
int main(int argc, char **argv) {
    rp_clinic_options from = RP_CLINIC_OPTIONS_INIT;
    rp_clinic *clinic = NULL;
    rp_match *match = NULL;
    from.therapists.name = argc > 2 ? argv[1] : "therapists.csv";
    from.clients.name = argc > 2 ? argv[2] : "clients.csv";
    from.alert = on_alert;
    from.finding = on_finding;
    from.payload = stderr;
    rp_status status = rp_clinic_read(&clinic, &from);
    if (status == RP_OK)
        status = rp_match_make(&match, clinic, NULL);
    uint32_t count = status == RP_OK ? rp_clinic_client_count(clinic) : 0;
    for (uint32_t c = 0; c < count && status == RP_OK; c++)
        status = rp_match_explain(match, c, RP_NONE, on_reason, stdout);
    if (status != RP_OK)
        fprintf(stderr, "%s\n", rp_status_words(status));
    rp_match_free(match);
    rp_clinic_free(clinic);
    return status != RP_OK;
}
