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

# GLPK and libcsv ship no .pc file on many systems: fall back to plain -l.
pkg = $(shell $(PKG_CONFIG) $(1) $(2) 2>/dev/null || echo $(3))
GLPK_LIBS     ?= $(call pkg,--libs,glpk,-lglpk)
CSV_LIBS      ?= $(call pkg,--libs,libcsv,-lcsv)
UTF8PROC_LIBS ?= $(call pkg,--libs,libutf8proc,-lutf8proc)
JANSSON_LIBS  ?= $(call pkg,--libs,jansson,-ljansson)
NETTLE_LIBS   ?= $(call pkg,--libs,nettle,-lnettle)
CMOCKA_LIBS   ?= $(call pkg,--libs,cmocka,-lcmocka)
DEP_CFLAGS    ?= $(call pkg,--cflags,libutf8proc jansson nettle,)
# On Linux iconv is part of the C library; elsewhere it stands alone.
ICONV_LIBS    ?= $(if $(filter Linux,$(shell uname -s)),,-liconv)
LIBS = $(GLPK_LIBS) $(CSV_LIBS) $(UTF8PROC_LIBS) $(JANSSON_LIBS) \
       $(NETTLE_LIBS) $(ICONV_LIBS) -lm -pthread

comma := ,
B := build$(if $(SAN),-$(subst $(comma),-,$(SAN)))
SANFLAGS := $(if $(SAN),-fsanitize=$(SAN) -fno-sanitize-recover=all \
              -fno-omit-frame-pointer)
WARN := -Wall -Wextra -Wpedantic -Wconversion -Wshadow -Wstrict-prototypes \
        -Wformat=2 $(if $(WERROR),-Werror)
# A score is the same on every machine: no contraction, no fast math.
ALL_CFLAGS = -std=c11 -D_POSIX_C_SOURCE=200809L \
             $(WARN) -Iinclude -iquote src -MMD -MP -pthread \
             -ffp-contract=off $(DEP_CFLAGS) $(SANFLAGS) $(CPPFLAGS) $(CFLAGS)
ALL_LDFLAGS = $(SANFLAGS) $(LDFLAGS)

# Only what the public headers name is seen from outside a shared library.
$(B)/src/%.o $(B)/gen/%.o: ALL_CFLAGS += -fPIC -fvisibility=hidden

SOURCES      := $(sort $(shell find src -name '*.c'))
HEADERS      := $(sort $(shell find src include -name '*.h'))
LIB_SOURCES  := $(filter-out src/cli/main.c,$(SOURCES))
LIB_OBJECTS  := $(LIB_SOURCES:%.c=$(B)/%.o) $(B)/gen/embedded.o
UNIT_SOURCES := $(wildcard tests/unit/test_*.c)
UNITS        := $(UNIT_SOURCES:tests/unit/%.c=$(B)/tests/%)
# What several unit programs share.
UNIT_HELPERS := $(filter-out $(UNIT_SOURCES),$(wildcard tests/unit/*.c))
PROPERTY_SOURCES := $(wildcard tests/property/*.c)
PROPERTY_PROGRAMS := $(PROPERTY_SOURCES:tests/property/%.c=$(B)/tests/%)
# records reads for tests/property/sheets.py; the others run by themselves
PROPERTIES   := $(filter-out $(B)/tests/records,$(PROPERTY_PROGRAMS))
# Lets calls fail, in a program for Linux without sanitizers.
SHIM := $(if $(filter Linux,$(shell uname -s)),$(if $(SAN),,$(B)/tests/faults.so))
FUZZ_SOURCES := $(wildcard tests/fuzz/fuzz_*.c)
FUZZERS      := $(FUZZ_SOURCES:tests/fuzz/%.c=$(B)/tests/%)

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

##   all         the program, the libraries, the data generator (the default)
all: $(B)/rapport $(B)/generate $(SHARED)

##   programs    all, and every test program
programs: all $(UNITS) $(PROPERTY_PROGRAMS) $(SHIM)

$(B)/rapport: $(B)/src/cli/main.o $(B)/librapport.a
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
                        $(B)/librapport.a
	@mkdir -p $(@D)
	$(CC) $(ALL_LDFLAGS) -o $@ $^ $(LIBS) $(CMOCKA_LIBS)

$(PROPERTY_PROGRAMS): $(B)/tests/%: $(B)/tests/property/%.o $(B)/librapport.a
	@mkdir -p $(@D)
	$(CC) $(ALL_LDFLAGS) -o $@ $^ $(LIBS)

$(B)/tests/faults.so: tests/faults/shim.c
	@mkdir -p $(@D)
	$(CC) -std=c11 -D_GNU_SOURCE $(filter-out -Wpedantic,$(WARN)) $(CFLAGS) \
	    -fPIC -shared -o $@ $< -ldl

$(FUZZERS): $(B)/tests/%: $(B)/tests/fuzz/%.o $(B)/librapport.a
	@mkdir -p $(@D)
	$(CC) $(ALL_LDFLAGS) -fsanitize=fuzzer -o $@ $^ $(LIBS)

# ---- Tests: each ends with "N passed, N failed", as does tests/run.

PYTHON       ?= python3
SEED         ?= 1
COUNT        ?= 120
SHEET_COUNT  ?= 200
MATCH_COUNT  ?= 1000
SHORT_COUNT  ?= 40
STRESS_COUNT ?= 20000
SAME_COUNT   ?= 300
EDIT_COUNT   ?= 6
TRACK_COUNT  ?= 40
RECORD_COUNT ?= 100
EDIT_TINY    ?= 12
EDITS_SECONDS ?= 600
LARGEST      ?= 1000000
AUDIT_COUNT  ?= 40
AUDIT_STRESS ?= 2000
# small clinics whose choices are compared with every plan
WEEK_COUNT ?= 30
WEEK_STRESS ?= 1000
CHOICE_COUNT ?= 40
CHOICE_STRESS ?= 2000
TEST_JOBS    ?= $(shell getconf _NPROCESSORS_ONLN 2>/dev/null || echo 2)
export UBSAN_OPTIONS ?= print_stacktrace=1

quote   = $(foreach program,$(1),'$(program)')
run     = @mkdir -p $(B)/tests && sh tests/run -j $(TEST_JOBS) \
          -o $(B)/tests/summary
checks := $(foreach script,tools/layers tests/layers.sh tests/runner.sh \
            tests/setup.sh tests/install.sh,'sh $(script)') \
          'sh tests/extend.sh $(B)' \
          $(if $(SHARED),'sh tests/visible.sh $(SHARED)')
golden := $(if $(wildcard tests/golden/*/command),'sh tests/golden.sh $(B)')
faults := $(PYTHON) tests/faults/faults.py --rapport $(B)/rapport \
            --shim $(SHIM) --seed $(SEED)
