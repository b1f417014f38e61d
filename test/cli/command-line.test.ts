import fc from 'fast-check'
import { expect, test } from 'vitest'
import { UsageFailure } from '../../main/cli/command-failure.ts'
import { type CommandForm, readCommandLine } from '../../main/cli/command-line.ts'
import { completeForm } from '../../main/cli/complete.ts'
import { doctorForm } from '../../main/cli/doctor.ts'
import { importForm } from '../../main/cli/import.ts'
import { readPort, serveForm } from '../../main/cli/serve.ts'
import { trainLanguageModelForm } from '../../main/cli/train-language-model.ts'

const forms = Object.entries({ serveForm, importForm, trainLanguageModelForm, completeForm, doctorForm })
const plain = fc.string({ minLength: 1 }).filter((text) => !text.startsWith('-'))

/** One option as it may stand: with a value after it or behind an equals sign. */
function giveOption(form: CommandForm, name: string): fc.Arbitrary<string[]> {
  if (form.options[name] === 'switch') return fc.constant([`--${name}`])
  return fc.tuple(plain, fc.boolean()).map(([value, isJoined]) => (isJoined ? [`--${name}=${value}`] : [`--${name}`, value]))
}

/** Operands and options that a command takes, in any order. */
function callOf(form: CommandForm): fc.Arbitrary<string[][]> {
  const names = Object.keys(form.options)
  const needed = names.filter((name) => form.options[name]?.startsWith('required'))
  return fc
    .subarray(names)
    .chain((chosen) => fc.tuple(...[...new Set([...needed, ...chosen])].map((name) => giveOption(form, name))))
    .chain((options) =>
      fc.tuple(...form.operands.map(() => plain.map((operand) => [operand]))).map((operands) => [...options, ...operands]),
    )
    .chain((parts) => fc.shuffledSubarray(parts, { minLength: parts.length }))
}

/** The parts, with one more at a place of its own. */
const withPart = (parts: string[][], part: string[], place: number) => parts.toSpliced(place % (parts.length + 1), 0, part).flat()

test.each(forms)('%s: every call that the form allows is read, and nothing of it is lost', (_, form) => {
  fc.assert(
    fc.property(callOf(form), (parts) => {
      const { operands, values, switches } = readCommandLine(parts.flat(), form)
      expect(operands).toEqual(parts.filter(([first = '']) => !first.startsWith('--')).flat())
      expect(values.size + switches.size + operands.length).toBe(parts.length)
    }),
  )
})

test.each(forms)('%s: each option given twice is refused by name, whatever its values', (_, form) => {
  for (const name of Object.keys(form.options)) {
    fc.assert(
      fc.property(
        callOf(form),
        giveOption(form, name),
        giveOption(form, name),
        fc.nat(),
        fc.nat(),
        (parts, one, other, at, then) => {
          const rest = parts.filter(([first = '']) => first.split('=')[0] !== `--${name}`)
          const args = withPart([...rest, one], other, at + then)
          expect(() => readCommandLine(args, form)).toThrow(
            expect.objectContaining({ message: expect.stringContaining(`--${name} is given more than once`) }),
          )
        },
      ),
    )
  }
})

test.each(forms)('%s: an unknown option, an operand too many or too few, and a missing value are refused', (_, form) => {
  const refuse = (args: string[]) => expect(() => readCommandLine(args, form)).toThrow(UsageFailure)
  fc.assert(
    fc.property(callOf(form), plain, fc.nat(), (parts, extra, place) => {
      const more = withPart(parts, [extra], place)
      if (form.takesMore) expect(readCommandLine(more, form).operands).toHaveLength(form.operands.length + 1)
      else refuse(more)
      refuse(withPart(parts, ['--nothing-like-it'], place))
      refuse(withPart(parts, ['--nothing-like-it=1'], place))
      const operand = parts.findIndex(([first = '']) => !first.startsWith('--'))
      if (operand !== -1) refuse(parts.toSpliced(operand, 1).flat())
      for (const [name, kind] of Object.entries(form.options)) {
        const without = parts.filter(([first = '']) => first.split('=')[0] !== `--${name}`).flat()
        if (kind === 'switch') refuse([...without, `--${name}=1`])
        else refuse([...without, `--${name}`])
        for (const empty of kind === 'switch' ? [] : [[`--${name}=`], [`--${name}`, '']]) {
          if (kind !== 'required or empty value') refuse([...without, ...empty])
          else expect(readCommandLine([...without, ...empty], form).values.get(name)).toBe('')
        }
        if (kind.startsWith('required')) refuse(without)
      }
    }),
  )
})

test.each(forms)('%s: whatever else is given, it is read or refused in words', (_, form) => {
  const word = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.constantFrom('--', '-', '---', '--port', '--project=', '--open', '-p', '--no-open'),
  )
  fc.assert(
    fc.property(fc.array(word, { maxLength: 6 }), (args) => {
      try {
        readCommandLine(args, form)
      } catch (error) {
        if (!(error instanceof UsageFailure)) throw error
        expect(error.message).toContain(`usage: ${form.usage}`)
      }
    }),
  )
})

test('a port is a whole number within its bounds, in digits alone', () => {
  for (const port of ['0', '1', '8700', '65535', '00080']) expect(readPort(port)).toBe(Number(port))
  for (const port of ['', ' ', '65536', '-1', '1.5', '0x50', '1e3', ' 80', '80 ', 'many', '١'])
    expect(() => readPort(port), port).toThrow(UsageFailure)
})
