/** What stays of earlier reports when groups are measured anew. */
import { expect, it } from 'vitest'
import { measure, type Report } from '../../../bench/measure'
import { renewed } from '../../../bench/record'

const report = (commit: string, ...names: string[]): Report => ({
  machine: 'm',
  engine: 'e',
  load: 0,
  references: {},
  commit,
  quick: false,
  rounds: 1,
  measures: names.map((name) => measure(name, 's', [1])),
})
const held = (reports: readonly Report[]): string[] =>
  reports.map(({ commit, measures }) => `${commit}: ${measures.map(({ name }) => name)}`)

it('groups that are not measured anew stay with their commit, and those that are lose all of their old measures', () => {
  const old = [report('a', 'cpu.x', 'boot.y'), report('b', 'idle.z')]
  expect(held(renewed(old, [report('c', 'cpu.w', 'idle.z')]))).toEqual(['a: boot.y', 'c: cpu.w,idle.z'])
})

it('a record that is not there yet is the reports', () => {
  expect(held(renewed([], [report('c', 'cpu.w')]))).toEqual(['c: cpu.w'])
})
