/** Extensions of files that are never text, so that they need not be opened. */
const binaryExtensions = new Set(
  (
    'png jpg jpeg jpe gif bmp ico icns webp avif heic tif tiff psd xcf raw cr2 nef ' +
    'mp3 mp4 m4a m4v wav flac ogg oga ogv opus aac avi mov mkv webm wmv mid midi ' +
    'zip gz tgz bz2 tbz xz txz zst lz4 lzma 7z rar tar jar war ear apk ipa aab whl egg deb rpm dmg iso img cab msi nupkg crate ' +
    'exe dll so dylib a o obj lib ko elf pdb class pyc pyo pyd wasm rlib rmeta node dex beam ' +
    'pdf doc docx xls xlsx ppt pptx odt ods odp epub mobi ' +
    'ttf otf woff woff2 eot ' +
    'sqlite sqlite3 db mdb parquet avro orc feather arrow npy npz h5 hdf5 pkl pickle pt pth onnx tflite safetensors gguf ggml ckpt ' +
    'blend fbx glb 3ds swf fla unity3d pak keystore jks p12 pfx der'
  ).split(' '),
)
const sniffBytes = 8192

export function isBinaryName(path: string): boolean {
  const extension = /\.([^./]+)$/.exec(path)?.[1]
  return extension !== undefined && binaryExtensions.has(extension.toLowerCase())
}

/** Git's own rule: a zero byte near the beginning. It holds for UTF-16 too, which is not read as text. */
export function isBinaryContent(bytes: Uint8Array): boolean {
  return bytes.subarray(0, sniffBytes).includes(0)
}
