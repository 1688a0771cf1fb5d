# rapport: build, test, bench, install. No configure step.
#
# CFLAGS, CPPFLAGS, LDFLAGS, PREFIX and DESTDIR belong to the caller.
# make SAN=address,undefined ... builds in a folder of its own.
# Every path here is relative, so the folder above may have any name.

CC         ?= cc
PKG_CONFIG ?= pkg-config
PREFIX     ?= /usr/local
CFLAGS     ?= -O3 -g
VERSION    := $(shell sed -n 's/^.define RP_VERSION "\(.*\)"/\1/p' \
                include/rapport/version.h)

comma := ,

# GLPK and libcsv ship no .pc file on many systems: fall back to plain -l.
pkg = $(shell $(PKG_CONFIG) $(1) $(2) 2>/dev/null || echo $(3))
GLPK_LIBS     ?= $(call pkg,--libs,glpk,-lglpk)
CSV_LIBS      ?= $(call pkg,--libs,libcsv,-lcsv)
UTF8PROC_LIBS ?= $(call pkg,--libs,libutf8proc,-lutf8proc)
JANSSON_LIBS  ?= $(call pkg,--libs,jansson,-ljansson)
NETTLE_LIBS   ?= $(call pkg,--libs,nettle,-lnettle)
CMOCKA_LIBS   ?= $(call pkg,--libs,cmocka,-lcmocka)
MINIZIP_LIBS  ?= $(call pkg,--libs,minizip,-lminizip)
EXPAT_LIBS    ?= $(call pkg,--libs,expat,-lexpat)
XLSX_LIBS     ?= $(call pkg,--libs,xlsxwriter,-lxlsxwriter)
DEP_CFLAGS    ?= $(call pkg,--cflags,libutf8proc jansson nettle expat xlsxwriter,)
# On Linux iconv is part of the C library; elsewhere it stands alone.
ICONV_LIBS    ?= $(if $(filter Linux,$(shell uname -s)),,-liconv)
# Asked once, not for every file that is compiled.
DEP_CFLAGS  := $(DEP_CFLAGS)
CMOCKA_LIBS := $(CMOCKA_LIBS)
LIBS := $(GLPK_LIBS) $(CSV_LIBS) $(UTF8PROC_LIBS) $(JANSSON_LIBS) \
        $(NETTLE_LIBS) $(MINIZIP_LIBS) $(EXPAT_LIBS) $(XLSX_LIBS) \
        $(ICONV_LIBS) -lm -pthread

B := build$(if $(SAN),-$(subst $(comma),-,$(SAN)))
SANFLAGS := $(if $(SAN),-fsanitize=$(SAN) -fno-sanitize-recover=all \
              -fno-omit-frame-pointer)
WARN := -Wall -Wextra -Wpedantic -Wconversion -Wshadow -Wstrict-prototypes \
        -Wformat=2 $(if $(WERROR),-Werror)
# Sheets come from anywhere. HARDEN= builds without.
HARDEN ?= $(if $(SAN),,$(filter Linux %BSD,$(shell uname -s)))
HARD_CFLAGS  := $(if $(HARDEN),-fstack-protector-strong -fstack-clash-protection \
                  -U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=2)
HARD_LDFLAGS := $(if $(HARDEN),-Wl$(comma)-z$(comma)relro \
                  -Wl$(comma)-z$(comma)now)
# A score is the same on every machine: no contraction, no fast math.
ALL_CFLAGS = -std=c11 -D_POSIX_C_SOURCE=200809L \
             $(WARN) -Iinclude -iquote src -MMD -MP -pthread \
             -ffp-contract=off $(DEP_CFLAGS) $(SANFLAGS) $(HARD_CFLAGS) $(CPPFLAGS) \
             $(CFLAGS)
ALL_LDFLAGS = $(SANFLAGS) $(HARD_LDFLAGS) $(LDFLAGS)

# Only what the public headers name is seen from outside a shared library, but
# where a test puts other functions in its place.
VISIBILITY ?= hidden
$(B)/src/%.o $(B)/gen/%.o: ALL_CFLAGS += -fPIC -fvisibility=$(VISIBILITY)

