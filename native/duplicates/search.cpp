#include "duplicates/search.h"

#include <algorithm>
#include <numeric>
#include <string>
#include <utility>

#include "duplicates/jaccard.h"
#include "duplicates/lsh-band-key.h"

namespace codeshell {

DuplicateSearch::DuplicateSearch(std::shared_ptr<DuplicateIndex> index, const SearchOptions& options,
                                 const CancelSwitch& cancelled)
    : index_(std::move(index)), options_(options) {
  index_->flush();
  loadDocuments(cancelled);
  candidates_ = UnionFind(ids_.size());
  if (options_.verifies) verified_ = UnionFind(ids_.size());
}

void DuplicateSearch::loadDocuments(const CancelSwitch& cancelled) {
  index_->withFile([&](MinHashFile& file) {
    chunkCount_ = file.chunkCount();
    ids_.resize(file.documentCount());
    fingerprints_.resize(file.documentCount());
    for (size_t chunk = 0, first = 0; chunk < chunkCount_; first += file.chunkDocuments(chunk++)) {
      throwIfCancelled(cancelled);
      file.readIds(chunk, ids_.data() + first);
      file.readFingerprints(chunk, fingerprints_.data() + first);
    }
  });
  std::vector<uint32_t> sorted(ids_);
  std::sort(sorted.begin(), sorted.end());
  const auto repeated = std::adjacent_find(sorted.begin(), sorted.end());
  if (repeated == sorted.end()) return;
  throw DuplicateError(kIndexDuplicateId, "The index has two documents with the id " + std::to_string(*repeated) +
                                              ". Build it anew with an id of its own for each.");
}

std::unique_ptr<LshRecordSorter> DuplicateSearch::makeSorter(const char* name, size_t expectedRecords) const {
  const size_t share = options_.verifies ? 4 : 2;
  return std::make_unique<LshRecordSorter>(index_->folder() / name, index_->memoryBytes() / share, expectedRecords);
}

void DuplicateSearch::searchBand(uint32_t band, const CancelSwitch& cancelled) {
  if (!records_) records_ = makeSorter("bands.spill", ids_.size());
  if (options_.verifies && !pairs_) pairs_ = makeSorter("pairs.spill", 0);
  addBandRecords(band, cancelled);
  records_->finish(cancelled);
  std::vector<uint32_t> bucket;
  uint64_t bucketKey = 0;
  size_t count = 0;
  for (LshRecord record; records_->next(record);) {
    if (count++ % 65536 == 0) throwIfCancelled(cancelled);
    if (record.key() != bucketKey) {
      takeBucket(bucket, cancelled);
      bucketKey = record.key();
    }
    bucket.push_back(record.value);
  }
  takeBucket(bucket, cancelled);
  records_->clear();
}

void DuplicateSearch::addBandRecords(uint32_t band, const CancelSwitch& cancelled) {
  std::vector<uint32_t> columns;
  std::vector<uint64_t> keys;
  uint32_t document = 0;
  for (size_t chunk = 0; chunk < chunkCount_; chunk++) {
    throwIfCancelled(cancelled);
    size_t count = 0;
    index_->withFile([&](MinHashFile& file) {
      count = file.chunkDocuments(chunk);
      columns.resize(options_.rows * count);
      file.readColumns(chunk, band * options_.rows, options_.rows, columns.data());
    });
    keys.resize(count);
    hashBand(columns.data(), options_.rows, count, keys.data());
    for (size_t row = 0; row < count; row++) records_->add(makeLshRecord(keys[row], document++), cancelled);
  }
}

void DuplicateSearch::takeBucket(std::vector<uint32_t>& bucket, const CancelSwitch& cancelled) {
  for (const uint32_t document : bucket) candidates_.unite(bucket[0], document);
  if (options_.verifies && bucket.size() > 1) {
    std::sort(bucket.begin(), bucket.end(), [this](uint32_t first, uint32_t second) {
      return std::pair(fingerprints_[first], first) < std::pair(fingerprints_[second], second);
    });
    // Documents with the same bytes need no verification, and one speaks for all.
    size_t distinct = 0;
    for (const uint32_t document : bucket) {
      if (distinct > 0 && fingerprints_[bucket[distinct - 1]] == fingerprints_[document]) {
        verified_.unite(bucket[distinct - 1], document);
      } else {
        bucket[distinct++] = document;
      }
    }
    for (size_t second = 1; second < distinct; second++) {
      for (size_t first = 0; first < std::min(second, kPivots); first++) {
        const auto [low, high] = std::minmax(bucket[first], bucket[second]);
        pairs_->add(makeLshRecord(static_cast<uint64_t>(low) << 32 | high, 0), cancelled);
      }
    }
  }
  bucket.clear();
}

void DuplicateSearch::preparePairs(const CancelSwitch& cancelled) {
  records_.reset();
  if (!pairs_) return;
  pairs_->finish(cancelled);
  ordered_ = makeSorter("ordered.spill", 0);
  uint64_t previous = 0;
  for (LshRecord record; pairs_->next(record);) {
    // No pair is 0: its second document is greater than its first.
    if (record.key() == previous) continue;
    previous = record.key();
    const uint32_t component = candidates_.find(record.keyHigh);
    ordered_->add({component, record.keyLow, record.keyHigh}, cancelled);
    if (pairCount_++ % 65536 == 0) throwIfCancelled(cancelled);
  }
  pairs_.reset();
  ordered_->finish(cancelled);
}

uint32_t DuplicateSearch::placeInBlock(uint32_t document) {
  const auto place = std::lower_bound(block_.documents.begin(), block_.documents.end(), document);
  return static_cast<uint32_t>(place - block_.documents.begin());
}

const CandidateBlock& DuplicateSearch::readCandidates(size_t maxDocuments, const CancelSwitch& cancelled) {
  block_ = {};
  if (!ordered_) return block_;
  std::vector<uint32_t>& documents = block_.documents;
  const auto addDocument = [&documents](uint32_t document) {
    const auto place = std::lower_bound(documents.begin(), documents.end(), document);
    if (place == documents.end() || *place != document) documents.insert(place, document);
  };
  for (LshRecord record; documents.size() + 2 <= maxDocuments && ordered_->next(record);) {
    if (readPairCount_++ % 65536 == 0) throwIfCancelled(cancelled);
    if (verified_.find(record.keyLow) == verified_.find(record.value)) continue;
    block_.firsts.push_back(record.value);
    block_.seconds.push_back(record.keyLow);
    addDocument(record.value);
    addDocument(record.keyLow);
  }
  for (uint32_t& document : block_.firsts) document = placeInBlock(document);
  for (uint32_t& document : block_.seconds) document = placeInBlock(document);
  return block_;
}

void DuplicateSearch::verifyCandidates(const uint8_t* data, const std::vector<size_t>& offsets, double threshold,
                                       const CancelSwitch& cancelled) {
  if (offsets.size() != block_.documents.size() + 1) {
    throw DuplicateError(kIndexState, "verify gave " + std::to_string(offsets.size() - 1) + " documents for " +
                                          std::to_string(block_.documents.size()) + " ids.");
  }
  MinHashShingles shingles(index_->options(), fastestMinHashKernel());
  std::vector<std::vector<uint64_t>> sets(block_.documents.size());
  for (size_t document = 0; document < sets.size(); document++) {
    throwIfCancelled(cancelled);
    sets[document] = collectShingles(shingles, data + offsets[document], offsets[document + 1] - offsets[document]);
  }
  for (size_t pair = 0; pair < block_.firsts.size(); pair++) {
    const uint32_t first = block_.documents[block_.firsts[pair]];
    const uint32_t second = block_.documents[block_.seconds[pair]];
    if (verified_.find(first) == verified_.find(second)) continue;
    throwIfCancelled(cancelled);
    const double similarity = computeJaccard(sets[block_.firsts[pair]], sets[block_.seconds[pair]]);
    if (similarity >= threshold) verified_.unite(first, second);
  }
}

DuplicateClusters DuplicateSearch::finish(const std::vector<double>& ranks, const CancelSwitch& cancelled) {
  records_.reset();
  ordered_.reset();
  DuplicateClusters clusters(ids_, fingerprints_, options_.verifies ? verified_ : candidates_, ranks);
  clusters.estimate(*index_, chunkCount_, cancelled);
  return clusters;
}

}  // namespace codeshell
