#include "tuning/crossfilter.h"

#include <algorithm>
#include <stdexcept>
#include <string>
#include <utility>

#include "base/prefetch.h"
#include "tuning/binning.h"
#include "tuning/document-ranges.h"

namespace codeshell {
namespace {

/// How far ahead documents of an order are fetched from memory: their places are as good as random.
constexpr size_t kAhead = 24;

/// Counting all documents anew reads memory in order, which takes as long as following a fraction of them in any order.
constexpr size_t kRecountShare = 6;

/// Adds (1) or takes away (-1) a document that became kept or dropped.
inline void countBins(const uint16_t* row, int32_t sign, const std::vector<uint32_t>& slots,
                      const std::vector<uint32_t>& weighed, Totals& totals) {
  const uint16_t* const bins = DocumentRows::binsOf(row);
  for (const uint32_t slot : slots) totals.bins[slot].documents[bins[slot]] += sign;
  for (const uint32_t slot : weighed) {
    totals.bins[slot].bytes[bins[slot]] += sign * static_cast<int64_t>(DocumentRows::sizeOf(row));
  }
}

std::vector<uint32_t> listPlacesBefore(const std::vector<RuleInForce>& rules, size_t ruleCount) {
  if (rules.size() > Crossfilter::kMostRules) {
    throw std::out_of_range("there are " + std::to_string(rules.size()) + " rules; there can be " +
                            std::to_string(Crossfilter::kMostRules));
  }
  std::vector<uint32_t> before;
  std::vector<bool> isTaken(ruleCount);
  for (const RuleInForce& rule : rules) {
    before.push_back(rule.before);
    if (rule.before == kNoRule) continue;
    if (rule.before >= ruleCount || isTaken[rule.before]) {
      throw std::out_of_range("rule " + std::to_string(before.size() - 1) + " was at place " +
                              std::to_string(rule.before) + ", where there is none or one that is named twice");
    }
    isTaken[rule.before] = true;
  }
  return before;
}

/// Whether every rule has the place that it had, and those that came are the last.
bool keepsPlaces(const std::vector<uint32_t>& before, size_t ruleCount) {
  if (before.size() < ruleCount) return false;
  for (size_t place = 0; place < before.size(); place++) {
    if (before[place] != (place < ruleCount ? place : kNoRule)) return false;
  }
  return true;
}

}  // namespace

/// What one rule begins and ceases to drop.
struct Crossfilter::Change {
  uint32_t place = 0;
  std::vector<Stretch> stretches;
  size_t documentCount = 0;
};

Crossfilter::Crossfilter(const double* sizesBytes, size_t documentCount)
    : rows_(sizesBytes, documentCount), masks_(documentCount, 0) {
  for (size_t document = 0; document < documentCount; document++) {
    totalBytes_ += DocumentRows::sizeOf(rows_.of(document));
  }
}

void Crossfilter::setRules(const std::vector<RuleInForce>& rules) {
  const std::vector<uint32_t> before = listPlacesBefore(rules, ruleCount());
  const std::vector<Change> changes = listRuleChanges(rules, before);
  size_t distance = 0;
  for (const Change& change : changes) distance += change.documentCount;
  const bool moves = !keepsPlaces(before, ruleCount()) || RuleMasks::wordsFor(rules.size()) != masks_.wordCount();
  std::vector<std::vector<DropSegment>> segments;
  for (const RuleInForce& rule : rules) segments.push_back(rule.drops.segments);
  totals_.rules.reserve(rules.size());
  // Nothing has changed yet, should the memory not do.
  if (moves) masks_ = masks_.move(before);
  totals_.rules.resize(rules.size());
  segments_ = std::move(segments);
  if (moves || distance > documentCount() / kRecountShare) {
    for (const Change& change : changes) mark(change);
    recount();
  } else {
    for (const Change& change : changes) follow(change);
  }
}

std::vector<Crossfilter::Change> Crossfilter::listRuleChanges(const std::vector<RuleInForce>& rules,
                                                              const std::vector<uint32_t>& before) const {
  std::vector<Change> changes;
  for (uint32_t place = 0; place < rules.size(); place++) {
    const DropList& drops = rules[place].drops;
    checkSegments(drops);
    Change change;
    change.place = place;
    const std::vector<DropSegment> none;
    listChanges(before[place] == kNoRule ? none : segments_[before[place]], drops, change.stretches);
    checkIds(change.stretches, documentCount());
    for (const Stretch& stretch : change.stretches) change.documentCount += stretch.count;
    if (change.documentCount > 0) changes.push_back(std::move(change));
  }
  return changes;
}

void Crossfilter::follow(const Change& change) {
  const auto followPart = [&](const Stretch& part, Totals& difference) {
    if (masks_.wordCount() == 1) {
      followStretch<true>(part, change.place, difference);
    } else {
      followStretch<false>(part, change.place, difference);
    }
  };
  for (const Stretch& stretch : change.stretches) {
    const unsigned threads = threadsFor(stretch.count);
    if (threads == 1) {
      followPart(stretch, totals_);
      continue;
    }
    std::vector<Totals> differences(threads);
    forEachRange(stretch.count, threads, [&](unsigned thread, size_t from, size_t to) {
      Totals difference = totals_.makeEmpty();
      followPart({stretch.ids + from, to - from, stretch.drops}, difference);
      differences[thread] = std::move(difference);
    });
    for (const Totals& difference : differences) totals_.add(difference);
  }
}

template <bool kIsOneWord>
void Crossfilter::followStretch(const Stretch& stretch, uint32_t place, Totals& difference) const {
  const int32_t sign = stretch.drops ? 1 : -1;
  RuleTotals own;
  for (size_t index = 0; index < stretch.count; index++) {
    if (index + kAhead < stretch.count) {
      const uint32_t next = stretch.ids[index + kAhead];
      prefetch(masks_.of(next));
      prefetch(rows_.of(next));
    }
    const uint32_t document = stretch.ids[index];
    const uint16_t* const row = rows_.of(document);
    const uint32_t sizeBytes = DocumentRows::sizeOf(row);
    const OtherRules others = changeMask<kIsOneWord>(masks_.of(document), masks_.wordCount(), place, stretch.drops);
    own.dropped.add(sign, sizeBytes);
    if (others.first == kNoRule) {
      own.alone.add(sign, sizeBytes);
      own.first.add(sign, sizeBytes);
      countBins(row, -sign, slots_, weighedSlots_, difference);
      continue;
    }
    if (others.isSingle) difference.rules[others.first].alone.add(-sign, sizeBytes);
    if (place < others.first) {
      own.first.add(sign, sizeBytes);
      difference.rules[others.first].first.add(-sign, sizeBytes);
    }
  }
  RuleTotals& rule = difference.rules[place];
  for (const auto part : {&RuleTotals::dropped, &RuleTotals::alone, &RuleTotals::first}) {
    (rule.*part).documents += (own.*part).documents;
    (rule.*part).bytes += (own.*part).bytes;
  }
}

void Crossfilter::mark(const Change& change) {
  for (const Stretch& stretch : change.stretches) {
    forEachRange(stretch.count, threadsFor(stretch.count), [&](unsigned, size_t from, size_t to) {
      const uint32_t bit = uint32_t{1} << (change.place % 32);
      for (size_t index = from; index < to; index++) {
        if (index + kAhead < to) prefetch(masks_.of(stretch.ids[index + kAhead]));
        uint32_t& word = masks_.of(stretch.ids[index])[change.place / 32];
        word = stretch.drops ? word | bit : word & ~bit;
      }
    });
  }
}

void Crossfilter::recount() {
  const unsigned threads = threadsFor(documentCount());
  std::vector<Totals> counts(threads);
  forEachRange(documentCount(), threads, [&](unsigned thread, size_t from, size_t to) {
    Totals counted = totals_.makeEmpty();
    if (masks_.wordCount() == 1) {
      countRange<true>(from, to, counted);
    } else {
      countRange<false>(from, to, counted);
    }
    counts[thread] = std::move(counted);
  });
  totals_ = totals_.makeEmpty();
  for (const Totals& counted : counts) totals_.add(counted);
}

template <bool kIsOneWord>
void Crossfilter::countRange(size_t from, size_t to, Totals& counted) const {
  const size_t wordCount = kIsOneWord ? 1 : masks_.wordCount();
  for (size_t document = from; document < to; document++) {
    const uint16_t* const row = rows_.of(document);
    const uint32_t* const mask = masks_.of(document);
    const uint32_t sizeBytes = DocumentRows::sizeOf(row);
    RuleTotals* first = nullptr;
    bool isSingle = true;
    for (size_t word = 0; word < wordCount; word++) {
      for (uint32_t bits = mask[word]; bits != 0; bits &= bits - 1) {
        RuleTotals& rule = counted.rules[word * 32 + trailingZeros(bits)];
        rule.dropped.add(1, sizeBytes);
        if (first != nullptr) isSingle = false;
        if (first == nullptr) first = &rule;
      }
    }
    if (first == nullptr) {
      countBins(row, 1, slots_, weighedSlots_, counted);
      continue;
    }
    first->first.add(1, sizeBytes);
    if (isSingle) first->alone.add(1, sizeBytes);
  }
}

size_t Crossfilter::follow(const float* values, const std::vector<double>& edges, bool countsBytes) {
  const Binning binning(edges);
  const size_t slot = takeSlot();
  BinTotals empty;
  empty.documents.resize(binning.binCount());
  if (countsBytes) empty.bytes.resize(binning.binCount());
  const unsigned threads = threadsFor(documentCount());
  std::vector<BinTotals> wholes(threads, empty);
  std::vector<BinTotals> kept(threads, empty);
  forEachRange(documentCount(), threads, [&](unsigned thread, size_t from, size_t to) {
    for (size_t document = from; document < to; document++) {
      const uint16_t bin = binning.find(values[document]);
      uint16_t* const row = rows_.of(document);
      DocumentRows::binsOf(row)[slot] = bin;
      const uint32_t* const mask = masks_.of(document);
      const bool isKept = std::all_of(mask, mask + masks_.wordCount(), [](uint32_t word) { return word == 0; });
      wholes[thread].documents[bin]++;
      kept[thread].documents[bin] += isKept;
      if (!countsBytes) continue;
      const uint32_t sizeBytes = DocumentRows::sizeOf(row);
      wholes[thread].bytes[bin] += sizeBytes;
      kept[thread].bytes[bin] += isKept ? sizeBytes : 0;
    }
  });
  whole_[slot] = empty;
  totals_.bins[slot] = empty;
  for (unsigned thread = 0; thread < threads; thread++) {
    whole_[slot].add(wholes[thread]);
    totals_.bins[slot].add(kept[thread]);
  }
  listSlots();
  return slot;
}

void Crossfilter::unfollow(size_t slot) {
  requireSlot(slot);
  totals_.bins[slot] = {};
  whole_[slot] = {};
  listSlots();
}

const BinTotals& Crossfilter::keptOf(size_t slot) const {
  requireSlot(slot);
  return totals_.bins[slot];
}

const BinTotals& Crossfilter::wholeOf(size_t slot) const {
  requireSlot(slot);
  return whole_[slot];
}

void Crossfilter::requireSlot(size_t slot) const {
  if (slot < whole_.size() && !whole_[slot].documents.empty()) return;
  throw std::out_of_range("slot " + std::to_string(slot) + " is not followed");
}

/// The first that is free, with room for it in the rows.
size_t Crossfilter::takeSlot() {
  size_t slot = 0;
  while (slot < whole_.size() && !whole_[slot].documents.empty()) slot++;
  if (slot >= kMostSlots) {
    throw std::out_of_range("more than " + std::to_string(kMostSlots) + " distributions are followed");
  }
  rows_.reserve(slot + 1);
  if (slot == whole_.size()) {
    whole_.emplace_back();
    totals_.bins.emplace_back();
  }
  return slot;
}

void Crossfilter::listSlots() {
  slots_.clear();
  weighedSlots_.clear();
  for (uint32_t slot = 0; slot < whole_.size(); slot++) {
    if (!whole_[slot].documents.empty()) slots_.push_back(slot);
    if (!whole_[slot].bytes.empty()) weighedSlots_.push_back(slot);
  }
}

}  // namespace codeshell
