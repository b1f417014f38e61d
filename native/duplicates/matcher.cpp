#include "duplicates/matcher.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <numeric>
#include <utility>

#include "duplicates/lsh-band-key.h"
#include "duplicates/minhash/file.h"
#include "duplicates/minhash/kernels.h"
#include "duplicates/minhash/signature.h"

namespace codeshell {
namespace {

/// Rows between two looks at the cancel switch.
constexpr size_t kRowsPerCheck = 256;

}  // namespace

DuplicateMatcher::DuplicateMatcher(std::shared_ptr<DuplicateIndex> index, const MatchOptions& options,
                                   const uint8_t* data, const std::vector<size_t>& offsets,
                                   const CancelSwitch& cancelled)
    : index_(std::move(index)), options_(options), permutations_(index_->options().permutations) {
  const size_t count = offsets.size() - 1;
  signatures_.resize(count * permutations_);
  MinHashSignature signature(index_->options(), fastestMinHashKernel());
  for (size_t document = 0; document < count; document++) {
    throwIfCancelled(cancelled);
    signature.compute(data + offsets[document], offsets[document + 1] - offsets[document],
                      signatures_.data() + document * permutations_);
  }
  // A candidate agrees in a band at least.
  minEqualCount_ = static_cast<uint32_t>(std::ceil(options.minEstimate * static_cast<double>(permutations_)));
  matches_.resize(count);
  lastRow_.resize(count);
  filterMask_ = std::bit_ceil(std::max<uint64_t>(64, count * 16)) - 1;
  for (uint32_t band = 0; band < options.bands; band++) {
    throwIfCancelled(cancelled);
    addBand(band);
  }
  index_->flush();
  index_->withFile([this](MinHashFile& file) {
    chunkCount_ = file.chunkCount();
    totalCount_ = file.documentCount();
  });
}

void DuplicateMatcher::addBand(uint32_t band) {
  const size_t count = matches_.size();
  std::vector<uint32_t> columns(options_.rows * count);
  for (size_t row = 0; row < options_.rows; row++) {
    for (size_t document = 0; document < count; document++) {
      columns[row * count + document] = signatures_[document * permutations_ + band * options_.rows + row];
    }
  }
  std::vector<uint64_t> keys(count);
  hashBand(columns.data(), options_.rows, count, keys.data());
  BandKeys sorted;
  sorted.documents.resize(count);
  std::iota(sorted.documents.begin(), sorted.documents.end(), 0);
  std::sort(sorted.documents.begin(), sorted.documents.end(),
            [&keys](uint32_t first, uint32_t second) { return keys[first] < keys[second]; });
  sorted.filter.resize((filterMask_ + 1) / 64);
  for (const uint32_t document : sorted.documents) {
    const uint64_t key = keys[document];
    sorted.keys.push_back(key);
    sorted.filter[(key & filterMask_) / 64] |= uint64_t{1} << (key % 64);
  }
  bands_.push_back(std::move(sorted));
}

bool DuplicateMatcher::compareChunk(const CancelSwitch& cancelled) {
  if (nextChunk_ == chunkCount_) return false;
  std::vector<uint32_t> ids;
  index_->withFile([&](MinHashFile& file) {
    ids.resize(file.chunkDocuments(nextChunk_));
    columns_.resize(ids.size() * permutations_);
    file.readIds(nextChunk_, ids.data());
    file.readColumns(nextChunk_, 0, permutations_, columns_.data());
  });
  const size_t rowCount = ids.size();
  keys_.resize(options_.bands * rowCount);
  for (size_t band = 0; band < options_.bands; band++) {
    hashBand(columns_.data() + band * options_.rows * rowCount, options_.rows, rowCount,
             keys_.data() + band * rowCount);
  }
  for (size_t row = 0; row < rowCount; row++) {
    if (row % kRowsPerCheck == 0) throwIfCancelled(cancelled);
    comparedCount_++;
    compareRow(row, rowCount, ids[row]);
  }
  nextChunk_++;
  return true;
}

void DuplicateMatcher::compareRow(size_t row, size_t rowCount, uint32_t id) {
  for (size_t band = 0; band < options_.bands; band++) {
    const BandKeys& sorted = bands_[band];
    const uint64_t key = keys_[band * rowCount + row];
    if ((sorted.filter[(key & filterMask_) / 64] >> (key % 64) & 1) == 0) continue;
    const auto [first, last] = std::equal_range(sorted.keys.begin(), sorted.keys.end(), key);
    for (auto place = first; place != last; ++place) {
      const uint32_t document = sorted.documents[static_cast<size_t>(place - sorted.keys.begin())];
      if (std::exchange(lastRow_[document], comparedCount_) == comparedCount_) continue;
      const uint32_t equalCount = countEqual(row, rowCount, document);
      if (equalCount >= minEqualCount_) keep(document, {id, equalCount});
    }
  }
}

uint32_t DuplicateMatcher::countEqual(size_t row, size_t rowCount, uint32_t document) const {
  const uint32_t* signature = signatures_.data() + document * permutations_;
  uint32_t equalCount = 0;
  for (size_t number = 0; number < permutations_; number++) {
    equalCount += columns_[number * rowCount + row] == signature[number];
  }
  return equalCount;
}

void DuplicateMatcher::keep(uint32_t document, Match match) {
  const auto isBetter = [](const Match& first, const Match& second) {
    return first.equalCount != second.equalCount ? first.equalCount > second.equalCount : first.id < second.id;
  };
  std::vector<Match>& heap = matches_[document];
  if (heap.size() == options_.maxMatches) {
    if (!isBetter(match, heap.front())) return;
    std::pop_heap(heap.begin(), heap.end(), isBetter);
    heap.pop_back();
  }
  heap.push_back(match);
  std::push_heap(heap.begin(), heap.end(), isBetter);
}

DuplicateMatches DuplicateMatcher::finish() {
  DuplicateMatches result;
  for (uint32_t document = 0; document < matches_.size(); document++) {
    std::vector<Match>& matches = matches_[document];
    std::sort(matches.begin(), matches.end(), [](const Match& first, const Match& second) {
      return std::pair(second.equalCount, first.id) < std::pair(first.equalCount, second.id);
    });
    for (const Match& match : matches) {
      result.documents.push_back(document);
      result.ids.push_back(match.id);
      result.estimated.push_back(static_cast<float>(match.equalCount) / static_cast<float>(permutations_));
    }
  }
  return result;
}

}  // namespace codeshell
