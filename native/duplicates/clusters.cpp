#include "duplicates/clusters.h"

#include <algorithm>
#include <limits>
#include <numeric>
#include <tuple>

namespace codeshell {
namespace {

constexpr float kUnknown = std::numeric_limits<float>::quiet_NaN();

}  // namespace

DuplicateClusters::DuplicateClusters(const std::vector<uint32_t>& documentIds,
                                     const std::vector<uint64_t>& fingerprints, UnionFind& components,
                                     const std::vector<double>& ranks) {
  const size_t count = documentIds.size();
  order_.resize(count);
  std::iota(order_.begin(), order_.end(), uint32_t{0});
  const auto byId = [&](uint32_t first, uint32_t second) { return documentIds[first] < documentIds[second]; };
  if (!std::is_sorted(order_.begin(), order_.end(), byId)) std::sort(order_.begin(), order_.end(), byId);

  ids.resize(count);
  clusters.resize(count);
  duplicateOf.assign(count, kNoDocument);
  exact.assign(count, kUnknown);
  estimated.assign(count, kUnknown);
  const auto key = [&](uint32_t place) {
    return std::tuple(ranks.empty() ? 0.0 : ranks[place], ranks.empty() ? 0 : fingerprints[order_[place]], place);
  };
  // By root of a component: the place of its kept document, and of the one with the smallest id.
  std::vector<uint32_t> kept(count, kNoDocument);
  std::vector<uint32_t> first(count, kNoDocument);
  for (uint32_t place = 0; place < count; place++) {
    ids[place] = documentIds[order_[place]];
    const uint32_t root = components.find(order_[place]);
    if (first[root] == kNoDocument) first[root] = place;
    if (kept[root] == kNoDocument || key(place) < key(kept[root])) kept[root] = place;
  }
  for (uint32_t place = 0; place < count; place++) {
    const uint32_t root = components.find(order_[place]);
    clusters[place] = ids[first[root]];
    if (kept[root] == place) continue;
    duplicateOf[place] = ids[kept[root]];
    if (fingerprints[order_[place]] == fingerprints[order_[kept[root]]]) exact[place] = 1;
    duplicates.push_back(place);
  }
  const auto keptOf = [&](uint32_t place) { return kept[components.find(order_[place])]; };
  std::sort(duplicates.begin(), duplicates.end(),
            [&](uint32_t a, uint32_t b) { return std::pair(keptOf(a), a) < std::pair(keptOf(b), b); });
  for (const uint32_t place : duplicates) originals.push_back(keptOf(place));
}

void DuplicateClusters::estimate(DuplicateIndex& index, size_t chunkCount, const CancelSwitch& cancelled) {
  if (duplicates.empty()) return;
  const size_t permutations = index.options().permutations;
  const size_t columnBytes = ids.size() * sizeof(uint32_t);
  const size_t width = std::clamp<size_t>(index.memoryBytes() / 4 / columnBytes, 1, std::min<size_t>(16, permutations));
  std::vector<uint32_t> columns(width * ids.size());
  std::vector<uint32_t> piece;
  std::vector<uint16_t> matches(duplicates.size(), 0);
  for (size_t first = 0; first < permutations; first += width) {
    const size_t count = std::min(width, permutations - first);
    // Row after row, so that a document's numbers share a cache line.
    for (size_t chunk = 0, document = 0; chunk < chunkCount; chunk++) {
      throwIfCancelled(cancelled);
      size_t documents = 0;
      index.withFile([&](MinHashFile& file) {
        documents = file.chunkDocuments(chunk);
        piece.resize(count * documents);
        file.readColumns(chunk, first, count, piece.data());
      });
      for (size_t row = 0; row < documents; row++, document++) {
        for (size_t column = 0; column < count; column++) {
          columns[document * width + column] = piece[column * documents + row];
        }
      }
    }
    for (size_t pair = 0; pair < duplicates.size(); pair++) {
      const uint32_t* left = columns.data() + order_[duplicates[pair]] * width;
      const uint32_t* right = columns.data() + order_[originals[pair]] * width;
      uint32_t equal = 0;
      for (size_t column = 0; column < count; column++) equal += left[column] == right[column] ? 1 : 0;
      matches[pair] = static_cast<uint16_t>(matches[pair] + equal);
    }
  }
  for (size_t pair = 0; pair < duplicates.size(); pair++) {
    estimated[duplicates[pair]] = static_cast<float>(matches[pair]) / static_cast<float>(permutations);
  }
}

}  // namespace codeshell
