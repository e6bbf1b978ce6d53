/** All instruction rows, in the manuals' order of extensions. */

import { checkRows } from './checker'
import type { Row } from './dsl'
import { a } from './rows/a'
import { c } from './rows/c'
import { d } from './rows/d'
import { f } from './rows/f'
import { i } from './rows/i'
import { m } from './rows/m'
import { priv } from './rows/priv'
import { zacas } from './rows/zacas'
import { zawrs } from './rows/zawrs'
import { zba } from './rows/zba'
import { zbb } from './rows/zbb'
import { zbc } from './rows/zbc'
import { zbk } from './rows/zbk'
import { zbs } from './rows/zbs'
import { zfa } from './rows/zfa'
import { zfh } from './rows/zfh'
import { zicbo } from './rows/zicbo'
import { zicond } from './rows/zicond'
import { zicsr } from './rows/zicsr'
import { zimop } from './rows/zimop'
import { zkn } from './rows/zkn'

export const rows: readonly Row[] = checkRows([
  ...i,
  ...m,
  ...a,
  ...f,
  ...d,
  ...zicsr,
  ...priv,
  ...zba,
  ...zbb,
  ...zbc,
  ...zbs,
  ...zbk,
  ...zkn,
  ...zicond,
  ...zfh,
  ...zfa,
  ...zacas,
  ...zicbo,
  ...zimop,
  ...zawrs,
  ...c,
])

const byName = new Map(rows.map((row) => [row.name, row]))

export function rowNamed(name: string): Row {
  const row = byName.get(name)
  if (row === undefined) throw new Error(`no instruction row ${name}`)
  return row
}
