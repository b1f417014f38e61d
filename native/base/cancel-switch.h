#pragma once

#include <atomic>
#include <exception>

namespace codeshell {

/// Thrown out of work that its caller cancelled.
class Cancelled : public std::exception {
 public:
  const char* what() const noexcept override { return "cancelled"; }
};

using CancelSwitch = std::atomic<bool>;

/// For work that nobody cancels.
inline const CancelSwitch kNeverCancelled{false};

inline void throwIfCancelled(const CancelSwitch& cancelled) {
  if (cancelled.load(std::memory_order_relaxed)) throw Cancelled();
}

}  // namespace codeshell
