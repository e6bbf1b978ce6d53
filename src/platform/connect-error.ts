/** Why a connection to the outside could not be made. */
export class ConnectError extends Error {
  constructor(readonly reason: 'refused' | 'unreachable') {
    super(reason)
  }
}
