import { readFile } from 'node:fs/promises'
import { Parser } from 'web-tree-sitter'
import { findGrammarFile } from './grammar-file.ts'

/**
 * What the parser's WebAssembly exports for walking a tree. web-tree-sitter calls these very functions, but copies the state of its cursor
 * from and to the module's memory around every call, which makes a walk three times as slow. The state lies in one place of that
 * memory, so there is one cursor at a time, and nothing else of the library may be called while it is in use.
 */
export interface CursorFunctions {
  ts_tree_root_node_wasm(tree: number): void
  ts_tree_cursor_new_wasm(tree: number): void
  ts_tree_cursor_delete_wasm(tree: number): void
  ts_tree_cursor_goto_first_child_wasm(tree: number): number
  ts_tree_cursor_goto_next_sibling_wasm(tree: number): number
  ts_tree_cursor_goto_parent_wasm(tree: number): number
  ts_tree_cursor_current_node_type_id_wasm(tree: number): number
  ts_tree_cursor_current_field_id_wasm(tree: number): number
  ts_tree_cursor_current_node_is_missing_wasm(tree: number): number
  ts_tree_cursor_start_index_wasm(tree: number): number
  ts_tree_cursor_end_index_wasm(tree: number): number
}

/** What is used of it: the types of Node leave it to those of the browser. */
declare namespace WebAssembly {
  type Imports = { env: Record<string, unknown> }
  class Module {
    constructor(bytes: Uint8Array)
  }
  class Instance {
    constructor(module: Module, imports: Imports)
    readonly exports: object
  }
  interface Memory {
    readonly buffer: ArrayBuffer
  }
}

/** The parser's module as this thread has loaded it. */
export interface ParserModule {
  readonly cursor: CursorFunctions
  /** What the module has taken of the memory; it gives nothing back, but uses it again. */
  getMemoryBytes(): number
}

/**
 * Loads the parser. A thread can do so once: the library keeps its module, and when that has failed for want of memory only a new thread helps.
 *
 * @param memoryBytes what the module may take; a parse that wants more throws
 */
export async function loadParserModule(memoryBytes: number): Promise<ParserModule> {
  const bytes = await readFile(findGrammarFile('parser'))
  let loaded: ParserModule | undefined
  // Emscripten's way to hand over what a module imports and exports.
  function instantiateWasm(
    imports: WebAssembly.Imports,
    receive: (instance: WebAssembly.Instance, module: WebAssembly.Module) => void,
  ) {
    const { memory, emscripten_resize_heap: grow } = imports.env as {
      memory: WebAssembly.Memory
      emscripten_resize_heap(sizeBytes: number): boolean
    }
    const growWithinLimit = (sizeBytes: number) => sizeBytes >>> 0 <= memoryBytes && grow(sizeBytes)
    const module = new WebAssembly.Module(bytes)
    const instance = new WebAssembly.Instance(module, {
      ...imports,
      env: { ...imports.env, emscripten_resize_heap: growWithinLimit },
    })
    loaded = { cursor: instance.exports as CursorFunctions, getMemoryBytes: () => memory.buffer.byteLength }
    receive(instance, module)
    return instance.exports
  }
  // What it would print when it fails is in the error too.
  await Parser.init({ instantiateWasm, printErr: () => undefined })
  if (loaded === undefined) throw new Error('The parser of tree-sitter did not load its WebAssembly.')
  return loaded
}
