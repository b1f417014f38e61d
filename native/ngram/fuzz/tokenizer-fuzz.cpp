#include <cstddef>
#include <cstdint>
#include <cstdlib>

#include "ngram/hash.h"
#include "ngram/tokens/tokenizer.h"

/// Every token lies in the document, after the one before it, and has the hash of its text.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  for (const auto kind : {codeshell::NgramTokenizerKind::kWords, codeshell::NgramTokenizerKind::kCode}) {
    codeshell::NgramTokenizer tokenizer(kind, data, size);
    codeshell::NgramToken tokens[16];
    size_t end = 0;
    while (const size_t count = tokenizer.read(tokens, 16)) {
      for (size_t index = 0; index < count; index++) {
        const codeshell::NgramToken& token = tokens[index];
        if (token.offset < end || token.offset + token.size > size) std::abort();
        if (token.textSize == 0 || token.hash != codeshell::hashBytes(token.text, token.textSize)) std::abort();
        end = token.offset + token.size;
      }
    }
  }
  return 0;
}
