import { expect, it } from 'vitest'
import { contentSecurityPolicy } from '../../main/static/content-security-policy.ts'

function directives(policy: string): Map<string, string> {
  return new Map(
    policy.split('; ').map((directive) => {
      const [name = '', ...values] = directive.split(' ')
      return [name, values.join(' ')]
    }),
  )
}

it('refuses everything that is not named', () => {
  const policy = directives(contentSecurityPolicy({ connect: [] }))
  expect(policy.get('default-src')).toBe("'none'")
  for (const name of ['base-uri', 'form-action', 'frame-ancestors']) expect(policy.get(name)).toBe("'none'")
})

it('allows scripts and workers from the host alone, never inline or evaluated', () => {
  const policy = directives(contentSecurityPolicy({ connect: ['ws://127.0.0.1:7000'] }))
  expect(policy.get('script-src')).toBe("'self'")
  expect(policy.get('worker-src')).toBe("'self'")
})

it('adds the named origins to what the page may talk to', () => {
  expect(directives(contentSecurityPolicy({ connect: [] })).get('connect-src')).toBe("'self'")
  expect(directives(contentSecurityPolicy({ connect: ['ws://127.0.0.1:7000'] })).get('connect-src')).toBe(
    "'self' ws://127.0.0.1:7000",
  )
})
