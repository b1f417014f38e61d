#include "base/page-buffer.h"

#include <new>

#if defined(_WIN32)
#define NOMINMAX
#include <windows.h>
#else
#include <sys/mman.h>
#endif

namespace codeshell {

PageBuffer::PageBuffer(size_t limbCount) : limbCount_(limbCount) {
  if (limbCount == 0) return;
  const size_t bytes = limbCount * sizeof(uint64_t);
#if defined(_WIN32)
  void* const memory = VirtualAlloc(nullptr, bytes, MEM_RESERVE | MEM_COMMIT, PAGE_READWRITE);
  if (memory == nullptr) throw std::bad_alloc();
#else
  void* const memory = mmap(nullptr, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (memory == MAP_FAILED) throw std::bad_alloc();
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
