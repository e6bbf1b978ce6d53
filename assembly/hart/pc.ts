/** Where a hart is, which the TLBs have to know too. */
export { currentPc } from '../memory/pc'
