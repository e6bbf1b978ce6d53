/** The worker's script: a machine room for whoever started the worker. */
import { expose } from 'comlink'
import { LocalRoom } from '../host/local-room'
import { parentEndpoint } from '../platform/thread'
import { keepErrorsAcrossThreads } from './error-transfer'

keepErrorsAcrossThreads()
expose(new LocalRoom(), parentEndpoint())
