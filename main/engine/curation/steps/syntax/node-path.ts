/** The nodes from the root to where the walk is. */
export class NodePath {
  #kinds = new Uint16Array(256)
  #starts = new Uint32Array(256)
  depth = 0

  /** Notes the node at the present depth. `start` is only kept right where someone will ask for it. */
  set(kind: number, start: number): void {
    if (this.depth >= this.#kinds.length) this.#grow()
    this.#kinds[this.depth] = kind
    this.#starts[this.depth] = start
  }

  /** Kind of the node that is so many levels above; 0, which is no kind of a node, above the root. */
  kindAbove(levels: number): number {
    return this.#kinds[this.depth - levels] ?? 0
  }

  startAbove(levels: number): number {
    return this.#starts[this.depth - levels] ?? 0
  }

  #grow(): void {
    const [kinds, starts] = [this.#kinds, this.#starts]
    this.#kinds = new Uint16Array(kinds.length * 2)
    this.#starts = new Uint32Array(starts.length * 2)
    this.#kinds.set(kinds)
    this.#starts.set(starts)
  }
}
