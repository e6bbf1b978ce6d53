/** A command of the embedded guest's shell. */
export interface Command {
  /** What is typed; its code is the function `command_NAME`, called with a0 = the rest of the line. */
  readonly name: string
  /** Its arguments, as help shows them. */
  readonly usage: string
  readonly help: string
  readonly source: string
}
