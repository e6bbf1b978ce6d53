/** Comlink ships the types of its Node adapter beside another file name. */
declare module 'comlink/dist/esm/node-adapter.mjs' {
  import type { Endpoint } from 'comlink'
  export interface NodeEndpoint {
    postMessage(message: unknown, transfer?: never[]): void
    on(type: string, listener: (value: unknown) => void, options?: object): unknown
    off(type: string, listener: (value: unknown) => void, options?: object): unknown
  }
  export default function nodeEndpoint(endpoint: NodeEndpoint): Endpoint
}
