/** Which SBI extensions a guest is offered. */
import { type SbiExtensionName, sbiExtensions } from '../spec/sbi'

/** BASE is always there. */
export type SbiExtension = Exclude<SbiExtensionName, 'base'>

/** The extensions that can be left out. */
export const optionalSbiExtensions = (Object.keys(sbiExtensions) as SbiExtensionName[]).filter((name) => name !== 'base')

/** The core's bitmap: all of them but those that `choice` turns off. */
export function sbiBits(choice: Partial<Record<SbiExtensionName, boolean | undefined>>): number {
  return Object.entries(sbiExtensions).reduce((bits, [name, { bit }]) => {
    const isOff = name !== 'base' && choice[name as SbiExtension] === false
    return isOff ? bits : bits | (1 << bit)
  }, 0)
}
