#include "base/content-hash.h"

#include <bit>
#include <cstring>

#include "base/mix-bits.h"

namespace codeshell {
namespace {

constexpr uint64_t kFirst = 0x87C37B91114253D5u;
constexpr uint64_t kSecond = 0x4CF5AD432745937Fu;

uint64_t scrambleLow(uint64_t block) { return std::rotl(block * kFirst, 31) * kSecond; }
uint64_t scrambleHigh(uint64_t block) { return std::rotl(block * kSecond, 33) * kFirst; }

class ContentHasher {
 public:
  /// Whole blocks of 16 bytes.
  void addBlocks(const uint8_t* data, size_t count) {
    for (size_t block = 0; block < count; block++, data += 16) {
      low_ ^= scrambleLow(loadWord(data));
      low_ = (std::rotl(low_, 27) + high_) * 5 + 0x52DCE729;
      high_ ^= scrambleHigh(loadWord(data + 8));
      high_ = (std::rotl(high_, 31) + low_) * 5 + 0x38495AB5;
    }
    size_ += count * 16;
  }

  /// The last bytes, fewer than 16.
  ContentHash finish(const uint8_t* data, size_t size) {
    uint8_t last[16] = {};
    if (size > 0) std::memcpy(last, data, size);
    high_ ^= scrambleHigh(loadWord(last + 8));
    low_ ^= scrambleLow(loadWord(last));
    size_ += size;
    low_ ^= size_;
    high_ ^= size_;
    low_ += high_;
    high_ += low_;
    low_ = mixBits(low_);
    high_ = mixBits(high_);
    low_ += high_;
    high_ += low_;
    return {low_, high_};
  }

 private:
  uint64_t low_ = 0;
  uint64_t high_ = 0;
  uint64_t size_ = 0;
};

bool isSpace(uint8_t byte) { return byte == ' ' || (byte >= '\t' && byte <= '\r'); }

}  // namespace

ContentHash hashContent(const uint8_t* data, size_t size) {
  ContentHasher hasher;
  hasher.addBlocks(data, size / 16);
  return hasher.finish(data + size / 16 * 16, size % 16);
}

ContentHash hashContentWithoutSpacing(const uint8_t* data, size_t size) {
  ContentHasher hasher;
  uint8_t buffer[4096];
  size_t used = 0;
  bool hasText = false;
  bool afterSpace = false;
  for (size_t position = 0; position < size; position++) {
    if (isSpace(data[position])) {
      afterSpace = true;
      continue;
    }
    if (used + 2 > sizeof buffer) {
      const size_t blocks = used / 16;
      hasher.addBlocks(buffer, blocks);
      used -= blocks * 16;
      std::memmove(buffer, buffer + blocks * 16, used);
    }
    if (afterSpace && hasText) buffer[used++] = ' ';
    buffer[used++] = data[position];
    hasText = true;
    afterSpace = false;
  }
  hasher.addBlocks(buffer, used / 16);
  return hasher.finish(buffer + used / 16 * 16, used % 16);
}

}  // namespace codeshell
