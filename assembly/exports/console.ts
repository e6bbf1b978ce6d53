/** The serial line. */
import { Guest } from '../abi/layout.gen'
import { htifInputArrived } from '../devices/htif/index'
import { uartInputArrived as inputArrived, uartOutputDrained as outputDrained } from '../devices/uart/index'
import { lockGuest, unlockGuest } from '../memory/locks'

export function consoleInputArrived(guest: usize): void {
  lockGuest(changetype<Guest>(guest))
  inputArrived(changetype<Guest>(guest))
  htifInputArrived(changetype<Guest>(guest))
  unlockGuest(changetype<Guest>(guest))
}

export function consoleOutputDrained(guest: usize): void {
  lockGuest(changetype<Guest>(guest))
  outputDrained(changetype<Guest>(guest))
  unlockGuest(changetype<Guest>(guest))
}