split  := 'sh tests/split.sh $(B)' 'sh tests/awkward.sh $(B)' \
            '$(PYTHON) tests/directories.py --rapport $(B)/rapport'
readme := '$(PYTHON) tools/readme-examples --check $(B)/rapport' \
            '$(PYTHON) tools/docs $(B)/rapport' \
            'sh tests/docs.sh $(B)'
oracle := $(wildcard tests/property/oracle.py)
equity := '$(PYTHON) tests/property/equity.py --rapport $(B)/rapport
weeks := '$(PYTHON) tests/property/weeks.py --rapport $(B)/rapport \
           --generate $(B)/generate
edits := '$(PYTHON) tests/property/edits.py --demo --rapport $(B)/rapport \
           --generate $(B)/generate
choices := '$(PYTHON) tests/property/choices.py --rapport $(B)/rapport \
             --generate $(B)/generate --seed $(SEED)
browser := 'env RAPPORT_BUILD=$(B) node tests/browser/run.mjs'
# the demo with each objective, each figure of three analyses by itself
demo := $(foreach objective,total fair,'$(PYTHON) $(oracle) compare \
           --rapport $(B)/rapport --objective $(objective) \
           --analyses margins prices envy -- datasets/demo/therapists.csv \
           datasets/demo/clients.csv')
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
             '$(PYTHON) tools/bench/records.py --rapport $(B)/rapport --check \
               --clinics $(RECORD_COUNT)'

##   test        everything that is fast enough to run always
test: programs
	$(run) $(call properties,$(MATCH_COUNT),$(COUNT),$(SHEET_COUNT)) $(golden) \
	    $(if $(SHIM),'$(faults)') $(split) \
	    $(edits) --seed $(SEED) --count $(EDIT_COUNT) --tiny $(EDIT_TINY)' \
	    $(equity) --seed $(SEED) --count $(AUDIT_COUNT)' \
	    $(weeks) --seed $(SEED) --count $(WEEK_COUNT) --true 1 --most 8 --clinics 1' \
	    $(choices) --count $(CHOICE_COUNT)' \
	    $(if $(SAN),,$(checks) $(readme)) $(if $(BROWSER),$(browser)) \
	    $(call quote,$(UNITS))

##   test-short  units, goldens, a sample of the properties (for SAN=...)
test-short: programs
	$(run) $(call properties,$(SHORT_COUNT),$(SHORT_COUNT),$(SHORT_COUNT)) $(golden) $(split) \
	    $(call quote,$(UNITS))

##   test-faults every allocation, write, rename, … fails in turn; signals and
##               full disks (half an hour)
test-faults: programs
	$(run) $(if $(SHIM),'$(faults) --full')

##   test-pages  the pages in a real browser (RAPPORT_BROWSER=1 sh tools/setup
##               test installs what that needs)
test-pages: all
	$(run) $(browser)

##   stress      the properties with STRESS_COUNT random clinics
stress: programs
	$(run) $(call properties,$(STRESS_COUNT),$(STRESS_COUNT),$(STRESS_COUNT)) \
	    'sh tests/split.sh $(B) 300 $(SEED)'

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

