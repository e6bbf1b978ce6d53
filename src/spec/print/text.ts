/** Small pieces that every printer uses. */

export const banner = (source: string): string => `// Generated from ${source} by src/spec/generate.ts. Do not edit.\n\n`

/** camelCase or CamelCase to CONSTANT_CASE. */
export function constantName(name: string): string {
  return name.replace(/([a-z0-9])([A-Z])/g, '$1_$2').toUpperCase()
}
