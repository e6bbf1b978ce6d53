/** Another address space for a while: the same code and data, but for a window where other frames are. */
import { CSR } from '../../csr-list'
import { type Context, inside } from '../context'
import { satpOf } from '../pages'
import { costOf, type Piece, write } from '../piece'
import { straight } from '../straight'
import type { Text } from '../text'
import { countedLoop } from './flow'
import { movingCode, movingData, wide } from './paging'

/** With an ASID of its own a space needs no fence. */
function enter(context: Context, text: Text, isOther: boolean, isFenced: boolean): void {
  wide(text, 31, satpOf(context.setting, text.options.slot, isOther))
  text.emit('csrrw', { rd: 0, rs1: 31, csr: CSR.satp })
  if (isFenced) text.emit('sfence.vma', { rs1: 0, rs2: 0 })
}

/** Goes to and fro between the spaces, with the same work in both. */
export function otherSpace(context: Context): Piece[] {
  const { random, setting, isAway, isLeaf, budget } = context
  if (setting.privilege !== 1 || isAway || isLeaf) return straight(context, 2)
  const deeper = inside(context, { depth: context.depth + 1, budget: Math.min(budget / 3, 200) })
  const work = random.pick([movingCode, movingData, (each: Context) => context.block(each)])(deeper)
  const isFenced = random.oneIn(2)
  const body: Piece = {
    name: 'other space',
    parts: [work],
    cost: 16 + 2 * costOf(work),
    emit(text, [list]) {
      enter(context, text, true, isFenced)
      write(text, list)
      enter(context, text, false, isFenced)
      write(text, list)
    },
  }
  return countedLoop(context, Math.max(2, Math.min(random.pick([2, 5, 15]), Math.floor(budget / body.cost))), [body])
}
