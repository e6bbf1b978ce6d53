/** Alternated runs: every round takes each task once, so that a slow minute of the machine falls on all of them. */
import { Bench } from 'tinybench'

/** A task returns what it measured itself, in seconds. */
export type Task = () => Promise<number>

/** Seconds per task and round, under the tasks' names. */
export async function alternate<Name extends string>(tasks: Record<Name, Task>, rounds: number): Promise<Record<Name, number[]>> {
  const names = Object.keys(tasks) as Name[]
  const samples = Object.fromEntries(names.map((name) => [name, [] as number[]])) as Record<Name, number[]>
  for (let round = 0; round < rounds; round++) {
    const bench = new Bench({ iterations: 1, time: 0, warmup: false, retainSamples: true, throws: true })
    for (const name of names) bench.add(name, async () => ({ overriddenDuration: (await tasks[name]()) * 1000 }))
    await bench.run()
    for (const { name, result } of bench.tasks) {
      if (!('latency' in result)) throw new Error(`${name}: ${result.state}`)
      samples[name as Name].push((result.latency.samples?.[0] ?? Number.NaN) / 1000)
    }
  }
  return samples
}
