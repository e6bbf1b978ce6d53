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

const typeWords: Readonly<Record<string, string>> = { Object: 'an object', Array: 'a list', string: 'a text' }

/** Our own words where the schema has them, valibot's name of the type otherwise. */
function expectation({ message, expected }: v.BaseIssue<unknown>): string {
  if (!message.startsWith('Invalid ')) return message
  return expected === null ? message : (typeWords[expected] ?? expected)
}

/** Options by name, and no others; a list is none, though it is an object to JavaScript. */
export const strictObject = <const Entries extends v.ObjectEntries>(entries: Entries) =>
  v.pipe(
    v.custom<unknown>((value) => typeof value === 'object' && value !== null && !Array.isArray(value), 'an object'),
    v.strictObject(entries),
  )

export function invalidOption(what: string, facts: { field: string; value: unknown; expected: string }): VmHostError {
  const value = show(facts.value)
  return new VmHostError('ERR_INVALID_OPTION', `${what} is ${value}, expected ${facts.expected}`, {
    details: { ...facts, value },
  })
}

const mostShown = 5

function show(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(value)
  if (Array.isArray(value)) return showList(value)
  if (typeof value === 'object' && value !== null)
    return `an object (${Object.keys(value).slice(0, mostShown).join(', ') || 'empty'})`
  return typeof value === 'function' ? 'a function' : String(value)
}

function showList(list: readonly unknown[]): string {
  return `[${list.slice(0, mostShown).map(show).join(', ')}${list.length > mostShown ? ', ...' : ''}]`
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

/** A whole number such as an address, which may be a bigint. */
export const wholeNumber = v.custom<bigint | number>(
  (value) => (typeof value === 'bigint' || Number.isSafeInteger(value)) && (value as bigint | number) >= 0,
  'a whole number from 0 on',
)
