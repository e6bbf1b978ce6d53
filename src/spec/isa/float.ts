/** The floating-point formats, by which the rows of F, D and Zfh are the same three times. */
import { type Define, rowsOf } from './dsl'

export interface Format {
  /** Mnemonic suffix. */
  readonly letter: 's' | 'd' | 'h'
  /** The two-bit fmt field. */
  readonly bits: string
  readonly bytes: number
  readonly define: Define
}

export const single: Format = { letter: 's', bits: '00', bytes: 4, define: rowsOf('f') }
export const double: Format = { letter: 'd', bits: '01', bytes: 8, define: rowsOf('d') }
export const half: Format = { letter: 'h', bits: '10', bytes: 2, define: rowsOf('zfh') }
