#pragma once

#include <cstddef>
#include <cstdint>

#include "ngram/tokens/tokenizer.h"

namespace codeshell {

/// The tokens that stand for a class of texts; see NgramTokenizer. Their places are 0.
struct NgramTokenClasses {
  NgramToken newline;
  NgramToken indent;
  NgramToken dedent;
  NgramToken binary;
  NgramToken integer;
  NgramToken floating;
  NgramToken hexadecimal;
  NgramToken binaryNumber;
  NgramToken emptyString;
  NgramToken wordString;
  NgramToken textString;
  NgramToken longString;
  NgramToken sentenceEnd;
};

const NgramTokenClasses& ngramTokenClasses();

/// The class of a string with this content, between its quotes.
const NgramToken& classifyString(const uint8_t* content, size_t size);

}  // namespace codeshell
