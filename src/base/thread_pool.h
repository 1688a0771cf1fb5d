/**
 * @file thread_pool.h
 * A few threads that share out numbered blocks of work.
 *
 * Whatever a block computes must depend on its number alone, and each block
 * must write to places of its own; then the outcome is the same for any
 * number of threads.
 */
#ifndef RP_BASE_THREAD_POOL_H
#define RP_BASE_THREAD_POOL_H

#include <stddef.h>

/**
 * One block of work.
 *
 * @param block   0..blocks-1
 * @param thread  0..threads-1, to pick a workspace; 0 is the caller's thread
 */
typedef void rp_thread_pool_task(void *payload, size_t block, int thread);

/**
 * Run every block once and wait for all of them.
 *
 * Cannot fail: where a thread cannot be started the others do its work.
 *
 * @param threads  how many at most, the caller's own included; 1 or less
 *                 starts none, more than 256 or than blocks are not started
 * @param task     called from several threads at once; payload is theirs alike
 */
void rp_thread_pool_run(int threads, size_t blocks, rp_thread_pool_task *task,
                        void *payload);

#endif
