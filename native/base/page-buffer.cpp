#include "base/page-buffer.h"

#include <new>

#if defined(_WIN32)
#define NOMINMAX
#include <windows.h>
#else
#include <sys/mman.h>
#endif

namespace codeshell {

PageBuffer::PageBuffer(size_t limbCount, [[maybe_unused]] Access access) : limbCount_(limbCount) {
  if (limbCount == 0) return;
  const size_t bytes = limbCount * sizeof(uint64_t);
#if defined(_WIN32)
  void* const memory = VirtualAlloc(nullptr, bytes, MEM_RESERVE | MEM_COMMIT, PAGE_READWRITE);
  if (memory == nullptr) throw std::bad_alloc();
#else
  void* const memory = mmap(nullptr, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (memory == MAP_FAILED) throw std::bad_alloc();
#if defined(MADV_HUGEPAGE)
  // A wish: where it is refused, the memory is slower.
  if (access == Access::kRandom) madvise(memory, bytes, MADV_HUGEPAGE);
#endif
#endif
  limbs_ = static_cast<uint64_t*>(memory);
}

void PageBuffer::release() noexcept {
  if (limbs_ == nullptr) return;
#if defined(_WIN32)
  VirtualFree(limbs_, 0, MEM_RELEASE);
#else
  munmap(limbs_, limbCount_ * sizeof(uint64_t));
#endif
  limbs_ = nullptr;
  limbCount_ = 0;
}

}  // namespace codeshell
