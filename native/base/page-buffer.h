#pragma once

#include <cstddef>
#include <cstdint>
#include <utility>

namespace codeshell {

/// Memory straight from the system, which goes back to it at once.
///
/// The allocators of C libraries keep large blocks that were freed, each thread its own, so that a program which works
/// in stages holds the memory of several at a time. For a few large blocks; each takes whole pages.
class PageBuffer {
 public:
  enum class Access {
    kSequential,
    /// In pages of 2 MiB where the system gives them: those of 4 KiB are too many for the processor to remember.
    kRandom,
  };

  PageBuffer() = default;
  /// Throws std::bad_alloc. The content is zero.
  explicit PageBuffer(size_t limbCount, Access access = Access::kSequential);
  ~PageBuffer() { release(); }
  PageBuffer(PageBuffer&& other) noexcept
      : limbs_(std::exchange(other.limbs_, nullptr)), limbCount_(std::exchange(other.limbCount_, 0)) {}
  PageBuffer& operator=(PageBuffer&& other) noexcept {
    std::swap(limbs_, other.limbs_);
    std::swap(limbCount_, other.limbCount_);
    return *this;
  }
  PageBuffer(const PageBuffer&) = delete;
  PageBuffer& operator=(const PageBuffer&) = delete;

  uint64_t* get() const { return limbs_; }
  size_t size() const { return limbCount_; }
  bool isEmpty() const { return limbs_ == nullptr; }
  void release() noexcept;

 private:
  uint64_t* limbs_ = nullptr;
  size_t limbCount_ = 0;
};

}  // namespace codeshell
