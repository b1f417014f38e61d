#include "tuning/binning.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <stdexcept>
#include <string>
#include <utility>

namespace codeshell {
namespace {

uint32_t bitsOf(float value) {
  uint32_t bits;
  std::memcpy(&bits, &value, sizeof bits);
  return bits;
}

float valueOf(uint32_t bits) {
  float value;
  std::memcpy(&value, &bits, sizeof value);
  return value;
}

}  // namespace

Binning::Binning(std::vector<double> edges) : edges_(std::move(edges)), guesses_(size_t{1} << 16) {
  if (edges_.size() < 2 || edges_.size() - 1 > kMostBins) {
    throw std::out_of_range("there are " + std::to_string(edges_.size()) + " edges; there can be 2 to " +
                            std::to_string(kMostBins + 1));
  }
  for (size_t index = 0; index < edges_.size(); index++) {
    if (!std::isfinite(edges_[index]) || (index > 0 && edges_[index] < edges_[index - 1])) {
      throw std::out_of_range("edges[" + std::to_string(index) + "] is " + std::to_string(edges_[index]) +
                              "; edges are finite and ascend");
    }
  }
  const auto last = static_cast<ptrdiff_t>(edges_.size()) - 2;
  for (uint32_t half = 0; half < guesses_.size(); half++) {
    // The lowest value of those that are negative has all lower bits set.
    const float value = valueOf(half << 16 | (half >= 0x8000 ? 0xffff : 0));
    if (std::isnan(value)) continue;
    const ptrdiff_t bin = std::upper_bound(edges_.begin(), edges_.end(), value) - edges_.begin() - 1;
    guesses_[half] = static_cast<uint16_t>(std::clamp<ptrdiff_t>(bin, 0, last));
  }
}

uint16_t Binning::find(float value) const {
  const auto bins = static_cast<uint16_t>(edges_.size() - 1);
  if (value >= edges_.front() && value <= edges_.back() && !std::isinf(value)) {
    uint16_t bin = guesses_[bitsOf(value) >> 16];
    while (bin < bins - 1 && value >= edges_[bin + 1u]) bin++;
    return bin;
  }
  if (std::isnan(value)) return static_cast<uint16_t>(bins + 2);
  return value < edges_.front() ? bins : static_cast<uint16_t>(bins + 1);
}

}  // namespace codeshell
