#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

namespace codeshell {

/// The words of a model that is being made, with ids in the order of their first appearance after `<unk>`, `<s>` and
/// `</s>`. Words are told apart by their 64-bit hash alone, as KenLM does.
class NgramVocabulary {
 public:
  NgramVocabulary();

  /// The id of a word that may be new. Throws NgramError when ids run out.
  uint32_t add(uint64_t hash, const uint8_t* text, size_t size) {
    for (size_t place = hash & mask_;; place = (place + 1) & mask_) {
      const uint64_t entry = table_[place];
      const uint32_t id = static_cast<uint32_t>(entry);
      if (id == kEmpty) return insert(hash, text, size);
      if ((entry ^ hash) >> 32 == 0 && hashes_[id] == hash) return id;
    }
  }
  /// `kEmpty` if there is none.
  uint32_t find(uint64_t hash) const;

  static constexpr uint32_t kEmpty = 0xFFFFFFFF;

  uint32_t wordCount() const { return static_cast<uint32_t>(ends_.size()); }
  std::string_view word(uint32_t id) const {
    const uint64_t begin = id == 0 ? 0 : ends_[id - 1];
    return {text_.data() + begin, static_cast<size_t>(ends_[id] - begin)};
  }
  uint64_t hashOf(uint32_t id) const { return hashes_[id]; }
  /// Bits that every id fits in.
  int wordBits() const;
  size_t memoryBytes() const;
  /// How often the vocabulary may take the memory that was given for a task before the text counts as one that is no
  /// text.
  static constexpr size_t kMaxMemoryShare = 16;
  bool isTooLargeFor(size_t givenBytes) const { return memoryBytes() / kMaxMemoryShare > givenBytes; }

 private:
  uint32_t insert(uint64_t hash, const uint8_t* text, size_t size);
  void grow();

  /// Ids in the low half, `kEmpty` for none; in the high half that of the hash, so that few words are looked at in
  /// vain.
  std::vector<uint64_t> table_;
  size_t mask_;
  std::vector<char> text_;
  std::vector<uint64_t> ends_;
  std::vector<uint64_t> hashes_;
};

}  // namespace codeshell
