#define _GNU_SOURCE
#include "CFileGuard.h"

#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdint.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

// Read by a signal handler, so: atomics in static memory and nothing else. A place is taken while its length is not zero.
enum { PLACES = 256 };
static struct {
    _Atomic uintptr_t start;
    _Atomic size_t length;
    atomic_flag taken;
} places[PLACES];

static struct sigaction previous;
static uintptr_t page_size;
static pthread_once_t installed = PTHREAD_ONCE_INIT;

// The end of the guarded mapping that holds an address; 0 where none does.
static uintptr_t guarded_end(uintptr_t address) {
    for (int place = 0; place < PLACES; place++) {
        size_t length = atomic_load(&places[place].length);
        uintptr_t start = atomic_load(&places[place].start);
        if (length > 0 && address >= start && address - start < length) return start + length;
    }
    return 0;
}

static void on_bus_error(int number, siginfo_t *info, void *context) {
    uintptr_t address = (uintptr_t)info->si_addr;
    uintptr_t end = guarded_end(address);
    if (end != 0) {
        // All that is behind the file's end, in one step. mmap is a mere system call here.
        uintptr_t page = address & ~(page_size - 1);
        void *mapped = mmap((void *)page, end - page, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0);
        if (mapped != MAP_FAILED) return;
    }
    // Not ours: as if we had never been here.
    if (previous.sa_flags & SA_SIGINFO) {
        previous.sa_sigaction(number, info, context);
    } else if (previous.sa_handler != SIG_DFL && previous.sa_handler != SIG_IGN) {
        previous.sa_handler(number);
    } else {
        signal(number, SIG_DFL);
        raise(number);
    }
}

static void install(void) {
    page_size = (uintptr_t)sysconf(_SC_PAGESIZE);
    struct sigaction action;
    memset(&action, 0, sizeof action);
    action.sa_sigaction = on_bus_error;
    action.sa_flags = SA_SIGINFO | SA_ONSTACK;
    sigemptyset(&action.sa_mask);
    sigaction(SIGBUS, &action, &previous);
}

int fg_guard_begin(const void *start, size_t length) {
    pthread_once(&installed, install);
    for (int place = 0; place < PLACES; place++) {
        if (atomic_flag_test_and_set(&places[place].taken)) continue;
        atomic_store(&places[place].start, (uintptr_t)start);
        atomic_store(&places[place].length, length);
        return place;
    }
    return -1;
}

void fg_guard_end(int ticket) {
    atomic_store(&places[ticket].length, 0);
    atomic_flag_clear(&places[ticket].taken);
}
