/** Bit fields of the registers that the core looks into (Privileged §3.1, §10.1; CMO §2.5). */

type Field = readonly [high: number, low: number]

const registers: Readonly<Record<string, Readonly<Record<string, Field>>>> = {
  MSTATUS: {
    SIE: [1, 1],
    MIE: [3, 3],
    SPIE: [5, 5],
    MPIE: [7, 7],
    SPP: [8, 8],
    MPP: [12, 11],
    FS: [14, 13],
    MPRV: [17, 17],
    SUM: [18, 18],
    MXR: [19, 19],
    TVM: [20, 20],
    TW: [21, 21],
    TSR: [22, 22],
    UXL: [33, 32],
    SXL: [35, 34],
    SD: [63, 63],
  },
  INTERRUPT: { SSI: [1, 1], MSI: [3, 3], STI: [5, 5], MTI: [7, 7], SEI: [9, 9], MEI: [11, 11], LCOFI: [13, 13] },
  COUNTER: { CY: [0, 0], TM: [1, 1], IR: [2, 2], HPM: [18, 3] },
  ENVCFG: { FIOM: [0, 0], CBIE: [5, 4], CBCFE: [6, 6], CBZE: [7, 7], ADUE: [61, 61], PBMTE: [62, 62], STCE: [63, 63] },
  SATP: { PPN: [43, 0], ASID: [59, 44], MODE: [63, 60] },
  PMPCFG: { R: [0, 0], W: [1, 1], X: [2, 2], A: [4, 3], L: [7, 7] },
  MHPMEVENT: { VUINH: [58, 58], VSINH: [59, 59] },
}

export interface CsrField {
  /** MSTATUS_SIE and the like. */
  readonly name: string
  readonly mask: bigint
  readonly shift: number
}

export const csrFields: readonly CsrField[] = Object.entries(registers).flatMap(([register, fields]) =>
  Object.entries(fields).map(([field, [high, low]]) => ({
    name: `${register}_${field}`,
    mask: ((1n << BigInt(high - low + 1)) - 1n) << BigInt(low),
    shift: low,
  })),
)
