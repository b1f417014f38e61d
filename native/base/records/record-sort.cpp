#include "base/records/record-sort.h"

#include <algorithm>
#include <condition_variable>
#include <cstring>
#include <mutex>
#include <vector>

#include "base/run-threads.h"

namespace codeshell {
namespace {

constexpr size_t kInsertionCount = 24;
/// Buckets from here on are worth handing to another thread.
constexpr size_t kSharedCount = 1 << 15;

template <size_t KeyLimbs, size_t PayloadLimbs>
class RadixSort {
 public:
  struct Record {
    uint64_t limbs[KeyLimbs + PayloadLimbs];
  };

  RadixSort(uint64_t* records, uint64_t* scratch, size_t keyBits)
      : records_(reinterpret_cast<Record*>(records)), scratch_(reinterpret_cast<Record*>(scratch)), keyBits_(keyBits) {}

  void sort(size_t count, unsigned threadCount) {
    if (count < 2 * kSharedCount || threadCount < 2) {
      sortBucket({0, count, 0, false});
      return;
    }
    // All parts at once at most, so that no thread that fails for memory leaves the others waiting.
    tasks_.reserve(count / kSharedCount);
    tasks_.push_back({0, count, 0, false});
    openTaskCount_ = 1;
    runThreads(threadCount, [this](unsigned) { runTasks(); });
  }

 private:
  /// Records from `begin` on that agree before `bit`, in the scratch space or in place.
  struct Bucket {
    size_t begin;
    size_t count;
    size_t bit;
    bool isInScratch;
  };

  static bool isLess(const Record& left, const Record& right) {
    for (size_t limb = 0; limb + 1 < KeyLimbs; limb++) {
      if (left.limbs[limb] != right.limbs[limb]) return left.limbs[limb] < right.limbs[limb];
    }
    return left.limbs[KeyLimbs - 1] < right.limbs[KeyLimbs - 1];
  }

  static size_t digitAt(const Record& record, size_t bit) { return record.limbs[bit / 64] >> (56 - bit % 64) & 0xFF; }

  void moveHome(const Bucket& bucket) {
    if (!bucket.isInScratch || bucket.count == 0) return;
    std::memcpy(records_ + bucket.begin, scratch_ + bucket.begin, bucket.count * sizeof(Record));
  }

  void sortByInsertion(const Bucket& bucket) {
    moveHome(bucket);
    Record* const records = records_ + bucket.begin;
    for (size_t index = 1; index < bucket.count; index++) {
      const Record record = records[index];
      size_t place = index;
      for (; place > 0 && isLess(record, records[place - 1]); place--) records[place] = records[place - 1];
      records[place] = record;
    }
  }

  /// Moves the records to the other space by their next digit; `counts` gets the size of each bucket. False if they
  /// all have the same digit, and stay.
  bool scatter(const Bucket& bucket, size_t* counts) {
    const Record* const from = (bucket.isInScratch ? scratch_ : records_) + bucket.begin;
    Record* const to = (bucket.isInScratch ? records_ : scratch_) + bucket.begin;
    std::fill(counts, counts + 256, 0);
    for (size_t index = 0; index < bucket.count; index++) counts[digitAt(from[index], bucket.bit)]++;
    if (counts[digitAt(from[0], bucket.bit)] == bucket.count) return false;
    size_t places[256];
    size_t place = 0;
    for (size_t digit = 0; digit < 256; digit++) {
      places[digit] = place;
      place += counts[digit];
    }
    for (size_t index = 0; index < bucket.count; index++) to[places[digitAt(from[index], bucket.bit)]++] = from[index];
    return true;
  }

  /// Splits the bucket by its next digit that differs and calls `take` for the parts; false if no digit is left.
  template <typename Take>
  void split(Bucket bucket, Take take) {
    size_t counts[256];
    while (bucket.bit < keyBits_ && !scatter(bucket, counts)) bucket.bit += 8;
    if (bucket.bit >= keyBits_) {
      moveHome(bucket);
      return;
    }
    size_t begin = bucket.begin;
    for (const size_t count : counts) {
      if (count > 0) take(Bucket{begin, count, bucket.bit + 8, !bucket.isInScratch});
      begin += count;
    }
  }

  void sortBucket(const Bucket& bucket) {
    if (bucket.count <= kInsertionCount) {
      sortByInsertion(bucket);
    } else {
      split(bucket, [this](const Bucket& part) { sortBucket(part); });
    }
  }

  /// Takes buckets until none is left or being split.
  void runTasks() {
    std::unique_lock lock(mutex_);
    for (;;) {
      isWork_.wait(lock, [this] { return !tasks_.empty() || openTaskCount_ == 0; });
      if (tasks_.empty()) return;
      const Bucket bucket = tasks_.back();
      tasks_.pop_back();
      lock.unlock();
      split(bucket, [this](const Bucket& part) {
        if (part.count < kSharedCount) {
          sortBucket(part);
          return;
        }
        const std::lock_guard guard(mutex_);
        tasks_.push_back(part);
        openTaskCount_++;
        isWork_.notify_one();
      });
      lock.lock();
      if (--openTaskCount_ == 0) isWork_.notify_all();
    }
  }

  Record* records_;
  Record* scratch_;
  size_t keyBits_;
  std::mutex mutex_;
  std::condition_variable isWork_;
  std::vector<Bucket> tasks_;
  size_t openTaskCount_ = 0;
};

}  // namespace

void sortRecords(uint64_t* records, uint64_t* scratch, size_t count, size_t keyLimbs, size_t payloadLimbs,
                 size_t keyBits, unsigned threadCount) {
  if (count < 2) return;
  const auto sort = [&]<size_t KeyLimbs>() {
    if (payloadLimbs == 0) {
      RadixSort<KeyLimbs, 0>(records, scratch, keyBits).sort(count, threadCount);
    } else {
      RadixSort<KeyLimbs, 1>(records, scratch, keyBits).sort(count, threadCount);
    }
  };
  if (keyLimbs == 1) {
    sort.template operator()<1>();
  } else if (keyLimbs == 2) {
    sort.template operator()<2>();
  } else {
    sort.template operator()<3>();
  }
}

}  // namespace codeshell
