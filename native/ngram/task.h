#pragma once

#include <cstdint>
#include <functional>

#include "base/cancel-switch.h"

namespace codeshell {

/// How a long task hears of its end and tells how far it is. One thread at a time reports progress.
struct NgramTask {
  const CancelSwitch* cancelled = &kNeverCancelled;
  /// Name of the stage and the share of it that is done, from 0 to 1.
  std::function<void(const char* stage, double fraction)> onProgress;
  /// At least 1.
  unsigned threadCount = 1;

  void throwIfCancelled() const { codeshell::throwIfCancelled(*cancelled); }

  /// For loops over records: looks at the flag once in 65,536 calls with ascending numbers.
  void throwIfCancelledAt(uint64_t recordNumber) const {
    if ((recordNumber & 0xFFFF) == 0) throwIfCancelled();
  }

  void report(const char* stage, double fraction) const {
    if (onProgress) onProgress(stage, fraction);
  }
};

}  // namespace codeshell
