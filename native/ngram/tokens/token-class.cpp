#include "ngram/tokens/token-class.h"

#include <string_view>

#include "ngram/hash.h"
#include "ngram/tokens/byte-class.h"

namespace codeshell {
namespace {

constexpr size_t kMaxWordStringBytes = 32;
constexpr size_t kMaxTextStringBytes = 200;

NgramToken makeClass(std::string_view name) {
  const auto* text = reinterpret_cast<const uint8_t*>(name.data());
  return {text, name.size(), 0, 0, hashBytes(text, name.size()), false};
}

}  // namespace

const NgramTokenClasses& ngramTokenClasses() {
  static const NgramTokenClasses classes{
      makeClass("<nl>"),
      makeClass("<indent>"),
      makeClass("<dedent>"),
      makeClass("<binary>"),
      makeClass("<int>"),
      makeClass("<float>"),
      makeClass("<hex>"),
      makeClass("<bin>"),
      makeClass("<string:empty>"),
      makeClass("<string:word>"),
      makeClass("<string:text>"),
      makeClass("<string:long>"),
      makeClass(ngramSentenceEndText()),
  };
  return classes;
}

const NgramToken& classifyString(const uint8_t* content, size_t size) {
  const NgramTokenClasses& classes = ngramTokenClasses();
  if (size == 0) return classes.emptyString;
  if (size > kMaxTextStringBytes) return classes.longString;
  if (size > kMaxWordStringBytes) return classes.textString;
  for (size_t index = 0; index < size; index++) {
    if (kByteClasses[content[index]] == kSpace) return classes.textString;
  }
  return classes.wordString;
}

}  // namespace codeshell
