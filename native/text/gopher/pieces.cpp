#include "text/gopher/pieces.h"

#include <cstring>

#include "text/statistics/hash-bytes.h"

namespace codeshell {
namespace {

/// Calls `take(start, end)` for each piece.
template <typename Take>
void split(const uint8_t* data, uint32_t start, uint32_t end, uint32_t leastNewlines, Take take) {
  uint32_t pieceStart = start;
  uint32_t position = start;
  while (const void* newline = memchr(data + position, '\n', end - position)) {
    const uint32_t runStart = static_cast<uint32_t>(static_cast<const uint8_t*>(newline) - data);
    position = runStart;
    while (position < end && data[position] == '\n') position++;
    if (position - runStart < leastNewlines) continue;
    take(pieceStart, runStart);
    pieceStart = position;
  }
  take(pieceStart, end);
}

}  // namespace

void GopherPieces::measure(const CodeTextIndex& text, uint32_t start, uint32_t end, uint32_t leastNewlines) {
  pieces_.clear();
  split(text.data(), start, end, leastNewlines, [&](uint32_t first, uint32_t last) {
    const uint64_t hash = hashBytes(text.data() + first, last - first, text.size() - first);
    pieces_.push_back({hash, text.countCharacters(first, last)});
  });
  duplicateCount_ = 0;
  duplicateCharacterCount_ = 0;
  table_.reset(pieces_.size());
  for (uint32_t number = 1; number <= pieces_.size(); number++) {
    const Piece piece = pieces_[number - 1];
    // The table compares with the entry 0, too, where there is none.
    const auto compare = [&](uint32_t other) { return pieces_[other == 0 ? 0 : other - 1].hash ^ piece.hash; };
    if (table_.findOrAdd(piece.hash, number, compare) == number) continue;
    duplicateCount_++;
    duplicateCharacterCount_ += piece.characterCount;
  }
}

}  // namespace codeshell
