#include "ngram/model/hash-table.h"

#include <algorithm>

#include "ngram/error.h"

namespace codeshell {
namespace {

constexpr size_t kPendingBytes = 1 << 18;
/// Of 100 slots, how many are in use.
constexpr uint64_t kLoadPercent = 80;
/// Two in a hundred million n-grams share a fingerprint with a neighbour: the first or second seed does. Only n-grams
/// with the same 64-bit hash share it for every seed.
constexpr uint64_t kMaxSeed = 64;

}  // namespace

HashTableWriter::HashTableWriter(File& file, BucketShape shape, uint64_t homeCount)
    : file_(file), shape_(shape), homeCount_(homeCount) {
  pending_.reserve(kPendingBytes);
}

void HashTableWriter::flush() {
  file_.write(pending_.data(), pending_.size());
  pending_.clear();
}

void HashTableWriter::moveTo(uint64_t bucket) {
  for (; bucket_ < bucket; bucket_++) {
    pending_.insert(pending_.end(), bytes_, bytes_ + kBucketBytes);
    std::memset(bytes_, 0, kBucketBytes);
    used_ = 0;
    if (pending_.size() >= kPendingBytes) flush();
  }
}

bool HashTableWriter::place(uint64_t hash, const uint32_t* values) {
  const uint64_t home = homeOf(hash, homeCount_);
  const uint32_t fingerprint = fingerprintOf(hash);
  if (home > bucket_) {
    moveTo(home);
    neighbours_.clear();
    firstNeighbour_ = home;
  } else if (used_ == shape_.slots) {
    moveTo(bucket_ + 1);
  }
  const size_t reachable = static_cast<size_t>(home - firstNeighbour_) * shape_.slots;
  if (std::find(neighbours_.begin() + reachable, neighbours_.end(), fingerprint) != neighbours_.end()) return false;
  neighbours_.push_back(fingerprint);
  std::memcpy(bytes_ + 4 * used_, &fingerprint, 4);
  for (size_t value = 0; value < shape_.values; value++) {
    std::memcpy(bytes_ + 4 * (shape_.slots * (value + 1) + used_), values + value, 4);
  }
  used_++;
  return true;
}

void HashTableWriter::finish() {
  moveTo(std::max(bucket_ + 1, homeCount_));
  flush();
}

NgramSection writeHashTable(File& file, BucketShape shape, uint64_t entryCount, size_t memoryBytes,
                            TemporaryFolder& folder, const NgramTask& task,
                            const std::function<void(const std::function<void(uint64_t, uint64_t)>&)>& fill) {
  const uint64_t begin = file.sizeBytes();
  const uint64_t homeCount = std::max<uint64_t>(1, entryCount * 100 / (shape.slots * kLoadPercent));
  for (uint64_t seed = 1; seed <= kMaxSeed; seed++) {
    RecordSorter sorter({1, 64, RecordSorter::Input::kRecords}, {memoryBytes, folder, task.threadCount});
    fill([&](uint64_t hash, uint64_t payload) {
      uint64_t* const slot = sorter.nextSlot();
      slot[0] = mixHash(hash ^ seed);
      slot[1] = payload;
      sorter.advanceSlot();
    });
    sorter.finish(*task.cancelled);
    HashTableWriter writer(file, shape, homeCount);
    bool isPlaced = true;
    uint64_t recordNumber = 0;
    while (const uint64_t* record = isPlaced ? sorter.next() : nullptr) {
      task.throwIfCancelledAt(recordNumber++);
      const uint32_t values[2] = {static_cast<uint32_t>(record[1]), static_cast<uint32_t>(record[1] >> 32)};
      isPlaced = writer.place(record[0], values);
    }
    if (isPlaced) {
      writer.finish();
      return {begin, file.sizeBytes() - begin, {homeCount, seed}};
    }
    file.truncate(begin);
  }
  throw NgramError(kNgramFormatError,
                   "Two n-grams of the model have the same hash; the structure \"trie\" can hold them");
}

}  // namespace codeshell
