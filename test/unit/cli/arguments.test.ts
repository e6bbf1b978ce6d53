/** What the words on the command line mean. */
import { describe, expect, it } from 'vitest'
import { diskOption, guestOptions, numberOption, repeated, runArguments, typingRule } from '../../../src/cli/arguments'
import { EscapeKey } from '../../../src/cli/escape-key'
import { formatSignature } from '../../../src/cli/signature'
import { statusOf } from '../../../src/cli/status'
import { userNetworkOptions } from '../../../src/cli/user-network'
import { checkWords } from '../../../src/cli/words'

describe('vmhost run', () => {
  it('splits TEXT@PROMPT at its last @', () => {
    expect(typingRule('ls@# ')).toEqual({ text: 'ls\n', after: '# ' })
    expect(typingRule('mail a@b@> ')).toEqual({ text: 'mail a@b\n', after: '> ' })
    expect(typingRule('@login: ')).toEqual({ text: '\n', after: 'login: ' })
    expect(() => typingRule('no prompt')).toThrow(/TEXT@PROMPT/)
    expect(() => typingRule('empty@')).toThrow(/TEXT@PROMPT/)
  })

  it('keeps every --type, in order and in both forms', () => {
    expect(repeated(['run', '--type', 'a@b', '--cpus', '2', '--type=c@d'], 'type')).toEqual(['a@b', 'c@d'])
  })

  it('refuses options that there are not', () => {
    expect(() => checkWords(['run', '--memroy=1'], runArguments)).toThrow(expect.objectContaining({ code: 'ERR_INVALID_OPTION' }))
    expect(() => checkWords(['run', '--memory=1', '--json', 'Image'], runArguments)).not.toThrow()
    expect(() => checkWords(['--append', '--quiet -x', '--stats', '-', 'Image'], runArguments, ['Image'])).not.toThrow()
    expect(() => checkWords(['-b', '-d', '-1'], { batch: { alias: 'b' }, delay: { type: 'string', alias: 'd' } })).not.toThrow()
    expect(() => checkWords(['-x'], runArguments)).toThrow(/option -x is "-x", expected one of --initrd, --append/)
  })

  it('refuses words that nothing is done with', () => {
    const words = ['Image', 'initrd']
    expect(() => checkWords(words, runArguments, words)).toThrow(/argument 2 is "initrd", expected one such word at most/)
    expect(() => checkWords(words, {}, words)).toThrow(/argument 1 is "Image", expected options alone/)
  })

  it('gives the guest a gateway when a port is published, or when it is asked for', () => {
    expect(userNetworkOptions(['run'])).toBeUndefined()
    expect(userNetworkOptions(['run', '--network', 'none'])).toBeUndefined()
    expect(userNetworkOptions(['run', '--network=user'])).toEqual({ publish: [] })
    expect(
      userNetworkOptions([
        '--publish',
        '8080:80',
        '--publish=0.0.0.0:53',
        '--publish',
        'localhost:2222:22',
        '--publish',
        '5353:53/udp',
        '--publish',
        '443/tcp',
      ]),
    ).toEqual({
      publish: [
        { port: 8080, to: 80 },
        { port: 53, host: '0.0.0.0' },
        { port: 2222, to: 22, host: 'localhost' },
        { port: 5353, to: 53, protocol: 'udp' },
        { port: 443 },
      ],
    })
    expect(userNetworkOptions(['--allow', 'example.org:443'])).toMatchObject({ allow: ['example.org:443'], loopback: false })
    expect(userNetworkOptions(['--allow', 'tcp://127.0.0.1:5432'])).toMatchObject({ loopback: true })
    for (const words of [
      ['--publish', '80:'],
      ['--publish', '0:80'],
      ['--publish', '8080:65536'],
      ['--publish', 'web'],
      ['--publish', '80/sctp'],
      ['--network', 'bridge'],
      ['--network', 'none', '--publish', '80'],
    ])
      expect(() => userNetworkOptions(words)).toThrow(expect.objectContaining({ code: 'ERR_INVALID_OPTION' }))
  })

  it('wants numbers where numbers belong', () => {
    expect(numberOption({ _: [], timeout: '1.5' }, 'timeout')).toBe(1.5)
    expect(numberOption({ _: [] }, 'timeout')).toBeUndefined()
    for (const value of ['', 'soon', '-1']) expect(() => numberOption({ _: [], timeout: value }, 'timeout')).toThrow(/a number/)
  })

  it('hands the engine on to the guest', async () => {
    expect(await guestOptions({ _: [], image: 'embedded', engine: 'interpreter' }, [])).toMatchObject({ engine: 'interpreter' })
  })

  it('ends with the status that the guest deserves', () => {
    expect(statusOf({ reason: 'power-off', code: 0 })).toBe(0)
    expect(statusOf({ reason: 'until', code: 0 })).toBe(0)
    expect(statusOf({ reason: 'failure', code: 3 })).toBe(3)
    // A failure is never a success, whatever is left of its code in eight bits.
    expect(statusOf({ reason: 'failure', code: 256 })).toBe(1)
    expect(statusOf({ reason: 'crash', code: 0 })).toBe(1)
    expect(statusOf({ reason: 'instruction-limit', code: 0 })).toBe(124)
  })

  it('knows Ctrl-A x, across reads, and Ctrl-A Ctrl-A', () => {
    const key = new EscapeKey()
    expect(key.take(Uint8Array.of(0x61, 1))).toEqual([{ bytes: Uint8Array.of(0x61) }])
    expect(key.take(Uint8Array.of(1, 0x78))).toEqual([{ bytes: Uint8Array.of(1, 0x78) }])
    expect(key.take(Uint8Array.of(1))).toEqual([])
    expect(key.take(Uint8Array.of(0x78))).toEqual([{ command: 'x' }])
    // A letter that is no command is the guest's, and so is what stands around a command.
    expect(key.take(Uint8Array.of(1, 0x71, 0x61, 1, 0x78, 0x62))).toEqual([
      { bytes: Uint8Array.of(0x71, 0x61) },
      { command: 'x' },
      { bytes: Uint8Array.of(0x62) },
    ])
  })

  it('writes a signature as Spike does, a little-endian word a line', () => {
    expect(formatSignature(Uint8Array.of(0x78, 0x56, 0x34, 0x12, 0xef))).toBe('12345678\n000000ef\n')
  })
})

describe('--disk', () => {
  it('takes a file or a size, and properties of the disk, its transport among them', () => {
    expect(diskOption('root.img,format=raw,transport=pci')).toEqual({ path: 'root.img', format: 'raw', transport: 'pci' })
    expect(diskOption('size=1MiB,transport=mmio,readonly')).toEqual({ size: '1MiB', transport: 'mmio', readOnly: true })
  })

  it('names what it does not know', () => {
    for (const wrong of ['root.img,transport=usb', 'root.img,transport', 'root.img,unknown'])
      expect(() => diskOption(wrong)).toThrow(/option --disk is .*expected .*transport=pci/)
  })
})
