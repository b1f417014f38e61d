#include "base/run-threads.h"

#include <exception>
#include <system_error>
#include <thread>
#include <vector>

namespace codeshell {

void runThreads(unsigned count, const std::function<void(unsigned index)>& work) {
  std::vector<std::exception_ptr> failures(count);
  const auto guarded = [&](unsigned index) {
    try {
      work(index);
    } catch (...) {
      failures[index] = std::current_exception();
    }
  };
  std::vector<std::thread> threads;
  threads.reserve(count);
  unsigned started = 1;
  try {
    for (; started < count; started++) threads.emplace_back(guarded, started);
  } catch (const std::system_error&) {
    for (; started < count; started++) guarded(started);
  }
  guarded(0);
  for (std::thread& thread : threads) thread.join();
  for (const std::exception_ptr& failure : failures) {
    if (failure != nullptr) std::rethrow_exception(failure);
  }
}

}  // namespace codeshell