SOURCES      := $(sort $(shell find src -name '*.c'))
HEADERS      := $(sort $(shell find src include -name '*.h'))
# src/page is the program inside the offline page: see `page` below.
LIB_SOURCES  := $(filter-out src/cli/main.c src/page/%,$(SOURCES))
LIB_OBJECTS  := $(LIB_SOURCES:%.c=$(B)/%.o) $(B)/gen/embedded.o
UNIT_SOURCES := $(wildcard tests/unit/test_*.c)
UNITS        := $(UNIT_SOURCES:tests/unit/%.c=$(B)/tests/%)
# What several unit programs share.
UNIT_HELPERS := $(filter-out $(UNIT_SOURCES),$(wildcard tests/unit/*.c))
PROPERTY_SOURCES := $(wildcard tests/property/*.c)
PROPERTY_PROGRAMS := $(PROPERTY_SOURCES:tests/property/%.c=$(B)/tests/%)
# records reads for tests/property/sheets.py, as_workbook writes for
# tests/workbooks.py; the others run by themselves
PROPERTIES   := $(filter-out $(B)/tests/records $(B)/tests/as_workbook, \
                  $(PROPERTY_PROGRAMS))
# Lets calls fail, in a program for Linux without sanitizers.
SHIM := $(if $(filter Linux,$(shell uname -s)),$(if $(SAN),,$(B)/tests/faults.so))
# libical reads the calendars, where it is there
ICAL := $(shell $(PKG_CONFIG) --exists libical 2>/dev/null && echo yes)
READER := $(if $(ICAL),$(B)/tests/calendar_reader)
# Every reader as a function of bytes, run by libFuzzer or on inputs that are kept.
FUZZ_MAINS   := tests/fuzz/fuzz.c tests/fuzz/replay.c
FUZZ_TARGETS := $(filter-out $(FUZZ_MAINS),$(wildcard tests/fuzz/*.c))
FUZZ_OBJECTS := $(FUZZ_TARGETS:%.c=$(B)/%.o)

EMBEDDED := concerns=datasets/taxonomy/concerns.csv \
            modalities=datasets/taxonomy/modalities.csv \
            evidence=datasets/taxonomy/evidence.csv \
            sources=datasets/taxonomy/sources.csv \
            languages=datasets/taxonomy/languages.csv \
            danger=datasets/taxonomy/danger.csv \
            couple_safety=datasets/taxonomy/couple_safety.csv \
            adult=datasets/taxonomy/adult.csv \
            payers=datasets/taxonomy/payers.csv \
            payer_pairs=datasets/taxonomy/payer_pairs.csv \
            compacts=datasets/taxonomy/compacts.csv \
            measures=datasets/taxonomy/measures.csv \
            policy_default=datasets/policies/default.csv \
            words_en=src/output/words/en.csv \
            words_es=src/output/words/es.csv \
            page_css=src/output/html/page/page.css \
            shortlist_html=src/output/html/page/shortlist.html \
            shortlist_css=src/output/html/page/shortlist.css \
            shortlist_js=src/output/html/page/shortlist.js \
            report_html=src/output/html/page/report.html \
            report_css=src/output/html/page/report.css \
            report_js=src/output/html/page/report.js
embedded_files := $(foreach pair,$(EMBEDDED),$(lastword $(subst =, ,$(pair))))

# Bound to the first number of the version; a build with sanitizers has none.
SONAME := librapport.so.$(firstword $(subst ., ,$(VERSION)))
SHARED := $(if $(filter Linux %BSD,$(shell uname -s)),$(if $(SAN),, \
            $(B)/librapport.so.$(VERSION)))

# What programs are linked with.
LIBRARY ?= $(B)/librapport.a

##   all         the program, the libraries, the data generator (the default)
all: $(B)/rapport $(B)/generate $(SHARED)

##   programs    all, and every test program
programs: all $(UNITS) $(PROPERTY_PROGRAMS) $(SHIM) $(READER) $(B)/tests/replay \
          $(B)/src/page/main.o

$(B)/rapport: ALL_LDFLAGS += $(if $(HARDEN),-pie)
$(B)/rapport: $(B)/src/cli/main.o $(LIBRARY)
	$(CC) $(ALL_LDFLAGS) -o $@ $^ $(LIBS)

$(B)/librapport.a: $(LIB_OBJECTS)
	@rm -f $@
	$(AR) rcs $@ $^

$(B)/librapport.so.$(VERSION): $(LIB_OBJECTS)
	$(CC) $(ALL_LDFLAGS) -shared -Wl,-soname,$(SONAME) -Wl,-z,defs \
	    -o $@ $^ $(LIBS)
	ln -sf $(@F) $(B)/$(SONAME)
	ln -sf $(SONAME) $(B)/librapport.so

GENERATE_SOURCES := tools/generate.c $(wildcard tools/generate/*.c)
$(B)/generate: $(GENERATE_SOURCES:%.c=$(B)/%.o)
	$(CC) $(ALL_LDFLAGS) -o $@ $^ -lm

$(B)/gen/embedded.c: $(B)/tools/embed $(embedded_files)
	@mkdir -p $(@D)
	$(B)/tools/embed $(EMBEDDED) >$@.part && mv $@.part $@

$(B)/tools/embed: tools/embed.c
	@mkdir -p $(@D)
	$(CC) -std=c11 $(CFLAGS) -o $@ $<

$(B)/gen/%.o: $(B)/gen/%.c
	$(CC) $(ALL_CFLAGS) -c -o $@ $<

$(B)/%.o: %.c Makefile
	@mkdir -p $(@D)
	$(CC) $(ALL_CFLAGS) -c -o $@ $<

$(B)/tests/unit/%.o: ALL_CFLAGS += -DCMOCKA_DISABLE_DEPRECATION_WARNINGS \
                                   -iquote tests

$(UNITS): $(B)/tests/%: $(B)/tests/unit/%.o $(UNIT_HELPERS:%.c=$(B)/%.o) \
                        $(LIBRARY)
	@mkdir -p $(@D)
	$(CC) $(ALL_LDFLAGS) -o $@ $^ $(LIBS) $(CMOCKA_LIBS)

$(PROPERTY_PROGRAMS): $(B)/tests/%: $(B)/tests/property/%.o $(B)/librapport.a
	@mkdir -p $(@D)
	$(CC) $(ALL_LDFLAGS) -o $@ $^ $(LIBS)

# what a calendar program makes of calendars
$(B)/tests/calendar_reader: tests/calendars/reader.c
	@mkdir -p $(@D)
	$(CC) $(ALL_CFLAGS) $(shell $(PKG_CONFIG) --cflags libical) $(ALL_LDFLAGS) -o $@ $< \
	    $(shell $(PKG_CONFIG) --libs libical)

$(B)/tests/faults.so: tests/faults/shim.c
	@mkdir -p $(@D)
	$(CC) -std=c11 -D_GNU_SOURCE $(filter-out -Wpedantic,$(WARN)) $(CFLAGS) \
	    -fPIC -shared -o $@ $< -ldl

$(B)/tests/fuzz/%.o: ALL_CFLAGS += -iquote tests

$(B)/tests/fuzzer: $(B)/tests/fuzz/fuzz.o $(FUZZ_OBJECTS) $(B)/librapport.a
	@mkdir -p $(@D)
	$(CC) $(ALL_LDFLAGS) -fsanitize=fuzzer -o $@ $^ $(LIBS)

$(B)/tests/replay: $(B)/tests/fuzz/replay.o $(FUZZ_OBJECTS) $(B)/librapport.a
	@mkdir -p $(@D)
	$(CC) $(ALL_LDFLAGS) -o $@ $^ $(LIBS)

# ---- Tests: each ends with "N passed, N failed", as does tests/run.

PYTHON       ?= python3
SEED         ?= 1
COUNT        ?= 120
SHEET_COUNT  ?= 200
MATCH_COUNT  ?= 600
SHORT_COUNT  ?= 40
STRESS_COUNT ?= 20000
# pairs
SWEEP_STRESS ?= 10000000
SAME_COUNT   ?= 300
EDIT_COUNT   ?= 6
TRACK_COUNT  ?= 40
RECORD_COUNT ?= 100
REVIEW_COUNT ?= 12
EDIT_TINY    ?= 12
EDITS_SECONDS ?= 600
LARGEST      ?= 1000000
AUDIT_COUNT  ?= 40
AUDIT_STRESS ?= 2000
# small clinics whose choices are compared with every plan
WEEK_COUNT ?= 30
SECOND_COUNT ?= 60
SECOND_STRESS ?= 2000
# clinics in which conditions bind, and tiny ones against every plan
BOUND_COUNT ?= 8
BOUND_TINY ?= 25
BOUND_STRESS ?= 300
BOUND_TINY_STRESS ?= 600
WEEK_STRESS ?= 1000
CHOICE_COUNT ?= 40
CHOICE_STRESS ?= 2000
TEST_JOBS    ?= $(shell getconf _NPROCESSORS_ONLN 2>/dev/null || echo 2)
export UBSAN_OPTIONS ?= print_stacktrace=1
# A list that a race has torn may have no end.
export TSAN_OPTIONS ?= halt_on_error=1
export LSAN_OPTIONS ?= suppressions='$(CURDIR)/tests/helpers/leaks':print_suppressions=0

quote   = $(foreach program,$(1),'$(program)')
run     = @mkdir -p $(B)/tests && sh tests/run -j $(TEST_JOBS) \
          -o $(B)/tests/summary
checks := $(foreach script,tools/layers tests/layers.sh tests/runner.sh \
            tests/setup.sh tests/install.sh,'sh $(script)') \
          'sh tests/extend.sh $(B)' \
          $(if $(SHARED),'sh tests/visible.sh $(SHARED)')
replay := '$(B)/tests/replay tests/fuzz/corpus'
golden := $(if $(wildcard tests/golden/*/command),'sh tests/golden.sh $(B)')
faults := $(PYTHON) tests/faults/faults.py --rapport $(B)/rapport \
            --shim $(SHIM) --seed $(SEED)
