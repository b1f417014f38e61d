#pragma once

#include <algorithm>
#include <cstddef>
#include <thread>

#include "base/run-threads.h"

namespace codeshell {

/// Fewer documents than this are not worth the start of a thread.
inline constexpr size_t kDocumentsPerThread = size_t{1} << 15;

inline unsigned threadsFor(size_t count) {
  const size_t most = std::clamp<size_t>(std::thread::hardware_concurrency(), 1, 16);
  return static_cast<unsigned>(std::clamp<size_t>(count / kDocumentsPerThread, 1, most));
}

/// Splits 0 to `count` into one range for each thread and calls `work(thread, from, to)` for all at once.
template <typename Work>
void forEachRange(size_t count, unsigned threads, const Work& work) {
  runThreads(threads, [&](unsigned thread) { work(thread, count * thread / threads, count * (thread + 1) / threads); });
}

}  // namespace codeshell
