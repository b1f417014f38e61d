#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "tuning/document-rows.h"
#include "tuning/drop-list.h"
#include "tuning/rule-masks.h"
#include "tuning/totals.h"

namespace codeshell {

/// A rule of the next set.
struct RuleInForce {
  /// The place it has in the present set, where it drops by the same order; kNoRule for a new one.
  uint32_t before;
  DropList drops;
};

/// Keeps, for every document, which rules drop it, and all totals that follow from it, up to date while rules move.
///
/// A change of a bound touches only the documents between its old and its new place in the signal's order. (Square:
/// Crossfilter, 2012. Deviations: a rule is a place in the words of a document's mask, so that the lowest bit is the
/// first rule that drops it; and a leap, which would touch most documents in any order, counts all of them anew in
/// theirs.) Works on all processors where that pays. Not for two threads at once.
class Crossfilter {
 public:
  static constexpr size_t kMostRules = 255;
  static constexpr size_t kMostSlots = 4096;

  /// Copies the sizes. Throws std::out_of_range for one that is not a whole number below 2^32.
  Crossfilter(const double* sizesBytes, size_t documentCount);

  size_t documentCount() const { return rows_.documentCount(); }
  /// Of all documents, whatever the rules say.
  int64_t totalBytes() const { return totalBytes_; }
  size_t ruleCount() const { return segments_.size(); }
  const RuleTotals& effectOf(size_t rule) const { return totals_.rules[rule]; }

  /// Makes these the rules in force, in this order. Throws std::out_of_range, and changes nothing, for segments that do
  /// not ascend, ids that no document has, places of rules that are not in force or come twice, and too many rules.
  void setRules(const std::vector<RuleInForce>& rules);

  /// Follows kept documents by the bins of the values; with `countsBytes` also their bytes.
  /// @param values one for each document; read by this call alone.
  /// @return its slot, which another one has after `unfollow`.
  size_t follow(const float* values, const std::vector<double>& edges, bool countsBytes);
  void unfollow(size_t slot);
  /// Throws std::out_of_range for a slot that is free.
  const BinTotals& keptOf(size_t slot) const;
  /// Of all documents, whatever the rules say.
  const BinTotals& wholeOf(size_t slot) const;

 private:
  struct Change;

  std::vector<Change> listRuleChanges(const std::vector<RuleInForce>& rules, const std::vector<uint32_t>& before) const;
  void follow(const Change& change);
  void mark(const Change& change);
  void recount();
  template <bool kIsOneWord>
  void followStretch(const Stretch& stretch, uint32_t place, Totals& difference) const;
  template <bool kIsOneWord>
  void countRange(size_t from, size_t to, Totals& counted) const;
  void requireSlot(size_t slot) const;
  size_t takeSlot();
  void listSlots();

  DocumentRows rows_;
  RuleMasks masks_;
  /// By rule.
  std::vector<std::vector<DropSegment>> segments_;
  Totals totals_;
  /// By slot, as `totals_.bins`.
  std::vector<BinTotals> whole_;
  /// Slots in use, and those of them whose bytes are counted.
  std::vector<uint32_t> slots_;
  std::vector<uint32_t> weighedSlots_;
  int64_t totalBytes_ = 0;
};

}  // namespace codeshell
