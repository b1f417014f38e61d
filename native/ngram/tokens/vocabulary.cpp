#include "ngram/tokens/vocabulary.h"

#include <algorithm>
#include <bit>

#include "ngram/error.h"
#include "ngram/hash.h"

namespace codeshell {

NgramVocabulary::NgramVocabulary() : table_(1024, Entry{0, kEmpty}), mask_(1023) {
  for (const std::string_view word : {"<unk>", "<s>", "</s>"}) {
    const auto* text = reinterpret_cast<const uint8_t*>(word.data());
    add(hashBytes(text, word.size()), text, word.size());
  }
}

uint32_t NgramVocabulary::find(uint64_t hash) const {
  for (size_t place = hash & mask_;; place = (place + 1) & mask_) {
    const Entry& entry = table_[place];
    if (entry.id == kEmpty || entry.hash == hash) return entry.id;
  }
}

uint32_t NgramVocabulary::insert(uint64_t hash, const uint8_t* text, size_t size) {
  if (ends_.size() >= kEmpty)
    throw NgramError(kNgramMemoryError, "The corpus has more than 4,294,967,294 different words.");
  if ((ends_.size() + 1) * 2 > table_.size()) grow();
  const uint32_t id = wordCount();
  size_t place = hash & mask_;
  while (table_[place].id != kEmpty) place = (place + 1) & mask_;
  table_[place] = {hash, id};
  text_.insert(text_.end(), text, text + size);
  ends_.push_back(text_.size());
  hashes_.push_back(hash);
  return id;
}

void NgramVocabulary::grow() {
  std::vector<Entry> larger(table_.size() * 2, Entry{0, kEmpty});
  mask_ = larger.size() - 1;
  for (const Entry& entry : table_) {
    if (entry.id == kEmpty) continue;
    size_t place = entry.hash & mask_;
    while (larger[place].id != kEmpty) place = (place + 1) & mask_;
    larger[place] = entry;
  }
  table_ = std::move(larger);
}

int NgramVocabulary::wordBits() const { return std::max(2, static_cast<int>(std::bit_width(wordCount() - 1))); }

size_t NgramVocabulary::memoryBytes() const {
  return table_.capacity() * sizeof(Entry) + text_.capacity() + (ends_.capacity() + hashes_.capacity()) * 8;
}

}  // namespace codeshell
