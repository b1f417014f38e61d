#pragma once

#include <cstdint>
#include <vector>

#include "text/data-juicer/special-characters.h"

namespace codeshell {

/// The words of one document as Data-Juicer 1.6.1 refines them; reused for many documents on one thread.
///
/// Blanks, tabs and line feeds part a text into pieces. A piece with a character that is not special is a word. In its
/// lower case, without the special characters at both ends, it is a refined word; a letter may be special in one case
/// and not in the other, so there can be more or fewer of these.
///
/// Deviation: a capital sigma at the end of a word becomes ς in Python; here ς and σ are the same.
class DataJuicerWords {
 public:
  void read(const std::vector<uint32_t>& codePoints);

  uint64_t count() const { return count_; }
  /// One number for each refined word; equal words have equal ones. Different ones are equal with a probability of
  /// 2^-64.
  const std::vector<uint64_t>& refined() const { return refined_; }

 private:
  const uint64_t* special_ = specialCharacters();
  uint64_t count_ = 0;
  std::vector<uint64_t> refined_;
};

}  // namespace codeshell
