#include "ngram/arpa/number-text.h"

#include <algorithm>
#include <cmath>

// The functions of the C library depend on the locale, and those of C++17 are missing in some standard libraries.
namespace codeshell {
namespace {

constexpr int kDigits = 9;

double powerOf10(int exponent) { return std::pow(10.0, exponent); }

}  // namespace

void appendNumberText(std::string& text, float value) {
  if (value == 0) {
    text += '0';
    return;
  }
  if (value < 0) text += '-';
  const double magnitude = std::fabs(static_cast<double>(value));
  int exponent = static_cast<int>(std::floor(std::log10(magnitude)));
  auto digits = static_cast<uint64_t>(std::llround(magnitude * powerOf10(kDigits - 1 - exponent)));
  if (digits >= 1'000'000'000) {
    exponent++;
    digits = static_cast<uint64_t>(std::llround(magnitude * powerOf10(kDigits - 1 - exponent)));
  }
  std::string mantissa = std::to_string(digits);
  while (mantissa.size() > 1 && mantissa.back() == '0') mantissa.pop_back();
  if (exponent >= 0 && exponent < kDigits) {
    const auto whole = static_cast<size_t>(exponent) + 1;
    if (mantissa.size() < whole) mantissa.append(whole - mantissa.size(), '0');
    text.append(mantissa, 0, whole);
    if (mantissa.size() > whole) text.append(".").append(mantissa, whole);
  } else if (exponent < 0 && exponent >= -5) {
    text.append("0.").append(static_cast<size_t>(-exponent - 1), '0').append(mantissa);
  } else {
    text += mantissa[0];
    if (mantissa.size() > 1) text.append(".").append(mantissa, 1);
    text.append("e").append(std::to_string(exponent));
  }
}

bool parseNumberText(const char* text, size_t size, float& value) {
  size_t index = 0;
  const bool isNegative = size > 0 && text[0] == '-';
  if (size > 0 && (text[0] == '-' || text[0] == '+')) index++;
  uint64_t digits = 0;
  int exponent = 0;
  bool hasDigits = false;
  bool isAfterPoint = false;
  for (; index < size; index++) {
    const char character = text[index];
    if (character == '.' && !isAfterPoint) {
      isAfterPoint = true;
      continue;
    }
    if (character < '0' || character > '9') break;
    hasDigits = true;
    if (digits < 100'000'000'000'000'000) {
      digits = digits * 10 + static_cast<uint64_t>(character - '0');
      if (isAfterPoint) exponent--;
    } else if (!isAfterPoint) {
      exponent++;
    }
  }
  if (!hasDigits) return false;
  if (index < size && (text[index] == 'e' || text[index] == 'E')) {
    index++;
    const bool isNegativeExponent = index < size && text[index] == '-';
    if (index < size && (text[index] == '-' || text[index] == '+')) index++;
    if (index == size) return false;
    int given = 0;
    for (; index < size && text[index] >= '0' && text[index] <= '9'; index++) {
      given = std::min(given * 10 + (text[index] - '0'), 1000);
    }
    exponent += isNegativeExponent ? -given : given;
  }
  if (index != size) return false;
  double magnitude = static_cast<double>(digits);
  if (digits != 0) magnitude = exponent < 0 ? magnitude / powerOf10(-exponent) : magnitude * powerOf10(exponent);
  if (!std::isfinite(static_cast<float>(magnitude))) return false;
  value = static_cast<float>(isNegative ? -magnitude : magnitude);
  return true;
}

bool parseWholeNumber(const char* text, size_t size, uint64_t& value) {
  if (size == 0 || size > 18) return false;
  value = 0;
  for (size_t index = 0; index < size; index++) {
    if (text[index] < '0' || text[index] > '9') return false;
    value = value * 10 + static_cast<uint64_t>(text[index] - '0');
  }
  return true;
}

}  // namespace codeshell
