#include "duplicates/lsh-band-key.h"

#include <algorithm>

#include "duplicates/minhash/hash.h"

namespace codeshell {

void hashBand(const uint32_t* columns, size_t rows, size_t count, uint64_t* keys) {
  std::fill_n(keys, count, uint64_t{0});
  for (size_t row = 0; row < rows; row++) {
    const uint32_t* column = columns + row * count;
    for (size_t document = 0; document < count; document++) {
      keys[document] = multiplyFold(keys[document] ^ column[document] ^ kTokenKeys[0], kTokenKeys[1]);
    }
  }
  for (size_t document = 0; document < count; document++) keys[document] = mixBits(keys[document]);
}

}  // namespace codeshell
