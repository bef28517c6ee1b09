import { Aws, CfnOutput, Stack, type StackProps } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { Plane } from '../../functions/shared/manifest.ts';
import { functionWith } from '../functions.ts';
import { Monitoring } from '../monitoring/monitoring.ts';
import { watchDeploys, watchDoors, watchFindings } from '../planes/guard/rules.ts';
import { incidentWorkflow } from '../planes/incident/state-machine.ts';
import { readFrames } from '../planes/ingest/event-source.ts';
import { Routes } from '../planes/routes.ts';
import { PlaneService } from '../planes/service.ts';
import type { ServiceParts } from '../planes/service-parts.ts';
import { exportJob } from '../planes/training/state-machine.ts';
import type { StateStack } from './state.ts';

/**
 * Functions, routes, workflow, alarms, dashboard. May be destroyed and deployed again at any time: nothing that a pause, a consent or a
 * reading depends on is kept here, and nothing here says whether a gate is open.
 */
export class ServiceStack extends Stack {
  constructor(scope: Construct, id: string, state: StateStack, bundles: ServiceParts['bundles'], props: StackProps) {
    super(scope, id, props);
    const { prefix } = state.program;
    const parts: ServiceParts = {
      ...{ state, bundles },
      // By name: function and workflow name each other.
      workflow: `arn:${Aws.PARTITION}:states:${this.region}:${this.account}:stateMachine:${prefix}-incident`,
    };
    const exportWorkflow = `arn:${Aws.PARTITION}:states:${this.region}:${this.account}:stateMachine:${prefix}-export`;
    const routes = new Routes(this, 'Api', state.api);
    const plane = (name: Plane, more: Partial<ServiceParts> = {}) =>
      new PlaneService(this, name, { ...parts, ...more }, routes);
    const ingest = plane('ingest');
    plane('control');
    const incident = plane('incident');
    plane('reading');
    const training = plane('training', { exportWorkflow });
    exportJob(training, training.functions.get(functionWith('job'))!, state);
    const frames = readFrames(ingest, ingest.functions.get(functionWith('stream'))!, state);
    const tasks = incident.functions.get(functionWith('tasks'))!;
    const ends = incident.functions.get(functionWith('ends'))!;
    const workflow = incidentWorkflow(incident, { tasks, ends }, state);
    const guard = plane('guard', { ids: [frames.ref] });
    watchDoors(guard, guard.functions.get(functionWith('changes'))!, prefix);
    watchDeploys(guard, guard.functions.get(functionWith('changes'))!, prefix);
    watchFindings(guard, guard.functions.get(functionWith('changes'))!, prefix);
    new Monitoring(this, 'Monitoring', { state, workflow, tasks });

    new CfnOutput(this, 'WorkflowArn', { value: workflow.stateMachineArn, description: 'Walks incidents' });
  }
}
