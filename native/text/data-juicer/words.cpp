#include "text/data-juicer/words.h"

#include "base/mix-bits.h"
#include "text/lower-case.h"

namespace codeshell {
namespace {

constexpr uint64_t kBase = 0xD6E8FEB86659FD93u;
constexpr uint32_t kCapitalIWithDot = 0x130;
constexpr uint32_t kDotAbove = 0x307;
constexpr uint32_t kFinalSigma = 0x3C2;
constexpr uint32_t kSigma = 0x3C3;

bool isSeparator(uint32_t codePoint) { return codePoint == ' ' || codePoint == '\t' || codePoint == '\n'; }

/// The polynomial of a refined word's characters, one after the other.
class RefinedWord {
 public:
  void add(uint32_t codePoint, bool isSpecial) {
    if (isSpecial && !hasBegun_) return;
    hasBegun_ = true;
    // One more, so that a NUL counts.
    polynomial_ = polynomial_ * kBase + codePoint + 1;
    // Special characters belong to the word if another one follows.
    if (!isSpecial) upToLast_ = polynomial_;
  }

  bool isEmpty() const { return !hasBegun_; }
  uint64_t key() const { return mixBits(upToLast_); }

 private:
  bool hasBegun_ = false;
  uint64_t polynomial_ = 0;
  uint64_t upToLast_ = 0;
};

}  // namespace

void DataJuicerWords::read(const std::vector<uint32_t>& codePoints) {
  count_ = 0;
  refined_.clear();
  RefinedWord word;
  bool isWord = false;
  const auto end = [&] {
    if (!word.isEmpty()) refined_.push_back(word.key());
    count_ += isWord ? 1 : 0;
    word = RefinedWord();
    isWord = false;
  };
  for (const uint32_t codePoint : codePoints) {
    if (isSeparator(codePoint)) {
      end();
      continue;
    }
    const uint32_t lower = toLowerCase(codePoint);
    const bool isLowerSpecial = isSpecial(special_, lower);
    isWord |= lower == codePoint ? !isLowerSpecial : !isSpecial(special_, codePoint);
    word.add(lower == kFinalSigma ? kSigma : lower, isLowerSpecial);
    if (codePoint == kCapitalIWithDot) word.add(kDotAbove, false);
  }
  end();
}

}  // namespace codeshell
