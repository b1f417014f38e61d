#include "duplicates/candidate-pairs.h"

#include <algorithm>
#include <utility>

namespace codeshell {
namespace {

/// Pairs in one block, whatever the number of their documents.
constexpr size_t kMaxPairs = size_t{1} << 16;
/// Pairs between two looks at the cancel switch.
constexpr uint64_t kPairsPerCheck = 65536;

uint32_t placeOf(const std::vector<uint32_t>& documents, uint32_t document) {
  return static_cast<uint32_t>(std::lower_bound(documents.begin(), documents.end(), document) - documents.begin());
}

}  // namespace

CandidatePairs::CandidatePairs(const std::vector<uint64_t>& fingerprints, std::vector<SignatureSketch> sketches,
                               const CandidateOptions& options)
    : fingerprints_(fingerprints),
      sketches_(std::move(sketches)),
      options_(options),
      pairs_(makeSorter(RecordSorter::Input::kKeys)) {}

std::unique_ptr<RecordSorter> CandidatePairs::makeSorter(RecordSorter::Input input) const {
  return std::make_unique<RecordSorter>(RecordSorter::Layout{1, 64, input},
                                        RecordSorter::Resources{options_.memoryBytes, *options_.folder});
}

void CandidatePairs::addBucket(std::vector<uint32_t>& bucket, UnionFind& verified, const CancelSwitch& cancelled) {
  std::sort(bucket.begin(), bucket.end(), [this](uint32_t first, uint32_t second) {
    return std::pair(fingerprints_[first], first) < std::pair(fingerprints_[second], second);
  });
  size_t distinct = 0;
  for (const uint32_t document : bucket) {
    if (distinct == 0 || fingerprints_[bucket[distinct - 1]] != fingerprints_[document]) {
      bucket[distinct++] = document;
      continue;
    }
    verified.unite(bucket[distinct - 1], document);
    if (options_.wantsAll) addPair(bucket[distinct - 1], document);
  }
  for (size_t second = 1; second < distinct; second++) {
    throwIfCancelled(cancelled);
    findPartners(bucket, second);
    for (const Partner& partner : partners_) addPair(bucket[partner.place], bucket[second]);
  }
}

void CandidatePairs::findPartners(const std::vector<uint32_t>& bucket, size_t place) {
  partners_.clear();
  const SignatureSketch& sketch = sketches_[bucket[place]];
  const size_t window = std::min(place, options_.wantsAll ? kWideWindow : kWindow);
  for (uint32_t other = 0; other < window; other++) {
    const uint32_t equalBits = countEqualBits(sketches_[bucket[other]], sketch);
    if (equalBits >= options_.leastEqualBits) partners_.push_back({equalBits, other});
  }
  if (options_.wantsAll || partners_.size() <= kFirst + kClosest) return;
  const auto rest = partners_.begin() + kFirst;
  std::nth_element(rest, rest + kClosest, partners_.end(), [](const Partner& first, const Partner& second) {
    return std::pair(second.equalBits, first.place) < std::pair(first.equalBits, second.place);
  });
  partners_.resize(kFirst + kClosest);
}

void CandidatePairs::addPair(uint32_t first, uint32_t second) {
  const auto [low, high] = std::minmax(first, second);
  const uint64_t pair = static_cast<uint64_t>(low) << 32 | high;
  pairs_->push(&pair);
}

void CandidatePairs::prepare(UnionFind& candidates, const CancelSwitch& cancelled) {
  std::vector<SignatureSketch>().swap(sketches_);
  pairs_->finish(cancelled);
  ordered_ = makeSorter(RecordSorter::Input::kRecords);
  while (const uint64_t* pair = pairs_->next()) {
    const auto first = static_cast<uint32_t>(*pair >> 32);
    const uint64_t record[2] = {static_cast<uint64_t>(candidates.find(first)) << 32 | (*pair & UINT32_MAX), first};
    ordered_->push(record);
    if (count_++ % kPairsPerCheck == 0) throwIfCancelled(cancelled);
  }
  pairs_.reset();
  ordered_->finish(cancelled);
}

CandidateBlock CandidatePairs::read(size_t maxDocuments, UnionFind& verified, const CancelSwitch& cancelled) {
  CandidateBlock block;
  std::vector<uint32_t>& documents = block.documents;
  const auto addDocument = [&documents](uint32_t document) {
    const auto place = std::lower_bound(documents.begin(), documents.end(), document);
    if (place == documents.end() || *place != document) documents.insert(place, document);
  };
  while (documents.size() + 2 <= maxDocuments && block.firsts.size() < kMaxPairs) {
    const uint64_t* const record = ordered_->next();
    if (record == nullptr) break;
    if (readCount_++ % kPairsPerCheck == 0) throwIfCancelled(cancelled);
    const auto first = static_cast<uint32_t>(record[1]);
    const auto second = static_cast<uint32_t>(record[0]);
    if (!options_.wantsAll && verified.find(first) == verified.find(second)) continue;
    block.firsts.push_back(first);
    block.seconds.push_back(second);
    addDocument(first);
    addDocument(second);
  }
  for (uint32_t& document : block.firsts) document = placeOf(documents, document);
  for (uint32_t& document : block.seconds) document = placeOf(documents, document);
  return block;
}

}  // namespace codeshell