##   fuzz        each program of tests/fuzz for FUZZ_SECONDS (clang)
fuzz:
	$(MAKE) CC=$(CLANG) B=build-fuzz SAN=fuzzer-no-link,address,undefined \
	    fuzz-run

fuzz-run: $(FUZZERS)
	@$(if $(FUZZERS),,echo 'no program in tests/fuzz'; exit 1)
	@for each in $(FUZZERS); do \
	    corpus=$(B)/corpus/$$(basename $$each); \
	    mkdir -p $$corpus || exit 1; \
	    $$each -max_total_time=$(FUZZ_SECONDS) -artifact_prefix=$(B)/ \
	        $$corpus || exit 1; \
	done

# Programs of the benchmark: those that read clinics use the library.
BENCH_TOOLS := $(addprefix $(B)/bench/,pairs ours shapes throughput analyses models \
                 measure lemon)
LEMON_LIBS  ?= $(call pkg,--libs,lemon,-llemon)
CXX         ?= c++
bench_helper := $(B)/tools/bench/pairfile.o

bench_with_library := $(addprefix $(B)/bench/,pairs ours shapes throughput \
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
# Left out is what objects to good C: memcpy, arrays of pointers, va_list.
TIDY := -*,bugprone-*,clang-analyzer-*,$\
        -bugprone-easily-swappable-parameters,$\
        -bugprone-implicit-widening-of-multiplication-result,$\
        -bugprone-sizeof-expression,-clang-analyzer-valist.Uninitialized,$\
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
	$(MAKE) CC=$(CLANG) B=build-clang WERROR=1 programs

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
	    cppcheck --quiet --std=c11 --enable=warning,portability \
	        --suppress=ctunullpointer --inline-suppr --error-exitcode=1 \
	        -Iinclude -Isrc src; \
	fi

lint-tidy:
	@if command -v clang-tidy >/dev/null; then \
	    printf '%s\n' $(SOURCES) | xargs -P $(TEST_JOBS) -n 4 \
	        sh -c 'clang-tidy --quiet "$$@" -- $(filter-out \
	        -MMD -MP,$(ALL_CFLAGS))' \
	        tidy --checks='$(TIDY)' --warnings-as-errors='*'; \
	fi

# ---- Installation

INSTALL    ?= install
BINDIR     ?= $(PREFIX)/bin
LIBDIR     ?= $(PREFIX)/lib
INCLUDEDIR ?= $(PREFIX)/include
DATADIR    ?= $(PREFIX)/share
DATA_SETS  := demo taxonomy policies

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

##   install     into DESTDIR and PREFIX (/usr/local)
install: all
	$(INSTALL) -d '$(DESTDIR)$(BINDIR)' '$(DESTDIR)$(LIBDIR)/pkgconfig' \
	    '$(DESTDIR)$(INCLUDEDIR)/rapport' '$(DESTDIR)$(DATADIR)/man/man1'
	$(INSTALL) -m 755 $(B)/rapport '$(DESTDIR)$(BINDIR)/rapport'
	$(INSTALL) -m 644 $(B)/librapport.a '$(DESTDIR)$(LIBDIR)'
	@set -e; for each in $(SHARED); do \
	    $(INSTALL) -m 755 "$$each" '$(DESTDIR)$(LIBDIR)'; \
	    ln -sf "$${each##*/}" '$(DESTDIR)$(LIBDIR)/$(SONAME)'; \
	    ln -sf '$(SONAME)' '$(DESTDIR)$(LIBDIR)/librapport.so'; \
	done
	$(INSTALL) -m 644 $(wildcard include/rapport/*.h) \
	    '$(DESTDIR)$(INCLUDEDIR)/rapport'
	$(INSTALL) -m 644 tools/man/rapport.1 '$(DESTDIR)$(DATADIR)/man/man1'
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
	    '$(DESTDIR)$(DATADIR)/man/man1/rapport.1'
	rm -rf '$(DESTDIR)$(INCLUDEDIR)/rapport' '$(DESTDIR)$(DATADIR)/rapport'

##   clean       every build folder
clean:
	rm -rf build build-*

##   help        this list
help:
	@echo 'make [TARGET] [SAN=address,undefined] [CC=clang] [WERROR=1]'
	@sed -n 's/^##//p' Makefile

-include $(shell find $(B) -name '*.d' 2>/dev/null)

.PHONY: all programs test test-faults test-pages test-short test-bare \
        test-threads same-results stress \
        stress-edits stress-audits stress-choices stress-weeks fuzz fuzz-run \
        bench bench-scaling bench-largest bench-short \
        format lint lint-layers lint-gcc lint-clang lint-headers \
        lint-size lint-banned lint-cppcheck lint-tidy install uninstall \
        clean help
.SECONDARY:
.DELETE_ON_ERROR:
