/** Who a guest is: a UUID for its owner, a generation id that the guest sees, and the entropy that its devices start from. */
import * as v from 'valibot'
import type { IdentityPlan } from '../host/protocol'
import { strictObject } from '../options/check'
import { randomBytes } from '../platform/entropy'

/** `new`: another guest than the one that it comes from. `same`: the same one. Or the parts that are to be new. */
export type Identity = 'new' | 'same' | { uuid?: string; generationId?: string; seed?: Uint8Array }

export interface GuestIdentity {
  /** RFC 9562, version 4. */
  uuid: string
  /** In the form of a UUID: another one in every guest that goes on from another's state. */
  generationId: string
}

const idBytes = 16
const seedBytes = 32
const uuidPattern = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i

const uuid = v.pipe(v.string('a UUID'), v.regex(uuidPattern, 'a UUID'))
const schema = v.union(
  [
    v.picklist(['new', 'same']),
    strictObject({
      uuid: v.optional(uuid),
      generationId: v.optional(uuid),
      seed: v.optional(
        v.custom<Uint8Array>((value) => value instanceof Uint8Array && value.length === seedBytes, '32 bytes as a Uint8Array'),
      ),
    }),
  ],
  "'new', 'same' or { uuid, generationId, seed }",
)

export const identityOption = v.optional(schema)

type Checked = v.InferOutput<typeof schema>

/** A guest's first identity. */
export function newIdentity(): GuestIdentity {
  return { uuid: randomUuid(), generationId: randomUuid() }
}

/** For something that has to be told apart. */
export function newId(): string {
  return randomUuid()
}

/** Of a guest on the virtual clock, so that its run repeats. */
export function fixedIdentity(): GuestIdentity {
  const generationId = formatUuid(Uint8Array.from({ length: idBytes }, (_, index) => (index * 61 + 7) & 0xff))
  return { uuid: randomUuid(), generationId }
}

export interface SuccessionOptions {
  identity?: Checked | undefined
  /** On the virtual clock everything that the guest can see is derived from what its predecessor had: the run repeats. */
  clock: 'real' | 'virtual'
}

/** Whom a guest becomes that goes on from the state of `predecessor`, and what its devices have to know of that. */
export async function succeed(
  predecessor: GuestIdentity,
  { identity = 'new', clock }: SuccessionOptions,
): Promise<{ identity: GuestIdentity; plan: IdentityPlan }> {
  if (identity === 'same') return { identity: { ...predecessor }, plan: {} }
  const fresh = clock === 'real' ? randomBytes(idBytes + seedBytes) : await derived(predecessor.generationId)
  const chosen = identity === 'new' ? {} : identity
  const generationId = chosen.generationId ?? formatUuid(fresh.subarray(0, idBytes))
  const plan = { generationId: parseUuid(generationId), seed: chosen.seed ?? fresh.subarray(idBytes) }
  return { identity: { uuid: chosen.uuid ?? randomUuid(), generationId }, plan }
}

/** Two successors of one guest get the same: given the same input they do the same. */
async function derived(generationId: string): Promise<Uint8Array> {
  const digest = await crypto.subtle.digest('SHA-384', parseUuid(generationId) as Uint8Array<ArrayBuffer>)
  return new Uint8Array(digest)
}

function randomUuid(): string {
  return formatUuid(randomBytes(idBytes))
}

/** Marks the bytes as a random UUID. */
function formatUuid(bytes: Uint8Array): string {
  const hex = [...bytes].map((byte, index) => {
    const marked = index === 6 ? (byte & 0x0f) | 0x40 : index === 8 ? (byte & 0x3f) | 0x80 : byte
    return marked.toString(16).padStart(2, '0')
  })
  return hex.join('').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
}

export function parseUuid(text: string): Uint8Array {
  const hex = text.replaceAll('-', '')
  return Uint8Array.from({ length: idBytes }, (_, index) => Number.parseInt(hex.slice(index * 2, index * 2 + 2), 16))
}
