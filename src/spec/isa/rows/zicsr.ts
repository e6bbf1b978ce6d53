/** Zicsr: reads and writes of control and status registers. */
import { rowsOf } from '../dsl'
import { record, run } from '../semantics'

const csr = rowsOf('zicsr')

export const zicsr = [
  csr('csrrw', 'csr rs1 001 rd 1110011', 'rd,csr,rs1', run('csrrw', record)),
  csr('csrrs', 'csr rs1 010 rd 1110011', 'rd,csr,rs1', run('csrrs', record)),
  csr('csrrc', 'csr rs1 011 rd 1110011', 'rd,csr,rs1', run('csrrc', record)),
  csr('csrrwi', 'csr zimm 101 rd 1110011', 'rd,csr,zimm', run('csrrwi', record)),
  csr('csrrsi', 'csr zimm 110 rd 1110011', 'rd,csr,zimm', run('csrrsi', record)),
  csr('csrrci', 'csr zimm 111 rd 1110011', 'rd,csr,zimm', run('csrrci', record)),
]
