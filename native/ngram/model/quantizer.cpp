#include "ngram/model/quantizer.h"

#include <algorithm>

namespace codeshell {
namespace {

constexpr size_t kBinCount = 1 << 16;
constexpr size_t kValueCount = 255;
constexpr int kRounds = 20;

}  // namespace

void NgramQuantizer::widen(float value) {
  low_ = hasValues_ ? std::min(low_, value) : value;
  high_ = hasValues_ ? std::max(high_, value) : value;
  hasValues_ = true;
}

void NgramQuantizer::startHistogram() {
  counts_.assign(kBinCount, 0);
  sums_.assign(kBinCount, 0);
  codes_.assign(kBinCount, 1);
  const double range = static_cast<double>(high_) - low_;
  binsPerUnit_ = range > 0 ? (kBinCount - 1) / range : 0;
}

size_t NgramQuantizer::binOf(float value) const {
  const double bin = (static_cast<double>(value) - low_) * binsPerUnit_;
  return bin <= 0 ? 0 : std::min(static_cast<size_t>(bin), kBinCount - 1);
}

void NgramQuantizer::add(float value) {
  const size_t bin = binOf(value);
  counts_[bin]++;
  sums_[bin] += value;
}

void NgramQuantizer::finish() {
  uint64_t total = 0;
  for (const uint64_t count : counts_) total += count;
  // The first bin after each part.
  std::vector<size_t> ends;
  uint64_t gathered = 0;
  for (size_t bin = 0; bin < kBinCount; bin++) {
    if (counts_[bin] == 0) continue;
    gathered += counts_[bin];
    const bool isFull = gathered * kValueCount >= (ends.size() + 1) * total;
    if (isFull && ends.size() + 1 < kValueCount) ends.push_back(bin + 1);
  }
  if (ends.empty() || ends.back() < kBinCount) ends.push_back(kBinCount);
  std::vector<double> centres(ends.size(), low_);
  for (int round = 0; round < kRounds; round++) {
    size_t begin = 0;
    for (size_t part = 0; part < ends.size(); part++) {
      uint64_t count = 0;
      double sum = 0;
      for (size_t bin = begin; bin < ends[part]; bin++) {
        count += counts_[bin];
        sum += sums_[bin];
      }
      if (count > 0) {
        centres[part] = sum / static_cast<double>(count);
      } else if (part > 0) {
        centres[part] = centres[part - 1];
      }
      begin = ends[part];
    }
    if (round + 1 == kRounds) break;
    for (size_t part = 0; part + 1 < ends.size(); part++) {
      ends[part] = binOf(static_cast<float>((centres[part] + centres[part + 1]) / 2)) + 1;
    }
  }
  size_t begin = 0;
  for (size_t part = 0; part < ends.size(); part++) {
    codebook_[part + 1] = static_cast<float>(centres[part]);
    for (size_t bin = begin; bin < ends[part]; bin++) codes_[bin] = static_cast<uint8_t>(part + 1);
    begin = std::max(begin, ends[part]);
  }
}

}  // namespace codeshell
