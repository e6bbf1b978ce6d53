// Generated from src/spec/csr/fields.ts by src/spec/generate.ts. Do not edit.

// @ts-ignore: decorator
@inline export const MSTATUS_SIE: u64 = 0x2
// @ts-ignore: decorator
@inline export const MSTATUS_SIE_SHIFT: u64 = 1
// @ts-ignore: decorator
@inline export const MSTATUS_MIE: u64 = 0x8
// @ts-ignore: decorator
@inline export const MSTATUS_MIE_SHIFT: u64 = 3
// @ts-ignore: decorator
@inline export const MSTATUS_SPIE: u64 = 0x20
// @ts-ignore: decorator
@inline export const MSTATUS_SPIE_SHIFT: u64 = 5
// @ts-ignore: decorator
@inline export const MSTATUS_MPIE: u64 = 0x80
// @ts-ignore: decorator
@inline export const MSTATUS_MPIE_SHIFT: u64 = 7
// @ts-ignore: decorator
@inline export const MSTATUS_SPP: u64 = 0x100
// @ts-ignore: decorator
@inline export const MSTATUS_SPP_SHIFT: u64 = 8
// @ts-ignore: decorator
@inline export const MSTATUS_MPP: u64 = 0x1800
// @ts-ignore: decorator
@inline export const MSTATUS_MPP_SHIFT: u64 = 11
// @ts-ignore: decorator
@inline export const MSTATUS_FS: u64 = 0x6000
// @ts-ignore: decorator
@inline export const MSTATUS_FS_SHIFT: u64 = 13
// @ts-ignore: decorator
@inline export const MSTATUS_MPRV: u64 = 0x20000
// @ts-ignore: decorator
@inline export const MSTATUS_MPRV_SHIFT: u64 = 17
// @ts-ignore: decorator
@inline export const MSTATUS_SUM: u64 = 0x40000
// @ts-ignore: decorator
@inline export const MSTATUS_SUM_SHIFT: u64 = 18
// @ts-ignore: decorator
@inline export const MSTATUS_MXR: u64 = 0x80000
// @ts-ignore: decorator
@inline export const MSTATUS_MXR_SHIFT: u64 = 19
// @ts-ignore: decorator
@inline export const MSTATUS_TVM: u64 = 0x100000
// @ts-ignore: decorator
@inline export const MSTATUS_TVM_SHIFT: u64 = 20
// @ts-ignore: decorator
@inline export const MSTATUS_TW: u64 = 0x200000
// @ts-ignore: decorator
@inline export const MSTATUS_TW_SHIFT: u64 = 21
// @ts-ignore: decorator
@inline export const MSTATUS_TSR: u64 = 0x400000
// @ts-ignore: decorator
@inline export const MSTATUS_TSR_SHIFT: u64 = 22
// @ts-ignore: decorator
@inline export const MSTATUS_UXL: u64 = 0x300000000
// @ts-ignore: decorator
@inline export const MSTATUS_UXL_SHIFT: u64 = 32
// @ts-ignore: decorator
@inline export const MSTATUS_SXL: u64 = 0xc00000000
// @ts-ignore: decorator
@inline export const MSTATUS_SXL_SHIFT: u64 = 34
// @ts-ignore: decorator
@inline export const MSTATUS_SD: u64 = 0x8000000000000000
// @ts-ignore: decorator
@inline export const MSTATUS_SD_SHIFT: u64 = 63
// @ts-ignore: decorator
@inline export const INTERRUPT_SSI: u64 = 0x2
// @ts-ignore: decorator
@inline export const INTERRUPT_SSI_SHIFT: u64 = 1
// @ts-ignore: decorator
@inline export const INTERRUPT_MSI: u64 = 0x8
// @ts-ignore: decorator
@inline export const INTERRUPT_MSI_SHIFT: u64 = 3
// @ts-ignore: decorator
@inline export const INTERRUPT_STI: u64 = 0x20
// @ts-ignore: decorator
@inline export const INTERRUPT_STI_SHIFT: u64 = 5
// @ts-ignore: decorator
@inline export const INTERRUPT_MTI: u64 = 0x80
// @ts-ignore: decorator
@inline export const INTERRUPT_MTI_SHIFT: u64 = 7
// @ts-ignore: decorator
@inline export const INTERRUPT_SEI: u64 = 0x200
// @ts-ignore: decorator
@inline export const INTERRUPT_SEI_SHIFT: u64 = 9
// @ts-ignore: decorator
@inline export const INTERRUPT_MEI: u64 = 0x800
// @ts-ignore: decorator
@inline export const INTERRUPT_MEI_SHIFT: u64 = 11
// @ts-ignore: decorator
@inline export const INTERRUPT_LCOFI: u64 = 0x2000
// @ts-ignore: decorator
@inline export const INTERRUPT_LCOFI_SHIFT: u64 = 13
// @ts-ignore: decorator
@inline export const COUNTER_CY: u64 = 0x1
// @ts-ignore: decorator
@inline export const COUNTER_CY_SHIFT: u64 = 0
// @ts-ignore: decorator
@inline export const COUNTER_TM: u64 = 0x2
// @ts-ignore: decorator
@inline export const COUNTER_TM_SHIFT: u64 = 1
// @ts-ignore: decorator
@inline export const COUNTER_IR: u64 = 0x4
// @ts-ignore: decorator
@inline export const COUNTER_IR_SHIFT: u64 = 2
// @ts-ignore: decorator
@inline export const COUNTER_HPM: u64 = 0x7fff8
// @ts-ignore: decorator
@inline export const COUNTER_HPM_SHIFT: u64 = 3
// @ts-ignore: decorator
@inline export const ENVCFG_FIOM: u64 = 0x1
// @ts-ignore: decorator
@inline export const ENVCFG_FIOM_SHIFT: u64 = 0
// @ts-ignore: decorator
@inline export const ENVCFG_CBIE: u64 = 0x30
// @ts-ignore: decorator
@inline export const ENVCFG_CBIE_SHIFT: u64 = 4
// @ts-ignore: decorator
@inline export const ENVCFG_CBCFE: u64 = 0x40
// @ts-ignore: decorator
@inline export const ENVCFG_CBCFE_SHIFT: u64 = 6
// @ts-ignore: decorator
@inline export const ENVCFG_CBZE: u64 = 0x80
// @ts-ignore: decorator
@inline export const ENVCFG_CBZE_SHIFT: u64 = 7
// @ts-ignore: decorator
@inline export const ENVCFG_ADUE: u64 = 0x2000000000000000
// @ts-ignore: decorator
@inline export const ENVCFG_ADUE_SHIFT: u64 = 61
// @ts-ignore: decorator
@inline export const ENVCFG_PBMTE: u64 = 0x4000000000000000
// @ts-ignore: decorator
@inline export const ENVCFG_PBMTE_SHIFT: u64 = 62
// @ts-ignore: decorator
@inline export const ENVCFG_STCE: u64 = 0x8000000000000000
// @ts-ignore: decorator
@inline export const ENVCFG_STCE_SHIFT: u64 = 63
// @ts-ignore: decorator
@inline export const SATP_PPN: u64 = 0xfffffffffff
// @ts-ignore: decorator
@inline export const SATP_PPN_SHIFT: u64 = 0
// @ts-ignore: decorator
@inline export const SATP_ASID: u64 = 0xffff00000000000
// @ts-ignore: decorator
@inline export const SATP_ASID_SHIFT: u64 = 44
// @ts-ignore: decorator
@inline export const SATP_MODE: u64 = 0xf000000000000000
// @ts-ignore: decorator
@inline export const SATP_MODE_SHIFT: u64 = 60
// @ts-ignore: decorator
@inline export const PMPCFG_R: u64 = 0x1
// @ts-ignore: decorator
@inline export const PMPCFG_R_SHIFT: u64 = 0
// @ts-ignore: decorator
@inline export const PMPCFG_W: u64 = 0x2
// @ts-ignore: decorator
@inline export const PMPCFG_W_SHIFT: u64 = 1
// @ts-ignore: decorator
@inline export const PMPCFG_X: u64 = 0x4
// @ts-ignore: decorator
@inline export const PMPCFG_X_SHIFT: u64 = 2
// @ts-ignore: decorator
@inline export const PMPCFG_A: u64 = 0x18
// @ts-ignore: decorator
@inline export const PMPCFG_A_SHIFT: u64 = 3
// @ts-ignore: decorator
@inline export const PMPCFG_L: u64 = 0x80
// @ts-ignore: decorator
@inline export const PMPCFG_L_SHIFT: u64 = 7
// @ts-ignore: decorator
@inline export const MHPMEVENT_VUINH: u64 = 0x400000000000000
// @ts-ignore: decorator
@inline export const MHPMEVENT_VUINH_SHIFT: u64 = 58
// @ts-ignore: decorator
@inline export const MHPMEVENT_VSINH: u64 = 0x800000000000000
// @ts-ignore: decorator
@inline export const MHPMEVENT_VSINH_SHIFT: u64 = 59
