/** Modules of translated code as WebAssembly text, by wabt, which is loaded when the first one comes. */

/** What the translator's modules may use beyond the first version of WebAssembly. */
const features = {
  bulk_memory: true,
  multi_value: true,
  mutable_globals: true,
  reference_types: true,
  sat_float_to_int: true,
  sign_extension: true,
  simd: true,
  tail_call: true,
  threads: true,
}

/** The text of each exported function, by the name of its export. */
export async function functionTexts(module: Uint8Array): Promise<Map<string, string>> {
  return splitFunctions(await moduleText(module))
}

async function moduleText(bytes: Uint8Array): Promise<string> {
  const { default: load } = await import('wabt')
  const wabt = await load()
  const module = wabt.readWasm(bytes, { ...features, readDebugNames: true })
  try {
    module.generateNames()
    module.applyNames()
    return module.toText({ foldExprs: true, inlineExport: true })
  } finally {
    module.destroy()
  }
}

/** Fields of a module stand two blanks from the margin, what is in them further. */
function splitFunctions(text: string): Map<string, string> {
  const fields = text.split(/\n(?= {2}\()/)
  const last = fields.pop()?.replace(/\)\n?$/, '')
  const named = [...fields, ...(last === undefined ? [] : [last])].flatMap((field): [string, string][] => {
    const name = /^ {2}\(func [^(]*\(export "([^"]*)"\)/.exec(field)?.[1]
    return name === undefined ? [] : [[name, field.replace(/^ {2}/gm, '')]]
  })
  return new Map(named)
}