split  := 'sh tests/split.sh $(B)' 'sh tests/awkward.sh $(B)' \
            'sh tests/json.sh $(B)'
# what is written, by hundreds of whole commands each
written := '$(PYTHON) tests/directories.py --rapport $(B)/rapport' \
            '$(PYTHON) tests/workbooks.py --build $(B)' \
            '$(PYTHON) tests/pseudonyms.py $(B)/rapport' \
            '$(PYTHON) tests/private.py $(B)/rapport' \
            $(if $(ICAL),'$(PYTHON) tests/calendars.py --build $(B)')
readme := '$(PYTHON) tools/readme-examples --check $(B)/rapport' \
            'sh tests/docs.sh $(B)'
oracle := $(wildcard tests/property/oracle.py)
equity := '$(PYTHON) tests/property/equity.py --rapport $(B)/rapport
second := '$(PYTHON) tests/property/second.py --rapport $(B)/rapport
conditions := '$(PYTHON) tests/property/conditions.py --rapport $(B)/rapport
weeks := '$(PYTHON) tests/property/weeks.py --rapport $(B)/rapport \
           --generate $(B)/generate
edits := '$(PYTHON) tests/property/edits.py --demo --rapport $(B)/rapport \
           --generate $(B)/generate
choices := '$(PYTHON) tests/property/choices.py --rapport $(B)/rapport \
             --generate $(B)/generate --seed $(SEED)
browser := 'env RAPPORT_BUILD=$(B) node tests/browser/run.mjs clinics hostile demo overflow' \
           'env RAPPORT_BUILD=$(B) node tests/browser/run.mjs small large'
# the demo with each objective, each figure of three analyses by itself
demo := $(foreach objective,total fair,'$(PYTHON) $(oracle) compare \
           --rapport $(B)/rapport --objective $(objective) \
           --analyses margins prices envy -- tests/clinics/plain/therapists.csv \
           tests/clinics/plain/clients.csv')
