/** Sums what passed, failed and was skipped over every step of a test run, and times the steps. */
import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { performance } from 'node:perf_hooks'

export class Tally {
  passed = 0
  failed = 0
  skipped = 0
  #complaints = []

  /** Runs a program to its end under a heading; true when it succeeded. */
  run(name, program, argv) {
    const start = performance.now()
    console.log(`\n== ${name}`)
    const { status } = spawnSync(program, argv, { stdio: ['ignore', 'inherit', 'inherit'] })
    const seconds = ((performance.now() - start) / 1000).toFixed(1)
    console.log(`== ${name}: ${status === 0 ? 'ok' : 'FAILED'} (${seconds} s)`)
    return status === 0
  }

  /** Runs a program as one step, which passes or fails as a whole. */
  step(name, program, argv) {
    if (this.run(name, program, argv)) this.passed++
    else this.fail(name)
  }

  fail(name) {
    this.failed++
    this.#complaints.push(`failed: ${name}`)
  }

  skip(name, reason) {
    this.skipped++
    this.#complaints.push(`skipped: ${name} (${reason})`)
  }

  /** Adds the tests of a vitest JSON report; a file that could not be loaded counts as one failure. */
  addReport(path) {
    if (!existsSync(path)) return this.fail('vitest wrote no report')
    const report = JSON.parse(readFileSync(path, 'utf8'))
    for (const file of report.testResults) {
      if (file.status === 'failed' && file.assertionResults.every(({ status }) => status !== 'failed')) this.fail(file.name)
      for (const { status, fullName } of file.assertionResults) {
        if (status === 'passed') this.passed++
        else if (status === 'failed') this.fail(fullName)
        else this.skip(fullName, status)
      }
    }
  }

  /** Prints what did not pass, then the one line of the sums; returns the exit status. */
  finish() {
    for (const line of this.#complaints) console.log(line)
    console.log(`${this.passed} passed, ${this.failed} failed, ${this.skipped} skipped`)
    return this.failed === 0 ? 0 : 1
  }
}
