#include "ngram/model/format.h"

#include <algorithm>
#include <cstring>

#include "ngram/error.h"
#include "ngram/hash.h"

namespace codeshell {
namespace {

void checkKind(const uint8_t* data, size_t sizeBytes, const std::string& name) {
  const size_t compared = std::min(sizeBytes, sizeof(kNgramMagic));
  if (sizeBytes > 0 && std::memcmp(data, kNgramMagic, compared) == 0) return;
  constexpr char arpa[] = "\\data\\";
  if (sizeBytes > 6 && std::memcmp(data, arpa, 6) == 0) {
    throw NgramError(kNgramFormatError, name + " is an ARPA file: import it to get a model");
  }
  throw NgramError(kNgramFormatError, name + " is no n-gram model of this program");
}

[[noreturn]] void failTruncated(const std::string& name, uint64_t sizeBytes, uint64_t expected) {
  throw NgramError(kNgramFormatError, name + " is truncated: it has " + std::to_string(sizeBytes) + " of " +
                                          std::to_string(expected) + " bytes");
}

void checkSection(const NgramSection& section, const NgramModelHeader& header, const std::string& name) {
  const bool isInside = section.offset % 64 == 0 && section.offset <= header.fileBytes &&
                        section.sizeBytes <= header.fileBytes - section.offset;
  if (!isInside) throw NgramError(kNgramFormatError, name + " is damaged: a section lies outside the file");
}

}  // namespace

uint64_t checksumOf(const NgramModelHeader& header) {
  return hashBytes(reinterpret_cast<const uint8_t*>(&header), offsetof(NgramModelHeader, checksum));
}

NgramModelHeader readNgramHeader(const uint8_t* data, size_t sizeBytes, const std::string& name) {
  checkKind(data, sizeBytes, name);
  if (sizeBytes < sizeof(NgramModelHeader)) failTruncated(name, sizeBytes, sizeof(NgramModelHeader));
  NgramModelHeader header;
  std::memcpy(&header, data, sizeof(header));
  if (header.byteOrder != kNgramByteOrder) {
    throw NgramError(kNgramVersionError, name + " was written on a processor with another byte order: train it anew");
  }
  if (header.formatVersion != kNgramFormatVersion) {
    throw NgramError(kNgramVersionError, name + " has format version " + std::to_string(header.formatVersion) +
                                             ", this program reads version " + std::to_string(kNgramFormatVersion) +
                                             ": train it anew");
  }
  if (header.checksum != checksumOf(header)) {
    throw NgramError(kNgramFormatError, name + " is damaged: the checksum of its header is wrong");
  }
  if (header.fileBytes != sizeBytes) {
    if (sizeBytes < header.fileBytes) failTruncated(name, sizeBytes, header.fileBytes);
    throw NgramError(kNgramFormatError, name + " is damaged: something follows after its end");
  }
  if (header.tokenizer == static_cast<uint32_t>(NgramTokenizerKind::kCode) &&
      header.tokenizerVersion != kNgramTokenizerVersion) {
    throw NgramError(kNgramVersionError, name + " was trained with tokeniser version " +
                                             std::to_string(header.tokenizerVersion) + ", this program has version " +
                                             std::to_string(kNgramTokenizerVersion) + ": train it anew");
  }
  const bool isKnown = (header.structure == static_cast<uint32_t>(NgramStructure::kProbing) ||
                        header.structure == static_cast<uint32_t>(NgramStructure::kTrie)) &&
                       header.tokenizer <= static_cast<uint32_t>(NgramTokenizerKind::kCode) && header.order >= 1 &&
                       header.order <= kMaxNgramOrder && header.counts[1] > kSentenceEnd &&
                       header.counts[1] < 0xFFFFFFFF;
  if (!isKnown) throw NgramError(kNgramFormatError, name + " is damaged: its header makes no sense");
  for (const NgramSection* section : {&header.words, &header.wordTable, &header.unigrams}) {
    checkSection(*section, header, name);
  }
  for (int length = 0; length <= kMaxNgramOrder; length++) {
    checkSection(header.grams[length], header, name);
    checkSection(header.pointers[length], header, name);
    checkSection(header.codebooks[length], header, name);
  }
  return header;
}

}  // namespace codeshell
