import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Claim, type ClaimRequest, createClaims } from '#engine/jobs/claims'

const claimSet = fc.uniqueArray(fc.constantFrom<Claim>('writer', 'processor', 'model'))

test('whatever is asked and given back, no claim is held twice, nobody is overtaken, and nobody waits in vain', () => {
  const step = fc.oneof(
    fc.record({ type: fc.constant('ask' as const), wanted: claimSet }),
    fc.record({ type: fc.constant('release' as const), index: fc.nat(20) }),
  )
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      const claims = createClaims()
      const open: { wanted: Claim[]; request: ClaimRequest }[] = []
      for (const each of steps) {
        if (each.type === 'ask') {
          open.push({ wanted: each.wanted, request: claims.request({ title: '', claims: each.wanted }) })
        } else if (open.length > 0) {
          open.splice(each.index % open.length, 1)[0]?.request.release()
        }
        for (const [index, { wanted, request }] of open.entries()) {
          const isBlocked = open.slice(0, index).some((before) => before.wanted.some((claim) => wanted.includes(claim)))
          expect(request.isGranted).toBe(!isBlocked)
          expect(request.findBlocker() === null).toBe(!isBlocked)
        }
      }
    }),
  )
})
