/** What a physical CPU keeps of guests' code. */
import { struct, u32 } from './struct'

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
  ],
  64,
)
