#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace codeshell {

/// Documents and their bytes; a difference may be negative.
struct Amount {
  int64_t documents = 0;
  int64_t bytes = 0;

  void add(int64_t sign, int64_t sizeBytes) {
    documents += sign;
    bytes += sign * sizeBytes;
  }
};

/// What one rule does.
struct RuleTotals {
  /// Whatever other rules say.
  Amount dropped;
  /// By this rule and no other.
  Amount alone;
  /// By this rule and none before it.
  Amount first;
};

/// Kept documents by bin.
struct BinTotals {
  std::vector<int32_t> documents;
  std::vector<int64_t> bytes;

  /// Of the same form.
  void add(const BinTotals& difference);
};

/// All that is counted, or a difference of it that a thread found.
struct Totals {
  std::vector<RuleTotals> rules;
  /// By slot of the rows; `bytes` is empty where only documents are counted, both where the slot is free.
  std::vector<BinTotals> bins;

  /// Zero everywhere, of the same form.
  Totals makeEmpty() const;
  void add(const Totals& difference);
};

}  // namespace codeshell
