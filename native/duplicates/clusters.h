#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "base/cancel-switch.h"
#include "duplicates/error.h"
#include "duplicates/index.h"
#include "duplicates/union-find.h"

namespace codeshell {

inline constexpr uint32_t kNoDocument = UINT32_MAX;

/// What a search found, by ascending id.
///
/// One document of each cluster is kept: the one with the smallest rank; of those, the one with the smallest
/// fingerprint of its bytes, so that it does not depend on the ids; of those, the one with the smallest id. Without
/// ranks it is the one with the smallest id.
class DuplicateClusters {
 public:
  /// `ranks` by ascending id, or empty.
  DuplicateClusters(const std::vector<uint32_t>& ids, const std::vector<uint64_t>& fingerprints, UnionFind& components,
                    const std::vector<double>& ranks);

  /// Fills `estimated`. Reads the signatures column by column, from first to last.
  void estimate(DuplicateIndex& index, size_t chunkCount, const CancelSwitch& cancelled);

  std::vector<uint32_t> ids;
  /// The smallest id of the cluster.
  std::vector<uint32_t> clusters;
  /// The id of the kept document of the cluster, `kNoDocument` for itself.
  std::vector<uint32_t> duplicateOf;
  /// Share of equal numbers in the two signatures; NaN for kept documents.
  std::vector<float> estimated;
  /// 1 for duplicates with the same bytes, otherwise NaN.
  std::vector<float> exact;
  /// Places of the duplicates in the arrays above, those of one cluster together, and the places of their kept
  /// documents.
  std::vector<uint32_t> duplicates;
  std::vector<uint32_t> originals;

 private:
  /// Index in the search of each place.
  std::vector<uint32_t> order_;
};

}  // namespace codeshell