# $(1) random markets, $(2) random clinics, $(3) pairs of sheets
properties = $(foreach program,$(PROPERTIES), \
               '$(program) --count $(1) --seed $(SEED)') \
             $(if $(oracle),$(demo) '$(PYTHON) $(oracle) random \
               --rapport $(B)/rapport --count $(2) --seed $(SEED)' \
               '$(PYTHON) $(oracle) selftest') \
             '$(PYTHON) tests/property/mutate.py --rapport $(B)/rapport \
               --count $(2) --seed $(SEED)' \
             '$(PYTHON) tests/property/sheets.py --seed $(SEED) \
               --records $(B)/tests/records --count $(3)' \
             $(foreach script,orlib roundtrip, \
               '$(PYTHON) tests/property/$(script).py --rapport $(B)/rapport') \
             '$(PYTHON) tests/property/track.py --rapport $(B)/rapport \
               --generate $(B)/generate --seed $(SEED) --count $(TRACK_COUNT)' \
             '$(PYTHON) tests/property/calibrate.py --rapport $(B)/rapport \
               --generate $(B)/generate' \
             '$(PYTHON) tests/property/review.py --rapport $(B)/rapport \
               --seed $(SEED) --count $(REVIEW_COUNT)' \
             '$(PYTHON) tools/bench/records.py --rapport $(B)/rapport --check \
               --clinics $(RECORD_COUNT)'

##   test        everything that is fast enough to run always
test: programs
	$(run) $(call properties,$(MATCH_COUNT),$(COUNT),$(SHEET_COUNT)) $(golden) $(replay) \
	    $(if $(SHIM),'$(faults)') $(split) $(written) \
	    $(edits) --seed $(SEED) --count $(EDIT_COUNT) --tiny $(EDIT_TINY)' \
	    $(equity) --seed $(SEED) --count $(AUDIT_COUNT)' \
	    $(weeks) --seed $(SEED) --count $(WEEK_COUNT) --true 1 --most 8 --clinics 1' \
	    $(second) --seed $(SEED) --count $(SECOND_COUNT)' \
	    $(conditions) --seed $(SEED) --count $(BOUND_COUNT) \
	      --tiny $(BOUND_TINY)' \
	    $(choices) --count $(CHOICE_COUNT)' \
	    $(if $(SAN),,$(checks) $(readme)) $(if $(BROWSER),$(browser)) \
	    $(call quote,$(UNITS))

##   test-short  units, goldens, a sample of the properties (for SAN=...; what
##               several threads do is test-threads)
test-short: programs
	$(run) $(call properties,$(SHORT_COUNT),$(SHORT_COUNT),$(SHORT_COUNT)) $(golden) $(replay) $(split) \
	    $(call quote,$(filter-out %/test_threads,$(UNITS)))

##   test-faults allocations, writes, renames, … fail in turn; signals and full
##               disks (a quarter of an hour)
test-faults: programs
	$(run) $(if $(SHIM),'$(faults) --full')

##   test-pages  the pages in a real browser (RAPPORT_BROWSER=1 sh tools/setup
##               test installs what that needs)
test-pages: all
	$(run) $(browser)

##   test-office the workbooks and all other results in LibreOffice and jq (sh
##               tools/setup ci installs what that needs)
test-office: programs
	$(run) '$(PYTHON) tests/workbooks.py --office --build $(B)'

##   page        build/rapport.html: all of it in one file for a browser
##               (Emscripten; sh tools/setup page installs what that needs)
page: $(B)/gen/embedded.c
	$(MAKE) -s -f tools/page/page.mk

##   test-page   the offline page in Chromium and Firefox
test-page: all page
	$(run) $(foreach browser,chromium firefox,'env RAPPORT_BUILD=$(B) \
	    RAPPORT_BROWSERS=$(browser) node tests/page/run.mjs')

##   stress      the properties with STRESS_COUNT random clinics
stress: programs
	$(run) $(call properties,$(STRESS_COUNT),$(STRESS_COUNT),$(STRESS_COUNT)) \
	    'sh tests/split.sh $(B) 300 $(SEED)' \
	    '$(B)/tests/test_sweep $(SWEEP_STRESS)' \
	    $(conditions) --seed $(SEED) --count $(BOUND_STRESS) \
	      --tiny $(BOUND_TINY_STRESS)'

##   stress-edits  apply every suggestion, and try every candidate, of random
##               clinics for EDITS_SECONDS
stress-edits: all
	$(run) $(edits) --seed $(SEED) --seconds $(EDITS_SECONDS)'

##   stress-audits attack the audits of AUDIT_STRESS random clinics
stress-audits: all
	$(run) $(equity) --seed $(SEED) --count $(AUDIT_STRESS)'

##   stress-weeks  choices of WEEK_STRESS small clinics against every plan, each
##               choice of the demo and 20 clinics, the Mondays of 12 clinics
stress-weeks: all
	$(run) $(weeks) --seed $(SEED) --count $(WEEK_STRESS) --true 20 \
	    --most 100000 --clinics 12'

##   stress-second  groups and prescribers of SECOND_STRESS small clinics against
##               every plan
stress-second: all
	$(run) $(second) --seed $(SEED) --count $(SECOND_STRESS)'

##   stress-choices solve again for every row of CHOICE_STRESS random clinics
stress-choices: all
	$(run) $(choices) --count $(CHOICE_STRESS)'

