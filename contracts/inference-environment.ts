/**
 * What every host adds to the environment of the inference process, which must know it before its first line runs.
 *
 * llama.cpp's compute threads belong to the thread that calls it: with OpenMP each of libuv's pool threads that ever evaluates a batch
 * keeps a team of its own, and the teams of the others go on spinning. One pool thread means one team; what the process reads from
 * disk while it evaluates therefore must not use the pool.
 */
export const inferenceEnvironment = { UV_THREADPOOL_SIZE: '1' } as const
