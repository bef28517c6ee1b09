import { once } from 'node:events';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test } from '@jest/globals';
import { weatherOver } from './weather.ts';

test('those who do not wait for their answer take nothing from those who do', async () => {
  const cloud = http.createServer((_, response) => {
    setTimeout(() => response.end('x'.repeat(1_000_000)), 20);
  });
  cloud.listen(0, '127.0.0.1');
  await once(cloud, 'listening');
  const weather = await weatherOver(`http://127.0.0.1:${(cloud.address() as AddressInfo).port}`);
  try {
    const impatient = Array.from({ length: 300 }, async () => {
      const answer = await fetch(weather.endpoint, { signal: AbortSignal.timeout(100) });
      await answer.body!.cancel();
    });
    await Promise.allSettled(impatient);

    const answer = await fetch(weather.endpoint, { signal: AbortSignal.timeout(5_000) });

    expect(await answer.text()).toHaveLength(1_000_000);
  } finally {
    await weather.close();
    cloud.closeAllConnections();
    cloud.close();
  }
});
