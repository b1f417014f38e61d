#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>

#include "ngram/levels.h"
#include "ngram/model/elias-fano.h"
#include "ngram/model/format.h"
#include "ngram/model/quantizer.h"
#include "ngram/task.h"

namespace codeshell {

/// N-grams in suffix order, as a trie from the last word backwards: the n-grams of each length in one array of
/// bit-packed records of the first word's id, an 8-bit code of the probability and, but for the longest, one of the
/// back-off; children of a node are neighbours, and an Elias-Fano sequence tells where they begin (after Pibiri and
/// Venturini 2017, without their remapping of ids; KenLM's trie stores a pointer in each record).

/// Bits of a record.
inline int trieRecordBits(int length, int order, int idBits) { return idBits + (length < order ? 16 : 8); }

/// Bytes of the records of one length, with room for a whole read of the last.
inline uint64_t trieRecordBytes(uint64_t count, int recordBits) {
  return (count * static_cast<uint64_t>(recordBits) + 7) / 8 + 8;
}

/// Writes the arrays of all lengths from 2 on, and enters their sections into the header. Takes about half a byte of
/// memory for each n-gram of a length, for the pointers to it.
void writeTrie(File& file, NgramLevels& levels, NgramModelHeader& header, const NgramTask& task);

/// Records of one length in memory that are only read.
class TrieRecordsView {
 public:
  TrieRecordsView() = default;
  TrieRecordsView(const uint8_t* records, uint64_t count, int idBits, int recordBits)
      : records_(records), count_(count), idBits_(idBits), recordBits_(recordBits) {}

  uint64_t count() const { return count_; }
  uint32_t idAt(uint64_t index) const { return static_cast<uint32_t>(bitsAt(index) & idMask()); }
  uint8_t probabilityCodeAt(uint64_t index) const { return static_cast<uint8_t>(bitsAt(index) >> idBits_); }
  uint8_t backoffCodeAt(uint64_t index) const { return static_cast<uint8_t>(bitsAt(index) >> (idBits_ + 8)); }

  /// Index of the id in the ascending records from `begin` to `end`, or `end`.
  uint64_t find(uint64_t begin, uint64_t end, uint32_t id) const {
    const uint64_t none = end;
    while (end - begin > 8) {
      const uint64_t middle = begin + (end - begin) / 2;
      if (idAt(middle) <= id) {
        begin = middle;
      } else {
        end = middle;
      }
    }
    for (; begin < end; begin++) {
      const uint32_t found = idAt(begin);
      if (found == id) return begin;
      if (found > id) break;
    }
    return none;
  }

 private:
  uint64_t idMask() const { return ~uint64_t{0} >> (64 - idBits_); }
  uint64_t bitsAt(uint64_t index) const {
    const uint64_t bit = index * static_cast<uint64_t>(recordBits_);
    uint64_t bits;
    std::memcpy(&bits, records_ + bit / 8, sizeof(bits));
    return bits >> bit % 8;
  }

  const uint8_t* records_ = nullptr;
  uint64_t count_ = 0;
  int idBits_ = 1;
  int recordBits_ = 1;
};

}  // namespace codeshell
