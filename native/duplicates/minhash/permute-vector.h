#pragma once

#include <cstddef>
#include <cstdint>

#include "duplicates/minhash/kernels.h"

/// The permutations in terms of a vector type of any width. Internal linkage, for the reason given in
/// text/utf8-character.h.
namespace codeshell {
namespace {

/// `Vector` offers, all static: `kLanes`, `kRegisters`, how many vectors of each kind fit into the processor's
/// registers, `load(numbers)`, `store(numbers, v)`, `fill(number)`, `min(a, b)` and `permute(value, multiplier,
/// addend)`, which is their product and sum.
template <typename Vector>
inline void permuteWith(const uint32_t* values, size_t valueCount, const uint32_t* multipliers, const uint32_t* addends,
                        uint32_t* minima, size_t permutations) {
  using Register = decltype(Vector::load(minima));
  constexpr size_t kRegisters = Vector::kRegisters;
  constexpr size_t kLanes = Vector::kLanes;
  static_assert(kPermutationBlock % (kRegisters * kLanes) == 0);
  for (size_t first = 0; first < permutations; first += kRegisters * kLanes) {
    Register minimum[kRegisters];
    Register multiplier[kRegisters];
    Register addend[kRegisters];
    for (size_t part = 0; part < kRegisters; part++) {
      minimum[part] = Vector::load(minima + first + part * kLanes);
      multiplier[part] = Vector::load(multipliers + first + part * kLanes);
      addend[part] = Vector::load(addends + first + part * kLanes);
    }
    for (size_t index = 0; index < valueCount; index++) {
      const Register value = Vector::fill(values[index]);
      for (size_t part = 0; part < kRegisters; part++) {
        minimum[part] = Vector::min(minimum[part], Vector::permute(value, multiplier[part], addend[part]));
      }
    }
    for (size_t part = 0; part < kRegisters; part++) Vector::store(minima + first + part * kLanes, minimum[part]);
  }
}

}  // namespace
}  // namespace codeshell
