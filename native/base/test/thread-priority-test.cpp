#include "base/thread-priority.h"

#include <thread>

#include "base/test/check.h"

#if defined(__linux__)
#include <sched.h>
#endif

namespace codeshell::test {
namespace {

/// Whether the calling thread is in the background; true where the system is not asked.
bool isIdle() {
#if defined(__linux__)
  return sched_getscheduler(0) == SCHED_IDLE;
#else
  return true;
#endif
}

void testEnterBackground() {
  const bool wasIdle = isIdle();
  bool hasEntered = false;
  bool isThreadIdle = false;
  bool isChildIdle = false;
  std::thread([&] {
    hasEntered = enterBackground();
    isThreadIdle = isIdle();
    std::thread([&] { isChildIdle = isIdle(); }).join();
  }).join();
  check(hasEntered, "a thread enters the background");
  check(isThreadIdle, "it is idle");
  check(isChildIdle, "so are threads that it starts");
  check(isIdle() == wasIdle, "others are as before");
}

}  // namespace
}  // namespace codeshell::test

int main() {
  codeshell::test::testEnterBackground();
  return codeshell::test::reportChecks();
}
