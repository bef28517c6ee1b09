import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Event } from '../../wire/event.ts';
import type { LeaseGrant, LeaseRequest } from '../../wire/lease.ts';
import { systemClock } from './clock.ts';
import { eventsOf, FakeControl } from './testing.ts';

/** For tests: a server on loopback that answers as the control plane and as Kinesis do, over real HTTP. */
export interface FakeCloud {
  url: string;
  /** What `POST /leases` was asked, with the bearer token. */
  requests: (LeaseRequest & { token: string })[];
  /** What the stream was asked, as it came. */
  puts: { headers: IncomingHttpHeaders; body: string }[];
  /** Records put. */
  records: { PartitionKey: string; Data: string }[];
  /** Changes to the grants to come. */
  grant: Partial<LeaseGrant>;
  /** Refuses leases and enrolments with this reason. */
  refuse: string | undefined;
  /** Kinesis answers 500. */
  kinesisAway: boolean;
  /** The events in all records, opened with the keys of the leases. */
  stored(): Event[];
  reset(): void;
  close(): Promise<void>;
}

export async function startFakeCloud(): Promise<FakeCloud> {
  const control = new FakeControl(systemClock);
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk) => chunks.push(chunk));
    request.on('end', async () => {
      const text = Buffer.concat(chunks).toString();
      if (request.url === '/') cloud.puts.push({ headers: request.headers, body: text });
      const [status, value] = await answer(request.url, request.headers.authorization, text);
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value));
    });
  });

  async function answer(path: string | undefined, token: string | undefined, text: string): Promise<[number, unknown]> {
    if (path === '/device-nonce') return [200, { nonce: `n.${'A'.repeat(22)}` }];
    const body = JSON.parse(text);
    if (path === '/enrolments') {
      if (cloud.refuse) return [403, { error: cloud.refuse, message: 'no' }];
      return [200, { subject: `subject-of-${body.device}`, device: body.device, audience: 'sluice-test-prod' }];
    }
    if (path === '/device-leases') {
      const proof = JSON.parse(Buffer.from(body.proof.split('.')[1], 'base64url').toString());
      return answer('/leases', token, JSON.stringify({ ...proof.lease, device: proof.dev }));
    }
    if (path === '/leases') {
      cloud.requests.push({ ...body, token });
      if (cloud.refuse) return [409, { error: cloud.refuse, message: 'no' }];
      control.answers = [{ subject: `subject-of-${body.device}`, ...cloud.grant }];
      return [200, await control.lease(body)];
    }
    if (cloud.kinesisAway) return [500, { __type: 'InternalFailure' }];
    if (!body.Records) {
      cloud.records.push(body);
      return [200, { SequenceNumber: '1', ShardId: 's' }];
    }
    cloud.records.push(...body.Records);
    return [200, { Records: body.Records.map(() => ({ SequenceNumber: '1', ShardId: 's' })) }];
  }

  const cloud: FakeCloud = {
    url: '',
    requests: [],
    puts: [],
    records: [],
    grant: {},
    refuse: undefined,
    kinesisAway: false,
    stored: () => cloud.records.flatMap(({ Data }) => eventsOf({ data: Buffer.from(Data, 'base64') }, control.grants)),
    reset() {
      Object.assign(cloud, { requests: [], puts: [], records: [], grant: {}, refuse: undefined, kinesisAway: false });
    },
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  cloud.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return cloud;
}
