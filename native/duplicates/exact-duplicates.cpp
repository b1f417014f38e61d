#include "duplicates/exact-duplicates.h"

#include <algorithm>
#include <cstring>
#include <numeric>
#include <utility>

namespace codeshell {
namespace {

constexpr size_t kHashBytes = 16;

}  // namespace

void storeContentHash(const ContentHash& hash, uint8_t* bytes) {
  for (size_t byte = 0; byte < 8; byte++) {
    bytes[byte] = static_cast<uint8_t>(hash.low >> (byte * 8));
    bytes[byte + 8] = static_cast<uint8_t>(hash.high >> (byte * 8));
  }
}

std::vector<uint32_t> findExactDuplicates(const std::vector<uint8_t>& hashes, const std::vector<double>& ranks,
                                          const CancelSwitch& cancelled) {
  const size_t count = hashes.size() / kHashBytes;
  if (count >= UINT32_MAX) throw DuplicateError(kIndexStateError, "There are more documents than 32 bits can number.");
  std::vector<uint32_t> order(count);
  std::iota(order.begin(), order.end(), uint32_t{0});
  const auto compare = [&](uint32_t first, uint32_t second) {
    return std::memcmp(hashes.data() + first * kHashBytes, hashes.data() + second * kHashBytes, kHashBytes);
  };
  std::sort(order.begin(), order.end(), [&](uint32_t first, uint32_t second) {
    const int difference = compare(first, second);
    if (difference != 0) return difference < 0;
    return ranks.empty() ? first < second : std::pair(ranks[first], first) < std::pair(ranks[second], second);
  });
  throwIfCancelled(cancelled);
  std::vector<uint32_t> kept(count);
  for (size_t place = 0; place < count; place++) {
    const bool isFirst = place == 0 || compare(order[place - 1], order[place]) != 0;
    kept[order[place]] = isFirst ? order[place] : kept[order[place - 1]];
  }
  return kept;
}

}  // namespace codeshell
