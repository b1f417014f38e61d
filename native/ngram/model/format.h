#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <string>

#include "ngram/packed-key.h"
#include "ngram/tokens/tokenizer.h"

namespace codeshell {

enum class NgramStructure : uint32_t {
  /// Hash tables of exact weights; see hash-table.h.
  kProbing = 1,
  /// Sorted bit-packed arrays of weights rounded to 8 bits; see trie.h.
  kTrie = 2,
};

struct NgramModelOrigin {
  NgramTokenizerKind tokenizer;
  NgramStructure structure;
};

/// A part of the file; it begins at a multiple of 64 bytes.
struct NgramSection {
  uint64_t offset;
  uint64_t sizeBytes;
  /// What they mean is up to the kind of section.
  uint64_t parameters[2];
};

inline constexpr char kNgramMagic[8] = {'C', 'S', 'N', 'G', 'R', 'A', 'M', 0x1A};
inline constexpr uint32_t kNgramFormatVersion = 1;
inline constexpr uint32_t kNgramByteOrder = 0x01020304;

// Bits are packed and hashed as bytes in this order; the mark in the header is for the day when others are read, too.
static_assert(std::endian::native == std::endian::little, "the n-gram models need a little-endian processor");

/// The start of a model file.
struct NgramModelHeader {
  char magic[8];
  uint32_t byteOrder;
  uint32_t formatVersion;
  uint32_t structure;
  uint32_t tokenizer;
  uint32_t tokenizerVersion;
  uint32_t order;
  /// By length from index 1; blanks count.
  uint64_t counts[kMaxNgramOrder + 1];
  /// The words by id, each with a NUL after it.
  NgramSection words;
  /// Hash table from words to ids.
  NgramSection wordTable;
  /// NgramWeights by word id.
  NgramSection unigrams;
  /// By length from index 2: a hash table, or the records of a trie with the width of ids in bits as parameter 0.
  NgramSection grams[kMaxNgramOrder + 1];
  /// In a trie, by length up to the order - 1: where the longer n-grams that end in each one begin.
  NgramSection pointers[kMaxNgramOrder + 1];
  /// In a trie, by length from index 2: the values of the codes.
  NgramSection codebooks[kMaxNgramOrder + 1];
  uint64_t fileBytes;
  /// Of all bytes before it.
  uint64_t checksum;
};
static_assert(sizeof(NgramModelHeader) == 32 + 8 * 7 + 32 * 24 + 16, "the header has no padding");

uint64_t checksumOf(const NgramModelHeader& header);

/// Copies and checks the header of a file of `sizeBytes` bytes: its kind, versions, checksum and length, and that the
/// sections lie inside it. Throws NgramError; `name` is for its message.
NgramModelHeader readNgramHeader(const uint8_t* data, size_t sizeBytes, const std::string& name);

}  // namespace codeshell
