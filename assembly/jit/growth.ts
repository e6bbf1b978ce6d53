/**
 * How much longer copies of loops may make a region: what V8's optimizer takes grows faster than the function does. A loop that is wordy enough, as that of a hash is,
 * gains the most by them: its words need not be extended at the end of each turn.
 */
import { work } from './work'

/** Instructions of a loop at most that is copied. */
const LONG: u32 = 160
/** Instructions that a region has at most with copies, and with those of a wordy loop. */
const MOST: u32 = 256
const MOST_OF_WORDS: u32 = 512
/** So many of a wordy loop's instructions, as a part of all, leave words. */
const WORDY: u32 = 3

/** May a loop of so many instructions, so many of which leave words, be copied so many times? */
export function mayCopy(instructions: u32, words: u32, copies: u32): bool {
  return instructions <= LONG && work().instructions + copies * instructions <= (words * WORDY >= instructions ? MOST_OF_WORDS : MOST)
}
