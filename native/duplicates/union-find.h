#pragma once

#include <cstddef>
#include <cstdint>
#include <numeric>
#include <vector>

namespace codeshell {

/// Disjoint sets of the numbers below `count` (Tarjan 1975), 4 bytes each. The smallest number of a set is its root, so
/// that the result does not depend on the order of the unions; path halving alone keeps the depth logarithmic.
class UnionFind {
 public:
  explicit UnionFind(size_t count) : parents_(count) { std::iota(parents_.begin(), parents_.end(), uint32_t{0}); }

  uint32_t find(uint32_t item) {
    while (parents_[item] != item) {
      parents_[item] = parents_[parents_[item]];
      item = parents_[item];
    }
    return item;
  }

  void unite(uint32_t first, uint32_t second) {
    first = find(first);
    second = find(second);
    if (first < second) {
      parents_[second] = first;
    } else {
      parents_[first] = second;
    }
  }

  size_t size() const { return parents_.size(); }

 private:
  std::vector<uint32_t> parents_;
};

}  // namespace codeshell
