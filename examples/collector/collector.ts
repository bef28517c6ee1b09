/**
 * A collector of your own: changes of the foreground window, as some program prints them on stdin, one `application<TAB>title` a line.
 *
 *     my-window-watcher | SLUICE_TOKEN=... node collector.ts https://api.example.com laptop-7 ~/.local/state/my-recorder
 *
 * What to copy: ask for a lease before anything is captured, show the state to the person, hand over every event and let the agent decide,
 * stop cleanly. Applications that the disclosure does not list are dropped by the agent before anything is written.
 */
import { createInterface } from 'node:readline';
import { createAgent, createControlApi, createDiskSpool, createKinesisSink } from '@sluice/agent';

const [url, device, folder] = process.argv.slice(2);
if (!url || !device || !folder || !process.env.SLUICE_TOKEN) {
  console.error('usage: SLUICE_TOKEN=... node collector.ts API-URL DEVICE STATE-FOLDER');
  process.exit(2);
}

const agent = createAgent({
  device,
  // Asked for each request: a token that is renewed elsewhere is taken up.
  api: createControlApi({ url, token: () => process.env.SLUICE_TOKEN! }),
  sink: createKinesisSink(),
  spool: await createDiskSpool({ folder, device }),
});
// The person sees whether it records, and why not.
agent.on('state', (state) => console.error('reason' in state ? `${state.state}: ${state.reason}` : state.state));

await agent.start();
for await (const line of createInterface({ input: process.stdin })) {
  const [app, ...title] = line.split('\t');
  if (!app) continue;
  const event = {
    kind: 'window',
    type: 'focus',
    time: Date.now(),
    app: app.toLowerCase(),
    title: title.join(' '),
  } as const;
  // Never throws and never waits; a producer that can wait does so.
  while (agent.capture(event) === 'back-pressure') await agent.ready();
}
// Seals and sends what was captured; what cannot be sent stays in the folder, sealed, for the next run.
await agent.stop('end-of-input');
console.log(JSON.stringify({ captured: agent.counters.captured, kept: agent.counters.kept }));
