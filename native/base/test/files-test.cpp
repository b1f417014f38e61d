#include <atomic>
#include <cstring>
#include <filesystem>
#include <stdexcept>
#include <string>
#include <vector>

#include "base/files/block-reader.h"
#include "base/files/block-writer.h"
#include "base/files/file.h"
#include "base/files/mapped-file.h"
#include "base/files/output-file.h"
#include "base/files/temporary-folder.h"
#include "base/run-threads.h"
#include "base/test/check.h"

namespace codeshell::test {
namespace {

/// The message of the FileError that the work throws, or nothing.
template <typename Work>
std::string failureOf(Work work) {
  try {
    work();
  } catch (const FileError& error) {
    return error.what();
  }
  return "";
}

std::string readText(File& file) {
  std::string text(file.sizeBytes(), ' ');
  file.readAt(0, text.data(), text.size());
  return text;
}

void testPlaces(const std::filesystem::path& path) {
  {
    File file(path, File::Mode::kUpdate);
    checkEqual(file.sizeBytes(), uint64_t{0}, "a file that was missing");
    file.write("abcdef", 6);
    file.writeAt(2, "CD", 2);
    file.write("gh", 2);
    check(readText(file) == "abCDefgh", "writing at places and at the end");
    char bytes[4] = {};
    file.readAt(6, bytes, 2);
    file.write("i", 1);
    checkEqual(file.readSome(bytes, 4), size_t{0}, "nothing follows what was written");
    file.truncate(3);
    file.write("x", 1);
    file.flush();
    check(readText(file) == "abCx", "writing after a truncation");
  }
  File file(path, File::Mode::kUpdate);
  check(readText(file) == "abCx", "an existing file is kept");
  char bytes[8];
  const std::string message = failureOf([&] { file.readAt(2, bytes, 8); });
  check(message.find(utf8OfPath(path)) != std::string::npos && message.find("byte 10") != std::string::npos,
        "a file that ends too early is named");
  checkEqual(File(path, File::Mode::kRead).readSome(bytes, 8), size_t{4}, "reading on to the end");
  checkEqual(File(path, File::Mode::kCreate).sizeBytes(), uint64_t{0}, "a file made anew");
}

void testRefusals(const std::filesystem::path& folder) {
  const std::filesystem::path missing = folder / pathOfUtf8("f\xC3\xA9hlt");
  for (const std::string& message :
       {failureOf([&] { File file(missing, File::Mode::kRead); }), failureOf([&] { MappedFile file(missing); }),
        failureOf([&] { File file(missing / "x", File::Mode::kUpdate); }),
        failureOf([&] { OutputFile file(missing / "x"); })}) {
    check(message.find("f\xC3\xA9hlt") != std::string::npos, "the message names the file");
  }
  const std::filesystem::path path = folder / "file";
  File(path, File::Mode::kCreate).write("x", 1);
  check(!failureOf([&] { TemporaryFolder inside(path); }).empty(), "a folder inside a file");
  check(!failureOf([&] {
           File file(path, File::Mode::kRead);
           file.write("x", 1);
         }).empty(),
        "writing to a file that is open for reading");
}

void testBlocks(const std::filesystem::path& path) {
  std::string text;
  for (size_t piece = 0; piece < 300; piece++) text.append(piece % 40, static_cast<char>('a' + piece % 26));
  File file(path, File::Mode::kCreate);
  BlockWriter writer(file, 32);
  for (size_t place = 0, size = 0; place < text.size(); place += size, size = (size + 7) % 50) {
    size = std::min(size, text.size() - place);
    writer.write(text.data() + place, size);
  }
  writer.flush();
  check(readText(file) == text, "small and large pieces in the order of their writing");
  BlockReader reader(file, 32);
  std::string read(text.size(), ' ');
  for (size_t place = 0, size = 0; place < text.size(); place += size, size = (size + 11) % 70) {
    size = std::min(size, text.size() - place);
    reader.read(read.data() + place, size);
  }
  check(read == text, "pieces read in other sizes");
  char byte;
  check(!failureOf([&] { reader.read(&byte, 1); }).empty(), "reading behind the end");
}

void testTemporaryFilesGo(const std::filesystem::path& parent) {
  {
    TemporaryFolder folder(parent);
    File file(folder.nextFile(), File::Mode::kTemporary);
    file.write("x", 1);
    OutputFile output(parent / "unfinished");
    output.file().write("x", 1);
  }
  check(std::filesystem::is_empty(parent), "temporary and unfinished files are removed");
  std::filesystem::path abandoned;
  {
    TemporaryFolder folder(parent);
    File(folder.nextFile(), File::Mode::kCreate).write("x", 1);
    abandoned = folder.path();
    TemporaryFolder::removeAbandoned(parent);
  }
  check(!std::filesystem::exists(abandoned), "what a process left behind is removed");
  OutputFile output(parent / "finished");
  output.file().write("x", 1);
  check(!std::filesystem::exists(parent / "finished"), "a file does not appear before it is complete");
  output.finish();
  check(std::filesystem::file_size(parent / "finished") == 1, "a complete file appears");
}

void testThreads() {
  for (const unsigned count : {1u, 2u, 7u}) {
    std::vector<std::atomic<int>> calls(count);
    runThreads(count, [&](unsigned index) { calls[index]++; });
    for (const auto& number : calls) checkEqual(number.load(), 1, "each part runs once");
    std::string failure;
    try {
      runThreads(count, [&](unsigned index) {
        calls[index]++;
        throw std::runtime_error(std::to_string(index));
      });
    } catch (const std::runtime_error& error) {
      failure = error.what();
    }
    check(failure == "0", "the failure of the first is told");
    for (const auto& number : calls) checkEqual(number.load(), 2, "and the others end");
  }
}

void testFiles() {
  const TemporaryFolder folder(std::filesystem::temp_directory_path());
  testPlaces(folder.path() / "places");
  testRefusals(folder.path());
  testBlocks(folder.path() / "blocks");
  std::filesystem::create_directories(folder.path() / "parent");
  testTemporaryFilesGo(folder.path() / "parent");
  testThreads();
}

}  // namespace
}  // namespace codeshell::test

int main() {
  codeshell::test::testFiles();
  return codeshell::test::reportChecks();
}
