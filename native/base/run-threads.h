#pragma once

#include <functional>

namespace codeshell {

/// Runs `work(0)` to `work(count - 1)` at once, the first on this thread, and waits; rethrows what the first of them
/// threw. Where the system gives no more threads, this one does their work.
void runThreads(unsigned count, const std::function<void(unsigned index)>& work);

}  // namespace codeshell
