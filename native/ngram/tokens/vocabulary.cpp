#include "ngram/tokens/vocabulary.h"

#include <algorithm>
#include <bit>

#include "ngram/error.h"
#include "ngram/hash.h"

namespace codeshell {

NgramVocabulary::NgramVocabulary() : table_(1024, ~uint64_t{0}), mask_(1023) {
  for (const std::string_view word : {"<unk>", "<s>", "</s>"}) {
    const auto* text = reinterpret_cast<const uint8_t*>(word.data());
    add(hashBytes(text, word.size()), text, word.size());
  }
}

uint32_t NgramVocabulary::find(uint64_t hash) const {
  for (size_t place = hash & mask_;; place = (place + 1) & mask_) {
    const uint64_t entry = table_[place];
    const uint32_t id = static_cast<uint32_t>(entry);
    if (id == kEmpty || ((entry ^ hash) >> 32 == 0 && hashes_[id] == hash)) return id;
  }
}

uint32_t NgramVocabulary::insert(uint64_t hash, const uint8_t* text, size_t size) {
  if (ends_.size() >= kEmpty)
    throw NgramError(kNgramMemoryError, "The corpus has more than 4,294,967,294 different words.");
  if ((ends_.size() + 1) * 2 > table_.size()) grow();
  const uint32_t id = wordCount();
  size_t place = hash & mask_;
  while (static_cast<uint32_t>(table_[place]) != kEmpty) place = (place + 1) & mask_;
  table_[place] = (hash & ~uint64_t{kEmpty}) | id;
  text_.insert(text_.end(), text, text + size);
  ends_.push_back(text_.size());
  hashes_.push_back(hash);
  return id;
}

void NgramVocabulary::grow() {
  const size_t size = table_.size() * 2;
  table_ = {};
  table_.assign(size, ~uint64_t{0});
  mask_ = size - 1;
  for (uint32_t id = 0; id < hashes_.size(); id++) {
    size_t place = hashes_[id] & mask_;
    while (static_cast<uint32_t>(table_[place]) != kEmpty) place = (place + 1) & mask_;
    table_[place] = (hashes_[id] & ~uint64_t{kEmpty}) | id;
  }
}

int NgramVocabulary::wordBits() const { return std::max(2, static_cast<int>(std::bit_width(wordCount() - 1))); }

size_t NgramVocabulary::memoryBytes() const {
  return table_.capacity() * sizeof(uint64_t) + text_.capacity() + (ends_.capacity() + hashes_.capacity()) * 8;
}

}  // namespace codeshell
