#pragma once

#include <napi.h>

namespace codeshell {

/// `startMeasureText(bytes, offsets)`, a call as `startAddonCall` starts it: a Float64Array with one row of
/// `kMeasureColumnCount` numbers per document. The bytes are not read any more once `result` has settled.
///
/// `startMeasureCode(bytes, offsets)`: the same with rows of `kCodeColumnCount` numbers. Throws a RangeError that names
/// the first document of more than `kMaxDocumentBytes`.
///
/// `startMeasureGopherRepetition(bytes, offsets)`: the same with rows of `kGopherColumnCount` numbers and documents of
/// at most `kMaxGopherDocumentBytes`.
///
/// `startMeasureDataJuicerRepetition(bytes, offsets, length)`: the same with rows of `kDataJuicerColumnCount` numbers
/// and documents of at most `kMaxDataJuicerDocumentBytes`; `length` is a whole number from 1 to `kMaxDataJuicerLength`.
void exportMeasurements(Napi::Env env, Napi::Object exports);

}  // namespace codeshell
