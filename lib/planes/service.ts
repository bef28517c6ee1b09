import { Duration } from 'aws-cdk-lib';
import { Rule, Schedule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
import type { Function as Fn } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import type { Manifest, Plane } from '../../functions/shared/manifest.ts';
import { MANIFESTS } from '../functions.ts';
import { pascal } from '../names.ts';
import { ProgramFunction } from './function.ts';
import { contractsOf, type Routes } from './routes.ts';
import type { ServiceParts } from './service-parts.ts';

/** The functions of a plane that stand in Service, their routes and schedules, all from their manifests. */
export class PlaneService extends Construct {
  readonly functions: ReadonlyMap<string, Fn>;

  constructor(scope: Construct, plane: Plane, parts: ServiceParts, routes: Routes) {
    super(scope, pascal(plane));
    const functions = new Map<string, Fn>();
    for (const [name, manifest] of MANIFESTS) {
      if (manifest.plane !== plane || manifest.stack) continue;
      const made = new ProgramFunction(this, pascal(name), parts, name, manifest).function;
      const { behind, open } = contractsOf(manifest);
      routes.to(made, behind);
      routes.from(made, open);
      if (manifest.triggers.schedule) onSchedule(this, made, manifest.triggers.schedule);
      functions.set(name, made);
    }
    this.functions = functions;
  }
}

/** Calls a function as its manifest says. */
export function onSchedule(
  scope: Construct,
  target: Fn,
  { name, does, every, retries }: NonNullable<Manifest['triggers']['schedule']>,
): void {
  new Rule(scope, name, {
    description: does,
    schedule: Schedule.rate('minutes' in every ? Duration.minutes(every.minutes) : Duration.days(every.days)),
    targets: [new LambdaFunction(target, { retryAttempts: retries })],
  });
}
