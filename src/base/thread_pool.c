#include "base/thread_pool.h"

#include <pthread.h>
#include <stdatomic.h>

/* More would not help on any machine this is meant for. */
enum { MOST_THREADS = 256 };

typedef struct pool {
    rp_thread_pool_task *task;
    void *payload;
    size_t blocks;
    atomic_size_t next;
} pool;

typedef struct member {
    pool *pool;
    pthread_t id;
    int thread;
} member;

static void work(pool *p, int thread) {
    for (;;) {
        size_t block = atomic_fetch_add(&p->next, 1);
        if (block >= p->blocks)
            return;
        p->task(p->payload, block, thread);
    }
}

static void *enter(void *payload) {
    member *m = payload;
    work(m->pool, m->thread);
    return NULL;
}

void rp_thread_pool_run(int threads, size_t blocks, rp_thread_pool_task *task,
                        void *payload) {
    pool p = {.task = task, .payload = payload, .blocks = blocks};
    member members[MOST_THREADS];
    int started = 1;

    atomic_init(&p.next, 0);
    if (threads > MOST_THREADS)
        threads = MOST_THREADS;
    while (started < threads && (size_t)started < blocks) {
        members[started] = (member){.pool = &p, .thread = started};
        if (pthread_create(&members[started].id, NULL, enter,
                           &members[started]) != 0)
            break;
        started++;
    }
    work(&p, 0);
    for (int k = 1; k < started; k++)
        pthread_join(members[k].id, NULL);
}
