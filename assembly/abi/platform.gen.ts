// Generated from src/spec/platform.ts by src/spec/generate.ts. Do not edit.

// @ts-ignore: decorator
@inline export const FINISHER_BASE: u64 = 0x100000
// @ts-ignore: decorator
@inline export const FINISHER_BYTES: u64 = 0x1000
// @ts-ignore: decorator
@inline export const RTC_BASE: u64 = 0x101000
// @ts-ignore: decorator
@inline export const RTC_BYTES: u64 = 0x1000
// @ts-ignore: decorator
@inline export const RTC_IRQ: u32 = 0xb
// @ts-ignore: decorator
@inline export const VMGENID_BASE: u64 = 0x102000
// @ts-ignore: decorator
@inline export const VMGENID_BYTES: u64 = 0x1000
// @ts-ignore: decorator
@inline export const VMGENID_IRQ: u32 = 0xc
// @ts-ignore: decorator
@inline export const ACLINT_BASE: u64 = 0x2000000
// @ts-ignore: decorator
@inline export const ACLINT_BYTES: u64 = 0x10000
// @ts-ignore: decorator
@inline export const PLIC_BASE: u64 = 0xc000000
// @ts-ignore: decorator
@inline export const PLIC_BYTES: u64 = 0x600000
// @ts-ignore: decorator
@inline export const PLIC_SOURCES: u32 = 0x5f
// @ts-ignore: decorator
@inline export const APLIC_M_BASE: u64 = 0xc000000
// @ts-ignore: decorator
@inline export const APLIC_M_BYTES: u64 = 0x8000
// @ts-ignore: decorator
@inline export const APLIC_M_SOURCES: u32 = 0x60
// @ts-ignore: decorator
@inline export const APLIC_S_BASE: u64 = 0xd000000
// @ts-ignore: decorator
@inline export const APLIC_S_BYTES: u64 = 0x8000
// @ts-ignore: decorator
@inline export const APLIC_S_SOURCES: u32 = 0x60
// @ts-ignore: decorator
@inline export const UART_BASE: u64 = 0x10000000
// @ts-ignore: decorator
@inline export const UART_BYTES: u64 = 0x100
// @ts-ignore: decorator
@inline export const UART_IRQ: u32 = 0xa
// @ts-ignore: decorator
@inline export const UART_CLOCK_HZ: u32 = 0x384000
// @ts-ignore: decorator
@inline export const VIRTIO_MMIO_BASE: u64 = 0x10001000
// @ts-ignore: decorator
@inline export const VIRTIO_MMIO_BYTES: u64 = 0x1000
// @ts-ignore: decorator
@inline export const VIRTIO_MMIO_SLOTS: u32 = 0x8
// @ts-ignore: decorator
@inline export const VIRTIO_MMIO_FIRST_IRQ: u32 = 0x1
// @ts-ignore: decorator
@inline export const IMSIC_M_BASE: u64 = 0x24000000
// @ts-ignore: decorator
@inline export const IMSIC_M_BYTES_PER_HART: u32 = 0x1000
// @ts-ignore: decorator
@inline export const IMSIC_M_IDS: u32 = 0xff
// @ts-ignore: decorator
@inline export const IMSIC_S_BASE: u64 = 0x28000000
// @ts-ignore: decorator
@inline export const IMSIC_S_BYTES_PER_HART: u32 = 0x1000
// @ts-ignore: decorator
@inline export const IMSIC_S_IDS: u32 = 0xff
// @ts-ignore: decorator
@inline export const PCIE_ECAM_BASE: u64 = 0x30000000
// @ts-ignore: decorator
@inline export const PCIE_ECAM_BYTES: u64 = 0x10000000
// @ts-ignore: decorator
@inline export const PCIE_IO_BASE: u64 = 0x3000000
// @ts-ignore: decorator
@inline export const PCIE_IO_BYTES: u64 = 0x10000
// @ts-ignore: decorator
@inline export const PCIE_MMIO32_BASE: u64 = 0x40000000
// @ts-ignore: decorator
@inline export const PCIE_MMIO32_BYTES: u64 = 0x40000000
// @ts-ignore: decorator
@inline export const PCIE_MMIO64_BASE: u64 = 0x400000000
// @ts-ignore: decorator
@inline export const PCIE_MMIO64_BYTES: u64 = 0x400000000
// @ts-ignore: decorator
@inline export const PCIE_INTX_FIRST_IRQ: u32 = 0x20
// @ts-ignore: decorator
@inline export const PCIE_INTX_COUNT: u32 = 0x4
// @ts-ignore: decorator
@inline export const DRAM_BASE: u64 = 0x80000000
