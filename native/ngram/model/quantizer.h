#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace codeshell {

/// The values of 8-bit codes. Code 0 has its own meaning: a blank for probabilities, exactly 0 for back-offs.
using NgramCodebook = std::array<float, 256>;

/// Chooses up to 255 values that stand for many with a small squared error: the histogram of the values, cut into parts
/// with as many values each, and then Lloyd's algorithm (Lloyd 1982). KenLM stops at the first step.
class NgramQuantizer {
 public:
  void widen(float value);
  /// After all values have been given to `widen`.
  void startHistogram();
  void add(float value);
  void finish();

  const NgramCodebook& codebook() const { return codebook_; }
  /// The code, from 1 on, for a value that was added.
  uint8_t codeOf(float value) const { return codes_[binOf(value)]; }

 private:
  size_t binOf(float value) const;

  bool hasValues_ = false;
  float low_ = 0;
  float high_ = 0;
  double binsPerUnit_ = 0;
  std::vector<uint64_t> counts_;
  std::vector<double> sums_;
  std::vector<uint8_t> codes_;
  NgramCodebook codebook_{};
};

}  // namespace codeshell
