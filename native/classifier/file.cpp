#include "classifier/file.h"

#include <cstring>
#include <vector>

#include "base/files/block-reader.h"
#include "base/files/block-writer.h"
#include "base/files/output-file.h"
#include "base/mix-bits.h"
#include "classifier/error.h"

namespace codeshell {
namespace {

constexpr char kMagic[8] = {'C', 'S', 'T', 'E', 'X', 'T', 'C', 'L'};
constexpr uint32_t kVersion = 1;

struct Header {
  char magic[8];
  uint32_t version;
  uint32_t dimensions;
  uint32_t classCount;
  uint32_t signalCount;
  uint32_t buckets;
  uint32_t wordNgrams;
  uint32_t minCharacterNgram;
  uint32_t maxCharacterNgram;
  uint64_t maxDocumentBytes;
  uint64_t documentCount;
  uint64_t seed;
  uint32_t epochs;
  float learningRate;
};
static_assert(sizeof(Header) == 72);
/// What every version of the format begins with.
constexpr size_t kHeaderStart = sizeof(kMagic) + sizeof(uint32_t);
constexpr size_t kBlockBytes = 1 << 18;

[[noreturn]] void failCorrupt(const std::string& name, const char* what) {
  throw ClassifierError(kClassifierCorruptError, name + " is damaged: " + what + ". Train the classifier again.");
}

/// A checksum of pieces of bytes; it depends on where they are parted.
class Checksum {
 public:
  void add(const void* data, size_t size) {
    const uint8_t* bytes = static_cast<const uint8_t*>(data);
    for (; size >= 8; bytes += 8, size -= 8) value_ = mixWord(value_, loadWord(bytes));
    uint64_t word = 0;
    memcpy(&word, bytes, size);
    value_ = mixWord(value_, word ^ size << 56);
  }
  uint64_t value() const { return value_; }

 private:
  uint64_t value_ = 0x9E3779B97F4A7C15u;
};

class Writer {
 public:
  explicit Writer(File& file) : blocks_(file, kBlockBytes) {}
  void put(const void* data, size_t size) {
    if (size == 0) return;
    checksum_.add(data, size);
    blocks_.write(data, size);
  }
  void finish() {
    const uint64_t checksum = checksum_.value();
    put(&checksum, sizeof(checksum));
    blocks_.flush();
  }

 private:
  BlockWriter blocks_;
  Checksum checksum_;
};

class Reader {
 public:
  explicit Reader(const std::filesystem::path& path) : file_(path, File::Mode::kRead), blocks_(file_, kBlockBytes) {}
  uint64_t sizeBytes() const { return file_.sizeBytes(); }
  void get(void* data, size_t size) {
    if (size == 0) return;
    blocks_.read(data, size);
    checksum_.add(data, size);
  }
  uint64_t checksum() const { return checksum_.value(); }

 private:
  File file_;
  BlockReader blocks_;
  Checksum checksum_;
};

uint64_t expectedBytes(const Header& header) {
  const uint64_t rowFloats = uint64_t{header.classCount} * (uint64_t{header.dimensions} + header.signalCount + 1);
  const uint64_t floats = rowFloats + uint64_t{header.buckets} * header.dimensions;
  return sizeof(Header) + header.signalCount * sizeof(ClassifierSignalScale) + floats * sizeof(float) +
         sizeof(uint64_t);
}

bool isPlausible(const Header& header) {
  const auto isBetween = [](uint32_t value, uint32_t least, uint32_t most) { return value >= least && value <= most; };
  return isBetween(header.dimensions, 1, kMaxClassifierDimensions) &&
         isBetween(header.classCount, 2, kMaxClassifierClasses) &&
         isBetween(header.signalCount, 0, kMaxClassifierSignals) && isBetween(header.buckets, 1, ~0u) &&
         isBetween(header.wordNgrams, 1, kMaxClassifierNgram) &&
         isBetween(header.maxCharacterNgram, 0, kMaxClassifierNgram) &&
         isBetween(header.minCharacterNgram, header.maxCharacterNgram == 0 ? 0 : 1, header.maxCharacterNgram);
}

/// Calls `visit(floats, count)` for the parts of the model that the file holds, in their order.
template <typename Model, typename Visit>
void visitWeights(Model& model, Visit visit) {
  const ClassifierShape& shape = model.shape();
  for (size_t classId = 0; classId < shape.classCount; classId++) {
    visit(model.row(classId), shape.dimensions);
    visit(model.row(classId) + model.embeddingLength(), shape.signalCount + 1);
  }
  for (size_t bucket = 0; bucket < shape.features.buckets; bucket++) {
    visit(model.embeddings() + bucket * model.embeddingLength(), shape.dimensions);
  }
}

Header readHeader(Reader& reader, const std::string& name) {
  Header header{};
  const std::string notClassifier = name + " is not a classifier of this program.";
  if (reader.sizeBytes() < kHeaderStart) throw ClassifierError(kClassifierForeignError, notClassifier);
  reader.get(&header, kHeaderStart);
  if (memcmp(header.magic, kMagic, sizeof(kMagic)) != 0) throw ClassifierError(kClassifierForeignError, notClassifier);
  if (header.version != kVersion) {
    throw ClassifierError(kClassifierVersionError, name + " has version " + std::to_string(header.version) +
                                                       " of the format; this program reads version " +
                                                       std::to_string(kVersion) + ". Train the classifier again.");
  }
  if (reader.sizeBytes() < sizeof(Header)) {
    throw ClassifierError(kClassifierTruncatedError, name + " ends within its header. Train the classifier again.");
  }
  reader.get(reinterpret_cast<uint8_t*>(&header) + kHeaderStart, sizeof(Header) - kHeaderStart);
  if (!isPlausible(header)) failCorrupt(name, "its header has impossible numbers");
  if (reader.sizeBytes() < expectedBytes(header)) {
    throw ClassifierError(kClassifierTruncatedError, name + " has " + std::to_string(reader.sizeBytes()) + " of " +
                                                         std::to_string(expectedBytes(header)) +
                                                         " bytes. Train the classifier again.");
  }
  if (reader.sizeBytes() > expectedBytes(header)) failCorrupt(name, "it goes on after its end");
  return header;
}

}  // namespace

void writeClassifierFile(const std::filesystem::path& path, const ClassifierModel& model,
                         const ClassifierTraining& training) {
  const ClassifierShape& shape = model.shape();
  Header header{};
  memcpy(header.magic, kMagic, sizeof(kMagic));
  header.version = kVersion;
  header.dimensions = shape.dimensions;
  header.classCount = shape.classCount;
  header.signalCount = shape.signalCount;
  header.buckets = shape.features.buckets;
  header.wordNgrams = shape.features.wordNgrams;
  header.minCharacterNgram = shape.features.minCharacterNgram;
  header.maxCharacterNgram = shape.features.maxCharacterNgram;
  header.maxDocumentBytes = shape.features.maxDocumentBytes;
  header.documentCount = training.documentCount;
  header.seed = training.seed;
  header.epochs = training.epochs;
  header.learningRate = training.learningRate;

  OutputFile output(path);
  Writer writer(output.file());
  // In the pieces in which it is read.
  writer.put(&header, kHeaderStart);
  writer.put(reinterpret_cast<const uint8_t*>(&header) + kHeaderStart, sizeof(header) - kHeaderStart);
  writer.put(model.signalScales().data(), model.signalScales().size() * sizeof(ClassifierSignalScale));
  visitWeights(model, [&](const float* floats, size_t count) { writer.put(floats, count * sizeof(float)); });
  writer.finish();
  output.finish();
}

ClassifierFile readClassifierFile(const std::filesystem::path& path) {
  Reader reader(path);
  const std::string name = utf8OfPath(path);
  const Header header = readHeader(reader, name);
  ClassifierShape shape;
  shape.features = {header.buckets, header.wordNgrams, header.minCharacterNgram, header.maxCharacterNgram,
                    header.maxDocumentBytes};
  shape.dimensions = header.dimensions;
  shape.classCount = header.classCount;
  shape.signalCount = header.signalCount;
  ClassifierFile file{std::make_unique<ClassifierModel>(shape),
                      {header.documentCount, header.epochs, header.learningRate, header.seed}};
  std::vector<ClassifierSignalScale>& scales = file.model->signalScales();
  reader.get(scales.data(), scales.size() * sizeof(ClassifierSignalScale));
  visitWeights(*file.model, [&](float* floats, size_t count) { reader.get(floats, count * sizeof(float)); });
  const uint64_t checksum = reader.checksum();
  uint64_t stored = 0;
  reader.get(&stored, sizeof(stored));
  if (stored != checksum) failCorrupt(name, "its checksum does not match");
  return file;
}

}  // namespace codeshell
