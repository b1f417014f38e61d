#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

#include "base/cancel-switch.h"
#include "duplicates/index.h"

namespace codeshell {

struct MatchOptions {
  uint32_t bands;
  uint32_t rows;
  /// Least share of equal numbers in two signatures that makes a match.
  double minEstimate;
  /// Most matches of one document: those of the highest estimate, of equal ones those of the smallest id.
  size_t maxMatches;
};

/// Pairs of a new document, by its place in the batch, and the id of a document of the index; by place, then from the
/// highest estimate to the lowest, then by id.
struct DuplicateMatches {
  std::vector<uint32_t> documents;
  std::vector<uint32_t> ids;
  std::vector<float> estimated;
};

/// Finds the documents of an index that new documents duplicate, without adding these: those that agree with one in all
/// rows of a band (see DuplicateSearch), and in enough numbers of the signature.
///
/// Reads the file once, chunk by chunk. Resident are the new documents' signatures and one chunk. Not for several
/// threads at once.
class DuplicateMatcher {
 public:
  /// Document i is the bytes from `offsets[i]` to `offsets[i + 1]`. They are not read any more afterwards.
  DuplicateMatcher(std::shared_ptr<DuplicateIndex> index, const MatchOptions& options, const uint8_t* data,
                   const std::vector<size_t>& offsets, const CancelSwitch& cancelled);

  /// Compares with the next chunk of the index; false at the end.
  bool compareChunk(const CancelSwitch& cancelled);

  /// Documents of the index: those compared so far, and all that it had at the beginning.
  uint64_t comparedCount() const { return comparedCount_; }
  uint64_t totalCount() const { return totalCount_; }

  DuplicateMatches finish();

 private:
  struct Match {
    uint32_t id;
    uint32_t equalCount;
  };
  /// The new documents with some key in a band, to be found by the key.
  struct BandKeys {
    /// One bit for the lowest bits of each key: most keys of the index are in no new document.
    std::vector<uint64_t> filter;
    /// Ascending, and the document of each.
    std::vector<uint64_t> keys;
    std::vector<uint32_t> documents;
  };

  void addBand(uint32_t band);
  void compareRow(size_t row, size_t rowCount, uint32_t id);
  uint32_t countEqual(size_t row, size_t rowCount, uint32_t document) const;
  void keep(uint32_t document, Match match);

  std::shared_ptr<DuplicateIndex> index_;
  MatchOptions options_;
  size_t permutations_;
  /// One row for each new document.
  std::vector<uint32_t> signatures_;
  std::vector<BandKeys> bands_;
  uint64_t filterMask_ = 0;
  uint32_t minEqualCount_;
  /// Heaps with the worst match on top.
  std::vector<std::vector<Match>> matches_;
  /// The row of the index that each new document was compared with last, counted from 1.
  std::vector<uint64_t> lastRow_;
  size_t nextChunk_ = 0;
  size_t chunkCount_ = 0;
  uint64_t comparedCount_ = 0;
  uint64_t totalCount_ = 0;
  /// Of the current chunk: number p of row r is `columns_[p * rows + r]`, the key of band b `keys_[b * rows + r]`.
  std::vector<uint32_t> columns_;
  std::vector<uint64_t> keys_;
};

}  // namespace codeshell
