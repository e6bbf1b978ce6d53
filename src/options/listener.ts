/** Functions that a program gives to hear of events. */
import { afterPendingEvents } from '../platform/event-loop'
import { callback, checkOptions, oneOf } from './check'

type Listener<Event> = (event: Event) => void

/**
 * Checks the type of an event and who wants to hear of it. What the listener throws is the program's own mistake: it is an uncaught error of the program, and
 * neither the guests nor other listeners notice.
 */
export function checkListener<Event>(types: readonly string[], type: string, listener: Listener<Event>): Listener<Event> {
  checkOptions(oneOf(types), type, 'type of an event')
  checkOptions(callback<Listener<Event>>(), listener, `listener for ${type}`)
  return (event) => {
    try {
      listener(event)
    } catch (error) {
      afterPendingEvents(() => {
        throw error
      })
    }
  }
}
