/** The Wasm ABI of the core: what the TypeScript side calls, and nothing else. */
export * from './exports/balloon'
export * from './exports/blk'
export * from './exports/console'
export * from './exports/guest'
export * from './exports/guest-memory'
export * from './exports/host'
export * from './exports/nic'
export * from './exports/pci'
export * from './exports/physical-cpu'
export * from './exports/port'
export * from './exports/translator'
export * from './exports/virtio'
export * from './exports/volume'
export {
  translatedFind as find, translatedLoad as load, translatedStatus as status, translatedStep as step, translatedStore as store,
} from './jit/runtime'