##   test-threads  what several threads do with the library at once
##               (for SAN=thread)
test-threads: $(B)/tests/test_threads $(B)/tests/test_hold
	$(run) $(B)/tests/test_threads $(B)/tests/test_hold

##   same-results OLD=FILE  an older build of the program writes the same result
##               files, for SAME_COUNT random clinics and every golden case;
##               WORDS=FILE: but for these phrases (CSV: old, new)
same-results: all
	$(if $(OLD),,$(error OLD=FILE: the older program, as in OLD=old/rapport))
	$(run) '$(PYTHON) tests/same-results.py --rapport $(B)/rapport \
	    --generate $(B)/generate --seed $(SEED) --jobs $(TEST_JOBS) \
	    $(if $(WORDS),--words "$(WORDS)") "$(OLD)" $(SAME_COUNT)'

##   test-bare   tools/setup in a bare Debian 12 and 13 (as root, with a
##               network)
test-bare:
	sh tests/bare.sh

FUZZ_SECONDS ?= 60

##   fuzz        each reader of tests/fuzz for FUZZ_SECONDS, TEST_JOBS at a time
##               (clang)
fuzz:
	$(MAKE) CC=$(CLANG) B=build-fuzz SAN=fuzzer-no-link,address,undefined \
	    CFLAGS='-O1 -gline-tables-only' \
	    fuzz-run

fuzz-run: $(B)/tests/fuzzer
	@sh tests/fuzz/run $(B) $(FUZZ_SECONDS) $(TEST_JOBS)

##   fuzz-corpus  the inputs of tests/fuzz/corpus and of build-fuzz/corpus, as few
##               as reach the same: after a while of `make fuzz`
fuzz-corpus:
	$(MAKE) CC=$(CLANG) B=build-fuzz SAN=fuzzer-no-link,address,undefined \
	    CFLAGS='-O1 -gline-tables-only' \
	    build-fuzz/tests/fuzzer
	sh tests/fuzz/minimise build-fuzz

# Everything of the library can be replaced, a file at a time.
MUTANTS := build-mutants
mutable = $(MAKE) -s $(if $(filter -j%,$(MAKEFLAGS)),,-j$(TEST_JOBS)) \
            B=$(MUTANTS) CFLAGS=-O1 HARDEN= VISIBILITY=default \
            LIBRARY=$(MUTANTS)/librapport.so.$(VERSION) $(MUTANTS)/rapport \
            $(MUTANTS)/generate $(UNIT_SOURCES:tests/unit/%.c=$(MUTANTS)/tests/%)
mutate  = $(PYTHON) tools/mutate --build $(MUTANTS) --jobs $(TEST_JOBS) \
            --compiler '$(CC)'
MUTANT_SAMPLE ?= 150

##   mutate      every small fault that tools/mutate can make, and which of them
##               no unit test and no golden case sees (hours)
mutate:
	$(mutable)
	$(mutate)

##   mutate-sample  the same for MUTANT_SAMPLE of them, always the same ones: fails
##               where less than 90 % of what a test can see is noticed, or a
##               survivor has no reason in tests/mutants/accepted
mutate-sample:
	$(mutable)
	$(mutate) --sample $(MUTANT_SAMPLE)

##   coverage    which lines and branches of src the units, golden cases, properties
##               and faults reach (gcovr): build-coverage/coverage.txt
COVERED := build-coverage
GCOVR   ?= gcovr
coverage:
	$(MAKE) B=$(COVERED) CFLAGS='-O0 --coverage' LDFLAGS=--coverage HARDEN= programs
	find $(COVERED) -name '*.gcda' -exec rm -f {} +
	-$(MAKE) -s B=$(COVERED) CFLAGS='-O0 --coverage' LDFLAGS=--coverage HARDEN= \
	    test-covered
	$(GCOVR) --root . --object-directory $(COVERED) --filter src/ --exclude src/page/ \
	    --exclude-throw-branches --txt $(COVERED)/coverage.txt \
	    --json-summary $(COVERED)/coverage.json --print-summary

test-covered:
	$(run) $(call properties,$(SHORT_COUNT),$(SHORT_COUNT),$(SHORT_COUNT)) $(golden) \
	    $(replay) $(if $(SHIM),'$(faults) --sample 600') $(split) $(written) $(call quote,$(UNITS))

# Programs of the benchmark: those that read clinics use the library.
BENCH_TOOLS := $(addprefix $(B)/bench/,pairs ours shapes throughput scoring analyses models \
                 measure lemon)
LEMON_LIBS  ?= $(call pkg,--libs,lemon,-llemon)
CXX         ?= c++
bench_helper := $(B)/tools/bench/pairfile.o

bench_with_library := $(addprefix $(B)/bench/,pairs ours shapes throughput scoring \
                        analyses)
$(bench_with_library): $(B)/bench/%: $(B)/tools/bench/%.o $(bench_helper) \
                       $(B)/librapport.a
	@mkdir -p $(@D)
	$(CC) $(ALL_LDFLAGS) -o $@ $^ $(LIBS)

# They are built with the tests, so that they keep up with the library.
test: $(bench_with_library)

$(B)/bench/models $(B)/bench/measure: $(B)/bench/%: $(B)/tools/bench/%.o \
                                      $(bench_helper)
	@mkdir -p $(@D)
	$(CC) $(ALL_LDFLAGS) -o $@ $^

