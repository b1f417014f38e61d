import type { CursorFunctions } from './parser-module.ts'

/** The kind of a node where the text does not fit the grammar. */
export const errorKind = 0xffff

/** A place in a syntax tree. Only one may be in use at a time in a thread, and no text may be parsed meanwhile. */
export class SyntaxCursor implements Disposable {
  readonly #tree: number
  readonly #functions: CursorFunctions

  /** At the root. `tree` is the tree's address in the module. */
  constructor(tree: number, functions: CursorFunctions) {
    this.#tree = tree
    this.#functions = functions
    functions.ts_tree_root_node_wasm(tree)
    functions.ts_tree_cursor_new_wasm(tree)
  }

  /** Goes there and says true, or stays and says false when there is none. */
  toFirstChild(): boolean {
    return this.#functions.ts_tree_cursor_goto_first_child_wasm(this.#tree) === 1
  }

  toNextSibling(): boolean {
    return this.#functions.ts_tree_cursor_goto_next_sibling_wasm(this.#tree) === 1
  }

  toParent(): boolean {
    return this.#functions.ts_tree_cursor_goto_parent_wasm(this.#tree) === 1
  }

  /** Number of the node's kind in its grammar, or `errorKind`. */
  getKind(): number {
    return this.#functions.ts_tree_cursor_current_node_type_id_wasm(this.#tree)
  }

  /** Number of the field in which its parent has the node; 0 when in none. */
  getField(): number {
    return this.#functions.ts_tree_cursor_current_field_id_wasm(this.#tree)
  }

  /** Whether the parser put it in where the grammar asks for something that the text lacks. */
  isMissing(): boolean {
    return this.#functions.ts_tree_cursor_current_node_is_missing_wasm(this.#tree) === 1
  }

  /** In UTF-16 units of the text. */
  getStart(): number {
    return this.#functions.ts_tree_cursor_start_index_wasm(this.#tree)
  }

  /** In UTF-16 units of the text, not included. */
  getEnd(): number {
    return this.#functions.ts_tree_cursor_end_index_wasm(this.#tree)
  }

  [Symbol.dispose](): void {
    this.#functions.ts_tree_cursor_delete_wasm(this.#tree)
  }
}
