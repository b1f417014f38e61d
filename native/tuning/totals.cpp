#include "tuning/totals.h"

namespace codeshell {
namespace {

void addAmount(Amount& amount, const Amount& difference) {
  amount.documents += difference.documents;
  amount.bytes += difference.bytes;
}

template <typename Number>
void addEach(std::vector<Number>& counts, const std::vector<Number>& differences) {
  for (size_t bin = 0; bin < counts.size(); bin++) counts[bin] += differences[bin];
}

}  // namespace

void BinTotals::add(const BinTotals& difference) {
  addEach(documents, difference.documents);
  addEach(bytes, difference.bytes);
}

Totals Totals::makeEmpty() const {
  Totals empty;
  empty.rules.resize(rules.size());
  empty.bins.resize(bins.size());
  for (size_t slot = 0; slot < bins.size(); slot++) {
    empty.bins[slot].documents.resize(bins[slot].documents.size());
    empty.bins[slot].bytes.resize(bins[slot].bytes.size());
  }
  return empty;
}

void Totals::add(const Totals& difference) {
  for (size_t rule = 0; rule < rules.size(); rule++) {
    addAmount(rules[rule].dropped, difference.rules[rule].dropped);
    addAmount(rules[rule].alone, difference.rules[rule].alone);
    addAmount(rules[rule].first, difference.rules[rule].first);
  }
  for (size_t slot = 0; slot < bins.size(); slot++) bins[slot].add(difference.bins[slot]);
}

}  // namespace codeshell
