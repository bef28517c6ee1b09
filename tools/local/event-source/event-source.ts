import type { EventOrigin } from './event.ts';
import { isKinesis, type Mapping, type MappingConfiguration, parseMapping } from './mapping.ts';
import type { Checkpoints, Clock, FailurePort, FunctionPort, Log, StreamPort } from './ports.ts';
import { ShardConsumer } from './shard-consumer.ts';
import { readableShards } from './shards.ts';

/** How often mappings and shards are looked at for changes. */
const lookMs = 1_000;

/** What a mapping needs of the cloud. */
export interface Connection {
  stream: StreamPort;
  function: FunctionPort;
  failures: FailurePort;
  origin: Omit<EventOrigin, 'shardId'>;
}

export interface EventSourcePorts {
  mappings(): Promise<MappingConfiguration[]>;
  /** Made when a mapping is enabled, with the credentials of its function's role. */
  connect(mapping: Mapping): Promise<Connection>;
  checkpoints: Checkpoints;
  clock: Clock;
  log: Log;
  random: () => number;
}

/** Serves all Kinesis event source mappings of a cloud until the signal stops it. */
export class EventSource {
  readonly #ports: EventSourcePorts;
  readonly #served = new Map<string, { mapping: Mapping; stop: AbortController; done: Promise<void> }>();
  readonly #refused = new Set<string>();

  constructor(ports: EventSourcePorts) {
    this.#ports = ports;
  }

  async run(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      try {
        await this.#look(await this.#ports.mappings());
      } catch (error) {
        this.#ports.log(`mappings cannot be listed: ${(error as Error).name}: ${(error as Error).message}`);
      }
      await this.#ports.clock.sleep(lookMs, signal);
    }
    await Promise.all([...this.#served.keys()].map((id) => this.#end(id)));
  }

  async #look(configurations: MappingConfiguration[]): Promise<void> {
    const mappings = configurations.filter(isKinesis).flatMap((configuration) => this.#parse(configuration));
    const known = new Set(configurations.map((configuration) => configuration.UUID ?? ''));
    this.#ports.checkpoints.keep(known);
    const enabled = new Map(mappings.filter((mapping) => mapping.enabled).map((mapping) => [mapping.id, mapping]));
    // A mapping that is disabled or gone is paused; its checkpoints stay as long as it exists.
    await Promise.all([...this.#served.keys()].filter((id) => !enabled.has(id)).map((id) => this.#end(id)));
    for (const mapping of enabled.values()) await this.#serve(mapping);
  }

  #parse(configuration: MappingConfiguration): Mapping[] {
    try {
      return [parseMapping(configuration)];
    } catch (error) {
      const message = (error as Error).message;
      if (!this.#refused.has(message)) this.#ports.log(`NOT SERVED: ${message}`);
      this.#refused.add(message);
      return [];
    }
  }

  async #serve(mapping: Mapping): Promise<void> {
    const served = this.#served.get(mapping.id);
    if (served && served.mapping.parallelization === mapping.parallelization) {
      served.mapping = mapping;
      return;
    }
    // Lanes cannot change under way: the shards are taken up again from their checkpoints.
    if (served) await this.#end(mapping.id);
    const stop = new AbortController();
    const entry = { mapping, stop, done: Promise.resolve() };
    this.#served.set(mapping.id, entry);
    this.#ports.checkpoints.since(mapping.id, this.#ports.clock.now());
    entry.done = this.#readShards(() => entry.mapping, stop.signal);
  }

  async #end(id: string): Promise<void> {
    const entry = this.#served.get(id);
    entry?.stop.abort();
    await entry?.done;
    this.#served.delete(id);
  }

  /** Keeps one consumer on each shard that may be read. */
  async #readShards(mapping: () => Mapping, signal: AbortSignal): Promise<void> {
    const { checkpoints, clock, log, random } = this.#ports;
    const consumers = new Map<string, Promise<void>>();
    let connection: Connection | undefined;
    while (!signal.aborted) {
      try {
        connection ??= await this.#ports.connect(mapping());
        const { origin, ...ports } = connection;
        const shards = await connection.stream.shards();
        for (const shard of readableShards(shards, (id) => checkpoints.isFinished(mapping().id, id))) {
          if (consumers.has(shard.id)) continue;
          const consumer = new ShardConsumer(
            { ...ports, checkpoints, clock, log, random },
            shard,
            { ...origin, shardId: shard.id },
            mapping,
          );
          // Taken out at its end, so that one that fails is begun anew at the next look.
          const running = consumer
            .run(signal)
            .catch((error: Error) => log(`${shard.id}: ${error.stack}`))
            .finally(() => consumers.delete(shard.id));
          consumers.set(shard.id, running);
        }
      } catch (error) {
        connection = undefined;
        log(`${mapping().streamArn}: ${(error as Error).name}: ${(error as Error).message}`);
      }
      await clock.sleep(lookMs, signal);
    }
    await Promise.all(consumers.values());
  }
}
