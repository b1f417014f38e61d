#pragma once

#include "base/processor.h"
#include "text/measures/measure-text.h"

/// One kernel per instruction set, each in a file of its own that is compiled for that set. Call one only if the
/// processor has it.
namespace codeshell {

TextMeasures measureTextScalar(const uint8_t* data, size_t size);

#if defined(CODESHELL_X86_64)
/// Needs SSE4.2 and POPCNT.
TextMeasures measureTextSse42(const uint8_t* data, size_t size);
/// Needs AVX2, BMI1 and POPCNT.
TextMeasures measureTextAvx2(const uint8_t* data, size_t size);
#elif defined(CODESHELL_ARM64)
TextMeasures measureTextNeon(const uint8_t* data, size_t size);
#endif

}  // namespace codeshell
