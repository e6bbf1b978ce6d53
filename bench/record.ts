/** The newest report of each group: groups that are not measured anew stay as they were, with the machine and commit that they are of. */
import type { Report } from './measure'

const groupOf = (measureName: string): string => measureName.split('.')[0] ?? measureName

/** What is recorded, without the groups that `given` has, and `given` behind it. */
export function renewed(recorded: readonly Report[], given: readonly Report[]): Report[] {
  const news = new Set(given.flatMap(({ measures }) => measures.map(({ name }) => groupOf(name))))
  const kept = recorded.map((report) => ({ ...report, measures: report.measures.filter(({ name }) => !news.has(groupOf(name))) }))
  return [...kept, ...given].filter(({ measures }) => measures.length > 0)
}
