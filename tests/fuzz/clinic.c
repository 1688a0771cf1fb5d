#include "fuzz/clinic.h"

#include "input/sheet/locate.h"

#include <string.h>

static const char therapists[] =
    "therapist_id,name,openings,specialties,modalities,formats,sites,"
    "licensed_in,age_min,languages,insurance,fee,fee_min,slots,gender,"
    "style_past,declines,insurance:cigna\n"
    "T1,Ann,2,ptsd:42; depression,emdr|cbt,video,Oak St,ny,16,en;es,aetna,"
    "120,70.5,mon 09:00-12:00;tue-thu 16:00-20:00,female,1,C2,yes\n"
    "T2,\"Lee, \"\"Jo\"\"\",1,\"OCD, grief\",erp,hybrid,,NJ,,,none,,,fri,,-2,,"
    "no\n";

static const char clients[] =
    "client_id;referred_on;urgency;concerns;age;want_modalities;"
    "want_gender;languages;formats;insurance;max_fee;slots;priorities;"
    "avoid_therapists;style_past\n"
    "C1;2026-10-05;soon;ptsd:3|insomnia:1;34;emdr!|cbt?;female;es|en;video;"
    "aetna;90,50;mon-fri 17:00-20:00;style|access;;-2\n"
    "C2;2026-09-01;urgent;\"OCD, grief\";;;;;;;;;;;\n"
    "C3;2026-09-20;;grief;41;;;en;in_person;;;fri;;T1;1\n";

const rp_taxonomy *fuzz_known(void) {
    static rp_taxonomy taxonomy;
    static bool is_loaded;

    if (!is_loaded) {
        rp_findings findings = {0};
        FUZZ_EXPECT(rp_taxonomy_load(&taxonomy, NULL, &findings) == RP_OK);
        rp_findings_clear(&findings);
        is_loaded = true;
    }
    return &taxonomy;
}

static bool has_word(rp_text words, const char *word) {
    size_t length = strlen(word);

    for (size_t k = 0; k + length <= words.length; k++)
        if (memcmp(words.bytes + k, word, length) == 0)
            return true;
    return false;
}

fuzz_reading fuzz_reading_of(rp_text words) {
    return (fuzz_reading){.strict = has_word(words, "strict"),
                          .unknown_forbids = has_word(words, "forbid"),
                          .dates = has_word(words, "dmy")   ? RP_DATES_DMY
                                   : has_word(words, "mdy") ? RP_DATES_MDY
                                                            : RP_DATES_UNASKED};
}

static const rp_policy *default_policy(void) {
    static rp_policy policy;
    static bool is_loaded;

    if (!is_loaded) {
        rp_findings findings = {0};
        FUZZ_EXPECT(rp_policy_load(&policy, NULL, NULL, NULL, &findings) ==
                    RP_OK);
        rp_findings_clear(&findings);
        is_loaded = true;
    }
    return &policy;
}

rp_status fuzz_clinic_read(fuzz_clinic *c, rp_text first, rp_text second,
                           fuzz_reading how) {
    c->policy = *default_policy();
    const rp_intake intake = {.therapists = fuzz_file(0, first),
                              .clients = fuzz_file(1, second),
                              .taxonomy = fuzz_known(),
                              .map = c->map,
                              .strict = how.strict,
                              .dates = how.dates};
    rp_status status = rp_intake_read(&c->roster, &intake, &c->findings);
    FUZZ_EXPECT(status == RP_OK || status == RP_ERR_DATA);
    if (status != RP_OK)
        return status;
    FUZZ_EXPECT(rp_fit_init(&c->fit, &c->roster, &c->policy, fuzz_known(), NULL,
                            how.unknown_forbids) == RP_OK);
    c->has_fit = true;
    return status;
}

void fuzz_clinic_open(fuzz_clinic *out) {
    *out = (fuzz_clinic){0};
    FUZZ_EXPECT(fuzz_clinic_read(out, rp_text_of(therapists),
                                 rp_text_of(clients),
                                 (fuzz_reading){0}) == RP_OK);
}

void fuzz_findings_end(rp_findings *findings, rp_status status) {
    FUZZ_EXPECT(!findings->out_of_memory);
    FUZZ_EXPECT(status == RP_OK || status == RP_ERR_DATA);
    FUZZ_EXPECT((status == RP_ERR_DATA) == (findings->errors > 0));
    for (size_t k = 0; k < findings->count; k++)
        FUZZ_EXPECT(findings->items[k].line > 0 ||
                    findings->items[k].place.record == RP_NO_RECORD);
    rp_findings_sort(findings);
    rp_findings_gather(findings);
    rp_findings_print(findings, fuzz_nowhere(), RP_PRINT_PEOPLE);
    rp_findings_clear(findings);
}

void fuzz_clinic_close(fuzz_clinic *clinic, rp_status status) {
    if (clinic->has_fit)
        rp_fit_clear(&clinic->fit);
    rp_roster_settle(&clinic->roster, &clinic->findings);
    rp_map_free(clinic->map);
    fuzz_findings_end(&clinic->findings, status);
    rp_roster_clear(&clinic->roster);
}

static fuzz_clinic sound;

const fuzz_clinic *fuzz_sound(rp_findings *findings) {
    if (!sound.has_fit)
        fuzz_clinic_open(&sound);
    FUZZ_EXPECT(rp_findings_take_sources(findings, &sound.findings));
    return &sound;
}

void fuzz_sound_end(rp_findings *findings, rp_status status) {
    for (int side = 0; side < RP_SIDES; side++)
        rp_table_locate(&sound.roster.tables[side], findings);
    fuzz_findings_end(findings, status);
}
