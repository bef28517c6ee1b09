/**
 * Messages of a chat tool, one JSON object a line, into Sluice as `message` events.
 *
 *     export-of-my-chat | SLUICE_TOKEN=... node connector.ts https://api.example.com chat-of-jane ~/.local/state/chat U123
 *
 * A connector is a device like any other: enrolled by the person, under the person's token and consent.
 */
import { createInterface } from 'node:readline';
import { createAgent, createControlApi, createDiskSpool, createKinesisSink } from '@sluice/agent';
import { type ChatMessage, messageEvent } from './messages.ts';

const [url, device, folder, me] = process.argv.slice(2);
if (!url || !device || !folder || !me || !process.env.SLUICE_TOKEN) {
  console.error('usage: SLUICE_TOKEN=... node connector.ts API-URL DEVICE STATE-FOLDER MY-USER-ID');
  process.exit(2);
}

const agent = createAgent({
  device,
  api: createControlApi({ url, token: () => process.env.SLUICE_TOKEN! }),
  sink: createKinesisSink(),
  spool: await createDiskSpool({ folder, device }),
});
agent.on('state', (state) => console.error('reason' in state ? `${state.state}: ${state.reason}` : state.state));

await agent.start();
for await (const line of createInterface({ input: process.stdin })) {
  const event = messageEvent(JSON.parse(line) as ChatMessage, me);
  if (event) while (agent.capture(event) === 'back-pressure') await agent.ready();
}
await agent.stop('end-of-input');
console.log(JSON.stringify({ captured: agent.counters.captured, kept: agent.counters.kept }));
