/** What a physical CPU keeps of guests' code. */
import { array, struct, u32 } from './struct'

/** Stores to code that wait for a physical CPU to look at them; of more it forgets everything. */
export const codeInboxStores = 256

export const codeCacheStruct = struct(
  'CodeCache',
  "What a physical CPU keeps of guests' code.",
  [
    u32('next', 'host pointer of the next CodeCache of the host, 0 at the end'),
    u32('translator', 'host pointer of the Translator'),
    u32('codeTable', 'host pointer of the decoded pages, u32 per frame'),
    u32('freeDecoded', 'first free decoded page, 0 when none'),
    u32('usedDecoded', 'first decoded page in use, 0 when none'),
    u32('decodedPages', 'decoded pages in use'),
    u32('decodedLimit', 'decoded pages before all are dropped'),
    u32('epoch', 'times that all were dropped'),
    u32('staging', 'host pointer of STAGING_BYTES through which the outside of this CPU copies'),
    u32('hart', 'host pointer of the hart that this CPU runs, 0 when none'),
    u32('inside', 'atomic: host pointer of the guest that this CPU is in, 0 when none; others wait on it'),
    u32('inboxLock', 'who works on the inbox: a mutex of two words'),
    u32('inboxTimes', ''),
    u32('inboxCount', 'atomic: stores in the inbox; more than it holds when all that is decoded is stale'),
    u32('hasNews', '1: something happened in a guest on this CPU that the outside should hear of at once'),
    u32('barrier', 'word that fences write'),
    array('u64', 'inbox', codeInboxStores, 'what other CPUs stored to in frames with code: host pointer u32, bytes u32'),
  ],
  64,
)