# Somebody else's headers: their warnings are not ours to mend.
$(B)/bench/lemon: tools/bench/lemon.cc $(bench_helper)
	@mkdir -p $(@D)
	$(CXX) -std=c++11 -O2 $(CPPFLAGS) $(SANFLAGS) $(LDFLAGS) -o $@ $^ \
	    $(LEMON_LIBS)

##   bench       time and memory against other programs (sh tools/setup bench)
bench: all $(BENCH_TOOLS)
	B=$(B) sh tools/bench/run

##   bench-scaling  only what the analyses take at growing sizes
bench-scaling: all $(B)/bench/analyses
	B=$(B) sh tools/bench/run --scaling

##   bench-weeks  only clinics with hours, limits, links and rhythms
bench-weeks: all $(B)/bench/pairs $(B)/bench/ours
	B=$(B) sh tools/bench/run --weeks

##   bench-largest  one clinic of LARGEST clients, whole command
bench-largest: all $(B)/bench/measure
	B=$(B) sh tools/bench/largest $(LARGEST)

##   bench-short only shows that all of the benchmark runs and agrees
bench-short: all $(BENCH_TOOLS)
	B=$(B) sh tools/bench/run --short

# ---- Checks of the sources

GCC   ?= gcc
CLANG ?= clang
CLANG_FORMAT ?= clang-format
C_FILES := $(SOURCES) $(HEADERS) $(wildcard tests/*/*.[ch] tools/*.c \
             tools/*/*.[ch])
# Left out is what objects to good C: memcpy, arrays of pointers; and two checks
# whose every finding was looked at. cert-err33-c wants each fprintf asked, but a
# stream remembers, and is asked once when all is written. concurrency-mt-unsafe
# finds readdir on a stream of one's own, getenv where nothing sets a variable,
# and strerror, which glibc and musl keep for each thread.
TIDY := -*,bugprone-*,cert-*,concurrency-*,$\
        -bugprone-easily-swappable-parameters,$\
        -bugprone-implicit-widening-of-multiplication-result,$\
        -bugprone-sizeof-expression,-cert-err33-c,-concurrency-mt-unsafe
# clang's own analyzer takes fifty times as long: make lint-analyzer
TIDY_ANALYZER := -*,clang-analyzer-*,-clang-analyzer-valist.Uninitialized,$\
        -clang-analyzer-security.insecureAPI.DeprecatedOrUnsafeBufferHandling

##   format      lay out every C file
format:
	$(CLANG_FORMAT) -i $(C_FILES)

##   lint        gcc and clang with warnings as errors, and other checks
lint: lint-layers lint-size lint-banned lint-gcc lint-clang lint-headers \
      lint-cppcheck lint-tidy

lint-layers:
	sh tools/layers

lint-gcc:
	$(MAKE) CC=$(GCC) B=build-gcc WERROR=1 programs

lint-clang:
	$(MAKE) CC=$(CLANG) B=build-clang CFLAGS=-O0 HARDEN= WERROR=1 programs

