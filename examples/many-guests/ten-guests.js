/** One guest that is booted once and forked into ten, each with work of its own. The same in Node and in a page. */

/** What Debian's busybox does in each fork. Two have nothing to do. */
const linuxJobs = [
  { name: 'sha256', command: 'while :; do sha256sum /bin/busybox; done' },
  { name: 'md5', command: 'while :; do md5sum /bin/busybox; done' },
  { name: 'gzip', command: 'while :; do gzip -c /bin/busybox | wc -c; done' },
  { name: 'sort', command: 'while :; do seq 20000 | sort -r | tail -n 1; done' },
  { name: 'count', command: 'i=0; while :; do i=$((i + 1)); [ $((i % 50000)) = 0 ] && echo $i; done' },
  { name: 'awk', command: "while :; do awk 'BEGIN { for (i = 0; i < 200000; i++) s += i * i; print s }'; done" },
  { name: 'zeros', command: 'while :; do dd if=/dev/zero bs=64k count=500 2>/dev/null | md5sum; done' },
  {
    name: 'memory',
    command:
      'i=0; mkdir -p /m; mount -t tmpfs m /m; while [ $i -lt 40 ]; do i=$((i + 1)); dd if=/dev/urandom of=/m/$i bs=64k count=16 2>/dev/null; echo $i MiB; sleep 1; done',
  },
  { name: 'sleep', command: 'while :; do sleep 1; date; done' },
  { name: 'idle', command: '' },
]

const embeddedJobs = Array.from({ length: 10 }, (_, index) => ({
  name: index < 8 ? `primes ${index + 1}` : `idle ${index - 7}`,
  command: index < 8 ? 'primes' : '',
}))

/** What can be booted: its images are undefined for the embedded guest. */
export const systems = {
  debian: (images) => ({
    boot: { ...images, cmdline: 'console=ttyS0 cryptomgr.notests=1' },
    memory: '128MiB',
    prompt: '~ # ',
    jobs: linuxJobs,
  }),
  embedded: () => ({ boot: {}, memory: '16MiB', prompt: 'vmhost> ', jobs: embeddedJobs }),
}

/** Boots the first guest up to its prompt. */
export async function bootOnce(host, { boot, memory, prompt }, onProgress) {
  const first = await host.hypervisor.createGuest({ name: 'first', boot, memory, onProgress })
  await first.start()
  await first.console.waitFor(prompt, { timeoutMs: 600_000 })
  return first
}

/** Forks it once for each job, and lets the forks begin; the first one rests. Resolves with the forks and the milliseconds of each fork. */
export async function forkAll(first, { jobs, prompt }) {
  const forks = []
  for (const { name, command } of jobs) {
    const started = performance.now()
    const guest = await first.fork({ name })
    forks.push({ guest, command, forkMs: performance.now() - started })
  }
  await first.pause()
  for (const { guest, command } of forks) if (command !== '') await work(guest, command, prompt)
  return forks
}

/** Commands that end are given again when the prompt comes back. */
async function work(guest, command, prompt) {
  await guest.console.write(`${command}\n`)
  if (command !== 'primes') return
  const again = async () => {
    for (;;) {
      await guest.console.waitFor(prompt)
      await guest.console.write(`${command}\n`)
    }
  }
  again().catch(() => {})
}
