#pragma once

#include "classifier/vector.h"

/// Loops that the compiler turns into the vector instructions it may use in the including file. Internal linkage, for
/// the reason given in text/utf8-character.h. Rows lie far apart, so each loop asks early for those to come.
namespace codeshell {
namespace {

constexpr size_t kRowsAhead = 6;

inline void prefetchRow(const float* row, size_t length) {
#if defined(__GNUC__) || defined(__clang__)
  for (size_t index = 0; index < length; index += kClassifierLanes) __builtin_prefetch(row + index);
#else
  (void)row;
  (void)length;
#endif
}

inline void sumRows(const float* matrix, size_t length, const uint32_t* rows, size_t count, float* __restrict sum) {
  for (size_t index = 0; index < count; index++) {
    if (index + kRowsAhead < count) prefetchRow(matrix + rows[index + kRowsAhead] * length, length);
    const float* __restrict row = matrix + rows[index] * length;
    for (size_t place = 0; place < length; place++) sum[place] += row[place];
  }
}

inline void addToRows(float* matrix, size_t length, const uint32_t* rows, size_t count,
                      const float* __restrict addend) {
  for (size_t index = 0; index < count; index++) {
    if (index + kRowsAhead < count) prefetchRow(matrix + rows[index + kRowsAhead] * length, length);
    float* __restrict row = matrix + rows[index] * length;
    for (size_t place = 0; place < length; place++) row[place] += addend[place];
  }
}

inline float dot(const float* __restrict one, const float* __restrict other, size_t length) {
  float lanes[kClassifierLanes] = {};
  for (size_t place = 0; place < length; place += kClassifierLanes) {
    for (size_t lane = 0; lane < kClassifierLanes; lane++) lanes[lane] += one[place + lane] * other[place + lane];
  }
  for (size_t half = kClassifierLanes / 2; half > 0; half /= 2) {
    for (size_t lane = 0; lane < half; lane++) lanes[lane] += lanes[lane + half];
  }
  return lanes[0];
}

inline void addScaled(float* __restrict target, float factor, const float* __restrict source, size_t length) {
  for (size_t place = 0; place < length; place++) target[place] += factor * source[place];
}

inline ClassifierVectorKernel makeVectorKernel(const char* name) { return {name, sumRows, addToRows, dot, addScaled}; }

}  // namespace
}  // namespace codeshell
