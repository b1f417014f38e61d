#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

#include "base/cancel-switch.h"
#include "base/files/temporary-folder.h"
#include "base/records/record-sorter.h"
#include "duplicates/minhash/sketch.h"
#include "duplicates/union-find.h"

namespace codeshell {

/// Documents to read, by index in the search, and the candidate pairs among them, as places in that list.
struct CandidateBlock {
  std::vector<uint32_t> documents;
  std::vector<uint32_t> firsts;
  std::vector<uint32_t> seconds;
};

struct CandidateOptions {
  /// Least equal bits of two sketches that make a pair.
  uint32_t leastEqualBits;
  /// Whether all pairs are wanted, not only as many as tell what belongs together.
  bool wantsAll;
  /// For temporary files.
  TemporaryFolder* folder;
  /// For each of two sorters, one after the other.
  size_t memoryBytes;
};

/// The pairs of documents that share a bucket of some band, each once.
///
/// A bucket of k documents has k (k - 1) / 2 pairs. Those whose sketches differ too much are passed over. Of the
/// others, a document makes pairs with the first `kFirst`, which hold a large cluster together, and with the `kClosest`
/// by their sketches, which find the few that are similar among many that are less; or with all if all pairs are
/// wanted. In either case it looks at those alone that stand first in the bucket, in the order of their content:
/// `kWindow`, or `kWideWindow` if all are wanted. Documents with the same bytes count as one, and make pairs with the
/// first of them only.
class CandidatePairs {
 public:
  /// `fingerprints` must stay.
  CandidatePairs(const std::vector<uint64_t>& fingerprints, std::vector<SignatureSketch> sketches,
                 const CandidateOptions& options);

  /// Sorts the bucket, and unites its documents with the same bytes.
  void addBucket(std::vector<uint32_t>& bucket, UnionFind& verified, const CancelSwitch& cancelled);

  /// Ends the adding.
  void prepare(UnionFind& candidates, const CancelSwitch& cancelled);

  /// The next pairs, of at most `maxDocuments` documents; no documents at the end. Pairs that are united already are
  /// passed over unless all pairs are wanted.
  CandidateBlock read(size_t maxDocuments, UnionFind& verified, const CancelSwitch& cancelled);

  /// Pairs in all, and those read or passed over so far; after `prepare`.
  uint64_t count() const { return count_; }
  uint64_t readCount() const { return readCount_; }

  static constexpr size_t kFirst = 16;
  static constexpr size_t kClosest = 16;
  static constexpr size_t kWindow = 1024;
  static constexpr size_t kWideWindow = 4096;

 private:
  /// A document of a bucket, by its place there.
  struct Partner {
    uint32_t equalBits;
    uint32_t place;
  };

  void findPartners(const std::vector<uint32_t>& bucket, size_t place);
  void addPair(uint32_t first, uint32_t second);
  std::unique_ptr<RecordSorter> makeSorter(RecordSorter::Input input) const;

  const std::vector<uint64_t>& fingerprints_;
  std::vector<SignatureSketch> sketches_;
  CandidateOptions options_;
  /// By their documents, so that each comes out once: the first and the second in one limb.
  std::unique_ptr<RecordSorter> pairs_;
  /// By component and second document in one limb, with the first document in the other.
  std::unique_ptr<RecordSorter> ordered_;
  /// Of the document at hand.
  std::vector<Partner> partners_;
  uint64_t count_ = 0;
  uint64_t readCount_ = 0;
};

}  // namespace codeshell
