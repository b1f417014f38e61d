#include "base/thread-priority.h"

#if defined(_WIN32)
#include <windows.h>
#elif defined(__APPLE__)
#include <pthread.h>
#else
#include <sched.h>
#endif

namespace codeshell {

bool enterBackground() {
#if defined(_WIN32)
  return SetThreadPriority(GetCurrentThread(), THREAD_PRIORITY_LOWEST) != 0;
#elif defined(__APPLE__)
  // The class below, "background", also slows down every access to the disk.
  return pthread_set_qos_class_self_np(QOS_CLASS_UTILITY, 0) == 0;
#else
  // The lowest nice value alone would not do: a thread that wakes up waits for the end of a slice of such a thread,
  // some milliseconds, and is not placed where one runs although the processor is as good as idle.
  const sched_param parameters{};
  return sched_setscheduler(0, SCHED_IDLE, &parameters) == 0;
#endif
}

}  // namespace codeshell
