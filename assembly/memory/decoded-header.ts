/** The header in front of the records of a decoded page. */
import { DECODED_HEADER_BYTES, DecodedHeader } from '../abi/layout.gen'

// @ts-ignore: decorator
@inline
export function headerOf(page: usize): DecodedHeader {
  return changetype<DecodedHeader>(page - DECODED_HEADER_BYTES)
}
