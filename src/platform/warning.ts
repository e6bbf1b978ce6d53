/** Where warnings go that nobody asked for and everybody should see. */

export function warn(message: string): void {
  console.warn(`vmhost: ${message}`)
}
