#include "duplicates/search.h"

#include <algorithm>
#include <string>
#include <utility>

#include "duplicates/jaccard.h"
#include "duplicates/lsh-band-key.h"
#include "duplicates/minhash/sketch.h"

namespace codeshell {

DuplicateSearch::DuplicateSearch(std::shared_ptr<DuplicateIndex> index, const SearchOptions& options,
                                 const CancelSwitch& cancelled)
    : index_(std::move(index)), options_(options), folder_(std::make_unique<TemporaryFolder>(index_->folder())) {
  index_->flush();
  loadDocuments(cancelled);
  candidates_ = UnionFind(ids_.size());
  const size_t share = options_.verifies ? 4 : 2;
  records_ = std::make_unique<RecordSorter>(RecordSorter::Layout{1, 64, RecordSorter::Input::kRecords},
                                            RecordSorter::Resources{index_->memoryBytes() / share, *folder_});
  if (!options_.verifies) return;
  verified_ = UnionFind(ids_.size());
  const CandidateOptions candidates{leastEqualBits(options_.threshold, index_->options().permutations),
                                    options_.listsPairs, folder_.get(), index_->memoryBytes() / share};
  pairs_ = std::make_unique<CandidatePairs>(fingerprints_, loadSketches(cancelled), candidates);
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
}

std::vector<SignatureSketch> DuplicateSearch::loadSketches(const CancelSwitch& cancelled) {
  std::vector<SignatureSketch> sketches(ids_.size());
  index_->withFile([&](MinHashFile& file) {
    for (size_t chunk = 0, first = 0; chunk < chunkCount_; first += file.chunkDocuments(chunk++)) {
      throwIfCancelled(cancelled);
      file.readSketches(chunk, sketches.data() + first);
    }
  });
  return sketches;
}

void DuplicateSearch::searchBand(uint32_t band, const CancelSwitch& cancelled) {
  addBandRecords(band, cancelled);
  records_->finish(cancelled);
  std::vector<uint32_t> bucket;
  uint64_t bucketKey = 0;
  size_t count = 0;
  while (const uint64_t* record = records_->next()) {
    if (count++ % 65536 == 0) throwIfCancelled(cancelled);
    if (record[0] != bucketKey) {
      takeBucket(bucket, cancelled);
      bucketKey = record[0];
    }
    bucket.push_back(static_cast<uint32_t>(record[1]));
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
    for (size_t row = 0; row < count; row++) {
      const uint64_t record[2] = {keys[row], document++};
      records_->push(record);
    }
  }
}

void DuplicateSearch::takeBucket(std::vector<uint32_t>& bucket, const CancelSwitch& cancelled) {
  for (const uint32_t document : bucket) candidates_.unite(bucket[0], document);
  if (pairs_ && bucket.size() > 1) pairs_->addBucket(bucket, verified_, cancelled);
  bucket.clear();
}

void DuplicateSearch::preparePairs(const CancelSwitch& cancelled) {
  records_.reset();
  if (pairs_) pairs_->prepare(candidates_, cancelled);
}

const CandidateBlock& DuplicateSearch::readCandidates(size_t maxDocuments, const CancelSwitch& cancelled) {
  block_ = pairs_ ? pairs_->read(maxDocuments, verified_, cancelled) : CandidateBlock{};
  return block_;
}

DuplicatePairs DuplicateSearch::verifyCandidates(const uint8_t* data, const std::vector<size_t>& offsets,
                                                 const CancelSwitch& cancelled) {
  if (offsets.size() != block_.documents.size() + 1) {
    throw DuplicateError(kIndexStateError, "verify gave " + std::to_string(offsets.size() - 1) + " documents for " +
                                               std::to_string(block_.documents.size()) + " ids.");
  }
  MinHashShingles shingles(index_->options(), fastestMinHashKernel());
  std::vector<std::vector<uint64_t>> sets(block_.documents.size());
  for (size_t document = 0; document < sets.size(); document++) {
    throwIfCancelled(cancelled);
    sets[document] = collectShingles(shingles, data + offsets[document], offsets[document + 1] - offsets[document]);
  }
  DuplicatePairs found;
  for (size_t pair = 0; pair < block_.firsts.size(); pair++) {
    const uint32_t first = block_.documents[block_.firsts[pair]];
    const uint32_t second = block_.documents[block_.seconds[pair]];
    if (!options_.listsPairs && verified_.find(first) == verified_.find(second)) continue;
    throwIfCancelled(cancelled);
    const double similarity = computeJaccard(sets[block_.firsts[pair]], sets[block_.seconds[pair]]);
    if (similarity < options_.threshold) continue;
    verified_.unite(first, second);
    if (!options_.listsPairs) continue;
    found.firsts.push_back(std::min(ids_[first], ids_[second]));
    found.seconds.push_back(std::max(ids_[first], ids_[second]));
    found.similarities.push_back(static_cast<float>(similarity));
  }
  return found;
}

DuplicateClusters DuplicateSearch::finish(const std::vector<double>& ranks, const CancelSwitch& cancelled) {
  records_.reset();
  pairs_.reset();
  folder_.reset();
  DuplicateClusters clusters(ids_, fingerprints_, options_.verifies ? verified_ : candidates_, ranks);
  clusters.estimate(*index_, chunkCount_, cancelled);
  return clusters;
}

}  // namespace codeshell
