#include "classifier/features.h"

#include <algorithm>
#include <array>
#include <cstring>

#include "base/mix-bits.h"

namespace codeshell {
namespace {

enum ByteKind : uint8_t { kSeparator, kWordByte, kSingle };

constexpr std::array<uint8_t, 256> makeByteKinds() {
  std::array<uint8_t, 256> kinds{};
  for (uint32_t byte = 0; byte < 256; byte++) {
    const bool isWord = (byte >= '0' && byte <= '9') || (byte >= 'A' && byte <= 'Z') || (byte >= 'a' && byte <= 'z') ||
                        byte == '_' || byte >= 0x80;
    kinds[byte] = isWord ? kWordByte : byte > 32 ? kSingle : kSeparator;
  }
  return kinds;
}

constexpr std::array<uint8_t, 256> kByteKinds = makeByteKinds();

constexpr uint64_t kOddMultiplier = 0x9E3779B97F4A7C15u;
/// Keeps parts of words apart from words.
constexpr uint64_t kPartSeed = 0x2545F4914F6CDD1Du;

/// 8 bytes at a time, the first in the lowest bits; missing ones are 0.
uint64_t hashBytes(const uint8_t* data, size_t size, uint64_t seed) {
  uint64_t hash = seed ^ size * kOddMultiplier;
  uint64_t value;
  for (; size >= 8; data += 8, size -= 8) {
    memcpy(&value, data, 8);
    hash = mixWord(hash, value);
  }
  if (size == 0) return hash;
  value = 0;
  for (size_t index = 0; index < size; index++) value |= uint64_t{data[index]} << (index * 8);
  return mixWord(hash, value);
}

}  // namespace

uint32_t ClassifierFeatureExtractor::toBucket(uint64_t hash) const {
  const uint64_t spread = (hash ^ hash >> 29) * 0xBF58476D1CE4E5B9u;
  return static_cast<uint32_t>((spread >> 32) * options_.buckets >> 32);
}

void ClassifierFeatureExtractor::extract(const uint8_t* data, size_t size, std::vector<uint32_t>& features) {
  size = static_cast<size_t>(std::min<uint64_t>(size, options_.maxDocumentBytes));
  sequences_.clear();
  for (size_t position = 0; position < size;) {
    const uint8_t kind = kByteKinds[data[position]];
    if (kind == kSeparator) {
      position++;
      continue;
    }
    size_t end = position + 1;
    if (kind == kWordByte) {
      while (end < size && kByteKinds[data[end]] == kWordByte) end++;
    }
    addWord(hashBytes(data + position, end - position, 0), features);
    if (kind == kWordByte && options_.maxCharacterNgram > 0) addParts(data + position, end - position, features);
    position = end;
  }
}

void ClassifierFeatureExtractor::addWord(uint64_t hash, std::vector<uint32_t>& features) {
  // The longest first, because each grows out of the next shorter one of the word before.
  if (sequences_.size() < options_.wordNgrams) sequences_.push_back(0);
  for (size_t length = sequences_.size(); length > 1; length--) {
    // Multiplied, so that the order of the words counts.
    sequences_[length - 1] = mixWord(sequences_[length - 2] * kOddMultiplier, hash);
    features.push_back(toBucket(sequences_[length - 1]));
  }
  sequences_[0] = hash;
  features.push_back(toBucket(hash));
}

void ClassifierFeatureExtractor::addParts(const uint8_t* word, size_t size, std::vector<uint32_t>& features) {
  marked_.assign(1, '<');
  marked_.insert(marked_.end(), word, word + size);
  marked_.push_back('>');
  starts_.clear();
  for (size_t position = 0; position < marked_.size(); position++) {
    if ((marked_[position] & 0xC0) != 0x80) starts_.push_back(position);
  }
  const size_t characterCount = starts_.size();
  starts_.push_back(marked_.size());
  for (size_t first = 0; first < characterCount; first++) {
    for (size_t length = options_.minCharacterNgram; length <= options_.maxCharacterNgram; length++) {
      if (first + length > characterCount) break;
      const bool isMark = length == 1 && (first == 0 || first + 1 == characterCount);
      if (isMark) continue;
      const size_t start = starts_[first];
      features.push_back(toBucket(hashBytes(&marked_[start], starts_[first + length] - start, kPartSeed)));
    }
  }
}

}  // namespace codeshell
