// A local Bluesky network: PLC, PDS, AppView and Ozone, on DB_POSTGRES_URL and REDIS_HOST. Says where it listens in one
// line of JSON, then does what it is told, a line at a time:
//   moderator DID    the account may moderate
//   settle           wait until everything that was written has arrived everywhere; tells the last number of the stream
// and answers each with one line. Ends when its input ends.
import { createRequire } from 'node:module'
import readline from 'node:readline'

const { TestNetwork } = createRequire(import.meta.url)('@atproto/dev-env')
const say = (told) => process.stdout.write(`${JSON.stringify(told)}\n`)

const network = await TestNetwork.create({ dbPostgresSchema: 'inconcert' })
say({
  pds: network.pds.url,
  appview: network.bsky.url,
  ozone: network.ozone.url,
  service: network.ozone.ctx.cfg.service.did,
})
for await (const line of readline.createInterface({ input: process.stdin })) {
  const [what, given] = line.split(' ')
  try {
    if (what === 'moderator') await network.ozone.addModeratorDid(given)
    if (what === 'settle') {
      await network.processAll(60000)
      await network.ozone.processAll()
    }
    say({ done: what, seq: await network.pds.ctx.sequencer.curr() })
  } catch (problem) {
    say({ failed: what, why: String(problem) })
  }
}
await network.close()
process.exit(0)
