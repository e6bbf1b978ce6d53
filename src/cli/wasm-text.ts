/** Modules of translated code as WebAssembly text, by wabt, which is loaded when the first one comes. */

/** What the translator's modules may use beyond the first version of WebAssembly. */
const features = {
  bulk_memory: true,
  multi_value: true,
  mutable_globals: true,
  reference_types: true,
  relaxed_simd: true,
  sat_float_to_int: true,
  sign_extension: true,
  simd: true,
  tail_call: true,
  threads: true,
}

/** The text of each function that the module puts into its table, in their order there. */
export async function regionFunctionTexts(module: Uint8Array): Promise<string[]> {
  return tableFunctions(await moduleText(module))
}

async function moduleText(bytes: Uint8Array): Promise<string> {
  const { default: load } = await import('wabt')
  const wabt = await load()
  const module = wabt.readWasm(bytes, { ...features, readDebugNames: true })
  try {
    module.generateNames()
    module.applyNames()
    return module.toText({ foldExprs: true, inlineExport: false })
  } finally {
    module.destroy()
  }
}

/** Fields of a module stand two blanks from the margin, what is in them further. */
function tableFunctions(text: string): string[] {
  const fields = text.replace(/\)\n?$/, '').split(/\n {2}(?=\()/)
  const byName = new Map(
    fields.flatMap((field): [string, string][] => {
      const name = /^\(func (\$\S+)/.exec(field)?.[1]
      return name === undefined ? [] : [[name, field.replace(/^ {2}/gm, '')]]
    }),
  )
  const placed = fields.map((field) => /^\(elem .* func (.*)\)/.exec(field)?.[1]).find((names) => names !== undefined)
  return (placed ?? '').split(' ').map((name) => byName.get(name) ?? '')
}
