/** The runtime that makes allocation a compile error: the core owns its memory and lays it out itself. */

// @ts-ignore: decorator
@global @unsafe
function __new(size: usize, id: u32): usize {
  ERROR('managed allocation in the core')
  return 0
}

// @ts-ignore: decorator
@global @unsafe
function __renew(ptr: usize, size: usize): usize {
  ERROR('managed allocation in the core')
  return 0
}

// @ts-ignore: decorator
@global @unsafe
function __alloc(size: usize): usize {
  ERROR('heap allocation in the core')
  return 0
}

// @ts-ignore: decorator
@global @unsafe
function __link(parentPtr: usize, childPtr: usize, expectMultiple: bool): void {}