# Every header compiles alone; a public one as C11 and C++17, and older, too.
lint-headers:
	@set -e; for each in $(HEADERS); do \
	    $(GCC) $(filter-out -MMD -MP,$(ALL_CFLAGS)) -Werror -fsyntax-only \
	        -include $$each -x c /dev/null; \
	done
	@set -e; for each in $(wildcard include/rapport/*.h); do \
	    for std in c99 c11; do \
	        $(GCC) -std=$$std -Wall -Wextra -Wpedantic -Werror -Iinclude \
	            -fsyntax-only -include $$each -x c /dev/null; \
	    done; \
	    for std in c++11 c++17; do \
	        $(CLANG) -std=$$std -Wall -Wextra -Wpedantic -Werror -Iinclude \
	            -fsyntax-only -include $$each -x c++ /dev/null; \
	    done; \
	done

# Lines to 80 columns, functions to 60 lines, files to 600.
lint-size:
	@LC_ALL=C awk ' \
	    FNR == 1 { start = 0 } \
	    { text = $$0; gsub(/[\200-\277]/, "", text) } \
	    length(text) > 80 { bad = print_at("a line of " length(text)) } \
	    FNR == 601 { bad = print_at("a file of more than 600 lines") } \
	    /^[a-z].*[(]/ { start = FNR } \
	    /^}/ && start { \
	        if (FNR - start + 1 > 60) \
	            bad = print_at("a function of " FNR - start + 1 " lines"); \
	        start = 0 \
	    } \
	    function print_at(words) { \
	        print FILENAME ":" FNR ": " words; return 1 \
	    } \
	    END { exit bad }' $(filter %.c %.h,$(C_FILES)) /dev/null

banned := (^|[^_[:alnum:]])(strcpy|strcat|sprintf|strtok|gets|atoi|atof|$\
          setlocale)[[:space:]]*\(|scanf.*%s

lint-banned:
	@! grep -nE '$(banned)' $(C_FILES) /dev/null

# These two are not everywhere, and each version has opinions of its own.
lint-cppcheck:
	@if command -v cppcheck >/dev/null; then \
	    cppcheck --quiet -j $(TEST_JOBS) --std=c11 --enable=warning,portability \
	        --suppress=ctunullpointer --inline-suppr --error-exitcode=1 \
	        -Iinclude -Isrc src; \
	fi

# $(1) the checks
tidy = @mkdir -p $(B); if command -v clang-tidy >/dev/null; then \
	    printf '%s\n' $(SOURCES) | xargs -P $(TEST_JOBS) -n 4 \
	        sh -c 'clang-tidy --quiet "$$@" -- $(filter-out \
	        -MMD -MP,$(ALL_CFLAGS)) 2>&1' \
	        tidy --checks='$(1)' --warnings-as-errors='*' \
	        >$(B)/tidy || { cat $(B)/tidy; exit 1; }; \
	fi

lint-tidy:
	$(call tidy,$(TIDY))

##   lint-analyzer  the static analyzers of clang and gcc over src: silent, but
##               for what tools/analyzer-exceptions explains (a quarter of an hour)
lint-analyzer:
	$(call tidy,$(TIDY_ANALYZER))
	CC='$(GCC)' CPPFLAGS='$(DEP_CFLAGS)' sh tools/analyzer $(TEST_JOBS)

##   test-valgrind  the demo with every analysis and page, and a split, under memcheck
test-valgrind: all
	$(run) 'sh tests/valgrind.sh $(B)'

# ---- Windows

# The same sources, with what of POSIX is missing there, and with libraries that
# are built from sources; nothing else is needed where it runs.
WIN_TARGET ?= x86_64-w64-mingw32
WIN_CC     ?= $(WIN_TARGET)-gcc
WIN_AR     ?= $(WIN_TARGET)-ar
WIN        := build-windows
ARCHIVES   ?= build-sources
WIN_LIBRARIES := xlsxwriter minizip z expat glpk csv utf8proc jansson nettle
WIN_CFLAGS = -std=gnu11 -D__USE_MINGW_ANSI_STDIO=1 -DUTF8PROC_STATIC -DXML_STATIC \
             -Wall -Wno-format -Iinclude -iquote src -isystem $(WIN)/libraries/include \
             -isystem tools/windows/include -include tools/windows/posix.h \
             -MMD -MP -pthread -ffp-contract=off $(CFLAGS)
WIN_OBJECTS := $(patsubst %.c,$(WIN)/%.o,$(LIB_SOURCES) src/cli/main.c) $(WIN)/gen/embedded.o \
               $(patsubst %.c,$(WIN)/%.o,$(wildcard tools/windows/*.c))

$(WIN)/libraries/made: tools/sources/table tools/sources/fetch tools/sources/libraries.mk
	sh tools/sources/fetch $(ARCHIVES)
	$(MAKE) -f tools/sources/libraries.mk SOURCES=$(ARCHIVES) \
	    OUT=$(WIN)/libraries CC='$(WIN_CC)' AR='$(WIN_AR)' \
	    LIBRARIES='$(WIN_LIBRARIES)'
	touch $@

$(WIN)/%.o: %.c Makefile | $(WIN)/libraries/made
	@mkdir -p $(@D)
	$(WIN_CC) $(WIN_CFLAGS) -c -o $@ $<

$(WIN)/gen/embedded.o: $(B)/gen/embedded.c | $(WIN)/libraries/made
	@mkdir -p $(@D)
	$(WIN_CC) $(WIN_CFLAGS) -c -o $@ $<

# Threads have as much stack as elsewhere.
$(WIN)/rapport.exe: $(WIN_OBJECTS) $(WIN)/libraries/made
	$(WIN_CC) -static -s -Wl,--stack,8388608 -o $@ $(WIN_OBJECTS) \
	    -L$(WIN)/libraries/lib $(WIN_LIBRARIES:%=-l%) -lm -pthread

##   windows     build-windows/rapport.exe (sh tools/setup release)
windows: $(WIN)/rapport.exe

# ---- Installation

INSTALL    ?= install
BINDIR     ?= $(PREFIX)/bin
LIBDIR     ?= $(PREFIX)/lib
INCLUDEDIR ?= $(PREFIX)/include
DATADIR    ?= $(PREFIX)/share
DATA_SETS  := demo taxonomy policies
STRIP      ?= strip
# where each shell looks for what completes a program's words
BASH_COMPLETIONS ?= $(DATADIR)/bash-completion/completions
ZSH_COMPLETIONS  ?= $(DATADIR)/zsh/site-functions
FISH_COMPLETIONS ?= $(DATADIR)/fish/vendor_completions.d
SHELLS := bash zsh fish

##   completions for bash, zsh and fish: build/completions
completions: $(SHELLS:%=$(B)/completions/%)

$(B)/completions/%: $(B)/rapport tools/completions
	@mkdir -p $(@D)
	sh tools/completions $* $(B)/rapport >$@.part && mv $@.part $@

define PC_FILE
prefix=$(PREFIX)
libdir=$(LIBDIR)
includedir=$(INCLUDEDIR)

Name: rapport
Description: matches therapy clients to therapists
Version: $(VERSION)
Libs: -L$${libdir} -lrapport
Libs.private: $(LIBS)
Cflags: -I$${includedir}
endef
export PC_FILE

##   install     into DESTDIR and PREFIX (/usr/local); STRIP=: keeps symbols
install: all completions
	$(INSTALL) -d '$(DESTDIR)$(BINDIR)' '$(DESTDIR)$(LIBDIR)/pkgconfig' \
	    '$(DESTDIR)$(INCLUDEDIR)/rapport' '$(DESTDIR)$(DATADIR)/man/man1'
	$(INSTALL) -m 755 $(B)/rapport '$(DESTDIR)$(BINDIR)/rapport'
	$(STRIP) '$(DESTDIR)$(BINDIR)/rapport'
	$(INSTALL) -m 644 $(B)/librapport.a '$(DESTDIR)$(LIBDIR)'
	@set -e; for each in $(SHARED); do \
	    $(INSTALL) -m 755 "$$each" '$(DESTDIR)$(LIBDIR)'; \
	    $(STRIP) --strip-unneeded "$(DESTDIR)$(LIBDIR)/$${each##*/}"; \
	    ln -sf "$${each##*/}" '$(DESTDIR)$(LIBDIR)/$(SONAME)'; \
	    ln -sf '$(SONAME)' '$(DESTDIR)$(LIBDIR)/librapport.so'; \
	done
	$(INSTALL) -m 644 $(wildcard include/rapport/*.h) \
	    '$(DESTDIR)$(INCLUDEDIR)/rapport'
	$(INSTALL) -m 644 tools/man/rapport.1 '$(DESTDIR)$(DATADIR)/man/man1'
	$(INSTALL) -d '$(DESTDIR)$(BASH_COMPLETIONS)' \
	    '$(DESTDIR)$(ZSH_COMPLETIONS)' '$(DESTDIR)$(FISH_COMPLETIONS)'
	$(INSTALL) -m 644 $(B)/completions/bash \
	    '$(DESTDIR)$(BASH_COMPLETIONS)/rapport'
	$(INSTALL) -m 644 $(B)/completions/zsh \
	    '$(DESTDIR)$(ZSH_COMPLETIONS)/_rapport'
	$(INSTALL) -m 644 $(B)/completions/fish \
	    '$(DESTDIR)$(FISH_COMPLETIONS)/rapport.fish'
	printf '%s\n' "$$PC_FILE" >$(B)/rapport.pc
	$(INSTALL) -m 644 $(B)/rapport.pc '$(DESTDIR)$(LIBDIR)/pkgconfig'
	@set -e; cd datasets; \
	find $(DATA_SETS) -type f | while read -r file; do \
	    $(INSTALL) -d "$(DESTDIR)$(DATADIR)/rapport/$${file%/*}"; \
	    $(INSTALL) -m 644 "$$file" "$(DESTDIR)$(DATADIR)/rapport/$$file"; \
	done

##   uninstall   what install wrote
uninstall:
	rm -f '$(DESTDIR)$(BINDIR)/rapport' '$(DESTDIR)$(LIBDIR)/librapport.a' \
	    '$(DESTDIR)$(LIBDIR)/librapport.so' '$(DESTDIR)$(LIBDIR)/$(SONAME)' \
	    '$(DESTDIR)$(LIBDIR)/librapport.so.$(VERSION)' \
	    '$(DESTDIR)$(LIBDIR)/pkgconfig/rapport.pc' \
	    '$(DESTDIR)$(DATADIR)/man/man1/rapport.1' \
	    '$(DESTDIR)$(BASH_COMPLETIONS)/rapport' \
	    '$(DESTDIR)$(ZSH_COMPLETIONS)/_rapport' \
	    '$(DESTDIR)$(FISH_COMPLETIONS)/rapport.fish'
	rm -rf '$(DESTDIR)$(INCLUDEDIR)/rapport' '$(DESTDIR)$(DATADIR)/rapport'

# ---- Packages

# What git knows at HEAD, or what the archive itself holds; the day of the last
# commit unless the caller says another, so that the same tree is the same bytes.
SOURCE_DATE_EPOCH ?= $(shell git log -1 --format=%ct 2>/dev/null || echo 0)
DIST := rapport-$(VERSION)

##   dist        build/rapport-VERSION.tar.gz of what is committed
dist:
	SOURCE_DATE_EPOCH=$(SOURCE_DATE_EPOCH) sh tools/dist $(DIST) \
	    $(B)/$(DIST).tar.gz

##   deb         build/rapport_VERSION_ARCHITECTURE.deb (Debian, Ubuntu)
deb: all completions
	SOURCE_DATE_EPOCH=$(SOURCE_DATE_EPOCH) VERSION=$(VERSION) B=$(B) \
	    MAKE='$(MAKE)' sh tools/deb

##   test-release  the .exe under wine, the .deb in a bare system (as root), the
##               archive and the completions (sh tools/setup release)
test-release: all windows
	$(run) 'sh tests/completions.sh $(B)' 'sh tests/packages.sh $(B)' \
	    'sh tests/windows.sh $(B)'

##   clean       every build folder
clean:
	rm -rf build build-*

##   help        this list
help:
	@echo 'make [TARGET] [SAN=address,undefined] [CC=clang] [WERROR=1]'
	@sed -n 's/^##//p' Makefile

-include $(shell find $(B) $(WIN) -name '*.d' -type f 2>/dev/null)

.PHONY: all programs page test test-page test-faults test-pages test-office test-short test-bare \
        test-threads same-results stress \
        stress-edits stress-audits stress-choices stress-weeks fuzz fuzz-run fuzz-corpus mutate mutate-sample coverage test-covered \
        bench bench-scaling bench-weeks bench-largest bench-short \
        format lint lint-layers lint-gcc lint-clang lint-headers \
        lint-size lint-banned lint-cppcheck lint-tidy lint-analyzer test-valgrind install uninstall \
        windows completions dist deb test-release clean help
.SECONDARY:
.DELETE_ON_ERROR:
