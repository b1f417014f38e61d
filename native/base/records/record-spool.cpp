#include "base/records/record-spool.h"

#include <algorithm>

namespace codeshell {
namespace {

constexpr size_t kMaxChunkBytes = 1 << 20;
constexpr size_t kMinChunkBytes = 1 << 12;

}  // namespace

RecordSpool::RecordSpool(size_t limbsPerRecord, size_t memoryBytes, TemporaryFolder& folder)
    : limbsPerRecord_(limbsPerRecord), folder_(&folder) {
  const size_t recordBytes = limbsPerRecord * sizeof(uint64_t);
  const size_t chunkBytes = std::clamp(memoryBytes / 4, kMinChunkBytes, kMaxChunkBytes);
  chunkLimbs_ = chunkBytes / recordBytes * limbsPerRecord;
  maxChunks_ = std::max<size_t>(1, memoryBytes / chunkBytes);
  used_ = chunkLimbs_;
}

void RecordSpool::addChunk() {
  used_ = 0;
  if (chunks_.size() < maxChunks_) {
    chunks_.emplace_back(chunkLimbs_);
    return;
  }
  if (file_ == nullptr) file_ = std::make_unique<File>(folder_->nextFile(), File::Mode::kTemporary);
  for (const auto& chunk : chunks_) file_->write(chunk.get(), chunkLimbs_ * sizeof(uint64_t));
  chunks_.resize(1);
}

RecordSpool::Reader::Reader(RecordSpool& spool) : spool_(&spool), limbsPerRecord_(spool.limbsPerRecord_) {}

bool RecordSpool::Reader::advance() {
  const uint64_t fileBytes = spool_->file_ == nullptr ? 0 : spool_->file_->sizeBytes();
  if (filePosition_ < fileBytes) {
    if (buffer_.isEmpty()) buffer_ = PageBuffer(spool_->chunkLimbs_);
    // The file holds whole chunks.
    spool_->file_->readAt(filePosition_, buffer_.get(), spool_->chunkLimbs_ * sizeof(uint64_t));
    filePosition_ += spool_->chunkLimbs_ * sizeof(uint64_t);
    current_ = buffer_.get();
    end_ = current_ + spool_->chunkLimbs_;
    return true;
  }
  if (nextChunk_ == spool_->chunks_.size()) return false;
  current_ = spool_->chunks_[nextChunk_].get();
  nextChunk_++;
  end_ = current_ + (nextChunk_ == spool_->chunks_.size() ? spool_->used_ : spool_->chunkLimbs_);
  return current_ != end_ || advance();
}

}  // namespace codeshell
