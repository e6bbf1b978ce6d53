/** The public names: one entry for Node and browsers. */
export type { MachineFile, MachineGuest, MachineNetwork, MachineNic } from './cli/machine/options'
export type { ConsoleInput, WaitOptions } from './console/console'
export { GuestConsole } from './console/console'
export type { OutputListener } from './console/output-log'
export type { Pattern } from './console/pattern'
export type { TypingRule } from './console/typist'
export type { VmHostErrorCode, VmHostErrorJson } from './error'
export { VmHostError } from './error'
export type { BalloonMemory, BalloonStatistics } from './guest/balloon'
export { Balloon } from './guest/balloon'
export type { GuestEvents } from './guest/events'
export type { ForkOptions, SnapshotOptions, StatsOptions } from './guest/guest'
export { Guest } from './guest/guest'
export type { Identity } from './guest/identity'
export { GuestPort } from './guest/port'
export type { CsrName, Registers } from './guest/registers'
export type {
  CpuPercent,
  CpuTimes,
  GuestCpuStatistics,
  GuestMemoryStatistics,
  GuestStatistics,
  TranslatorStatistics,
} from './guest/statistics'
export type { HostEvent, HostEventType } from './host/event-log'
export { Host } from './host/host'
export { HostEvents } from './host/host-events'
export type { HostOptions, SwapOption, TranslatorOptions } from './host/options'
export type {
  EngineChoice,
  GuestExit,
  GuestState,
  HostMemoryStatistics,
  HostStatistics,
  PcpuStatistics,
  StorageFailure,
} from './host/protocol'
export type { GuestStatsSample, HostStatsSample, StatsStreamOptions } from './host/statistics'
export type { CpuAmount, CpuClaimOptions, CpuOptions } from './hypervisor/cpu-options'
export { Hypervisor } from './hypervisor/hypervisor'
export type { MemoryChange, MemoryOptions, MemoryShares } from './hypervisor/memory-options'
export type { BootOptions, GuestOptions, GuestProgress, WatchdogOptions } from './hypervisor/options'
export type { GuestReconfiguration } from './hypervisor/reconfiguration'
export type { RestoreOptions } from './hypervisor/restore-options'
export type { SbiExtension } from './hypervisor/sbi'
export type { ImageProgress, ImageSource } from './image/source'
export type { Assembled, AssembledSection, AssembleOptions } from './isa/assembler'
export { assemble } from './isa/assembler'
export type { Disassembled, DisassembleOptions } from './isa/disassemble'
export { disassemble } from './isa/disassemble'
export type { Capture } from './network/capture'
export type { Faults } from './network/faults'
export type { GatewayStatistics, PublishedPort } from './network/gateway/gateway'
export { Gateway } from './network/gateway/gateway'
export type { GatewayOptions, Publish } from './network/gateway/options'
export type { ByteStream, DatagramSocket, Destination, Listener, Outside } from './network/gateway/outside'
export type { NetworkOptions, NetworkPort, PortStatistics } from './network/network'
export { Network } from './network/network'
export type { FetchOptions } from './network/outside/fetch'
export { fetchOutside } from './network/outside/fetch'
export type { WispOptions } from './network/outside/wisp'
export { wispOutside } from './network/outside/wisp'
export type { Frame, FrameListener, Port } from './network/port'
export type { Timeline } from './network/timeline'
export { ManualTimeline } from './network/timeline'
export type { VsockStream } from './network/vsock/connection'
export { VsockListener } from './network/vsock/listener'
export type { VsockConnectOptions } from './network/vsock/vsock'
export { Vsock } from './network/vsock/vsock'
export type { NicEvents } from './nic/nic'
export { Nic } from './nic/nic'
export type { NicOptions, VfSettings } from './nic/options'
export { PhysicalFunction } from './nic/physical-function'
export type { VfStatistics } from './nic/virtual-function'
export { VirtualFunction } from './nic/virtual-function'
export type { Size } from './options/size'
export type { NewVolumeOptions, OpenVolumeOptions, OverlayOptions, StoragePoolOptions, VolumeContentSource } from './storage/pool'
export { StoragePool } from './storage/pool'
export type { FilesShare, FolderShare, ShareOptions } from './storage/share-options'
export { Volume } from './storage/volume'
export type { VolumeUsage } from './storage/volume-calls'
export type { DiskOptions, VolumeFormat, VolumeOptions } from './storage/volume-source'
export type { RegionInstruction, TranslatedModule, TranslatedRegion } from './translator/batch'
