/**
 * What every host adds to the environment of the inference process, which must know it before its first line runs.
 *
 * One thread in libuv's pool: the library evaluates each batch on whichever pool thread is free, and llama.cpp starts its compute
 * threads anew for each batch, on the cores where the threads before are still warm. On two cores, two compute threads with four pool
 * threads generated 75 tokens a second, and 308 with one (26 M parameters; the number of threads in the process is the same). What
 * the process reads while it evaluates must not wait for that thread: headers are read without the pool.
 */
export const inferenceEnvironment = { UV_THREADPOOL_SIZE: '1' } as const
