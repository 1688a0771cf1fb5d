/* Of posix.h: signals, the machine, and how the program begins and ends. */
#include "posix.h"

#undef main
#undef signal

#define WIN32_LEAN_AND_MEAN
#include <windows.h>

#include <shellapi.h>

/* ---- signals ------------------------------------------------------------ */

static CRITICAL_SECTION blocking;
static _Thread_local bool has_blocked;
static void (*handler)(int);

int posix_sigmask(int how, const sigset_t *now, sigset_t *before) {
    bool blocks = how == SIG_BLOCK || *now != 0;

    if (before)
        *before = has_blocked;
    if (blocks && !has_blocked)
        EnterCriticalSection(&blocking);
    if (!blocks && has_blocked)
        LeaveCriticalSection(&blocking);
    has_blocked = blocks;
    return 0;
}

void posix_signal(int number, void (*now)(int)) {
    if (now != SIG_DFL)
        return;
    fflush(stderr);
    ExitProcess(128u + (unsigned)number);
}

static BOOL WINAPI on_console(DWORD event) {
    int number =
        event == CTRL_C_EVENT || event == CTRL_BREAK_EVENT ? SIGINT : SIGTERM;

    EnterCriticalSection(&blocking);
    if (handler)
        handler(number);
    LeaveCriticalSection(&blocking);
    return FALSE;
}

int posix_sigaction(int number, const struct sigaction *now,
                    struct sigaction *before) {
    if (before)
        *before = (struct sigaction){.sa_handler = NULL};
    if (now && number == SIGINT) {
        handler = now->sa_handler;
        SetConsoleCtrlHandler(on_console, TRUE);
    }
    return 0;
}

/* ---- the machine -------------------------------------------------------- */

long posix_sysconf(int what) {
    SYSTEM_INFO system;
    MEMORYSTATUSEX memory = {.dwLength = sizeof memory};

    GetSystemInfo(&system);
    switch (what) {
    case _SC_NPROCESSORS_ONLN:
        return (long)GetActiveProcessorCount(ALL_PROCESSOR_GROUPS);
    case _SC_PAGESIZE:
        return (long)system.dwPageSize;
    case _SC_PHYS_PAGES:
        return GlobalMemoryStatusEx(&memory)
                   ? (long)(memory.ullTotalPhys / system.dwPageSize)
                   : -1;
    default:
        return -1;
    }
}

/* ---- the process -------------------------------------------------------- */

/* UTF-16 as UTF-8; what is no character becomes U+FFFD. */
static char *narrow(const wchar_t *wide) {
    int count = WideCharToMultiByte(CP_UTF8, 0, wide, -1, NULL, 0, NULL, NULL);
    char *text = count > 0 ? malloc((size_t)count) : NULL;

    if (text)
        WideCharToMultiByte(CP_UTF8, 0, wide, -1, text, count, NULL, NULL);
    return text;
}

static UINT code_page;

static void restore_console(void) {
    fflush(stderr);
    SetConsoleOutputCP(code_page);
}

/* Bytes go out as they are, and a console takes them for UTF-8. Both streams
 * are buffered, as a console shows no half of a character. */
static void prepare_streams(void) {
    static char errors[8192];

    _setmode(0, _O_BINARY);
    _setmode(1, _O_BINARY);
    _setmode(2, _O_BINARY);
    if (posix_isatty(1))
        setvbuf(stdout, NULL, _IOFBF, 1 << 14);
    setvbuf(stderr, errors, _IOFBF, sizeof errors);
    code_page = GetConsoleOutputCP();
    if (code_page)
        SetConsoleOutputCP(CP_UTF8);
    atexit(restore_console);
}

int main(void) {
    int argc = 0, exit = 4;
    wchar_t **wide = CommandLineToArgvW(GetCommandLineW(), &argc);
    char **argv = wide ? calloc((size_t)argc + 1, sizeof *argv) : NULL;
    bool is_whole = argv != NULL;

    InitializeCriticalSection(&blocking);
    prepare_streams();
    for (int k = 0; is_whole && k < argc; k++)
        is_whole = (argv[k] = narrow(wide[k])) != NULL;
    if (is_whole)
        exit = posix_main(argc, argv);
    else
        fputs("rapport: out of memory\n", stderr);
    for (int k = 0; argv && argv[k]; k++)
        free(argv[k]);
    free(argv);
    LocalFree(wide);
    return exit;
}
