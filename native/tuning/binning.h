#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace codeshell {

/// Finds the bins of values. Bin i holds edges[i] <= value < edges[i + 1], the last one also its upper edge; three more
/// hold what is below, above and missing (NaN). Infinite values lie outside of every axis.
class Binning {
 public:
  /// At least 2 edges, which are finite and ascend, of at most `kMostBins` bins; throws std::out_of_range otherwise.
  explicit Binning(std::vector<double> edges);

  static constexpr size_t kMostBins = UINT16_MAX - 2;
  /// With those for below, above and missing.
  size_t binCount() const { return edges_.size() + 2; }
  uint16_t find(float value) const;

 private:
  std::vector<double> edges_;
  /// By the upper half of a value's bits the bin of the lowest value that has it: at most a few bins below the right
  /// one, and found without a logarithm or a search per document.
  std::vector<uint16_t> guesses_;
};

}  // namespace codeshell
