#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

namespace codeshell {

/// Appends the number with nine significant digits, which give the same float back, whatever the locale.
void appendNumberText(std::string& text, float value);

/// Reads a decimal number, with exponent or not, that fills the text; false for anything else, infinity included.
bool parseNumberText(const char* text, size_t size, float& value);

/// Reads digits that fill the text; false for anything else, and for numbers of more than 18 digits.
bool parseWholeNumber(const char* text, size_t size, uint64_t& value);

}  // namespace codeshell
