#include "ngram/arpa/lines.h"

#include <cstring>

#include "ngram/error.h"

namespace codeshell {
namespace {

constexpr size_t kBufferBytes = 1 << 20;
/// No line of a model is longer; a file of another kind may have no line end at all.
constexpr size_t kMaxLineBytes = size_t{1} << 30;

}  // namespace

ArpaLines::ArpaLines(const std::filesystem::path& path, const NgramTask& task)
    : path_(path), file_(path, File::Mode::kRead), task_(&task), buffer_(kBufferBytes) {}

void ArpaLines::fail(const std::string& reason) const {
  throw NgramError(kNgramArpaError, utf8OfPath(path_) + ", line " + std::to_string(lineNumber_) + ": " + reason);
}

std::string_view ArpaLines::trim(std::string_view line) {
  const size_t begin = line.find_first_not_of(" \t");
  if (begin == std::string_view::npos) return {};
  return line.substr(begin, line.find_last_not_of(" \t") - begin + 1);
}

std::string ArpaLines::quoteStart(std::string_view line) {
  return std::string("\"").append(line.substr(0, 60)).append("\"");
}

bool ArpaLines::fillBuffer() {
  task_->throwIfCancelled();
  std::memmove(buffer_.data(), buffer_.data() + begin_, end_ - begin_);
  end_ -= begin_;
  begin_ = 0;
  // A word may be as long as the text that it was found in.
  if (end_ == buffer_.size()) {
    if (buffer_.size() >= kMaxLineBytes) {
      lineNumber_++;
      fail("the line has more than " + std::to_string(kMaxLineBytes) + " bytes");
    }
    buffer_.resize(buffer_.size() * 2);
  }
  const size_t count = file_.readSome(buffer_.data() + end_, buffer_.size() - end_);
  end_ += count;
  return count > 0;
}

bool ArpaLines::read(std::string_view& line) {
  size_t searched = begin_;
  for (;;) {
    const void* const found = std::memchr(buffer_.data() + searched, '\n', end_ - searched);
    if (found != nullptr) {
      const size_t end = static_cast<size_t>(static_cast<const char*>(found) - buffer_.data());
      line = {buffer_.data() + begin_, end - begin_};
      lastBegin_ = begin_;
      begin_ = end + 1;
      break;
    }
    const size_t pending = end_ - begin_;
    if (fillBuffer()) {
      searched = begin_ + pending;
      continue;
    }
    if (pending == 0) return false;
    line = {buffer_.data() + begin_, pending};
    lastBegin_ = begin_;
    begin_ = end_;
    break;
  }
  if (!line.empty() && line.back() == '\r') line.remove_suffix(1);
  lineNumber_++;
  return true;
}

void ArpaLines::unread() {
  begin_ = lastBegin_;
  lineNumber_--;
}

std::string_view ArpaLines::readNonBlank() {
  std::string_view line;
  while (read(line)) {
    if (!trim(line).empty()) return line;
  }
  lineNumber_++;
  fail("the file ends too early");
}

}  // namespace codeshell
