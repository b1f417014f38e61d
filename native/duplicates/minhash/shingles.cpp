#include "duplicates/minhash/shingles.h"

#include <algorithm>

#include "base/content-hash.h"
#include "duplicates/minhash/hash.h"
#include "duplicates/minhash/word-count.h"

namespace codeshell {

MinHashShingles::MinHashShingles(const MinHashOptions& options, const MinHashKernel& kernel)
    : options_(options), kernel_(kernel), tokens_(kCapacity + options.shingleLength - 1) {
  for (uint32_t token = 0; token < options.shingleLength; token++) leavingMultiplier_ *= kShingleMultiplier;
}

void MinHashShingles::start(const uint8_t* data, size_t size) {
  data_ = data;
  size_ = size;
  carried_ = 0;
  isWhole_ = !hasWords(options_.tokens, data, size, options_.shingleLength);
  const TextSpan text = isWhole_ ? TextSpan{data, 0} : text_.prepare(options_.tokens, data, size);
  scan_ = {text.data, text.size};
  scan_.isFinished = isWhole_;
}

size_t MinHashShingles::read(uint64_t* shingles) {
  if (isWhole_) {
    isWhole_ = false;
    shingles[0] = hashShortDocument(data_, size_);
    return 1;
  }
  const size_t length = options_.shingleLength;
  const auto hash = options_.tokens == TokenKind::kWords ? kernel_.hashWords : kernel_.hashTokens;
  size_t tokenCount = carried_;
  while (!scan_.isFinished && tokens_.size() - tokenCount >= kMinTokenCapacity) {
    tokenCount += hash(scan_, tokens_.data() + tokenCount, tokens_.size() - tokenCount);
  }
  if (tokenCount < length) return 0;
  // A polynomial of the tokens' hashes modulo 2^64, kept up while the window moves.
  uint64_t sum = 0;
  for (size_t token = 0; token + 1 < length; token++) sum = sum * kShingleMultiplier + tokens_[token];
  const size_t shingleCount = tokenCount - length + 1;
  uint64_t leaving = 0;
  for (size_t index = 0; index < shingleCount; index++) {
    sum = sum * kShingleMultiplier + (tokens_[index + length - 1] - leaving);
    leaving = tokens_[index] * leavingMultiplier_;
    shingles[index] = mixBits(sum);
  }
  std::copy(tokens_.begin() + static_cast<ptrdiff_t>(shingleCount),
            tokens_.begin() + static_cast<ptrdiff_t>(tokenCount), tokens_.begin());
  carried_ = length - 1;
  return shingleCount;
}

uint64_t hashShortDocument(const uint8_t* data, size_t size) { return hashContent(data, size).low; }

}  // namespace codeshell
