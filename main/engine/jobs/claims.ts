/**
 * What only one job can use at a time: the adding of documents to a project, the processor for work that keeps all of it busy, the model in
 * use. Reading claims nothing.
 */
export type Claim = 'writer' | 'processor' | 'model'

/** A wish for some claims, granted or waiting. */
export interface ClaimHolder {
  readonly title: string
  readonly claims: readonly Claim[]
}

/** Shares out what jobs claim, in the order in which they asked. */
export interface Claims {
  /** Grants the claims at once when they are free and nobody waits for one of them longer. */
  request(holder: ClaimHolder): ClaimRequest
}

export interface ClaimRequest {
  /** Resolves when the claims are granted; never when the request is released before. */
  readonly granted: Promise<void>
  readonly isGranted: boolean
  /** Who is in the way: the first that holds one of the claims, or waits longer for it. Null when granted. */
  findBlocker(): ClaimHolder | null
  /** Gives the claims back, or gives the waiting up. Twice does nothing. */
  release(): void
}

export function createClaims(): Claims {
  // In the order of asking. A holder is in it too, so whoever comes before with a common claim is in the way.
  const queue: { holder: ClaimHolder; grant: () => void }[] = []

  function findBlocker(holder: ClaimHolder): ClaimHolder | null {
    for (const entry of queue) {
      if (entry.holder === holder) return null
      if (entry.holder.claims.some((claim) => holder.claims.includes(claim))) return entry.holder
    }
    return null
  }

  return {
    request(holder) {
      const granting = Promise.withResolvers<void>()
      const request = { isGranted: false }
      const grant = () => {
        if (findBlocker(holder)) return
        request.isGranted = true
        granting.resolve()
      }
      const entry = { holder, grant }
      queue.push(entry)
      grant()
      return {
        granted: granting.promise,
        get isGranted() {
          return request.isGranted
        },
        findBlocker: () => findBlocker(holder),
        release() {
          const index = queue.indexOf(entry)
          if (index < 0) return
          queue.splice(index, 1)
          for (const other of [...queue]) other.grant()
        },
      }
    },
  }
}
