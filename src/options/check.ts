/** Checks an options object against its schema, and says which field is wrong, what it is and what was expected. */
import * as v from 'valibot'
import { VmHostError } from '../error'
import { parseSize } from './size'

/** The checked value of `options`; throws ERR_INVALID_OPTION for the first thing that is wrong. */
export function checkOptions<Schema extends v.GenericSchema>(
  schema: Schema,
  options: unknown,
  owner: string,
): v.InferOutput<Schema> {
  const result = v.safeParse(schema, options, { abortEarly: true })
  if (result.success) return result.output
  const [issue] = result.issues
  const field = v.getDotPath(issue) ?? ''
  throw invalidOption(field === '' ? owner : `${owner} option ${field}`, {
    field,
    // As it was given: what the issue itself has may be transformed.
    value: issue.path === undefined ? issue.input : issue.path.at(-1)?.value,
    expected: issue.type === 'strict_object' && issue.expected === 'never' ? 'no such option' : expectation(issue),
  })
}

/** Our own words where the schema has them, valibot's name of the type otherwise. */
function expectation(issue: v.BaseIssue<unknown>): string {
  return issue.message.startsWith('Invalid ') ? (issue.expected ?? issue.message) : issue.message
}

export function invalidOption(what: string, facts: { field: string; value: unknown; expected: string }): VmHostError {
  const value = show(facts.value)
  return new VmHostError('ERR_INVALID_OPTION', `${what} is ${value}, expected ${facts.expected}`, {
    details: { ...facts, value },
  })
}

function show(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(value)
  if (typeof value === 'object' && value !== null) return `an object (${Object.keys(value).slice(0, 5).join(', ') || 'empty'})`
  return typeof value === 'function' ? 'a function' : String(value)
}

/** A size within `least` and `most` bytes, turned into bytes. */
export const sizeBetween = (least: number, most: number, expected: string) =>
  v.pipe(
    v.custom<number | string>((value) => typeof value === 'number' || typeof value === 'string', expected),
    v.transform((size) => parseSize(size) ?? Number.NaN),
    v.check((bytes) => bytes >= least && bytes <= most, expected),
  )

/** A whole number within `least` and `most`. */
export const integerBetween = (least: number, most: number) => {
  const expected = `a whole number from ${least} to ${most}`
  return v.custom<number>(
    (value) => Number.isSafeInteger(value) && (value as number) >= least && (value as number) <= most,
    expected,
  )
}

/** One of `choices`. */
export const oneOf = <const Choice extends string>(choices: readonly Choice[]) =>
  v.picklist(choices, `one of ${choices.map((choice) => `'${choice}'`).join(', ')}`)

export const abortSignal = v.custom<AbortSignal>((value) => value instanceof AbortSignal, 'an AbortSignal')
export const address = v.custom<string | URL>(
  (value) => value instanceof URL || (typeof value === 'string' && value !== ''),
  'a URL or a path',
)
export const callback = <Callback>() => v.custom<Callback>((value) => typeof value === 'function', 'a function')

/** A name that may be left out. */
export const optionalName = v.optional(v.pipe(v.string('a name'), v.nonEmpty('a name')))
