/** `vmhost nic show`: adapters with their virtual functions, in the words of `ip -d link show`. */
import process from 'node:process'
import { defineCommand } from 'citty'
import { Host } from '../host/host'
import { makeFunctions, networkArguments } from './network-arguments'

const show = defineCommand({
  meta: { name: 'show', description: 'Build the adapters that the options describe, and print them as `ip -d link show` would' },
  args: {
    nic: { type: 'string', description: 'NAME[,totalVfs=N][,mtu=N][,linkSpeed=N]; repeatable', valueHint: 'NIC' },
    vf: {
      type: 'string',
      description: 'Settings of a virtual function, as mac=...,vlan=100,spoofchk=off; repeatable',
      valueHint: 'VF',
    },
  },
  run: async ({ rawArgs }) => {
    const wanted = networkArguments(rawArgs)
    const host = await Host.create({ memory: '16MiB', nics: wanted.nics })
    try {
      await makeFunctions(host, wanted)
      for (const nic of host.nics) process.stdout.write(await nic.show())
    } finally {
      await host.dispose()
    }
  },
})

export const nicCommand = defineCommand({
  meta: { name: 'nic', description: 'Network adapters with virtual functions' },
  subCommands: { show },
})
