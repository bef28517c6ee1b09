import { Aspects, type IAspect, TagManager } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import type { StageConfig } from './config.ts';

/** Plane by the first construct below the stack. */
const PLANES: Readonly<Record<string, string>> = {
  Ingest: 'ingest',
  IngestAccess: 'ingest',
  Api: 'control',
  Control: 'control',
  ControlAccess: 'control',
  People: 'control',
  Incident: 'incident',
  IncidentAccess: 'incident',
  Reading: 'reading',
  ReadingAccess: 'reading',
  Training: 'training',
  TrainingAccess: 'training',
  Guard: 'guard',
  GuardAccess: 'guard',
  CallLog: 'incident',
  Witness: 'witness',
  WitnessAccess: 'witness',
};

/** Data class by the path below the stack, of what holds data. */
const DATA_CLASSES: readonly [start: string, dataClass: string][] = [
  ['Key/Vault', 'vault'],
  ['Key/Consent', 'consent'],
  ['Key/SubjectKeys', 'keys'],
  ['Key/Control', 'control'],
  ['Key/Evidence', 'evidence'],
  ['Key/Logs', 'logs'],
  ['Key/Signing', 'evidence'],
  ['Key/Pseudonym', 'consent'],
  ['Control/Subjects', 'consent'],
  ['Control/Keys', 'keys'],
  ['Control/Gate', 'control'],
  ['Control/Lanes', 'control'],
  ['Control/LeaseKeys', 'control'],
  ['People', 'consent'],
  ['Ingest/Stream', 'vault'],
  ['Ingest/Index', 'vault'],
  ['Training/Exports', 'vault'],
  ['Training/Parts', 'vault'],
  ['Ingest/Vault', 'vault'],
  ['Ingest/Failures', 'logs'],
  ['Incident/Incidents', 'evidence'],
  ['Incident/Evidence', 'evidence'],
  ['CallLog', 'evidence'],
  ['Reading/Ledger', 'evidence'],
  ['Reading/Grants', 'evidence'],
  ['Witness', 'evidence'],
  ['Logs', 'logs'],
  ['Alerts', 'logs'],
];

type Named = Pick<StageConfig, 'program' | 'stage'> & Partial<Pick<StageConfig, 'tags'>>;

/** Tags everything that can be tagged: program, stage, plane, and the class of data that it holds. */
class Tagging implements IAspect {
  readonly #stage: IConstruct;
  readonly #config: Named;

  constructor(stage: IConstruct, config: Named) {
    this.#stage = stage;
    this.#config = config;
  }

  visit(node: IConstruct): void {
    const tags = TagManager.of(node);
    if (!tags) return;
    // <stage>/<stack>/<construct>/...
    const path = node.node.path.slice(this.#stage.node.path.length + 1).split('/');
    const below = path.slice(1).join('/');
    const plane = PLANES[path[1] ?? ''] ?? 'shared';
    const dataClass = DATA_CLASSES.find(([start]) => below === start || below.startsWith(`${start}/`))?.[1] ?? 'none';
    for (const [name, value] of Object.entries(this.#config.tags ?? {})) tags.setTag(name, value);
    tags.setTag('program', this.#config.program);
    tags.setTag('stage', this.#config.stage);
    tags.setTag('plane', plane);
    tags.setTag('data-class', dataClass);
  }
}

export const tagAll = (stage: IConstruct, config: Named): void => Aspects.of(stage).add(new Tagging(stage, config));
