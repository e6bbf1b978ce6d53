/** Node's built-in modules, reached at run time so that no `node:` import is in a bundle for browsers. */
type Builtins = {
  'node:child_process': typeof import('node:child_process')
  'node:dgram': typeof import('node:dgram')
  'node:dns/promises': typeof import('node:dns/promises')
  'node:net': typeof import('node:net')
  'node:fs': typeof import('node:fs')
  'node:fs/promises': typeof import('node:fs/promises')
  'node:os': typeof import('node:os')
  'node:path': typeof import('node:path')
  'node:url': typeof import('node:url')
  'node:v8': typeof import('node:v8')
  'node:worker_threads': typeof import('node:worker_threads')
  'node:zlib': typeof import('node:zlib')
}

/** The module, or undefined where there is no Node. */
export function nodeBuiltin<Name extends keyof Builtins>(name: Name): Builtins[Name] | undefined {
  return globalThis.process?.getBuiltinModule?.(name) as Builtins[Name] | undefined
}
