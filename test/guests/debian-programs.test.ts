/** Stock programs of Debian in a guest: what they print is known, from the host's own libraries or from other machines. */
import { createCipheriv, createHash, createHmac } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Random } from '../support/random'
import { engine, hasImage, ProgramGuest } from './program-guest'

const image = 'debian-tools'
const program = (name: string): string => readFileSync(`test/guests/programs/${name}`, 'utf8')

/** Half of it repeats what came before, so that compression has something to find. */
function sample(bytes: number): Uint8Array {
  const random = new Random(3)
  const data = random.fill(new Uint8Array(bytes))
  for (let at = 4096; at + 256 < bytes; at += 512) data.copyWithin(at, random.below(at - 256), at)
  return data
}

const data = sample(1 << 19)
const digest = (algorithm: string): string => createHash(algorithm).update(data).digest('hex')
const [key, iv] = ['000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f', 'f0f1f2f3f4f5f6f7f8f9fafbfcfdfeff']

describe.skipIf(!hasImage(image))(`Debian's programs (${engine})`, () => {
  let guest: ProgramGuest
  beforeAll(async () => {
    const scripts = ['values.py', 'values.pl', 'values.sql'].map((name) => [name, program(name)])
    guest = await ProgramGuest.boot(image, { data, 'data.gz': gzipSync(data), ...Object.fromEntries(scripts) })
  })
  afterAll(() => guest?.end())

  it.each(['md5', 'sha1', 'sha256', 'sha512', 'sha3-256', 'blake2b512'])('openssl computes %s as the host does', async (name) => {
    expect(await guest.output(`openssl dgst -r -${name} data`)).toBe(`${digest(name)} *data`)
  })

  it.each(['aes-256-cbc', 'aes-128-ctr', 'chacha20'])('openssl encrypts with %s as the host does', async (name) => {
    const cipherKey = name.includes('128') ? key.slice(0, 32) : key
    const cipher = createCipheriv(name, Buffer.from(cipherKey, 'hex'), Buffer.from(iv, 'hex'))
    const expected = createHash('sha256').update(cipher.update(data)).update(cipher.final()).digest('hex')
    const command = `openssl enc -${name} -K ${cipherKey} -iv ${iv} -in data | openssl dgst -r -sha256`
    expect(await guest.output(command)).toBe(`${expected} *stdin`)
  })

  it('openssl makes keys, signs and verifies, and notices a change', async () => {
    const expected = createHmac('sha256', 'secret').update(data).digest('hex')
    expect(await guest.output('openssl dgst -r -sha256 -hmac secret data')).toBe(`${expected} *data`)
    await guest.output('openssl genpkey -algorithm ec -pkeyopt ec_paramgen_curve:P-256 -out key')
    await guest.output('openssl dgst -sha256 -sign key -out signature data')
    expect(await guest.output('openssl dgst -sha256 -prverify key -signature signature data')).toBe('Verified OK')
    expect((await guest.ask('openssl dgst -sha256 -prverify key -signature signature data.gz')).status).toBe(1)
  })

  it('openssl measures its speed', async () => {
    const speed = await guest.output('openssl speed -seconds 1 -bytes 1024 sha256 2>/dev/null')
    expect(speed).toMatch(/^sha256 +[1-9][\d.]*k$/m)
  })

  it('coreutils and gzip agree with the host on what was compressed here and there', async () => {
    expect(await guest.output('/usr/bin/sha256sum data')).toBe(`${digest('sha256')}  data`)
    expect(await guest.output('/usr/bin/gzip -dc data.gz | /usr/bin/sha256sum')).toBe(`${digest('sha256')}  -`)
    await guest.output('/usr/bin/gzip -9nc data > own.gz && /usr/bin/gzip -t own.gz')
    expect(await guest.output('/usr/bin/gzip -dc own.gz | /usr/bin/sha256sum')).toBe(`${digest('sha256')}  -`)
  })

  it('python3 computes integers, floating point, texts and digests', async () => {
    expect(await guest.output('python3 values.py')).toBe('b079ccd159b94136705975c87120031c9db15976fe756d8715642e07a8690636')
  })

  it('perl computes texts, hashes and roots', async () => {
    const line = '1476426065 1213 897164 0,51,6,21,25,58 222238.8197323695 589979'
    expect(await guest.output('perl values.pl')).toBe(line)
  })

  it('sqlite3 answers queries and finds its data base sound', async () => {
    const rows = ['5000|1009|1562812.5|7', 'key1|5|1413.75', 'key10|5|1525.0', 'key100|5|1376.25', '231|60604.875|1|444279.0']
    expect(await guest.output('sqlite3 -batch base < values.sql')).toBe([...rows, '1779979416004714189', 'ok'].join('\n'))
  })

  it.runIf(engine === 'translator')('ran most of that in translated code', async () => {
    expect((await guest.stats()).translator.share).toBeGreaterThan(0.5)
  })
})
