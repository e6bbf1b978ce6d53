// What Debian images are made from: the release, and packages unpacked into a folder. Node only.
import { mkdir, rm } from 'node:fs/promises'
import type { AptArchive, AptOptions } from './apt'
import { runProgram } from './run-program'

export const release = { suite: 'trixie', alias: 'stable', architecture: 'riscv64' } as const

export interface PullOptions extends AptOptions {
  /** Told of each step in words. */
  onStep?: ((step: string) => void) | undefined
  /** Look for newer packages although the image is complete. Default false. */
  update?: boolean
}

/** Lets `use` look at the files of the packages, which are gone afterwards. */
export async function withUnpacked<Result>(
  archives: readonly AptArchive[],
  { folder, options }: { folder: string; options: PullOptions },
  use: () => Promise<Result>,
): Promise<Result> {
  try {
    await rm(folder, { recursive: true, force: true })
    await mkdir(folder, { recursive: true })
    for (const { name, path } of archives) {
      options.onStep?.(`Unpacking ${name}`)
      await runProgram('dpkg-deb', ['-x', path, folder], { signal: options.signal })
    }
    return await use()
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

export async function packageVersions(archives: readonly AptArchive[]): Promise<Record<string, string>> {
  const versions: Record<string, string> = {}
  for (const { name, path } of archives) versions[name] = (await runProgram('dpkg-deb', ['-f', path, 'Version'])).trim()
  return versions
}
