// The one error type that the library throws: a closed set of codes, and a form that survives structured clone and RPC.

export const vmHostErrorCodes = [
  'ERR_ABORTED',
  'ERR_ABI_MISMATCH',
  'ERR_ADMISSION',
  'ERR_CORE',
  'ERR_DOWNLOAD',
  'ERR_GUEST_CRASHED',
  'ERR_IMAGE_FORMAT',
  'ERR_IMAGE_NOT_FOUND',
  'ERR_IMAGE_OVERLAP',
  'ERR_IMAGE_READ',
  'ERR_IMAGE_TOO_LARGE',
  'ERR_INVALID_ADDRESS',
  'ERR_INVALID_OPTION',
  'ERR_INVALID_STATE',
  'ERR_NOT_FOUND',
  'ERR_OUT_OF_MEMORY',
  'ERR_SNAPSHOT_FORMAT',
  'ERR_SNAPSHOT_VERSION',
  'ERR_SYNTAX',
  'ERR_TIMEOUT',
  'ERR_UNSUPPORTED',
  'ERR_WORKER',
] as const

export type VmHostErrorCode = (typeof vmHostErrorCodes)[number]

/** A `VmHostError` as plain data: what crosses a worker boundary or is printed by `--json`. */
export interface VmHostErrorJson {
  name: 'VmHostError'
  code: VmHostErrorCode
  message: string
  details?: Record<string, unknown>
  stack?: string
  cause?: VmHostErrorJson | { name: string; message: string; stack?: string }
}

export interface VmHostErrorOptions {
  /** Structured facts behind the message (field, value, expected ...); plain data only, so that it can be cloned. */
  details?: Record<string, unknown>
  cause?: unknown
}

/** A host error (never a guest trap, never a device status bit); callers match on `code`, people read `message`. */
export class VmHostError extends Error {
  override readonly name = 'VmHostError'
  readonly code: VmHostErrorCode
  readonly details?: Record<string, unknown>

  constructor(code: VmHostErrorCode, message: string, options: VmHostErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause })
    this.code = code
    if (options.details !== undefined) this.details = options.details
  }

  toJSON(): VmHostErrorJson {
    const json: VmHostErrorJson = { name: 'VmHostError', code: this.code, message: this.message }
    if (this.details !== undefined) json.details = this.details
    if (this.stack !== undefined) json.stack = this.stack
    if (this.cause !== undefined) json.cause = causeToJson(this.cause)
    return json
  }

  /** Rebuilds the error on the other side of a boundary; the original stack is kept. */
  static fromJSON(json: VmHostErrorJson): VmHostError {
    const options: VmHostErrorOptions = {}
    if (json.details !== undefined) options.details = json.details
    if (json.cause !== undefined) options.cause = causeFromJson(json.cause)
    const error = new VmHostError(json.code, json.message, options)
    if (json.stack !== undefined) error.stack = json.stack
    return error
  }

  /** Says whether `value` is a `VmHostError` in its plain form. */
  static isJson(value: unknown): value is VmHostErrorJson {
    if (typeof value !== 'object' || value === null) return false
    const { name, code, message } = value as Partial<VmHostErrorJson>
    return name === 'VmHostError' && typeof message === 'string' && vmHostErrorCodes.some((known) => known === code)
  }

  /** Returns `error` itself when it is ours already, and wraps it under `code` otherwise. */
  static wrap(code: VmHostErrorCode, message: string, error: unknown): VmHostError {
    if (error instanceof VmHostError) return error
    return new VmHostError(code, `${message}: ${error instanceof Error ? error.message : String(error)}`, { cause: error })
  }
}

type CauseJson = NonNullable<VmHostErrorJson['cause']>

function causeToJson(cause: unknown): CauseJson {
  if (cause instanceof VmHostError) return cause.toJSON()
  if (!(cause instanceof Error)) return { name: 'Error', message: String(cause) }
  const json: CauseJson = { name: cause.name, message: cause.message }
  if (cause.stack !== undefined) json.stack = cause.stack
  return json
}

function causeFromJson(json: CauseJson): Error {
  if (VmHostError.isJson(json)) return VmHostError.fromJSON(json)
  const error = new Error(json.message)
  error.name = json.name
  if (json.stack !== undefined) error.stack = json.stack
  return error
}
