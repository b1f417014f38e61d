#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace codeshell {

/// Writes a document so that `MinHashKernel::hashWords` finds its words, to which each run of bytes outside ASCII and
/// of letters, digits and underscores is one: a character that is a token by itself is cut off with spaces, blanks
/// become a space, ignored characters go. Returns the number of bytes; `output` grows as needed and is not shrunk.
size_t writeWordText(const uint8_t* data, size_t size, std::vector<uint8_t>& output);

}  // namespace codeshell
