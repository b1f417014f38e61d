#pragma once

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "base/test/check.h"
#include "tuning/crossfilter.h"

namespace codeshell::test {

/// A rule as a test holds it.
struct ListedRule {
  std::vector<uint32_t> order;
  std::vector<DropSegment> segments;
  /// Its place in the crossfilter, where it has this order.
  uint32_t before = kNoRule;
};

/// What is followed, and where.
struct Followed {
  std::vector<float> values;
  std::vector<double> edges;
  bool countsBytes = false;
  size_t slot = 0;
};

inline std::vector<RuleInForce> toRules(std::vector<ListedRule>& listed) {
  std::vector<RuleInForce> rules;
  for (uint32_t place = 0; place < listed.size(); place++) {
    ListedRule& rule = listed[place];
    rules.push_back({rule.before, {rule.order.data(), rule.order.size(), rule.segments}});
  }
  return rules;
}

/// The places of rules that drop each document, in their order.
inline std::vector<std::vector<size_t>> listHits(const std::vector<ListedRule>& rules, size_t documentCount) {
  std::vector<std::vector<size_t>> hits(documentCount);
  for (size_t place = 0; place < rules.size(); place++) {
    for (const DropSegment& segment : rules[place].segments) {
      for (uint32_t index = segment.from; index < segment.to; index++) {
        if (index < segment.start || index >= segment.end) hits[rules[place].order[index]].push_back(place);
      }
    }
  }
  return hits;
}

inline size_t findBinPlainly(const std::vector<double>& edges, float value) {
  const size_t bins = edges.size() - 1;
  if (std::isnan(value)) return bins + 2;
  if (value < edges.front() || value == -INFINITY) return bins;
  if (value > edges.back() || value == INFINITY) return bins + 1;
  size_t bin = bins - 1;
  while (bin > 0 && value < edges[bin]) bin--;
  return bin;
}

inline void checkAmount(const Amount& actual, const Amount& expected, const char* what) {
  checkEqual(actual.documents, expected.documents, what);
  checkEqual(actual.bytes, expected.bytes, what);
}

inline void checkBins(const BinTotals& actual, const std::vector<Amount>& expected, bool countsBytes) {
  checkEqual(actual.documents.size(), expected.size(), "number of bins");
  checkEqual(actual.bytes.size(), countsBytes ? expected.size() : 0, "number of bins with bytes");
  for (size_t bin = 0; bin < expected.size(); bin++) {
    checkEqual(actual.documents[bin], expected[bin].documents, "documents of a bin");
    if (countsBytes) checkEqual(actual.bytes[bin], expected[bin].bytes, "bytes of a bin");
  }
}

/// Compares all totals with a count of every document.
inline void checkTotals(const Crossfilter& crossfilter, const std::vector<double>& sizes,
                        const std::vector<ListedRule>& rules, const std::vector<Followed>& followed) {
  const auto hits = listHits(rules, sizes.size());
  std::vector<RuleTotals> totals(rules.size());
  for (size_t document = 0; document < sizes.size(); document++) {
    const auto sizeBytes = static_cast<int64_t>(sizes[document]);
    for (const size_t rule : hits[document]) totals[rule].dropped.add(1, sizeBytes);
    if (hits[document].size() == 1) totals[hits[document][0]].alone.add(1, sizeBytes);
    if (!hits[document].empty()) totals[hits[document][0]].first.add(1, sizeBytes);
  }
  checkEqual(crossfilter.ruleCount(), rules.size(), "number of rules");
  for (size_t rule = 0; rule < rules.size(); rule++) {
    checkAmount(crossfilter.effectOf(rule).dropped, totals[rule].dropped, "dropped");
    checkAmount(crossfilter.effectOf(rule).alone, totals[rule].alone, "dropped alone");
    checkAmount(crossfilter.effectOf(rule).first, totals[rule].first, "dropped first");
  }
  for (const Followed& each : followed) {
    std::vector<Amount> whole(each.edges.size() + 2);
    std::vector<Amount> kept(each.edges.size() + 2);
    for (size_t document = 0; document < sizes.size(); document++) {
      const size_t bin = findBinPlainly(each.edges, each.values[document]);
      whole[bin].add(1, static_cast<int64_t>(sizes[document]));
      if (hits[document].empty()) kept[bin].add(1, static_cast<int64_t>(sizes[document]));
    }
    checkBins(crossfilter.wholeOf(each.slot), whole, each.countsBytes);
    checkBins(crossfilter.keptOf(each.slot), kept, each.countsBytes);
  }
}

}  // namespace codeshell::test
