#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

#include "base/files/temporary-folder.h"
#include "base/records/record-sorter.h"
#include "duplicates/candidate-pairs.h"
#include "duplicates/clusters.h"
#include "duplicates/index.h"
#include "duplicates/union-find.h"

namespace codeshell {

struct SearchOptions {
  uint32_t bands = 0;
  uint32_t rows = 0;
  /// Whether candidates count only once their exact similarity is known.
  bool verifies = false;
  /// With verification: the least similarity of duplicates.
  double threshold = 0;
  /// With verification: whether `verifyCandidates` gives the pairs.
  bool listsPairs = false;
};

/// Pairs of ids, the smaller first, with their Jaccard similarities.
struct DuplicatePairs {
  std::vector<uint32_t> firsts;
  std::vector<uint32_t> seconds;
  std::vector<float> similarities;
};

/// Locality-sensitive hashing over the signatures of an index (Indyk and Motwani 1998; bands as in Leskovec, Rajaraman
/// and Ullman, "Mining of Massive Datasets", chapter 3). Documents that agree in all rows of a band are candidates, and
/// clusters are the connected components of the candidates.
///
/// One band after the other: all (key, document) records of a band are sorted, on disk if they exceed the memory, and
/// neighbours with the same key make a bucket. Without verification every document of a bucket is united with the
/// smallest. With verification the pairs of all buckets are collected (see CandidatePairs), and only those that are
/// similar enough are united. Both are independent of the documents' order.
///
/// Resident are 16 bytes per document, and 36 more with verification. Not for several threads at once.
class DuplicateSearch {
 public:
  /// Finds the documents that the index has now.
  DuplicateSearch(std::shared_ptr<DuplicateIndex> index, const SearchOptions& options, const CancelSwitch& cancelled);

  /// Call it once for each band, then `preparePairs` if the search verifies.
  void searchBand(uint32_t band, const CancelSwitch& cancelled);
  void preparePairs(const CancelSwitch& cancelled);

  /// The next pairs to verify, of at most `maxDocuments` documents; no documents at the end.
  const CandidateBlock& readCandidates(size_t maxDocuments, const CancelSwitch& cancelled);
  /// Unites the pairs of the last block whose similarity reaches the threshold, and gives them if the search lists
  /// pairs. Document i of the block is the bytes from `offsets[i]` to `offsets[i + 1]`.
  DuplicatePairs verifyCandidates(const uint8_t* data, const std::vector<size_t>& offsets,
                                  const CancelSwitch& cancelled);

  size_t documentCount() const { return ids_.size(); }
  /// By index in the search.
  const std::vector<uint32_t>& ids() const { return ids_; }
  /// Pairs that `readCandidates` may give in all.
  uint64_t pairCount() const { return pairs_ ? pairs_->count() : 0; }
  /// Pairs that it has given or passed over so far.
  uint64_t readPairCount() const { return pairs_ ? pairs_->readCount() : 0; }

  /// `ranks` by ascending id, or empty.
  DuplicateClusters finish(const std::vector<double>& ranks, const CancelSwitch& cancelled);

 private:
  void loadDocuments(const CancelSwitch& cancelled);
  std::vector<SignatureSketch> loadSketches(const CancelSwitch& cancelled);
  void addBandRecords(uint32_t band, const CancelSwitch& cancelled);
  void takeBucket(std::vector<uint32_t>& bucket, const CancelSwitch& cancelled);

  std::shared_ptr<DuplicateIndex> index_;
  SearchOptions options_;
  size_t chunkCount_ = 0;
  std::vector<uint32_t> ids_;
  std::vector<uint64_t> fingerprints_;
  /// Components of the candidates.
  UnionFind candidates_{0};
  /// Components of the verified pairs.
  UnionFind verified_{0};
  /// Until the search is finished.
  std::unique_ptr<TemporaryFolder> folder_;
  /// A band's keys and the documents.
  std::unique_ptr<RecordSorter> records_;
  std::unique_ptr<CandidatePairs> pairs_;
  CandidateBlock block_;
};

}  // namespace codeshell
